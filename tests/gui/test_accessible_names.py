"""Every page, walked: names for screen readers, targets one can hit, words that fit, Tab that comes round."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QLabel,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from relall_trainer.gui.about import About
from relall_trainer.gui.crash import CrashDialog
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.gui.palette import CommandPalette
from relall_trainer.gui.preferences import Preferences
from relall_trainer.gui.widgets.side_bar import SideBar
from tests.gui.test_desk import CASE, authors_choice, play_through

PAGES = (
    "today", "cases", "practice", "sitting", "summary", "history", "decisions", "patterns", "evidence", "table",
    "since", "algorithm", "rules", "silence", "help", "play", "feedback", "debrief", "review", "compare",
)  # fmt: skip
DIALOGS = ("preferences", "about", "palette", "crash")
LEAST = 24


def open_page(window: MainWindow, desk: Desk, page: str, qtbot: QtBot) -> QWidget:
    """Bring a page up with something on it."""
    if page in ("today", "practice", "sitting", "summary", "decisions", "patterns", "compare"):
        first, second = play_through(desk), play_through(desk)
        if page == "compare":
            window.casework.lookback.compare(first, second)
        elif page in ("sitting", "summary"):
            window.places.begin_sitting()
            qtbot.waitUntil(lambda: window.here == "sitting", timeout=20_000)
            if page == "summary":
                window.places.practicework._sittings.stop()
        else:
            window.go("history" if page in ("decisions", "patterns") else page)
            if page in ("decisions", "patterns"):
                window.casework.lookback.history.choose(page)
    elif page in ("algorithm", "rules", "silence"):
        window.go("algorithm")
        window.places.algorithm.tabs.choose({"algorithm": "ask", "rules": "rules", "silence": "silent"}[page])
    elif page in ("evidence", "table", "since"):
        window.go("evidence")
        qtbot.waitUntil(lambda: window.evidence._library is not None, timeout=20_000)
        window.evidence.show_item("ev-t1-nel-126")
        if page == "table":
            window.evidence.show_table()
        elif page == "since":
            window.evidence.show_since()
    elif page in ("play", "feedback"):
        window.casework.start_case(CASE)
        if page == "feedback":
            play = window.casework.play
            assert play.session is not None
            play.frame.options.choose(authors_choice(play.session))
            play.commit()
            assert not play.deciding
    elif page in ("debrief", "review"):
        window.casework.open_attempt(play_through(desk))
        if page == "review":
            window.casework.debrief.review_asked.emit("")
    else:
        if page == "history":
            play_through(desk)
        window.go(page)
    QApplication.processEvents()
    return window


def open_dialog(window: MainWindow, dialog: str) -> QDialog:
    nothing = {"choose_theme": print, "choose_scale": print, "choose_number_keys": print}
    made: QDialog = {
        "preferences": lambda: Preferences(window._theme, window._settings.now, window, **nothing),
        "about": lambda: About(window._theme, window),
        "palette": lambda: CommandPalette(window._theme, window.actions_here, window),
        "crash": lambda: CrashDialog("details", window),
    }[dialog]()
    made.show()
    QApplication.processEvents()
    return made


def shown_in(root: QWidget) -> Iterator[QWidget]:
    for one in root.findChildren(QWidget):
        if one.isVisible() and one.width() and not isinstance(one, QScrollBar):
            yield one


def focusable(root: QWidget) -> list[QWidget]:
    return [one for one in shown_in(root) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()]


def nameless(root: QWidget) -> list[str]:
    found = []
    for one in focusable(root):
        interface = QAccessible.queryAccessibleInterface(one)
        name = interface.text(QAccessible.Text.Name) if interface else ""
        if not name.strip():
            found.append(f"{type(one).__name__} {one.objectName()} in {type(one.parent()).__name__}")
    return found


def too_small(root: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} {one.accessibleName()!r} {one.width()}×{one.height()}"
        for one in focusable(root)
        if not isinstance(one, QAbstractScrollArea) and (one.width() < LEAST or one.height() < LEAST)
    ]


def clipped(root: QWidget) -> list[str]:
    found = []
    for one in shown_in(root):
        if isinstance(one, QLabel) and one.text() and not one.pixmap():
            wide = one.fontMetrics().boundingRect(one.text()).width()
            if not one.wordWrap() and one.width() + 1 < wide:  # what hangs over the last letter is not cut
                found.append(f"label {one.text()!r}: {one.width()} < {wide}")
            if one.wordWrap() and one.height() + 1 < one.heightForWidth(one.width()):
                found.append(
                    f"label {one.text()[:40]!r}: {one.height()} < {one.heightForWidth(one.width())} high"
                )
        if isinstance(one, QAbstractButton) and one.text() and not isinstance(one.parent(), SideBar):
            wide = one.fontMetrics().boundingRect(one.text().replace("&&", "&")).width()
            if one.width() < wide:
                found.append(f"button {one.text()!r}: {one.width()} < {wide}")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_stop_on_a_page_has_a_name_and_a_size(
    window: MainWindow, desk: Desk, qtbot: QtBot, page: str
) -> None:
    root = open_page(window, desk, page, qtbot)
    assert len(focusable(root)) > 5
    assert nameless(root) == []
    assert too_small(root) == []


@pytest.mark.parametrize("dialog", DIALOGS)
def test_every_stop_in_a_dialog_has_a_name_and_a_size(window: MainWindow, dialog: str) -> None:
    root = open_dialog(window, dialog)
    assert focusable(root)
    assert nameless(root) == []
    assert too_small(root) == []
    root.close()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("scale", "width", "height"), [(200, 1280, 720), (100, 1280, 720), (100, 1920, 1080)]
)
def test_words_fit(
    window: MainWindow, desk: Desk, qtbot: QtBot, page: str, scale: int, width: int, height: int
) -> None:
    window.resize(width, height)
    window.choose_scale(scale)
    root = open_page(window, desk, page, qtbot)
    for _ in range(40):  # a count or a list may be told a moment later, and is then laid out
        qtbot.wait(25)
        if not clipped(root):
            break
    assert clipped(root) == []


@pytest.mark.parametrize("page", PAGES)
def test_tab_comes_round(window: MainWindow, desk: Desk, qtbot: QtBot, page: str) -> None:
    open_page(window, desk, page, qtbot)
    first = window._side._buttons["cases"]
    first.setFocus()
    seen: list[QWidget] = []
    while len(seen) < 400:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() is first:
            break
        seen.append(window.focusWidget())
    assert window.focusWidget() is first, f"Tab never came back: {seen[-40:]}"
    assert len(seen) >= 4


@pytest.mark.parametrize("page", PAGES)
def test_labels_are_plain_text(window: MainWindow, desk: Desk, qtbot: QtBot, page: str) -> None:
    root = open_page(window, desk, page, qtbot)
    rich = [one.text() for one in root.findChildren(QLabel) if one.textFormat() != Qt.TextFormat.PlainText]
    assert [text for text in rich if text] == []


def test_the_focus_is_seen(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    """A ring of at least two pixels in the color of the focus, or (on the accent) in that of its text."""
    open_page(window, desk, "cases", qtbot)
    window.activateWindow()
    qtbot.waitActive(window)
    colors = window._theme.colors
    for one in focusable(window):
        if not isinstance(one, QAbstractButton):
            continue
        one.setFocus()
        QApplication.processEvents()
        image = one.grab().toImage()
        middle = image.height() // 2
        ratio = image.devicePixelRatio()
        start = [image.pixelColor(x, middle).name().upper() for x in range(round(8 * ratio))]
        ring = colors.on_accent if one.property("role") == "primary" else colors.focus
        assert start.count(ring.upper()) >= 2, f"{one.accessibleName()}: {start}"

"""The pages of handing out and in, walked as ``test_accessible_names`` walks the others; one window for each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.gui.main_window import MainWindow
from tests.gui.teaching_pages import TEACHING_PAGES, open_teaching_page
from tests.gui.test_accessible_names import clipped, focusable, nameless, too_small

SIZES = ((100, 1280, 720), (200, 1280, 720), (100, 1920, 1080))


@pytest.mark.parametrize("page", TEACHING_PAGES)
def test_every_page_can_be_walked_and_read(window: MainWindow, qtbot: QtBot, page: str) -> None:
    open_teaching_page(window, page, qtbot)
    QApplication.processEvents()
    assert len(focusable(window)) > 5
    assert nameless(window) == []
    rich = [one.text() for one in window.findChildren(QLabel) if one.textFormat() != Qt.TextFormat.PlainText]
    assert [text for text in rich if text] == []
    assert_tab_comes_round(window, qtbot)
    for scale, width, height in SIZES:
        window.resize(width, height)
        window.choose_scale(scale)
        for _ in range(40):  # a count or a list may be told a moment later, and is then laid out
            qtbot.wait(10)
            if not clipped(window):
                break
        assert clipped(window) == [], (scale, width)
        assert too_small(window) == [], (scale, width)


def assert_tab_comes_round(window: MainWindow, qtbot: QtBot) -> None:
    first = window._side._buttons["cases"]
    first.setFocus()
    seen: list[QWidget | None] = []
    while len(seen) < 400:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if window.focusWidget() is first:
            break
        seen.append(window.focusWidget())
    assert window.focusWidget() is first, f"Tab never came back: {seen[-40:]}"
    assert len(seen) >= 4

"""Two real windows in one process, a teacher's and a learner's, each on a profile of its own, used as people use them.

What dialogs of the system would ask is answered from ``answers``; the program's own dialogs are really shown, and are
worked by what ``in_dialog`` is given. A dialog nobody works is closed after a while and fails the test.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLabel, QWidget

from relall_trainer import app as program
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.paths import Profile

_PATIENCE = 500  # looks
NONE, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@dataclass
class Person:
    """Somebody at her window."""

    desk: Desk
    window: MainWindow
    answers: list[str]
    said: list[str] = field(default_factory=list)

    def come(self) -> None:
        """Turn to this window."""
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        settle()

    # -- keys

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        if not self.window.isActiveWindow():
            self.come()
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.focusWidget(), text)
        settle()

    def tab_to(self, wanted: str) -> None:
        """Go on with Tab until the keyboard is on what is called so."""
        _tab_to(self.window, wanted)

    def on(self, starts: str) -> bool:
        """Whether the keyboard is on what is called so."""
        at = self.window.focusWidget()
        return at is not None and at.accessibleName().startswith(starts)

    # -- mouse

    def click(self, starts: str) -> None:
        """Click the button one sees whose words begin so."""
        click(self.window, starts)

    def drop(self, page: QWidget, *files: Path) -> None:
        """Let files fall on a page."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
        left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
        enter = QDragEnterEvent(QPoint(9, 9), copy, mime, left, NONE)
        QApplication.sendEvent(page, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), copy, mime, left, NONE))
        settle()

    # -- what is seen

    def sees(self, words: str) -> bool:
        return words in seen(self.window)

    def until(self, met: Callable[[], bool]) -> None:
        for _ in range(_PATIENCE):
            if met():
                return
            QTest.qWait(20)
        raise AssertionError(seen(self.window)[-2_000:])


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def seen(root: QWidget) -> str:
    """Everything that can be read there now."""
    parts = [root]
    parts += [one for one in root.findChildren(QWidget) if one.isVisible()]
    texts = [one.text() for one in parts if isinstance(one, QLabel | QAbstractButton)]
    return "\n".join(text.replace("&&", "&") for text in texts)


def click(root: QWidget, starts: str) -> None:
    found = [
        one
        for one in root.findChildren(QAbstractButton)
        if one.isVisible()
        and one.isEnabled()
        and (one.text().replace("&&", "&").startswith(starts) or one.accessibleName().startswith(starts))
    ]
    assert found, f"{starts!r} is not there to be clicked: {seen(root)[-1_500:]}"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    settle()


def _tab_to(root: QWidget, wanted: str) -> None:
    met = []
    for _ in range(120):
        on = root.focusWidget()
        name = on.accessibleName() if on is not None else ""
        if name.startswith(wanted):
            return
        met.append(name)
        QTest.keyClick(on or root, Qt.Key.Key_Tab)
        settle()
    raise AssertionError(f"Tab does not come to {wanted!r}; it came to {met}")


@contextmanager
def in_dialog(work: Callable[[QDialog], object]) -> Iterator[None]:
    """Work the dialog that comes up meanwhile."""
    done: list[str] = []

    def find(tries: int) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            if tries:
                QTimer.singleShot(20, lambda: find(tries - 1))
            return
        done.append(dialog.windowTitle())
        try:
            work(dialog)  # what goes wrong in it is kept by pytest-qt, and fails the test
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, lambda: find(200))
    yield
    settle()
    assert done, "no dialog came up"


def type_in(dialog: QDialog, *lines: str) -> None:
    """Type lines where the keyboard is."""
    for number, line in enumerate(lines):
        if number:
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        QTest.keyClicks(dialog.focusWidget(), line)
    settle()


def tab(dialog: QDialog) -> None:
    """Go on with Tab."""
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    settle()


def enter_on(dialog: QDialog, wanted: str) -> None:
    """Go to a button of the dialog with Tab, and press Enter."""
    _tab_to(dialog, wanted)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    settle()


class Watch(QTimer):
    """Closes a dialog nobody works, which would hold the test up for ever, and keeps what it was."""

    def __init__(self) -> None:
        super().__init__()
        self.closed: list[str] = []
        self._up: tuple[QWidget | None, int] = (None, 0)
        self.setInterval(250)
        self.timeout.connect(self._look)

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        same, times = self._up
        self._up = (dialog, times + 1 if dialog is same else 0)
        if isinstance(dialog, QDialog) and self._up[1] > 12:
            self.closed.append(dialog.windowTitle())
            dialog.reject()


@contextmanager
def person(folder: Path, prepared: Path, answers: list[str]) -> Iterator[Person]:
    """Her window, as the program opens it: shown, begun, its record open."""
    profile = Profile(folder)
    shutil.copytree(prepared, profile.cache)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    desk = program.build_desk(profile)
    window = program.build_window(app, profile, desk)
    made = Person(desk, window, answers)
    window.messages.announced.connect(made.said.append)
    window.resize(1280, 720)
    window.show()
    settle()
    window.refill()
    window.places.classroom.begin()
    try:
        yield made
    finally:
        window.close()
        window.library.close()
        desk.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def answer_dialogs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answers to what the system's dialogs ask, taken in turn; one that nobody prepared fails the test."""
    answers: list[str] = []

    def one(*_asked: object, **_more: object) -> str:
        return answers.pop(0)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", one)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (answers.pop(0), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (answers.pop(0), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (answers.pop(0).split("\n"), ""))
    return answers


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    made = answer_dialogs(monkeypatch)
    watch = Watch()
    watch.start()
    yield made
    watch.stop()
    assert watch.closed == [], "dialogs nobody worked"
    assert made == [], "a dialog that was expected never came"


@pytest.fixture
def teacher(tmp_path: Path, prepared: Path, answers: list[str], qapp: QApplication) -> Iterator[Person]:
    with person(tmp_path / "teacher", prepared, answers) as made:
        yield made


@pytest.fixture
def learner(tmp_path: Path, prepared: Path, answers: list[str], qapp: QApplication) -> Iterator[Person]:
    with person(tmp_path / "learner", prepared, answers) as made:
        yield made

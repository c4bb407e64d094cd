"""What to know before an exam begins, in a few sentences, and the one button that begins it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.assigned_words import COUNTS_WORDS
from relall_trainer.gui.moment_words import moment_words
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.decision_footer import key_hint
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.text import card, label

if TYPE_CHECKING:
    from relall_trainer.cohort.course_lines import CourseLine

_READABLE = 760
_MOST = 5
_NO_WAY_BACK = (
    "Whatever you choose, the case goes on by its fixed course; you are told what was done. You cannot go "
    "back to a decision once it is committed."
)
_KEPT = (
    "Each decision is saved as you commit it. You can close the program and go on later at the same place; that it was "
    "closed, and for how long, is noted and can be seen by your teacher."
)


class ExamStart(QWidget):
    """``begun`` when it is to begin, ``left`` when not now."""

    begun = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        self._title = PageTitle("")
        rows.addWidget(self._title)
        scroll = Scrolled()
        rows.addWidget(scroll, 1)
        self._frame = card()
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(10))
        column.addWidget(label("Before you begin", "section"))
        self._points = [label("") for _ in range(_MOST)]
        for point in self._points:
            column.addWidget(point)
        self._note = label("", "muted")
        column.addWidget(self._note)
        acts = QHBoxLayout()
        acts.setSpacing(theme.px(8))
        self.begin = Button("Begin now", "primary", done=self.begun.emit)
        self.not_now = Button("Not now", done=self.left.emit)
        for part in (self.begin, key_hint("Enter"), self.not_now):
            acts.addWidget(part)
        acts.addStretch(1)
        column.addLayout(acts)
        across = QHBoxLayout()  # beside it a stretch: or it would be as high as a wider one
        across.addWidget(self._frame, 1000)
        across.addStretch(1)
        scroll.column.addLayout(across)
        scroll.column.addStretch(1)

    def show_line(self, line: CourseLine) -> None:
        """Say it for this exam."""
        self._title.words.setText(line.title)
        for point, words in zip(self._points, _points(line), strict=True):
            point.setText(words)
            point.setVisible(bool(words))
        self._note.setText(f"Your teacher writes: {line.note}" if line.note else "")
        self._note.setVisible(bool(line.note))

    def arrange(self, width: int) -> None:
        """Keep lines short enough to read."""
        self._frame.setMaximumWidth(min(width, self._theme.px(_READABLE)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            (self.not_now if self.not_now.hasFocus() else self.begin).click()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _points(line: CourseLine) -> tuple[str, str, str, str, str]:
    cases = counted(len(line.items), "case")
    if line.minutes is None:
        time = f"{cases}, without a time limit."
    else:
        extra = f" ({line.extra_percent}% more than the others have)" if line.extra_percent else ""
        time = f"{cases} in {counted(line.minutes, 'minute')}{extra}. The time runs only while this page is open."
    tries = ""
    if line.allowed is not None:
        which = f"This is attempt {line.used + 1} of {line.allowed}; {COUNTS_WORDS[line.counts]} counts."
        tries = "This is your only attempt." if line.allowed == 1 else which
    return (time, _NO_WAY_BACK, _KEPT, f"There is no feedback meanwhile; it comes {_comes(line)}.", tries)


def _comes(line: CourseLine) -> str:
    if line.release_at is not None:
        return f"on {moment_words(line.release_at)}"
    return "once you have handed in" if line.release == "on_hand_in" else "when your teacher releases it"

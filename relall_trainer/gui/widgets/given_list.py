"""The assignments given to a cohort, newest first: when they are due, how many have handed in, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.gui.teach_lines import GivenLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.text import badge, card, label

_AT_FIRST = 10


class GivenList(QWidget):
    """Each signal carries the assignment's id."""

    gradebook_asked = Signal(str)
    version_asked = Signal(str)
    files_asked = Signal(str)
    release_asked = Signal(str)
    present_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._given: Sequence[GivenLine] = ()
        self.frames: list[QFrame] = []
        self.setProperty("role", "plain")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(10))
        self._older = Button("Show older ones", done=self._show_all)
        self._column.addWidget(self._older)

    def show_given(self, given: Sequence[GivenLine]) -> None:
        """Show these, newest first; the older ones of many once they are asked for."""
        if given == self._given and self.frames:
            return
        self._given = given
        self._fill(given[:_AT_FIRST])

    def _show_all(self) -> None:
        self._fill(self._given)

    def _fill(self, shown: Sequence[GivenLine]) -> None:
        for frame in self.frames:
            self._column.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self.frames = [self._frame(one) for one in shown]
        for place, frame in enumerate(self.frames):
            self._column.insertWidget(place, frame)
        left = len(self._given) - len(shown)
        self._older.setVisible(left > 0)
        self._older.show_text(f"Show {left} older")

    def _frame(self, one: GivenLine) -> QFrame:
        px = self._theme.px
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(4))
        head = QHBoxLayout()
        head.addWidget(label(one.title, "strong"), 1)
        head.addWidget(badge(one.handed()))
        column.addLayout(head)
        column.addWidget(label(one.facts(), "muted"))
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, px(8))
        buttons = [("Open gradebook", self.gradebook_asked)]
        if one.can_release:
            buttons.append(("Release feedback…", self.release_asked))
        buttons += [
            ("New version", self.version_asked),
            ("Write files again…", self.files_asked),
            ("Discuss", self.present_asked),
        ]
        for words, signal in buttons:
            name = f"{words.rstrip('…')}: {one.title}"
            flow.addWidget(Button(words, name=name, done=partial(signal.emit, one.id)))
        column.addSpacing(px(4))
        column.addWidget(acts)
        return frame

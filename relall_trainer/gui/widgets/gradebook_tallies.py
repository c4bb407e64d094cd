"""Parts of a gradebook as a list: cases, dimensions or rules, each with its share, n and interval."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.gui.gradebook_lines import TallyLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import card, label


class TallyView(QWidget):
    """``opened`` names the line to be looked into. ``button`` says where that leads; empty where it leads nowhere."""

    opened = Signal(str)

    def __init__(self, theme: Theme, name: str, note: str, button: str) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self._note = label(note, "note")
        column.addWidget(self._note)
        self.list = RowList(theme, name, open_on_click=False)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.list)
        column.addWidget(frame, 1)
        self._none = label("Nothing to go by yet: no results are in.", "muted")
        inside.addWidget(self._none)
        foot = QHBoxLayout()
        self.open = Button(button, done=self._open)
        self.open.setToolTip("Enter")
        self.open.setVisible(bool(button))
        self._leads = bool(button)
        foot.addWidget(self.open)
        foot.addStretch(1)
        column.addLayout(foot)
        if button:
            self.list.row_opened.connect(self.opened)
        self.setFocusProxy(self.list)

    def show_lines(self, lines: Sequence[TallyLine]) -> None:
        """Show these, in this order."""
        was = self._here()
        self.list.rows.show_rows(
            [
                (one.key, Row(((one.heading, False),), ((one.words, False),), one.facts, bar=one.bar))
                for one in lines
            ]
        )
        self._none.setVisible(not lines)
        self.list.setVisible(bool(lines))
        self.open.setVisible(self._leads and bool(lines))
        if lines:
            place = self.list.rows.place(was)
            self.list.setCurrentIndex(self.list.rows.index(place or 0))

    def _here(self) -> str:
        index = self.list.currentIndex()
        return self.list.rows.key(index.row()) if index.isValid() else ""

    def _open(self) -> None:
        if key := self._here():
            self.opened.emit(key)

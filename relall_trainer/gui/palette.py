"""The command palette: every action with its shortcut, found by typing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.gui.actions import Named
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label


@dataclass(frozen=True, slots=True)
class Found:
    """An action that fits what was typed; the lower ``rank``, the better."""

    rank: int
    named: Named
    action: QAction


def find(typed: str, actions: Iterable[tuple[Named, QAction]]) -> list[Found]:
    """The actions in which every typed word begins a word or a synonym, or stands within the text."""
    words = typed.casefold().split()
    found = []
    for place, (named, action) in enumerate(actions):
        ranks = [_rank(word, named) for word in words]
        if action.isEnabled() and None not in ranks:
            found.append(Found(sum(rank or 0 for rank in ranks) * 1000 + place, named, action))
    return sorted(found, key=lambda one: one.rank)


def _rank(word: str, named: Named) -> int | None:
    text = named.text.casefold()
    if any(part.startswith(word) for part in text.split()):
        return 0
    if any(part.startswith(word) for synonym in named.synonyms for part in synonym.casefold().split()):
        return 1
    return 2 if word in text else None


class CommandPalette(QDialog):
    """Type a few letters, Enter does it, Escape leaves."""

    def __init__(self, theme: Theme, actions: Iterable[tuple[Named, QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = [(named, action) for named, action in actions if named.id != "palette"]
        self._theme = theme
        self.setWindowTitle("Find an action")
        self.setModal(True)
        self._typed = QLineEdit()
        self._typed.setAccessibleName("Type to find an action")
        self._typed.setPlaceholderText("Type what you want to do")
        self._typed.setClearButtonEnabled(False)
        self._list = RowList(theme, "Actions found")
        self._none = label("Nothing fits. Try another word.", "muted")
        column = QVBoxLayout(self)
        column.addWidget(self._typed)
        column.addWidget(self._list, 1)
        column.addWidget(self._none)
        keys = QHBoxLayout()
        keys.addWidget(label("Up and Down choose · Enter does it · Escape leaves", "note"))
        column.addLayout(keys)
        self._typed.textChanged.connect(self._show)
        self._typed.installEventFilter(self)
        self._list.row_opened.connect(lambda _id: self._do())
        self.resize(theme.px(560), min(theme.px(460), parent.height() - 80))
        self._show("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._typed and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: 8,
                Qt.Key.Key_PageUp: -8,
            }
            if event.key() in steps:
                last = self._list.rows.rowCount() - 1
                row = self._list.currentIndex().row() + steps[Qt.Key(event.key())]
                self._list.setCurrentIndex(self._list.rows.index(max(0, min(last, row))))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def found(self) -> list[str]:
        """The ids of the actions shown, best first."""
        return [self._list.rows.key(row) for row in range(self._list.rows.rowCount())]

    def _show(self, typed: str) -> None:
        found = find(typed, self._actions)
        rows = [(one.named.id, Row(((one.named.text, False),), tag=_keys(one.action))) for one in found]
        self._list.rows.show_rows(rows)
        self._list.setCurrentIndex(self._list.rows.index(0))
        self._none.setVisible(not rows)

    def _do(self) -> None:
        row = self._list.currentIndex().row()
        if row < 0:
            return
        wanted = self._list.rows.key(row)
        self.accept()
        for named, action in self._actions:
            if named.id == wanted:
                action.trigger()


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

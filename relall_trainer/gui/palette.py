"""The command palette: every action with its shortcut, found by typing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.gui.actions import Named
from relall_trainer.gui.theme import Theme
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
        self._list = QListWidget()
        self._list.setAccessibleName("Actions found")
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
        self._list.itemActivated.connect(lambda _item: self._do())
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
                last = self._list.count() - 1
                row = max(0, min(last, self._list.currentRow() + steps[Qt.Key(event.key())]))
                self._list.setCurrentRow(row)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def found(self) -> list[str]:
        """The ids of the actions shown, best first."""
        return [self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count())]

    def _show(self, typed: str) -> None:
        self._list.clear()
        for one in find(typed, self._actions):
            keys = one.action.shortcut().toString()
            item = QListWidgetItem(f"{one.named.text}    {keys}" if keys else one.named.text)
            item.setData(Qt.ItemDataRole.UserRole, one.named.id)
            item.setSizeHint(item.sizeHint().expandedTo(self._row_size()))
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._none.setVisible(self._list.count() == 0)

    def _row_size(self) -> QSize:
        return QSize(0, self._theme.px(self._theme.sizes.target))

    def _do(self) -> None:
        row = self._list.currentRow()
        if row < 0:
            return
        wanted = self._list.item(row).data(Qt.ItemDataRole.UserRole)
        self.accept()
        for named, action in self._actions:
            if named.id == wanted:
                action.trigger()

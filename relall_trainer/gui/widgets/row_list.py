"""A list of painted rows, walked with the arrow keys, opened with Enter or a click. Any number of rows stays quick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.rows import ROW_ROLE, Row, RowDelegate

_SETTLING_MS = (0, 120)
_Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """Rows with a key each. ``more_wanted`` when the end is scrolled to and more are there."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, Row]] = []
        self._more = False

    def show_rows(self, rows: Sequence[tuple[str, Row]], *, more: bool = False) -> None:
        """Show these (key, row)."""
        self.beginResetModel()
        self._rows = list(rows)
        self._more = more
        self.endResetModel()

    def add_rows(self, rows: Sequence[tuple[str, Row]], *, more: bool) -> None:
        """Add these at the end."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()
        self._more = more

    def key(self, row: int) -> str:
        return self._rows[row][0]

    def place(self, key: str) -> int | None:
        """The row of a key."""
        return next((place for place, (one, _) in enumerate(self._rows) if one == key), None)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()][1]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken()
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        return self._more

    def fetchMore(self, parent: _Index) -> None:
        if self._more:
            self._more = False
            self.more_wanted.emit()


class RowList(QListView):
    """``row_opened`` names the key of the row opened, ``row_passed`` the one come to."""

    row_opened = Signal(str)
    row_passed = Signal(str)

    def __init__(
        self, theme: Theme, name: str, *, open_on_click: bool = True, icons: Icons | None = None
    ) -> None:
        super().__init__()
        self.rows = RowModel()
        self._delegate = RowDelegate(theme, icons)
        self.setAccessibleName(name)
        self.setProperty("role", "rows")
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(100)
        self.setUniformItemSizes(False)
        if open_on_click:
            self.clicked.connect(self._open)
        self.activated.connect(self._open)
        self.selectionModel().currentChanged.connect(self._pass)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.scheduleDelayedItemsLayout)
        theme.changed.connect(self.scheduleDelayedItemsLayout)
        self._opened = ""

    def come_to(self, key: str) -> None:
        """Make the row of this key the current one, if it is there."""
        place = self.rows.place(key)
        if place is not None:
            self.setCurrentIndex(self.rows.index(place))
            for wait in _SETTLING_MS:  # rows are laid out in batches; until all are, they still move
                QTimer.singleShot(wait, self, self._reveal)

    def _reveal(self) -> None:
        self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again.start(0)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_opened.emit(self.rows.key(index.row()))

    def _pass(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.row_passed.emit(self.rows.key(index.row()))

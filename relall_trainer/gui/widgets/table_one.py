"""Table 1 of the paper as a table that sorts by number, with the warning that its rows are not to be ranked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from relall_trainer.evidence.reference import Figure, Table1Row
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text import label

CAUTION = (
    "Different studies, different patients, different years: the rows cannot be ranked against one another. "
    "Sorting helps to find a number, not the best regimen."
)
_Index = QModelIndex | QPersistentModelIndex
_Cell = Callable[[Table1Row], Figure | None]
_FIGURES: tuple[tuple[str, str, _Cell], ...] = (
    ("n", "Patients", lambda row: row.n),
    ("CR", "Complete remission", lambda row: row.cr),
    ("PR", "Partial remission", lambda row: row.pr),
    ("To SCT", "Went on to a transplant", lambda row: row.to_sct),
    ("TRM", "Treatment-related mortality", lambda row: row.trm),
)
_WORDS: tuple[tuple[str, Callable[[Table1Row], str]], ...] = (
    ("Regimen", lambda row: row.regimen),
    ("Group", lambda row: row.group),
    ("Population", lambda row: row.population),
)
_HEADINGS = (*(name for name, _ in _WORDS), *(name for name, _, _ in _FIGURES), "Ref.")
NOT_PRINTED = "–"


def number_of(figure: Figure | None) -> float | None:
    """What a figure is sorted by: its share in per cent, else its count, else the middle of its range."""
    if figure is None:
        return None
    if figure.percent is not None:
        return figure.percent
    if figure.numerator is not None and figure.denominator:
        return 100 * figure.numerator / figure.denominator
    if isinstance(figure.value, int | float):
        return float(figure.value)
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return None


class TableModel(QAbstractTableModel):
    """The rows, sorted by any column; what is not printed comes last either way."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Table1Row] = []
        self._sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    def show_rows(self, rows: Sequence[Table1Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, place: int) -> Table1Row:
        return self._rows[place]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            sign = {Qt.SortOrder.AscendingOrder: " ↑", Qt.SortOrder.DescendingOrder: " ↓"}[self._order]
            return _HEADINGS[section] + (sign if section == self._sorted_by else "")
        if role == Qt.ItemDataRole.ToolTipRole and 0 <= section - len(_WORDS) < len(_FIGURES):
            return _FIGURES[section - len(_WORDS)][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_HEADINGS[index.column()]}: {_shown(row, index.column())}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._sorted_by, self._order = column, order
        down = order == Qt.SortOrder.DescendingOrder
        known = [row for row in self._rows if _sort_key(row, column) is not None]
        rest = [row for row in self._rows if _sort_key(row, column) is None]
        known.sort(key=lambda row: _sort_key(row, column), reverse=down)
        self._rows = [*known, *sorted(rest, key=lambda row: row.row)]
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_HEADINGS) - 1)


def _shown(row: Table1Row, column: int) -> str:
    if column < len(_WORDS):
        return _WORDS[column][1](row)
    if column == len(_HEADINGS) - 1:
        return ", ".join(str(number) for number in row.references)
    figure = _FIGURES[column - len(_WORDS)][2](row)
    return figure.shown() if figure is not None else NOT_PRINTED


def _sort_key(row: Table1Row, column: int) -> Any:
    if column < 0:  # as the paper has it
        return row.row
    if column < len(_WORDS):
        return _WORDS[column][1](row).casefold()
    if column == len(_HEADINGS) - 1:
        return min(row.references, default=None)
    return number_of(_FIGURES[column - len(_WORDS)][2](row))


class TableOne(QWidget):
    """``row_opened`` names the item behind a row."""

    row_opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(label(CAUTION, "discouraged_note"))
        self.model = TableModel()
        self.view = QTableView()
        self.view.setAccessibleName("Table 1: salvage regimens")
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setSortingEnabled(True)
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.setWordWrap(True)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().setVisible(False)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.activated.connect(self._open)
        self.view.doubleClicked.connect(self._open)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.view.horizontalHeader().setHighlightSections(False)
        column.addWidget(self.view, 1)
        column.addWidget(label("Enter or a double click opens the row with its limits.", "note"))
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._fit)
        theme.changed.connect(lambda: self._again.start(0))

    def show_rows(self, rows: Sequence[Table1Row]) -> None:
        """Show the table in the paper's order."""
        self.model.show_rows(rows)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._again.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again.start(0)

    def _fit(self) -> None:
        """Give numbers the room they need, words what is left, but never too little to read."""
        view, px = self.view, self._theme.px
        numbers = range(len(_WORDS), len(_HEADINGS))
        for section in numbers:
            view.resizeColumnToContents(section)
            view.setColumnWidth(section, min(view.columnWidth(section), px(130)))
        left = view.viewport().width() - sum(view.columnWidth(section) for section in numbers)
        for section, (least, share) in enumerate(((180, 0.38), (110, 0.24), (150, 0.38))):
            view.setColumnWidth(section, max(px(least), self._longest_word(section), int(left * share)))
        for row in range(self.model.rowCount()):
            view.setRowHeight(row, self._height_of(row))

    def _longest_word(self, section: int) -> int:
        metrics = self.view.fontMetrics()
        words = (word for row in range(self.model.rowCount()) for word in self._text_of(row, section).split())
        return (
            max((metrics.horizontalAdvance(word) for word in words), default=0) + 2 * self._theme.px(8) + 12
        )

    def _text_of(self, row: int, section: int) -> str:
        return str(self.model.data(self.model.index(row, section)))

    def _height_of(self, row: int) -> int:
        """As high as its longest words, with the room the cells keep at their edges."""
        metrics, high = self.view.fontMetrics(), 0
        for section in range(len(_HEADINGS)):
            wide = self.view.columnWidth(section) - 2 * self._theme.px(8) - 8
            text = self._text_of(row, section)
            box = metrics.boundingRect(QRect(0, 0, wide, 10_000), Qt.TextFlag.TextWordWrap, text)
            high = max(high, box.height())
        return high + 2 * self._theme.px(6) + 4

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_opened.emit(self.model.row(index.row()).id)

"""Table 1 of the paper as it should have been: sorted, filtered, drawn with intervals, two or three rows compared.

Its rows are of different studies, so wherever one compares, the caution stands there. Opens nothing itself.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.evidence.reference import EvidenceItem, Inconsistency, SinceItem, Table1Row
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.caution import Caution
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.forest_plot import LEGEND
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.row_strip import RowStrip
from relall_trainer.gui.widgets.table_cells import AxisHeader, CellDelegate
from relall_trainer.gui.widgets.table_compare import TableCompare
from relall_trainer.gui.widgets.table_controls import TableControls
from relall_trainer.gui.widgets.table_model import (
    CELL_ROLE,
    PATIENTS,
    PLOT,
    POPULATION,
    REFERENCES,
    REGIMEN,
    TableModel,
)
from relall_trainer.gui.widgets.text import label

CAUTION = (
    "Different studies, different patients, different years: the rows cannot be ranked against one another."
)
SORTED = (
    "Different studies, different patients, different years: sorting finds a number, it ranks no regimen."
)
MOST_COMPARED = 3
_LEAST_HEIGHT = 230
_ROOMY = 1150  # from which the figures get room for their notes
_WIDTHS = {REGIMEN: 170, POPULATION: 140, PLOT: 190}
_TIGHT = {REGIMEN: 135, POPULATION: 112, PLOT: 182}
_CRAMPED = 560  # below which the drawing comes before comfort
_ROOM_TO_GIVE = {REGIMEN: 0.3, POPULATION: 0.3, PLOT: 0.4}


class Rows(Protocol):
    """What is asked of the library."""

    def table_1(self) -> tuple[Table1Row, ...]: ...
    def item(self, id: str) -> EvidenceItem | None: ...
    def inconsistencies(self, id: str) -> tuple[Inconsistency, ...]: ...
    def since(self, id: str) -> tuple[SinceItem, ...]: ...


class _Table(QTableView):
    """Space picks, Enter opens, I asks for what does not fit."""

    picked = Signal()
    opened = Signal()
    doubted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        does = {
            Qt.Key.Key_Space: self.picked,
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_I: self.doubted,
        }
        found = does.get(Qt.Key(event.key()))
        if found is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            found.emit()
        else:
            super().keyPressEvent(event)


class TableOne(QWidget):
    """``row_opened`` names the item behind a row, or an inconsistency asked for."""

    row_opened = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._library: Rows | None = None
        self._picked: list[str] = []
        self.setProperty("role", "plain")
        self._stack = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.addWidget(self._stack)
        self.model = TableModel()
        self.controls = TableControls(theme, icons)
        self.controls.changed.connect(self._narrow)
        self.view = _Table()
        self._delegate = CellDelegate(theme, icons)
        self._caution = Caution(theme, icons)
        self._none = Empty(
            "No row fits", "The filter leaves nothing of the table.", "Clear the filter", self.controls.clear
        )
        self.compare = TableCompare(theme, icons)
        self.compare.left.connect(self.show_table)
        self.compare.item_asked.connect(self.row_opened)
        self._strip = RowStrip(icons)
        self._strip.open_asked.connect(self._open_current)
        self._strip.pick_asked.connect(self.pick)
        self._strip.compare_asked.connect(self.show_comparison)
        self._strip.doubt_asked.connect(self.row_opened)
        self._lay_out()
        self._dress_table()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._fit)
        theme.changed.connect(lambda: self._again.start(0))

    # What is shown

    def show_library(self, library: Rows) -> None:
        """Show the table in the paper's order."""
        self._library = library
        rows = library.table_1()
        self.controls.offer_groups(rows)
        self.model.show_rows(rows)
        self.view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setCurrentIndex(self.model.index(0, 0))
        self._follow()
        self._again.start(0)

    def show_table(self) -> None:
        """Come back from comparing."""
        self._stack.setCurrentIndex(0)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_comparison(self) -> None:
        """Put the picked rows side by side, where there are two or three."""
        library = self._library
        if library is None or len(self._picked) < 2:
            return
        rows = [row for row in self.model.all_rows if row.id in self._picked]
        rows.sort(key=lambda row: self._picked.index(row.id))
        self.compare.show_rows(rows, library.item, library.inconsistencies, library.since)
        self._stack.setCurrentWidget(self.compare)
        self.compare.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self.compare:
            self.show_table()
        else:
            super().keyPressEvent(event)

    @property
    def current(self) -> Table1Row | None:
        """The row one stands on."""
        place = self.view.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    @property
    def row_words(self) -> str:
        """All that the current row's drawings say."""
        return self._strip.words

    def pick(self) -> None:
        """Take the current row into the comparison, or out of it; a fourth takes the first one's place."""
        row = self.current
        if row is None:
            return
        if row.id in self._picked:
            self._picked.remove(row.id)
        else:
            self._picked = [*self._picked, row.id][-MOST_COMPARED:]
        self.model.mark_picked(self._picked)
        self._follow()
        self._again.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again.start(0)

    # Parts

    def _lay_out(self) -> None:
        scrolled = Scrolled()
        column = scrolled.column
        column.setContentsMargins(6, 4, 10, 4)
        column.setSpacing(8)
        column.addWidget(self.controls)
        column.addWidget(self._caution)
        column.addWidget(self.view, 1)
        column.addWidget(self._none, 1)
        column.addWidget(self._strip)
        column.addWidget(label(LEGEND, "note"))
        self._stack.addWidget(scrolled)
        self._stack.addWidget(self.compare)

    def _dress_table(self) -> None:
        view = self.view
        view.setAccessibleName("Table 1: salvage regimens")
        view.setModel(self.model)
        view.setItemDelegate(self._delegate)
        view.setHorizontalHeader(AxisHeader(self._theme, view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setSortingEnabled(True)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().setVisible(False)
        view.setCornerWidget(QWidget())
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the columns stand still
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.horizontalHeader().sortIndicatorChanged.connect(lambda *_: self._follow())
        view.doubleClicked.connect(lambda _index: self._open_current())
        view.opened.connect(self._open_current)
        view.picked.connect(self.pick)
        view.doubted.connect(self._open_doubt)
        view.selectionModel().currentRowChanged.connect(lambda *_: self._follow())
        self.setFocusProxy(view)

    def _narrow(self) -> None:
        before = self.current
        with QSignalBlocker(self.view.selectionModel()):
            self.model.want(self.controls.wanted)
        place = self.model.place(before.id) if before is not None else None
        if self.model.rows:
            self.view.setCurrentIndex(self.model.index(place or 0, 0))
        self._follow()
        self._again.start(0)

    def _follow(self) -> None:
        """Say of the current row what is drawn, and offer what can be done with it."""
        row = self.current
        shown = bool(self.model.rows)
        self.view.setVisible(shown)
        self._none.setVisible(not shown)
        self._strip.setVisible(row is not None)
        count = len(self.model.rows)
        everything = len(self.model.all_rows)
        comparing = self.model.sorted_by >= 0 or len(self._picked) > 1
        told = "" if count == everything else f"{count} of {everything} rows. "
        self._caution.warn(told + (SORTED if comparing else CAUTION), loud=comparing)
        self.controls.clear_button.setEnabled(not self.model.wanted.wants_all)
        if row is not None:
            doubts = self._library.inconsistencies(row.id) if self._library is not None else ()
            self._strip.show_row(row, doubts, picked=row.id in self._picked)
        self._strip.offer_comparison(len(self._picked))

    def _open_current(self) -> None:
        if self.current is not None:
            self.row_opened.emit(self.current.id)

    def _open_doubt(self) -> None:
        row = self.current
        if row is not None and row.inconsistencies:
            self.row_opened.emit(row.inconsistencies[0])

    def _fit(self) -> None:
        """Give numbers the room they need, words and drawing what is left, but never too little to read."""
        view, px, model = self.view, self._theme.px, self.model
        view.setMinimumHeight(px(_LEAST_HEIGHT))
        header = view.horizontalHeader()
        used, least = 0, px(98) if view.viewport().width() > px(_ROOMY) else px(64)
        for section in range(model.columnCount()):
            if section not in _WIDTHS:
                cells = [self._cell(row, section) for row in range(model.rowCount())]
                wide = max([header.sectionSizeHint(section), *(self._delegate.wide(cell) for cell in cells)])
                wide = max(wide, least if section not in (PATIENTS, REFERENCES) else px(46))
                view.setColumnWidth(section, wide)
                used += wide
        widths = _TIGHT if view.viewport().width() < px(_CRAMPED) else _WIDTHS
        left = view.viewport().width() - used - sum(px(wide) for wide in widths.values())
        for section, wide in widths.items():
            cells = [self._cell(row, section) for row in range(model.rowCount())]
            longest = max((self._delegate.wide(cell) for cell in cells), default=0)
            given = px(wide) + int(max(0, left) * _ROOM_TO_GIVE[section])
            view.setColumnWidth(section, max(longest, given))
        for row in range(model.rowCount()):
            heights = (
                self._delegate.height(self._cell(row, section), view.columnWidth(section))
                for section in range(model.columnCount())
            )
            view.setRowHeight(row, max(*heights, px(34)))

    def _cell(self, row: int, section: int) -> tuple:  # type: ignore[type-arg]
        return self.model.index(row, section).data(CELL_ROLE) or ()

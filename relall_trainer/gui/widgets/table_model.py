"""Table 1 as rows and columns: filtered, sorted by number, one outcome at a time as a share to be drawn.

Holds what a cell says, in lines; painting them is left to ``table_cells``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from relall_trainer.evidence.reference import Figure, Table1Row
from relall_trainer.evidence.shares import PRINTED, Share, share_of
from relall_trainer.evidence.table_filter import OUTCOMES, TableFilter

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1  # the lines of a cell
SHARE_ROLE = Qt.ItemDataRole.UserRole + 2  # the share of the plot's cell
NOT_PRINTED = "–"
REGIMEN, POPULATION, PATIENTS, PLOT, CR, TO_SCT, TRM, PR, REFERENCES = range(9)
# The columns with a figure of their own: heading, whole words, the figure.
FIGURES: dict[int, tuple[str, str, Callable[[Table1Row], Figure | None]]] = {
    PATIENTS: ("n", "Patients", lambda row: row.n),
    CR: OUTCOMES["cr"],
    TO_SCT: OUTCOMES["to_sct"],
    TRM: OUTCOMES["trm"],
    PR: ("PR", "Partial remission", lambda row: row.pr),
}
_COUNT = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell: ``role`` is a color of the theme, ``mark`` an icon before it."""

    text: str
    font: str = "body"
    weight: int = 400
    role: str = "ink"
    mark: str = ""


def patients_of_row(row: Table1Row) -> int | None:
    """How many patients the row prints."""
    return row.n.value if row.n is not None and isinstance(row.n.value, int) else None


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
    """The rows wanted, sorted by any column; what is not printed comes last either way."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Table1Row] = []
        self._rows: list[Table1Row] = []
        self._wanted = TableFilter()
        self._picked: tuple[str, ...] = ()
        self.sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    # What is shown

    def show_rows(self, rows: Sequence[Table1Row]) -> None:
        """Take these rows, in the order of the table."""
        self._all = list(rows)
        self.want(self._wanted)

    def want(self, wanted: TableFilter) -> None:
        """Show only what fits; the outcome named there is the one drawn."""
        self.beginResetModel()
        self._wanted = wanted
        self._arrange()
        self.endResetModel()

    @property
    def wanted(self) -> TableFilter:
        return self._wanted

    @property
    def outcome(self) -> str:
        """Which outcome is drawn."""
        return self._wanted.outcome

    def mark_picked(self, ids: Sequence[str]) -> None:
        """Show these rows as picked for comparing."""
        self._picked = tuple(ids)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    @property
    def rows(self) -> tuple[Table1Row, ...]:
        """The rows shown, from the top."""
        return tuple(self._rows)

    @property
    def all_rows(self) -> tuple[Table1Row, ...]:
        """Every row, in the order of the table."""
        return tuple(self._all)

    def place(self, item: str) -> int | None:
        """In which row an item stands, if it is shown."""
        return next((place for place, row in enumerate(self._rows) if row.id == item), None)

    def share(self, row: Table1Row) -> Share:
        """The outcome drawn, of one row."""
        return share_of(OUTCOMES[self.outcome][2](row), patients_of_row(row))

    # As Qt asks for it

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else _COUNT

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            sign = {Qt.SortOrder.AscendingOrder: " ↑", Qt.SortOrder.DescendingOrder: " ↓"}[self._order]
            return self.heading(section) + (sign if section == self.sorted_by else "")
        if role == Qt.ItemDataRole.ToolTipRole and section in FIGURES:
            return FIGURES[section][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def heading(self, section: int) -> str:
        """What stands over a column."""
        if section in FIGURES:
            return FIGURES[section][0]
        if section == PLOT:
            return f"{OUTCOMES[self.outcome][0]} with 95% interval"
        return {REGIMEN: "Regimen", POPULATION: "Population", REFERENCES: "Ref."}[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == CELL_ROLE:
            return self._lines(row, column)
        if role == SHARE_ROLE:
            return self.share(row) if column == PLOT else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.heading(column)}: {self._spoken(row, column)}"
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self.sorted_by, self._order = column, order
        self._arrange()
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, _COUNT - 1)

    # Parts

    def _arrange(self) -> None:
        fitting = [row for row in self._all if self._wanted.fits(row)]
        keyed = [(self._sort_key(row), row) for row in fitting]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self._order == Qt.SortOrder.DescendingOrder)
        rest = sorted((row for key, row in keyed if key is None), key=lambda row: row.row)
        self._rows = [*(row for _, row in known), *rest]

    def _sort_key(self, row: Table1Row) -> Any:
        match self.sorted_by:
            case section if section < 0:  # as the paper has it
                return row.row
            case section if section == REGIMEN:
                return row.regimen.casefold()
            case section if section == POPULATION:
                return row.population.casefold()
            case section if section == REFERENCES:
                return min(row.references, default=None)
            case section if section == PLOT:
                return number_of(OUTCOMES[self.outcome][2](row))
            case section:
                return number_of(FIGURES[section][2](row))

    def _begins_group(self, row: Table1Row) -> bool:
        """In the order of the paper a group is named once, as there; in any other at every row."""
        place = self._rows.index(row)
        return self.sorted_by >= 0 or place == 0 or self._rows[place - 1].group != row.group

    def _shown(self, row: Table1Row, column: int) -> str:
        if column in FIGURES:
            figure = FIGURES[column][2](row)
            return figure.shown() if figure is not None else NOT_PRINTED
        if column == PLOT:
            return self.share(row).words()
        return {
            REGIMEN: row.regimen,
            POPULATION: row.population,
            REFERENCES: ", ".join(str(number) for number in row.references),
        }[column]

    def _spoken(self, row: Table1Row, column: int) -> str:
        if column == REGIMEN:
            doubts = f"; does not quite fit: {', '.join(row.inconsistencies)}" if row.inconsistencies else ""
            picked = "; picked to compare" if row.id in self._picked else ""
            return f"{row.regimen}; {row.group}{doubts}{picked}"
        if column in FIGURES and column != PATIENTS:
            return share_of(FIGURES[column][2](row), patients_of_row(row)).words()
        return self._shown(row, column)

    def _lines(self, row: Table1Row, column: int) -> tuple[Line, ...]:
        shown = self._shown(row, column)
        if column == PLOT:
            return ()
        if column == REGIMEN:
            return tuple(self._regimen_lines(row))
        if column == POPULATION:
            return (Line(shown, "small"),)
        share = share_of(FIGURES[column][2](row), patients_of_row(row)) if column in FIGURES else None
        if share is None or share.kind != PRINTED:
            return (Line(shown),)
        if share.impossible:
            return Line(shown, role="discouraged", mark="triangle-alert"), Line(
                "no count fits", "small", role="discouraged"
            )
        return Line(shown), Line("count not certain", "small", role="muted")

    def _regimen_lines(self, row: Table1Row) -> list[Line]:
        lines = [Line(row.regimen, weight=500)]
        if row.id in self._picked:
            lines.append(Line("Picked to compare", "small", 600, "accent", "check"))
        if self._begins_group(row):
            lines.append(Line(row.group, "small", role="muted"))
        if row.inconsistencies:
            doubts = f"Does not fit: {', '.join(row.inconsistencies)}"
            lines.append(Line(doubts, "small", role="discouraged", mark="triangle-alert"))
        return lines

"""The gradebook as tables: one of learners by decisions, one of what each learner's row came to.

Hold what a cell says; painting it is left to ``gradebook_cells``, walking through it to ``gradebook_matrix``.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from relall_trainer.gui.gradebook_lines import CellLine, LearnerLine, MatrixLines
from relall_trainer.gui.widgets.text import tip

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1  # a CellLine, or the LearnerLine in the columns of the result
_TIP = Qt.ItemDataRole.ToolTipRole
_SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, _TIP)
SCORE, STANDING = range(2)
RESULT_HEADINGS = ("Score", "State")


def _said(text: str, role: int) -> str:
    """What is read, heard and shown under the mouse is the same; but names and flags are others' words."""
    return tip(text) if role == _TIP else text


class _LearnerTable(QAbstractTableModel):
    """A table with a learner a row."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = MatrixLines()
        self.rows: tuple[LearnerLine, ...] = ()

    def show_rows(self, lines: MatrixLines, rows: tuple[LearnerLine, ...]) -> None:
        """Show these rows of the gradebook."""
        self.beginResetModel()
        self.lines, self.rows = lines, rows
        self.endResetModel()

    def place(self, learner: str) -> int | None:
        """In which row a learner stands, if she is shown."""
        return next((place for place, row in enumerate(self.rows) if row.key == learner), None)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)


class DecisionModel(_LearnerTable):
    """Learners by decisions."""

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines.columns)

    def cell(self, row: int, column: int) -> CellLine:
        return self.rows[row].cells[column]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == CELL_ROLE:
            return self.cell(index.row(), index.column())
        if role in _SPOKEN:
            return _said(self.lines.spoken(self.rows[index.row()], index.column()), role)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return self._of_row(section, role)
        column = self.lines.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role in _SPOKEN:
            return _said(f"{column.title} ({column.case_title})", role)
        return None

    def _of_row(self, section: int, role: int) -> Any:
        row = self.rows[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in _SPOKEN:
            flags = f". {' '.join(row.flags)}" if row.flags else ""
            return _said(f"{row.name}: {row.score_words()}, {row.standing_words()}{flags}", role)
        return None


class ResultModel(_LearnerTable):
    """What each row came to: score with critical errors, and how the learner stands, with flags."""

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(RESULT_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == CELL_ROLE:
            return row
        if role in _SPOKEN:
            return _said(f"{row.name}, {self.spoken(row, index.column())}", role)
        return None

    def spoken(self, row: LearnerLine, column: int) -> str:
        """What a cell says."""
        if column == SCORE:
            return (
                " ".join((f"score: {row.score_words()}.", *row.earlier))
                if row.earlier
                else f"score: {row.score_words()}"
            )
        flags = f". {' '.join(row.flags)}" if row.flags else ""
        return f"{row.standing_words()}{flags}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in _SPOKEN:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return RESULT_HEADINGS[section]
        return _said(self.rows[section].name, role)

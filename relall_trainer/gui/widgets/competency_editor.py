"""The table of competencies, edited line by line: what each is called, from which framework, who checked it, what bears
on it.

What makes a table sound is left to ``cohort.competencies``; keeping it to who opened the editor.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.cohort.competencies import COVERS, CompetencyTable, table_from_plain
from relall_trainer.errors import TrainerError
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.text import label

_FIELDS = ("id", "title", "version", "source", "verified_by", "covers")
_HEADINGS = ("Id", "Title", "Version", "Source", "Checked by", "Decisions that bear on it")
_WIDTHS = (110, 300, 110, 230, 130, 190)
ABOUT = (
    "Lines without a name under “Checked by” are printed as not yet checked. What bears on a line: "
    f"{', '.join(COVERS)}; more than one with commas between."
)


class CompetencyEditor(QDialog):
    """``table`` is what stands there once the dialog was accepted. ``shipped`` gives the table that ships."""

    def __init__(
        self, table: CompetencyTable, shipped: Callable[[], CompetencyTable], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.table = table
        self._shipped = shipped
        self.setWindowTitle("Competencies")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(theme.px(10))
        column.addWidget(label("Competencies on the committee's page", "section"))
        column.addWidget(label(ABOUT, "muted"))
        self.cells = QTableWidget(0, len(_FIELDS))
        self.cells.setAccessibleName("Competencies")
        self.cells.setHorizontalHeaderLabels(list(_HEADINGS))
        self.cells.verticalHeader().setVisible(False)
        self.cells.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.cells.setTabKeyNavigation(False)
        self.cells.setWordWrap(True)
        self.cells.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.cells.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for place, wide in enumerate(_WIDTHS):
            self.cells.setColumnWidth(place, theme.px(wide))
        self.cells.verticalHeader().setDefaultSectionSize(theme.px(36))
        column.addWidget(self.cells, 1)
        self.fault = label("", "warning")
        self.fault.hide()
        column.addWidget(self.fault)
        bar = QWidget()
        bar.setProperty("role", "plain")
        flow = Flow(bar, theme.px(8))
        for words, do in (
            ("Add a line", self.add_line),
            ("Remove this line", self.remove_line),
            ("Take the table that ships", self.take_shipped),
        ):
            flow.addWidget(Button(words, done=do))
        column.addWidget(bar)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button("Cancel", done=self.reject))
        self.keep = Button("Keep this table", "primary", done=self._keep)
        row.addWidget(self.keep)
        column.addLayout(row)
        self.resize(min(theme.px(1120), parent.width()), min(theme.px(560), parent.height()))
        self._show(table)

    def add_line(self) -> None:
        """An empty line at the end, ready to be written."""
        place = self.cells.rowCount()
        self._add(("", "", "", "", "", ""))
        self.cells.setCurrentCell(place, 0)
        self.cells.setFocus()

    def remove_line(self) -> None:
        """Take the current line away; nothing is kept before the table is."""
        if self.cells.currentRow() >= 0:
            self.cells.removeRow(self.cells.currentRow())

    def take_shipped(self) -> None:
        """Show the table that ships in place of this one; nothing is kept before it is."""
        try:
            self._show(self._shipped())
        except TrainerError as error:
            self._say(error)

    def _show(self, table: CompetencyTable) -> None:
        self.table = table
        self.cells.setRowCount(0)
        for one in table.competencies:
            self._add((one.id, one.title, one.version, one.source, one.verified_by, ", ".join(one.covers)))
        self.cells.resizeRowsToContents()
        self.fault.hide()

    def _add(self, values: tuple[str, ...]) -> None:
        place = self.cells.rowCount()
        self.cells.insertRow(place)
        for column, value in enumerate(values):
            self.cells.setItem(place, column, QTableWidgetItem(value))

    def _keep(self) -> None:
        try:
            self.table = table_from_plain(self._plain())
        except TrainerError as error:
            self._say(error)
            return
        self.accept()

    def _plain(self) -> dict[str, object]:
        rows = []
        for place in range(self.cells.rowCount()):
            texts = [self._text(place, column) for column in range(len(_FIELDS))]
            line: dict[str, object] = dict(zip(_FIELDS, texts, strict=True))
            line["covers"] = [word.strip() for word in texts[-1].split(",") if word.strip()]
            rows.append(line)
        return {"title": self.table.title, "about": self.table.about, "competencies": rows}

    def _text(self, row: int, column: int) -> str:
        item = self.cells.item(row, column)
        return item.text().strip() if item is not None else ""

    def _say(self, error: TrainerError) -> None:
        self.fault.setText(" ".join(part for part in (error.what, error.safe, error.todo) if part))
        self.fault.show()

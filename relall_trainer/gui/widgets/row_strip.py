"""Beneath Table 1: what the drawings of the current row say, in words, and what can be done with the row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.evidence.reference import Inconsistency, Table1Row
from relall_trainer.evidence.shares import share_of
from relall_trainer.evidence.table_filter import OUTCOMES
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.table_model import patients_of_row
from relall_trainer.gui.widgets.text import label


class RowStrip(QWidget):
    """``open_asked`` for the row, ``pick_asked`` into the comparison or out, ``compare_asked``; ``doubt_asked``."""

    open_asked = Signal()
    pick_asked = Signal()
    compare_asked = Signal()
    doubt_asked = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        self._words = label("", "small")
        rows.addWidget(self._words)
        buttons = QWidget()
        buttons.setProperty("role", "plain")
        self._flow = Flow(buttons)
        self._open = Button("Open the row", done=self.open_asked.emit)
        self._open.setToolTip("Enter")
        self.pick = Button("Pick to compare", done=self.pick_asked.emit)
        self.pick.setToolTip("Space")
        self.compare = Button("Compare", "primary", done=self.compare_asked.emit)
        for button in (self._open, self.pick, self.compare):
            self._flow.addWidget(button)
        rows.addWidget(buttons)
        self._doubts: list[Button] = []

    @property
    def words(self) -> str:
        """What is said of the row."""
        return self._words.text()

    def show_row(self, row: Table1Row, doubts: Sequence[Inconsistency], *, picked: bool) -> None:
        """Stand for this row from now on."""
        self._words.setText(row_words(row))
        self.pick.show_text("Take out of the comparison" if picked else "Pick to compare")
        for old in self._doubts:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._doubts = [self._doubt(one) for one in doubts]
        for button in self._doubts:
            self._flow.addWidget(button)

    def offer_comparison(self, picked: int) -> None:
        """Offer to compare, where two or more rows are picked."""
        self.compare.setVisible(picked > 1)
        self.compare.show_text(f"Compare {picked} rows")

    def _doubt(self, one: Inconsistency) -> Button:
        button = Button(
            f"Does not fit: {one.id}",
            "link",
            icon=self._icons.icon("triangle-alert", "discouraged", 16),
            name=f"Open the inconsistency {one.id}: {one.title}",
            done=partial(self.doubt_asked.emit, one.id),
        )
        button.setToolTip(one.title)
        return button


def row_words(row: Table1Row) -> str:
    """All that the drawings of a row say."""
    patients = patients_of_row(row)
    told = [
        f"{short} {share_of(figure_of(row), patients).words()}" for short, _, figure_of in OUTCOMES.values()
    ]
    return f"{row.regimen} ({row.population}). {'. '.join(told)}."

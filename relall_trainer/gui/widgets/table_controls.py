"""What Table 1 is narrowed by, and which outcome is drawn: one row that wraps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from relall_trainer.evidence.reference import Table1Row
from relall_trainer.evidence.table_filter import LINEAGES, OUTCOMES, PATIENTS, TableFilter, groups_of
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.flow import Flow

_TYPING_MS = 60
_ALL = ""
_FIELD = 150
_GIVEN = {"counted": "Count certain", "to_sct": "To SCT given", "both": "Both"}


class TableControls(QWidget):
    """``changed`` when something else is wanted."""

    changed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        flow = Flow(self)
        self._outcome = "cr"
        self._outcomes: dict[str, Button] = {}
        for outcome, (short, words, _) in OUTCOMES.items():
            button = Button(short, name=f"Draw {words.lower()}", done=partial(self.choose_outcome, outcome))
            button.setCheckable(True)
            button.setToolTip(words)
            self._outcomes[outcome] = button
            flow.addWidget(button)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("Filter: a word …")
        self.typed.setAccessibleName("Filter the rows by words")
        self.typed.setClearButtonEnabled(False)
        flow.addWidget(self.typed)
        self._group = Choice("Group", icons)
        self._patients = Choice("Patients", icons)
        self._lineage = Choice("Lineage", icons)
        self._group.offer(((_ALL, "All groups"),))
        self._patients.offer(((_ALL, "All patients"), *PATIENTS.items()))
        self._lineage.offer(((_ALL, "Any lineage"), *LINEAGES.items()))
        self._given = Choice("Given in the table", icons)
        self._given.offer(((_ALL, "All rows"), *_GIVEN.items()))
        for choice in self._choices:
            choice.picked.connect(lambda _value: self.changed.emit())
            flow.addWidget(choice)
        self.clear_button = Button("Clear", name="Clear the filter", done=self.clear)
        flow.addWidget(self.clear_button)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.typed.textChanged.connect(lambda _text: self._typing.start())
        theme.changed.connect(self._fit)
        self._fit()
        self._mark_outcome()

    def offer_groups(self, rows: Sequence[Table1Row]) -> None:
        """Offer the groups these rows have."""
        self._group.offer(((_ALL, "All groups"), *((group, group) for group in groups_of(rows))))

    @property
    def wanted(self) -> TableFilter:
        """What is wanted now."""
        return TableFilter(
            text=self.typed.text(),
            group=self._group.value,
            patients=self._patients.value,
            lineage=self._lineage.value,
            counted=self._given.value in ("counted", "both"),
            to_sct=self._given.value in ("to_sct", "both"),
            outcome=self._outcome,
        )

    def choose_outcome(self, outcome: str) -> None:
        """Draw this one: cr, to_sct or trm."""
        self._outcome = outcome
        self._mark_outcome()
        self.changed.emit()

    def clear(self) -> None:
        """Want every row again."""
        self.typed.blockSignals(True)
        self.typed.clear()
        self.typed.blockSignals(False)
        for choice in self._choices:
            choice.offer_again(_ALL)
        self.changed.emit()

    @property
    def _choices(self) -> tuple[Choice, ...]:
        return self._group, self._patients, self._lineage, self._given

    def _mark_outcome(self) -> None:
        for outcome, button in self._outcomes.items():
            button.setChecked(outcome == self._outcome)

    def _fit(self) -> None:
        self.typed.setFixedWidth(self._theme.px(_FIELD))

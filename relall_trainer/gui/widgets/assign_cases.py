"""What is assigned: a title, cases of the shelf, patients made for it.

Who a made patient is hangs on the seed alone; making her, to show her title, is left to whoever listens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import SystemRandom

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from relall_trainer.gui.assign_draft import AssignDraft
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.teach_lines import CaseOffer
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.case_checks import CaseChecks
from relall_trainer.gui.widgets.count_field import CountField
from relall_trainer.gui.widgets.form_part import FormPart
from relall_trainer.gui.widgets.picker import Picker
from relall_trainer.gui.widgets.text import label

MOST_FRESH = 20
MOST_SEED = 999_999_999
_LONGEST_TITLE = 80


class AssignCases(FormPart):
    """``changed`` after anything was."""

    changed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, "")
        self._dice = SystemRandom()
        self.title = QLineEdit()
        self.title.setPlaceholderText("Title, as the learners will see it")
        self.title.setAccessibleName("Title of the assignment")
        self.title.setMaxLength(_LONGEST_TITLE)
        self.column.addWidget(self.title)
        self.complaint("title")
        self.column.addWidget(label("CASES", "caption"))
        self.cases = CaseChecks(theme, icons)
        self.column.addWidget(self.cases)
        self.complaint("items")
        self.count = CountField(theme, "New patients", 0, MOST_FRESH, none="none")
        self.focus = Picker("Rule they test", theme, icons)
        self.focus.offer([("", "testing any rule")])
        self.seed = CountField(theme, "Seed: the same number makes the same patients", 1, MOST_SEED)
        self.others = Button("Others", name="Make other patients", done=self._roll)
        self.row("New patients, made for it:", self.count, self.focus)
        self._seeded = self.row("Seed", self.seed, self.others)
        self._seeded.setToolTip("The same seed makes the same patients, on any computer.")
        self._preview = label("", "muted")
        self.column.addWidget(self._preview)
        self.title.textChanged.connect(lambda _text: self.changed.emit())
        self.cases.changed.connect(self.changed)
        self.count.valueChanged.connect(lambda _value: self._fresh_changed())
        self.seed.valueChanged.connect(lambda _value: self._fresh_changed())
        self.focus.picked.connect(lambda _rule: self._fresh_changed())

    def show_draft(
        self, draft: AssignDraft, offers: Sequence[CaseOffer], rules: Sequence[tuple[str, str]]
    ) -> None:
        """Show this draft; ``rules`` are those a patient can be made to test, with their words."""
        for field in (self.title, self.count, self.seed, self.cases):
            field.blockSignals(True)
        self.title.setText(draft.title)
        self.cases.show_cases(offers, draft.cases)
        self.count.setValue(draft.fresh_count)
        self.seed.setValue(draft.fresh_seed)
        self.focus.offer([("", "testing any rule"), *rules], draft.fresh_focus)
        for field in (self.title, self.count, self.seed, self.cases):
            field.blockSignals(False)
        self._show_fresh()

    def put(self, draft: AssignDraft) -> AssignDraft:
        """The draft with what stands here."""
        return replace(
            draft,
            title=self.title.text(),
            cases=self.cases.chosen,
            fresh_count=self.count.value(),
            fresh_seed=self.seed.value(),
            fresh_focus=self.focus.value,
        )

    @property
    def preview_words(self) -> str:
        """What is said of the made patients."""
        return self._preview.text()

    def show_preview(self, words: str) -> None:
        """Say who the made patients are, or why they cannot be made."""
        self._preview.setText(words)
        self._preview.setVisible(bool(words) and self.count.value() > 0)

    def _fresh_changed(self) -> None:
        self._show_fresh()
        self.changed.emit()

    def _show_fresh(self) -> None:
        some = self.count.value() > 0
        self.focus.setVisible(some)
        self._seeded.setVisible(some)
        if not some:
            self.show_preview("")

    def _roll(self) -> None:
        self.seed.setValue(self._dice.randint(1, 999_999))

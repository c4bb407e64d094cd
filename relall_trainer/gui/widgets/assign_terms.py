"""The terms of an assignment: practice or exam and what each means, time, attempts, mastery, feedback."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from relall_trainer.cohort import terms
from relall_trainer.gui.assign_draft import AssignDraft
from relall_trainer.gui.assign_words import EXAM_LIMITS, MODE_WORDS, RELEASE_WORDS
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.count_field import CountField
from relall_trainer.gui.widgets.form_part import FormPart
from relall_trainer.gui.widgets.moment_edit import MomentEdit, Preset
from relall_trainer.gui.widgets.option_card import RadioCard
from relall_trainer.gui.widgets.tabs import Tabs
from relall_trainer.gui.widgets.text import label
from relall_trainer.gui.widgets.toggle import Check

_USUAL_MINUTES = 60


class AssignMode(FormPart):
    """Practice or exam, an exam's time, and when its feedback is shown. ``changed`` after anything was."""

    changed = Signal()

    def __init__(self, theme: Theme, presets: tuple[Preset, ...]) -> None:
        super().__init__(theme, "")
        self._mode = terms.PRACTICE
        self.modes: dict[str, RadioCard] = {}
        for mode, words in MODE_WORDS.items():
            name, _, meaning = words.partition(": ")
            card = RadioCard(theme, self)
            card.face.numbered = False
            card.face.show(name, meaning[:1].upper() + meaning[1:])
            card.clicked.connect(lambda _on=False, mode=mode: self._choose(mode))
            card.move_asked.connect(lambda _step, mode=mode: self._other(mode))
            theme.changed.connect(card.updateGeometry)
            self.modes[mode] = card
            self.column.addWidget(card)
        self._limits = label(EXAM_LIMITS, "note")
        self.column.addWidget(self._limits)
        self.minutes = CountField(
            theme, "Minutes for the whole exam", 0, terms.LONGEST_MINUTES, unit="min", none="untimed", step=5
        )
        self._timed = self.row("Time for the whole", self.minutes)
        self.release = Tabs(
            theme,
            "Feedback is shown",
            [
                (name, RELEASE_WORDS[name].removeprefix("feedback "))
                for name in (terms.BY_TEACHER, terms.ON_HAND_IN, terms.ON_DATE)
            ],
        )
        self.release_at = MomentEdit(theme, "Feedback from", "no date yet", presets)
        self._released = self.row("Feedback", self.release)
        self._dated = self.row("", self.release_at, about="release_at")
        self._worth = label("", "note")
        self.column.addWidget(self._worth)
        self.minutes.valueChanged.connect(lambda _value: self.changed.emit())
        self.release.chosen.connect(lambda _name: self._fit_and_tell())
        self.release_at.changed.connect(self.changed)

    def show_draft(self, draft: AssignDraft) -> None:
        """Show this draft."""
        self._mode = draft.mode if draft.mode in self.modes else terms.PRACTICE
        self.minutes.blockSignals(True)
        self.minutes.setValue(draft.minutes)
        self.minutes.blockSignals(False)
        by_hand = (terms.BY_TEACHER, terms.ON_HAND_IN, terms.ON_DATE)
        self.release.show_chosen(draft.release if draft.release in by_hand else terms.BY_TEACHER)
        self.release_at.show_moment(draft.release_at)
        self._fit()

    def put(self, draft: AssignDraft) -> AssignDraft:
        """The draft with what stands here."""
        on_date = self.release.here == terms.ON_DATE
        return replace(
            draft,
            mode=self._mode,
            minutes=self.minutes.value(),
            release=self.release.here,
            release_at=self.release_at.moment if on_date else "",
        )

    def tell(self, words: str) -> None:
        """Say what may not be meant."""
        self._worth.setText(words)
        self._worth.setVisible(bool(words))

    def _choose(self, mode: str) -> None:
        if mode == terms.EXAM and self._mode != mode and not self.minutes.value():
            self.minutes.setValue(_USUAL_MINUTES)
        self._mode = mode
        self._fit_and_tell()

    def _other(self, mode: str) -> None:
        """From one of the two cards to the other, as arrow keys do with radio buttons."""
        other = next(name for name in self.modes if name != mode)
        self.modes[other].setFocus(Qt.FocusReason.OtherFocusReason)
        self._choose(other)

    def _fit_and_tell(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        exam = self._mode == terms.EXAM
        for mode, card in self.modes.items():
            card.setChecked(mode == self._mode)
            policy = Qt.FocusPolicy.StrongFocus if mode == self._mode else Qt.FocusPolicy.ClickFocus
            card.setFocusPolicy(policy)
        for part in (self._limits, self._timed, self._released):
            part.setVisible(exam)
        self._dated.setVisible(exam and self.release.here == terms.ON_DATE)


class AssignScore(FormPart):
    """How many attempts, which one counts, and what mastery asks. ``changed`` after anything was."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Attempts and mastery")
        self.attempts = CountField(theme, "Attempts allowed", 0, terms.MOST_ATTEMPTS, none="any number")
        self.counts = Tabs(
            theme,
            "Which attempt counts",
            [(terms.FIRST, "the first counts"), (terms.BEST, "the best"), (terms.LAST, "the last")],
        )
        self._tries: QWidget = self.row("Attempts", self.attempts, self.counts, about="attempts")
        self.mastery = CountField(
            theme, "Mastery, in per cent", 0, 100, unit="%", none="no threshold", step=5
        )
        self.critical = Check("and no critical error", theme)
        self.row("Mastery from", self.mastery, self.critical, about="mastery_percent")
        self.attempts.valueChanged.connect(lambda _value: self._fit_and_tell())
        self.counts.chosen.connect(lambda _name: self.changed.emit())
        self.mastery.valueChanged.connect(lambda _value: self._fit_and_tell())
        self.critical.clicked.connect(lambda _on=False: self.changed.emit())

    def show_draft(self, draft: AssignDraft) -> None:
        """Show this draft."""
        for field, value in ((self.attempts, draft.attempts), (self.mastery, draft.mastery)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self.counts.show_chosen(draft.counts)
        self.critical.setChecked(draft.no_critical)
        self.show_mode(exam=draft.exam)

    def show_mode(self, *, exam: bool) -> None:
        """In an exam there is one sitting, so nothing to say of attempts."""
        self._tries.setVisible(not exam)
        self._fit()

    def put(self, draft: AssignDraft) -> AssignDraft:
        """The draft with what stands here."""
        return replace(
            draft,
            attempts=self.attempts.value(),
            counts=self.counts.here,
            mastery=self.mastery.value(),
            no_critical=self.critical.isChecked(),
        )

    def _fit_and_tell(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        self.counts.setVisible(self.attempts.value() != 1)
        self.critical.setVisible(self.mastery.value() > 0)

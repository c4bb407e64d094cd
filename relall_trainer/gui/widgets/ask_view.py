"""Asking the algorithm: the patient as a form, every step rated at once, and the reasons for one of them.

Three panes side by side; where room is short the reasons stand below, and where it is shorter still one pane at a
time is shown. A changed fact is answered before the next frame: rows are painted, nothing is rebuilt.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import RATINGS, Appraisal
from relall_trainer.clinical.flip import FlipSet
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.plausible import impossible
from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.gui import explaining
from relall_trainer.gui.explaining import Explained, Told
from relall_trainer.gui.fact_lines import changed_fields
from relall_trainer.gui.flip_finding import FlipFinding
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.painted_list import PaintedList
from relall_trainer.gui.widgets.patient_form import PatientForm
from relall_trainer.gui.widgets.step_table import CHANGED, EVERY, StepLine, StepRows, step_lines, tally_words
from relall_trainer.gui.widgets.tabs import Tabs
from relall_trainer.gui.widgets.text import card, label
from relall_trainer.gui.widgets.told_rows import ToldRows

PATIENT, STEPS, REASONS = "patient", "steps", "reasons"
_WIDE, _MEDIUM = 940, 620  # px at 100 % for three panes, and for two
_TYPING_MS = 40
_KEYS = "123456789"


class AskView(QWidget):
    """``patient_changed`` carries the patient asked about now; the rest ask for something to be shown elsewhere."""

    patient_changed = Signal(object)
    evidence_asked = Signal(str)
    rule_asked = Signal(str)
    fresh_asked = Signal()
    said = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._algorithm: Algorithm | None = None
        self._base = Patient()
        self._told = ""
        self._now: Appraisal | None = None
        self._before: Appraisal | None = None
        self._reasons: Explained | None = None
        self._flips: tuple[FlipSet, ...] | None = None
        self._title_of: Callable[[str], str] = str
        self.setProperty("role", "plain")
        self._panes = Tabs(theme, "Show", ((PATIENT, "Patient"), (STEPS, "Steps"), (REASONS, "Reasons")))
        self._panes.chosen.connect(lambda _pane: self._arrange())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(10))
        self._grid.addWidget(self._panes, 0, 0, 1, 3)
        self._cards = {
            PATIENT: self._make_patient(),
            STEPS: self._make_steps(),
            REASONS: self._make_reasons(),
        }
        self._flip_finding = FlipFinding(self)
        self._flip_finding.found.connect(self._flips_found)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._show_steps)
        self._shape = ""
        self.setFocusProxy(self.form)
        theme.changed.connect(self._arrange)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def patient(self) -> Patient:
        """The patient asked about."""
        return self.form.patient

    @property
    def action(self) -> str:
        """The step whose reasons are shown."""
        return self.steps.current_key or self._selected

    @property
    def flips(self) -> tuple[FlipSet, ...]:
        """What would flip the selected step's rating, as far as it has been found."""
        return self._flips or ()

    def show_algorithm(self, algorithm: Algorithm) -> None:
        """Ask this algorithm from now on."""
        self._algorithm = algorithm
        self._before = None
        self.form.use_actions(algorithm.actions)
        self._selected = next(iter(algorithm.actions))
        self._show(self.patient)

    def use_titles(self, title_of: Callable[[str], str]) -> None:
        """Name evidence by these titles."""
        self._title_of = title_of
        self._show_reasons()

    def show_patient(self, patient: Patient, told: str) -> None:
        """Ask about this patient; ``told`` says who it is. Facts changed from here on are marked."""
        self._base, self._told = patient, told
        self._before = None
        self._show(patient)

    def reset(self) -> None:
        """Back to the patient as she or he was taken."""
        self._patient_changed(self._base)

    def select(self, action: str) -> None:
        """Show the reasons for this step."""
        self._find.clear()
        self._only.offer_again(EVERY)
        self._selected = action
        self._show_steps()
        self.steps.come_to(action)
        self._show_pane(REASONS)

    def apply_flip(self, place: int) -> None:
        """Make the facts so that would flip the rating."""
        self._flip_finding.finish()
        if self._flips and place < len(self._flips):
            self._patient_changed(self._flips[place].patient)
            self.said.emit(f"{self.rating_words()}. {self._tally.text()}")

    def rating_words(self) -> str:
        """The selected step with its rating, in words."""
        if self._now is None or self._algorithm is None:
            return ""
        rating = RATING_WORDS[self._now.rating(self.action)]
        return f"{self._algorithm.actions[self.action].label}: {rating}"

    def focus_find(self) -> None:
        """Begin to find a step by typing."""
        self._show_pane(STEPS)
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()

    # -- building --------------------------------------------------------------------------------------------

    def _make_patient(self) -> QFrame:
        frame, rows = self._pane("The patient")
        head = QHBoxLayout()
        self._who = label("", "strong")
        self._reset = Button("Reset", "quiet", name="Reset every changed fact", done=self.reset)
        head.addWidget(self._who, 1)
        head.addWidget(self._reset)
        rows.addLayout(head)
        tools = QWidget()
        tools.setProperty("role", "plain")
        flow = Flow(tools, 6)
        self.fresh = Button("Fresh patient", name="Take a fresh patient", done=self.fresh_asked.emit)
        self.offered = Choice("Take a patient", self._icons)
        self.offered.hide()
        for button in (self.fresh, self.offered):
            flow.addWidget(button)
        rows.addWidget(tools)
        self.form = PatientForm(self._theme, self._icons)
        self.form.patient_changed.connect(self._patient_changed)
        self.form.refused.connect(self.said)
        rows.addWidget(self.form, 1)
        self._note = label("", "discouraged_note")
        self._note.hide()
        rows.addWidget(self._note)
        return frame

    def _make_steps(self) -> QFrame:
        frame, rows = self._pane("Every step")
        tools = QWidget()
        tools.setProperty("role", "plain")
        line = QGridLayout(tools)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self._find = QLineEdit()
        self._find.setPlaceholderText("Type to find a step")
        self._find.setAccessibleName("Find a step by typing part of its name")
        self._find.setClearButtonEnabled(True)
        self._find.textChanged.connect(lambda _text: self._typing.start())
        self._find.installEventFilter(self)
        self._only = Choice("Show", self._icons)
        ratings = tuple((rating, RATING_WORDS[rating]) for rating in RATINGS)
        self._only.offer(((EVERY, "All ratings"), *ratings, (CHANGED, "Changed just now")))
        self._only.picked.connect(lambda _rating: self._show_steps())
        line.addWidget(self._find, 0, 0)
        line.addWidget(self._only, 0, 1)
        rows.addWidget(tools)
        self._tally = label("", "note")
        rows.addWidget(self._tally)
        self.steps: PaintedList[StepLine] = PaintedList(
            self._theme, "Every step with its rating", StepRows(self._theme, self._icons)
        )
        self.steps.passed.connect(self._step_passed)
        self.steps.opened.connect(lambda _action: self._go_to_reasons())
        self.steps.installEventFilter(self)
        rows.addWidget(self.steps, 1)
        self._nothing = label("No step fits. Esc shows them all.", "muted")
        self._nothing.hide()
        rows.addWidget(self._nothing)
        self._selected = ""
        return frame

    def _make_reasons(self) -> QFrame:
        frame, rows = self._pane("Why")
        self.reasons: PaintedList[Told] = PaintedList(
            self._theme, "Reasons for this rating", ToldRows(self._theme, self._icons)
        )
        self.reasons.opened.connect(self._open)
        self.reasons.installEventFilter(self)
        rows.addWidget(self.reasons, 1)
        return frame

    def _pane(self, name: str) -> tuple[QFrame, QVBoxLayout]:
        frame = card()
        frame.setAccessibleName(name)
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(10, 10, 6, 6)
        rows.setSpacing(6)
        return frame, rows

    # -- answering -------------------------------------------------------------------------------------------

    def _patient_changed(self, patient: Patient) -> None:
        self._before = self._now
        self._show(patient)
        self.patient_changed.emit(patient)

    def _show(self, patient: Patient) -> None:
        """Answer for this patient: the form, every step, and the reasons for the one selected."""
        self.form.show_patient(patient, self._base)
        if self._algorithm is None:
            return
        self._now = self._algorithm.appraise(patient)
        changed = len(changed_fields(patient, self._base))
        facts = f" · {changed} {'fact' if changed == 1 else 'facts'} changed" if changed else ""
        self._who.setText(f"{self._told or 'A patient'}{facts}")
        self._reset.setEnabled(bool(changed))
        cannot = impossible(patient, self._algorithm.actions)
        self._note.setText(f"Hardly possible, and rated all the same: {' '.join(cannot)}" if cannot else "")
        self._note.setVisible(bool(cannot))
        self._show_steps()
        self._show_reasons()

    def _show_steps(self) -> None:
        if self._algorithm is None or self._now is None:
            return
        lines = step_lines(
            self._algorithm.actions, self._now, self._before, self._find.text(), self._only.value
        )
        self.steps.show_rows(lines)
        self._nothing.setVisible(not lines)
        self._tally.setText(tally_words(self._now, self._before))
        if not self.steps.current_key:
            self.steps.come_to(self._selected, scroll=False)

    def _show_reasons(self) -> None:
        if self._algorithm is None or self._now is None or not self._selected:
            return
        self._reasons = explaining.explained(self._algorithm, self._now, self._selected, self._title_of)
        self._flips = None
        self._fill_reasons()
        can_be = partial(impossible, actions=self._algorithm.actions)
        self._flip_finding.ask(self._algorithm, self.patient, self._selected, can_be)

    def _flips_found(self, action: str, flips: tuple[FlipSet, ...]) -> None:
        if action == self._selected:
            self._flips = flips
            self._fill_reasons()

    def _fill_reasons(self) -> None:
        if self._algorithm is None or self._reasons is None:
            return
        told = None if self._flips is None else explaining.flips_told(self._flips, self._algorithm)
        self.reasons.show_rows(self._reasons.with_flips(told))

    def _step_passed(self, action: str) -> None:
        if action != self._selected:
            self._selected = action
            self._show_reasons()
            self.reasons.scrollToTop()

    def _open(self, key: str) -> None:
        what, _, which = key.partition(" ")
        if what == explaining.RULE:
            self.rule_asked.emit(which)
        elif what == explaining.EVIDENCE:
            self.evidence_asked.emit(which)
        elif what == explaining.FLIP:
            self.apply_flip(int(which))

    # -- keys and sizes --------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self._find:
                return self._find_key(event)
            if not event.modifiers() and event.text() in tuple(_KEYS):
                self.apply_flip(_KEYS.index(event.text()))
                return True
            if watched is self.steps and event.text().isalpha() and not event.modifiers():
                self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self._find.setText(event.text())
                return True
        return super().eventFilter(watched, event)

    def _find_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._typing.stop()
            self._show_steps()
            self.steps.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.steps.current_key:
                self.steps.come_to_first()
            return True
        if event.key() == Qt.Key.Key_Escape and self._find.text():
            self._find.clear()
            return True
        return False

    def _go_to_reasons(self) -> None:
        self._show_pane(REASONS)
        self.reasons.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.reasons.currentIndex().isValid():
            self.reasons.come_to_first()

    def _show_pane(self, pane: str) -> None:
        self._panes.show_chosen(pane)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        shape = "wide" if self.width() >= px(_WIDE) else "medium" if self.width() >= px(_MEDIUM) else "one"
        if shape != self._shape:
            self._shape = shape
            self._place(shape)
        for pane, frame in self._cards.items():
            frame.setVisible(shape != "one" or pane == self._panes.here)

    def _place(self, shape: str) -> None:
        places = {
            "wide": ((1, 0, 2, 1), (1, 1, 2, 1), (1, 2, 2, 1)),
            "medium": ((1, 0, 2, 1), (1, 1, 1, 2), (2, 1, 1, 2)),
            "one": ((1, 0, 2, 3), (1, 0, 2, 3), (1, 0, 2, 3)),
        }[shape]
        for frame, place in zip(self._cards.values(), places, strict=True):
            self._grid.addWidget(frame, *place)
        self._panes.setVisible(shape == "one")
        for column, stretch in enumerate((31, 36, 33) if shape == "wide" else (10, 7, 7)):
            self._grid.setColumnStretch(column, stretch)
            self._grid.setColumnMinimumWidth(column, 0)
        for row, stretch in ((1, 1), (2, 1)):
            self._grid.setRowStretch(row, stretch)

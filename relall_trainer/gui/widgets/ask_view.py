"""Asking the algorithm: the patient as a form, every step rated at once, and the reasons for one of them.

Three panes side by side; where room is short the reasons stand below, and where it is shorter still one pane at a
time is shown. A changed fact is answered before the next frame: rows are painted, nothing is rebuilt.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import Appraisal
from relall_trainer.clinical.flip import FlipSet
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.plausible import impossible
from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.patient_pane import PatientPane
from relall_trainer.gui.widgets.reasons_pane import ReasonsPane
from relall_trainer.gui.widgets.steps_pane import StepsPane
from relall_trainer.gui.widgets.tabs import Tabs

PATIENT, STEPS, REASONS = "patient", "steps", "reasons"
_WIDE, _MEDIUM = 940, 620  # px at 100 % for three panes, and for two
_KEYS = "123456789"
_NOBODY = Patient()


class AskView(QWidget):
    """``patient_changed`` carries the patient asked about now; ``said`` a sentence to announce.

    The others ask for something to be shown elsewhere.
    """

    patient_changed = Signal(object)
    said = Signal(str)
    evidence_asked = Signal(str)
    rule_asked = Signal(str)
    fresh_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._algorithm: Algorithm | None = None
        self._base = _NOBODY
        self._told = "A patient about whom little is known"
        self._now: Appraisal | None = None
        self._before: Appraisal | None = None
        self._shape = ""
        self._action = ""
        self.setProperty("role", "plain")
        self._tabs = Tabs(theme, "Show", ((PATIENT, "Patient"), (STEPS, "Steps"), (REASONS, "Reasons")))
        self._tabs.chosen.connect(lambda _pane: self._arrange())
        self.patient_pane = PatientPane(theme, icons)
        self.steps_pane = StepsPane(theme, icons)
        self.reasons_pane = ReasonsPane(theme, icons)
        self._panes: dict[str, QFrame] = {
            PATIENT: self.patient_pane, STEPS: self.steps_pane, REASONS: self.reasons_pane,
        }  # fmt: skip
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        rows.addWidget(self._tabs)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(10))
        rows.addLayout(self._grid, 1)
        self.form = self.patient_pane.form
        self._connect()
        self.setFocusProxy(self.form)

    def _connect(self) -> None:
        self._theme.changed.connect(self._arrange)
        self.form.patient_changed.connect(self._change)
        self.form.refused.connect(self.said)
        self.patient_pane.fresh_asked.connect(self.fresh_asked)
        self.patient_pane.reset_asked.connect(self.reset)
        self.steps_pane.step_passed.connect(self._show_step)
        self.steps_pane.step_opened.connect(self._open_reasons)
        self.reasons_pane.flip_chosen.connect(self._flip)
        self.reasons_pane.evidence_asked.connect(self.evidence_asked)
        self.reasons_pane.rule_asked.connect(self.rule_asked)
        for rows in (self.steps_pane.steps, self.reasons_pane.rows):
            rows.installEventFilter(self)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def patient(self) -> Patient:
        """The patient asked about."""
        return self.form.patient

    @property
    def untouched(self) -> bool:
        """Whether nobody has been asked about yet."""
        return self._base is _NOBODY and self.patient == _NOBODY

    @property
    def action(self) -> str:
        """The step whose reasons are shown."""
        return self._action

    @property
    def appraisal(self) -> Appraisal | None:
        """The answer shown."""
        return self._now

    def show_algorithm(self, algorithm: Algorithm) -> None:
        """Ask this algorithm from now on."""
        self._algorithm = algorithm
        self._before = None
        self._action = next(iter(algorithm.actions))
        self.form.use_actions(algorithm.actions)
        self._show(self.patient)
        self.steps_pane.come_to(self._action)

    def use_titles(self, title_of: Callable[[str], str]) -> None:
        """Name evidence by these titles."""
        self.reasons_pane.use_titles(title_of)

    def show_patient(self, patient: Patient, told: str) -> None:
        """Ask about this patient; ``told`` says who it is. Facts changed from here on are marked."""
        self._base, self._told = patient, told
        self._before = None
        self._show(patient)
        self.patient_changed.emit(patient)

    def reset(self) -> None:
        """Back to the patient as she or he was taken."""
        if self.patient != self._base:
            self._change(self._base)

    def show_step(self, action: str) -> None:
        """Come to a step and the reasons for its rating."""
        self.steps_pane.come_to(action)
        self._show_step(action)
        self._show_pane(REASONS)

    def apply_flip(self, place: int) -> None:
        """Make the facts so that would flip the rating: the first at place 0."""
        self.reasons_pane.choose_flip(place)

    def rating_words(self) -> str:
        """The step shown with its rating, in words."""
        if self._now is None or self._algorithm is None:
            return ""
        rating = RATING_WORDS[self._now.rating(self._action)]
        return f"{self._algorithm.actions[self._action].label}: {rating}"

    def focus_find(self) -> None:
        """Begin to find a step by typing."""
        self._show_pane(STEPS)
        self.steps_pane.focus_find()

    # -- answering -------------------------------------------------------------------------------------------

    def _change(self, patient: Patient) -> None:
        self._before = self._now
        self._show(patient)
        self.patient_changed.emit(patient)
        self.said.emit(f"{self.rating_words()}. {self.steps_pane.tally}")

    def _show(self, patient: Patient) -> None:
        """Answer for this patient: the form, every step, and the reasons for the one come to."""
        algorithm = self._algorithm
        cannot = impossible(patient, algorithm.actions if algorithm else None)
        self.patient_pane.show_patient(patient, self._base, self._told, cannot)
        if algorithm is not None:
            self._now = algorithm.appraise(patient)
            self.steps_pane.show_appraisal(algorithm.actions, self._now, self._before)
            self.reasons_pane.show_step(algorithm, self._now, self._action)

    def _show_step(self, action: str) -> None:
        if action != self._action and self._algorithm is not None and self._now is not None:
            self._action = action
            self.reasons_pane.show_step(self._algorithm, self._now, action)

    def _flip(self, flip: FlipSet) -> None:
        self._change(flip.patient)
        self.form.come_to(flip.edits[0].field)

    def _open_reasons(self, _action: str) -> None:
        self._show_pane(REASONS)
        self.reasons_pane.take_keyboard()

    # -- keys and sizes --------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # On the steps and on the reasons a number makes so what would flip the rating.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.text()
            and event.text() in _KEYS
            and not event.isAutoRepeat()
        ):
            self.apply_flip(_KEYS.index(event.text()))
            return True
        return super().eventFilter(watched, event)

    def _show_pane(self, pane: str) -> None:
        self._tabs.show_chosen(pane)
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
        for pane, frame in self._panes.items():
            frame.setVisible(shape != "one" or pane == self._tabs.here)

    def _place(self, shape: str) -> None:
        places = {
            "wide": ((0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1)),
            "medium": ((0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 2)),
            "one": ((0, 0, 2, 3), (0, 0, 2, 3), (0, 0, 2, 3)),
        }[shape]
        for frame, place in zip(self._panes.values(), places, strict=True):
            self._grid.addWidget(frame, *place)
        self._tabs.setVisible(shape == "one")
        for column, stretch in enumerate((31, 36, 33) if shape == "wide" else (10, 7, 7)):
            self._grid.setColumnStretch(column, stretch)
        for row in (0, 1):
            self._grid.setRowStretch(row, 1)

"""Where the paper is silent: for the present patient, and in general for patients alike in a few facts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.gui.explaining import Told
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.silence_lines import silence_in_general, silence_of
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.painted_list import PaintedList
from relall_trainer.gui.widgets.tabs import Tabs
from relall_trainer.gui.widgets.text import card, label
from relall_trainer.gui.widgets.told_rows import ToldRows

HERE, GENERAL = "here", "general"
_SAYS = {
    HERE: "Steps no rule rates for the present patient. They are never scored. Enter shows the step.",
    GENERAL: (
        "Patients alike in the facts named, whatever else is so (the goal is cure, unless said otherwise). "
        "Worked out from the rules' conditions."
    ),
}


class SilenceView(QWidget):
    """``step_asked`` names a step to look at."""

    step_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._algorithm: Algorithm | None = None
        self._patient = Patient()
        self._general: tuple[Told, ...] = ()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.tabs = Tabs(theme, "Silent", ((HERE, "For this patient"), (GENERAL, "In general")))
        self.tabs.chosen.connect(lambda _which: self._fill())
        self._says = label("", "note")
        column.addWidget(self.tabs)
        column.addWidget(self._says)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(4, 4, 4, 4)
        self.lines: PaintedList[Told] = PaintedList(
            theme, "Where the paper is silent", ToldRows(theme, icons)
        )
        self.lines.opened.connect(self._open)
        inside.addWidget(self.lines)
        column.addWidget(frame, 1)
        self.setFocusProxy(self.lines)

    def show_silence(self, algorithm: Algorithm, patient: Patient) -> None:
        """Show where this algorithm is silent for this patient."""
        if algorithm is not self._algorithm:
            self._general = ()
        self._algorithm, self._patient = algorithm, patient
        self._fill()

    def _fill(self) -> None:
        if self._algorithm is None:
            return
        here = self.tabs.here
        if here == GENERAL and not self._general:
            self._general = silence_in_general(self._algorithm)
        self._says.setText(_SAYS[here])
        self.lines.show_rows(self._general if here == GENERAL else silence_of(self._algorithm, self._patient))

    def _open(self, key: str) -> None:
        if key:
            self.step_asked.emit(key.partition(" ")[2])

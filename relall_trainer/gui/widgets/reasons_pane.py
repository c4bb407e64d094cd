"""The reasons for one step's rating, with what would flip it as soon as that has been found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import Appraisal
from relall_trainer.clinical.flip import FlipSet
from relall_trainer.clinical.plausible import impossible
from relall_trainer.gui import explaining
from relall_trainer.gui.explaining import Explained, Told
from relall_trainer.gui.flip_finding import FlipFinding
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.painted_list import PaintedList
from relall_trainer.gui.widgets.pane import Pane
from relall_trainer.gui.widgets.told_rows import ToldRows


class ReasonsPane(Pane):
    """``flip_chosen`` carries the FlipSet to make so; the others name what is to be shown elsewhere."""

    flip_chosen = Signal(object)
    evidence_asked = Signal(str)
    rule_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._algorithm: Algorithm | None = None
        self._appraisal: Appraisal | None = None
        self._action = ""
        self._said: Explained | None = None
        self._flips: tuple[FlipSet, ...] | None = None
        self._title_of: Callable[[str], str] = str
        self.rows: PaintedList[Told] = PaintedList(theme, "Reasons for this rating", ToldRows(theme, icons))
        self.rows.opened.connect(self._open)
        self.column.addWidget(self.rows)
        self._finding = FlipFinding(self)
        self._finding.found.connect(self._found)
        self.setFocusProxy(self.rows)

    @property
    def flips(self) -> tuple[FlipSet, ...]:
        """What would flip the rating, as far as that has been found."""
        return self._flips or ()

    def use_titles(self, title_of: Callable[[str], str]) -> None:
        """Name evidence by these titles."""
        self._title_of = title_of
        if self._algorithm is not None and self._appraisal is not None:
            self.show_step(self._algorithm, self._appraisal, self._action)

    def show_step(self, algorithm: Algorithm, appraisal: Appraisal, action: str) -> None:
        """Show the reasons for this step, and begin to look for what would flip it."""
        if action != self._action:
            self.rows.scrollToTop()
        self._algorithm, self._appraisal, self._action = algorithm, appraisal, action
        self._said = explaining.explained(algorithm, appraisal, action, self._title_of)
        self._flips = None
        self._fill()
        can_be = partial(impossible, actions=algorithm.actions)
        self._finding.ask(algorithm, appraisal.patient, action, can_be)

    def choose_flip(self, place: int) -> None:
        """Choose what would flip the rating by its number, from 0; looked for now where it is not there yet."""
        self._finding.finish()
        if place < len(self.flips):
            self.flip_chosen.emit(self.flips[place])

    def take_keyboard(self) -> None:
        """Put the keyboard on the first reason."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.rows.currentIndex().isValid():
            self.rows.come_to_first()

    def _found(self, action: str, flips: tuple[FlipSet, ...]) -> None:
        if action == self._action:
            self._flips = flips
            self._fill()

    def _fill(self) -> None:
        if self._algorithm is None or self._said is None:
            return
        told = None if self._flips is None else explaining.flips_told(self._flips, self._algorithm)
        self.rows.show_rows(self._said.with_flips(told))

    def _open(self, key: str) -> None:
        what, _, which = key.partition(" ")
        if what == explaining.RULE:
            self.rule_asked.emit(which)
        elif what == explaining.EVIDENCE:
            self.evidence_asked.emit(which)
        elif what == explaining.FLIP:
            self.choose_flip(int(which))

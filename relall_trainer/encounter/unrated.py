"""An appraiser that knows an algorithm's steps and rates none of them: an exam is played with it.

Played so, an encounter holds nothing that could tell how a decision was, while its events are pinned to the algorithm
that rates them later.
"""

from __future__ import annotations

from collections.abc import Mapping

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.appraisal import UNRATED, AlgorithmPin, Appraisal, RatedStep
from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter.appraisals import Appraiser

_SCOPE = "outside"  # as the algorithm says of a patient it rates nothing for


class Unrated:
    """The catalogue and the pin of an algorithm, without its judgment."""

    __slots__ = ("_actions", "_pin", "_steps")

    def __init__(self, algorithm: Appraiser) -> None:
        self._pin = algorithm.pin
        self._actions = algorithm.actions
        self._steps = {
            action: RatedStep(action, UNRATED, None, None, "", (), (), (), ()) for action in self._actions
        }

    @property
    def pin(self) -> AlgorithmPin:
        """Which algorithm will rate the attempt."""
        return self._pin

    @property
    def actions(self) -> Mapping[str, Action]:
        """The catalogue."""
        return self._actions

    def appraise(self, patient: Patient) -> Appraisal:
        """Every step unrated."""
        return Appraisal(self._pin, _SCOPE, patient, self._steps)

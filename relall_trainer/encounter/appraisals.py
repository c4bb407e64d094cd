"""Remembers what the algorithm said of a patient, so that an unchanged patient is not appraised again.

One belongs to one play (or is handed from play to play by its owner); there is none for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.appraisal import AlgorithmPin, Appraisal
from relall_trainer.clinical.patient import Patient


class Appraiser(Protocol):
    """What an encounter needs of an algorithm; ``clinical.algorithm.Algorithm`` is one."""

    @property
    def pin(self) -> AlgorithmPin:
        """Which algorithm answers."""
        ...

    @property
    def actions(self) -> Mapping[str, Action]:
        """The catalogue."""
        ...

    def appraise(self, patient: Patient) -> Appraisal:
        """Every step rated for this patient."""
        ...


class Appraisals:
    """The last ``keep`` patients' appraisals by one algorithm; with ``keep`` 0 nothing is remembered."""

    __slots__ = ("_algorithm", "_keep", "_known")

    def __init__(self, algorithm: Appraiser, keep: int = 64) -> None:
        self._algorithm = algorithm
        self._keep = keep
        self._known: dict[Patient, Appraisal] = {}

    @property
    def algorithm(self) -> Appraiser:
        """The algorithm asked."""
        return self._algorithm

    def of(self, patient: Patient) -> Appraisal:
        """This patient's appraisal, asked for only when it is not remembered."""
        known = self._known.get(patient)
        if known is not None:
            return known
        fresh = self._algorithm.appraise(patient)
        if self._keep > 0:
            while len(self._known) >= self._keep:
                del self._known[next(iter(self._known))]
            self._known[patient] = fresh
        return fresh

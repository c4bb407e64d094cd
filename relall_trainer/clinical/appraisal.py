"""What the algorithm answers: for one patient, each step's rating with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relall_trainer.clinical.patient import Patient

RECOMMENDED = "recommended"
ACCEPTABLE = "acceptable"
DISCOURAGED = "discouraged"
CONTRAINDICATED = "contraindicated"
UNRATED = "unrated"
# Best first; unrated is apart: the source is silent and it is never scored.
RATINGS = (RECOMMENDED, ACCEPTABLE, DISCOURAGED, CONTRAINDICATED, UNRATED)


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that applies to this patient and step; ``overruled`` when another one decided differently."""

    id: str
    rating: str
    overruled: bool
    row: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A stored field of the patient that made the deciding row fire, as plain data."""

    field: str
    value: object


@dataclass(frozen=True, slots=True)
class RatedStep:
    """One step rated for one patient.

    ``decided_by`` is a rule's id and ``row`` the deciding row's (``R25.1``); both None where nothing is rated.
    ``why`` is the deciding row's sentence. ``evidence`` holds the deciding rule's items. ``cautions`` are
    sentences to heed beside the rating, or why the source withholds one.
    """

    action: str
    rating: str
    decided_by: str | None
    row: str | None
    why: str
    rules: tuple[FiredRule, ...]
    because: tuple[Fact, ...]
    evidence: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlgorithmPin:
    """Which algorithm answered: id, version, and the SHA-256 over its files."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Every step rated for one patient, in the order of the catalogue. ``scope`` is inside or outside."""

    algorithm: AlgorithmPin
    scope: str
    patient: Patient
    steps: Mapping[str, RatedStep]

    def rating(self, action: str) -> str:
        """The rating of one step; KeyError for an unknown id."""
        return self.steps[action].rating

"""A case as the encounter plays it: typed and frozen. Reading it from a file is left to ``casefiles``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter.case_head import CaseHead as CaseHead

DIMENSIONS = ("workup", "cns", "salvage", "transplant", "safety", "goals")
DIMENSION_NAMES: Mapping[str, str] = {
    "workup": "Work-up and staging",
    "cns": "CNS control",
    "salvage": "Salvage choice",
    "transplant": "Transplant planning",
    "safety": "Safety and support",
    "goals": "Goals of care",
}
PICK_ONE = "one"
PICK_ANY = "any"
ORIGINS = ("paper", "simulated")


@dataclass(frozen=True, slots=True)
class Option:
    """One step on offer.

    ``feedback`` says what choosing it means for this patient; the why comes from the rules.
    """

    action: str
    label: str | None = None
    detail: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    feedback: str | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Options that belong together: choose ``one``, or ``any`` (an order set)."""

    id: str
    prompt: str
    dimension: str
    pick: str
    options: tuple[Option, ...]
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """A finding shown on the chart; ``origin`` is paper or simulated; ``evidence`` the items that give it."""

    label: str
    text: str
    origin: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """All parts must hold. Empty parts hold.

    ``chosen``: every one of these steps was chosen now. ``chosen_any``: at least one. ``not_chosen``: none.
    ``patient``: field → the values of which one must hold (for a set field, the words it must hold, all of
    them). ``draw``: draw id → ``yes`` or ``no``.
    """

    chosen: tuple[str, ...] = ()
    chosen_any: tuple[str, ...] = ()
    not_chosen: tuple[str, ...] = ()
    patient: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    draw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transition:
    """Where the case goes next.

    ``text`` tells what happened (Markdown); ``patch`` changes the patient on the way.
    """

    to: str
    when: Condition | None = None
    patch: Mapping[str, Any] = field(default_factory=dict)
    origin: str = "simulated"
    text: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How this road ends.

    ``outcome`` is a word such as death, alive, transplanted; ``origin`` is paper or simulated.
    """

    id: str
    outcome: str
    title: str
    origin: str
    take_away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A moment of the case: a decision (``groups`` and ``next``) or an ending.

    ``day`` counts from the case's start; ``patch`` changes the patient on entering.
    """

    id: str
    title: str
    day: int
    narrative: str
    patch: Mapping[str, Any] = field(default_factory=dict)
    chart: tuple[ChartEntry, ...] = ()
    groups: tuple[Group, ...] = ()
    next: tuple[Transition, ...] = ()
    ending: Ending | None = None
    origin: str = "simulated"


@dataclass(frozen=True, slots=True)
class Draw:
    """An outcome drawn with a cited item's counts: yes in ``successes`` of ``of``. Used only with a seed."""

    id: str
    evidence: str
    figure: str
    successes: int
    of: int
    default: str


@dataclass(frozen=True, slots=True)
class PathStep:
    """One decision of the authors' path; ``origin``: paper (done so) or implied (their text calls for it)."""

    node: str
    chosen: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Case:
    """A whole case. ``sha256`` is over the bytes of its file."""

    head: CaseHead
    sha256: str
    patient: Patient
    start: str
    nodes: Mapping[str, Node]
    authors_path: tuple[PathStep, ...]
    draws: Mapping[str, Draw] = field(default_factory=dict)

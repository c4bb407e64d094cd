"""Questions that can be asked of many patients: when each makes sense, and the steps it may offer.

The questions themselves are data (``casefiles.fresh_questions`` reads them). Which of its steps a question offers to
one patient is left to ``fresh_options``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.firing import DerivedFact
from relall_trainer.clinical.history import HISTORY_VALUES, read_history
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.rule import Rule
from relall_trainer.encounter.appraisals import Appraiser


class Asked(Appraiser, Protocol):
    """What fresh cases need of an algorithm beside its ratings."""

    @property
    def facts(self) -> Mapping[str, DerivedFact]:
        """The derived facts by name."""
        ...

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules by id."""
        ...

    def holds(self, fact: str, patient: Patient) -> bool:
        """Whether a derived fact holds."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``when``: all tests hold where it makes sense; ``goal``: what answering it teaches.

    ``repeats``: it is about doing something over again, so it leaves nothing out.
    ``meanwhile``: it makes sense while a regimen is running. ``seldom``: it fits so many that it would crowd out
    others of its dimension.
    """

    id: str
    title: str
    prompts: tuple[str, ...]
    dimension: str
    pick: str
    when: tuple[Test, ...]
    steps: tuple[str, ...]
    goal: str
    repeats: bool = False
    meanwhile: bool = False
    seldom: bool = False


@dataclass(frozen=True, slots=True)
class FreshHead:
    """What all fresh cases say of themselves alike."""

    authors: tuple[str, ...]
    license: str
    evidence_as_of: str
    released: str
    review_by: str


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions, what every fresh case says of itself, and sentences that fit any of them.

    ``without_pair``: the rules no two patients differing in one fact were found for.
    ``goals`` and ``reminders`` fill up learning goals and points to take away where the questions give too few.
    ``left_out``: by step, the tests that hold where it has been done already or makes no sense to offer.
    ``given_as``: how a step reads once it has been given, where its label will not do.
    """

    head: FreshHead
    questions: tuple[Question, ...]
    without_pair: frozenset[str]
    goals: tuple[str, ...]
    reminders: tuple[str, ...]
    left_out: Mapping[str, tuple[Test, ...]]
    given_as: Mapping[str, str]


def fits(question: Question, patient: Patient, algorithm: Asked) -> bool:
    """Whether the question makes sense for this patient; KeyError for a test on what nobody knows."""
    running = bool(patient.prior_regimens) and patient.prior_regimens[-1].response == "unknown"
    return (question.meanwhile or not running) and hold(question.when, patient, algorithm)


def left_out(questions: Questions, question: Question, patient: Patient, algorithm: Asked) -> frozenset[str]:
    """The steps of a question that make no sense to offer to this patient, most as she has them behind her."""
    if question.repeats:
        return frozenset()
    return frozenset(
        step
        for step in question.steps
        if step in questions.left_out and hold(questions.left_out[step], patient, algorithm)
    )


def hold(tests: Iterable[Test], patient: Patient, algorithm: Asked) -> bool:
    """Whether all tests hold; each is on a derived fact, a value of the history or a stored field."""
    history: Any = None
    for test in tests:
        if test.name in algorithm.facts:
            actual: Any = algorithm.holds(test.name, patient)
        elif test.name in HISTORY_VALUES:
            history = history or read_history(patient, algorithm.actions)
            actual = getattr(history, test.name)
        else:
            actual = _field(patient, test.name)
        if not test.holds(actual):
            return False
    return True


def _field(patient: Patient, name: str) -> object:
    try:
        return getattr(patient, name)
    except AttributeError:
        raise KeyError(name) from None


def is_regimen(action: Action) -> bool:
    """Whether a step is a treatment of the leukemia that can stand on its own in a history."""
    return action.kind == "systemic" and not action.distractor and bool(action.components or action.intensive)

"""Where the paper is silent: the steps no rule rates for a patient, and why; and what is never rated in a state.

Silence is an answer: an unrated step is never scored. That no row can fire in a state is worked out from the rows'
own tests, not by trying patients.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from relall_trainer.clinical.appraisal import (
    ACCEPTABLE,
    CONTRAINDICATED,
    DISCOURAGED,
    RATINGS,
    RECOMMENDED,
    UNRATED,
    Appraisal,
)
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.firing import DerivedFact
from relall_trainer.clinical.history import HISTORY_VALUES
from relall_trainer.clinical.patient import FLAGS, SETS, WHOLE, WORDS, Patient
from relall_trainer.clinical.rule import Row
from relall_trainer.clinical.wanting import Gap, Rules, Standing
from relall_trainer.clinical.wishes import Wish, Wishes, ways

OUTSIDE = "outside"  # the patient is not of the paper's kind
WITHHELD = "withheld"  # a row leaves it unrated on purpose, or says that it does not arise
NO_ROW = "no_row"  # the conditions of no row hold
RATED = (RECOMMENDED, ACCEPTABLE, DISCOURAGED, CONTRAINDICATED)


class Appraiser(Rules, Protocol):
    """Rates every step, and shows its rules."""

    def appraise(self, patient: Patient) -> Appraisal: ...


@dataclass(frozen=True, slots=True)
class Silence:
    """One step nothing rates for this patient.

    ``reason`` is outside, withheld or no_row; ``said`` what the withholding row says; ``nearest`` the row that would
    rate it and wants least; ``speaks_for`` the one that would recommend or accept it and wants least, if there is any.
    """

    action: str
    reason: str
    said: tuple[str, ...] = ()
    nearest: Gap | None = None
    speaks_for: Gap | None = None


@dataclass(frozen=True, slots=True)
class StateClass:
    """Patients alike in a few facts: each field is as given, all else is open."""

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silent:
    """The steps of one kind on which the paper is silent in a state; ``of`` is how many there are.

    ``never``: nothing rates them, whatever else is so. ``only_against``: rows can speak against them there, none for
    them, though elsewhere some do.
    """

    kind: str
    never: tuple[str, ...]
    only_against: tuple[str, ...]
    of: int


_FAVOURING = (RECOMMENDED, ACCEPTABLE)
_SEEN = {"testes": "clear", "goals": "curative"}
_CLEAR = {"csf": "negative", "neuro_exam": "normal", **_SEEN}
STATES: tuple[StateClass, ...] = (
    StateClass("Relapse suspected, nothing examined yet", {
        "status": "suspected_relapse", "marrow": "not_assessed", "csf": "not_done", "neuro_exam": "not_done",
        "testes": "not_examined", "goals": "curative",
    }),
    StateClass("First relapse in the marrow, CNS clear", {
        "status": "relapsed", "relapse_number": 1, "marrow": "overt", **_CLEAR,
    }),
    StateClass("First relapse in the CNS, marrow in remission", {
        "status": "relapsed", "relapse_number": 1, "marrow": "remission", "mrd": "negative", "csf": "positive",
        **_SEEN,
    }),
    StateClass("Second relapse in the marrow, CNS clear", {
        "status": "relapsed", "relapse_number": 2, "marrow": "overt", **_CLEAR,
    }),
    StateClass("Refractory to first-line treatment", {"status": "primary_refractory", "marrow": "overt", **_CLEAR}),
    StateClass("First remission, no MRD, CNS clear", {
        "status": "remission", "remission_number": 1, "marrow": "remission", "mrd": "negative", **_CLEAR,
    }),
    StateClass("First remission with MRD", {
        "status": "remission", "remission_number": 1, "marrow": "remission", "mrd": "positive", **_CLEAR,
    }),
    StateClass("Second remission, no MRD, CNS clear", {
        "status": "remission", "remission_number": 2, "marrow": "remission", "mrd": "negative", **_CLEAR,
    }),
    StateClass("Relapse after an allograft", {
        "status": "relapsed", "prior_allo_sct": True, "phase_at_relapse": "post_sct", "marrow": "overt", **_CLEAR,
    }),
    StateClass("Lineage not known", {"status": "relapsed", "lineage": "unknown", "marrow": "overt", **_CLEAR}),
    StateClass("Comfort is the goal", {"goals": "comfort"}),
)  # fmt: skip


def silent_steps(algorithm: Appraiser, patient: Patient) -> tuple[Silence, ...]:
    """The steps unrated for this patient, in the order of the catalogue, each with its reason."""
    appraisal = algorithm.appraise(patient)
    standing = Standing(algorithm, patient)
    found = []
    for step in appraisal.steps.values():
        if step.rating != UNRATED:
            continue
        if appraisal.scope != "inside":
            found.append(Silence(step.action, OUTSIDE))
            continue
        said = tuple(dict.fromkeys(row.why for row in _withholding(algorithm, standing, step.action)))
        reason = WITHHELD if said else NO_ROW
        nearest = nearest_row(algorithm, standing, step.action)
        speaks_for = nearest_row(algorithm, standing, step.action, _FAVOURING)
        found.append(Silence(step.action, reason, said, nearest, speaks_for))
    return tuple(found)


def nearest_row(
    algorithm: Rules, standing: Standing, action: str, ratings: Container[str] = RATED
) -> Gap | None:
    """Of the rows that give one of these ratings the one that wants least; where several do, the best rating."""
    gaps = [standing.gap(row, action) for row in rows_that_rate(algorithm, action, ratings)]
    return min(gaps, key=lambda gap: (gap.size, RATINGS.index(gap.row.rating or UNRATED)), default=None)


def silent_in(algorithm: Rules, state: StateClass) -> tuple[Silent, ...]:
    """For each kind of step, those that no row rates in a state, and those that rows there only speak against."""
    never: dict[str, list[str]] = {}
    against: dict[str, list[str]] = {}
    count: dict[str, int] = {}
    for action in algorithm.actions.values():
        count[action.kind] = count.get(action.kind, 0) + 1
        rows = rows_that_rate(algorithm, action.id)
        able = {row.rating for row in rows if can_fire(row, state, algorithm.facts)}
        if not able:
            never.setdefault(action.kind, []).append(action.id)
        elif able.isdisjoint(_FAVOURING) and any(row.rating in _FAVOURING for row in rows):
            against.setdefault(action.kind, []).append(action.id)
    return tuple(
        Silent(kind, tuple(never.get(kind, ())), tuple(against.get(kind, ())), of)
        for kind, of in count.items()
    )


def can_fire(row: Row, state: StateClass, facts: Mapping[str, DerivedFact]) -> bool:
    """Whether some patient of the state fulfils all the row asks of stored fields.

    What it asks of the treatments she has had is taken to be possible.
    """
    return any(_possible(way, state) for way in ways(row.tests, facts))


def rows_that_rate(algorithm: Rules, action: str, ratings: Container[str] = RATED) -> list[Row]:
    """The rows that give a step one of these ratings, where their conditions hold."""
    return [row for row in algorithm.rows.values() if row.rating in ratings and action in row.steps]


def _withholding(algorithm: Rules, standing: Standing, action: str) -> Iterator[Row]:
    return (
        row
        for row in algorithm.rows.values()
        if row.rating == UNRATED and action in row.steps and standing.fires(row, action)
    )


def _possible(way: tuple[Wish, ...], state: StateClass) -> bool:
    wishes = Wishes(way)
    tests: dict[str, list[Test]] = {}
    for test, _ in way:
        tests.setdefault(test.name, []).append(test)
    return all(
        any(wishes.allow(name, value) for value in _values(name, asked, state))
        for name, asked in tests.items()
        if name not in HISTORY_VALUES
    )


def _values(name: str, tests: list[Test], state: StateClass) -> Iterator[Any]:
    """Every value of a field these tests could tell apart, or the one the state gives it."""
    if name in state.fields:
        yield state.fields[name]
    elif name in WORDS:
        yield from WORDS[name]
    elif name in FLAGS:
        yield from (False, True)
    elif name in SETS:
        for size in range(len(SETS[name]) + 1):
            yield from map(frozenset, itertools.combinations(SETS[name], size))
    else:
        yield from _numbers(name, tests)


def _numbers(name: str, tests: list[Test]) -> Iterator[float | None]:
    low, high = WHOLE.get(name, (0, None))
    if name not in WHOLE:
        yield None
    for operand in (operand for test in tests for operand in test.operands):
        for number in (operand - 1, operand, operand + 1):
            if low <= number and (high is None or number <= high):
                yield number

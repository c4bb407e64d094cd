"""What would change a rating: single facts that, were they otherwise, would rate a step otherwise; and the smallest
sets of facts that would.

``single_changes`` asks the algorithm of every patient who differs from this one in one stored field;
``smallest_changes`` works back from the rules (``flip_search``) and finds sets of up to three. Regimens already given
are history and are left as they are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from relall_trainer.clinical.alternatives import UNLEARNED, Edit, alternatives, edited
from relall_trainer.clinical.appraisal import RATINGS, Appraisal
from relall_trainer.clinical.flip_search import FlipSearch
from relall_trainer.clinical.patient import FIELDS, SETS, WHOLE, WORDS, Patient, plain_value, shape_of
from relall_trainer.clinical.wanting import Rules, leaves

# The months at which a rule may change its mind: within a year of induction, at a year, and after it.
_MONTHS = (6.0, 12.0, 13.0, 24.0)
_SMALL_NUMBERS = range(5)
# What no rule could ask of a living patient to be otherwise, or what only counts and measures.
_LEFT_OUT = {"age_years", "sex", "ph", "prior_regimens", "marrow_blasts_pct", "months_sct_to_relapse", "cd52"}
# What goes along first: where disease is found, before what is called of it.
_GO_ALONG_FIRST = ("marrow", "mrd", "csf", "testes")
LARGEST = 3  # facts changed at once; more explain nothing

Impossible = Callable[[Patient], tuple[str, ...]]


class Appraiser(Protocol):
    """Rates every step for a patient."""

    def appraise(self, patient: Patient) -> Appraisal: ...


class Algorithm(Appraiser, Rules, Protocol):
    """Rates every step, and shows its rules."""


@dataclass(frozen=True, slots=True)
class Change:
    """If ``field`` were ``value`` (plain data), the step would be rated ``rating`` by rule ``decided_by``."""

    field: str
    value: Any
    rating: str
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class FlipSet:
    """If all of ``edits`` were so, the step would be rated ``rating`` by row ``row``; with fewer of them it is not.

    ``along`` are facts the rating does not need, but without which the patient could not be. ``patient`` is the one
    with all of them made.
    """

    edits: tuple[Edit, ...]
    rating: str
    decided_by: str | None
    row: str | None
    patient: Patient
    along: tuple[Edit, ...] = ()


def smallest_changes(
    algorithm: Algorithm,
    patient: Patient,
    action: str,
    wanted: Container[str] | None = None,
    most: int | None = 3,
    impossible: Impossible | None = None,
) -> tuple[FlipSet, ...]:
    """The smallest sets of facts that, made otherwise, rate the step otherwise (or as ``wanted``), best rating first.

    All sets are of one size, up to ``LARGEST``, and none has a part that would do. Sets that make the patient
    ``impossible`` in a new way are left out; where only such are found, one more fact is sought to go along. Larger
    sets are looked for where nothing else remains. ``most`` None gives every set, also those that differ only in a
    value. Raises KeyError for an unknown step.
    """
    looking = look_for_changes(algorithm, patient, action, wanted, most, impossible)
    return next(found for found in looking if found is not None)


def look_for_changes(
    algorithm: Algorithm,
    patient: Patient,
    action: str,
    wanted: Container[str] | None = None,
    most: int | None = 3,
    impossible: Impossible | None = None,
) -> Iterator[tuple[FlipSet, ...] | None]:
    """The same in small pieces, for a window that must not stand still: None until at last the answer."""
    now = algorithm.appraise(patient).steps[action].rating
    sought = frozenset(
        rating for rating in RATINGS if (rating != now if wanted is None else rating in wanted)
    )
    if now in sought:
        yield ()
        return
    search = FlipSearch(algorithm, patient, action, sought)
    can_be = _Possible(patient, impossible)
    for size in range(1, LARGEST + 1):
        found: list[FlipSet] = []
        for edits in search.of_size(size):
            yield None
            if edits is not None:
                found.append(_flip(algorithm, patient, action, edits))
        found.sort(key=_rank)
        kept = [flip for flip in found if can_be(flip.patient)]
        if not kept:
            for flip in _different(found):
                yield None
                kept += _with_one_more(algorithm, patient, action, flip, can_be)
        if kept:
            yield tuple(kept) if most is None else _different(kept)[:most]
            return
    yield ()


class _Possible:
    """Whether a patient is no more impossible than the one asked about."""

    def __init__(self, patient: Patient, impossible: Impossible | None) -> None:
        self._impossible = impossible
        self._already = frozenset(impossible(patient)) if impossible else frozenset()

    def __call__(self, patient: Patient) -> bool:
        return self._impossible is None or self._already.issuperset(self._impossible(patient))


def _with_one_more(
    algorithm: Algorithm, patient: Patient, action: str, flip: FlipSet, can_be: Callable[[Patient], bool]
) -> list[FlipSet]:
    """The change with the first further fact that makes it possible and leaves the rating as it is."""
    changed = {edit.fact for edit in flip.edits}
    tests = (test for row in algorithm.rows.values() for test in leaves(row.tests, algorithm.facts))
    others = alternatives(flip.patient, dict.fromkeys(tests))
    for field in (*_GO_ALONG_FIRST, *(field for field in others if field not in _GO_ALONG_FIRST)):
        for edit in others[field]:
            if edit.fact in changed or edit.value in UNLEARNED:
                continue
            other = edited(flip.patient, (edit,))
            if not can_be(other):
                continue
            step = algorithm.appraise(other).steps[action]
            if step.rating == flip.rating:
                return [FlipSet(flip.edits, flip.rating, step.decided_by, step.row, other, (edit,))]
    return []


def _flip(algorithm: Appraiser, patient: Patient, action: str, edits: frozenset[Edit]) -> FlipSet:
    changed = edited(patient, edits)
    step = algorithm.appraise(changed).steps[action]
    ordered = sorted(edits, key=lambda edit: (FIELDS.index(edit.field), edit.word))
    return FlipSet(tuple(ordered), step.rating, step.decided_by, step.row, changed)


def _rank(flip: FlipSet) -> tuple[int, int, list[tuple[int, str, str]]]:
    """Best rating first; then what can be learnt before what would have to be forgotten; then by field."""
    forgotten = sum(edit.value in UNLEARNED for edit in flip.edits)
    facts = [(FIELDS.index(edit.field), edit.word, str(edit.value)) for edit in flip.edits]
    return RATINGS.index(flip.rating), forgotten, facts


def _different(found: list[FlipSet]) -> tuple[FlipSet, ...]:
    """Of those that change the same facts to the same end, the first."""
    kinds: dict[tuple[object, ...], FlipSet] = {}
    for flip in found:
        kinds.setdefault((flip.rating, *(edit.fact for edit in flip.edits)), flip)
    return tuple(kinds.values())


def single_changes(algorithm: Appraiser, patient: Patient, action: str) -> tuple[Change, ...]:
    """One change for each field and each other rating it leads to, the best rating first, then by field.

    Raises KeyError for an unknown step.
    """
    now = algorithm.appraise(patient).steps[action].rating
    found: dict[tuple[str, str], Change] = {}
    for field in FIELDS:
        for value in _other_values(field, getattr(patient, field)):
            step = algorithm.appraise(dataclasses.replace(patient, **{field: value})).steps[action]
            if step.rating != now:
                change = Change(field, plain_value(value), step.rating, step.decided_by)
                found.setdefault((field, step.rating), change)
    return tuple(
        sorted(found.values(), key=lambda change: (RATINGS.index(change.rating), FIELDS.index(change.field)))
    )


def _other_values(field: str, now: Any) -> Iterator[Any]:
    if field in _LEFT_OUT:
        return
    match shape_of(field):
        case "word":
            yield from (word for word in WORDS[field] if word != now)
        case "flag":
            yield not now
        case "set":
            yield from (now ^ {word} for word in SETS[field])
        case "measured":
            yield from (months for months in _MONTHS if months != now)
        case "whole":
            low, high = WHOLE[field]
            yield from (
                number for number in _SMALL_NUMBERS if number != now and low <= number <= (high or number)
            )

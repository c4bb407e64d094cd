"""Two patients who differ in one fact, and the steps that fact decides.

Looks at every patient who differs from a given one in a single stored field and could be. Telling the two apart on
the screen is left to others; what would change one step's rating, with several facts at once, to ``flip``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import (
    ACCEPTABLE,
    CONTRAINDICATED,
    DISCOURAGED,
    RECOMMENDED,
    UNRATED,
    Appraisal,
)
from relall_trainer.clinical.patient import (
    FIELDS,
    SETS,
    WHOLE,
    WORDS,
    Patient,
    PriorRegimen,
    plain_value,
    shape_of,
)
from relall_trainer.clinical.plausible import possible
from relall_trainer.clinical.rule import Rule
from relall_trainer.clinical.wanting import fields_of_row

# How decisive two different ratings of a step are, most first. What is not here is not worth showing.
_DECISIVE = {
    frozenset(pair): rank
    for rank, pair in enumerate(
        (
            (RECOMMENDED, CONTRAINDICATED),
            (ACCEPTABLE, CONTRAINDICATED),
            (RECOMMENDED, DISCOURAGED),
            (ACCEPTABLE, DISCOURAGED),
            (RECOMMENDED, UNRATED),
            (RECOMMENDED, ACCEPTABLE),
        )
    )
}
_NOT_TELLING = len(_DECISIVE)
_GOOD_OR_BAD = 4  # the ranks below: good for one of the two, bad for the other; those from here count alike
# Months on either side of what a rule may ask, far enough apart to be seen.
_MONTHS = (5, 8, 12, 15, 20, 30)
# What no rule asks, or what moves only together with something else.
_LEFT_OUT = {"age_years", "ph", "cd52", "marrow_blasts_pct", "months_sct_to_relapse"}


@dataclass(frozen=True, slots=True)
class Change:
    """A step rated differently for the two; a rule is None where the step is not rated."""

    action: str
    left: str
    right: str
    left_rule: str | None
    right_rule: str | None

    @property
    def rank(self) -> int:
        """How decisive, 0 the most."""
        return _DECISIVE.get(frozenset((self.left, self.right)), _NOT_TELLING)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two patients who could both be and differ in ``field`` alone; values as plain data.

    ``changed`` holds every step rated differently, the most decisive first.
    """

    left: Patient
    right: Patient
    field: str
    left_value: Any
    right_value: Any
    changed: tuple[Change, ...]

    @property
    def telling(self) -> tuple[Change, ...]:
        """The changes from good to bad, or from recommended to something else."""
        return tuple(change for change in self.changed if change.rank < _NOT_TELLING)

    def swapped(self) -> Contrast:
        """The same two, the other way round."""
        changed = (
            Change(one.action, one.right, one.left, one.right_rule, one.left_rule) for one in self.changed
        )
        return Contrast(self.right, self.left, self.field, self.right_value, self.left_value, tuple(changed))


def pairs(algorithm: Algorithm, patient: Patient, *, rule_id: str | None = None) -> tuple[Contrast, ...]:
    """Every telling contrast to this patient (the left one): the most decisive first, then those that change least.

    With ``rule_id`` only those that turn on it: a row of the rule decides a step for one of the two and does not
    fire for the other. Ranked by those steps alone; a step that is not rated for the other counts as well then.
    """
    here = algorithm.appraise(patient)
    asked = frozenset(FIELDS) if rule_id is None else _fields_asked(algorithm, algorithm.rules[rule_id])
    found: list[tuple[tuple[int, int, int], Contrast]] = []
    for field, value in _other_values(patient, asked - _LEFT_OUT):
        other = dataclasses.replace(patient, **{field: value})
        if not possible(other, algorithm.actions):
            continue
        there = algorithm.appraise(other)
        changed = _changed(here, there)
        if rule_id is None:
            telling = [change for change in changed if change.rank < _NOT_TELLING]
        else:
            telling = _turning(algorithm, rule_id, here, there, changed)
        if telling:
            values = plain_value(getattr(patient, field)), plain_value(value)
            order = (_decisiveness(telling), len(changed), FIELDS.index(field))
            found.append((order, Contrast(patient, other, field, *values, changed)))
    return tuple(contrast for _, contrast in sorted(found, key=lambda pair: pair[0]))


def _decisiveness(changes: Iterable[Change]) -> int:
    """That of the most decisive change; where none is from good to bad, all that tell count alike."""
    rank = min(change.rank for change in changes)
    return rank if rank in (*range(_GOOD_OR_BAD), _NOT_TELLING) else _GOOD_OR_BAD


def _changed(here: Appraisal, there: Appraisal) -> tuple[Change, ...]:
    changes = (
        Change(
            action, left.rating, there.steps[action].rating, left.decided_by, there.steps[action].decided_by
        )
        for action, left in here.steps.items()
        if left.rating != there.steps[action].rating
    )
    return tuple(sorted(changes, key=lambda change: change.rank))


def _turning(
    algorithm: Algorithm, rule_id: str, here: Appraisal, there: Appraisal, changed: tuple[Change, ...]
) -> list[Change]:
    """The changes that turn on the rule: a row of it decides on one side and does not fire on the other."""
    return [
        change
        for change in changed
        if (change.left_rule == rule_id and not _fires_too(algorithm, here, there, change.action))
        or (change.right_rule == rule_id and not _fires_too(algorithm, there, here, change.action))
    ]


def _fires_too(algorithm: Algorithm, decided: Appraisal, other: Appraisal, action: str) -> bool:
    """Whether the row that decided a step for one patient fires for the other as well, deciding or not."""
    row = algorithm.rows[str(decided.steps[action].row)]
    if row.relation and all(fired.id != row.rule for fired in other.steps[action].rules):
        return False  # it may fire, but for other steps than this one
    return row in algorithm.fired_rows(other.patient)


def _fields_asked(algorithm: Algorithm, rule: Rule) -> frozenset[str]:
    """The stored fields on which it depends whether a row of the rule fires: no other can turn it."""
    return frozenset[str]().union(*(fields_of_row(row, algorithm.facts) for row in rule.rows))


def _other_values(patient: Patient, fields: frozenset[str]) -> Iterator[tuple[str, Any]]:
    for field in FIELDS:
        if field not in fields:
            continue
        now = getattr(patient, field)
        match shape_of(field):
            case "word":
                values: list[Any] = [word for word in WORDS[field] if word != now]
            case "flag":
                values = [not now]
            case "set":
                values = [now ^ {word} for word in SETS[field]]
            case "measured":
                values = [months for months in _MONTHS if now is not None and months != now]
            case "whole":
                low, high = WHOLE[field]
                values = [number for number in range(low, (high or 4) + 1) if number != now]
            case "regimens":
                values = list(_other_pasts(now))
        yield from ((field, value) for value in values)


def _other_pasts(regimens: tuple[PriorRegimen, ...]) -> Iterator[tuple[PriorRegimen, ...]]:
    """What has only just begun might not have; what failed outright might have brought a partial response."""
    if regimens and regimens[-1].response == "unknown":
        yield regimens[:-1]
    for place, entry in enumerate(regimens):
        other = {"none": "PR", "PR": "none"}.get(entry.response)
        if other:
            yield (*regimens[:place], dataclasses.replace(entry, response=other), *regimens[place + 1 :])

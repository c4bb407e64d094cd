"""What a patient's facts could be instead: for each field the values that a set of tests can tell from the present one.

A fact is a stored field, or for a field that holds a set one of its words. What cannot be otherwise is left out, and
said here. Whether another value would matter is left to ``flip``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.patient import FIELDS, MEASURED, SETS, WHOLE, WORDS, Patient, shape_of

# Not asked to be otherwise: who she is, and what has been done already.
FIXED = frozenset({"age_years", "sex", "prior_regimens"})
# Values that say only that nobody has looked: learning is an alternative, forgetting hardly one, so they come last.
UNLEARNED = frozenset({"unknown", "not_assessed", "not_done", "not_examined", "undecided"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One fact made otherwise: ``field`` is ``value``; for a set, ``word`` is in it (``value`` true) or is not."""

    field: str
    value: Any
    word: str = ""

    @property
    def fact(self) -> tuple[str, str]:
        """Which fact is changed, whatever to."""
        return self.field, self.word


def edited(patient: Patient, edits: Iterable[Edit]) -> Patient:
    """The patient with these facts made otherwise."""
    changes: dict[str, Any] = {}
    for edit in edits:
        if edit.word:
            held: frozenset[str] = changes.get(edit.field, getattr(patient, edit.field))
            changes[edit.field] = held | {edit.word} if edit.value else held - {edit.word}
        else:
            changes[edit.field] = edit.value
    return dataclasses.replace(patient, **changes)


def alternatives(patient: Patient, tests: Iterable[Test]) -> Mapping[str, tuple[Edit, ...]]:
    """For each field the edits these tests (on stored fields and history) could notice.

    Of numbers that no test tells apart only the one nearest to the present stands for all. A measurement that is
    known does not become unknown, and nobody becomes Ph-positive: the paper ends there.
    """
    by_field: dict[str, list[Test]] = {field: [] for field in FIELDS if field not in FIXED}
    for test in tests:
        if test.name in by_field:
            by_field[test.name].append(test)
    return {field: tuple(_edits(field, getattr(patient, field), asked)) for field, asked in by_field.items()}


def _edits(field: str, now: Any, tests: list[Test]) -> Iterator[Edit]:
    shape = shape_of(field)
    if shape == "word":
        values = (value for value in WORDS[field] if value != now)
        yield from (Edit(field, value) for value in values if (field, value) != ("ph", "positive"))
    elif shape == "flag":
        yield Edit(field, not now)
    elif shape == "set":
        yield from (Edit(field, word not in now, word) for word in SETS[field])
    elif shape in ("whole", "measured"):
        yield from (Edit(field, value) for value in _numbers(field, now, tests))


def _numbers(field: str, now: Any, tests: list[Test]) -> list[Any]:
    """The nearest number of each kind the tests tell apart, but for the kind the present one is of."""
    low, high = WHOLE[field] if field in WHOLE else MEASURED[field]
    cuts = sorted({number for test in tests for number in test.operands})
    near = {number + step for number in cuts for step in (-1, 0, 1)}
    kinds: dict[tuple[bool, ...], Any] = {}
    for number in sorted(near, key=lambda number: (abs(number - (now or 0)), number)):
        if low <= number and (high is None or number <= high):
            kinds.setdefault(tuple(test.holds(number) for test in tests), number)
    kinds.pop(tuple(test.holds(now) for test in tests), None)
    return list(kinds.values())

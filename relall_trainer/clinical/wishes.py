"""What a patient should be like for a rule to speak: tests on stored fields and history, facts taken apart.

A wish says that a test should hold, or should not. Whether all wishes can come true together is left to whoever
draws the patient.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.firing import DerivedFact

Wish = tuple[Test, bool]
Facts = Mapping[str, DerivedFact]


class Wishes:
    """Wishes by the name of what they are about; asks nothing of any other name."""

    __slots__ = ("_by_name",)

    def __init__(self, wishes: Iterable[Wish] = ()) -> None:
        self._by_name: dict[str, list[Wish]] = {}
        for wish in wishes:
            self._by_name.setdefault(wish[0].name, []).append(wish)

    def about(self, name: str) -> bool:
        """Whether anything is wished of this name."""
        return name in self._by_name

    def allow(self, name: str, value: Any) -> bool:
        """Whether this value would fulfil all that is wished of the name."""
        return all(test.holds(value) is wanted for test, wanted in self._by_name.get(name, ()))


def ways(tests: Iterable[Test], facts: Facts) -> Iterator[tuple[Wish, ...]]:
    """The ways in which all tests can hold, each in terms of stored fields and history values."""
    parts = [list(_ways_of(test, facts, wanted=True)) for test in tests]
    for combination in itertools.product(*parts):
        yield tuple(itertools.chain.from_iterable(combination))


def _ways_of(test: Test, facts: Facts, *, wanted: bool) -> Iterator[tuple[Wish, ...]]:
    fact = facts.get(test.name)
    if fact is None:
        yield ((test, wanted),)
        return
    if (test.operand is True) == wanted:
        for clause in fact.clauses:
            yield from ways(clause, facts)
        return
    failing = [
        [way for part in clause for way in _ways_of(part, facts, wanted=False)] for clause in fact.clauses
    ]
    for combination in itertools.product(*failing):
        yield tuple(itertools.chain.from_iterable(combination))

"""One patient against the rows: which tests hold, what a row still wants, and the stored fields a test turns on.

Answers questions about single rows, for explaining. Rating a patient is left to ``algorithm``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.firing import DerivedFact
from relall_trainer.clinical.history import HISTORY_FIELDS, HISTORY_VALUES, History, read_history
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.rule import Row

# The stored fields each relation of a step to what was given turns on.
RELATION_FIELDS: Mapping[str, tuple[str, ...]] = {
    "failed_before": ("prior_regimens",),
    "frontline_backbone": ("prior_regimens",),
    "frontline_itself": ("prior_regimens",),
    "gave_remission": ("prior_regimens", "status", "remission_number"),
}


class Rules(Protocol):
    """What is asked of the algorithm: the catalogue, the derived facts and the rows."""

    @property
    def actions(self) -> Mapping[str, Action]: ...
    @property
    def facts(self) -> Mapping[str, DerivedFact]: ...
    @property
    def rows(self) -> Mapping[str, Row]: ...


@dataclass(frozen=True, slots=True)
class Gap:
    """What a row wants before it fires for one step: ``tests`` that do not hold, a ``relation`` not stood in."""

    row: Row
    tests: tuple[Test, ...]
    relation: str | None = None

    @property
    def size(self) -> int:
        """How many things are wanting; 0 where the row fires."""
        return len(self.tests) + (self.relation is not None)


class Standing:
    """One patient, ready to be held against any row. Facts and history are worked out once, when first needed."""

    __slots__ = ("_facts", "_history", "_rules", "patient")

    def __init__(self, rules: Rules, patient: Patient) -> None:
        self.patient = patient
        self._rules = rules
        self._history: History | None = None
        self._facts: dict[str, bool] = {}

    @property
    def history(self) -> History:
        """What follows from the treatments she has had."""
        if self._history is None:
            self._history = read_history(self.patient, self._rules.actions)
        return self._history

    def holds(self, test: Test) -> bool:
        """Whether a test holds for this patient."""
        name = test.name
        if name in self._rules.facts:
            return self.fact(name) is test.operand
        return test.holds(self.value(name))

    def fact(self, name: str) -> bool:
        """Whether a derived fact holds; KeyError for an unknown one."""
        known = self._facts.get(name)
        if known is None:
            clauses = self._rules.facts[name].clauses
            known = self._facts[name] = any(all(self.holds(test) for test in clause) for clause in clauses)
        return known

    def value(self, name: str) -> Any:
        """The value of a stored field or of the history."""
        return getattr(self.history if name in HISTORY_VALUES else self.patient, name)

    def fires(self, row: Row, action: str) -> bool:
        """Whether the row fires for this step."""
        return all(self.holds(test) for test in row.tests) and self.related(row, action)

    def related(self, row: Row, action: str) -> bool:
        """Whether the step stands in the relation the row asks for; true where it asks for none."""
        return row.relation is None or action in self.history.related[row.relation]

    def gap(self, row: Row, action: str) -> Gap:
        """What the row wants before it fires for this step."""
        tests = tuple(test for test in row.tests if not self.holds(test))
        return Gap(row, tests, None if self.related(row, action) else row.relation)

    def behind(self, test: Test) -> tuple[str, ...]:
        """The stored fields that make the test hold, or fail, as it does now."""
        fields: dict[str, None] = {}
        self._behind(test, fields)
        return tuple(fields)

    def _behind(self, test: Test, fields: dict[str, None]) -> None:
        fact = self._rules.facts.get(test.name)
        if fact is None:
            fields.update(dict.fromkeys(HISTORY_FIELDS.get(test.name, (test.name,))))
            return
        holding = next((one for one in fact.clauses if all(self.holds(inner) for inner in one)), None)
        if holding is not None:
            for inner in holding:
                self._behind(inner, fields)
            return
        for clause in fact.clauses:  # it does not hold: in each clause something fails
            self._behind(next(inner for inner in clause if not self.holds(inner)), fields)


def leaves(tests: tuple[Test, ...], facts: Mapping[str, DerivedFact]) -> tuple[Test, ...]:
    """The tests on stored fields and history that these tests are made of, each once."""
    found: dict[Test, None] = {}
    for test in tests:
        fact = facts.get(test.name)
        if fact is None:
            found[test] = None
        else:
            for clause in fact.clauses:
                found.update(dict.fromkeys(leaves(clause, facts)))
    return tuple(found)


def fields_of(test: Test, facts: Mapping[str, DerivedFact]) -> frozenset[str]:
    """Every stored field a test may turn on."""
    return frozenset(
        field for leaf in leaves((test,), facts) for field in HISTORY_FIELDS.get(leaf.name, (leaf.name,))
    )


def fields_of_row(row: Row, facts: Mapping[str, DerivedFact]) -> frozenset[str]:
    """Every stored field a row may turn on."""
    found = frozenset(RELATION_FIELDS[row.relation] if row.relation else ())
    return found.union(*(fields_of(test, facts) for test in row.tests))

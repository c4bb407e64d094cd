"""Which rows fire for a patient: the rows compiled once, then asked of any number of patients.

Each distinct test is a bit. A patient's values set the bits (remembered per value), facts are built from them, and
a row fires when the bits it needs are set and none it forbids. What the fired rows mean is left to ``algorithm``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.history import HISTORY_FIELDS, HISTORY_VALUES, History, read_history
from relall_trainer.clinical.patient import FIELDS, Patient
from relall_trainer.clinical.rule import Row

_MEMORY = 4096  # remembered results of each kind; forgotten all at once when full


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A named fact that follows from the patient: it holds when all tests of any one clause hold."""

    name: str
    meaning: str
    clauses: tuple[tuple[Test, ...], ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """What fires for one patient. ``bits``: tests and facts that hold; ``rows``: rows, as bits, for all their steps.

    ``narrowed``: for a step that stands in a relation to what she has had, the rows that rest on it.
    """

    bits: int
    rows: int
    narrowed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _CompiledRow:
    row: Row
    need: int
    forbid: int
    bit: int


class Firing:
    """Facts and rows, ready to be asked. Remembers results between calls (bounded); otherwise never changes."""

    def __init__(
        self, actions: Mapping[str, Action], facts: Mapping[str, DerivedFact], rows: Mapping[str, Row]
    ) -> None:
        self._actions = actions
        self._facts = facts
        self._tests: dict[str, dict[Test, int]] = {}
        self._fact_bits = {name: 1 << number for number, name in enumerate(facts)}
        self._next_bit = 1 << len(facts)
        self._fact_order = [
            (self._fact_bits[fact.name], [self._masks(clause) for clause in fact.clauses])
            for fact in facts.values()
        ]
        self._compiled = [
            _CompiledRow(row, *self._masks(row.tests), bit=1 << number)
            for number, row in enumerate(rows.values())
        ]
        # A row fires when, of the bits it looks at, exactly those it needs are set.
        self._plain_rows = [
            (c.need | c.forbid, c.need, c.bit) for c in self._compiled if c.row.relation is None
        ]
        self._related_rows = [
            (c.need | c.forbid, c.need, c.bit, c.row.relation, frozenset(c.row.steps))
            for c in self._compiled
            if c.row.relation is not None
        ]
        names = [name for name in self._tests if name in FIELDS]
        self._field_memory: list[tuple[dict[Any, int], dict[Test, int]]] = [
            ({}, self._tests[name]) for name in names
        ]
        self._field_values = _values_of(names)
        self._history_names = [name for name in self._tests if name in HISTORY_VALUES]
        self._history_memory: dict[Any, tuple[History, int]] = {}

    def rows_of(self, action: str) -> list[tuple[int, Row]]:
        """The rows that rate or caution a step, each with its bit."""
        return [(c.bit, c.row) for c in self._compiled if action in c.row.steps]

    def fire(self, patient: Patient) -> Fired:
        """Everything that holds and fires for this patient."""
        history, bits = self._history(patient)
        bits |= self._values(patient)
        for fact_bit, clauses in self._fact_order:
            for need, forbid in clauses:
                if bits & need == need and not bits & forbid:
                    bits |= fact_bit
                    break
        fired = 0
        for looked_at, need, bit in self._plain_rows:
            if bits & looked_at == need:
                fired |= bit
        narrowed: dict[str, int] = {}
        for looked_at, need, bit, relation, steps in self._related_rows:
            related = history.related[relation or ""]
            if related and bits & looked_at == need:
                for step in related & steps:
                    narrowed[step] = narrowed.get(step, 0) | bit
        return Fired(bits, fired, narrowed)

    def holds(self, fact: str, patient: Patient) -> bool:
        """Whether a named derived fact holds for a patient; KeyError for an unknown fact."""
        return bool(self.fire(patient).bits & self._fact_bits[fact])

    def fired_rows(self, patient: Patient) -> tuple[Row, ...]:
        """Every row whose conditions hold, whether or not it decides anything."""
        fired = self.fire(patient)
        rows = fired.rows
        for more in fired.narrowed.values():
            rows |= more
        return tuple(c.row for c in self._compiled if rows & c.bit)

    def bits_behind(self, tests: tuple[Test, ...]) -> int:
        """The bits of these tests and of everything their facts are made of."""
        need, forbid = self._masks(tests)
        bits = need | forbid
        for test in tests:
            if test.name in self._facts:
                for clause in self._facts[test.name].clauses:
                    bits |= self.bits_behind(clause)
        return bits

    def fields_behind(self, row: Row, bits: int) -> tuple[str, ...]:
        """The stored fields that make a row fire, each fact through the clause that decides it."""
        fields: dict[str, None] = {}
        self._fields_true(row.tests, bits, fields)
        if row.relation:
            fields["prior_regimens"] = None
        return tuple(fields)

    def _masks(self, tests: tuple[Test, ...]) -> tuple[int, int]:
        need = forbid = 0
        for test in tests:
            if test.name in self._facts:
                if test.operand is True:
                    need |= self._fact_bits[test.name]
                else:
                    forbid |= self._fact_bits[test.name]
            else:
                known = self._tests.setdefault(test.name, {})
                if test not in known:
                    known[test] = self._next_bit
                    self._next_bit <<= 1
                need |= known[test]
        return need, forbid

    def _values(self, patient: Patient) -> int:
        bits = 0
        for (memory, tests), value in zip(self._field_memory, self._field_values(patient), strict=True):
            known = memory.get(value)
            if known is None:
                known = sum(bit for test, bit in tests.items() if test.holds(value))
                remember(memory, value, known)
            bits |= known
        return bits

    def _history(self, patient: Patient) -> tuple[History, int]:
        key = (
            patient.prior_regimens,
            patient.exposures,
            patient.remission_number if patient.status == "remission" else None,
        )
        found = self._history_memory.get(key)
        if found is None:
            history = read_history(patient, self._actions)
            bits = 0
            for name in self._history_names:
                value = getattr(history, name)
                bits |= sum(bit for test, bit in self._tests[name].items() if test.holds(value))
            found = (history, bits)
            remember(self._history_memory, key, found)
        return found

    def _fields_true(self, tests: tuple[Test, ...], bits: int, fields: dict[str, None]) -> None:
        """Adds the stored fields that make ``tests`` hold, each fact through the clause that decides it."""
        for test in tests:
            if test.name not in self._facts:
                fields.update(dict.fromkeys(HISTORY_FIELDS.get(test.name, (test.name,))))
            elif test.operand is True:
                clause = next(c for c in self._facts[test.name].clauses if self._holds(c, bits))
                self._fields_true(clause, bits, fields)
            else:
                for clause in self._facts[test.name].clauses:
                    self._field_false(clause, bits, fields)

    def _field_false(self, clause: tuple[Test, ...], bits: int, fields: dict[str, None]) -> None:
        """Adds the fields of the first test of ``clause`` that does not hold."""
        test = next(test for test in clause if not self._holds((test,), bits))
        if test.name not in self._facts:
            fields.update(dict.fromkeys(HISTORY_FIELDS.get(test.name, (test.name,))))
        elif test.operand is True:
            for inner in self._facts[test.name].clauses:
                self._field_false(inner, bits, fields)
        else:
            self._fields_true((Test(test.name, "is", True),), bits, fields)

    def _holds(self, tests: tuple[Test, ...], bits: int) -> bool:
        need, forbid = self._masks(tests)
        return bits & need == need and not bits & forbid


def remember(memory: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep a result; when there are too many, all of its kind are forgotten."""
    if len(memory) >= _MEMORY:
        memory.clear()
    memory[key] = value


def _values_of(names: list[str]) -> Callable[[Patient], tuple[Any, ...]]:
    """The values of these fields; one name alone or none must give a tuple too."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda patient: tuple(getattr(patient, name) for name in names)

"""The paper's approach as an executable algorithm: a patient goes in, every step comes out rated, with reasons.

All judgement stands in the rows (data). This module compiles them once and asks them of a patient; it knows the
patient's fields and how to read a row, and no drug by name.

How it is asked: each distinct test is a bit. A patient's values set the bits (remembered per value), facts are
built from them, and a row fires when the bits it needs are set and none it forbids. For each step the first tier
with a fired row decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.appraisal import (
    CONTRAINDICATED,
    DISCOURAGED,
    UNRATED,
    AlgorithmPin,
    Appraisal,
    Fact,
    FiredRule,
    RatedStep,
)
from relall_trainer.clinical.condition import ConditionFault, Test, read_tests
from relall_trainer.clinical.history import HISTORY_FIELDS, HISTORY_VALUES, History, read_history
from relall_trainer.clinical.patient import FIELDS, Patient, plain_value, shape_of
from relall_trainer.clinical.rule import TIERS, Row, Rule, RuleFault, read_action, read_rule

_MEMORY = 4096  # remembered results of each kind; forgotten all at once when full
_TIER_ORDER = {tier: number for number, tier in enumerate(TIERS)}


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A named fact that follows from the patient: it holds when all tests of any one clause hold."""

    name: str
    meaning: str
    clauses: tuple[tuple[Test, ...], ...]


_Rows = list[tuple[int, Row]]  # each with its bit
_RowsOfStep = tuple[_Rows, _Rows, _Rows]


@dataclass(frozen=True, slots=True)
class _CompiledRow:
    row: Row
    need: int
    forbid: int
    bit: int


@dataclass(frozen=True, slots=True, eq=False)
class _Reason:
    """The patient's own values behind a deciding row. One object for the same values, so it is told by identity."""

    because: tuple[Fact, ...]


@dataclass(slots=True)
class _Verdict:
    """What one set of fired rows makes of one step, but for the patient's own values."""

    step: RatedStep
    deciding: str | None
    by_reason: dict[_Reason, RatedStep]


@dataclass(frozen=True, slots=True)
class _Behind:
    """The stored fields that make a row fire, once it is known which clauses of its facts hold."""

    fields: tuple[str, ...]
    values: Callable[[Patient], Any]
    known: dict[Any, _Reason]


class Algorithm:
    """Actions, facts and rules, ready to appraise. Build with ``read_algorithm``.

    Remembers results between calls (bounded); otherwise it never changes.
    """

    def __init__(
        self,
        pin: AlgorithmPin,
        title: str,
        about: str,
        actions: Mapping[str, Action],
        facts: Mapping[str, DerivedFact],
        rules: Mapping[str, Rule],
    ) -> None:
        self.pin = pin
        self.title = title
        self.about = about
        self.actions = actions
        self.facts = facts
        self.rules = rules
        self.rows: Mapping[str, Row] = {row.id: row for rule in rules.values() for row in rule.rows}
        self._compile()

    def appraise(self, patient: Patient) -> Appraisal:
        """Every step rated for this patient, in the order of the catalogue; never raises for a legal patient."""
        if patient.ph == "positive":  # the paper is about Ph-negative disease only (its title)
            return Appraisal(self.pin, "outside", patient, self._outside)
        values = self._values(patient)
        history = self._history(patient)
        bits, fired, narrowed = self._fire(values, history)
        reasons: dict[str, _Reason] = {}
        steps: dict[str, RatedStep] = {}
        for action, mask, verdicts in self._by_action:
            rows = fired & mask
            if narrowed:
                rows |= narrowed.get(action, 0)
            verdict = verdicts.get(rows)
            if verdict is None:
                verdict = self._judge(action, rows)
                _remember(verdicts, rows, verdict)
            deciding = verdict.deciding
            if deciding is None:
                steps[action] = verdict.step
                continue
            reason = reasons.get(deciding)
            if reason is None:
                reason = reasons[deciding] = self._reason(deciding, patient, bits)
            step = verdict.by_reason.get(reason)
            if step is None:
                step = _with_reason(verdict.step, reason)
                _remember(verdict.by_reason, reason, step)
            steps[action] = step
        return Appraisal(self.pin, "inside", patient, steps)

    def holds(self, fact: str, patient: Patient) -> bool:
        """Whether a named derived fact holds for a patient; KeyError for an unknown fact."""
        bits, _, _ = self._fire(self._values(patient), self._history(patient))
        return bool(bits & self._fact_bits[fact])

    def fired_rows(self, patient: Patient) -> tuple[Row, ...]:
        """Every row whose conditions hold, whether or not it decides anything."""
        _, fired, narrowed = self._fire(self._values(patient), self._history(patient))
        for rows in narrowed.values():
            fired |= rows
        return tuple(compiled.row for compiled in self._compiled if fired & compiled.bit)

    # -- compiling -------------------------------------------------------------------------------------------

    def _compile(self) -> None:
        self._tests: dict[str, dict[Test, int]] = {}
        self._fact_bits = {name: 1 << number for number, name in enumerate(self.facts)}
        self._next_bit = 1 << len(self.facts)
        self._fact_order = [
            (self._fact_bits[fact.name], [self._masks(clause) for clause in fact.clauses])
            for fact in self.facts.values()
        ]
        self._compiled = [
            _CompiledRow(row, *self._masks(row.tests), bit=1 << number)
            for number, row in enumerate(self.rows.values())
        ]
        self._row_of_bit = {compiled.bit: compiled.row for compiled in self._compiled}
        # A row fires when, of the bits it looks at, exactly those it needs are set.
        self._plain_rows = [
            (c.need | c.forbid, c.need, c.bit) for c in self._compiled if c.row.relation is None
        ]
        self._related_rows = [
            (c.need, c.forbid, c.bit, c.row.relation, frozenset(c.row.steps))
            for c in self._compiled
            if c.row.relation is not None
        ]
        names = [name for name in self._tests if name in FIELDS]
        self._field_memory: list[tuple[dict[Any, int], dict[Test, int]]] = [
            ({}, self._tests[name]) for name in names
        ]
        self._field_values = attrgetter(*names)
        self._history_names = [name for name in self._tests if name in HISTORY_VALUES]
        self._history_memory: dict[Any, tuple[History, int]] = {}
        masks = dict.fromkeys(self.actions, 0)
        for compiled in self._compiled:
            if compiled.row.relation is None:
                for step in compiled.row.steps:
                    masks[step] |= compiled.bit
        self._by_action: list[tuple[str, int, dict[int, _Verdict]]] = [
            (action, mask, {}) for action, mask in masks.items()
        ]
        self._rows_of = {action: self._sorted_rows(action) for action in self.actions}
        self._behind: dict[str, tuple[int, dict[int, _Behind]]] = {
            row.id: (self._bits_behind(row.tests), {}) for row in self.rows.values()
        }
        self._outside = {action: _unrated(action, ()) for action in self.actions}

    def _masks(self, tests: tuple[Test, ...]) -> tuple[int, int]:
        need = forbid = 0
        for test in tests:
            if test.name in self.facts:
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

    def _bits_behind(self, tests: tuple[Test, ...]) -> int:
        """The bits of these tests and of everything their facts are made of."""
        need, forbid = self._masks(tests)
        bits = need | forbid
        for test in tests:
            if test.name in self.facts:
                for clause in self.facts[test.name].clauses:
                    bits |= self._bits_behind(clause)
        return bits

    # -- asking ----------------------------------------------------------------------------------------------

    def _values(self, patient: Patient) -> int:
        bits = 0
        for (memory, tests), value in zip(self._field_memory, self._field_values(patient), strict=True):
            known = memory.get(value)
            if known is None:
                known = sum(bit for test, bit in tests.items() if test.holds(value))
                _remember(memory, value, known)
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
            history = read_history(patient, self.actions)
            bits = 0
            for name in self._history_names:
                value = getattr(history, name)
                bits |= sum(bit for test, bit in self._tests[name].items() if test.holds(value))
            found = (history, bits)
            _remember(self._history_memory, key, found)
        return found

    def _fire(self, values: int, history: tuple[History, int]) -> tuple[int, int, dict[str, int]]:
        bits = values | history[1]
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
        for need, forbid, bit, relation, steps in self._related_rows:
            related = history[0].related[relation or ""]
            if related and bits & need == need and not bits & forbid:
                for step in related & steps:
                    narrowed[step] = narrowed.get(step, 0) | bit
        return bits, fired, narrowed

    # -- judging ---------------------------------------------------------------------------------------------

    def _judge(self, action: str, rows: int) -> _Verdict:
        best_first, cautioning, listing = self._rows_of[action]
        cautions = tuple(dict.fromkeys(row.caution for bit, row in cautioning if rows & bit and row.caution))
        rated = [row for bit, row in best_first if rows & bit]
        if any(row.yields_to for row in rated):
            against = {row.rule for row in rated if row.rating in (DISCOURAGED, CONTRAINDICATED)}
            rated = [row for row in rated if against.isdisjoint(row.yields_to)]
        if not rated:
            return _Verdict(_unrated(action, cautions), None, {})
        deciding = rated[0]
        if deciding.rating == UNRATED or deciding.rating is None:
            return _Verdict(_unrated(action, (deciding.why, *cautions)), None, {})
        listed: dict[tuple[str, str], FiredRule] = {}
        standing = {row.id for row in rated}
        for _, row in listing:
            if row.id in standing:
                rating = row.rating or UNRATED
                key = (row.rule, rating)
                if key not in listed:
                    listed[key] = FiredRule(row.rule, rating, rating != deciding.rating, row.id)
        step = RatedStep(
            action=action,
            rating=deciding.rating,
            decided_by=deciding.rule,
            row=deciding.id,
            why=deciding.why,
            rules=tuple(listed.values()),
            because=(),
            evidence=self.rules[deciding.rule].evidence,
            cautions=cautions,
        )
        return _Verdict(step, deciding.id, {})

    def _sorted_rows(self, action: str) -> _RowsOfStep:
        """The rows that rate or caution a step: best tier first, those with a caution, and by rule number."""
        rows = [(c.bit, c.row) for c in self._compiled if action in c.row.steps]
        rated = [pair for pair in rows if pair[1].rating]
        best_first = sorted(rated, key=lambda pair: self._rank(pair[1]))
        listing = sorted(
            (pair for pair in rated if pair[1].tier != "does_not_arise"),
            key=lambda pair: (self.rules[pair[1].rule].number, self._rank(pair[1])),
        )
        return best_first, [pair for pair in rows if pair[1].caution], listing

    def _rank(self, row: Row) -> tuple[int, int, str]:
        return (_TIER_ORDER[row.tier or ""], self.rules[row.rule].number, row.id)

    def _reason(self, row_id: str, patient: Patient, bits: int) -> _Reason:
        mask, ways = self._behind[row_id]
        behind = ways.get(bits & mask)
        if behind is None:
            behind = self._find_behind(self.rows[row_id], bits)
            _remember(ways, bits & mask, behind)
        key = behind.values(patient)
        reason = behind.known.get(key)
        if reason is None:
            because = tuple(Fact(field, plain_value(getattr(patient, field))) for field in behind.fields)
            reason = _Reason(because)
            _remember(behind.known, key, reason)
        return reason

    def _find_behind(self, row: Row, bits: int) -> _Behind:
        fields: dict[str, None] = {}
        self._fields_true(row.tests, bits, fields)
        if row.relation:
            fields["prior_regimens"] = None
        names = tuple(fields)
        return _Behind(names, attrgetter(*names) if names else _nothing, {})

    def _fields_true(self, tests: tuple[Test, ...], bits: int, fields: dict[str, None]) -> None:
        """Adds the stored fields that make ``tests`` hold, each fact through the clause that decides it."""
        for test in tests:
            if test.name not in self.facts:
                fields.update(dict.fromkeys(HISTORY_FIELDS.get(test.name, (test.name,))))
            elif test.operand is True:
                clause = next(c for c in self.facts[test.name].clauses if self._holds(c, bits))
                self._fields_true(clause, bits, fields)
            else:
                for clause in self.facts[test.name].clauses:
                    self._field_false(clause, bits, fields)

    def _field_false(self, clause: tuple[Test, ...], bits: int, fields: dict[str, None]) -> None:
        """Adds the fields of the first test of ``clause`` that does not hold."""
        test = next(test for test in clause if not self._holds((test,), bits))
        if test.name not in self.facts:
            fields.update(dict.fromkeys(HISTORY_FIELDS.get(test.name, (test.name,))))
        elif test.operand is True:
            for inner in self.facts[test.name].clauses:
                self._field_false(inner, bits, fields)
        else:
            self._fields_true((Test(test.name, "is", True),), bits, fields)

    def _holds(self, tests: tuple[Test, ...], bits: int) -> bool:
        need, forbid = self._masks(tests)
        return bits & need == need and not bits & forbid


def _unrated(action: str, cautions: tuple[str, ...]) -> RatedStep:
    return RatedStep(action, UNRATED, None, None, "", (), (), (), cautions)


def _with_reason(step: RatedStep, reason: _Reason) -> RatedStep:
    return RatedStep(
        step.action, step.rating, step.decided_by, step.row, step.why, step.rules, reason.because,
        step.evidence, step.cautions,
    )  # fmt: skip


def _nothing(_patient: Patient) -> None:
    """The values behind a row that always fires."""


def _remember(memory: dict[Any, Any], key: Any, value: Any) -> None:
    if len(memory) >= _MEMORY:
        memory.clear()
    memory[key] = value


def read_algorithm(data: Mapping[str, Any], sha256: str) -> Algorithm:
    """An algorithm from plain data: ``algorithm``, ``actions``, ``facts``, ``rules``; raises RuleFault."""
    head = data["algorithm"]
    actions: dict[str, Action] = {}
    for entry in data["actions"]:
        action = read_action(entry)
        if action.id in actions:
            raise RuleFault(f"action {action.id} stands twice")
        actions[action.id] = action
    facts = _read_facts(data["facts"])
    rules: dict[str, Rule] = {}
    for entry in sorted(data["rules"], key=lambda entry: str(entry.get("id"))):
        rule = read_rule(entry, actions)
        if rule.id in rules:
            raise RuleFault(f"rule {rule.id} stands twice")
        for row in rule.rows:
            _check_tests(row.id, row.tests, facts)
        rules[rule.id] = rule
    pin = AlgorithmPin(str(head["id"]), str(head["version"]), sha256)
    return Algorithm(pin, str(head["title"]), str(head["about"]), actions, facts, rules)


def _read_facts(entries: Any) -> dict[str, DerivedFact]:
    facts: dict[str, DerivedFact] = {}
    for entry in entries:
        name = str(entry["name"])
        try:
            clauses = tuple(read_tests(clause) for clause in entry["any_of"])
        except ConditionFault as fault:
            raise RuleFault(f"fact {name}: {fault}") from None
        for clause in clauses:
            _check_tests(f"fact {name}", clause, facts)  # a fact may use only those defined before it
        facts[name] = DerivedFact(name, str(entry["meaning"]), clauses)
    return facts


def _check_tests(where: str, tests: tuple[Test, ...], facts: Mapping[str, DerivedFact]) -> None:
    for test in tests:
        if test.name in facts:
            if test.operator != "is" or not isinstance(test.operand, bool):
                raise RuleFault(f"{where}: the fact {test.name} is true or false")
        elif test.name in HISTORY_VALUES:
            _check_operand(where, test, HISTORY_VALUES[test.name])
        elif test.name in FIELDS:
            _check_operand(where, test, shape_of(test.name))
        else:
            raise RuleFault(f"{where}: {test.name!r} is no field, history value or fact")


def _check_operand(where: str, test: Test, shape: str) -> None:
    from relall_trainer.clinical.history import HISTORY_SETS, HISTORY_WORDS
    from relall_trainer.clinical.patient import SETS, WORDS

    if shape in ("set",):
        allowed = SETS.get(test.name) or HISTORY_SETS[test.name]
        fits = test.operator in ("has", "has_any", "lacks", "lacks_all", "empty")
    elif shape == "word":
        allowed = WORDS.get(test.name) or HISTORY_WORDS[test.name]
        fits = test.operator in ("is", "one_of", "not")
    else:
        allowed = ()
        fits = test.operator not in ("has", "has_any", "lacks", "lacks_all", "empty") and shape != "regimens"
    words = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    wrong = [word for word in words if allowed and test.operator != "empty" and word not in allowed]
    if not fits or wrong:
        raise RuleFault(f"{where}: {test.text()!r} cannot be asked of {test.name}")

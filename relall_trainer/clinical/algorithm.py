"""The paper's approach as an executable algorithm: a patient goes in, every step comes out rated, with reasons.

All judgment stands in the rows (data); which of them fire is found by ``firing``. For each step the first tier with
a fired row decides. No drug is known here by name.
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
from relall_trainer.clinical.firing import DerivedFact, Firing, remember
from relall_trainer.clinical.patient import Patient, plain_value
from relall_trainer.clinical.rule import TIERS, Row, Rule

_TIER_ORDER = {tier: number for number, tier in enumerate(TIERS)}
_Rows = list[tuple[int, Row]]  # each with its bit
_RowsOfStep = tuple[_Rows, _Rows, _Rows]


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
    """Actions, facts and rules, ready to appraise. Build with ``reading.read_algorithm``.

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
        self._firing = Firing(actions, facts, self.rows)
        self._rows_of = {action: self._sorted_rows(action) for action in actions}
        self._by_action: list[tuple[str, int, dict[int, _Verdict]]] = [
            (action, sum(bit for bit, row in self._firing.rows_of(action) if row.relation is None), {})
            for action in actions
        ]
        self._behind: dict[str, tuple[int, dict[int, _Behind]]] = {
            row.id: (self._firing.bits_behind(row.tests), {}) for row in self.rows.values()
        }
        self._outside = {action: _unrated(action, ()) for action in actions}

    def appraise(self, patient: Patient) -> Appraisal:
        """Every step rated for this patient, in the order of the catalogue; never raises for a legal patient."""
        if patient.ph == "positive":  # the paper is about Ph-negative disease only (its title)
            return Appraisal(self.pin, "outside", patient, self._outside)
        fired = self._firing.fire(patient)
        firing, narrowed = fired.rows, fired.narrowed
        reasons: dict[str, _Reason] = {}
        steps: dict[str, RatedStep] = {}
        for action, mask, verdicts in self._by_action:
            rows = firing & mask
            if narrowed:
                rows |= narrowed.get(action, 0)
            verdict = verdicts.get(rows)
            if verdict is None:
                verdict = self._judge(action, rows)
                remember(verdicts, rows, verdict)
            deciding = verdict.deciding
            if deciding is None:
                steps[action] = verdict.step
                continue
            reason = reasons.get(deciding)
            if reason is None:
                reason = reasons[deciding] = self._reason(deciding, patient, fired.bits)
            step = verdict.by_reason.get(reason)
            if step is None:
                step = _with_reason(verdict.step, reason)
                remember(verdict.by_reason, reason, step)
            steps[action] = step
        return Appraisal(self.pin, "inside", patient, steps)

    def holds(self, fact: str, patient: Patient) -> bool:
        """Whether a named derived fact holds for a patient; KeyError for an unknown fact."""
        return self._firing.holds(fact, patient)

    def fired_rows(self, patient: Patient) -> tuple[Row, ...]:
        """Every row whose conditions hold, whether or not it decides anything."""
        return self._firing.fired_rows(patient)

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
        rows = self._firing.rows_of(action)
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
            fields = self._firing.fields_behind(self.rows[row_id], bits)
            behind = _Behind(fields, attrgetter(*fields) if fields else _nothing, {})
            remember(ways, bits & mask, behind)
        key = behind.values(patient)
        reason = behind.known.get(key)
        if reason is None:
            because = tuple(Fact(field, plain_value(getattr(patient, field))) for field in behind.fields)
            reason = _Reason(because)
            remember(behind.known, key, reason)
        return reason


def _unrated(action: str, cautions: tuple[str, ...]) -> RatedStep:
    return RatedStep(action, UNRATED, None, None, "", (), (), (), cautions)


def _with_reason(step: RatedStep, reason: _Reason) -> RatedStep:
    return RatedStep(
        step.action, step.rating, step.decided_by, step.row, step.why, step.rules, reason.because,
        step.evidence, step.cautions,
    )  # fmt: skip


def _nothing(_patient: Patient) -> None:
    """The values behind a row that always fires."""

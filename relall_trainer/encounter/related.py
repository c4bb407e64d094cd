"""Which rules are near to one another: those that rate the same steps, most of all if otherwise, or ask the same facts.

Computed from the rows, so that it follows the algorithm. Near rules are practised in turns: telling them apart is
what is learnt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relall_trainer.clinical.appraisal import UNRATED
from relall_trainer.clinical.rule import TIERS, Row, Rule

_NEAR = 0.2  # from here on two rules are called related
_TIER_ORDER = {tier: number for number, tier in enumerate(TIERS)}
_DIFFERENCE = 2.0  # rating a step otherwise binds two rules more than rating it alike


@dataclass(frozen=True, slots=True)
class Related:
    """For each rule the related ones, the nearest first."""

    near: Mapping[str, tuple[str, ...]]

    def to(self, rule: str) -> tuple[str, ...]:
        """The rules related to this one, the nearest first; none for a rule that is not known."""
        return self.near.get(rule, ())

    def nearest(self, rule: str, among: Iterable[str]) -> str | None:
        """The nearest of some rules, if any of them is related."""
        wanted = set(among) - {rule}
        return next((other for other in self.to(rule) if other in wanted), None)


def askable(rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """The rules that can decide a step for somebody, in their order.

    One that only cautions or withholds never does; nor does one that fires only where an earlier row decides anyway.
    """
    rows = [(row, rule.number) for rule in rules.values() for row in rule.rows]
    return tuple(
        rule.id
        for rule in rules.values()
        if any(
            not any(_always_before(other, row, step, number, rule.number) for other, number in rows)
            for row in rule.rows
            if row.rating not in (None, UNRATED)
            for step in row.steps
        )
    )


def _always_before(other: Row, row: Row, step: str, its_number: int, number: int) -> bool:
    """Whether the other row decides this step whenever the row fires: it asks no more, and comes first."""
    if other.rule == row.rule or other.rating is None or row.rating is None or step not in other.steps:
        return False
    if other.yields_to or other.relation not in (None, row.relation):
        return False
    first = (_TIER_ORDER[str(other.tier)], its_number) < (_TIER_ORDER[str(row.tier)], number)
    return first and set(other.tests) <= set(row.tests)


def related_rules(rules: Mapping[str, Rule]) -> Related:
    """How near each rule is to each, of those that can be asked."""
    asked = [rules[one] for one in askable(rules)]
    stances = {rule.id: _stances(rule) for rule in asked}
    facts = {rule.id: _facts(rule) for rule in asked}
    users = Counter(name for names in facts.values() for name in names)
    near: dict[str, tuple[str, ...]] = {}
    for rule in asked:
        found = []
        for other in asked:
            if other.id != rule.id:
                steps = _steps_in_common(stances[rule.id], stances[other.id])
                closeness = steps + _facts_in_common(facts[rule.id], facts[other.id], users)
                if closeness >= _NEAR:
                    found.append((-closeness, other.number, other.id))
        near[rule.id] = tuple(other for *_, other in sorted(found))
    return Related(near)


def _stances(rule: Rule) -> dict[str, frozenset[str]]:
    """How a rule rates each step it speaks of, over all its rows."""
    found: dict[str, set[str]] = {}
    for row in rule.rows:
        if row.rating is not None and row.rating != UNRATED:
            for step in row.steps:
                found.setdefault(step, set()).add(row.rating)
    return {step: frozenset(ratings) for step, ratings in found.items()}


def _facts(rule: Rule) -> frozenset[str]:
    """The names of what a rule asks of the patient."""
    names = {test.name for row in rule.rows for test in row.tests}
    return frozenset(names | {row.relation for row in rule.rows if row.relation})


def _steps_in_common(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> float:
    shared = one.keys() & other.keys()
    if not shared:
        return 0.0
    weight = sum(_DIFFERENCE if one[step] != other[step] else 1.0 for step in shared)
    return weight / len(one.keys() | other.keys())


def _facts_in_common(one: frozenset[str], other: frozenset[str], users: Mapping[str, int]) -> float:
    """The share of the facts asked by either that both ask; one that everybody asks counts for little."""
    either = sum(1 / users[name] for name in one | other)
    return sum(1 / users[name] for name in one & other) / either if either else 0.0

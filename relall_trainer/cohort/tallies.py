"""What a group's results come to by case, by rule and by dimension: counts of learners, each with an interval.

The answers of one learner are not independent, so each learner counts once. Which results are put together is for the
caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from relall_trainer.clinical.proportion import wilson, wilson_of_mean
from relall_trainer.cohort.marks import Mark, Result, dimensions_of
from relall_trainer.encounter.case import DIMENSION_NAMES, DIMENSIONS
from relall_trainer.encounter.scoring import exact_points

FEW = 5
"""Learners below whom a share says next to nothing."""

Results = Mapping[str, Sequence[Result]]
"""Learner → her results."""


@dataclass(frozen=True, slots=True)
class ShareTally:
    """The mean share of the possible points in one part, over ``n`` learners; None where none had points to earn.

    ``low`` and ``high``: its 95% interval (Wilson). ``critical`` counts learners with a critical error there.
    """

    id: str
    title: str
    n: int
    mean: float | None
    low: float
    high: float
    critical: int = 0


@dataclass(frozen=True, slots=True)
class RuleTally:
    """One rule over ``n`` learners whose answers were graded on it: ``missed`` went against it at least once.

    ``decisions`` were graded on it, ``right`` of them agreed throughout. ``forbidden``: learners who chose what it
    rules out. ``low`` and ``high``: the 95% interval of the share that missed it (Wilson).
    """

    rule: str
    n: int
    missed: int
    low: float
    high: float
    decisions: int
    right: int
    forbidden: int


def by_case(results: Results, titles: Mapping[int, str]) -> tuple[ShareTally, ...]:
    """Each item of the assignment, in its order; ``titles`` of all of them."""
    found = []
    for item, title in titles.items():
        marks = [[mark for one in own if one.item == item for mark in one.marks] for own in results.values()]
        found.append(_share(str(item), title, marks))
    return tuple(found)


def by_dimension(results: Results) -> tuple[ShareTally, ...]:
    """Each dimension anybody had points to earn in."""
    learners = [dimensions_of(mark for one in own for mark in one.marks) for own in results.values()]
    met = {name for own in learners for name in own}
    order = [*DIMENSIONS, *sorted(met.difference(DIMENSIONS))]
    found = []
    for name in order:
        pairs = [own[name] for own in learners if name in own]
        tally = _mean(name, DIMENSION_NAMES.get(name, name), pairs)
        if tally.n:
            found.append(tally)
    return tuple(found)


def by_rule(results: Results) -> tuple[RuleTally, ...]:
    """Each rule any answer was graded on, by its number."""
    grades: dict[str, dict[str, list[bool]]] = {}
    forbidden: dict[str, set[str]] = {}
    for learner, own in results.items():
        for mark in (mark for one in own for mark in one.marks if mark.answered):
            # A rule may be graded in several dimensions of one decision: that is one decision all the same.
            agreed: dict[str, bool] = {}
            for grade in mark.rules:
                agreed[grade.rule] = agreed.get(grade.rule, True) and grade.right
                if not grade.right and not set(mark.critical).isdisjoint(grade.steps):
                    forbidden.setdefault(grade.rule, set()).add(learner)
            for rule, right in agreed.items():
                grades.setdefault(rule, {}).setdefault(learner, []).append(right)
    found = []
    for rule in sorted(grades, key=rule_order):
        every = grades[rule].values()
        missed = sum(not all(one) for one in every)
        low, high = wilson(missed, len(every))
        decisions, agreeing = sum(map(len, every)), sum(map(sum, every))
        found.append(
            RuleTally(rule, len(every), missed, low, high, decisions, agreeing, len(forbidden.get(rule, ())))
        )
    return tuple(found)


def rule_order(rule: str) -> tuple[int, str]:
    """Rules by their number: R2 before R10."""
    digits = "".join(sign for sign in rule if sign.isdigit())
    return int(digits or 0), rule


def _share(name: str, title: str, learners: Iterable[Sequence[Mark]]) -> ShareTally:
    counted = [marks for marks in learners if marks]
    pairs = [
        (sum(exact_points(mark.points) for mark in marks), sum(exact_points(mark.possible) for mark in marks))
        for marks in counted
    ]
    critical = sum(any(mark.critical for mark in marks) for marks in counted)
    return _mean(name, title, pairs, critical)


def _mean(name: str, title: str, pairs: Sequence[tuple[float, float]], critical: int = 0) -> ShareTally:
    shares = [points / possible for points, possible in pairs if possible]
    mean = min(1.0, sum(shares) / len(shares)) if shares else None
    low, high = wilson_of_mean(mean or 0.0, len(shares))
    return ShareTally(name, title, len(shares), mean, low, high, critical)

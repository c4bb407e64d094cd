"""Points for a decision: how the ratings of the steps chosen become a score, line by line.

The score is for the quality of the decision, never for the luck of the outcome. What a step is rated is said
by the algorithm, which decisions count by the play. Points are counted in whole ten-thousandths, so that sums
never drift; a weight counts to the thousandth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from relall_trainer.clinical.appraisal import ACCEPTABLE, CONTRAINDICATED, DISCOURAGED, RECOMMENDED, UNRATED
from relall_trainer.encounter.case import DIMENSIONS, PICK_ONE, Group, Node

SCORING_VERSION = "1"
# What an acceptable step earns of a pick-one group where something better is on offer.
ACCEPTABLE_PERCENT = 60

# How a group's points came about, as the score sheet says it.
BASES: Mapping[str, str] = {
    "best": "The recommended step earns all points, an acceptable one 60%.",
    "best_acceptable": "Nothing on offer is recommended: an acceptable step earns all points.",
    "none_good": "Nothing on offer is recommended or acceptable: no step earns points.",
    "left_out": "The step chosen is not rated here: this question is not counted.",
    "order_set": "Each recommended step earns its point; a discouraged one costs ½, a contraindicated one 1.",
    "nothing_wrong": "Nothing on offer is recommended: ordering nothing wrong earns the point.",
    "unrated": "Nothing on offer is rated here: this question is not counted.",
}

_POINT = 10_000
_ONE_WEIGHT = 4 * _POINT
_ANY_WEIGHT = _POINT
_PENALTY = {DISCOURAGED: -_POINT // 2, CONTRAINDICATED: -_POINT}


# A named tuple, as up to 40 of them are made with every commit.
class ScoreLine(NamedTuple):
    """One step on the score sheet.

    ``points`` is what it brought or cost, ``worth`` what choosing it brings or costs, ``rule`` the id of the
    rule that decided the rating (None where nothing is rated).
    """

    action: str
    chosen: bool
    rating: str
    points: float
    worth: float
    rule: str | None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One group's points; ``basis`` is a key of ``BASES``."""

    group: str
    dimension: str
    points: float
    possible: float
    basis: str
    lines: tuple[ScoreLine, ...]

    @property
    def adjustment(self) -> float:
        """What the group adds to the sum of its lines: its point for nothing wrong, or the floor at zero."""
        return plain_points(exact_points(self.points) - sum(exact_points(line.points) for line in self.lines))


@dataclass(frozen=True, slots=True)
class NodeScore:
    """One decision's points. ``critical``: the contraindicated steps chosen, never averaged into points."""

    points: float
    possible: float
    critical: tuple[str, ...]
    groups: tuple[GroupScore, ...]

    def reaches(self, percent: int) -> bool:
        """Whether at least so many percent of the points possible were earned, without rounding."""
        return exact_points(self.points) * 100 >= exact_points(self.possible) * percent


@dataclass(frozen=True, slots=True)
class Total:
    """Points over the decisions met. ``critical``: (node, step); ``dimensions``: id → (points, possible)."""

    points: float
    possible: float
    percent: str | None
    critical: tuple[tuple[str, str], ...]
    dimensions: Mapping[str, tuple[float, float]]


def score_node(
    node: Node,
    ratings: Mapping[str, str],
    chosen: Collection[str],
    rules: Mapping[str, str | None] | None = None,
) -> NodeScore:
    """Score one decision: ``ratings`` of every step on offer, ``rules`` the deciding rule of each."""
    picked = frozenset(chosen)
    why = rules or {}
    groups = tuple(
        (_pick_one if group.pick == PICK_ONE else _pick_any)(group, ratings, picked, why)
        for group in node.groups
    )
    return NodeScore(
        points=add(group.points for group in groups),
        possible=add(group.possible for group in groups),
        critical=tuple(
            option.action
            for group in node.groups
            for option in group.options
            if option.action in picked and ratings[option.action] == CONTRAINDICATED
        ),
        groups=groups,
    )


def total(scores: Mapping[str, NodeScore]) -> Total:
    """The sum over the decisions met (node id → the score that counts, the first answer's)."""
    sums: dict[str, list[int]] = {}
    for score in scores.values():
        for group in score.groups:
            pair = sums.setdefault(group.dimension, [0, 0])
            pair[0] += exact_points(group.points)
            pair[1] += exact_points(group.possible)
    points = sum(pair[0] for pair in sums.values())
    possible = sum(pair[1] for pair in sums.values())
    order = [*DIMENSIONS, *(name for name in sums if name not in DIMENSIONS)]
    return Total(
        points=plain_points(points),
        possible=plain_points(possible),
        percent=percent(points, possible),
        critical=tuple((node, action) for node, score in scores.items() for action in score.critical),
        dimensions={
            name: (plain_points(sums[name][0]), plain_points(sums[name][1])) for name in order if name in sums
        },
    )


def percent(points: float, possible: float) -> str | None:
    """One decimal, half up (``83.4``); None where nothing was possible."""
    reached, best = exact_points(points), exact_points(possible)
    if best <= 0:
        return None
    tenths = (2000 * reached + best) // (2 * best)
    return f"{tenths // 10}.{tenths % 10}"


def percent_words(percent: str | None) -> str:
    """``83.4%``, ``100%``, or that nothing was scored."""
    return "not scored" if percent is None else f"{percent.removesuffix('.0')}%"


def add(points: Iterable[float]) -> float:
    """Points added without drift: 0.6 + 0.6 + 0.6 is 1.8."""
    return plain_points(sum(exact_points(each) for each in points))


def plain_points(exact: int) -> float:
    """Ten-thousandths as the number shown and stored: whole where it is whole, else the nearest float."""
    whole, rest = divmod(exact, _POINT)
    return exact / _POINT if rest else whole


def exact_points(points: float) -> int:
    """Points in whole ten-thousandths: sums and comparisons of these never drift."""
    return round(points * _POINT)


def _weight(weight: float | None, default: int) -> int:
    # To the thousandth, so that 60 % of it is still a whole number of ten-thousandths.
    return default if weight is None else round(weight * 1000) * (_POINT // 1000)


def _pick_one(
    group: Group, ratings: Mapping[str, str], picked: frozenset[str], why: Mapping[str, str | None]
) -> GroupScore:
    full = _weight(group.weight, _ONE_WEIGHT)
    offered = {ratings[option.action] for option in group.options}
    worth: dict[str, int] = {}
    if RECOMMENDED in offered:
        basis, worth = "best", {RECOMMENDED: full, ACCEPTABLE: full * ACCEPTABLE_PERCENT // 100}
    elif ACCEPTABLE in offered:
        basis, worth = "best_acceptable", {ACCEPTABLE: full}
    else:
        basis = "unrated" if offered == {UNRATED} else "none_good"
    shown = {rating: plain_points(worth.get(rating, 0)) for rating in offered}
    points, possible = 0, full
    lines = []
    for option in group.options:
        action = option.action
        rating = ratings[action]
        value = shown[rating]
        hit = action in picked
        if hit:
            points += worth.get(rating, 0)
            if rating == UNRATED:
                possible = 0
                basis = "unrated" if basis == "unrated" else "left_out"
        lines.append(ScoreLine(action, hit, rating, value if hit else 0, value, why.get(action)))
    return GroupScore(
        group.id, group.dimension, plain_points(points), plain_points(possible), basis, tuple(lines)
    )


def _pick_any(
    group: Group, ratings: Mapping[str, str], picked: frozenset[str], why: Mapping[str, str | None]
) -> GroupScore:
    earned = possible = 0
    wrong = rated = offered = False
    lines = []
    for option in group.options:
        action = option.action
        rating = ratings[action]
        hit = action in picked
        if rating == RECOMMENDED:
            offered = True
            value = _weight(option.weight, _ANY_WEIGHT)
            possible += value
        else:
            value = _PENALTY.get(rating, 0)
        if rating != UNRATED:
            rated = True
        if hit:
            earned += value
            wrong = wrong or value < 0
        shown = plain_points(value) if value else 0
        lines.append(ScoreLine(action, hit, rating, shown if hit else 0, shown, why.get(action)))
    basis = "order_set"
    if not offered:
        # Where the source is silent on all of them nothing is scored: unrated is neither right nor wrong.
        basis = "nothing_wrong" if rated else "unrated"
        possible = _weight(group.weight, _ANY_WEIGHT) if rated else 0
        earned = 0 if wrong else possible
    return GroupScore(
        group.id, group.dimension, plain_points(max(earned, 0)), plain_points(possible), basis, tuple(lines)
    )

"""What a decision came to in one word, and which rules it put to the test: what practice is spaced by.

Read off the score sheet alone, so a grade can never say otherwise than the points did. Which answers count (the first
at each node of an attempt) is left to the caller, and when a rule is asked again to ``schedule``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relall_trainer.clinical.appraisal import ACCEPTABLE, CONTRAINDICATED, DISCOURAGED, RECOMMENDED, UNRATED
from relall_trainer.encounter.scoring import ACCEPTABLE_PERCENT, GroupScore, NodeScore, ScoreLine

_HARMFUL = (DISCOURAGED, CONTRAINDICATED)
# The best rating on offer, by how the group's points came about. Where nothing on offer was right, where the step
# chosen is not rated, and where nothing is, no answer agrees or disagrees with a rule.
_BEST_OF_ONE = {"best": RECOMMENDED, "best_acceptable": ACCEPTABLE}
_ORDER_SETS = ("order_set", "nothing_wrong")


@dataclass(frozen=True, slots=True)
class RuleGrade:
    """One rule in one decision: ``right`` where the decision agreed with it throughout.

    ``steps`` are those the grade rests on: where it is wrong, only the steps that went wrong.
    """

    rule: str
    dimension: str
    right: bool
    steps: tuple[str, ...]


def decision_rating(score: NodeScore) -> str:
    """One rating word for a whole decision: the same on the map, in the debrief and in a gradebook.

    The worst wrong step chosen names it. Where nothing wrong was chosen, all points make it recommended, the
    share an acceptable pick earns makes it acceptable, less (much left out) discouraged. Unrated where
    nothing counted.
    """
    if score.critical:
        return CONTRAINDICATED
    if any(line.chosen and line.rating == DISCOURAGED for group in score.groups for line in group.lines):
        return DISCOURAGED
    if not score.possible:
        return UNRATED
    if score.reaches(100):
        return RECOMMENDED
    return ACCEPTABLE if score.reaches(ACCEPTABLE_PERCENT) else DISCOURAGED


def rules_tested(score: NodeScore) -> tuple[str, ...]:
    """Every rule some answer to this decision would be graded on, whatever was chosen, in order of the score sheet."""
    return tuple(dict.fromkeys(line.rule for group in score.groups for line in _testable(group) if line.rule))


def rule_grades(score: NodeScore) -> tuple[RuleGrade, ...]:
    """One grade for each rule and dimension that the decision tested, in the order of the score sheet.

    In an order set a recommended step is right when chosen, a harmful one when left out; acceptable and unrated steps
    test nothing. Where one step is picked, the best one answers for its own rule and for the rules of the harmful
    steps passed over; any other disagrees with its own rule and with those of the best steps missed.
    """
    found: dict[tuple[str, str], dict[bool, list[str]]] = {}
    for group in score.groups:
        for line, right in _tested(group):
            if line.rule is not None:
                sides = found.setdefault((line.rule, group.dimension), {True: [], False: []})
                sides[right].append(line.action)
    return tuple(
        RuleGrade(rule, dimension, not sides[False], tuple(sides[False] or sides[True]))
        for (rule, dimension), sides in found.items()
    )


def agreed(rule: str, scores: Iterable[NodeScore]) -> bool | None:
    """Whether these decisions agreed with a rule throughout; None where none of them put it to the test."""
    results = [grade.right for score in scores for grade in rule_grades(score) if grade.rule == rule]
    return all(results) if results else None


def _testable(group: GroupScore) -> Iterator[ScoreLine]:
    order_set = group.basis in _ORDER_SETS
    for line in group.lines:
        if not order_set or line.rating == RECOMMENDED or line.rating in _HARMFUL:
            yield line


def _tested(group: GroupScore) -> Iterator[tuple[ScoreLine, bool]]:
    if group.basis in _ORDER_SETS:
        for line in group.lines:
            if line.rating == RECOMMENDED:
                yield line, line.chosen
            elif line.rating in _HARMFUL:
                yield line, not line.chosen
    elif group.basis in _BEST_OF_ONE:
        yield from _tested_by_one(group, _BEST_OF_ONE[group.basis])


def _tested_by_one(group: GroupScore, best: str) -> Iterator[tuple[ScoreLine, bool]]:
    right = any(line.chosen and line.rating == best for line in group.lines)
    for line in group.lines:
        if right:
            if line.chosen or line.rating in _HARMFUL:
                yield line, True
        elif line.chosen or line.rating == best:
            yield line, False

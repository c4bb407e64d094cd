"""What a play came to: totals, decision by decision, the map, the authors' path, confidence against result.

All of it is derived from the encounter; how it looks is left to the window. First answers count throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

from relall_trainer.encounter.authors import authors_walk as authors_walk
from relall_trainer.encounter.case import DIMENSION_NAMES, Ending
from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.encounter.decision_map import DecisionMap, decision_map
from relall_trainer.encounter.grading import decision_rating
from relall_trainer.encounter.play import Encounter, Visit
from relall_trainer.encounter.scoring import GroupScore, ScoreLine, Total, percent, total


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension of the score; ``percent`` as in ``Total``."""

    id: str
    name: str
    points: float
    possible: float
    percent: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step with the name it goes by in this case, its rating, and the rule that decided it."""

    action: str
    label: str
    rating: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision, as first answered. ``mark`` is its rating class; ``changed``: answered otherwise later.

    ``missed`` is the step left out that would have brought most, None where nothing was lost.
    """

    number: int
    node: str
    title: str
    day: int
    chosen: tuple[Step, ...]
    points: float
    possible: float
    mark: str
    missed: Step | None
    critical: tuple[Step, ...]
    confidence: str | None
    rationale: str
    changed: bool


@dataclass(frozen=True, slots=True)
class AuthorsStep:
    """One decision of the authors' path; ``origin`` is paper or implied; ``met``: the learner met it too."""

    node: str
    title: str
    chosen: tuple[Step, ...]
    origin: str
    points: float
    possible: float
    met: bool


@dataclass(frozen=True, slots=True)
class CriticalError:
    """A contraindicated step that was chosen."""

    number: int
    node: str
    title: str
    step: Step


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """Decisions answered with one confidence: how many, and what they earned of their possible points.

    ``full`` counts those that earned all of it, ``critical`` those with a critical error.
    """

    confidence: str
    n: int
    share: float
    full: int
    critical: int


@dataclass(frozen=True, slots=True)
class Debrief:
    """The whole debrief. ``ending`` is None while the case goes on; ``take_away`` are the ending's points."""

    case: str
    title: str
    total: Total
    dimensions: tuple[DimensionLine, ...]
    decisions: tuple[DecisionLine, ...]
    map: DecisionMap
    authors: tuple[AuthorsStep, ...]
    ending: Ending | None
    take_away: tuple[str, ...]
    calibration: tuple[CalibrationLine, ...]
    critical: tuple[CriticalError, ...]


def debrief(encounter: Encounter) -> Debrief:
    """The debrief of an encounter, ended or not; CaseFault where the authors' path cannot be walked."""
    case = encounter.case
    sums = total(encounter.first)
    theirs = authors_walk(case, encounter.algorithm, memory=encounter.memory)
    decisions = _decisions(encounter)
    ending = encounter.current.ending
    return Debrief(
        case=case.head.id,
        title=case.head.title,
        total=sums,
        dimensions=tuple(
            DimensionLine(name, DIMENSION_NAMES.get(name, name), points, possible, percent(points, possible))
            for name, (points, possible) in sums.dimensions.items()
        ),
        decisions=decisions,
        map=decision_map(encounter, theirs),
        authors=_authors(encounter, theirs),
        ending=ending,
        take_away=ending.take_away if ending else (),
        calibration=calibration(decisions),
        critical=tuple(
            CriticalError(line.number, line.node, line.title, step)
            for line in decisions
            for step in line.critical
        ),
    )


def first_answers(encounter: Encounter) -> tuple[Visit, ...]:
    """The visit that counts of each node met, in the order they were first met."""
    found: dict[str, Visit] = {}
    for visit in encounter.record:
        found.setdefault(visit.node, visit)
    return tuple(found.values())


def calibration(decisions: tuple[DecisionLine, ...]) -> tuple[CalibrationLine, ...]:
    """Confidence against result, least sure first; decisions with a confidence and points to earn only."""
    lines = []
    for word in CONFIDENCE:
        sure = [line for line in decisions if line.confidence == word and line.possible > 0]
        if sure:
            shares = [line.points / line.possible for line in sure]
            lines.append(
                CalibrationLine(
                    confidence=word,
                    n=len(sure),
                    share=sum(shares) / len(shares),
                    full=sum(line.points == line.possible for line in sure),
                    critical=sum(bool(line.critical) for line in sure),
                )
            )
    return tuple(lines)


def _decisions(encounter: Encounter) -> tuple[DecisionLine, ...]:
    changed = {
        visit.node
        for first in first_answers(encounter)
        for visit in encounter.record
        if visit.node == first.node and visit.chosen != first.chosen
    }
    lines = []
    for number, visit in enumerate(first_answers(encounter), start=1):
        node = encounter.case.nodes[visit.node]
        steps = _steps(encounter, visit)
        missed = missed_line(visit)
        lines.append(
            DecisionLine(
                number=number,
                node=visit.node,
                title=node.title,
                day=node.day,
                chosen=tuple(steps[action] for action in visit.chosen),
                points=visit.score.points,
                possible=visit.score.possible,
                mark=decision_rating(visit.score),
                missed=steps[missed.action] if missed else None,
                critical=tuple(steps[action] for action in visit.score.critical),
                confidence=visit.confidence,
                rationale=visit.rationale,
                changed=visit.node in changed,
            )
        )
    return tuple(lines)


def missed_line(visit: Visit) -> ScoreLine | None:
    """The score line of the step left out that would have brought most; None where nothing was lost."""
    best: ScoreLine | None = None
    gain = 0.0
    for group in visit.score.groups:
        for line in group.lines:
            brings = _brings(group, line)
            if brings > gain:
                best, gain = line, brings
    return best


def _brings(group: GroupScore, line: ScoreLine) -> float:
    """What choosing this step as well (instead, where one only is picked) would have added."""
    if line.chosen:
        return 0.0
    if group.basis == "order_set":
        return line.worth
    return line.worth - group.points


def _steps(encounter: Encounter, visit: Visit) -> dict[str, Step]:
    labels = labels_at(encounter, visit.node)
    return {
        line.action: Step(line.action, labels[line.action], line.rating, line.rule)
        for group in visit.score.groups
        for line in group.lines
    }


def labels_at(encounter: Encounter, node: str) -> dict[str, str]:
    """What each step on offer at a node is called there: the case's label, or else the catalogue's."""
    actions = encounter.algorithm.actions
    return {
        option.action: option.label or actions[option.action].label
        for group in encounter.case.nodes[node].groups
        for option in group.options
    }


def _authors(encounter: Encounter, theirs: tuple[Visit, ...]) -> tuple[AuthorsStep, ...]:
    met = {visit.node for visit in encounter.record}
    lines = []
    for step, visit in zip(encounter.case.authors_path, theirs, strict=True):
        steps = _steps(encounter, visit)
        lines.append(
            AuthorsStep(
                node=visit.node,
                title=encounter.case.nodes[visit.node].title,
                chosen=tuple(steps[action] for action in visit.chosen),
                origin=step.origin,
                points=visit.score.points,
                possible=visit.score.possible,
                met=visit.node in met,
            )
        )
    return tuple(lines)

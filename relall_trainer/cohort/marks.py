"""What an attempt that was handed in came to, decision by decision, and how that is written down and read again.

A result is self-contained: which case, which rules, which scoring, what was chosen, what it earned. How it is found
is left to ``marking``, what a group of them says to ``gradebook``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from relall_trainer.encounter.grading import RuleGrade
from relall_trainer.encounter.scoring import add, exact_points, percent, plain_points

MISSING = "missing"
"""An exam's decision that was not answered: nothing of what was possible."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One way to decide at one moment of a case, and what it comes to: the same for everybody who decides so.

    ``verdict`` is a rating word or ``MISSING``. ``chosen`` in the order offered, ``labels`` what those steps are called
    there. ``rules`` are graded by this answer, ``turns_on`` by any; ``state`` is the patient's fingerprint.
    ``dimensions``: id, points, possible.
    """

    node: str
    title: str
    verdict: str
    chosen: tuple[str, ...]
    labels: tuple[str, ...]
    points: float
    possible: float
    critical: tuple[str, ...]
    rules: tuple[RuleGrade, ...]
    turns_on: tuple[str, ...]
    dimensions: tuple[tuple[str, float, float], ...]
    state: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A learner's first answer at one decision, or that she gave none."""

    decision: Decision
    confidence: str | None = None
    rationale: str = ""
    elapsed_ms: int | None = None
    at: str = ""

    @property
    def node(self) -> str:
        return self.decision.node

    @property
    def title(self) -> str:
        return self.decision.title

    @property
    def verdict(self) -> str:
        return self.decision.verdict

    @property
    def answered(self) -> bool:
        return self.decision.verdict != MISSING

    @property
    def chosen(self) -> tuple[str, ...]:
        return self.decision.chosen

    @property
    def labels(self) -> tuple[str, ...]:
        return self.decision.labels

    @property
    def points(self) -> float:
        return self.decision.points

    @property
    def possible(self) -> float:
        return self.decision.possible

    @property
    def critical(self) -> tuple[str, ...]:
        return self.decision.critical

    @property
    def rules(self) -> tuple[RuleGrade, ...]:
        return self.decision.rules

    @property
    def dimensions(self) -> tuple[tuple[str, float, float], ...]:
        return self.decision.dimensions


@dataclass(frozen=True, slots=True)
class Pins:
    """What a result was found under; with these it can be found again, byte for byte."""

    case: str
    case_version: str
    case_sha256: str
    case_title: str
    algorithm: str
    algorithm_version: str
    algorithm_sha256: str
    scoring: str


@dataclass(frozen=True, slots=True)
class Result:
    """An attempt as marked. ``item`` counts the assignment's items from 0.

    ``finished``: an ending was reached (an exam: all is answered). ``ending`` its id. ``trail`` tells its log
    from others, see ``trail``. ``played_under`` names other rules the learner saw while playing, if so.
    ``attempt`` is empty where an exam never came to this item.
    """

    attempt: str
    item: int
    mode: str
    pins: Pins
    finished: bool
    ending: str | None
    started_at: str
    finished_at: str
    marks: tuple[Mark, ...]
    trail: str = ""
    played_under: str = ""

    @property
    def points(self) -> float:
        return add(mark.points for mark in self.marks)

    @property
    def possible(self) -> float:
        return add(mark.possible for mark in self.marks)

    @property
    def percent(self) -> str | None:
        """One decimal, half up; None where nothing was possible."""
        return percent(self.points, self.possible)

    @property
    def critical(self) -> int:
        """How many contraindicated steps were chosen; never averaged into the points."""
        return sum(len(mark.critical) for mark in self.marks)

    @property
    def answered(self) -> int:
        return sum(mark.answered for mark in self.marks)

    @property
    def elapsed_ms(self) -> int:
        """The time looked at the decisions that count."""
        return sum(mark.elapsed_ms or 0 for mark in self.marks)


def dimensions_of(marks: Iterable[Mark]) -> dict[str, tuple[float, float]]:
    """Points and possible points by dimension, over some marks."""
    sums: dict[str, list[int]] = {}
    for mark in marks:
        for name, points, possible in mark.dimensions:
            pair = sums.setdefault(name, [0, 0])
            pair[0] += exact_points(points)
            pair[1] += exact_points(possible)
    return {name: (plain_points(points), plain_points(possible)) for name, (points, possible) in sums.items()}


def plain_result(result: Result) -> dict[str, Any]:
    """As plain data, points in whole ten-thousandths."""
    pins = result.pins
    return {
        "attempt": result.attempt,
        "item": result.item,
        "mode": result.mode,
        "pins": [getattr(pins, name) for name in pins.__slots__],
        "finished": result.finished,
        "ending": result.ending,
        "started_at": result.started_at,
        "finished_at": result.finished_at,
        "points": exact_points(result.points),
        "possible": exact_points(result.possible),
        "critical": result.critical,
        "marks": [plain_mark(mark) for mark in result.marks],
        "trail": result.trail,
        "played_under": result.played_under,
    }


def plain_mark(mark: Mark) -> dict[str, Any]:
    """One mark as plain data."""
    return {
        "confidence": mark.confidence,
        "rationale": mark.rationale,
        "elapsed_ms": mark.elapsed_ms,
        "at": mark.at,
        "decision": plain_decision(mark.decision),
    }


def plain_decision(one: Decision) -> dict[str, Any]:
    """What was decided and what it came to, as plain data."""
    return {
        "node": one.node,
        "title": one.title,
        "verdict": one.verdict,
        "chosen": list(one.chosen),
        "labels": list(one.labels),
        "points": exact_points(one.points),
        "possible": exact_points(one.possible),
        "critical": list(one.critical),
        "rules": [[grade.rule, grade.dimension, grade.right, list(grade.steps)] for grade in one.rules],
        "turns_on": list(one.turns_on),
        "dimensions": [
            [name, exact_points(points), exact_points(possible)] for name, points, possible in one.dimensions
        ],
        "state": one.state,
    }


Decisions = dict[Hashable, Decision]
"""Decisions read before: many learners decide alike, and reading one again takes longer than finding it."""


def result_from_plain(data: Mapping[str, Any], seen: Decisions | None = None) -> Result:
    """A result this program wrote down; its sums are added up anew. Raises ValueError where they are others.

    ``seen`` makes reading many faster and is added to.
    """
    pins = Pins(*data["pins"])
    known = {} if seen is None else seen
    result = Result(
        attempt=data["attempt"],
        item=data["item"],
        mode=data["mode"],
        pins=pins,
        finished=data["finished"],
        ending=data["ending"],
        started_at=data["started_at"],
        finished_at=data["finished_at"],
        marks=tuple(_mark(one, pins, known) for one in data["marks"]),
        trail=data["trail"],
        played_under=data["played_under"],
    )
    written = data["points"], data["possible"], data["critical"]
    if written != (exact_points(result.points), exact_points(result.possible), result.critical):
        raise ValueError(f"the marks of attempt {result.attempt} do not add up to its score")
    return result


def _mark(data: Mapping[str, Any], pins: Pins, seen: Decisions) -> Mark:
    one = data["decision"]
    # Under the same pins, the same patient and the same choice there is one decision only.
    key = (pins, one["node"], one["state"], one["verdict"], one["points"], *one["chosen"])
    decision = seen.get(key)
    if decision is None:
        decision = seen[key] = _decision(one)
    return Mark(decision, data["confidence"], data["rationale"], data["elapsed_ms"], data["at"])


def _decision(data: Mapping[str, Any]) -> Decision:
    return Decision(
        node=data["node"],
        title=data["title"],
        verdict=data["verdict"],
        chosen=tuple(data["chosen"]),
        labels=tuple(data["labels"]),
        points=plain_points(data["points"]),
        possible=plain_points(data["possible"]),
        critical=tuple(data["critical"]),
        rules=tuple(
            RuleGrade(rule, dimension, right, tuple(steps)) for rule, dimension, right, steps in data["rules"]
        ),
        turns_on=tuple(data["turns_on"]),
        dimensions=tuple(
            (name, plain_points(points), plain_points(possible))
            for name, points, possible in data["dimensions"]
        ),
        state=data["state"],
    )

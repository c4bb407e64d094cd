"""What the index's sums say: how each rule and each dimension stands, how it went over time, sure against right.

First answers only, never forks or exams under way. Lines of different versions of algorithm and scoring stay apart.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.encounter.scoring import plain_points
from relall_trainer.learner.index_reader import grades_of
from relall_trainer.learner.sums import ALL

_BY_DAY, _BY_WEEK = timedelta(days=21), timedelta(days=200)


@dataclass(frozen=True, slots=True)
class RuleTally:
    """A rule in all decisions that graded it. ``sure_wrong``: wrong though fairly sure or certain.

    ``critical``: how often it forbade a step that was chosen. ``last_at`` ISO 8601 in UTC.
    """

    rule: str
    version: str
    n: int
    right: int
    sure_wrong: int
    critical: int
    last_at: str


@dataclass(frozen=True, slots=True)
class DimensionTally:
    """A dimension in all decisions with points to earn in it; ``full``: how many earned all of them."""

    dimension: str
    version: str
    n: int
    points: float
    possible: float
    full: int


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A stretch of days, in UTC, the last included. ``right``: graded right, or all points earned.

    Of one rule alone there are no points: both numbers are 0.
    """

    version: str
    since: date
    until: date
    n: int
    right: int
    points: float
    possible: float


@dataclass(frozen=True, slots=True)
class ConfidenceTally:
    """Decisions with points to earn that were answered with one confidence."""

    version: str
    confidence: str
    n: int
    points: float
    possible: float
    full: int
    critical: int


@dataclass(frozen=True, slots=True)
class Graded:
    """One rule graded in one decision; ``key`` is the decision's."""

    key: int
    at: str
    rule: str
    dimension: str
    right: bool
    confidence: str | None
    attempt: str
    node: str
    version: str


def rule_tallies(connection: sqlite3.Connection) -> tuple[RuleTally, ...]:
    """Each rule in each version, the version used last first. Raises sqlite3.Error."""
    rows = connection.execute(
        "SELECT rule, version, sum(n), sum(right), sum(sure_wrong), sum(critical), max(last_at) FROM rule_days"
        " GROUP BY version, rule ORDER BY max(max(last_at)) OVER (PARTITION BY version) DESC, version, rule"
    )
    return tuple(RuleTally(*row) for row in rows)


def dimension_tallies(connection: sqlite3.Connection) -> tuple[DimensionTally, ...]:
    """Each dimension in each version. Raises sqlite3.Error."""
    rows = connection.execute(
        "SELECT dimension, version, sum(n), sum(points), sum(possible), sum(full) FROM dimension_days"
        " WHERE dimension <> ? GROUP BY version, dimension"
        " ORDER BY max(max(day)) OVER (PARTITION BY version) DESC, version, dimension",
        (ALL,),
    )
    return tuple(
        DimensionTally(dimension, version, n, plain_points(points), plain_points(possible), full)
        for dimension, version, n, points, possible, full in rows
    )


def calibration(connection: sqlite3.Connection) -> tuple[ConfidenceTally, ...]:
    """By version, least sure first. Raises sqlite3.Error."""
    rows = connection.execute(
        "SELECT version, confidence, n, points, possible, full, critical FROM certainty"
    )
    lines = [
        ConfidenceTally(version, confidence, n, plain_points(points), plain_points(possible), full, critical)
        for version, confidence, n, points, possible, full, critical in rows
    ]
    return tuple(sorted(lines, key=lambda line: (line.version, CONFIDENCE.index(line.confidence))))


def trend(connection: sqlite3.Connection, rule: str | None, dimension: str | None) -> tuple[TrendPoint, ...]:
    """Oldest first: by day for three weeks at most, then by week, then by month. Raises sqlite3.Error."""
    if rule is not None:
        rows = connection.execute(
            "SELECT version, day, n, right, 0, 0 FROM rule_days WHERE rule = ? ORDER BY version, day", (rule,)
        ).fetchall()
    else:
        rows = connection.execute(
            "SELECT version, day, n, full, points, possible FROM dimension_days WHERE dimension = ?"
            " ORDER BY version, day",
            (ALL if dimension is None else dimension,),
        ).fetchall()
    if not rows:
        return ()
    days = [date.fromisoformat(row[1]) for row in rows]
    span = max(days) - min(days)
    points: dict[tuple[date, str], list[int]] = {}
    for day, (version, _, *numbers) in zip(days, rows, strict=True):
        sums = points.setdefault((_start(day, span), version), [0, 0, 0, 0])
        for place, number in enumerate(numbers):
            sums[place] += number
    return tuple(
        TrendPoint(version, since, _end(since, span), n, right, plain_points(earned), plain_points(best))
        for (since, version), (n, right, earned, best) in sorted(points.items())
    )


def grades(connection: sqlite3.Connection, after: int | None, limit: int) -> tuple[list[Graded], int | None]:
    """The grades of the next first answers after a key, oldest first, and the key to go on from (None: no more).

    Raises sqlite3.Error.
    """
    rows = connection.execute(
        "SELECT d.key, d.at, d.graded, d.confidence, a.id, p.node, a.version FROM decisions d"
        " JOIN attempts a ON a.number = d.attempt JOIN places p ON p.number = d.place"
        " WHERE d.counted = 1 AND d.key > ? ORDER BY d.key LIMIT ?",
        (-(2**62) if after is None else after, limit),
    ).fetchall()
    found = [
        Graded(key, at, rule, dimension, right, confidence, attempt, node, version)
        for key, at, graded, confidence, attempt, node, version in rows
        for rule, dimension, right, _ in grades_of(graded)
    ]
    return found, rows[-1][0] if len(rows) == limit else None


def _start(day: date, span: timedelta) -> date:
    if span <= _BY_DAY:
        return day
    return day - timedelta(days=day.weekday()) if span <= _BY_WEEK else day.replace(day=1)


def _end(since: date, span: timedelta) -> date:
    if span <= _BY_DAY:
        return since
    if span <= _BY_WEEK:
        return since + timedelta(days=6)
    return (since + timedelta(days=31)).replace(day=1) - timedelta(days=1)

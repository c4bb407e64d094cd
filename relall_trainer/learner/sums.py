"""The sums the index keeps by day: how often each rule was answered right, what each dimension earned.

First answers only, forks apart, one line for each version of algorithm and scoring. Reading them out is ``trends``'s.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TypeVar

from relall_trainer.learner.index_rows import SURE, DecisionRow

_RULE = (
    "INSERT INTO rule_days VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n,"
    " right = right + excluded.right, sure_wrong = sure_wrong + excluded.sure_wrong,"
    " critical = critical + excluded.critical, last_at = max(last_at, excluded.last_at)"
)
_DIMENSION = (
    "INSERT INTO dimension_days VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n,"
    " points = points + excluded.points, possible = possible + excluded.possible, full = full + excluded.full"
)
_CERTAINTY = (
    "INSERT INTO certainty VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n,"
    " points = points + excluded.points, possible = possible + excluded.possible, full = full + excluded.full,"
    " critical = critical + excluded.critical"
)
_Key = TypeVar("_Key", bound=tuple[str, ...])
ALL = ""
"""Stands for all dimensions together."""


class Sums:
    """What is to be added to the tables."""

    __slots__ = ("_certainty", "_dimensions", "_last", "_rules")

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str, str], list[int]] = {}
        self._last: dict[tuple[str, str, str], str] = {}
        self._dimensions: dict[tuple[str, str, str], list[int]] = {}
        self._certainty: dict[tuple[str, str], list[int]] = {}

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Sums:
        """Everything the decisions of the index come to. Raises sqlite3.Error."""
        sums = cls()
        for version, at, confidence, points, possible, critical, graded, dimensions in connection.execute(
            "SELECT a.version, d.at, d.confidence, d.points, d.possible, d.critical, d.graded, d.dimensions"
            " FROM decisions d JOIN attempts a ON a.number = d.attempt WHERE d.counted = 1"
        ):
            grades, parts = graded.split(" "), dimensions.split(" ")
            sums._add(
                version, at, confidence, points, possible, critical,
                [(grades[i], grades[i + 2] == "1", grades[i + 3] == "1") for i in range(0, len(grades) - 1, 4)],
                [(parts[i], int(parts[i + 1]), int(parts[i + 2])) for i in range(0, len(parts) - 1, 3)],
            )  # fmt: skip
        return sums

    def count(self, version: str, row: DecisionRow) -> None:
        """Add a decision that counts."""
        self._add(
            version, row.at, row.confidence, row.points, row.possible, row.critical,
            [(grade.rule, grade.right, grade.forbade) for grade in row.graded],
            row.dimensions,
        )  # fmt: skip

    def add_to(self, connection: sqlite3.Connection) -> None:
        """Write what was counted. Raises sqlite3.Error."""
        if self._rules:
            connection.executemany(
                _RULE, [(*key, *values, self._last[key]) for key, values in self._rules.items()]
            )
        if self._dimensions:
            connection.executemany(_DIMENSION, [(*key, *values) for key, values in self._dimensions.items()])
        if self._certainty:
            connection.executemany(_CERTAINTY, [(*key, *values) for key, values in self._certainty.items()])

    def _add(
        self,
        version: str,
        at: str,
        confidence: str | None,
        points: int,
        possible: int,
        critical: int,
        graded: Iterable[tuple[str, bool, bool]],
        dimensions: Iterable[tuple[str, int, int]],
    ) -> None:
        day = at[:10]
        sure = confidence in SURE
        for rule, right, forbade in _by_rule(graded):
            key = version, rule, day
            _plus(self._rules, key, (1, right, sure and not right, forbade))
            self._last[key] = max(at, self._last.get(key, ""))
        if possible <= 0:
            return
        full = points == possible
        _plus(self._dimensions, (version, ALL, day), (1, points, possible, full))
        for dimension, earned, best in dimensions:
            if best > 0:
                _plus(self._dimensions, (version, dimension, day), (1, earned, best, earned == best))
        if confidence is not None:
            _plus(self._certainty, (version, confidence), (1, points, possible, full, critical > 0))


def _by_rule(graded: Iterable[tuple[str, bool, bool]]) -> list[tuple[str, bool, bool]]:
    """One grade a rule, though it may have been graded in two dimensions: right where it was right in all."""
    found: dict[str, tuple[bool, bool]] = {}
    for rule, right, forbade in graded:
        before = found.get(rule, (True, False))
        found[rule] = before[0] and right, before[1] or forbade
    return [(rule, *pair) for rule, pair in found.items()]


def _plus(sums: dict[_Key, list[int]], key: _Key, values: tuple[int, ...]) -> None:
    known = sums.get(key)
    if known is None:
        sums[key] = [int(value) for value in values]
    else:
        for place, value in enumerate(values):
            known[place] += value

"""Reading decisions out of the index: a page of them by key, newest first, and how many there are.

What is looked for is put into SQL by ``index_query``; sums are ``trends``'s.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from relall_trainer.encounter.scoring import plain_points
from relall_trainer.learner.decisions import ChosenStep, DecisionFilter, DecisionLine
from relall_trainer.learner.index_query import Query, certain_and_harmful, decisions

_COLUMNS = (
    "d.key, d.attempt, d.n, d.place, d.at, d.confidence, d.elapsed_ms, d.points, d.possible, d.critical, d.is_first,"
    " d.noted, d.chosen, d.missed, d.graded"
)
_MOST_REMEMBERED = 20_000


class _Attempt(NamedTuple):
    id: str
    case_id: str
    case_title: str
    source: str
    mode: str
    version: str


class IndexReader:
    """Reads pages through one connection; remembers steps, places and attempts, which do not change in the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._attempts: dict[int, _Attempt] = {}
        self._places: dict[int, tuple[str, str]] = {}
        self._steps: dict[int, ChosenStep] = {}
        self._lists: dict[str, tuple[ChosenStep, ...]] = {"": ()}
        self._wrong: dict[str, tuple[str, ...]] = {"": ()}

    def forget_attempts(self) -> None:
        """To be called after writing: an attempt may have been taken out and its number used again."""
        self._attempts.clear()

    def page(self, wanted: DecisionFilter, after: int | None, limit: int) -> tuple[DecisionLine, ...]:
        """The newest decisions found, before the key ``after``. Raises sqlite3.Error."""
        return self._lines(decisions(self._connection, wanted, after), limit)

    def certain_and_harmful(self, limit: int) -> tuple[DecisionLine, ...]:
        """The newest first answers that were certain and held a contraindicated step. Raises sqlite3.Error."""
        return self._lines(certain_and_harmful(), limit)

    def count(self, wanted: DecisionFilter) -> int:
        """How many decisions are found. Raises sqlite3.Error."""
        query = decisions(self._connection, wanted)
        if query is None:
            return 0
        row = self._connection.execute(f"SELECT count(*) FROM {query.counted} {query.where}", query.values)  # noqa: S608
        return int(row.fetchone()[0])

    def _lines(self, query: Query | None, limit: int) -> tuple[DecisionLine, ...]:
        if query is None:
            return ()
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM {query.tables} {query.where} ORDER BY {query.key} DESC LIMIT ?",  # noqa: S608
            (*query.values, limit),
        ).fetchall()
        return tuple(map(self._line, rows))

    def _line(self, row: tuple[Any, ...]) -> DecisionLine:
        (key, attempt, n, place, at, confidence, elapsed_ms, points, possible, critical, first, noted, chosen,
         missed, graded) = row  # fmt: skip
        whose = self._attempts.get(attempt) or self._attempt(attempt)
        node, title = self._places.get(place) or self._place(place)
        wrong = self._wrong.get(graded)
        return DecisionLine(
            key, whose.id, n, node, title, whose.case_id, whose.case_title, at, whose.source, whose.mode,
            confidence, elapsed_ms, plain_points(points), plain_points(possible), critical,
            points == possible > 0, first == 1, noted == 1, whose.version,
            self._lists.get(chosen) or self._list(chosen),
            self._lists.get(missed) or self._list(missed),
            self._wrong_rules(graded) if wrong is None else wrong,
        )  # fmt: skip

    def _attempt(self, number: int) -> _Attempt:
        if len(self._attempts) > _MOST_REMEMBERED:
            self._attempts.clear()
        row = self._connection.execute(
            "SELECT id, case_id, case_title, source, mode, version FROM attempts WHERE number = ?", (number,)
        ).fetchone()
        self._attempts[number] = _Attempt(*row)
        return self._attempts[number]

    def _place(self, number: int) -> tuple[str, str]:
        if len(self._places) > _MOST_REMEMBERED:
            self._places.clear()
        row = self._connection.execute(
            "SELECT node, title FROM places WHERE number = ?", (number,)
        ).fetchone()
        self._places[number] = (row[0], row[1])
        return self._places[number]

    def _list(self, numbers: str) -> tuple[ChosenStep, ...]:
        if not numbers:
            return ()
        if len(self._lists) > _MOST_REMEMBERED:
            self._lists = {"": ()}
        self._lists[numbers] = tuple(self._step(int(number)) for number in numbers.split(" "))
        return self._lists[numbers]

    def _step(self, number: int) -> ChosenStep:
        if number not in self._steps:
            row = self._connection.execute(
                "SELECT action, label, rating, rule FROM steps WHERE number = ?", (number,)
            ).fetchone()
            self._steps[number] = ChosenStep(*row)
        return self._steps[number]

    def _wrong_rules(self, graded: str) -> tuple[str, ...]:
        if len(self._wrong) > _MOST_REMEMBERED:
            self._wrong = {"": ()}
        wrong = dict.fromkeys(rule for rule, _, right, _ in grades_of(graded) if not right)
        self._wrong[graded] = tuple(wrong)
        return self._wrong[graded]


def grades_of(graded: str) -> Iterator[tuple[str, str, bool, bool]]:
    """Rule, dimension, right, forbade of each grade in the column ``graded``."""
    parts = graded.split(" ")
    for place in range(0, len(parts) - 1, 4):
        yield parts[place], parts[place + 1], parts[place + 2] == "1", parts[place + 3] == "1"

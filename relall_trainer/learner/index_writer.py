"""Writing an attempt's rows into the index: only what differs, and the sums kept in step.

Transactions are the caller's. What the rows say is ``index_rows``'s, reading them back ``index_query``'s and
``trends``'s.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from relall_trainer.learner.index_rows import AttemptRows, DecisionRow, StepRow
from relall_trainer.learner.index_words import plain_words
from relall_trainer.learner.sums import Sums

_COLUMNS = (
    "attempt", "n", "place", "at", "confidence", "elapsed_ms", "points", "possible", "critical", "is_first",
    "counted", "noted", "chosen", "missed", "graded", "dimensions",
)  # fmt: skip
# Column names are our own, values are always bound.
_INSERT = (
    f"INSERT INTO decisions (key, {', '.join(_COLUMNS)}) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})"  # noqa: S608
)
_UPDATE = f"UPDATE decisions SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE key = ?"  # noqa: S608
_SELECT = f"SELECT key, {', '.join(_COLUMNS)} FROM decisions WHERE attempt = ?"  # noqa: S608
_COUNTING = slice(_COLUMNS.index("at"), None)
_NOTED = _COLUMNS.index("noted")
_AT = _COLUMNS.index("at")
_MOST_REMEMBERED = 20_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(at: datetime) -> int:
    """Since 1970, rounded down; ``at`` knows its zone."""
    return (at - _EPOCH) // _MILLISECOND


class IndexWriter:
    """Writes through one connection; remembers which places, steps and words the file holds already."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._places: dict[tuple[str, str], int] = {}
        self._steps: dict[StepRow, int] = {}
        self._lists: dict[tuple[StepRow, ...], str] = {}
        self._words: set[str] = set()
        self._sums = Sums()
        self._recount = False

    def write(self, rows: AttemptRows) -> None:
        """Make the index hold exactly these rows of the attempt. Raises sqlite3.Error."""
        number, before = self._attempt(rows)
        kept = {values[1]: (key, values) for key, *values in before}
        previous: tuple[int, str] | None = None
        for row in rows.decisions:
            values = self._values(number, row)
            key, old = kept.pop(row.n, (None, None))
            if key is not None and old is not None and old[_AT] != row.at:
                self._remove(key)
                key = old = None
            if key is None or old is None:
                key = self._free_key(row.at, previous)
                self._add(key, values, row, rows.version)
            else:
                self._change(key, old, values, row)
            previous = key, row.at
        for key, _ in kept.values():
            self._remove(key)
        self._connection.executemany(
            "INSERT OR IGNORE INTO patients VALUES (?)", [(fingerprint,) for fingerprint in rows.patients]
        )

    def drop(self, attempt_id: str) -> None:
        """Take an attempt out. Raises sqlite3.Error."""
        row = self._connection.execute("SELECT number FROM attempts WHERE id = ?", (attempt_id,)).fetchone()
        if row is not None:
            for key, *_ in self._connection.execute(_SELECT, row).fetchall():
                self._remove(key)
            self._connection.execute("DELETE FROM attempts WHERE number = ?", row)

    def settle(self) -> None:
        """Bring the sums up to what was written; at the end of each transaction. Raises sqlite3.Error."""
        if self._recount:
            self._recount = False
            self._sums = Sums.of(self._connection)
            for table in ("rule_days", "dimension_days", "certainty"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self._sums.add_to(self._connection)
        self._sums = Sums()

    def forget(self) -> None:
        """Nothing since the last ``settle`` was kept: the transaction was undone."""
        self.__init__(self._connection)  # type: ignore[misc]

    def _attempt(self, rows: AttemptRows) -> tuple[int, list[tuple[Any, ...]]]:
        values = (
            rows.events, rows.hash, rows.notes, rows.case_id, rows.case_title, rows.source, rows.mode, rows.version,
            rows.fault,
        )  # fmt: skip
        found = self._connection.execute(
            "SELECT number, version, source FROM attempts WHERE id = ?", (rows.id,)
        ).fetchone()
        if found is None:
            cursor = self._connection.execute(
                "INSERT INTO attempts (id, events, hash, notes, case_id, case_title, source, mode, version, fault)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (rows.id, *values),
            )
            return int(cursor.lastrowid or 0), []
        number = int(found[0])
        self._connection.execute(
            "UPDATE attempts SET events = ?, hash = ?, notes = ?, case_id = ?, case_title = ?, source = ?, mode = ?,"
            " version = ?, fault = ? WHERE number = ?",
            (*values, number),
        )
        before = self._connection.execute(_SELECT, (number,)).fetchall()
        if before and (found[1], found[2]) != (rows.version, rows.source):
            self._recount = True
        return number, before

    def _values(self, number: int, row: DecisionRow) -> list[Any]:
        return [
            number,
            row.n,
            self._place(row),
            row.at,
            row.confidence,
            row.elapsed_ms,
            row.points,
            row.possible,
            row.critical,
            int(row.first),
            int(row.counted),
            int(row.noted),
            self._step_list(row.chosen),
            self._step_list(row.missed),
            " ".join(f"{g.rule} {g.dimension} {g.right:d} {g.forbade:d}" for g in row.graded),
            " ".join(f"{d.dimension} {d.points} {d.possible}" for d in row.dimensions),
        ]

    def _add(self, key: int, values: list[Any], row: DecisionRow, version: str) -> None:
        self._connection.execute(_INSERT, (key, *values))
        self._index(key, row.words)
        if row.counted:
            self._sums.count(version, row)

    def _change(self, key: int, old: list[Any], values: list[Any], row: DecisionRow) -> None:
        if old != values:
            self._connection.execute(_UPDATE, (*values, key))
            same = [*old[:_NOTED], *old[_NOTED + 1 :]] == [*values[:_NOTED], *values[_NOTED + 1 :]]
            self._recount = self._recount or not same
        (words,) = self._connection.execute("SELECT said FROM words WHERE rowid = ?", (key,)).fetchone()
        if words != row.words:
            self._connection.execute("DELETE FROM words WHERE rowid = ?", (key,))
            self._index(key, row.words)

    def _remove(self, key: int) -> None:
        self._connection.execute("DELETE FROM words WHERE rowid = ?", (key,))
        self._connection.execute("DELETE FROM decisions WHERE key = ?", (key,))
        self._recount = True

    def _index(self, key: int, words: str) -> None:
        self._connection.execute("INSERT INTO words (rowid, said) VALUES (?, ?)", (key, words))
        fresh = [word for word in plain_words(words) if word not in self._words]
        if fresh:
            self._words.update(fresh)
            self._connection.executemany(
                "INSERT OR IGNORE INTO vocabulary VALUES (?)", [(word,) for word in fresh]
            )

    def _free_key(self, at: str, previous: tuple[int, str] | None) -> int:
        """The decision's millisecond, or the next one that is free; in the order made within an attempt."""
        key = milliseconds(datetime.fromisoformat(at))
        if previous is not None and previous[1] == at:
            key = previous[0] + 1
        taken = "SELECT 1 FROM decisions WHERE key = ?"
        while self._connection.execute(taken, (key,)).fetchone() is not None:
            key += 1
        return key

    def _place(self, row: DecisionRow) -> int:
        place = (row.node, row.title)
        if place not in self._places:
            self._places[place] = self._number_of("places", ("node", "title"), place)
        return self._places[place]

    def _step_list(self, steps: tuple[StepRow, ...]) -> str:
        known = self._lists.get(steps)
        if known is None:
            if len(self._lists) > _MOST_REMEMBERED:
                self._lists.clear()
            known = self._lists[steps] = " ".join(str(self._step(step)) for step in steps)
        return known

    def _step(self, step: StepRow) -> int:
        if step not in self._steps:
            self._steps[step] = self._number_of("steps", StepRow._fields, step)
        return self._steps[step]

    def _number_of(self, table: str, columns: Iterable[str], values: tuple[str, ...]) -> int:
        """The number of a row that is there once, made where it is not."""
        where = " AND ".join(f"{name} = ?" for name in columns)
        found = self._connection.execute(f"SELECT number FROM {table} WHERE {where}", values).fetchone()  # noqa: S608
        if found is not None:
            return int(found[0])
        cursor = self._connection.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608
            values,
        )
        return int(cursor.lastrowid or 0)

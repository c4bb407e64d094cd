"""Papers: texts of other make kept beside the attempts, each under a kind and an id (keys, assignments, hand-ins).

What they say is the business of others: here they are filed, found, sealed, and done again from the journal. The
functions raise sqlite3.Error as it comes: the caller stands inside ``faults.speaking``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from relall_trainer.learner import chain, faults, tables

Key = tuple[str, str]
"""Kind and id."""
Filed = tuple[str, str, str]
"""Kind, id and body, as they are handed in."""

_PAGE = 64
_LINE = 32_768
"""About so many signs of papers stand in one line of the journal: few enough to find its end without reading much."""
_LAST = "\U0010ffff"
SELECT = "SELECT kind, id, body, at, seal FROM papers"
_FIND = f"{SELECT} WHERE kind = ? AND id = ?"
_PUT_NEW = (
    "INSERT INTO papers (kind, id, body, at, seal) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id) DO NOTHING"
)
_PUT = (
    "INSERT INTO papers (kind, id, body, at, seal) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id)"
    " DO UPDATE SET body = excluded.body, at = excluded.at, seal = excluded.seal"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One text, and when it was put there."""

    kind: str
    id: str
    body: str
    at: str

    @property
    def key(self) -> Key:
        return (self.kind, self.id)


def seal(paper: Paper) -> str:
    return chain.seal((paper.kind, paper.id, chain.digest(paper.body), paper.at))


# Reading


def find(connection: sqlite3.Connection, kind: str, paper_id: str) -> Paper | None:
    row = connection.execute(_FIND, (kind, paper_id)).fetchone()
    return None if row is None else paper_of_row(connection, row)


def of_kind(connection: sqlite3.Connection, kind: str, prefix: str) -> Iterator[Paper]:
    """In the order of their ids, a page at a time, so that what is read need not all be held."""
    after, than = prefix, ">="
    while True:
        rows = connection.execute(
            f"{SELECT} WHERE kind = ? AND id {than} ? AND id < ? ORDER BY id LIMIT ?",
            (kind, after, prefix + _LAST, _PAGE),
        ).fetchall()
        for row in rows:
            yield paper_of_row(connection, row)
        if len(rows) < _PAGE:
            return
        after, than = rows[-1][1], ">"


def ids_of_kind(connection: sqlite3.Connection, kind: str, prefix: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT id FROM papers WHERE kind = ? AND id >= ? AND id < ? ORDER BY id",
        (kind, prefix, prefix + _LAST),
    )
    return tuple(paper_id for (paper_id,) in rows)


def seals_of_kind(connection: sqlite3.Connection, kind: str) -> tuple[tuple[str, str], ...]:
    rows = connection.execute("SELECT id, seal FROM papers WHERE kind = ? ORDER BY id", (kind,))
    return tuple(rows.fetchall())


def seal_of(connection: sqlite3.Connection, kind: str, paper_id: str) -> str | None:
    row = connection.execute("SELECT seal FROM papers WHERE kind = ? AND id = ?", (kind, paper_id)).fetchone()
    return None if row is None else str(row[0])


def paper_of_row(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Paper:
    """The paper of a row, its seal checked."""
    paper = whole(row)
    if paper is None:
        raise faults.damaged(tables.database_path(connection), f"{named(row)} is not as it was saved")
    return paper


def whole(row: tuple[Any, ...]) -> Paper | None:
    """The paper of a row; None where its seal does not hold."""
    *values, sealed = row
    if not all(isinstance(value, str) for value in values):
        return None
    paper = Paper(*values)
    return paper if seal(paper) == sealed else None


def named(row: tuple[Any, ...]) -> str:
    return f"the paper {row[0]}/{row[1]}"


def every_row(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """All rows as they are; none in a file older than papers are."""
    if has_table(connection):
        yield from connection.execute(SELECT)


def is_there(connection: sqlite3.Connection, key: Key) -> bool:
    return connection.execute("SELECT 1 FROM papers WHERE kind = ? AND id = ?", key).fetchone() is not None


def count(connection: sqlite3.Connection) -> int:
    """How many there are; none in a file older than papers are."""
    if not has_table(connection):
        return 0
    (number,) = connection.execute("SELECT count(*) FROM papers").fetchone()
    return int(number)


def has_table(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'papers'").fetchone() is not None


# Writing


def put(connection: sqlite3.Connection, rows: Iterable[Filed], at: str) -> list[Paper]:
    """File texts, each in the place of one filed there before; the papers that were not there already.

    A time is never before that of the paper replaced, whatever the clock says: by it, newer is told from older.
    """
    written = []
    execute = connection.execute
    for kind, paper_id, body in rows:
        paper = Paper(kind, paper_id, body, at)
        if not execute(_PUT_NEW, (kind, paper_id, body, at, seal(paper))).rowcount:
            there = execute(_FIND, (kind, paper_id)).fetchone()
            if there[2] == body and whole(there) is not None:
                continue
            paper = Paper(kind, paper_id, body, max(at, there[3]))
            execute(_PUT, (kind, paper_id, body, paper.at, seal(paper)))
        written.append(paper)
    return written


def drop(
    connection: sqlite3.Connection, kind: str, ids: Iterable[str], at: str
) -> tuple[tuple[str, ...], str]:
    """Take papers away; which there were, and a time that is not before theirs."""
    dropped = []
    for paper_id in ids:
        found = connection.execute(
            "SELECT at FROM papers WHERE kind = ? AND id = ?", (kind, paper_id)
        ).fetchone()
        if found is not None:
            at = max(at, found[0])
            connection.execute("DELETE FROM papers WHERE kind = ? AND id = ?", (kind, paper_id))
            dropped.append(paper_id)
    return tuple(dropped), at


def put_back(connection: sqlite3.Connection, paper: Paper) -> None:
    """File a paper as it was once, unless a later one stands there."""
    found = connection.execute(_FIND, paper.key).fetchone()
    if found is None or (found[3] <= paper.at and whole(found) != paper):
        connection.execute(_PUT, (paper.kind, paper.id, paper.body, paper.at, seal(paper)))


def drop_again(connection: sqlite3.Connection, kind: str, ids: Iterable[str], at: str) -> None:
    """Take away what was taken away once, but for papers put there later."""
    connection.executemany(
        "DELETE FROM papers WHERE kind = ? AND id = ? AND at <= ?", [(kind, paper_id, at) for paper_id in ids]
    )


# The journal


def entries(written: Iterable[Paper]) -> Iterator[str]:
    """The journal's entries for papers just put."""
    rows: list[tuple[str, str, str, str]] = []
    length = 0
    for paper in written:
        rows.append((paper.kind, paper.id, paper.body, paper.at))
        length += len(paper.body)
        if length >= _LINE:
            yield _entry(rows)
            rows.clear()
            length = 0
    if rows:
        yield _entry(rows)


def drop_entry(kind: str, ids: Iterable[str], at: str) -> str:
    return chain.canonical({"do": "drop", "kind": kind, "ids": list(ids), "at": at})


def _entry(rows: list[tuple[str, str, str, str]]) -> str:
    return chain.canonical({"do": "papers", "rows": rows})


@dataclass(frozen=True, slots=True)
class Left:
    """How the journal leaves a paper: there with this body, or dropped (None)."""

    body: str | None
    at: str


def left_by(entries: Iterable[dict[str, Any]]) -> dict[Key, Left]:
    """Which papers journal entries speak of, and how the last of them leaves each.

    Entries of another make are passed over.
    """
    left: dict[Key, Left] = {}
    for entry in entries:
        with suppress(LookupError, TypeError, ValueError, AttributeError):
            if entry.get("do") == "papers":
                left.update({(row[0], row[1]): Left(chain.digest(row[2]), row[3]) for row in entry["rows"]})
            elif entry.get("do") == "drop":
                gone = Left(None, entry["at"])
                left.update({(entry["kind"], paper_id): gone for paper_id in entry["ids"]})
    return left


def is_left(connection: sqlite3.Connection, key: Key, left: Left) -> bool:
    """Whether the database has what the journal leaves, or something later."""
    found = connection.execute("SELECT body, at FROM papers WHERE kind = ? AND id = ?", key).fetchone()
    if found is None:
        return left.body is None
    return bool(found[1] > left.at or (found[1] == left.at and chain.digest(found[0]) == left.body))

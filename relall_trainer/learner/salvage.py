"""What can still be read of a damaged store: every attempt up to its first event that does not hold.

Works on a copy, so that the damaged file stays as it was found. Takes only rows whose hashes hold.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relall_trainer.errors import StoreError
from relall_trainer.learner import chain, papers, schema, tables
from relall_trainer.learner.faults import DATABASE_FAULTS
from relall_trainer.learner.papers import Key, Paper
from relall_trainer.learner.records import AttemptRecord, Note, Summary, begun, note_seal


@dataclass(frozen=True, slots=True)
class Rescued:
    """An attempt whose head held, the events that held (from the first on) with their hashes, and how many
    answers they are."""

    record: AttemptRecord
    bodies: tuple[str, ...]
    hashes: tuple[str, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Salvage:
    """What a damaged file gave; ``findings`` of the file are made elsewhere.

    ``broken`` names the papers that are there and do not hold.
    """

    contents: tuple[tuple[str, str], ...] = ()
    attempts: tuple[Rescued, ...] = ()
    notes: tuple[Note, ...] = ()
    papers: tuple[Paper, ...] = ()
    broken: tuple[Key, ...] = ()

    @property
    def answers(self) -> int:
        return sum(attempt.answers for attempt in self.attempts)


def copy_aside(store: Path, folder: Path) -> Path:
    """Copy database and write-ahead log into ``folder``; the copy's path. Raises OSError."""
    copy = folder / store.name
    for ending in ("", "-wal", "-journal"):
        source = Path(f"{store}{ending}")
        if source.is_file():
            shutil.copyfile(source, f"{copy}{ending}")
    return copy


def open_damaged(copy: Path) -> sqlite3.Connection | None:
    """A connection to such a copy, when its tables are ours; None when nothing in it can be trusted."""
    if not copy.exists():
        return None
    connection = sqlite3.connect(copy, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version in schema.STATEMENTS and not schema.differences(connection, version):
            return connection
    except DATABASE_FAULTS:
        pass
    connection.close()
    return None


def salvage(connection: sqlite3.Connection) -> Salvage:
    """All that holds."""
    contents = tuple(
        (kind, text)
        for sha256, kind, text in _rows(connection, "SELECT sha256, kind, text FROM contents")
        if isinstance(text, str) and chain.digest(text) == sha256
    )
    attempts = []
    for row in _rows(connection, f"{tables.SELECT_ATTEMPTS} ORDER BY number"):
        try:
            number, record = tables.attempt_of_row(connection, row)
        except StoreError:
            continue
        attempts.append(_rescue(connection, number, record))
    return Salvage(contents, tuple(attempts), tuple(_notes(connection)), *_papers(connection))


def _rescue(connection: sqlite3.Connection, number: int, record: AttemptRecord) -> Rescued:
    now = begun(record.head, Summary())
    bodies: list[str] = []
    hashes: list[str] = []
    select = "SELECT n, body, hash FROM events WHERE attempt = ? ORDER BY n"
    for n, body, stored in _rows(connection, select, (number,)):
        if n != len(bodies) or not isinstance(body, str) or chain.link(now.hash, body) != stored:
            break
        kind, _ = tables.searchable(body)
        now = now.after(kind, body, record.summary)
        bodies.append(body)
        hashes.append(now.hash)
    return Rescued(record, tuple(bodies), tuple(hashes), now.answers)


def _notes(connection: sqlite3.Connection) -> Iterator[Note]:
    select = (
        "SELECT n.id, a.id, n.node, n.evidence, n.text, n.at, n.seal "
        "FROM notes n LEFT JOIN attempts a ON a.number = n.attempt"
    )
    for *values, seal in _rows(connection, select):
        note = Note(*values)
        if note_seal(note) == seal:
            yield note


def _papers(connection: sqlite3.Connection) -> tuple[tuple[Paper, ...], tuple[Key, ...]]:
    held, broken = [], []
    for row in _rows(connection, papers.SELECT):
        paper = papers.whole(row)
        if paper is not None:
            held.append(paper)
        else:
            broken.append((str(row[0]), str(row[1])))
    return tuple(held), tuple(broken)


def _rows(
    connection: sqlite3.Connection, select: str, values: tuple[object, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """Rows until one cannot be read."""
    try:
        yield from connection.execute(select, values)
    except DATABASE_FAULTS:
        return

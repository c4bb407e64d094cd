"""Every row of an open database against its hash, and SQLite's own checks on top: what does not hold, by code.

Used on the living store, on backups before they are trusted, and on damaged files. Changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from relall_trainer.errors import StoreError
from relall_trainer.learner import chain, faults, papers, tables
from relall_trainer.learner.records import AttemptRecord

INTEGRITY = "integrity"
FOREIGN_KEY = "foreign-key"
CONTENT = "content-changed"
ATTEMPT = "attempt-changed"
EVENTS = "events-changed"
NOTE = "note-changed"
PAPER = "paper-changed"
UNREADABLE = "unreadable"
REFUSED = "refused"
JOURNAL_LINE = "journal-line"
JOURNAL_MISSING = "journal-not-in-store"
BACKUP = "backup-damaged"
CODES: dict[str, str] = {
    INTEGRITY: "SQLite's own check of the file found a fault.",
    FOREIGN_KEY: "A row points to one that is not there.",
    CONTENT: "The kept text of a case or algorithm is not what it was.",
    ATTEMPT: "The head or the cached summary of an attempt is not what was saved.",
    EVENTS: "The log of an attempt is broken: an event was changed or is missing.",
    NOTE: "A note is not what was saved.",
    PAPER: "Something filed beside the attempts is not what was saved.",
    UNREADABLE: "A part of the file cannot be read.",
    REFUSED: "The file cannot be used as this learner's record.",
    JOURNAL_LINE: "A line of the journal cannot be read.",
    JOURNAL_MISSING: "The journal has something the database has not.",
    BACKUP: "A backup cannot be used.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: a code of CODES and a sentence that says where."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How much there is: attempts, answers (committed decisions) in them, and papers filed beside them."""

    attempts: int = 0
    answers: int = 0
    papers: int = 0

    def minus(self, other: Tally) -> Tally:
        return Tally(
            max(0, self.attempts - other.attempts),
            max(0, self.answers - other.answers),
            max(0, self.papers - other.papers),
        )


def findings(connection: sqlite3.Connection) -> list[Finding]:
    """All faults of the database; empty when every row is as it was saved."""
    found: list[Finding] = []
    for part in (_integrity, _contents, _attempts, _notes, _papers, _foreign_keys):
        found += _guarded(part, connection)
    return found


def tally(connection: sqlite3.Connection) -> Tally:
    """Counts as the attempts say them. Raises sqlite3.Error."""
    attempts, answers = connection.execute(
        "SELECT count(*), coalesce(sum(answers), 0) FROM attempts"
    ).fetchone()
    return Tally(int(attempts), int(answers), papers.count(connection))


def _guarded(
    part: Callable[[sqlite3.Connection], Iterator[Finding]], connection: sqlite3.Connection
) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(part(connection))
    except faults.DATABASE_FAULTS as error:
        fault = faults.from_sqlite(error, tables.database_path(connection))
        if not isinstance(fault, faults.StoreDamaged):
            raise
        found.append(Finding(UNREADABLE, fault.what))
    return found


def _integrity(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (line,) in connection.execute("PRAGMA integrity_check(20)"):
        if line != "ok":
            yield Finding(INTEGRITY, str(line).strip())


def _foreign_keys(connection: sqlite3.Connection) -> Iterator[Finding]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Finding(FOREIGN_KEY, f"row {row} of {table} points to nothing in {parent}")


def _contents(connection: sqlite3.Connection) -> Iterator[Finding]:
    for sha256, kind, text in connection.execute("SELECT sha256, kind, text FROM contents"):
        if kind not in ("case", "algorithm") or not isinstance(text, str) or chain.digest(text) != sha256:
            yield Finding(CONTENT, f"text {str(sha256)[:12]}…")


def _attempts(connection: sqlite3.Connection) -> Iterator[Finding]:
    rows = connection.execute(f"{tables.SELECT_ATTEMPTS} ORDER BY number").fetchall()
    for row in rows:
        try:
            number, record = tables.attempt_of_row(connection, row)
        except StoreError as fault:
            yield Finding(ATTEMPT, fault.what)
            continue
        yield from _guarded(lambda _, n=number, r=record: _events(connection, n, r), connection)  # type: ignore[misc]


def _events(connection: sqlite3.Connection, number: int, record: AttemptRecord) -> Iterator[Finding]:
    try:
        for _ in tables.read_bodies(connection, number, record):
            pass
    except faults.StoreDamaged as fault:
        yield Finding(EVENTS, fault.what)


def _notes(connection: sqlite3.Connection) -> Iterator[Finding]:
    try:
        for _ in tables.read_notes(connection):
            pass
    except faults.StoreDamaged as fault:
        yield Finding(NOTE, fault.what)


def _papers(connection: sqlite3.Connection) -> Iterator[Finding]:
    for row in papers.every_row(connection):
        if papers.whole(row) is None:
            yield Finding(PAPER, papers.named(row))

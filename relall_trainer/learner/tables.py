"""The statements of the store: rows in, verified rows out. Transactions, files and journal are ``store``'s.

Every row that is read is checked against its hash; StoreDamaged says which one does not hold. Functions raise
sqlite3.Error as it comes: the caller stands inside ``faults.speaking``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from relall_trainer.learner import chain, faults
from relall_trainer.learner.records import (
    COLUMNS,
    SUMMARY_COLUMNS,
    AttemptRecord,
    Note,
    Stamped,
    begun,
    changing_columns,
    from_columns,
    head_columns,
    note_seal,
    to_columns,
)

_CHANGING = (*SUMMARY_COLUMNS, "events", "answers", "hash", "seal")
_SELECT_COLUMNS = ", ".join(("number", *COLUMNS, "seal"))
# Column names come from our own dataclasses, values are always bound.
_INSERT_ATTEMPT = (
    f"INSERT INTO attempts ({', '.join(COLUMNS)}, seal) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"  # noqa: S608
)
_UPDATE_ATTEMPT = f"UPDATE attempts SET {', '.join(f'{name} = ?' for name in _CHANGING)} WHERE number = ?"  # noqa: S608
_INSERT_EVENT = "INSERT INTO events (attempt, n, body, hash, kind, rationale) VALUES (?, ?, ?, ?, ?, ?)"
SELECT_ATTEMPTS = f"SELECT {_SELECT_COLUMNS} FROM attempts"  # noqa: S608


def database_path(connection: sqlite3.Connection) -> Path:
    """Which file this is, for messages."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


def _damaged(connection: sqlite3.Connection, detail: str) -> faults.StoreDamaged:
    return faults.damaged(database_path(connection), detail)


def has_content(connection: sqlite3.Connection, sha256: str) -> bool:
    return connection.execute("SELECT 1 FROM contents WHERE sha256 = ?", (sha256,)).fetchone() is not None


def insert_content(connection: sqlite3.Connection, kind: str, text: str) -> str:
    """Keep a text once; its SHA-256."""
    sha256 = chain.digest(text)
    connection.execute(
        "INSERT INTO contents (sha256, kind, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (sha256, kind, text),
    )
    return sha256


def read_content(connection: sqlite3.Connection, sha256: str) -> str:
    row = connection.execute("SELECT text FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None or not isinstance(row[0], str) or chain.digest(row[0]) != sha256:
        raise _damaged(connection, f"the text {sha256[:12]}… is missing or changed")
    return row[0]


def insert_attempt(connection: sqlite3.Connection, record: AttemptRecord) -> int:
    """The number of the new row."""
    values = to_columns(record)
    cursor = connection.execute(_INSERT_ATTEMPT, (*values, chain.seal(values)))
    return int(cursor.lastrowid or 0)


def update_attempt(connection: sqlite3.Connection, number: int, record: AttemptRecord) -> None:
    changed = changing_columns(record)
    seal = chain.seal((*head_columns(record.head), *changed))
    connection.execute(_UPDATE_ATTEMPT, (*changed, seal, number))


def find_attempt(connection: sqlite3.Connection, attempt_id: str) -> tuple[int, AttemptRecord] | None:
    row = connection.execute(f"{SELECT_ATTEMPTS} WHERE id = ?", (attempt_id,)).fetchone()
    return None if row is None else attempt_of_row(connection, row)


def attempt_of_row(connection: sqlite3.Connection, row: tuple[Any, ...]) -> tuple[int, AttemptRecord]:
    """Number and record of a row of SELECT_ATTEMPTS, its seal checked."""
    number, *values, seal = row
    if chain.seal(tuple(values)) != seal:
        raise _damaged(connection, f"attempt {number} is not as it was saved")
    return number, from_columns(tuple(values))


def insert_event(
    connection: sqlite3.Connection,
    number: int,
    n: int,
    body: str,
    link: str,
    kind: str,
    rationale: str | None,
) -> None:
    connection.execute(_INSERT_EVENT, (number, n, body, link, kind, rationale))


def event_hash(connection: sqlite3.Connection, number: int, n: int) -> str | None:
    row = connection.execute("SELECT hash FROM events WHERE attempt = ? AND n = ?", (number, n)).fetchone()
    return None if row is None else str(row[0])


def searchable(body: str) -> tuple[str, str | None]:
    """Kind and rationale of an event's canonical text, as the columns for searching hold them."""
    event = json.loads(body)
    return search_columns(event)


def search_columns(event: Any) -> tuple[str, str | None]:
    rationale = event.get("rationale")
    kept = rationale.encode("utf-8", "replace").decode() if isinstance(rationale, str) and rationale else None
    return str(event.get("kind", "")), kept


def read_bodies(connection: sqlite3.Connection, number: int, record: AttemptRecord) -> Iterator[str]:
    """The canonical texts of an attempt's events, the chain checked from its head to its end."""
    link = begun(record.head, record.summary).hash
    count = 0
    rows = connection.execute(
        "SELECT n, body, hash, kind, rationale FROM events WHERE attempt = ? ORDER BY n", (number,)
    )
    for n, body, stored, kind, rationale in rows:
        if n != count or not isinstance(body, str):
            raise _damaged(connection, f"event {count} of attempt {record.id} is missing")
        link = chain.link(link, body)
        if link != stored or searchable(body) != (kind, rationale):
            raise _damaged(connection, f"event {n} of attempt {record.id} is not as it was saved")
        count += 1
        yield body
    if count != record.events or link != record.hash:
        raise _damaged(connection, f"the last events of attempt {record.id} are missing")


def put_note(connection: sqlite3.Connection, note: Note) -> None:
    """Keep the note; one of the same id is replaced, and an empty text removes it."""
    connection.execute("DELETE FROM notes WHERE id = ?", (note.id,))
    if note.text:
        number = None
        if note.attempt_id is not None:
            (number,) = connection.execute(
                "SELECT number FROM attempts WHERE id = ?", (note.attempt_id,)
            ).fetchone()
        values = (note.id, number, note.node, note.evidence, note.text, note.at, note_seal(note))
        connection.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def has_note(connection: sqlite3.Connection, note_id: str) -> bool:
    return connection.execute("SELECT 1 FROM notes WHERE id = ?", (note_id,)).fetchone() is not None


def read_notes(
    connection: sqlite3.Connection, where: str = "", values: tuple[object, ...] = ()
) -> Iterator[Note]:
    """Notes in the order of their time. ``where`` is SQL on notes (n) and attempts (a)."""
    rows = connection.execute(
        "SELECT n.id, a.id, n.node, n.evidence, n.text, n.at, n.seal "  # noqa: S608 - conditions are the store's own
        f"FROM notes n LEFT JOIN attempts a ON a.number = n.attempt {where} ORDER BY n.at, n.id",
        values,
    )
    for *values_of_note, seal in rows:
        note = Note(*values_of_note)
        if note_seal(note) != seal:
            raise _damaged(connection, f"note {note.id} is not as it was saved")
        yield note


def read_stamps(connection: sqlite3.Connection) -> Iterator[Stamped]:
    """Every attempt, oldest first, as far as its row says."""
    notes: dict[int, list[str]] = {}
    for number, seal in connection.execute(
        "SELECT attempt, seal FROM notes WHERE attempt IS NOT NULL ORDER BY attempt, id"
    ):
        notes.setdefault(number, []).append(seal)
    for number, attempt, events, link in connection.execute(
        "SELECT number, id, events, hash FROM attempts ORDER BY started_at, id"
    ):
        yield Stamped(attempt, events, link, _stamp_of(notes.get(number, [])))


def notes_stamp(connection: sqlite3.Connection, number: int) -> str:
    """What stands for the notes of one attempt."""
    rows = connection.execute("SELECT seal FROM notes WHERE attempt = ? ORDER BY id", (number,))
    return _stamp_of([seal for (seal,) in rows])


def _stamp_of(seals: list[str]) -> str:
    return chain.digest(" ".join(seals)) if seals else ""

"""Attempts that come from elsewhere, their log whole, taken into the store: new ones, and more of known ones.

What arrives has been checked by ``imports``; here it is held against what is there already, and written. Transactions
and the journal are ``store``'s.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from relall_trainer.learner import entries, tables
from relall_trainer.learner.records import AttemptHead, AttemptRecord, Note, Summary, begun

TAKEN, EXTENDED, KNOWN, REFUSED = "taken", "extended", "known", "refused"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One attempt: head, where it stands, the canonical texts of its events, its notes, the two pinned texts."""

    head: AttemptHead
    summary: Summary
    bodies: tuple[str, ...]
    notes: tuple[Note, ...]
    case_text: str
    algorithm_text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an arrival: taken, extended, known, or refused for ``reason``; how many of its notes were new.

    ``number`` and ``record`` as the store has it now, ``lines`` for the journal.
    """

    outcome: str
    notes: int = 0
    reason: str = ""
    number: int = 0
    record: AttemptRecord | None = None
    lines: tuple[str, ...] = ()


def take_in(connection: sqlite3.Connection, arrival: Arrival) -> Taken:
    """Write what is new of an arrival. Raises sqlite3.Error."""
    records = _records(arrival)
    final = records[-1]
    found = tables.find_attempt(connection, arrival.head.id)
    lines: list[str] = []
    if found is None:
        lines += _texts(connection, arrival)
        number = tables.insert_attempt(connection, records[0])
        lines.append(entries.begin_entry(arrival.head))
        outcome, known = TAKEN, 0
    else:
        number, before = found
        reason = _reason(connection, number, before, arrival.head, records)
        if reason:
            return Taken(REFUSED, reason=reason)
        known = before.events
        outcome = EXTENDED if final.events > known else KNOWN
        if outcome == KNOWN:
            final = before
    for n in range(known, final.events if outcome != KNOWN else 0):
        body, after = arrival.bodies[n], records[n + 1]
        kind, rationale = tables.searchable(body)
        tables.insert_event(connection, number, n, body, after.hash, kind, rationale)
        lines.append(entries.event_entry(arrival.head.id, n, body, after.with_summary(arrival.summary)))
    if outcome != KNOWN:
        tables.update_attempt(connection, number, final)
    kept = take_in_notes(connection, arrival.notes)
    return Taken(outcome, len(kept), "", number, final, (*lines, *map(entries.note_entry, kept)))


def take_in_notes(connection: sqlite3.Connection, notes: tuple[Note, ...]) -> list[Note]:
    """Write the notes that are not there, or were written later than what is there; those. Raises sqlite3.Error."""
    kept = []
    for note in notes:
        there = next(tables.read_notes(connection, "WHERE n.id = ?", (note.id,)), None)
        if there is None or (_same_place(there, note) and note.at > there.at):
            tables.put_note(connection, note)
            kept.append(note)
    return kept


def _records(arrival: Arrival) -> list[AttemptRecord]:
    """The record before the first event and after each."""
    records = [begun(arrival.head, arrival.summary)]
    for body in arrival.bodies:
        kind, _ = tables.searchable(body)
        records.append(records[-1].after(kind, body, arrival.summary))
    return records


def _reason(
    connection: sqlite3.Connection,
    number: int,
    before: AttemptRecord,
    head: AttemptHead,
    records: list[AttemptRecord],
) -> str:
    """Why the arrival cannot be the attempt of the same id that is here; empty where it can."""
    if before.head != head:
        return "another attempt of the same id is here already"
    if before.events < len(records):
        same = before.hash == records[before.events].hash
    else:
        last = len(records) - 2
        same = tables.event_hash(connection, number, last) == records[-1].hash
    return "" if same else "the attempt of the same id that is here went another way"


def _texts(connection: sqlite3.Connection, arrival: Arrival) -> list[str]:
    lines = []
    for kind, text, sha256 in (
        ("case", arrival.case_text, arrival.head.case_content),
        ("algorithm", arrival.algorithm_text, arrival.head.algorithm_content),
    ):
        if not tables.has_content(connection, sha256):
            tables.insert_content(connection, kind, text)
            lines.append(entries.content_entry(kind, text))
    return lines


def _same_place(one: Note, other: Note) -> bool:
    return (one.attempt_id, one.node, one.evidence) == (other.attempt_id, other.node, other.evidence)

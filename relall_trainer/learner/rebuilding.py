"""A store put together anew: from a backup, the journal pieces since, and what was salvaged.

Writes one new file and counts what came from where. Which backup, and what becomes of the file, is decided in
``restoring``.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relall_trainer.learner import backups, entries, faults, papers, tables
from relall_trainer.learner.backups import Backup
from relall_trainer.learner.connection import open_database, transaction
from relall_trainer.learner.journal import read_journal
from relall_trainer.learner.papers import Left
from relall_trainer.learner.records import ANSWER, Summary, begun
from relall_trainer.learner.salvage import Rescued, Salvage
from relall_trainer.learner.verification import Tally, tally
from relall_trainer.paths import Profile


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Where the parts of the new file came from, and what is known of but could not be had."""

    backup: Backup | None
    in_backup: Tally
    by_journal: Tally
    by_file: Tally
    restored: Tally
    lost: Tally
    unreadable_lines: int


def rebuild(profile: Profile, target: Path, backup: Backup | None, saved: Salvage) -> Rebuilt:
    """Write ``target``. Raises a StoreError."""
    with faults.speaking(target):
        if backup is not None:
            shutil.copyfile(backup.path, target)
        connection = open_database(target)
        try:
            return _fill(connection, profile, backup, saved)
        finally:
            connection.close()


def _fill(connection: sqlite3.Connection, profile: Profile, backup: Backup | None, saved: Salvage) -> Rebuilt:
    in_backup = tally(connection)
    unreadable = 0
    journaled: list[dict[str, Any]] = []
    for piece in backups.segments_after(profile, backup.number if backup else 0):
        reading = read_journal(piece)
        unreadable += reading.unreadable
        journaled += reading.entries
    entries.replay(connection, journaled)
    with_journal = tally(connection)
    with transaction(connection):
        _add_salvage(connection, saved)
        left = papers.left_by(journaled)
        _add_papers(connection, left, saved)
    restored = tally(connection)
    return Rebuilt(
        backup,
        in_backup,
        with_journal.minus(in_backup),
        restored.minus(with_journal),
        restored,
        _lost(connection, journaled, left, saved),
        unreadable,
    )


def _add_salvage(connection: sqlite3.Connection, saved: Salvage) -> None:
    for kind, text in saved.contents:
        tables.insert_content(connection, kind, text)
    for attempt in saved.attempts:
        _add_attempt(connection, attempt)
    for note in saved.notes:
        known = note.attempt_id is None or tables.find_attempt(connection, note.attempt_id) is not None
        if known and not tables.has_note(connection, note.id):
            tables.put_note(connection, note)


def _add_papers(connection: sqlite3.Connection, left: Mapping[papers.Key, Left], saved: Salvage) -> None:
    """Add what the new file has not or has older, but for what the journal says was dropped since."""
    for paper in saved.papers:
        how = left.get(paper.key)
        there = papers.find(connection, *paper.key)
        dropped = how is not None and how.body is None and how.at >= paper.at
        if not dropped and (there is None or there.at < paper.at):
            papers.put_back(connection, paper)


def _add_attempt(connection: sqlite3.Connection, attempt: Rescued) -> None:
    """Add the events the new file has not; an attempt that went another way there is left as it is."""
    head = attempt.record.head
    found = tables.find_attempt(connection, head.id)
    if found is None:
        if not attempt.bodies or not all(
            tables.has_content(connection, sha256) for sha256 in (head.case_content, head.algorithm_content)
        ):
            return
        record = begun(head, Summary())
        found = (tables.insert_attempt(connection, record), record)
    number, record = found
    if record.events >= len(attempt.bodies) or record.head != head:
        return
    if record.events and attempt.hashes[record.events - 1] != record.hash:
        return
    for body in attempt.bodies[record.events :]:
        kind, rationale = tables.searchable(body)
        after = record.after(kind, body, attempt.record.summary)
        tables.insert_event(connection, number, record.events, body, after.hash, kind, rationale)
        record = after
    tables.update_attempt(connection, number, record)


def _lost(
    connection: sqlite3.Connection,
    journaled: list[dict[str, Any]],
    left: Mapping[papers.Key, Left],
    saved: Salvage,
) -> Tally:
    """What the journal's lines and the damaged file's heads speak of, less what the new file has."""
    known: dict[str, int] = {attempt.record.id: attempt.record.answers for attempt in saved.attempts}
    spoken_of: dict[str, set[int]] = {}
    for entry in journaled:
        if entry.get("do") == "event":
            answers = spoken_of.setdefault(str(entry["attempt"]), set())
            if entry["event"].get("kind") == ANSWER:
                answers.add(int(entry["n"]))
    attempts = answers_lost = 0
    for attempt_id in known.keys() | spoken_of.keys():
        found = tables.find_attempt(connection, attempt_id)
        wanted = max(known.get(attempt_id, 0), len(spoken_of.get(attempt_id, ())))
        attempts += found is None
        answers_lost += max(0, wanted - (found[1].answers if found else 0))
    dropped = {key for key, how in left.items() if how.body is None}
    gone = {key for key in saved.broken if papers.find(connection, *key) is None} - dropped
    return Tally(attempts, answers_lost, len(gone))

"""A check of every stored row: database, journal, backups. Says what is wrong; mends nothing.

``examine`` is for the command line, with no window open; ``LearnerStore.examine`` for the open store.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from relall_trainer.learner import backups, entries, faults
from relall_trainer.learner.connection import open_database
from relall_trainer.learner.journal import JournalReading, read_journal
from relall_trainer.learner.lock import ProfileLock
from relall_trainer.learner.restoring import backup_faults
from relall_trainer.learner.verification import (
    BACKUP,
    JOURNAL_LINE,
    JOURNAL_MISSING,
    REFUSED,
    Finding,
    Tally,
    findings,
    tally,
)
from relall_trainer.paths import Profile


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at and what was found. ``exit_status``: 0 sound, 1 faults found."""

    findings: tuple[Finding, ...]
    tally: Tally
    events: int
    texts: int
    notes: int
    papers: int
    journal_entries: int
    backups: int

    @property
    def exit_status(self) -> int:
        return 1 if self.findings else 0


def examine(profile: Profile) -> Report:
    """Check everything of a profile that is not open. A profile without a record is sound and stays without.

    Raises a StoreError where nothing could be checked: locked, newer, not readable.
    """
    with faults.speaking(profile.store):
        if not profile.folder.exists():
            return Report((), Tally(), 0, 0, 0, 0, 0, 0)
    lock = ProfileLock.take(profile.folder)
    try:
        try:
            backups.refuse_vanished(profile)
            if not profile.store.exists():
                return _report(None, profile, [])
            connection = open_database(profile.store, migrating=False)
        except faults.StoreDamaged as fault:
            return _report(None, profile, [Finding(REFUSED, fault.what)])
        try:
            return examine_open(connection, profile)
        finally:
            connection.close()
    finally:
        lock.release()


def examine_open(connection: sqlite3.Connection, profile: Profile) -> Report:
    """Check everything through the connection that holds the store. Raises a StoreError."""
    with faults.speaking(profile.store):
        return _report(connection, profile, findings(connection))


def _report(connection: sqlite3.Connection | None, profile: Profile, found: list[Finding]) -> Report:
    reading = read_journal(profile.journal)
    found += _journal_faults(connection if not found else None, reading)
    copies = backups.list_backups(profile)
    for copy in copies:
        found += [Finding(BACKUP, f"{copy.path.name}: {fault.message}") for fault in backup_faults(copy)[:1]]
    counts, total = (0, 0, 0), Tally()
    if connection is not None:
        try:
            counts = tuple(
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own names
                for table in ("events", "contents", "notes")
            )
            total = tally(connection)
        except faults.DATABASE_FAULTS as error:
            if not found:
                raise faults.from_sqlite(error, profile.store) from error
    return Report(tuple(found), total, *counts, total.papers, len(reading.entries), len(copies))


def _journal_faults(connection: sqlite3.Connection | None, reading: JournalReading) -> list[Finding]:
    found = []
    if reading.unreadable:
        found.append(Finding(JOURNAL_LINE, f"{reading.unreadable} line(s) of the journal cannot be read"))
    if connection is not None:
        missing = entries.missing(connection, reading.entries)
        if missing:
            found.append(
                Finding(JOURNAL_MISSING, f"{missing} entr(ies) of the journal are not in the database")
            )
    return found

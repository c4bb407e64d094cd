"""The open store of one learner: begin an attempt, add its events durably, read back what was verified.

One of these per program, made in ``app`` and held until the window closes. Damage is mended by ``restoring``,
copies are made by ``backups``; scores come from outside and are only cached here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from relall_trainer.errors import StoreError
from relall_trainer.learner import backups, chain, entries, faults, tables
from relall_trainer.learner.arrivals import Arrival, Taken, take_in, take_in_notes
from relall_trainer.learner.connection import open_database, transaction
from relall_trainer.learner.copied import Copied
from relall_trainer.learner.journal import newest_first, read_journal
from relall_trainer.learner.lock import ProfileLock
from relall_trainer.learner.papers import Filed
from relall_trainer.learner.records import (
    AttemptHead,
    AttemptRecord,
    Event,
    Note,
    Pin,
    Summary,
    begun,
    moment,
    new_id,
)
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    from relall_trainer.learner.doctor import Report


class LearnerStore(Copied):
    """The record of one profile, held exclusively. Every method raises a StoreError when the disk refuses."""

    def __init__(
        self, profile: Profile, now: Callable[[], datetime], lock: ProfileLock, connection: sqlite3.Connection
    ) -> None:
        super().__init__(connection, profile, now)
        self._lock = lock
        self._touched: list[str] = []
        self.caught_up = entries.Replayed()
        """What the journal had to give back at opening, where the database had lost it."""

    @classmethod
    def open(cls, profile: Profile, now: Callable[[], datetime]) -> LearnerStore:
        """Hold the profile's store, making it where there is none; ``now`` tells the time with its zone.

        Raises StoreLocked, StoreNewer, StoreDamaged (NotOurStore for a file of another kind), StoreReadOnly,
        StoreFull. A damaged store is not touched: see ``restoring.assess_damage``.
        """
        lock = ProfileLock.take(profile.folder)
        try:
            backups.refuse_vanished(profile)
            with faults.speaking(profile.backups):
                backups.drop_unfinished(profile)
            connection = open_database(profile.store, lambda old: backups.copy_into(old, profile, now()))
        except BaseException:
            lock.release()
            raise
        store = cls(profile, now, lock, connection)
        try:
            store._catch_up()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Sync the journal and let go of everything. Safe to call twice."""
        self.leave_copy_off()
        self._journal.close()
        with suppress(
            sqlite3.Error
        ):  # everything acknowledged is in the log already; the next start reads it
            self._connection.close()
        self._lock.release()

    def __enter__(self) -> LearnerStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def second_copy_fault(self) -> StoreError | None:
        """Why the journal lags behind the database; None while both hold everything."""
        return self._journal.fault

    # Writing

    def begin(
        self,
        started: Event,
        case: Pin,
        algorithm: Pin,
        summary: Summary,
        *,
        scoring_version: str,
        mode: str = "practice",
        seed: int | None = None,
        learner: str = "",
        attempt_id: str | None = None,
        copies: Sequence[tuple[Event, Summary]] = (),
    ) -> str:
        """Open an attempt whose first event is ``started``; its id. On disk when this returns.

        ``copies`` follow at once, each with where the attempt then stands: all of them are there, or no attempt.
        """
        head = AttemptHead(
            id=attempt_id or new_id(),
            learner=learner,
            case_id=case.id,
            case_version=case.version,
            case_sha256=case.sha256,
            case_title=case.title,
            case_content=chain.digest(case.text),
            algorithm_id=algorithm.id,
            algorithm_version=algorithm.version,
            algorithm_sha256=algorithm.sha256,
            algorithm_content=chain.digest(algorithm.text),
            scoring_version=scoring_version,
            seed=None if seed is None else str(seed),
            mode=mode,
            started_at=moment(self._now()),
        )
        body = chain.canonical(started)
        blank = begun(head, summary)
        kind, rationale = tables.search_columns(started)
        record = blank.after(kind, body, summary)
        new_texts = []
        with faults.speaking(self._path), transaction(self._connection):
            for what, pin, sha256 in (
                ("case", case, head.case_content),
                ("algorithm", algorithm, head.algorithm_content),
            ):
                if not tables.has_content(self._connection, sha256):
                    tables.insert_content(self._connection, what, pin.text)
                    new_texts.append((what, pin.text))
            number = tables.insert_attempt(self._connection, record)
            tables.insert_event(self._connection, number, 0, body, record.hash, kind, rationale)
            lines = [entries.begin_entry(head), entries.event_entry(head.id, 0, body, record)]
            for n, (event, then) in enumerate(copies, start=1):
                body = chain.canonical(event)
                kind, rationale = tables.search_columns(event)
                record = record.after(kind, body, then)
                tables.insert_event(self._connection, number, n, body, record.hash, kind, rationale)
                lines.append(entries.event_entry(head.id, n, body, record))
            if copies:
                tables.update_attempt(self._connection, number, record)
        self._known[head.id] = (number, record)
        self._touched.append(head.id)
        for what, text in new_texts:
            self._journal.write(entries.content_entry(what, text))
        for line in lines:
            self._journal.write(line)
        return head.id

    def append(self, attempt_id: str, event: Event, summary: Summary, n: int | None = None) -> datetime:
        """Add an event and set the summary, in one transaction; the time it was saved.

        When this returns, the event is on disk. When it raises, nothing was added, and the same call may be made
        again. ``n`` is the event's place in the log (default: next); an event already saved there is not added
        twice, a different one there is a ValueError.
        """
        number, record = self._attempt(attempt_id)
        body = chain.canonical(event)
        if n is not None and n != record.events:
            self._same_again(number, record, n, body)
            return self._now()
        kind, rationale = tables.search_columns(event)
        after = record.after(kind, body, summary)
        connection = self._connection
        with faults.speaking(self._path), transaction(connection):
            tables.insert_event(connection, number, record.events, body, after.hash, kind, rationale)
            tables.update_attempt(connection, number, after)
        self._known[attempt_id] = (number, after)
        self._touched.append(attempt_id)
        self._journal.write(entries.event_entry(attempt_id, record.events, body, after))
        return self._now()

    def set_summary(self, attempt_id: str, summary: Summary) -> None:
        """Set where the attempt stands, without an event: put aside, or derived again."""
        number, record = self._attempt(attempt_id)
        after = record.with_summary(summary)
        with faults.speaking(self._path), transaction(self._connection):
            tables.update_attempt(self._connection, number, after)
        self._known[attempt_id] = (number, after)
        self._journal.write(entries.summary_entry(attempt_id, summary))

    def add_note(
        self,
        text: str,
        *,
        attempt_id: str | None = None,
        node: str | None = None,
        evidence: str | None = None,
        note_id: str | None = None,
    ) -> Note:
        """Keep a note; with ``note_id`` it takes that note's place, and an empty text removes it."""
        kept = text.encode("utf-8", "replace").decode()
        note = Note(note_id or new_id(), attempt_id, node, evidence, kept, moment(self._now()))
        if attempt_id is not None:
            self._attempt(attempt_id)
        with faults.speaking(self._path), transaction(self._connection):
            tables.put_note(self._connection, note)
        if attempt_id is not None:
            self._touched.append(attempt_id)
        self._journal.write(entries.note_entry(note))
        return note

    def take_in(self, arrivals: Sequence[Arrival], filing: Iterable[Filed] = ()) -> tuple[Taken, ...]:
        """Take attempts in that were made elsewhere, all in one transaction; what became of each.

        When this returns, they are on disk, and so are the papers of ``filing`` (as for ``put_papers``). A known
        attempt is left as it is, one that contradicts what is here refused; the papers are filed all the same.
        """
        with faults.speaking(self._path), transaction(self._connection):
            taken = tuple(take_in(self._connection, arrival) for arrival in arrivals)
            written = self._put(filing)
        for one in taken:
            if one.record is not None and one.lines:
                self._known[one.record.id] = (one.number, one.record)
                self._touched.append(one.record.id)
                for line in one.lines:
                    self._journal.write(line)
        self._journal_papers(written)
        return taken

    def take_in_notes(self, notes: tuple[Note, ...]) -> int:
        """Take in notes on no attempt that were made elsewhere; how many were new."""
        with faults.speaking(self._path), transaction(self._connection):
            kept = take_in_notes(self._connection, notes)
        for note in kept:
            self._journal.write(entries.note_entry(note))
        return len(kept)

    def touched(self, since: int = 0) -> tuple[str, ...]:
        """The attempts written to since the store was opened, in order, from the ``since``-th write on."""
        return tuple(self._touched[since:])

    # Checking

    def examine(self) -> Report:
        """Check every stored row, the journal and the backups."""
        from relall_trainer.learner.doctor import examine_open

        return examine_open(self._connection, self.profile)

    def _same_again(self, number: int, record: AttemptRecord, n: int, body: str) -> None:
        if 0 <= n < record.events:
            with faults.speaking(self._path):
                bodies = list(tables.read_bodies(self._connection, number, record))
            if bodies[n] == body:
                return
        raise ValueError(f"attempt {record.id} has {record.events} events; this one cannot be event {n}")

    def _catch_up(self) -> None:
        """Where the database lost what the journal has (its log was deleted, an old file put back), do it again."""
        pieces = backups.segments_after(self.profile, 0)
        with faults.speaking(self._path):
            if entries.has_newest(self._connection, _newest_first(pieces)):
                return
            every = (entry for piece in pieces for entry in read_journal(piece).entries)
            self.caught_up = entries.replay(self._connection, every)
            if not entries.has_newest(self._connection, _newest_first(pieces)):
                raise faults.damaged(self._path, "the newest entries of the journal are not in it")


def _newest_first(pieces: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for piece in reversed(pieces):
        yield from newest_first(piece)

"""A copy of the open record made beside the work: a thread copies and checks while answers go on being saved.

SQLite's own copy goes through the connection that holds the record, a few pages at a time, and follows what is written
meanwhile; so the copy holds at least all that was there when it began. The journal has begun anew by then (``begin``):
what the copy may or may not have stands in a later piece, and doing it again from there changes nothing. A piece
without a copy of its number, left where the copy came to nothing, counts as any other.

The thread works in small bites and rests between them, so that neither the record nor the window has to wait for it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import suppress
from pathlib import Path

from relall_trainer.errors import StoreError
from relall_trainer.learner import backups, faults
from relall_trainer.learner.backups import Backup
from relall_trainer.learner.connection import open_copy
from relall_trainer.learner.journal import Journal
from relall_trainer.learner.verification import findings
from relall_trainer.paths import Profile

POSSIBLE = sqlite3.threadsafety == 3
"""Whether this SQLite lets a thread copy what another one writes; nearly every one does."""

_PAGES = 64  # copied at a time; so long somebody who saves an answer may have to wait
_SYNCED_PAGES = 2_048
_CHECKED = 250  # instructions of SQLite, a few rows
_REST_S = 0.001
_BUSY_S = 0.02  # something is being written just now


class CopyBeside:
    """One copy: ``begin`` in the thread that holds the record, ``work`` in another, ``leave_off`` in any."""

    def __init__(self, connection: sqlite3.Connection, profile: Profile, backup: Backup) -> None:
        self._connection = connection
        self._profile = profile
        self._backup = backup
        self._unwanted = threading.Event()
        self._working = threading.Lock()
        self._checking: sqlite3.Connection | None = None
        self.under_way = True
        """Whether it may still become a copy."""

    @classmethod
    def begin(
        cls, connection: sqlite3.Connection, journal: Journal, profile: Profile, backup: Backup
    ) -> CopyBeside:
        """Begin the journal anew for the copy of that name. Raises a StoreError."""
        backups.begin_journal_anew(connection, journal, profile, backup)
        return cls(connection, profile, backup)

    def work(self) -> Backup | None:
        """Make the copy, check it, drop what is too old; None where it was left off.

        Raises a StoreError (StoreDamaged: the copy does not hold); there is no copy then.
        """
        with self._working:
            try:
                self._between()  # it may have been left off before its thread began
                return self._make()
            except _LeftOff:
                return None
            except StoreError:
                if self._unwanted.is_set():  # what was interrupted says so by failing
                    return None
                raise
            finally:
                self.under_way = False

    def leave_off(self) -> None:
        """Have it end, and wait for that: nothing of it is left, and the connection is no longer used."""
        self._unwanted.set()
        checking = self._checking
        if checking is not None:
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile
                checking.interrupt()
        with self._working:
            self.under_way = False

    def _make(self) -> Backup:
        path = self._backup.path
        with backups.unfinished(path) as part:
            with faults.speaking(part):
                self._copy_pages(part)
                self._make_one_file(part)
                self._check(part)
            backups.put_in_place(part, path)
        backups.thin(self._profile)
        return self._backup

    def _copy_pages(self, part: Path) -> None:
        copy = sqlite3.connect(part, isolation_level=None)
        try:
            copy.execute("PRAGMA journal_mode = OFF")
            # Nothing is synced while the record's connection is held; all of it is once it has been let go of.
            copy.execute("PRAGMA synchronous = OFF")
            with part.open("rb+") as file:
                synced = _Synced(file.fileno())

                def between(_status: int, left: int, of: int) -> None:
                    self._between()
                    synced.so_far(of - left)

                self._connection.backup(copy, pages=_PAGES, progress=between, sleep=_BUSY_S)
        finally:
            copy.close()

    def _make_one_file(self, part: Path) -> None:
        """Take the mark of the write-ahead log off, so that the copy can be read where nothing can be written."""
        copy = sqlite3.connect(part, timeout=0, isolation_level=None)
        try:
            copy.execute("PRAGMA locking_mode = EXCLUSIVE")
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()

    def _check(self, part: Path) -> None:
        copy = open_copy(part)
        try:
            copy.set_progress_handler(self._rest, _CHECKED)
            self._checking = copy
            self._between()
            backups.refuse_faulty(part, findings(copy))
        finally:
            self._checking = None
            copy.close()

    def _between(self, *_told: int) -> None:
        if self._unwanted.is_set():
            raise _LeftOff
        time.sleep(_REST_S)

    def _rest(self) -> int:
        """Let the window's thread have its turn; anything but 0 interrupts the checking."""
        time.sleep(_REST_S)
        return int(self._unwanted.is_set())


class _Synced:
    """Syncs the copy now and then: all of it at once would hold up whoever saves an answer at that moment."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._pages = 0

    def so_far(self, pages: int) -> None:
        if pages - self._pages >= _SYNCED_PAGES:
            self._pages = pages
            os.fsync(self._handle)


class _LeftOff(Exception):
    """The copy is no longer wanted."""

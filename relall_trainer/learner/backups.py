"""Copies that restore: made whole and checked before they count, thinned with age, each with its piece of journal.

``VACUUM INTO`` gives one finished file, also under the exclusive lock; a plain copy of a database with a
write-ahead log may be empty. When a copy has succeeded, the journal that led up to it moves beside it, so that
an older copy can be brought up to date too. Putting a copy back is ``restoring``'s.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from relall_trainer.learner import faults
from relall_trainer.learner.connection import open_copy
from relall_trainer.learner.journal import Journal
from relall_trainer.learner.verification import Finding, findings
from relall_trainer.paths import Profile

DUE_AFTER = timedelta(minutes=30)
RECENT = 10
DAILY, WEEKLY, MONTHLY = 7, 4, 6
LEAST = 3
ROOM, ROOM_FACTOR = 1_000_000_000, 4
"""All copies together take no more bytes than this, or than so many records, but the newest few stay in any case."""

_NAME = re.compile(r"backup-(\d{6,9})-(\d{8}T\d{6}Z)\.(db|jsonl)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy on disk. ``number`` counts up whatever the clock does; ``at`` is when it was made."""

    path: Path
    number: int
    at: datetime

    @property
    def segment(self) -> Path:
        """The piece of journal that led up to this copy (may be missing)."""
        return self.path.with_suffix(".jsonl")


def list_backups(profile: Profile) -> tuple[Backup, ...]:
    """All copies, newest first; files of other names are passed over. Raises a StoreError."""
    return tuple(sorted(_named(profile, "db"), key=lambda backup: backup.number, reverse=True))


def segments_after(profile: Profile, number: int) -> tuple[Path, ...]:
    """The kept pieces of journal after the copy of that number, oldest first, the current one last."""
    kept = sorted(_named(profile, "jsonl"), key=lambda piece: piece.number)
    return (*(piece.path for piece in kept if piece.number > number), profile.journal)


def back_up(connection: sqlite3.Connection, journal: Journal, profile: Profile, now: datetime) -> Backup:
    """Copy, check, start a new journal, drop what is too old. Raises a StoreError (StoreDamaged: nothing changed)."""
    journal.sync()
    backup = copy_into(connection, profile, now)
    begin_journal_anew(connection, journal, profile, backup)
    thin(profile)
    return backup


def begin_journal_anew(
    connection: sqlite3.Connection, journal: Journal, profile: Profile, backup: Backup
) -> None:
    """Move the journal so far beside the copy of that name. Raises a StoreError."""
    with faults.speaking(profile.store):
        # What leaves the journal must not hang on the write-ahead log alone: a synced folder may lose that.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    journal.rotate(backup.segment)


def copy_into(connection: sqlite3.Connection, profile: Profile, now: datetime) -> Backup:
    """Write and check a copy of the open store; on disk under its name when this returns. Raises a StoreError."""
    backup = next_backup(profile, now)
    with unfinished(backup.path) as part:
        with faults.speaking(part):
            connection.execute("VACUUM INTO ?", (str(part),))
        copy = open_copy(part)
        try:
            refuse_faulty(part, findings(copy))
        finally:
            copy.close()
        put_in_place(part, backup.path)
    return backup


def next_backup(profile: Profile, now: datetime) -> Backup:
    """The name of the next copy, in a folder that is there, with nothing unfinished in it. Raises a StoreError."""
    folder = profile.backups
    with faults.speaking(folder / "backup"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        drop_unfinished(profile)
        number = 1 + max(
            (piece.number for kind in ("db", "jsonl") for piece in _named(profile, kind)), default=0
        )
    moment = now.astimezone(UTC).replace(microsecond=0)
    return Backup(folder / f"backup-{number:06}-{moment:%Y%m%dT%H%M%SZ}.db", number, moment)


def drop_unfinished(profile: Profile) -> None:
    """Remove what a copy that was killed left behind, with what SQLite keeps beside it. Raises OSError."""
    for left_over in profile.backups.glob("backup-*.part*"):
        left_over.unlink(missing_ok=True)


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Where to write what is to become the copy ``path``; gone afterwards, but for what was put in place."""
    part = path.with_suffix(".part")
    try:
        yield part
    finally:
        with faults.speaking(part):
            for left_over in path.parent.glob(f"{part.name}*"):
                left_over.unlink(missing_ok=True)


def refuse_faulty(part: Path, found: list[Finding]) -> None:
    """Raise StoreDamaged where checking a fresh copy found something."""
    if found:
        raise faults.damaged(part, f"a fresh copy does not hold: {found[0].message}")


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished copy its name, for good. Raises a StoreError."""
    with faults.speaking(path):
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)


def is_due(profile: Profile, now: datetime) -> bool:
    """Whether something changed since the newest copy and that copy is half an hour old (or none is there)."""
    newest = next(iter(list_backups(profile)), None)
    # A copy from the future means that the clock was set back: better one copy too many.
    if newest is not None and timedelta(0) <= now - newest.at < DUE_AFTER:
        return False
    try:
        changed = profile.journal.stat().st_size > 0
    except OSError:
        changed = False
    # A piece of journal that is newer than any copy is of a copy that came to nothing.
    since = newest.number if newest is not None else 0
    return changed or any(piece.number > since for piece in _named(profile, "jsonl"))


def thin(profile: Profile) -> None:
    """Keep 10 recent copies and one each for 7 days, 4 weeks and 6 months before; fewer of a large record.

    Raises a StoreError.
    """
    with faults.speaking(profile.backups / "backup"):
        copies = list_backups(profile)
        sizes = {copy: _size(copy.path) for copy in copies}
        keep = fitting(kept(copies), sizes, max(ROOM, ROOM_FACTOR * _size(profile.store)))
        for backup in copies:
            if backup not in keep:
                backup.path.unlink()
        oldest_recent = min((copy.number for copy in copies[:RECENT] if copy in keep), default=0)
        for piece in _named(profile, "jsonl"):
            if piece.number < oldest_recent:
                piece.path.unlink()


def kept(copies: tuple[Backup, ...]) -> set[Backup]:
    """Which of the copies (newest first) stay, whatever their size."""
    keep = set(copies[:RECENT])
    for form, count in (("%Y-%m-%d", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        periods: list[str] = []
        for backup in copies[RECENT:]:
            period = backup.at.strftime(form)
            if period not in periods and len(periods) < count:
                periods.append(period)
                keep.add(backup)
    return keep


def fitting(copies: set[Backup], sizes: Mapping[Backup, int], room: int) -> set[Backup]:
    """Which of these stay where they may take so many bytes: the newest few, then one a day, then any, newest first."""
    newest_first = sorted(copies, key=lambda copy: copy.number, reverse=True)
    keep = newest_first[:LEAST]
    days = {copy.at.date() for copy in keep}
    others: list[Backup] = []
    for copy in newest_first[LEAST:]:
        (others if copy.at.date() in days else keep).append(copy)
        days.add(copy.at.date())
    keep += others
    taken = list(accumulate(sizes[copy] for copy in keep))
    return {copy for place, copy in enumerate(keep) if place < LEAST or taken[place] <= room}


def refuse_vanished(profile: Profile) -> None:
    """Raise StoreDamaged when the database is gone though there are copies, a log, or answers in the journal."""
    with faults.speaking(profile.store):
        left = _size(profile.journal) or _size(Path(f"{profile.store}-wal"))
        if _size(profile.store) == 0 and (left or list_backups(profile) or _named(profile, "jsonl")):
            raise faults.damaged(profile.store, "the file is missing or empty")


def sync_folder(folder: Path) -> None:
    """Make new names in the folder last. Not possible, and not needed, on Windows."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _named(profile: Profile, ending: str) -> list[Backup]:
    if not profile.backups.is_dir():
        return []
    found = []
    for path in profile.backups.iterdir():
        match = _NAME.match(path.name)
        if match and match[3] == ending and path.is_file():
            at = datetime.strptime(match[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            found.append(Backup(path, int(match[1]), at))
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0

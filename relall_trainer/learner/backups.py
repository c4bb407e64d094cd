"""Copies that restore: made whole and checked before they count, thinned with age, each with its piece of journal.

``VACUUM INTO`` gives one finished file, also under the exclusive lock; a plain copy of a database with a
write-ahead log may be empty. When a copy has succeeded, the journal that led up to it moves beside it, so that
an older copy can be brought up to date too. Putting a copy back is ``restoring``'s.
"""

from __future__ import annotations

import os
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relall_trainer.learner import faults
from relall_trainer.learner.connection import open_copy
from relall_trainer.learner.journal import Journal
from relall_trainer.learner.verification import findings
from relall_trainer.paths import Profile

DUE_AFTER = timedelta(minutes=30)
RECENT = 10
DAILY, WEEKLY, MONTHLY = 7, 4, 6

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
    with faults.speaking(profile.store):
        # What leaves the journal must not hang on the write-ahead log alone: a synced folder may lose that.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    journal.rotate(backup.segment)
    thin(profile)
    return backup


def copy_into(connection: sqlite3.Connection, profile: Profile, now: datetime) -> Backup:
    """Write and check a copy of the open store; on disk under its name when this returns. Raises a StoreError."""
    folder = profile.backups
    with faults.speaking(folder / "backup"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left_over in folder.glob("*.part"):
            left_over.unlink()
        number = 1 + max(
            (piece.number for kind in ("db", "jsonl") for piece in _named(profile, kind)), default=0
        )
        moment = now.astimezone(UTC).replace(microsecond=0)
        path = folder / f"backup-{number:06}-{moment:%Y%m%dT%H%M%SZ}.db"
        part = path.with_suffix(".part")
        try:
            connection.execute("VACUUM INTO ?", (str(part),))
            _refuse_damaged(part)
            _sync(part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(folder)
    return Backup(path, number, moment)


def is_due(profile: Profile, now: datetime) -> bool:
    """Whether something changed since the newest copy and that copy is half an hour old (or none is there)."""
    try:
        changed = profile.journal.stat().st_size > 0
    except OSError:
        return False
    if not changed:
        return False
    newest = next(iter(list_backups(profile)), None)
    # A copy from the future means that the clock was set back: better one copy too many.
    return newest is None or not timedelta(0) <= now - newest.at < DUE_AFTER


def thin(profile: Profile) -> None:
    """Keep 10 recent copies and one each for 7 days, 4 weeks and 6 months before. Raises a StoreError."""
    with faults.speaking(profile.backups / "backup"):
        copies = list_backups(profile)
        keep = kept(copies)
        for backup in copies:
            if backup not in keep:
                backup.path.unlink()
        oldest_recent = min((backup.number for backup in copies[:RECENT]), default=0)
        for piece in _named(profile, "jsonl"):
            if piece.number < oldest_recent:
                piece.path.unlink()


def kept(copies: tuple[Backup, ...]) -> set[Backup]:
    """Which of the copies (newest first) stay."""
    keep = set(copies[:RECENT])
    for form, count in (("%Y-%m-%d", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        periods: list[str] = []
        for backup in copies[RECENT:]:
            period = backup.at.strftime(form)
            if period not in periods and len(periods) < count:
                periods.append(period)
                keep.add(backup)
    return keep


def refuse_vanished(profile: Profile) -> None:
    """Raise StoreDamaged when the database is gone though there are copies, a log, or answers in the journal."""
    with faults.speaking(profile.store):
        left = _size(profile.journal) or _size(Path(f"{profile.store}-wal"))
        if _size(profile.store) == 0 and (left or list_backups(profile)):
            raise faults.damaged(profile.store, "the file is missing or empty")


def sync_folder(folder: Path) -> None:
    """Make new names in the folder last. Not possible, and not needed, on Windows."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_damaged(part: Path) -> None:
    copy = open_copy(part)
    try:
        found = findings(copy)
    finally:
        copy.close()
    if found:
        raise faults.damaged(part, f"a fresh copy does not hold: {found[0].message}")


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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

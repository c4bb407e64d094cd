"""Mending a damaged store: the newest good backup, the journal since, and what the damaged file still gives.

Assessing is a rehearsal of restoring, so its numbers are the true ones. Nothing is ever thrown away: the file
that is replaced goes to the folder ``set-aside``. The profile must not be open anywhere.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from relall_trainer.errors import StoreError
from relall_trainer.learner import backups, faults
from relall_trainer.learner.backups import Backup
from relall_trainer.learner.connection import open_copy, open_database
from relall_trainer.learner.journal import Journal
from relall_trainer.learner.lock import ProfileLock
from relall_trainer.learner.rebuilding import Rebuilt, rebuild
from relall_trainer.learner.salvage import Salvage, copy_aside, open_damaged, salvage
from relall_trainer.learner.verification import REFUSED, Finding, Tally, findings
from relall_trainer.paths import Profile


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with a store and what restoring it would give, in numbers.

    ``readable`` is what the damaged file still gives, ``in_backup`` what the chosen backup holds (None: there is
    no good one), ``by_journal`` and ``by_file`` what journal and damaged file add to it, ``restored`` the sum, ``lost``
    what is known to have been there and cannot be had any more.
    """

    findings: tuple[Finding, ...]
    readable: Tally
    backup: Backup | None
    in_backup: Tally
    by_journal: Tally
    by_file: Tally
    restored: Tally
    lost: Tally
    unreadable_lines: int
    bad_backups: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: the numbers, and where the replaced file lies now (None: there was none)."""

    damage: Damage
    set_aside: Path | None


def assess_damage(profile: Profile) -> Damage | None:
    """What is wrong and what a restore would bring back; None when the store is sound or was never made.

    Raises a StoreError: StoreLocked while a window is open, StoreNewer for a newer file (that is no damage).
    """
    with _workshop(profile) as folder:
        found, saved = _examine(profile, folder)
        if not found:
            return None
        chosen, bad = _newest_good(profile)
        return _damage(found, saved, rebuild(profile, folder / "new.db", chosen, saved), bad)


def restore(profile: Profile, now: Callable[[], datetime], backup: Backup | None = None) -> Restored:
    """Put the store together again (from ``backup``, or the newest good one) and set the old file aside.

    Raises a StoreError; nothing was changed then.
    """
    with _workshop(profile) as folder:
        found, saved = _examine(profile, folder)
        chosen, bad = _newest_good(profile) if backup is None else (_checked(backup), ())
        rebuilt = rebuild(profile, folder / "new.db", chosen, saved)
        aside = _set_aside(profile, now())
        with faults.speaking(profile.store):
            (folder / "new.db").replace(profile.store)
            backups.sync_folder(profile.folder)
        _back_up(profile, now())
        return Restored(_damage(found, saved, rebuilt, bad), aside)


@contextmanager
def _workshop(profile: Profile) -> Iterator[Path]:
    """The profile locked, and a folder inside it that is gone afterwards."""
    lock = ProfileLock.take(profile.folder)
    folder = profile.folder / "restoring"
    try:
        with faults.speaking(folder):
            shutil.rmtree(folder, ignore_errors=True)  # left by a restore that was killed
            folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def _examine(profile: Profile, folder: Path) -> tuple[list[Finding], Salvage]:
    """Findings and salvage of a copy of the store."""
    with faults.speaking(folder):
        copy = copy_aside(profile.store, folder)
    found = _faults_of(profile, copy)
    connection = open_damaged(copy)
    if connection is None:
        return found, Salvage()
    try:
        return found, salvage(connection)
    finally:
        connection.close()


def _faults_of(profile: Profile, copy: Path) -> list[Finding]:
    try:
        backups.refuse_vanished(profile)
        if not copy.exists():
            return []
        connection = open_database(copy)
        try:
            return findings(connection)
        finally:
            connection.close()
    except faults.StoreDamaged as fault:
        return [Finding(REFUSED, fault.what.replace(str(copy), str(profile.store)))]


def _newest_good(profile: Profile) -> tuple[Backup | None, tuple[Path, ...]]:
    """The newest backup that holds, and the newer ones that do not."""
    bad: list[Path] = []
    for backup in backups.list_backups(profile):
        if not backup_faults(backup):
            return backup, tuple(bad)
        bad.append(backup.path)
    return None, tuple(bad)


def backup_faults(backup: Backup) -> list[Finding]:
    """What is wrong with a backup; empty when it can be trusted."""
    try:
        connection = open_copy(backup.path)
        try:
            return findings(connection)
        finally:
            connection.close()
    except StoreError as fault:
        return [Finding(REFUSED, fault.what)]


def _checked(backup: Backup) -> Backup:
    found = backup_faults(backup)
    if found:
        raise faults.damaged(backup.path, found[0].message)
    return backup


def _damage(found: list[Finding], saved: Salvage, rebuilt: Rebuilt, bad: tuple[Path, ...]) -> Damage:
    return Damage(
        findings=tuple(found),
        readable=Tally(len(saved.attempts), saved.answers, len(saved.papers)),
        backup=rebuilt.backup,
        in_backup=rebuilt.in_backup,
        by_journal=rebuilt.by_journal,
        by_file=rebuilt.by_file,
        restored=rebuilt.restored,
        lost=rebuilt.lost,
        unreadable_lines=rebuilt.unreadable_lines,
        bad_backups=bad,
    )


def _set_aside(profile: Profile, now: datetime) -> Path | None:
    """Copy the old file and its logs away, then remove the logs: an old log must never meet the new file."""
    logs = [Path(f"{profile.store}{ending}") for ending in ("-wal", "-journal", "-shm")]
    with faults.speaking(profile.store):
        if not any(path.exists() for path in (profile.store, *logs)):
            return None
        folder = _new_folder(profile.folder / "set-aside" / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        aside = copy_aside(profile.store, folder)
        backups.sync_folder(folder)
        for log in logs:
            log.unlink(missing_ok=True)
        return aside if aside.exists() else None


def _new_folder(wanted: Path) -> Path:
    """A folder of that name, or with a number behind it where there is one already."""
    folder, number = wanted, 1
    while folder.exists():
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    folder.mkdir(mode=0o700, parents=True)
    return folder


def _back_up(profile: Profile, now: datetime) -> None:
    """A fresh copy, so that journal and store begin anew together."""
    connection = open_database(profile.store)
    try:
        backups.back_up(connection, Journal(profile.journal), profile, now)
    except faults.StoreFull:
        pass  # the journal goes on from before; the next backup that is due tries again
    finally:
        connection.close()

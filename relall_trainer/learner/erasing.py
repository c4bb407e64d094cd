"""Deleting all of a learner's record: database, log, journal, backups, what was set aside, the index. No way back.

The settings file, added cases and what was prepared of case files hold nothing of the learner's and stay. What was
exported elsewhere is the learner's own to delete.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from relall_trainer.learner import faults, index_schema
from relall_trainer.learner.backups import sync_folder
from relall_trainer.learner.lock import ProfileLock
from relall_trainer.paths import Profile


def erase_record(profile: Profile) -> None:
    """Remove every file that holds something of the learner's attempts. The profile must not be open.

    Raises StoreLocked, StoreReadOnly or StoreTrouble.
    """
    lock = ProfileLock.take(profile.folder)
    try:
        with faults.speaking(profile.store):
            # The database last: if this is interrupted, what is left is still found and can be erased again.
            index_schema.discard(profile.history_index)
            for folder in (profile.backups, profile.folder / "set-aside", profile.folder / "restoring"):
                _remove(folder)
            # By the beginning of their names, so that what SQLite keeps beside a file goes with it.
            for begins in (profile.journal.name, f"{profile.store.name}-", profile.store.name):
                for path in list(profile.folder.glob(f"{begins}*")):
                    _remove(path)
            sync_folder(profile.folder)
    finally:
        lock.release()


def _remove(path: Path) -> None:
    """A file, a link (never what it leads to) or a folder, whatever has taken the name."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

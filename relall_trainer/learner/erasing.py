"""Deleting all of a learner's record: database, log, journal, backups, what was set aside. No way back.

The settings file and added cases are not the record and stay.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from relall_trainer.learner import faults
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
            for folder in (profile.backups, profile.folder / "set-aside", profile.folder / "restoring"):
                if folder.exists():
                    shutil.rmtree(folder)
            profile.journal.unlink(missing_ok=True)
            for ending in ("-wal", "-shm", "-journal", ""):
                Path(f"{profile.store}{ending}").unlink(missing_ok=True)
    finally:
        lock.release()

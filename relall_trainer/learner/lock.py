"""One program per profile: the lock that is the proof.

SQLite's own exclusive lock (``connection``) keeps every other process out of the database. This lock beside
it is taken first, so that a second start is refused before it reads a single byte, and so that restoring or
examining a profile never happens under an open window. Both die with the process, however it dies.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from relall_trainer.learner import refusals


class ProfileLock:
    """Held from ``take`` to ``release``; waiting is never done."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, folder: Path) -> ProfileLock:
        """Make the folder (for its owner only) if need be and lock it.

        Raises StoreLocked when another start holds it, StoreReadOnly when it cannot be written.
        """
        path = folder / "learner.lock"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise refusals.from_system(error, path) from error
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):
            os.close(handle)
            raise refusals.locked(path) from None
        except OSError:
            # A file system without such locks: SQLite's own lock still stands.
            pass
        return cls(handle)

    def release(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        # flock, not lockf: it belongs to this opening of the file, so a second one in this process is refused.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

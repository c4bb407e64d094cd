"""The one place where faults of SQLite and of the disk become sentences a learner can act upon.

Nothing here touches a file. Code that does wraps it in ``with speaking(path)``.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from types import TracebackType

from relall_trainer.errors import StoreError

_KEPT = "Everything saved before is safe; this was not saved."


class StoreFull(StoreError):
    """The disk has no room; the store stays usable and the same answer can be saved again."""


class StoreReadOnly(StoreError):
    """The folder or the file cannot be written."""


class StoreLocked(StoreError):
    """Another window, or another program, holds the store."""


class StoreDamaged(StoreError):
    """What stands on disk is not what was saved."""


class StoreNewer(StoreError):
    """The file was written by a newer version of the program; it was not touched."""


class NotOurStore(StoreDamaged):
    """The file is of another kind; it was not touched. Damage can look like that, too."""


class StoreTrouble(StoreError):
    """The disk or the system refused in a way that has no name of its own."""


DATABASE_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged file makes the sqlite3 module raise; the second when even its message is noise."""


class speaking:  # noqa: N801 - reads as a phrase: with speaking(path)
    """Turns sqlite3.Error and OSError inside the block into a StoreError about ``path``."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, DATABASE_FAULTS):
            raise from_sqlite(error, self._path) from error
        if isinstance(error, OSError):
            raise from_system(error, self._path) from error


_DAMAGED = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_CONSTRAINT,
    }
)
_READ_ONLY = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)
# Faults that carry no code of their own: bytes that are no longer UTF-8, or no longer JSON.
_DAMAGED_WORDS = ("Could not decode", "malformed JSON")


def from_sqlite(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> StoreError:
    """The StoreError for what SQLite said."""
    if isinstance(error, UnicodeDecodeError):
        return damaged(path, "it holds bytes that are not text")
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _DAMAGED or any(words in str(error) for words in _DAMAGED_WORDS):
        return damaged(path, str(error))
    if code == sqlite3.SQLITE_FULL:
        return full(path)
    if code in _READ_ONLY:
        return read_only(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return locked(path)
    return trouble(path, str(error))


def from_system(error: OSError, path: Path) -> StoreError:
    """The StoreError for what the operating system said."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(path)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST):
        return read_only(path)
    return trouble(path, error.strerror or str(error))


def full(path: Path) -> StoreFull:
    return StoreFull(
        f"There is no room left on the disk that holds {path.parent}.",
        safe=_KEPT,
        todo="Free some space, then save again.",
    )


def read_only(path: Path) -> StoreReadOnly:
    return StoreReadOnly(
        f"The folder {path.parent} cannot be written.",
        safe="Nothing was changed.",
        todo="Allow writing to that folder, or choose another one with --profile.",
    )


def locked(path: Path) -> StoreLocked:
    return StoreLocked(
        f"Another RelALL Trainer is already using {path.parent}.",
        safe="Nothing was changed.",
        todo="Go on in that window, or close it first.",
    )


def damaged(path: Path, detail: str) -> StoreDamaged:
    return StoreDamaged(
        f"{path} is damaged ({detail}).",
        safe="The file is kept as it is; backups and the journal of answers stand beside it.",
        todo="Restore the newest good backup with the journal (relall-trainer restore).",
    )


def newer(path: Path, found: str, known: str) -> StoreNewer:
    return StoreNewer(
        f"{path} was written by a newer RelALL Trainer (record format {found}; this one knows {known}).",
        safe="The file was not touched.",
        todo="Update RelALL Trainer, or choose another folder with --profile.",
    )


def not_ours(path: Path, detail: str) -> NotOurStore:
    return NotOurStore(
        f"{path} is not a record of RelALL Trainer ({detail}).",
        safe="The file was not touched.",
        todo="Move it elsewhere, restore a backup, or choose another folder with --profile.",
    )


def trouble(path: Path, detail: str) -> StoreTrouble:
    return StoreTrouble(
        f"{path} could not be read or written ({detail}).",
        safe=_KEPT,
        todo="Try again; if it stays, check the disk and restore a backup.",
    )

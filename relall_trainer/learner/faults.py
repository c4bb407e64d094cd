"""The one place where faults of SQLite and of the disk become sentences a learner can act upon (``refusals``).

Nothing here touches a file. Code that does wraps it in ``with speaking(path)``.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from relall_trainer.errors import StoreError
from relall_trainer.learner.refusals import (
    NotOurStore,
    StoreDamaged,
    StoreFull,
    StoreLocked,
    StoreNewer,
    StoreReadOnly,
    StoreTrouble,
    damaged,
    from_system,
    full,
    locked,
    newer,
    not_ours,
    read_only,
    trouble,
)

__all__ = [
    "DATABASE_FAULTS",
    "NotOurStore",
    "StoreDamaged",
    "StoreFull",
    "StoreLocked",
    "StoreNewer",
    "StoreReadOnly",
    "StoreTrouble",
    "damaged",
    "from_sqlite",
    "from_system",
    "full",
    "locked",
    "newer",
    "not_ours",
    "read_only",
    "speaking",
    "trouble",
]

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

"""The faults of the record, and the sentences in which a learner is told of them and can act upon them.

Knows no database, so that a start that only asks whether the profile is free does not load one; ``faults`` turns what
SQLite says into these.
"""

from __future__ import annotations

import errno
from pathlib import Path

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

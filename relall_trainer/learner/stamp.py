"""Whose file is this, and of which version: read from its bytes, so that a refused file stays untouched.

SQLite itself would roll a leftover write-ahead log into the file on opening. Must only be called while the
profile is locked by us: closing a file drops this process's own SQLite locks on it (POSIX).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from relall_trainer.learner.plain_file import open_plain

_MAGIC = b"SQLite format 3\0"
_WAL_MAGIC = (0x377F0682, 0x377F0683)
_WAL_HEADER = 32
_FRAME_HEADER = 24


@dataclass(frozen=True, slots=True)
class Stamp:
    """The two numbers a program writes into its SQLite file; ``sqlite`` is False for any other file."""

    sqlite: bool
    application_id: int = 0
    user_version: int = 0


def read_stamp(path: Path) -> Stamp | None:
    """The newest committed stamp of the file and its write-ahead log; None when missing or empty.

    Raises OSError.
    """
    try:
        with open_plain(path) as file:
            header = file.read(100)
    except FileNotFoundError:
        return None
    if not header:
        return None
    if len(header) < 100 or not header.startswith(_MAGIC):
        return Stamp(sqlite=False)
    return _stamp_of(_first_page_in_log(Path(f"{path}-wal")) or header)


def _stamp_of(header: bytes) -> Stamp:
    (user_version,) = struct.unpack(">i", header[60:64])
    (application_id,) = struct.unpack(">I", header[68:72])
    return Stamp(True, application_id, user_version)


def _first_page_in_log(path: Path) -> bytes | None:
    """The first 100 bytes of page 1 as last committed in the log; None where the log has none."""
    try:
        with open_plain(path) as log:
            return _scan(log)
    except FileNotFoundError:
        return None


def _scan(log: BinaryIO) -> bytes | None:
    header = log.read(_WAL_HEADER)
    if len(header) < _WAL_HEADER or struct.unpack(">I", header[:4])[0] not in _WAL_MAGIC:
        return None
    (page_size,) = struct.unpack(">I", header[8:12])
    salts = header[16:24]
    committed = pending = None
    while len(frame := log.read(_FRAME_HEADER)) == _FRAME_HEADER and frame[8:16] == salts:
        number, size_after_commit = struct.unpack(">II", frame[:8])
        page = log.read(100)
        if len(page) < 100:
            break
        log.seek(page_size - 100, 1)
        if number == 1:
            pending = page
        if size_after_commit:
            committed = pending
    return committed

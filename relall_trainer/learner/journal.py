"""The second copy: each thing saved also stands as one line in an append-only file beside the database.

Order: the database commits (and has synced) first, then the line is written, then "saved" is said. So every
acknowledged answer is durable in the database, and its line survives the death of the process; the line's own
sync follows within a tenth of a second on a thread of its own and is not waited for. Only a power cut within
that moment *and* the loss of the database could take an answer. Nothing that was refused ever stands here.

A line is ``{"check":"<SHA-256 of the entry's text>","entry":{…}}``. Knows nothing of what entries mean.
"""

from __future__ import annotations

import errno
import json
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from relall_trainer.errors import StoreError
from relall_trainer.learner import faults
from relall_trainer.learner.plain_file import open_plain

_FRONT = b'{"check":"'
_MIDDLE = b'","entry":'
_INTERRUPTED = b" (interrupted)"
_ENTRY_AT = len(_FRONT) + 64 + len(_MIDDLE)
_TAIL = 1 << 15
_SYNC_AFTER = 0.05
"""Seconds from a line being written to its sync."""


@dataclass(frozen=True, slots=True)
class JournalReading:
    """The entries whose check held, in order, and how many lines were not readable."""

    entries: tuple[dict[str, Any], ...]
    unreadable: int
    half_line: bool
    """Whether the last line was cut short, as a power cut may leave it; it is not counted as unreadable."""


class Journal:
    """The writing end; opened for as long as the store is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = -1
        self._owed: deque[bytes] = deque()
        self._dirty = threading.Event()
        self._closing = threading.Event()
        self._syncer: threading.Thread | None = None
        self.fault: StoreError | None = None
        """Why the last line could not be written or synced; None when the second copy is complete."""

    def write(self, entry: str) -> None:
        """Add one entry (canonical JSON). A full disk is no error here: the line is kept and owed."""
        self.write_all((entry,))

    def write_all(self, entries: Iterable[str]) -> None:
        """Add many entries; their sync begins when the last is written, so that it does not hold up the others."""
        written = refused = False
        for entry in entries:
            self._owed.append(_line(entry))
            refused = refused or not self._try_to_pay()
            written = written or not refused
        if written and not self._dirty.is_set():
            self._dirty.set()

    def _try_to_pay(self) -> bool:
        try:
            with faults.speaking(self._path):
                self._pay()
        except StoreError as error:
            self.fault = error
            self._release()  # opened anew for the next line, which then does not follow upon half of this one
            return False
        self.fault = None
        return True

    def sync(self) -> None:
        """Write what is owed and wait until all of it is on the disk. Raises a StoreError."""
        with faults.speaking(self._path):
            self._pay()
            if self._handle >= 0:
                _sync_data(self._handle)
        self.fault = None

    def rotate(self, to: Path) -> None:
        """Move what is written so far away to ``to``; the next line starts a new file. Raises a StoreError."""
        self.sync()
        self._release()
        with faults.speaking(self._path):
            if self._path.exists():
                self._path.replace(to)

    def close(self) -> None:
        """Sync and let go. A fault stays readable in ``fault``."""
        try:
            self.sync()
        except StoreError as error:
            self.fault = error
        self._release()

    def _pay(self) -> None:
        while self._owed:
            if self._handle < 0:
                self._open()
            line = self._owed[0]
            written = os.write(self._handle, line)
            if written != len(line):
                os.ftruncate(self._handle, os.fstat(self._handle).st_size - written)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._owed.popleft()

    def _open(self) -> None:
        self._handle = os.open(
            self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600
        )
        with self._path.open("rb") as file:
            last = next(_backwards(file), b"")
        if last:  # what a kill or a power cut left half stays a line of its own
            os.write(self._handle, b"\n" if _entry_of(last) is not None else _INTERRUPTED + b"\n")
        self._closing.clear()
        self._syncer = threading.Thread(target=self._sync_behind, name="journal-sync", daemon=True)
        self._syncer.start()

    def _sync_behind(self) -> None:
        # Closing is asked at each turn: the wake-up for it may be cleared together with one for a line.
        while not self._closing.is_set():
            self._dirty.wait()
            if self._closing.wait(_SYNC_AFTER):  # not at once: it would compete with the window for the disk
                return
            self._dirty.clear()
            try:
                with faults.speaking(self._path):
                    _sync_data(self._handle)
            except StoreError as error:
                self.fault = error

    def _release(self) -> None:
        if self._handle < 0:
            return
        self._closing.set()
        self._dirty.set()
        if self._syncer is not None:
            self._syncer.join()
        self._dirty.clear()
        os.close(self._handle)
        self._handle = -1


def _line(entry: str) -> bytes:
    text = entry.encode("ascii")
    check = sha256(text).hexdigest().encode("ascii")
    return _FRONT + check + _MIDDLE + text + b"}\n"


def read_journal(path: Path) -> JournalReading:
    """All entries of a journal; a missing file is an empty one. Raises a StoreError when it cannot be read."""
    entries = []
    unreadable = 0
    half_line = False
    with faults.speaking(path):
        try:
            with open_plain(path) as file:
                for line in file:
                    whole = line.removesuffix(b"\n")
                    entry = _entry_of(whole)
                    if entry is not None:
                        entries.append(entry)
                    elif whole == line:  # only the last can be without an end
                        half_line = True
                    elif whole and not whole.endswith(_INTERRUPTED):
                        unreadable += 1
        except FileNotFoundError:
            pass
    return JournalReading(tuple(entries), unreadable, half_line)


def newest_first(path: Path) -> Iterator[dict[str, Any]]:
    """The whole entries from the last one back, reading no more of the file than is asked for."""
    with faults.speaking(path):
        try:
            with open_plain(path) as file:
                yield from (entry for line in _backwards(file) if (entry := _entry_of(line)) is not None)
        except FileNotFoundError:
            return


def _backwards(file: BinaryIO) -> Iterator[bytes]:
    """The lines from the last one back; the last is empty where the file ends with a line's end."""
    position = os.fstat(file.fileno()).st_size
    length = _TAIL
    begun = b""  # of a line that begins further up
    while position:
        length, end = length * 2, position
        position = max(0, end - length)
        file.seek(position)
        lines = (file.read(end - position) + begun).split(b"\n")
        begun = lines.pop(0) if position else b""
        yield from reversed(lines)


def _entry_of(line: bytes) -> dict[str, Any] | None:
    if not line.startswith(_FRONT) or not line.endswith(b"}") or len(line) <= _ENTRY_AT:
        return None
    text = line[_ENTRY_AT:-1]
    if sha256(text).hexdigest().encode("ascii") != line[len(_FRONT) : len(_FRONT) + 64]:
        return None
    entry = json.loads(text)
    return entry if isinstance(entry, dict) else None


def _sync_data(handle: int) -> None:
    getattr(os, "fdatasync", os.fsync)(handle)

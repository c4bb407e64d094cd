"""What was prepared of the case files: one list of heads, and one text a case, in the profile's cache.

Nothing here is needed: whatever cannot be read is as good as absent, and whatever cannot be written is
left out.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relall_trainer.casefiles.heads import head_from_data, head_to_data
from relall_trainer.encounter.case_head import CaseHead
from relall_trainer.errors import BadFile
from relall_trainer.textfile import read_bytes

# Counts up when what is prepared, or what is asked of a case, changes.
VERSION = 1
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of one case file of this size and time; ``sha256`` is the file's, empty after a fault."""

    size: int
    mtime_ns: int
    sha256: str
    text_sha256: str
    head: CaseHead | None
    fault: str
    decisions: int
    endings: int


class ShelfCache:
    """The prepared list, by the path of the case file, and the prepared texts, by hash."""

    def __init__(self, folder: Path, known_actions: frozenset[str] | None) -> None:
        self._list = folder / "cases.json"
        self._texts = folder / "cases"
        # A case that names an unknown step cannot be opened, so the list depends on the catalogue.
        asked = "\n".join(sorted(known_actions)) if known_actions is not None else "none"
        self._stamp = f"{VERSION}:{zlib.crc32(asked.encode()):08x}"
        self._entries: dict[str, Prepared] | None = None
        self._fresh: dict[str, str] = {}  # texts prepared in this run, by their hash
        self._changed = False

    def get(self, path: str, size: int, mtime_ns: int) -> Prepared | None:
        """What was prepared of this file, if it still has this size and time."""
        entry = self._known().get(path)
        return entry if entry is not None and (entry.size, entry.mtime_ns) == (size, mtime_ns) else None

    def put(self, path: str, entry: Prepared, text: str) -> None:
        """Keeps what was prepared: the text at once, the list with the next ``keep``."""
        self._known()[path] = entry
        self._changed = True
        if entry.head is not None:
            self._fresh[entry.text_sha256] = text
            _write(self._texts / f"{entry.text_sha256}.json", text)

    def forget(self, path: str) -> None:
        """Drops what was prepared of a case file, so that it is read again."""
        self._known().pop(path, None)

    def text(self, path: str) -> str | None:
        """The prepared text of a case file, checked against its hash; None where it is missing or damaged."""
        entry = self._known().get(path)
        if entry is None or entry.head is None:
            return None
        text = self._fresh.get(entry.text_sha256)
        if text is None:
            try:
                data = read_bytes(self._texts / f"{entry.text_sha256}.json", _MOST_BYTES)
            except BadFile:
                return None
            import hashlib  # not at the start: the list is marked without it

            if hashlib.sha256(data).hexdigest() != entry.text_sha256:
                return None
            text = self._fresh[entry.text_sha256] = data.decode()
        return text

    def keep(self, paths: Iterable[str]) -> None:
        """Forgets all but these case files, and writes the list if it is another than before."""
        entries = self._known()
        gone = entries.keys() - set(paths)
        if not gone and not self._changed:
            return
        for path in gone:
            del entries[path]
        self._changed = False
        cases = {path: _to_data(entry) for path, entry in entries.items()}
        text = json.dumps(cases, ensure_ascii=False, separators=(",", ":"))
        _write(self._list, f"{self._mark(text.encode())}\n{text}")
        if gone:
            self._sweep({entry.text_sha256 for entry in entries.values()})

    def _known(self) -> dict[str, Prepared]:
        if self._entries is None:
            self._entries = self._read()
        return self._entries

    def _read(self) -> dict[str, Prepared]:
        try:
            mark, _, text = read_bytes(self._list, _MOST_BYTES).partition(b"\n")
            if mark.decode() != self._mark(text):
                return {}
            return {path: _from_data(entry) for path, entry in json.loads(text).items()}
        except (BadFile, ValueError, KeyError, TypeError):
            return {}

    def _mark(self, text: bytes) -> str:
        """Stands before the list: a list of another kind, or one with a single other bit, is not used."""
        return f"{self._stamp}:{len(text)}:{zlib.crc32(text):08x}"

    def _sweep(self, wanted: set[str]) -> None:
        try:
            with os.scandir(self._texts) as found:
                for item in found:
                    if item.name.removesuffix(".json") not in wanted:
                        os.unlink(item.path)
        except OSError:
            return  # what stays behind only takes room


def _to_data(entry: Prepared) -> dict[str, Any]:
    head = None if entry.head is None else head_to_data(entry.head)
    return {**{name: getattr(entry, name) for name in Prepared.__slots__}, "head": head}


def _from_data(data: dict[str, Any]) -> Prepared:
    head = data["head"]
    entry = Prepared(**{**data, "head": None if head is None else head_from_data(head)})
    if (entry.head is None) != bool(entry.fault):
        raise ValueError("an entry is either readable or has a fault")
    return entry


def _write(path: Path, text: str) -> None:
    """Writes a file whole or not at all; a cache that cannot be written is left as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        import tempfile  # only where something is written

        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(name, path)
    except OSError:
        _remove(name)


def _remove(name: str) -> None:
    try:
        os.unlink(name)
    except OSError:
        return

"""The cases at hand: those that ship with the program and those the learner added, prepared once.

At start one list is read and each case file is looked at once (size and time), so that hundreds of cases
cost next to nothing; only a file that changed is parsed. Opening a case compares its bytes with what was
prepared. The prepared copies live in the profile's cache and can be made again at any time: a missing,
damaged or unwritable cache only costs time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.casefiles.heads import FILE_NAME
from relall_trainer.casefiles.shelf_cache import Prepared, ShelfCache
from relall_trainer.encounter.case_head import CaseHead
from relall_trainer.errors import BadFile
from relall_trainer.paths import Profile, cases_folder
from relall_trainer.textfile import read_bytes

# Reading a case costs more than the whole list, so what it needs is only imported when one is read.
if TYPE_CHECKING:
    from relall_trainer.casefiles.loader import Reading
    from relall_trainer.encounter.case import Case

_NO_FILE = f"there is no {FILE_NAME} in this folder"


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A case as a list shows it. ``fault`` tells why it cannot be opened (then ``head`` is None), else it is empty.

    ``id`` is the case's, or the folder's name where the case cannot be read. ``shipped`` is False for cases the
    learner added. ``decisions`` and ``endings`` count the nodes.
    """

    id: str
    path: Path
    shipped: bool
    head: CaseHead | None
    fault: str = ""
    sha256: str = ""
    decisions: int = 0
    endings: int = 0


class Shelf:
    """The cases of one profile. ``known_actions``: the steps of the catalogue a case may name; None asks for none."""

    def __init__(
        self, profile: Profile, known_actions: Iterable[str] | None = None, shipped: Path | None = None
    ) -> None:
        self._known = None if known_actions is None else frozenset(known_actions)
        self._folders = ((shipped or cases_folder(), True), (profile.extra_cases, False))
        self._cache = ShelfCache(profile.cache, self._known)
        self._cases: dict[str, Case] = {}
        self._entries: dict[str, ShelfEntry] | None = None

    def heads(self) -> tuple[ShelfEntry, ...]:
        """Every case as it lies on disk now: the shipped ones first, those that cannot be read with the reason."""
        fresh = [
            self._entry(folder, shipped) for place, shipped in self._folders for folder in _folders_in(place)
        ]
        self._cache.keep(str(entry.path / FILE_NAME) for entry in fresh)
        entries: dict[str, ShelfEntry] = {}
        listed: list[ShelfEntry] = []
        for entry in sorted(fresh, key=_order):
            taken = entries.get(entry.id)
            if taken is not None and not taken.fault and not entry.fault:
                reason = f"the case in {taken.path} has the same id, {entry.id}"
                entry = replace(entry, head=None, fault=reason)
            listed.append(entry)
            if taken is None or taken.fault:
                entries[entry.id] = entry
        self._entries = entries
        return tuple(listed)

    def entry(self, case_id: str) -> ShelfEntry:
        """One case of the list; raises BadFile where there is none or it cannot be opened."""
        if self._entries is None:
            self.heads()
        entry = (self._entries or {}).get(case_id)
        if entry is None:
            raise BadFile(f"There is no case {case_id!r}.", todo="Choose one from the list of cases.")
        if entry.fault:
            todo = f"Run: relall-trainer check {entry.path}"
            raise BadFile(f"The case {case_id!r} cannot be opened: {entry.fault}.", todo=todo)
        return entry

    def case(self, case_id: str) -> Case:
        """The whole case as its file has it now; raises BadFile."""
        text, sha256 = self._text(self.entry(case_id))
        case = self._cases.get(sha256)
        if case is None:
            from relall_trainer.casefiles.prepared import case_from_text

            case = self._cases[sha256] = case_from_text(text)
        return case

    def case_text(self, case_id: str) -> str:
        """The canonical JSON text of the case, which an attempt is pinned to; raises BadFile."""
        return self._text(self.entry(case_id))[0]

    def _entry(self, folder: Path, shipped: bool) -> ShelfEntry:
        file = folder / FILE_NAME
        try:
            kind = os.stat(file)
        except OSError:
            return ShelfEntry(folder.name, folder, shipped, None, _NO_FILE)
        known = self._cache.get(str(file), kind.st_size, kind.st_mtime_ns)
        if known is None:
            known = self._prepare(file, kind.st_size, kind.st_mtime_ns)
        return ShelfEntry(
            id=known.head.id if known.head else folder.name,
            path=folder,
            shipped=shipped,
            head=known.head,
            fault=known.fault,
            sha256=known.sha256,
            decisions=known.decisions,
            endings=known.endings,
        )

    def _prepare(self, file: Path, size: int, mtime_ns: int) -> Prepared:
        """Reads the case file and keeps what was read, with the case's text; the text is empty after a fault."""
        from relall_trainer.casefiles.loader import read_file
        from relall_trainer.casefiles.prepared import case_to_text

        reading = read_file(file, self._known)
        case = reading.case
        text = "" if case is None else case_to_text(case)
        prepared = Prepared(
            size=size,
            mtime_ns=mtime_ns,
            sha256="" if case is None else case.sha256,
            text_sha256=_sha256(text.encode()),
            head=None if case is None else case.head,
            fault=_first_fault(reading),
            decisions=0 if case is None else sum(node.ending is None for node in case.nodes.values()),
            endings=0 if case is None else sum(node.ending is not None for node in case.nodes.values()),
        )
        self._cache.put(str(file), prepared, text)
        return prepared

    def _text(self, entry: ShelfEntry) -> tuple[str, str]:
        """The prepared text of the file as it is now, and the file's hash."""
        file = entry.path / FILE_NAME
        text = self._cache.text(str(file)) if _sha256(read_bytes(file)) == entry.sha256 else None
        if text is None:
            # The file changed since it was listed (maybe to the same size within one tick), or the cache is damaged.
            self._cache.forget(str(file))
            self.heads()
            entry = self.entry(entry.id)
            text = self._cache.text(str(file))
        if text is None:
            raise BadFile(f"The case {entry.id!r} changed while it was read.", todo="Open it again.")
        return text, entry.sha256


def _folders_in(place: Path) -> list[Path]:
    try:
        with os.scandir(place) as found:
            return [place / item.name for item in found if item.name[0] not in "._" and item.is_dir()]
    except OSError:
        return []  # no folder of added cases is the usual state of things


def _order(entry: ShelfEntry) -> tuple[bool, bool, str, str]:
    modeled_on = (entry.head.modeled_on if entry.head else None) or "~"
    return not entry.shipped, bool(entry.fault), modeled_on, entry.path.name


def _first_fault(reading: Reading) -> str:
    errors = [diagnostic for diagnostic in reading.diagnostics if diagnostic.is_error]
    if not errors:
        return ""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"line {errors[0].line}: {errors[0].message}{more}"


def _sha256(data: bytes) -> str:
    import hashlib  # not needed to show the list

    return hashlib.sha256(data).hexdigest()

"""What was handed in: the file's text, name, size and fingerprint, and where it went.

A receipt is put down before its file is written, so that a number is never given twice; the file can be written again
from it at any time, byte for byte. What goes into the file is left to ``coursework``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.cohort import paper_kinds as kinds
from relall_trainer.cohort.paper_kinds import Papers
from relall_trainer.learner.chain import canonical

if TYPE_CHECKING:
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class Receipt:
    """One hand-in. ``path`` is where the file went, empty where it was not written yet; ``size`` is in bytes.

    ``attempts`` are (id, number of events) of every attempt in the file.
    """

    assignment: str
    title: str
    learner: str
    number: int
    made_at: str
    name: str
    text: str
    attempts: tuple[tuple[str, int], ...] = ()
    path: str = ""
    late: bool = False

    @property
    def size(self) -> int:
        """Of the file, in bytes."""
        return len(self.text.encode())

    @property
    def sha256(self) -> str:
        """Of the file's bytes."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """The file as people compare it."""
        from relall_trainer.cohort.signature import file_fingerprint

        return file_fingerprint(self.text.encode())

    def papers(self) -> Papers:
        """The receipt as it is put down."""
        body = {name: getattr(self, name) for name in Receipt.__slots__}
        body["attempts"] = [list(one) for one in self.attempts]
        return ((kinds.HANDED_IN, f"{self.assignment}/{self.number:04d}", canonical(body)),)

    def written(self, folder: Path) -> Receipt:
        """Write the file into the folder, under another name where its own is taken; the receipt with its place.

        Raises TrainerError, also where the folder is gone: in one made anew nobody would look. Nothing is written then.
        """
        from relall_trainer.cohort.folder import refuse_gone, write_new

        refuse_gone(folder)
        stem, ending = self.name.split(".", 1)
        otherwise = f"{stem}-{self.sha256[:6]}.{ending}"
        there = write_new(folder, self.name, self.text, otherwise=otherwise)
        return replace(self, path=str(there.path))


def receipts(store: LearnerStore, assignment: str) -> tuple[Receipt, ...]:
    """Everything handed in for an assignment, in order. Raises a StoreError."""
    return tuple(_read(store, assignment))


def _read(store: LearnerStore, assignment: str) -> Iterator[Receipt]:
    for paper in store.papers(kinds.HANDED_IN, f"{assignment}/"):
        data = json.loads(paper.body)
        attempts = tuple((str(attempt), int(events)) for attempt, events in data["attempts"])
        yield Receipt(**{**data, "attempts": attempts})

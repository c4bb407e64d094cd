"""The folder a teacher and her learners share, as each side has it: which it is, what is new in it, what went where.

What is put there and what is made of new files is left to ``teaching`` and ``coursework``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from relall_trainer.cohort.folder import Watch, refuse_gone
from relall_trainer.cohort.paper_kinds import WATCHED, PaperStore
from relall_trainer.cohort.signed_file import ASSIGNMENT, FEEDBACK, RESULTS
from relall_trainer.errors import BadFile
from relall_trainer.learner.chain import canonical

TEACHER, LEARNER = "teacher", "learner"
_LOOKED_FOR = {TEACHER: (RESULTS,), LEARNER: (ASSIGNMENT, FEEDBACK)}


class SharedFolder:
    """Kept in the record, so that it is the same after the next start. ``side`` is ``TEACHER`` or ``LEARNER``.

    Every method raises a StoreError where the record cannot be had.
    """

    def __init__(self, store: Callable[[], PaperStore], side: str) -> None:
        self._store = store
        self._side = side
        self._watch: Watch | None = None

    @property
    def path(self) -> Path | None:
        """The folder; None where none is shared."""
        return self._kept("folder")

    @property
    def last(self) -> Path | None:
        """Where a file was put last, or else the shared folder."""
        return self._kept("last") or self.path

    def choose(self, folder: Path | None) -> None:
        """Share this folder from now on, or none. Raises BadFile for what is no folder."""
        if folder is not None and not os.path.isdir(folder):
            raise BadFile(f"{folder}: is not a folder.", safe="Nothing was changed.", todo="Choose a folder.")
        self._keep(folder="" if folder is None else str(folder.resolve()))
        self._watch = None

    def remember(self, folder: Path) -> None:
        """A file was put there."""
        if folder != self._kept("last"):
            self._keep(last=str(folder))

    def needed(self) -> Path:
        """The folder, to write into; raises BadFile where none is shared, or it is gone."""
        path = self.path
        if path is None:
            raise BadFile(
                "No folder is shared yet.",
                safe="Nothing was written.",
                todo="Choose the folder that you share with your learners.",
            )
        refuse_gone(path)
        return path

    def look(self) -> tuple[Path, ...]:
        """What is for this side and is new there, or has changed. Raises BadFile where it cannot be looked into."""
        path = self.path
        if path is None:
            return ()
        if self._watch is None or self._watch.folder != path:
            self._watch = Watch(path, _LOOKED_FOR[self._side])
        return self._watch.look()

    def _kept(self, which: str) -> Path | None:
        kept = self._said().get(which)
        return Path(kept) if kept else None

    def _said(self) -> dict[str, str]:
        paper = self._store().paper(WATCHED, self._side)
        said: dict[str, str] = json.loads(paper.body) if paper is not None else {}
        return said

    def _keep(self, **changes: str) -> None:
        self._store().put_papers([(WATCHED, self._side, canonical({**self._said(), **changes}))])

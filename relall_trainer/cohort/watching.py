"""The folders a learner chose: the one shared with her teacher, looked into for new files; where a file went last."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.cohort.paper_kinds import WATCHED
from relall_trainer.learner.chain import canonical

if TYPE_CHECKING:
    from relall_trainer.cohort.folder import Watch
    from relall_trainer.learner.store import LearnerStore

_LEARNER = "learner"


class Folders:
    """Kept in the learner's store. Raises a StoreError where it cannot be had."""

    def __init__(self, store: Callable[[], LearnerStore]) -> None:
        self._store = store
        self._watch: Watch | None = None

    @property
    def shared(self) -> Path | None:
        """The folder shared with the teacher; None where none was chosen."""
        return self._folder("folder")

    @property
    def last(self) -> Path | None:
        """Where a file was handed in last, or the shared folder."""
        return self._folder("last") or self.shared

    def share(self, folder: Path | None) -> None:
        """Look into this folder from now on, and hand in there; None for no folder."""
        self._keep(folder="" if folder is None else str(folder))
        self._watch = None

    def remember(self, folder: Path) -> None:
        """A file went there."""
        if folder != self._folder("last"):
            self._keep(last=str(folder))

    def look(self) -> tuple[Path, ...]:
        """Assignments and feedback in the shared folder not seen since the program began. Raises BadFile without it."""
        from relall_trainer.cohort.folder import Watch
        from relall_trainer.cohort.signed_file import ASSIGNMENT, FEEDBACK

        folder = self.shared
        if folder is None:
            return ()
        if self._watch is None or self._watch.folder != folder:
            self._watch = Watch(folder, (ASSIGNMENT, FEEDBACK))
        return self._watch.look()

    def _folder(self, which: str) -> Path | None:
        kept = self._kept().get(which, "")
        return Path(kept) if kept else None

    def _kept(self) -> dict[str, str]:
        paper = self._store().paper(WATCHED, _LEARNER)
        kept: dict[str, str] = json.loads(paper.body) if paper is not None else {}
        return kept

    def _keep(self, **changes: str) -> None:
        self._store().put_papers(((WATCHED, _LEARNER, canonical({**self._kept(), **changes})),))

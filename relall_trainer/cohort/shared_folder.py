"""The folder a teacher shares with her learners: which it is, and what is new in it.

What is put there and what is made of new files is left to ``teaching``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from relall_trainer.cohort.folder import Watch, refuse_gone
from relall_trainer.cohort.paper_kinds import WATCHED, PaperStore
from relall_trainer.cohort.signed_file import RESULTS
from relall_trainer.errors import BadFile
from relall_trainer.learner.chain import canonical

_BY = "teacher"


class SharedFolder:
    """Kept in the record, so that it is the same after the next start."""

    def __init__(self, store: Callable[[], PaperStore]) -> None:
        self._store = store
        self._watch: Watch | None = None

    @property
    def path(self) -> Path | None:
        """The folder; None where none is shared."""
        paper = self._store().paper(WATCHED, _BY)
        return None if paper is None else Path(json.loads(paper.body)["folder"])

    def choose(self, folder: Path | None) -> None:
        """Share this folder from now on, or none. Raises BadFile for what is no folder."""
        self._watch = None
        if folder is None:
            self._store().drop_papers(WATCHED, [_BY])
            return
        if not os.path.isdir(folder):
            raise BadFile(f"{folder}: is not a folder.", safe="Nothing was changed.", todo="Choose a folder.")
        self._store().put_papers([(WATCHED, _BY, canonical({"folder": str(folder.resolve())}))])

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
        """Results files that are new there, or have changed. Raises BadFile where the folder cannot be looked into."""
        path = self.path
        if path is None:
            return ()
        if self._watch is None or self._watch.folder != path:
            self._watch = Watch(path, (RESULTS,))
        return self._watch.look()

"""Filing papers in the open store: durably, all of one call or none, with their lines in the journal.

The part of ``store.LearnerStore`` that knows nothing of attempts. What papers are is said in ``papers``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime

from relall_trainer.learner import faults, papers
from relall_trainer.learner.connection import transaction
from relall_trainer.learner.journal import Journal
from relall_trainer.learner.papers import Filed, Paper
from relall_trainer.learner.reading import Reading
from relall_trainer.learner.records import moment
from relall_trainer.paths import Profile


class Filing(Reading):
    """What can be filed. Every method raises a StoreError when the disk refuses."""

    def __init__(self, connection: sqlite3.Connection, profile: Profile, now: Callable[[], datetime]) -> None:
        super().__init__(connection, profile.store)
        self._now = now
        self._journal = Journal(profile.journal)

    def put_papers(self, filing: Iterable[Filed]) -> None:
        """File texts (kind, id, body), all of them or none; on disk when this returns.

        Each takes the place of the one filed there before; the very same text is not written again.
        """
        with faults.speaking(self._path), transaction(self._connection):
            written = self._put(filing)
        self._journal_papers(written)

    def drop_papers(self, kind: str, ids: Iterable[str]) -> None:
        """Take papers away, all of them or none; ids that are not there are passed over."""
        with faults.speaking(self._path), transaction(self._connection):
            dropped, at = papers.drop(self._connection, kind, ids, moment(self._now()))
        if dropped:
            self._journal.write(papers.drop_entry(kind, dropped, at))

    def _put(self, filing: Iterable[Filed]) -> list[Paper]:
        """Inside a transaction; what was written, for ``_journal_papers`` after it."""
        return papers.put(self._connection, filing, moment(self._now()))

    def _journal_papers(self, written: list[Paper]) -> None:
        self._journal.write_all(papers.entries(written))

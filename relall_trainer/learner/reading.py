"""Reading the open store: what it says of attempts, their events, texts and notes, each row verified.

The half of ``store.LearnerStore`` that changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from relall_trainer.learner import faults, papers, tables
from relall_trainer.learner.history import EVERYTHING, HistoryFilter, conditions
from relall_trainer.learner.papers import Paper
from relall_trainer.learner.records import AttemptRecord, Note, Stamped


class Reading:
    """What can be asked of an open store. Every method raises a StoreError when the disk refuses."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        # Nobody else can write, so what was read once stays true: number of the row, and the record.
        self._known: dict[str, tuple[int, AttemptRecord]] = {}

    def events(self, attempt_id: str) -> tuple[dict[str, Any], ...]:
        """All events of the attempt, in order, the chain checked."""
        number, record = self._attempt(attempt_id)
        with faults.speaking(self._path):
            return tuple(json.loads(body) for body in tables.read_bodies(self._connection, number, record))

    def summary(self, attempt_id: str) -> AttemptRecord:
        """The attempt as the history knows it; LookupError for an unknown id."""
        return self._attempt(attempt_id)[1]

    def summaries(
        self, wanted: HistoryFilter = EVERYTHING, after: tuple[str, str] | None = None, limit: int = 100
    ) -> tuple[AttemptRecord, ...]:
        """A page of the history, newest first; ``after`` is the ``key`` of the last record of the page before."""
        where, values = conditions(wanted, after)
        with faults.speaking(self._path):
            rows = self._connection.execute(
                f"{tables.SELECT_ATTEMPTS} {where} ORDER BY started_at DESC, id DESC LIMIT ?",
                (*values, limit),
            )
            return tuple(tables.attempt_of_row(self._connection, row)[1] for row in rows)

    def count(self, wanted: HistoryFilter = EVERYTHING) -> int:
        """How many attempts the filter finds."""
        where, values = conditions(wanted)
        with faults.speaking(self._path):
            row = self._connection.execute(f"SELECT count(*) FROM attempts {where}", values).fetchone()  # noqa: S608
        return int(row[0])

    def content(self, sha256: str) -> str:
        """The text of a case or algorithm as it was (``case_content``, ``algorithm_content``)."""
        with faults.speaking(self._path):
            return tables.read_content(self._connection, sha256)

    def notes(self, *, attempt_id: str | None = None, evidence: str | None = None) -> tuple[Note, ...]:
        """Notes, oldest first: of one attempt, on one item of evidence, or all."""
        where, values = "", tuple[str, ...]()
        if attempt_id is not None:
            where, values = "WHERE a.id = ?", (attempt_id,)
        elif evidence is not None:
            where, values = "WHERE n.evidence = ?", (evidence,)
        with faults.speaking(self._path):
            return tuple(tables.read_notes(self._connection, where, values))

    def paper(self, kind: str, paper_id: str) -> Paper | None:
        """The paper filed there, if there is one."""
        with faults.speaking(self._path):
            return papers.find(self._connection, kind, paper_id)

    def papers(self, kind: str, prefix: str = "") -> Iterator[Paper]:
        """The papers of a kind whose ids begin so, in the order of their ids."""
        with faults.speaking(self._path):
            yield from papers.of_kind(self._connection, kind, prefix)

    def paper_ids(self, kind: str, prefix: str = "") -> tuple[str, ...]:
        """Only their ids, without reading the papers."""
        with faults.speaking(self._path):
            return papers.ids_of_kind(self._connection, kind, prefix)

    def paper_seal(self, kind: str, paper_id: str) -> str | None:
        """The seal of the paper filed there: where it is that of one read before, it need not be read again."""
        with faults.speaking(self._path):
            return papers.seal_of(self._connection, kind, paper_id)

    def paper_seals(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Id and seal of each, in the order of their ids."""
        with faults.speaking(self._path):
            return papers.seals_of_kind(self._connection, kind)

    def stamps(self) -> Iterator[Stamped]:
        """How far each attempt and its notes have come, oldest first; not verified, and quick for many."""
        with faults.speaking(self._path):
            yield from tables.read_stamps(self._connection)

    def stamp(self, attempt_id: str) -> Stamped:
        """How far one attempt and its notes have come; LookupError for an unknown id."""
        number, record = self._attempt(attempt_id)
        with faults.speaking(self._path):
            notes = tables.notes_stamp(self._connection, number)
        return Stamped(attempt_id, record.events, record.hash, notes)

    def _attempt(self, attempt_id: str) -> tuple[int, AttemptRecord]:
        known = self._known.get(attempt_id)
        if known is None:
            with faults.speaking(self._path):
                known = tables.find_attempt(self._connection, attempt_id)
            if known is None:
                raise LookupError(f"there is no attempt {attempt_id}")
            self._known[attempt_id] = known
        return known

"""The index of the history: every decision of the record in a shape that answers questions at once.

A derived file that may vanish at any time: it is made from the store's events, each attempt played again on what it
was pinned to, and never asked for anything the store does not say. ``catch_up`` brings it up to date in slices.
What a decision's row holds is ``index_rows``'s, the questions ``index_query``'s and ``trends``'s.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from relall_trainer.encounter.events import Event
from relall_trainer.errors import TrainerError
from relall_trainer.learner import faults, index_schema, trends
from relall_trainer.learner.decisions import ALL_DECISIONS as ALL_DECISIONS
from relall_trainer.learner.decisions import ChosenStep as ChosenStep
from relall_trainer.learner.decisions import DecisionFilter as DecisionFilter
from relall_trainer.learner.decisions import DecisionLine as DecisionLine
from relall_trainer.learner.index_reader import IndexReader
from relall_trainer.learner.index_rows import AttemptRows, attempt_rows, unusable
from relall_trainer.learner.index_writer import IndexWriter
from relall_trainer.learner.log import events_of
from relall_trainer.learner.trends import ConfidenceTally as ConfidenceTally
from relall_trainer.learner.trends import DimensionTally as DimensionTally
from relall_trainer.learner.trends import Graded as Graded
from relall_trainer.learner.trends import RuleTally as RuleTally
from relall_trainer.learner.trends import TrendPoint as TrendPoint

if TYPE_CHECKING:
    from relall_trainer.encounter.play import Encounter
    from relall_trainer.learner.records import AttemptRecord
    from relall_trainer.learner.store import LearnerStore

Replayer = Callable[["AttemptRecord", Sequence[Event]], "Encounter"]
"""Plays an attempt again, on the very case and algorithm it is pinned to, from these events.

``gui.pinned.PinnedTexts.replayed`` is one. It raises a TrainerError for an attempt that cannot be played; anything
else is a bug.
"""

_DECISIONS_AT_ONCE = 400
_GRADED_AT_ONCE = 1000
_Answer = TypeVar("_Answer")


class HistoryIndex:
    """One open index. Methods raise a StoreError when the disk refuses; damage only empties the index."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._closed = False
        self._writer = IndexWriter(connection)
        self._reader = IndexReader(connection)
        self._known_of: LearnerStore | None = None
        self._position = 0
        self._waiting: dict[str, str | None] = {}

    @classmethod
    def open(cls, path: Path) -> HistoryIndex:
        """The index at ``path``, made (and empty) where there is none that can be used."""
        with faults.speaking(path):
            return cls(path, index_schema.open_index(path))

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""
        if not self._closed:
            self._closed = True
            index_schema.close_index(self._connection, self._path)

    # Catching up

    @property
    def revision(self) -> int:
        """Another number whenever something in the index was changed since it was opened."""
        return self._connection.total_changes

    def behind(self, store: LearnerStore) -> int:
        """How many attempts are not indexed as they now are; a moment's work once all of them are."""
        return self._asked(lambda: len(self._pending(store)), 0)

    def catch_up(self, store: LearnerStore, replayed: Replayer) -> Iterator[tuple[int, int]]:
        """Index what is new or changed, an attempt at a time, oldest first; after each (done, of).

        Between two steps anything may be asked of the index. Leaving off early keeps what was done. An attempt that
        cannot be played again is kept as such and passed over (``unusable``). Raises a StoreError.
        """
        with faults.speaking(self._path):
            try:
                yield from self._caught_up(store, replayed)
            except faults.DATABASE_FAULTS as error:
                if not index_schema.is_damage(error):
                    raise
                self._begin_anew()
                yield from self._caught_up(store, replayed)

    def _caught_up(self, store: LearnerStore, replayed: Replayer) -> Iterator[tuple[int, int]]:
        pending = self._pending(store)
        done = written = 0
        try:
            while pending:
                if not self._connection.in_transaction:
                    self._connection.execute("BEGIN IMMEDIATE")
                attempt, notes = next(iter(pending.items()))
                written += self._take_in(store, attempt, notes, replayed)
                del pending[attempt]
                done += 1
                if written >= _DECISIONS_AT_ONCE or not pending:
                    written = 0
                    self._keep()
                yield done, done + len(pending)
        except GeneratorExit:
            self._keep()
            raise
        except BaseException:
            self._undo()
            raise

    def _take_in(self, store: LearnerStore, attempt: str, notes: str | None, replayed: Replayer) -> int:
        """How many decisions the attempt has."""
        if notes is None:
            self._writer.drop(attempt)
            return 0
        rows = _rows_of(store, attempt, notes, replayed)
        self._writer.write(rows)
        return len(rows.decisions)

    def _keep(self) -> None:
        if self._connection.in_transaction:
            self._writer.settle()
            self._connection.execute("COMMIT")
            self._reader.forget_attempts()

    def _undo(self) -> None:
        self._known_of = None
        self._writer.forget()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _pending(self, store: LearnerStore) -> dict[str, str | None]:
        """Attempts to index with what stands for their notes; None where the attempt is to be taken out."""
        if self._known_of is not store:
            self._known_of, self._position = store, len(store.touched())
            self._waiting = self._differing(store)
        else:
            touched = store.touched(self._position)
            self._position += len(touched)
            for attempt in touched:
                self._waiting[attempt] = store.stamp(attempt).notes
        return self._waiting

    def _differing(self, store: LearnerStore) -> dict[str, str | None]:
        indexed = {
            row[0]: row[1:]
            for row in self._connection.execute("SELECT id, events, hash, notes FROM attempts")
        }
        pending: dict[str, str | None] = {}
        for stamp in store.stamps():
            if indexed.pop(stamp.attempt, None) != (stamp.events, stamp.hash, stamp.notes):
                pending[stamp.attempt] = stamp.notes
        return {**dict.fromkeys(indexed), **pending}

    # Questions

    def page(
        self, wanted: DecisionFilter = ALL_DECISIONS, after: int | None = None, limit: int = 100
    ) -> tuple[DecisionLine, ...]:
        """The newest decisions found; ``after`` is the ``key`` of the last line of the page before."""
        return self._asked(lambda: self._reader.page(wanted, after, limit), ())

    def count(self, wanted: DecisionFilter = ALL_DECISIONS) -> int:
        """How many decisions are found."""
        return self._asked(lambda: self._reader.count(wanted), 0)

    def certain_and_harmful(self, limit: int = 100) -> tuple[DecisionLine, ...]:
        """The newest first answers given as certain that held a contraindicated step; forks apart."""
        return self._asked(lambda: self._reader.certain_and_harmful(limit), ())

    def rule_tallies(self) -> tuple[RuleTally, ...]:
        """How each rule stands, by version, the version used last first."""
        return self._asked(lambda: trends.rule_tallies(self._connection), ())

    def dimension_tallies(self) -> tuple[DimensionTally, ...]:
        """How each dimension stands, by version, the version used last first."""
        return self._asked(lambda: trends.dimension_tallies(self._connection), ())

    def calibration(self) -> tuple[ConfidenceTally, ...]:
        """Confidence against result, by version, least sure first."""
        return self._asked(lambda: trends.calibration(self._connection), ())

    def trend(self, *, rule: str | None = None, dimension: str | None = None) -> tuple[TrendPoint, ...]:
        """How a rule, or a dimension, or everything went over time, oldest first, versions apart."""
        return self._asked(lambda: trends.trend(self._connection, rule, dimension), ())

    def grades(self, after: int | None = None) -> Iterator[Graded]:
        """Every grade of a first answer, oldest first; ``after``: only those of later decisions, by key."""
        found, last = self._graded(after)
        yield from found
        while last is not None:
            found, last = self._graded(last)
            yield from found

    def _graded(self, after: int | None) -> tuple[list[Graded], int | None]:
        nothing: tuple[list[Graded], int | None] = ([], None)
        return self._asked(lambda: trends.grades(self._connection, after, _GRADED_AT_ONCE), nothing)

    def seen_patients(self) -> frozenset[str]:
        """The fingerprints of the patients of all decisions, exams under way and forks too."""
        query = "SELECT fingerprint FROM patients"
        return self._asked(
            lambda: frozenset(fingerprint for (fingerprint,) in self._connection.execute(query)), frozenset()
        )

    def unusable(self) -> tuple[tuple[str, str], ...]:
        """The attempts that cannot be played again: id and reason."""
        query = "SELECT id, fault FROM attempts WHERE fault IS NOT NULL ORDER BY number"
        return self._asked(lambda: tuple(self._connection.execute(query)), ())

    def _asked(self, question: Callable[[], _Answer], nothing: _Answer) -> _Answer:
        """The answer; of a damaged file that of an empty one, which ``behind`` then says."""
        with faults.speaking(self._path):
            try:
                return question()
            except faults.DATABASE_FAULTS as error:
                if not index_schema.is_damage(error):
                    raise
                self._begin_anew()
                return nothing

    def _begin_anew(self) -> None:
        self._connection.close()
        index_schema.discard(self._path)
        self.__init__(self._path, index_schema.open_index(self._path))  # type: ignore[misc]


def _rows_of(store: LearnerStore, attempt: str, notes: str, replayed: Replayer) -> AttemptRows:
    record = store.summary(attempt)
    try:
        events = events_of(store, attempt)
        encounter = replayed(record, events)
        return attempt_rows(record, events, encounter, store.notes(attempt_id=attempt), notes)
    except TrainerError as error:
        return unusable(record, notes, error.what)

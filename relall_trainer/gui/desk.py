"""Where cases, algorithm and record meet for the window: what there is to do, and the sessions to do it in.

Knows no Qt. Everything it works with comes in by constructor; what is dear is asked for only when it is needed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from relall_trainer.gui.standing import FINISHED, OPEN, AttemptLine, CaseCard, card_of, line_of

if TYPE_CHECKING:
    from datetime import datetime

    from relall_trainer.casefiles.shelf import Shelf, ShelfEntry
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.encounter.attempt import Event
    from relall_trainer.encounter.case import Case
    from relall_trainer.encounter.play import Encounter
    from relall_trainer.gui.attempt_session import AttemptSession, Clock
    from relall_trainer.gui.pinned import PinnedTexts
    from relall_trainer.learner.history import HistoryFilter
    from relall_trainer.learner.index import HistoryIndex
    from relall_trainer.learner.records import AttemptRecord, Note
    from relall_trainer.learner.store import LearnerStore

_PAGE = 200


class Desk:
    """Begins attempts, goes on with them, looks back on them; and says how each case stands.

    ``open_store`` is asked again and again until it succeeds once; it raises a StoreError while the store cannot be
    had. ``algorithm_text`` is the text attempts are pinned to. ``open_index`` opens the index of the history.
    """

    def __init__(
        self,
        shelf: Shelf,
        open_store: Callable[[], LearnerStore],
        algorithm_text: Callable[[], str],
        clock: Clock,
        app_version: str = "",
        open_index: Callable[[], HistoryIndex] | None = None,
    ) -> None:
        self._shelf = shelf
        self._open_store = open_store
        self._algorithm_text = algorithm_text
        self._clock = clock
        self._app_version = app_version
        self._store: LearnerStore | None = None
        self._broken: list[tuple[str, str]] = []
        self._text = ""
        self._current: Algorithm | None = None
        self._reading = threading.Lock()
        self._pinned: PinnedTexts | None = None
        self._open_index = open_index
        self._index: HistoryIndex | None = None
        self.before_closing: list[Callable[[], object]] = []
        """What must be left off before store and index are let go of."""

    @property
    def store(self) -> LearnerStore:
        """The learner's store; opened when first needed. Raises StoreError while that cannot be done."""
        self._store = self._store or self._open_store()
        return self._store

    @property
    def has_store(self) -> bool:
        """Whether the store has been opened."""
        return self._store is not None

    @property
    def algorithm(self) -> Algorithm:
        """The algorithm in force; read when first asked for, by whichever thread asks first."""
        from relall_trainer.algorithm_files import algorithm_from_text

        with self._reading:
            if self._current is None:
                text = self._algorithm_text()
                self._current = algorithm_from_text(text)
                self._text = text
        return self._current

    @property
    def algorithm_text(self) -> str:
        """The text of the algorithm in force, which attempts are pinned to."""
        _ = self.algorithm
        return self._text

    @property
    def shelf(self) -> Shelf:
        """The cases at hand."""
        return self._shelf

    @property
    def app_version(self) -> str:
        """The version of the program."""
        return self._app_version

    def algorithm_apart(self) -> Algorithm:
        """The algorithm in force as an object of its own, for a thread beside: what it remembers is not shared."""
        from relall_trainer.algorithm_files import algorithm_from_text

        _ = self.algorithm
        return algorithm_from_text(self._text)

    def now(self) -> datetime:
        """The time, with its zone."""
        return self._clock()

    def close(self) -> None:
        """Let go of the store and the index; they are opened again when next needed."""
        for leave_off in self.before_closing:
            leave_off()
        if self._index is not None:
            self._index.close()
            self._index = None
        self._pinned = None
        if self._store is not None:
            self._store.close()
            self._store = None

    def cards(self) -> list[CaseCard]:
        """Every case with what was made of it. Raises StoreError where the record cannot be read."""
        by_case: dict[str, list[AttemptLine]] = {}
        for line in self.attempts():
            if line.fork:
                continue  # a road tried out afterwards; the card tells of the attempts themselves
            by_case.setdefault(line.case, []).append(line)
        return [card_of(entry, by_case.get(entry.id, [])) for entry in self._entries()]

    def bare_cards(self) -> list[CaseCard]:
        """Every case without its results, for when the store cannot be had, or not yet."""
        return [replace(card_of(entry, []), known=False) for entry in self._entries()]

    def broken(self) -> list[tuple[str, str]]:
        """The cases that cannot be opened, as of the last list: id and reason."""
        return self._broken

    def cases(self) -> list[Case]:
        """Every case that can be opened, read whole."""
        return [self._shelf.case(entry.id) for entry in self._entries()]

    def case(self, case_id: str) -> Case:
        """One case, read whole; raises BadFile where it cannot be opened."""
        return self._shelf.case(case_id)

    def _entries(self) -> list[ShelfEntry]:
        entries = self._shelf.heads()
        self._broken = [(entry.id, entry.fault) for entry in entries if entry.head is None]
        return [entry for entry in entries if entry.head is not None]

    def attempts(self, limit: int = 1000) -> list[AttemptLine]:
        """The newest attempts, at most ``limit``."""
        return self.history(None, None, limit)

    def history(
        self, wanted: HistoryFilter | None = None, last: AttemptLine | None = None, limit: int = _PAGE
    ) -> list[AttemptLine]:
        """A page of the attempts a filter finds, newest first, after ``last``."""
        from relall_trainer.learner.history import EVERYTHING

        after = (last.started_at, last.id) if last else None
        return [line_of(record) for record in self.store.summaries(wanted or EVERYTHING, after, limit)]

    def count(self, wanted: HistoryFilter | None = None) -> int:
        """How many attempts the filter finds."""
        from relall_trainer.learner.history import EVERYTHING

        return self.store.count(wanted or EVERYTHING)

    def narrowed(
        self,
        case: str | None,
        status: str | None,
        days: int | None,
        critical: bool | None,
        text: str,
        source: str | None = None,
    ) -> HistoryFilter:
        """The filter for these wishes; ``days``: begun within so many days."""
        from datetime import timedelta

        from relall_trainer.learner.history import HistoryFilter

        since = self._clock() - timedelta(days=days) if days else None
        return HistoryFilter(
            case_id=case, status=status, since=since, critical=critical, text=text, source=source
        )

    def start(self, case_id: str, seed: int | None = None) -> AttemptSession:
        """Begin an attempt at a case. Raises StoreError (nothing begun) or BadFile for a case that cannot be read."""
        return self._begin(self._shelf.case(case_id), self._shelf.case_text(case_id), seed)

    def start_made(
        self, case: Case, text: str, *, assignment: str | None = None, attempt: str | None = None
    ) -> AttemptSession:
        """Begin an attempt at a case that stands on no shelf; ``text`` is its canonical text.

        ``assignment``: the id of the one it is done for; ``attempt``: the id it is to have. Raises StoreError: nothing
        begun.
        """
        return self._begin(case, text, None, assignment, attempt)

    def _begin(
        self,
        case: Case,
        text: str,
        seed: int | None,
        assignment: str | None = None,
        attempt_id: str | None = None,
    ) -> AttemptSession:
        from relall_trainer.encounter import play
        from relall_trainer.encounter.attempt import started
        from relall_trainer.gui.attempt_session import AttemptSession
        from relall_trainer.gui.record import StoreRecord
        from relall_trainer.learner.records import Pin

        algorithm = self.algorithm
        encounter = play.start(case, algorithm, seed)
        now = self._clock()
        event = started(
            case, algorithm, at=_text_of(now), seed=seed, app_version=self._app_version, assignment=assignment
        )
        record = StoreRecord(self.store)
        head, pin = case.head, algorithm.pin
        attempt = record.begin(
            event,
            Pin(head.id, head.version, case.sha256, text, head.title),
            Pin(pin.id, pin.version, pin.sha256, self._text, algorithm.title),
            encounter,
            attempt_id=attempt_id,
        )
        return AttemptSession(attempt, encounter, record, self._clock, saved_at=now, events=(event,))

    def fork(self, attempt: str, decisions: int) -> AttemptSession:
        """Take another road: a new attempt with the same luck that stands where that one had decided so often.

        What was decided before is copied, as it was said then, with the steps back between; of an exam, what the
        authors did. Raises StoreError (nothing begun), and LookupError where the attempt holds no decision after so
        many.
        """
        from relall_trainer.encounter import play
        from relall_trainer.encounter.attempt import Committed, advance, road_to, started
        from relall_trainer.gui.attempt_session import AttemptSession
        from relall_trainer.gui.record import StoreRecord

        record = StoreRecord(self.store)
        stored = self.store.summary(attempt)
        case, algorithm = self.pinned.case(stored), self.pinned.algorithm(stored)
        copies = road_to(case, record.events(attempt), decisions)
        kept = None if stored.head.mode == play.EXAM else stored.head.seed  # an exam has no luck
        seed = None if kept is None else int(kept)
        begun = encounter = play.start(case, algorithm, seed)
        now = self._clock()
        event = started(
            case,
            algorithm,
            at=_text_of(now),
            seed=seed,
            app_version=self._app_version,
            fork_of=attempt,
            fork_at=decisions,
        )
        made: list[tuple[Event, Encounter]] = []
        for copy in copies:
            again = replace(copy, at=_text_of(now), elapsed_ms=None) if isinstance(copy, Committed) else copy
            encounter = advance(encounter, again)
            made.append((again, encounter))
        fork = record.begin(event, *self.pinned.pins(stored), begun, made)
        events = (event, *(again for again, _ in made))
        return AttemptSession(fork, encounter, record, self._clock, saved_at=now, events=events)

    def open(self, attempt: str) -> AttemptSession:
        """An attempt as it was left, on the very case and algorithm it was begun on; closed ones to look back on."""
        from datetime import datetime

        from relall_trainer.encounter.attempt import replay
        from relall_trainer.gui.attempt_session import AttemptSession
        from relall_trainer.gui.record import StoreRecord

        record = StoreRecord(self.store)
        stored = self.store.summary(attempt)
        events = record.events(attempt)
        return AttemptSession(
            attempt,
            replay(self.pinned.case(stored), self.pinned.algorithm(stored), events),
            record,
            self._clock,
            saved_at=datetime.fromisoformat(events[-1].at),
            notes=record.notes(attempt),
            writable=stored.summary.status == OPEN,
            finished=stored.summary.status == FINISHED,
            events=events,
        )

    def note_on_attempt(self, attempt: str, text: str) -> None:
        """Keep the note on an attempt as a whole in place of the one before; an empty one takes it away."""
        from relall_trainer.gui.record import StoreRecord

        StoreRecord(self.store).keep_note(attempt, "", text)

    def note_on_evidence(self, item: str, text: str) -> None:
        """Keep the note on an item of evidence in place of the one before; an empty one takes it away."""
        kept = self.notes_on_evidence(item)
        self.store.add_note(text, evidence=item, note_id=kept[-1].id if kept else None)

    def notes_on_evidence(self, item: str) -> tuple[Note, ...]:
        """The notes on an item of evidence, oldest first: one, or more where another record was taken in."""
        return self.store.notes(evidence=item)

    def replayed(self, stored: AttemptRecord, events: Sequence[Event] | None = None) -> Encounter:
        """An attempt of the record played again: what the index of the history is made from.

        Raises StoreError, BadFile, or ReplayFault for events that do not fit their case.
        """
        return self.pinned.replayed(stored, events)

    @property
    def pinned(self) -> PinnedTexts:
        """Cases and algorithms as the attempts of the record are pinned to them."""
        from relall_trainer.gui.pinned import PinnedTexts

        if self._pinned is None:
            self._pinned = PinnedTexts(self.store, lambda: self.algorithm)
        return self._pinned

    @property
    def index(self) -> HistoryIndex | None:
        """The derived index of the history; opened when first needed, None where there is none."""
        if self._index is None and self._open_index is not None:
            self._index = self._open_index()
        return self._index


def _text_of(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds")

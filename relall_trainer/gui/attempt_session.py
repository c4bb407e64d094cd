"""One attempt as the window works on it: the encounter in memory and its record on disk, kept in step.

Every step is on disk before the method returns. When the store cannot write, ``StoreError`` is raised and
nothing has changed: the same call can be made again once the cause is gone. Knows no Qt; scoring is left
to ``encounter``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import Committed, Event, Finished, Started, SteppedBack

if TYPE_CHECKING:
    from relall_trainer.encounter.debrief import Debrief
    from relall_trainer.encounter.timing import Decided

Clock = Callable[[], datetime]  # aware, UTC


class Record(Protocol):
    """Where an attempt is written. Each method is on disk when it returns, or raises StoreError unchanged."""

    def add(self, attempt: str, event: Event, after: play.Encounter) -> datetime:
        """Add an event that led to ``after``; the time it was saved."""

    def keep_note(self, attempt: str, node: str, text: str) -> datetime:
        """Keep the note on a node in place of the one before; an empty one takes it away.

        Without a node it is the note on the attempt as a whole.
        """


class AttemptSession:
    """An attempt under way, or one looked back on (``writable`` is then False and every step is refused)."""

    def __init__(
        self,
        attempt: str,
        encounter: play.Encounter,
        record: Record,
        clock: Clock,
        *,
        saved_at: datetime,
        notes: Mapping[str, str] | None = None,
        writable: bool = True,
        finished: bool = False,
        events: Sequence[Event] = (),
    ) -> None:
        self._attempt = attempt
        self._encounter = encounter
        self._record = record
        self._clock = clock
        self._saved_at = saved_at
        self._notes = dict(notes or {})
        self._writable = writable
        self._finished = finished
        self._events = list(events)

    @property
    def attempt(self) -> str:
        """The attempt's id in the store."""
        return self._attempt

    @property
    def encounter(self) -> play.Encounter:
        """The encounter as it stands on disk: case, patient, node, path, first scores."""
        return self._encounter

    @property
    def saved_at(self) -> datetime:
        """When the last step was on disk (UTC). Show it as "Saved 14:03"."""
        return self._saved_at

    @property
    def writable(self) -> bool:
        return self._writable

    @property
    def finished(self) -> bool:
        """Whether the attempt is closed: nothing but notes can follow."""
        return self._finished

    @property
    def notes(self) -> Mapping[str, str]:
        """The learner's note on each node she wrote one for; under the empty name, on the attempt as a whole."""
        return self._notes

    @property
    def started(self) -> Started | None:
        """How the attempt began: when, and whether it forks an earlier one. None where that is not known."""
        first = self._events[0] if self._events else None
        return first if isinstance(first, Started) else None

    @property
    def fork_of(self) -> str | None:
        """The attempt from which this one takes another road, if it does."""
        return self.started.fork_of if self.started else None

    def decided(self) -> tuple[Decided, ...]:
        """When and how each decision was made, in the order of ``encounter.record``."""
        from relall_trainer.encounter.timing import decided  # only asked when looking back

        return decided(self._events)

    @property
    def last_visit(self) -> play.Visit | None:
        """The decision committed last, or None before the first."""
        return self._encounter.path[-1] if self._encounter.path else None

    @property
    def can_step_back(self) -> bool:
        practice = self._encounter.mode == play.PRACTICE and not self._finished
        return self._writable and practice and bool(self._encounter.path)

    def commit(
        self,
        chosen: Sequence[str],
        confidence: str | None = None,
        rationale: str = "",
        elapsed_ms: int | None = None,
    ) -> play.Visit:
        """Take these steps now and move on. Returns what happened.

        Raises ChoiceFault for a choice the node does not allow, StoreError when it could not be written;
        nothing has changed after either.
        """
        node = self._encounter.node
        after, visit = play.commit(self._encounter, tuple(chosen), confidence, rationale)
        event = Committed(
            at=self._now(),
            node=node,
            chosen=visit.chosen,
            confidence=confidence,
            rationale=rationale,
            elapsed_ms=elapsed_ms,
        )
        self._write(event, after)
        self._encounter = after
        return visit

    def finish(self) -> None:
        """Close the attempt at the ending it stands at; only notes may follow. StoreError: nothing changed."""
        ending = self._encounter.current.ending
        if ending is not None and not self._finished:
            self._write(Finished(at=self._now(), ending=ending.id), self._encounter)
            self._finished = True

    def step_back(self) -> None:
        """Return to the decision before; first answers keep their score. StoreError: nothing changed."""
        before = play.step_back(self._encounter)
        self._write(SteppedBack(at=self._now()), before)
        self._encounter = before

    def note(self, node: str, text: str) -> None:
        """Keep the learner's note on a node (or, without one, on the attempt), in an attempt looked back on too.

        A later one replaces it, an empty one takes it away. StoreError: nothing changed.
        """
        self._saved_at = self._record.keep_note(self._attempt, node, text)
        if text:
            self._notes[node] = text
        else:
            self._notes.pop(node, None)

    def debrief(self) -> Debrief:
        """The debrief of the attempt as it stands."""
        from relall_trainer.encounter.debrief import debrief  # paid for when a case ends

        return debrief(self._encounter)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")

    def _write(self, event: Event, after: play.Encounter) -> None:
        if not self._writable:
            raise PermissionError("an attempt looked back on takes no steps")
        self._saved_at = self._record.add(self._attempt, event, after)
        self._events.append(event)

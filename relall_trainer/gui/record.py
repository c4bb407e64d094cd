"""Between the encounter's events and the learner's store: plain data, pins, and where the attempt now stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from relall_trainer.encounter.attempt import Event, Finished, Started, event_from_plain
from relall_trainer.encounter.play import Encounter
from relall_trainer.encounter.scoring import SCORING_VERSION
from relall_trainer.gui.standing import FORK
from relall_trainer.learner.log import plain_of as stored
from relall_trainer.learner.records import Pin
from relall_trainer.learner.standing import summary_of

if TYPE_CHECKING:
    from relall_trainer.learner.store import LearnerStore


class StoreRecord:
    """The record of attempts in the learner's store; what ``AttemptSession`` writes to."""

    def __init__(self, store: LearnerStore) -> None:
        self._store = store

    def begin(
        self,
        started: Started,
        case: Pin,
        algorithm: Pin,
        encounter: Encounter,
        copies: Sequence[tuple[Event, Encounter]] = (),
        attempt_id: str | None = None,
    ) -> str:
        """Open an attempt, with ``copies`` of what was done in another: all of them or none of it; its id."""
        return self._store.begin(
            stored(started),
            case,
            algorithm,
            summary_of(encounter),
            scoring_version=SCORING_VERSION,
            mode=FORK if started.fork_of else started.mode,
            seed=started.seed,
            attempt_id=attempt_id,
            copies=[(stored(event), summary_of(after)) for event, after in copies],
        )

    def add(self, attempt: str, event: Event, after: Encounter) -> datetime:
        finished_at = event.at if isinstance(event, Finished) else None
        return self._store.append(attempt, stored(event), summary_of(after, finished_at))

    def keep_note(self, attempt: str, node: str, text: str) -> datetime:
        kept = {note.node or "": note.id for note in self._store.notes(attempt_id=attempt)}
        note = self._store.add_note(text, attempt_id=attempt, node=node or None, note_id=kept.get(node))
        return datetime.fromisoformat(note.at)

    def notes(self, attempt: str) -> dict[str, str]:
        """The notes of an attempt by node; the one on the attempt as a whole under the empty name."""
        return {note.node or "": note.text for note in self._store.notes(attempt_id=attempt)}

    def events(self, attempt: str) -> tuple[Event, ...]:
        return tuple(from_stored(data) for data in self._store.events(attempt))


def from_stored(data: Mapping[str, Any]) -> Event:
    """The event again."""
    plain = dict(data)
    plain["event"] = plain.pop("kind")
    return event_from_plain(plain)

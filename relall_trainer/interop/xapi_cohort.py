"""The attempts a teacher marked, as statements: each under the code of the learner, whom her assignment knows by it.

What is told is what the choices came to when they were played again at the teacher's; that is left to the caller, as is
which attempts count. The ids are others than those the learner's own statements have, so that neither contradicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.interop.xapi import Account, Mastery, PlayedAttempt, Statement, statements
from relall_trainer.interop.xapi_names import assignment_id

if TYPE_CHECKING:
    from relall_trainer.encounter.events import Event
    from relall_trainer.encounter.play import Encounter


@dataclass(frozen=True, slots=True)
class MarkedAttempt:
    """An attempt of a learner, with its events and what they led to on the full case."""

    learner: str
    id: str
    events: tuple[Event, ...]
    encounter: Encounter


def cohort_statements(
    assignment: str, attempts: Iterable[MarkedAttempt], mastery: Mastery | None = None
) -> Iterator[Statement]:
    """All that is to be said of them, attempt by attempt; for ``xapi.write_statements``.

    ``assignment`` is its id, ``mastery`` what passing it asks for. Raises TrainerError for an event at no time at all.
    """
    home = assignment_id(assignment)
    for attempt in attempts:
        played = PlayedAttempt(attempt.id, attempt.events, attempt.encounter)
        yield from statements(played, Account(attempt.learner, home), mastery)

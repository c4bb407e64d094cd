"""Makes the file a learner hands in: her attempts event by event, signed with her key, and the receipt for it.

What may be handed in when is left to ``coursework``; keeping and writing the file to ``receipts``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relall_trainer.cohort.course_lines import Played, is_before
from relall_trainer.cohort.exam_log import Entry, Exam
from relall_trainer.cohort.receipts import Receipt
from relall_trainer.encounter.events import Event, Started
from relall_trainer.encounter.play import PRACTICE
from relall_trainer.learner.log import events_of

if TYPE_CHECKING:
    from datetime import datetime

    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.received import Packet
    from relall_trainer.cohort.submission import Claim, LoggedAttempt
    from relall_trainer.learner.store import LearnerStore

_POINT = 10_000


def practice_attempts(
    store: LearnerStore, packet: Packet, played: Sequence[Sequence[Played]]
) -> tuple[tuple[LoggedAttempt, ...], tuple[Claim, ...]]:
    """Every attempt begun at each case, and what those finished came to by the learner's own rules."""
    from relall_trainer.cohort.submission import Claim, log_attempt

    asked = packet.assignment
    logged, claims = [], []
    for place, tries in enumerate(played):
        for one in tries:
            events = events_of(store, one.attempt)
            if not _is_at(asked, place, events):
                continue
            logged.append(log_attempt(asked.id, packet.learner, one.attempt, place, PRACTICE, events))
            if one.finished:
                sums = store.summary(one.attempt).summary
                points, possible = round(sums.points * _POINT), round(sums.possible * _POINT)
                claims.append(Claim(one.attempt, points, possible, sums.critical))
    return tuple(logged), tuple(claims)


def exam_attempts(packet: Packet, exams: Sequence[tuple[Exam, Sequence[Entry]]]) -> tuple[LoggedAttempt, ...]:
    """Every case begun in these exams. Nothing is claimed: nobody here knows what they came to."""
    from relall_trainer.cohort.submission import log_attempt

    asked = packet.assignment
    logged = []
    for exam, entries in exams:
        for place, attempt in enumerate(exam.attempts):
            events = tuple(entry.event for entry in entries if entry.item == place)
            if _is_at(asked, place, events):
                logged.append(log_attempt(asked.id, packet.learner, attempt, place, asked.mode, events))
    return tuple(logged)


def receipt_for(
    store: LearnerStore,
    packet: Packet,
    number: int,
    logged: tuple[LoggedAttempt, ...],
    claims: tuple[Claim, ...],
    now: datetime,
    app_version: str,
) -> Receipt:
    """The signed file with its receipt; nothing is kept or written yet. Raises StoreError, FileFault."""
    from relall_trainer.cohort.folder import file_name
    from relall_trainer.cohort.keys import own_key
    from relall_trainer.cohort.signed_file import RESULTS
    from relall_trainer.cohort.submission import Submission, submission_file

    asked = packet.assignment
    made_at = now.isoformat(timespec="milliseconds")
    submission = Submission(
        assignment=asked.id,
        assignment_version=asked.version,
        assignment_sha256=asked.sha256,
        learner=packet.learner,
        name=packet.name,
        number=number,
        made_at=made_at,
        app_version=app_version,
        attempts=logged,
        claims=claims,
    )
    return Receipt(
        assignment=asked.id,
        title=asked.title,
        learner=packet.learner,
        number=number,
        made_at=made_at,
        name=file_name(asked.title, packet.learner, str(number), kind=RESULTS, without="results"),
        text=submission_file(submission, own_key(store)),
        attempts=tuple((one.id, len(one.events)) for one in logged),
        late=asked.due_at is not None and not is_before(asked.due_at, now),
    )


def _is_at(asked: Assignment, place: int, events: Sequence[Event]) -> bool:
    """Whether the events are of an attempt at this very case: a newer version may ask for another one."""
    first = events[0] if events else None
    return (
        isinstance(first, Started)
        and place < len(asked.items)
        and first.case_sha256 == asked.items[place].sha256
    )

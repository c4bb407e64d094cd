"""How an assignment stands with a learner: what is asked, by when, how far she is, and the one thing to do next.

Plain values, reckoned from what is on disk; words and dates as people read them are left to the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from relall_trainer.cohort.terms import BY_TEACHER, ON_DATE
from relall_trainer.cohort.times import is_before
from relall_trainer.encounter.play import EXAM

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.exam_log import Exam
    from relall_trainer.cohort.feedback import Feedback
    from relall_trainer.cohort.receipts import Receipt
    from relall_trainer.cohort.received import Packet

NOT_OPEN, TO_DO, UNDER_WAY, READY, HANDED_IN, FEEDBACK, DONE = (
    *("not-open", "to-do", "under-way", "ready", "handed-in", "feedback", "done"),
)
BEGIN, CONTINUE, HAND_IN, READ, NOTHING = ("begin", "continue", "hand-in", "read", "nothing")
_NEXT = {
    NOT_OPEN: NOTHING,
    TO_DO: BEGIN,
    UNDER_WAY: CONTINUE,
    READY: HAND_IN,
    HANDED_IN: NOTHING,
    FEEDBACK: READ,
    DONE: NOTHING,
}
WAITING = (TO_DO, UNDER_WAY, READY, FEEDBACK)
"""The states in which something is to be done by the learner."""


@dataclass(frozen=True, slots=True)
class Played:
    """One attempt at a practice item: its id, and whether it has come to its end."""

    attempt: str
    finished: bool
    events: int = 0


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One case of an assignment. ``allowed`` attempts, None where there is no limit; ``open`` the one under way."""

    place: int
    title: str
    minutes: int
    used: int
    allowed: int | None
    finished: int = 0
    open: str = ""

    @property
    def may_begin(self) -> bool:
        """Whether another attempt may be begun now."""
        return not self.open and (self.allowed is None or self.used < self.allowed)


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One assignment. Times are ISO 8601 in UTC. ``used`` counts exams begun, or the most attempts at one case.

    ``next`` is the one thing to do, ``again`` that another exam may be begun besides. ``unsent`` counts finished
    attempts that no file handed in holds yet; ``counts`` says which attempt counts.
    """

    id: str
    version: int
    title: str
    note: str
    mode: str
    state: str
    learner: str
    key: str
    items: tuple[ItemLine, ...]
    opens_at: str | None
    due_at: str | None
    late: bool
    used: int
    allowed: int | None
    minutes: int | None
    release: str
    release_at: str | None
    extra_percent: int
    exam: Exam | None
    receipts: tuple[Receipt, ...]
    feedback: Feedback | None
    unsent: int = 0
    again: bool = False
    counts: str = ""

    @property
    def is_exam(self) -> bool:
        """Whether it is an exam."""
        return self.mode == EXAM

    @property
    def next(self) -> str:
        """The one thing to do."""
        return _NEXT[self.state]

    @property
    def last(self) -> Receipt | None:
        """The newest hand-in."""
        return self.receipts[-1] if self.receipts else None


@dataclass(frozen=True, slots=True)
class DueLine:
    """An assignment for the page of the day: its title, when it is due (ISO 8601, or None), how it stands."""

    id: str
    title: str
    due: str | None
    state: str
    late: bool = False


def practice_line(
    packet: Packet, played: Sequence[Sequence[Played]], receipts: tuple[Receipt, ...], now: datetime
) -> CourseLine:
    """A practice assignment; ``played`` are the attempts at each item."""
    asked = packet.assignment
    items = tuple(
        ItemLine(
            place,
            item.title,
            item.minutes,
            used=len(tries),
            allowed=asked.allowed_attempts,
            finished=sum(one.finished for one in tries),
            open=next((one.attempt for one in tries if not one.finished), ""),
        )
        for place, (item, tries) in enumerate(zip(asked.items, played, strict=True))
    )
    sent = {attempt for receipt in receipts for attempt, _ in receipt.attempts}
    finished = [one.attempt for tries in played for one in tries if one.finished]
    unsent = sum(1 for attempt in finished if attempt not in sent)
    done = all(item.finished for item in items)
    if done and unsent:
        state = READY
    elif done or (receipts and not unsent and not any(item.open for item in items)):
        state = HANDED_IN if receipts else READY
    elif any(item.used for item in items):
        state = UNDER_WAY
    else:
        state = NOT_OPEN if is_before(asked.opens_at, now) else TO_DO
    used = max((item.used for item in items), default=0)
    return _line(packet, state, items, used, receipts, now, unsent=unsent)


def exam_line(
    packet: Packet,
    exams: Sequence[Exam],
    receipts: tuple[Receipt, ...],
    feedback: Feedback | None,
    now: datetime,
    *,
    time_is_up: bool = False,
) -> CourseLine:
    """An exam; ``time_is_up`` of the one under way."""
    asked = packet.assignment
    allowed = asked.allowed_attempts
    standing = next((one for one in exams if not one.handed_in), None)
    left = allowed is None or len(exams) < allowed
    again = bool(exams) and standing is None and left and not _told(asked, feedback)
    if standing is not None:
        state = READY if standing.over or time_is_up else UNDER_WAY
    elif not exams:
        state = NOT_OPEN if is_before(asked.opens_at, now) else TO_DO
    elif feedback is None:
        state = HANDED_IN
    else:
        state = FEEDBACK if feedback.unseen else DONE
    items = tuple(
        ItemLine(place, item.title, item.minutes, used=len(exams), allowed=allowed)
        for place, item in enumerate(asked.items)
    )
    return _line(
        packet, state, items, len(exams), receipts, now, exam=standing, feedback=feedback, again=again
    )


def _told(asked: Assignment, feedback: Feedback | None) -> bool:
    """Whether the answers are known for good: after that no further exam would say anything."""
    return feedback is not None and asked.release in (BY_TEACHER, ON_DATE)


def _line(
    packet: Packet,
    state: str,
    items: tuple[ItemLine, ...],
    used: int,
    receipts: tuple[Receipt, ...],
    now: datetime,
    *,
    exam: Exam | None = None,
    feedback: Feedback | None = None,
    unsent: int = 0,
    again: bool = False,
) -> CourseLine:
    asked = packet.assignment
    seconds = asked.seconds_allowed
    return CourseLine(
        id=asked.id,
        version=asked.version,
        title=asked.title,
        note=asked.note,
        mode=asked.mode,
        state=state,
        learner=packet.learner,
        key=packet.key,
        items=items,
        opens_at=asked.opens_at,
        due_at=asked.due_at,
        late=not receipts and asked.due_at is not None and not is_before(asked.due_at, now),
        used=used,
        allowed=asked.allowed_attempts,
        minutes=None if seconds is None else seconds // 60,
        release=asked.release,
        release_at=asked.release_at,
        extra_percent=asked.extra_percent,
        exam=exam,
        receipts=receipts,
        feedback=feedback,
        unsent=unsent,
        again=again,
        counts=asked.counts,
    )

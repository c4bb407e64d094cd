"""Assignments in words, as a learner reads them: what is asked, by when, how far she is, what comes next.

Knows no Qt. Times are told as her own clock has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import counted, listed
from relall_trainer.cohort import course_lines as lines
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.gui.moment_words import away_words, moment_words

if TYPE_CHECKING:
    from relall_trainer.cohort.course_lines import CourseLine, DueLine, ItemLine
    from relall_trainer.cohort.exam_score import ExamScore

_TIMES = {1: "once", 2: "twice"}
COUNTS_WORDS = {"first": "the first attempt", "best": "the best attempt", "last": "the last attempt"}
_RELEASES = {
    "at_once": "feedback after each decision",
    "on_hand_in": "feedback once it is handed in",
    "by_teacher": "feedback when your teacher releases it",
}


def due_words(line: CourseLine | DueLine, now: datetime, zone: tzinfo | None = None) -> str:
    """By when: ``Due Fri 4 Dec, 17:00 – in 3 days``; that it opens later, or is late."""
    due = line.due if isinstance(line, lines.DueLine) else line.due_at
    if isinstance(line, lines.CourseLine) and line.state == lines.NOT_OPEN and line.opens_at:
        opens = moment_words(line.opens_at, zone, now)
        return f"Opens {opens} – {away_words(line.opens_at, now, zone)}"
    if due is None:
        return "No due date"
    when, away = moment_words(due, zone, now), away_words(due, now, zone)
    if line.late:
        return f"Was due {when} – {away}. You can still hand it in; it will be marked late"
    return f"Due {when} – {away}"


def asked_words(line: CourseLine, zone: tzinfo | None = None) -> str:
    """What is asked, on one line."""
    cases = counted(len(line.items), "case")
    if not line.is_exam:
        about = sum(item.minutes for item in line.items)
        tries = "any number of attempts" if line.allowed is None else counted(line.allowed, "attempt")
        each = f"{tries} at each" if len(line.items) > 1 else tries
        return " · ".join(("Practice", cases, f"about {about} min", each, _RELEASES["at_once"]))
    time = "no time limit" if line.minutes is None else f"{line.minutes} min for all of it"
    if line.minutes is not None and line.extra_percent:
        time += f" ({line.extra_percent}% more for you)"
    allowed = "" if line.allowed is None else counted(line.allowed, "attempt")
    return " · ".join(part for part in ("Exam", cases, time, allowed, release_words(line, zone)) if part)


def release_words(line: CourseLine, zone: tzinfo | None = None) -> str:
    """When an exam's feedback can be read."""
    if line.release_at is not None:
        return f"feedback from {moment_words(line.release_at, zone)}"
    return _RELEASES[line.release]


def state_words(line: CourseLine, zone: tzinfo | None = None) -> str:
    """How far it is."""
    if line.state == lines.NOT_OPEN:
        return "Not open yet"
    if line.state == lines.TO_DO:
        return "To do"
    if line.state == lines.UNDER_WAY:
        return _under_way(line)
    if line.state == lines.READY:
        return _ready(line)
    if line.state == lines.FEEDBACK and line.feedback is not None:
        return f"Feedback to read: {line.feedback.unseen} of {counted(line.feedback.of, 'decision')}"
    late = " late," if line.last is not None and line.last.late else ""
    handed = f"Handed in{late} {moment_words(line.last.made_at, zone)}" if line.last else "Done"
    if line.state == lines.HANDED_IN and line.is_exam:
        return f"{handed} · {release_words(line, zone)}"
    return handed


def score_words(score: ExamScore) -> str:
    """What an exam came to: ``71.4% · 1 critical error · 18 of 20 decided; the 2 not answered count 0``."""
    rest = score.of - score.answered
    critical = counted(score.critical, "critical error") if score.critical else "no critical error"
    decided = f"{score.answered} of {score.of} decided"
    if rest:
        decided += f"; the {rest} not answered count 0" if rest > 1 else "; the one not answered counts 0"
    which = f" ({COUNTS_WORDS[score.counts]} counts)" if score.sittings > 1 else ""
    return " · ".join((percent_words(score.percent) + which, critical, decided))


def version_words(score: ExamScore) -> str:
    """By which cases, rules and scoring it was reckoned."""
    return f"By {listed(list(score.versions))}"


def _ready(line: CourseLine) -> str:
    exam = line.exam
    if exam is not None and exam.answered < exam.of:
        return f"Time is up, with {exam.answered} of {counted(exam.of, 'decision')} made. Ready to hand in as it is"
    return "Ready to hand in"


def _under_way(line: CourseLine) -> str:
    if line.exam is not None:
        return f"Under way: {line.exam.answered} of {counted(line.exam.of, 'decision')}"
    done = sum(1 for item in line.items if item.finished)
    return f"Under way: {done} of {counted(len(line.items), 'case')} finished"


def item_words(item: ItemLine) -> str:
    """How far one case of a practice assignment is."""
    if item.open:
        return "under way"
    done = "not begun"
    if item.finished:
        done = f"finished {_TIMES.get(item.finished, f'{item.finished} times')}"
    if item.allowed is not None and item.finished and item.used >= item.allowed:
        return f"{done}, no attempt left"
    return done


def today_words(
    due: Sequence[DueLine], now: datetime, zone: tzinfo | None = None
) -> tuple[tuple[str, str], ...]:
    """What waits, for the page of the day: title, and what is said of it."""
    return tuple((line.title, _today(line, now, zone)) for line in due)


def _today(line: DueLine, now: datetime, zone: tzinfo | None) -> str:
    if line.state == lines.FEEDBACK:
        return "Feedback to read"
    done = {lines.UNDER_WAY: "Under way. ", lines.READY: "Ready to hand in. "}.get(line.state, "")
    return f"{done}{due_words(line, now, zone)}"


def left_words(milliseconds: int) -> str:
    """Time left of an exam; to the minute, in the last one less than one."""
    minutes = -(-milliseconds // 60_000)
    if milliseconds <= 0:
        return "Time is up"
    if milliseconds < 60_000:
        return "Less than a minute left"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d} min left" if hours else f"{minutes} min left"


def size_words(size: int) -> str:
    """The size of a file."""
    if size < 1_000:
        return f"{size} bytes"
    return (
        f"{size / 1_000:.1f} kB ({size:,} bytes)"
        if size < 1_000_000
        else f"{size / 1_000_000:.1f} MB ({size:,} bytes)"
    )

"""An assignment in words: what will be sent, what is still wanting, what practice and exam mean, the mail beside it.

Knows no Qt. Times are told as the teacher's own clock has them; the zone comes in as an argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo

from relall_trainer.clinical.wording import counted
from relall_trainer.cohort import terms
from relall_trainer.gui.assign_draft import AssignDraft, Ready
from relall_trainer.gui.moment_words import moment_words, offset_words

_DUE, _MORNING = time(17), time(8)
_WEEK = timedelta(days=7)
_MOST_TITLES = 5

MODE_WORDS = {
    terms.PRACTICE: "Practice: feedback after each decision, one may step back and try again.",
    terms.EXAM: (
        "Exam: everyone meets the same course, whatever they choose; no way back, no feedback before it is released."
    ),
}
EXAM_LIMITS = (
    "A results file shows what was chosen on that computer, and that the file was not altered since. It does not show "
    "who sat there, what was looked up, or that the clock was right."
)
COUNTS_WORDS = {
    terms.FIRST: "the first one counts",
    terms.BEST: "the best one counts",
    terms.LAST: "the last one counts",
}
RELEASE_WORDS = {
    terms.BY_TEACHER: "feedback when you release it",
    terms.ON_HAND_IN: "feedback once handed in",
    terms.ON_DATE: "feedback on a date",
    terms.AT_ONCE: "feedback at once",
}


def in_a_week(now: datetime, zone: tzinfo | None) -> datetime:
    """In seven days, at the end of the afternoon."""
    return _afternoon(now.astimezone(zone).replace(tzinfo=None) + _WEEK, zone)


def end_of_month(now: datetime, zone: tzinfo | None) -> datetime:
    """The last day of the month, at the end of the afternoon; of the next one where fewer than three days are left."""
    here = now.astimezone(zone).replace(tzinfo=None)
    first = (here + timedelta(days=3)).replace(day=1)
    next_month = (first + timedelta(days=32)).replace(day=1)
    return _afternoon(next_month - timedelta(days=1), zone)


def tomorrow_morning(now: datetime, zone: tzinfo | None) -> datetime:
    """Tomorrow, when the day's work begins."""
    return _at(now.astimezone(zone).replace(tzinfo=None) + timedelta(days=1), _MORNING, zone)


def _afternoon(day: datetime, zone: tzinfo | None) -> datetime:
    return _at(day, _DUE, zone)


def _at(day: datetime, hour: time, zone: tzinfo | None) -> datetime:
    moment = datetime.combine(day, hour)
    # Without a zone it is the computer's own, whose offset on that day only the moment itself knows.
    return moment.astimezone() if zone is None else moment.replace(tzinfo=zone)


def summary(draft: AssignDraft, ready: Ready, zone: tzinfo | None, now: datetime) -> str:
    """What will be sent, in one line."""
    parts = [
        counted(len(ready.learners), "learner") if ready.learners else "whoever gets the file",
        _items(draft, ready),
        _mode(draft),
        f"opens {moment_words(draft.opens_at, zone, now)}" if draft.opens_at else "",
        f"due {moment_words(draft.due_at, zone, now)}" if draft.due_at else "no due date",
        _feedback(draft, zone, now),
        _mastery(draft),
        _extras(draft),
    ]
    return " · ".join(part for part in parts if part)


def _items(draft: AssignDraft, ready: Ready) -> str:
    shelf = counted(len(draft.cases), "case") if draft.cases else ""
    fresh = counted(draft.fresh_count, "new patient") if draft.fresh_count else ""
    what = " and ".join(part for part in (shelf, fresh) if part)
    return f"{what}, about {ready.minutes} min" if what and ready.minutes else what or "no case yet"


def _mode(draft: AssignDraft) -> str:
    if draft.exam:
        return f"exam, {draft.minutes} min" if draft.minutes else "exam, untimed"
    if draft.attempts == 1:
        return "practice, one attempt"
    many = f"{draft.attempts} attempts" if draft.attempts else "any number of attempts"
    return f"practice, {many}, {COUNTS_WORDS[draft.counts]}"


def _feedback(draft: AssignDraft, zone: tzinfo | None, now: datetime) -> str:
    if not draft.exam:
        return ""
    if draft.release == terms.ON_DATE and draft.release_at:
        return f"feedback from {moment_words(draft.release_at, zone, now)}"
    return RELEASE_WORDS[draft.release]


def _mastery(draft: AssignDraft) -> str:
    if not draft.mastery:
        return ""
    return f"mastery at {draft.mastery}%" + (", no critical error" if draft.no_critical else "")


def _extras(draft: AssignDraft) -> str:
    return f"{counted(len(draft.extra), 'learner')} with more time or attempts" if draft.extra else ""


def problems(draft: AssignDraft, now: datetime) -> list[tuple[str, str]]:
    """What must be set right before it can go out: (which part of the form, why in words), the first one first."""
    found: list[tuple[str, str]] = []
    if not draft.title.strip():
        found.append(("title", "Give it a title: learners see it."))
    if not draft.cases and not draft.fresh_count:
        found.append(("items", "Choose at least one case."))
    opens, due, release = (
        datetime.fromisoformat(moment) if moment else None
        for moment in (draft.opens_at, draft.due_at, draft.release_at)
    )
    if due is not None and due <= now:
        found.append(("due_at", "The due time has passed."))
    if opens is not None and due is not None and opens >= due:
        found.append(("opens_at", "It opens after it is due."))
    if draft.exam and draft.release == terms.ON_DATE:
        if release is None:
            found.append(("release_at", "Say from when feedback is shown."))
        elif due is not None and release < due:
            found.append(("release_at", "Feedback would be shown before it is due."))
    return found


def worth_knowing(draft: AssignDraft, ready: Ready) -> str:
    """What does not keep it from going out, yet may not be meant; empty for nothing."""
    if draft.exam and draft.minutes and ready.minutes > draft.minutes:
        return f"The cases take about {ready.minutes} min; the time is {draft.minutes} min."
    if draft.exam and draft.release == terms.ON_HAND_IN:
        return "Who hands in first sees the feedback while others are still at it."
    return ""


def before_creating(draft: AssignDraft) -> str:
    """What is good to know as the last thing before files are made of it."""
    if draft.replaces:
        return (
            "The new version takes the place of the one before; learners who open the old file are told so."
        )
    return ""


def mail_text(draft: AssignDraft, ready: Ready, zone: tzinfo | None, now: datetime, own_key: str) -> str:
    """A mail to go with the file: what it is, by when, how to open it, how to hand in. Plain text."""
    lines = [
        f"Subject: {draft.title.strip()}",
        "",
        "The file attached opens in RelALL Trainer: drop it on the window, or press Ctrl+O there.",
        "",
        f"What: {_titles(ready.titles) or _items(draft, ready)}",
        f"How: {_mode(draft)}" + (f", about {ready.minutes} min of work" if ready.minutes else ""),
    ]
    if draft.opens_at:
        lines.append(f"Opens: {_anywhere(draft.opens_at, zone, now)}")
    lines.append(f"Due: {_anywhere(draft.due_at, zone, now) if draft.due_at else 'no date'}")
    if draft.note.strip():
        lines += ["", draft.note.strip()]
    lines += [
        "",
        "When you are done, press “Hand in” and send me the file it writes.",
        f"The program shows you my key. It should read: {own_key}",
    ]
    return "\n".join(lines) + "\n"


def _anywhere(moment: str, zone: tzinfo | None, now: datetime) -> str:
    """A moment for readers whose clocks may be others."""
    return f"{moment_words(moment, zone, now)} ({offset_words(datetime.fromisoformat(moment), zone)})"


def _titles(titles: Sequence[str]) -> str:
    shown = "; ".join(titles[:_MOST_TITLES])
    left = len(titles) - _MOST_TITLES
    return f"{shown}; and {left} more" if left > 0 else shown

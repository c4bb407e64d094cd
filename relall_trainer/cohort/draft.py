"""An assignment as a teacher thinks of it, before it is one: what is asked of whom, by when, under which terms.

Says everything that is wrong with a draft at once, each with the part it belongs to. Cases and texts are put to it by
``composing``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from relall_trainer.cohort.plain_text import is_plain_text
from relall_trainer.cohort.roster import alike, code_fault, title_fault
from relall_trainer.cohort.terms import (
    AT_ONCE,
    COUNTS,
    LONGEST_MINUTES,
    LONGEST_NOTE,
    MODES,
    MOST_ATTEMPTS,
    MOST_EXTRA_PERCENT,
    MOST_ITEMS,
    MOST_LEARNERS,
    ON_DATE,
    PRACTICE,
    RELEASES,
)
from relall_trainer.cohort.times import moment_of
from relall_trainer.errors import TrainerError

LARGEST_SEED = 10**15


@dataclass(frozen=True, slots=True)
class ShelfCase:
    """A case of the shelf, by its id."""

    case: str


@dataclass(frozen=True, slots=True)
class MadeCase:
    """A fresh patient: the seed she is made from, and the rule she is to put to the test."""

    seed: int
    focus: str | None = None


Source = ShelfCase | MadeCase


@dataclass(frozen=True, slots=True)
class Extra:
    """What one learner gets beyond the others: more of the minutes, more attempts."""

    percent: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The terms of an assignment. Times are ISO 8601 with their zone; None leaves that term out.

    ``cohort`` is a cohort's id and may be empty; ``learners`` are codes, and nobody named means that anybody may hand
    in. ``minutes`` are for an exam as a whole.
    """

    title: str
    items: tuple[Source, ...]
    note: str = ""
    cohort: str = ""
    learners: tuple[str, ...] = ()
    mode: str = PRACTICE
    opens_at: str | None = None
    due_at: str | None = None
    attempts: int | None = None
    counts: str = COUNTS[0]
    mastery_percent: int | None = None
    no_critical: bool = False
    release: str = AT_ONCE
    release_at: str | None = None
    minutes: int | None = None
    extra: Mapping[str, Extra] = field(default_factory=dict)

    def faults(self) -> tuple[DraftFault, ...]:
        """Everything that keeps it from being handed out, in the order of the parts."""
        return tuple(_faults(self))


@dataclass(frozen=True, slots=True)
class DraftFault:
    """What is wrong with one part (named as the draft's field is)."""

    part: str
    message: str


class NotADraft(TrainerError):
    """A draft that cannot be handed out: ``faults`` holds all that is wrong with it."""

    def __init__(self, faults: tuple[DraftFault, ...]) -> None:
        super().__init__(
            " ".join(f"{one.message}." for one in faults),
            safe="Nothing was written.",
            todo="Change that first.",
        )
        self.faults = faults


def _faults(draft: Draft) -> Iterator[DraftFault]:
    if title := title_fault(draft.title):
        yield DraftFault("title", f"The title {title}")
    if len(draft.note) > LONGEST_NOTE:
        yield DraftFault("note", f"The note is longer than {LONGEST_NOTE:,} characters")
    elif not is_plain_text(draft.note):
        yield DraftFault("note", "The note holds a sign that cannot be seen")
    yield from _item_faults(draft)
    yield from _learner_faults(draft)
    if draft.mode not in MODES:
        yield DraftFault("mode", f"The mode is one of {', '.join(MODES)}")
        return
    yield from _time_faults(draft)
    yield from _term_faults(draft)


def _item_faults(draft: Draft) -> Iterator[DraftFault]:
    if not draft.items:
        yield DraftFault("items", "No case is chosen")
    if len(draft.items) > MOST_ITEMS:
        yield DraftFault("items", f"At most {MOST_ITEMS} cases can be assigned at once")
    if len(set(draft.items)) != len(draft.items):
        yield DraftFault("items", "A case is chosen twice")
    if any(isinstance(one, MadeCase) and abs(one.seed) > LARGEST_SEED for one in draft.items):
        yield DraftFault("items", f"A seed is at most {LARGEST_SEED:,}")


def _learner_faults(draft: Draft) -> Iterator[DraftFault]:
    known = {alike(code) for code in draft.learners}
    if len(known) != len(draft.learners):
        yield DraftFault("learners", "A learner is named twice")
    if len(known) > MOST_LEARNERS:
        yield DraftFault("learners", f"At most {MOST_LEARNERS:,} learners can be named")
    for code in draft.learners:
        if fault := code_fault(code):
            yield DraftFault("learners", f"The code {code[:40]!r} {fault}")
    for code, extra in draft.extra.items():
        if known and alike(code) not in known:
            yield DraftFault("extra", f"{code[:40]!r} has extra time and is not among the learners")
        elif fault := code_fault(code):
            yield DraftFault("extra", f"The code {code[:40]!r} {fault}")
        if not 0 <= extra.percent <= MOST_EXTRA_PERCENT:
            yield DraftFault("extra", f"Extra time is 0 to {MOST_EXTRA_PERCENT} percent")
        if not 0 <= extra.attempts <= MOST_ATTEMPTS:
            yield DraftFault("extra", f"Extra attempts are 0 to {MOST_ATTEMPTS}")


def _time_faults(draft: Draft) -> Iterator[DraftFault]:
    times: dict[str, datetime] = {}
    for part in ("opens_at", "due_at", "release_at"):
        text = getattr(draft, part)
        if text is None:
            continue
        try:
            times[part] = moment_of(text)
        except ValueError:
            yield DraftFault(part, f"{_PARTS[part]} {text[:40]!r} is not a time with its zone")
    if "opens_at" in times and "due_at" in times and times["opens_at"] >= times["due_at"]:
        yield DraftFault("due_at", "It is due before it opens")
    if draft.release == ON_DATE and draft.release_at is None:
        yield DraftFault("release_at", "The day on which feedback is released is missing")
    if draft.release != ON_DATE and draft.release_at is not None:
        yield DraftFault("release_at", "A day for the feedback goes with its release on a day only")


_PARTS = {"opens_at": "The opening", "due_at": "The due date", "release_at": "The day of the feedback"}


def _term_faults(draft: Draft) -> Iterator[DraftFault]:
    if draft.counts not in COUNTS:
        yield DraftFault("counts", f"Which attempt counts is one of {', '.join(COUNTS)}")
    if draft.attempts is not None and not 1 <= draft.attempts <= MOST_ATTEMPTS:
        yield DraftFault("attempts", f"Attempts are 1 to {MOST_ATTEMPTS}")
    if draft.mastery_percent is not None and not 0 <= draft.mastery_percent <= 100:
        yield DraftFault("mastery_percent", "The mastery threshold is 0 to 100 percent")
    if draft.release not in RELEASES[draft.mode]:
        names = ", ".join(RELEASES[draft.mode])
        what = (
            "In practice feedback comes at once" if draft.mode == PRACTICE else f"An exam's feedback: {names}"
        )
        yield DraftFault("release", what)
    if draft.mode == PRACTICE and draft.minutes is not None:
        yield DraftFault("minutes", "Practice has no time limit")
    elif draft.minutes is not None and not 1 <= draft.minutes <= LONGEST_MINUTES:
        yield DraftFault("minutes", f"The time is 1 to {LONGEST_MINUTES:,} minutes")
    if draft.minutes is None and any(extra.percent for extra in draft.extra.values()):
        yield DraftFault("extra", "Extra time goes with a time limit only")
    if draft.attempts is None and draft.mode == PRACTICE and any(x.attempts for x in draft.extra.values()):
        yield DraftFault("extra", "Extra attempts go with a limit of attempts only")


def source_plain(source: Source) -> dict[str, Any]:
    """Where a case came from, as plain data for the teacher's own copy; it never stands in what learners get."""
    if isinstance(source, ShelfCase):
        return {"case": source.case}
    return {"seed": source.seed, "focus": source.focus}


def source_from_plain(data: Mapping[str, Any]) -> Source:
    """The source of such data."""
    if "case" in data:
        return ShelfCase(str(data["case"]))
    focus = data["focus"]
    return MadeCase(int(data["seed"]), None if focus is None else str(focus))

"""An exam as its papers: what was begun, every event in order, the time used, what stands ticked on the screen.

The papers are the only place an exam is written to before its feedback is given out: nothing of it is among the
attempts, so no history, index or export can tell of it. What an event does is left to ``exam_sitting``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relall_trainer.cohort import paper_kinds as kinds
from relall_trainer.cohort.paper_kinds import Papers
from relall_trainer.encounter.events import Event, event_from_plain
from relall_trainer.learner.chain import canonical

if TYPE_CHECKING:
    from relall_trainer.learner.store import LearnerStore

UNDER_WAY, HANDED_IN = "under-way", "handed-in"


@dataclass(frozen=True, slots=True)
class Exam:
    """One exam: which assignment, the how-manieth (from 1), the attempt of each item, how far it has come.

    ``answered`` and ``of`` count decisions; ``over`` says that nothing more can be decided.
    """

    id: str
    assignment: str
    version: int
    number: int
    begun_at: str
    attempts: tuple[str, ...]
    of: int
    answered: int = 0
    over: bool = False
    state: str = UNDER_WAY

    @property
    def handed_in(self) -> bool:
        """Whether it was handed in; nothing of it can change then."""
        return self.state == HANDED_IN

    def papers(self) -> Papers:
        """The exam as it is put down."""
        body = {name: getattr(self, name) for name in self.__slots__ if name != "id"}
        return ((kinds.EXAM, self.id, canonical({**body, "attempts": list(self.attempts)})),)

    def as_handed_in(self) -> Exam:
        """The exam once it has been handed in."""
        return replace(self, state=HANDED_IN, over=True)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of an exam: at which item (from 0) it happened."""

    item: int
    event: Event


@dataclass(frozen=True, slots=True)
class Time:
    """Time used while the exam was open, and how much of it had been used when the decision standing was shown."""

    used_ms: int = 0
    shown_ms: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands on the screen and is not committed; it belongs to one decision only."""

    item: int = 0
    node: str = ""
    chosen: tuple[str, ...] = ()
    confidence: str | None = None
    rationale: str = ""


class ExamLog:
    """Reads and makes the papers of exams; putting them down is asked of the store by whoever knows what goes together.

    Every method raises a StoreError where the papers cannot be read.
    """

    def __init__(self, store: LearnerStore) -> None:
        self._store = store

    def exams(self, assignment: str) -> tuple[Exam, ...]:
        """The exams of an assignment, in the order they were begun."""
        every = (_exam_of(paper.id, paper.body) for paper in self._store.papers(kinds.EXAM))
        return tuple(
            sorted((one for one in every if one.assignment == assignment), key=lambda one: one.number)
        )

    def exam(self, exam: str) -> Exam:
        """One exam. Raises LookupError where there is none."""
        paper = self._store.paper(kinds.EXAM, exam)
        if paper is None:
            raise LookupError(f"there is no exam {exam}")
        return _exam_of(exam, paper.body)

    def entries(self, exam: str) -> tuple[Entry, ...]:
        """Every event of an exam, in order."""
        return tuple(_entry_of(paper.body) for paper in self._store.papers(kinds.EXAM_EVENT, f"{exam}/"))

    def packet_text(self, exam: str) -> str:
        """The assignment the exam was begun on, as plain JSON text."""
        paper = self._store.paper(kinds.EXAM_PACKET, exam)
        if paper is None:
            raise LookupError(f"there is no packet of exam {exam}")
        return paper.body

    def time(self, exam: str) -> Time:
        """The time used, as it was last kept."""
        data = self._body(kinds.EXAM_CLOCK, exam)
        return Time(int(data.get("used_ms", 0)), int(data.get("shown_ms", 0)))

    def draft(self, exam: str) -> Draft:
        """What stood ticked when it was last kept."""
        data = self._body(kinds.EXAM_DRAFT, exam)
        if not data:
            return Draft()
        return Draft(data["item"], data["node"], tuple(data["chosen"]), data["confidence"], data["rationale"])

    def _body(self, kind: str, exam: str) -> Mapping[str, Any]:
        paper = self._store.paper(kind, exam)
        data: Mapping[str, Any] = json.loads(paper.body) if paper is not None else {}
        return data


def entry_papers(exam: str, first: int, entries: Iterable[Entry]) -> Papers:
    """Events as they are put down, the first of them as the ``first``-th of the exam (from 0)."""
    return tuple(
        (
            kinds.EXAM_EVENT,
            f"{exam}/{first + n:06d}",
            canonical({"item": entry.item, "event": entry.event.plain()}),
        )
        for n, entry in enumerate(entries)
    )


def entries_in(papers: Papers) -> tuple[Entry, ...]:
    """The events among papers that are to be put down."""
    return tuple(_entry_of(body) for kind, _, body in papers if kind == kinds.EXAM_EVENT)


def time_papers(exam: str, time: Time) -> Papers:
    """The time used as it is put down."""
    return ((kinds.EXAM_CLOCK, exam, canonical({"used_ms": time.used_ms, "shown_ms": time.shown_ms})),)


def draft_papers(exam: str, draft: Draft) -> Papers:
    """What stands ticked as it is put down."""
    body = {name: getattr(draft, name) for name in Draft.__slots__}
    return ((kinds.EXAM_DRAFT, exam, canonical({**body, "chosen": list(draft.chosen)})),)


def packet_papers(exam: str, text: str) -> Papers:
    """The assignment an exam is begun on, as it is put down."""
    return ((kinds.EXAM_PACKET, exam, text),)


def _exam_of(exam: str, body: str) -> Exam:
    data = json.loads(body)
    return Exam(exam, **{**data, "attempts": tuple(data["attempts"])})


def _entry_of(body: str) -> Entry:
    data = json.loads(body)
    return Entry(data["item"], event_from_plain(data["event"]))

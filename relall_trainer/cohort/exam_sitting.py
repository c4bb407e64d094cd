"""One exam as it is sat: which decision stands, how much time is left; everything is on disk before it counts.

Knows neither ratings nor feedback: it is given bare forms and plays them with an appraiser that rates nothing. Time
runs by a clock that only goes forward, and only between ``open`` and ``close``. Handing in is left to ``coursework``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from relall_trainer.cohort.exam_log import (
    Draft,
    Entry,
    Exam,
    ExamLog,
    Time,
    draft_papers,
    entry_papers,
    time_papers,
)
from relall_trainer.cohort.exam_review import ReviewLine, decisions_of, review_lines
from relall_trainer.cohort.paper_kinds import Papers
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import Committed, Finished, Resumed, Started, advance
from relall_trainer.errors import TrainerError

if TYPE_CHECKING:
    from relall_trainer.encounter.appraisals import Appraiser
    from relall_trainer.encounter.case import Case
    from relall_trainer.encounter.events import Event
    from relall_trainer.encounter.play import Encounter, Visit
    from relall_trainer.learner.store import LearnerStore

KEEP_MS = 5_000
"""How often the time used is put on disk while a decision is looked at: what a kill costs, in the learner's favor."""


class ExamOver(TrainerError):
    """Nothing more can be decided: the time is up, or the exam was handed in."""

    def __init__(self, what: str) -> None:
        super().__init__(
            what,
            safe="Everything you committed is saved and stands.",
            todo="Look it over and hand it in.",
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What a commit led to: the visit with what was done, and the end of the case where it has come to it."""

    visit: Visit
    case_ended: bool
    all_decided: bool


class ExamSitting:
    """One exam under way. Every step is on disk before the method returns.

    Where the store cannot write, a StoreError is raised and nothing has changed. ``ticks`` tells milliseconds by a
    clock that only goes forward; ``seconds`` is how long the exam may take, None for as long as one likes.
    """

    def __init__(
        self,
        store: LearnerStore,
        exam: Exam,
        forms: Sequence[Case],
        unrated: Appraiser,
        seconds: int | None,
        clock: Callable[[], datetime],
        ticks: Callable[[], int],
        starts: Sequence[Started],
    ) -> None:
        log = ExamLog(store)
        self._store = store
        self._exam = exam
        self._clock = clock
        self._ticks = ticks
        self._allowed_ms = None if seconds is None else seconds * 1000
        self._starts = tuple(starts)
        self._plays: list[Encounter] = [play.start(form, unrated) for form in forms]
        self._roads = [tuple(decisions_of(form)) for form in forms]
        self._written = 0
        self._begun = 0
        for entry in log.entries(exam.id):
            self._written += 1
            self._take(entry)
        self._time = log.time(exam.id)
        self._draft = log.draft(exam.id)
        self._since: int | None = None
        self._kept_ms = self._time.used_ms

    # What stands

    @property
    def exam(self) -> Exam:
        """The exam, as far as it has come."""
        return self._exam

    @property
    def encounter(self) -> Encounter:
        """The case standing; at its end the last one."""
        return self._plays[self.item]

    @property
    def item(self) -> int:
        """Which of the cases stands, from 0; the last one where all is decided."""
        standing = (place for place, one in enumerate(self._plays) if not one.ended)
        return next(standing, len(self._plays) - 1)

    @property
    def cases(self) -> int:
        """How many cases the exam has."""
        return len(self._plays)

    @property
    def number(self) -> int:
        """The how-manieth decision stands, from 1; one more than there are where all is decided."""
        return self.answered + 1

    @property
    def of(self) -> int:
        """How many decisions the exam has."""
        return sum(len(road) for road in self._roads)

    @property
    def answered(self) -> int:
        """How many were committed."""
        return sum(len(one.path) for one in self._plays)

    @property
    def all_decided(self) -> bool:
        """Whether no decision is left."""
        return all(one.ended for one in self._plays)

    @property
    def over(self) -> bool:
        """Whether nothing more can be decided."""
        return self.all_decided or self._exam.handed_in or self.remaining_ms == 0

    @property
    def draft(self) -> Draft:
        """What stood ticked at the decision standing; nothing where that was at another one."""
        here = (self._draft.item, self._draft.node) == (self.item, self.encounter.node)
        return self._draft if here else Draft(self.item, self.encounter.node)

    @property
    def used_ms(self) -> int:
        """Time used while it was open, milliseconds."""
        running = 0 if self._since is None else max(0, self._ticks() - self._since)
        return self._time.used_ms + running

    @property
    def remaining_ms(self) -> int | None:
        """Time left, milliseconds, never below 0; None where it is not limited."""
        return None if self._allowed_ms is None else max(0, self._allowed_ms - self.used_ms)

    @property
    def running(self) -> bool:
        """Whether the clock runs."""
        return self._since is not None

    def review(self) -> tuple[ReviewLine, ...]:
        """Every decision in order, answered or not."""
        return review_lines(self._plays)

    # What is done

    def open(self) -> None:
        """Let the time run; an exam opened before says so in its log."""
        if self.running or self._exam.handed_in:
            return
        if self._begun and not self.over and self._was_open():
            self._put(self._entries(Resumed(at=self._now(), used_ms=self._time.used_ms)))
        self._since = self._ticks()

    def close(self) -> None:
        """Stop the time and keep it: the exam can be gone on with later."""
        if not self.running:
            return
        self._time = replace(self._time, used_ms=self.used_ms)
        self._since = None
        self._keep_time()

    def tick(self) -> int | None:
        """Look at the time: what is left. Kept on disk every few seconds."""
        if self.running and self.used_ms - self._kept_ms >= KEEP_MS:
            self._keep_time()
        return self.remaining_ms

    def keep_draft(self, chosen: Sequence[str], confidence: str | None, rationale: str) -> None:
        """Keep what stands ticked and is not committed."""
        draft = Draft(self.item, self.encounter.node, tuple(chosen), confidence, rationale)
        if draft != self._draft and not self.over:
            self._store.put_papers((*draft_papers(self._exam.id, draft), *self._time_now()))
            self._draft = draft

    def commit(self, chosen: Sequence[str], confidence: str | None = None, rationale: str = "") -> Done:
        """Commit the decision standing; on disk when this returns.

        Raises ChoiceFault for a choice the decision does not allow, ExamOver, or StoreError; nothing has changed then.
        """
        if self.over:
            raise ExamOver("The time is up." if not self.all_decided else "Every decision has been made.")
        place = self.item
        before = self._plays[place]
        after, visit = play.commit(before, tuple(chosen), confidence, rationale)
        used = self.used_ms
        at = self._now()
        committed = Committed(
            at=at,
            node=before.node,
            chosen=visit.chosen,
            confidence=confidence,
            rationale=rationale,
            elapsed_ms=max(0, used - self._time.shown_ms),
        )
        entries = [Entry(place, committed)]
        ending = after.current.ending
        if ending is not None:
            entries.append(Entry(place, Finished(at=at, ending=ending.id)))
            if place + 1 < len(self._plays):
                entries.append(Entry(place + 1, replace(self._starts[place + 1], at=at)))
        over = ending is not None and place + 1 == len(self._plays)
        exam = replace(self._exam, answered=self.answered + 1, over=over)
        time = Time(used, used)
        papers = entry_papers(self._exam.id, self._written, entries)
        self._store.put_papers((*papers, *time_papers(exam.id, time), *exam.papers()))
        self._written += len(entries)
        self._begun += sum(isinstance(one.event, Started) for one in entries)
        self._plays[place] = after
        self._exam = exam
        self._restart(time)
        return Done(visit, ending is not None, over)

    def ended(self, visit: Visit) -> Encounter:
        """The case that ended with this visit, at its end."""
        return next(one for one in self._plays if one.path and one.path[-1] is visit)

    def show_now(self) -> None:
        """The decision standing is shown only now: what was read before it does not count as looking at it."""
        self._time = replace(self._time, used_ms=self.used_ms, shown_ms=self.used_ms)
        if self.running:
            self._since = self._ticks()

    def closing(self) -> tuple[Exam, Papers]:
        """The exam as handed in, and what is to be put down for it: the case under way is closed as given up."""
        under_way = self._begun - 1
        entries: list[Entry] = []
        if not self._plays[under_way].ended:
            entries.append(Entry(under_way, Finished(at=self._now(), ending=None)))
        exam = self._exam.as_handed_in()
        papers = entry_papers(exam.id, self._written, entries)
        return exam, (*papers, *self._time_now(), *exam.papers())

    # How

    def _take(self, entry: Entry) -> None:
        if isinstance(entry.event, Started):
            self._begun += 1
        elif not isinstance(entry.event, Resumed):
            self._plays[entry.item] = advance(self._plays[entry.item], entry.event)

    def _was_open(self) -> bool:
        return self._written > 1 or self._time.used_ms > 0

    def _entries(self, event: Event) -> Papers:
        return entry_papers(self._exam.id, self._written, (Entry(self.item, event),))

    def _put(self, papers: Papers) -> None:
        self._store.put_papers(papers)
        self._written += 1

    def _time_now(self) -> Papers:
        return time_papers(self._exam.id, replace(self._time, used_ms=self.used_ms))

    def _keep_time(self) -> None:
        used = self.used_ms
        self._store.put_papers(self._time_now())
        self._kept_ms = used

    def _restart(self, time: Time) -> None:
        self._time = time
        self._kept_ms = time.used_ms
        if self.running:
            self._since = self._ticks()

    def _now(self) -> str:
        return self._clock().isoformat(timespec="milliseconds")

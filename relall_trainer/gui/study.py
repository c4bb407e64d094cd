"""What the pages Today and Practice ask: what is due, one thing worth knowing, how each rule stands, a sitting.

Knows no Qt. Everything follows from the index of the history, folded anew or on; nothing is kept beside the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from relall_trainer.encounter.case import DIMENSIONS
from relall_trainer.encounter.insight import Standing, find_insight
from relall_trainer.encounter.mastery import Tally, mastery_of
from relall_trainer.encounter.related import Related, askable, related_rules
from relall_trainer.encounter.schedule import Schedule
from relall_trainer.encounter.scoring import SCORING_VERSION
from relall_trainer.encounter.sitting import DUE, MINUTES, SECONDS_EACH, Sitting, plan_drill, plan_sitting
from relall_trainer.gui.reviews import (
    GRADES,
    FreshPatients,
    PatientMaker,
    Review,
    SittingUnderWay,
    Wanted,
)
from relall_trainer.gui.standing import FORK, OPEN, AttemptLine
from relall_trainer.gui.study_fold import StudyFold
from relall_trainer.gui.study_lines import (
    DayCount,
    DueRule,
    Insight,
    NewRule,
    RuleReviewed,
    SittingSummary,
    StudyMastery,
    Today,
)

if TYPE_CHECKING:
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.encounter.play import Visit
    from relall_trainer.gui.attempt_session import AttemptSession, Clock
    from relall_trainer.gui.desk import Desk
    from relall_trainer.learner.index import DecisionLine, HistoryIndex

DAYS_SHOWN = 14
CERTAIN = "certain"
_FEWEST_TIMED, _MOST_TIMED = 5, 100
_QUICKEST, _SLOWEST = 15.0, 300.0  # s
_DECISIONS_EACH = 1.25  # of a fresh case on one rule: most have one decision, some two
_BEHIND_SHOWN = 5
_OPEN_LOOKED_AT = 50
_FRESH = "fresh-"


class Study:
    """Practice, over a desk and the index of its history.

    ``open_index`` gives the index of the desk, the same one while it is open; ``questions`` are read when first
    needed. ``zone`` says where days begin: the computer's own unless given. ``maker`` makes the patients;
    ``make_maker`` gives another one, that makes the same, for use in a thread beside.
    """

    def __init__(
        self,
        desk: Desk,
        open_index: Callable[[], HistoryIndex],
        clock: Clock,
        questions: Callable[[], Questions],
        *,
        zone: tzinfo | None = None,
        maker: PatientMaker | None = None,
        make_maker: Callable[[], PatientMaker] | None = None,
    ) -> None:
        self._desk = desk
        self._open_index = open_index
        self._clock = clock
        self._questions = questions
        self._zone = zone
        self._maker = maker
        self.make_maker = make_maker
        self._fold = StudyFold()
        self._without_patient: set[str] = set()  # for whom none was found who has not been met

    # -- what everything follows from ------------------------------------------------------------------------

    @property
    def index(self) -> HistoryIndex:
        """The index of the history. Raises StoreError."""
        return self._open_index()

    @property
    def schedule(self) -> Schedule:
        """The schedule as of the last time it was caught up with the record."""
        return self._fold.schedule

    @property
    def zone(self) -> tzinfo:
        """Where her days begin."""
        return self._zone or self._clock().astimezone().tzinfo or UTC

    @property
    def asked(self) -> dict[str, str]:
        """The rules that can be asked, in their order, each with its title."""
        return {rule: title for rule, title in self._askable.items() if rule not in self._without_patient}

    @cached_property
    def _askable(self) -> dict[str, str]:
        rules = self._desk.algorithm.rules
        return {rule: rules[rule].title for rule in askable(rules)}

    @cached_property
    def related(self) -> Related:
        """Which rules are near to one another."""
        return related_rules(self._desk.algorithm.rules)

    @cached_property
    def without_pair(self) -> frozenset[str]:
        """The rules that are practised on one patient at a time."""
        return self._questions().without_pair

    @property
    def version(self) -> str:
        """What answers are counted under now: algorithm and scoring."""
        pin = self._desk.algorithm.pin
        return f"{pin.id} {pin.version} · scoring {SCORING_VERSION}"

    def catch_up(self) -> Iterator[tuple[int, int]]:
        """Take in what the record has that is not yet known, a little at a time; now and then (done, of).

        To be run to its end before anything else is asked; milliseconds after a few decisions. Leaving off early
        keeps what was done. Raises StoreError.
        """
        index = self.index
        yield from index.catch_up(self._desk.store, self._desk.replayed)
        yield from self._fold.catch_up(index, self.zone)

    # -- Today -----------------------------------------------------------------------------------------------

    def today(self) -> Today:
        """What there is to do and to know. Raises StoreError."""
        now = self._clock()
        due = self._due(now)
        begun = self._plan(now, MINUTES)
        turns = begun.ahead[: begun.of_about(now)]
        seconds = sum(turn.decisions for turn in turns) * begun.seconds_each
        return Today(
            due_rules=tuple(due),
            new_rules=tuple(NewRule(rule, self.asked[rule]) for rule in self._new()),
            minutes=(min(MINUTES, round(seconds / 60)) or 1) if due else 0,
            fits=len({turn.rule for turn in turns if turn.why == DUE}),
            next_due=self._next_due(now),
            under_way=self._under_way(),
            last_days=self._last_days(now),
            insight=self._insight(now),
            begun=self.index.count() > 0,
        )

    def _due(self, now: datetime) -> list[DueRule]:
        schedule = self.schedule
        return [
            DueRule(state.rule, self.asked[state.rule], state, schedule.recall(state.rule, now))
            for state in schedule.due(now)
            if state.rule in self.asked
        ]

    def _new(self) -> list[str]:
        met = set(self.schedule.rules)
        return [rule for rule in self.asked if rule not in met]

    def _next_due(self, now: datetime) -> datetime | None:
        states = (self.schedule.state(rule, now) for rule in self.asked)
        return min((state.due_at for state in states if state and state.due_at > now), default=None)

    def _seconds_each(self) -> float:
        """How long a review takes, by her own median time for a decision."""
        taken = [line.elapsed_ms / 1000 for line in self.index.page(limit=_MOST_TIMED) if line.elapsed_ms]
        if len(taken) < _FEWEST_TIMED:
            return SECONDS_EACH * _DECISIONS_EACH
        return min(max(median(taken), _QUICKEST), _SLOWEST) * _DECISIONS_EACH

    def _under_way(self) -> AttemptLine | None:
        """The newest attempt that was left open: at a case of the shelf, or else a practice patient."""
        wanted = self._desk.narrowed(None, OPEN, None, None, "")
        lines = [line for line in self._desk.history(wanted, None, _OPEN_LOOKED_AT) if not line.fork]
        return next((line for line in lines if not line.case.startswith(_FRESH)), next(iter(lines), None))

    def _last_days(self, now: datetime) -> tuple[DayCount, ...]:
        from relall_trainer.learner.index import DecisionFilter

        last = now.astimezone(self.zone).date()
        counts = []
        for back in range(DAYS_SHOWN - 1, -1, -1):
            day = last - timedelta(days=back)
            since = datetime.combine(day, time.min, self.zone)
            until = datetime.combine(day + timedelta(days=1), time.min, self.zone)
            all_, forks = (
                self.index.count(DecisionFilter(since=since, until=until, source=one)) for one in (None, FORK)
            )
            counts.append(DayCount(day.isoformat(), all_ - forks))  # another road counts nowhere
        return tuple(counts)

    def _insight(self, now: datetime) -> Insight | None:
        from relall_trainer.learner.index import DecisionFilter

        standings, new = self._standings(), self._new()
        not_met = Standing(new[0], self.asked[new[0]]) if new and standings else None
        found = find_insight(standings, self.schedule, now, certain=self._certain(), not_met=not_met)
        if found is None:
            return None
        behind: tuple[DecisionLine, ...] = ()
        if found.rule and found.n:
            behind = self.index.page(DecisionFilter(rule=found.rule, wrong=True), limit=_BEHIND_SHOWN)
        return Insight(found.kind, found.rule, found.sentence, found.n, behind)

    def _standings(self) -> list[Standing]:
        known = {line.rule: line for line in self.index.rule_tallies() if line.version == self.version}
        return [
            Standing(rule, title, line.n, line.right, line.sure_wrong, line.critical)
            for rule, title in self.asked.items()
            if (line := known.get(rule)) is not None
        ]

    def _certain(self) -> tuple[int, int]:
        """Decisions given as certain, and how many of them earned all points."""
        for line in self.index.calibration():
            if (line.version, line.confidence) == (self.version, CERTAIN):
                return line.n, line.full
        return 0, 0

    # -- Practice --------------------------------------------------------------------------------------------

    def mastery(self) -> StudyMastery:
        """How each rule that can be asked, and each dimension, stands. Raises StoreError."""
        rules = [
            Tally(line.rule, line.version, line.n, line.right, line.last_at)
            for line in self.index.rule_tallies()
        ]
        dimensions = [
            Tally(line.dimension, line.version, line.n, line.full) for line in self.index.dimension_tallies()
        ]
        return StudyMastery(
            version=self.version,
            rules=mastery_of(self.asked, rules, self.version, self.schedule, self._clock()),
            dimensions=mastery_of(DIMENSIONS, dimensions, self.version),
            dimension_of=dict(self._fold.dimension_of),
        )

    def begin_sitting(self, minutes: int = MINUTES, rule: str | None = None) -> SittingUnderWay:
        """A sitting over what is due and a little that is new, or a drill on one rule. Raises StoreError.

        KeyError for a rule that cannot be asked.
        """
        for _ in self.catch_up():
            pass
        now = self._clock()
        if rule is None:
            sitting = self._plan(now, minutes)
        else:
            self.asked[rule]
            companion, each = self.related.nearest(rule, self.asked), self._seconds_each()
            sitting = plan_drill(self.schedule, now, rule, companion, minutes=minutes, seconds_each=each)
        return SittingUnderWay(sitting, self.index.seen_patients())

    def _plan(self, now: datetime, minutes: int) -> Sitting:
        """The sitting that would be begun now."""
        due, each = [one.rule for one in self._due(now)], self._seconds_each()
        return plan_sitting(
            self.schedule, now, due, self._new(), self.related, minutes=minutes, seconds_each=each
        )

    def next_review(self, sitting: SittingUnderWay) -> Review | None:
        """The review whose turn it is; None when the time is used or nothing is left. Raises StoreError."""
        review = sitting.next_review(self._clock(), self._making(), self._desk.count())
        self._without_patient |= sitting.without_patient
        return review

    def wanted(self, sitting: SittingUnderWay) -> Wanted | None:
        """Whom the next review will ask for, where that can be told and they are not made yet. Raises StoreError."""
        return sitting.wanted(self._clock(), self._desk.count())

    def start(self, review: Review, which: int = 0) -> AttemptSession:
        """Begin the attempt at a review's patient; ``which`` of a pair. Raises StoreError: nothing begun."""
        from relall_trainer.casefiles.prepared import case_to_text

        case = review.cases[which]
        return self._desk.start_made(case, case_to_text(case))

    def answered(self, review: Review, visits: Iterable[Visit]) -> None:
        """Take down how a review went, of a pair both parts together, and catch up with the record."""
        review.sitting.answered(review, visits, self._clock())
        for _ in self.catch_up():
            pass

    def sitting_summary(self, sitting: SittingUnderWay) -> SittingSummary:
        """What a sitting came to so far."""
        now = self._clock()
        grades: dict[str, str] = {}
        for one in sitting.reviewed:
            grades[one.rule] = min(one.grade, grades.get(one.rule, one.grade), key=GRADES.index)
        rules = []
        for rule, grade in grades.items():
            state = self.schedule.state(rule, now)
            due_at = state.due_at if state else None
            rules.append(RuleReviewed(rule, self._askable.get(rule, rule), grade, due_at))
        took = max(timedelta(0), now - sitting.sitting.began_at)
        return SittingSummary(
            tuple(rules), len(sitting.reviewed), took.total_seconds() / 60, sitting.nothing_left
        )

    def _making(self) -> PatientMaker:
        if self._maker is None:
            self._maker = FreshPatients(self._desk.algorithm, self._questions())
        return self._maker

"""When a rule is to be asked again: FSRS over rules, folded from the answers and from nothing else.

A day's answers to one rule are one review, and the poorest of them stands for the day; so the order in which answers
come in never matters, and the fold can go on from where it stood. What an answer was is said by ``grading``, on which
patient a rule is asked again is left to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile

from fsrs import Card, Rating, Scheduler

from relall_trainer.encounter.choice import CONFIDENCE

WRONG, UNSURE, SURE = GRADES = ("wrong", "unsure", "sure")
RETENTION = 0.9
MISSED_OFTEN = 3  # reviews missed after which a rule needs another approach …
REGAINED = 3  # … until so many in a row have gone right

_SURE_WORDS = CONFIDENCE[2:]  # fairly sure, certain
_RATING = (Rating.Again, Rating.Hard, Rating.Good)  # by rank, the poorest first
_RANK = {grade: rank for rank, grade in enumerate(GRADES)}
# Days are what rules are spaced by: no steps of minutes, and no chance, so that the same answers give the same dates.
_FSRS = Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1970, 9000)  # outside them no interval can be added to a date, and no clock is merely wrong

_Days = tuple[tuple[date, int], ...]  # each day with the rank of its poorest answer, in order
_Tail = tuple[tuple[datetime, int], ...]  # the last two moments answered, in order


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a rule: ``at`` is ISO 8601 with its zone, ``grade`` one of GRADES."""

    rule: str
    at: str
    grade: str


def grade_of(right: bool, confidence: str | None) -> str:
    """The grade of an answer: right counts as sure only where she said so."""
    if not right:
        return WRONG
    return SURE if confidence in _SURE_WORDS else UNSURE


@dataclass(frozen=True, slots=True)
class RuleState:
    """Where a rule stands: ``reviews`` days it was answered on, ``lapses`` of them missed, ``run`` right since.

    ``due_at`` is the beginning of the day it is due on; ``stability_days`` is how long until a tenth is forgotten.
    """

    rule: str
    reviews: int
    lapses: int
    run: int
    last_at: datetime
    due_at: datetime
    stability_days: float
    missed_twice: bool

    @property
    def stubborn(self) -> bool:
        """Whether it is missed again and again, so that asking once more alone will not do."""
        return self.missed_twice or (self.lapses >= MISSED_OFTEN and self.run < REGAINED)


@dataclass(frozen=True, slots=True)
class Log:
    """One rule's answers, as far as they matter, and the memory they make."""

    days: _Days
    tail: _Tail
    card: Card = field(compare=False)

    def within(self, last: date) -> Log | None:
        """The log without what lies after a day; None where nothing is left."""
        if self.days[-1][0] <= last:
            return self
        days = tuple(takewhile(lambda one: one[0] <= last, self.days))
        if not days:
            return None
        end = datetime.combine(last, time.max, UTC)
        return Log(days, tuple(one for one in self.tail if one[0] <= end), _card(days))


@dataclass(frozen=True, slots=True)
class Schedule:
    """The fold over all answers. ``zone`` says where her days begin; moments asked for must know their own zone.

    Answers dated more than a day after the moment asked for come from a clock that was wrong then, and are left out
    until it is that late.
    """

    zone: tzinfo = UTC
    _logs: Mapping[str, Log] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Iterable[Answer], zone: tzinfo = UTC) -> Schedule:
        """The schedule these answers lead to, in whatever order they come."""
        return cls(zone).after(answers)

    def after(self, answers: Iterable[Answer]) -> Schedule:
        """The schedule with these answers added; quicker than one at a time.

        ValueError or KeyError for what is no time or no grade.
        """
        gathering = Gathering(self)
        for answer in answers:
            gathering.add(answer)
        return gathering.schedule()

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule ever answered, in the order of their names."""
        return tuple(sorted(self._logs))

    def state(self, rule: str, at: datetime | None = None) -> RuleState | None:
        """Where a rule stands, as of ``at`` or with all answers; None where it was never answered."""
        log = self._log(rule, at)
        return self._state(rule, log) if log else None

    def due(self, at: datetime) -> tuple[RuleState, ...]:
        """The rules due by then, the most forgotten first."""
        waiting = []
        for rule in self._logs:
            state = self.state(rule, at)
            if state is not None and state.due_at <= at:
                waiting.append((self.recall(rule, at), state.due_at, rule, state))
        return tuple(state for *_, state in sorted(waiting, key=lambda one: one[:3]))

    def recall(self, rule: str, at: datetime) -> float:
        """How likely the rule is remembered then, between 0 and 1; 0 where it was never answered.

        Counted in whole days: on the day of the answer itself it is 1.
        """
        log = self._log(rule, at)
        if log is None:
            return 0.0
        return float(_FSRS.get_card_retrievability(log.card, _midnight(at.astimezone(self.zone).date())))

    def log(self, rule: str) -> Log | None:
        """What is kept of a rule's answers; None where it was never answered."""
        return self._logs.get(rule)

    def with_logs(self, logs: Mapping[str, Log]) -> Schedule:
        """The schedule with these in place of what was kept of their rules."""
        return Schedule(self.zone, {**self._logs, **logs})

    def _log(self, rule: str, at: datetime | None) -> Log | None:
        log = self._logs.get(rule)
        if log is None or at is None:
            return log
        return log.within(at.astimezone(self.zone).date() + timedelta(days=1))

    def _state(self, rule: str, log: Log) -> RuleState:
        card = log.card
        if card.stability is None or card.due is None:
            raise ValueError(f"the rule {rule} was never answered")
        ranks = [rank for _, rank in log.days]
        return RuleState(
            rule=rule,
            reviews=len(ranks),
            lapses=ranks.count(0),
            run=sum(1 for _ in takewhile(bool, reversed(ranks))),
            last_at=log.tail[-1][0] if log.tail else self._start_of(log.days[-1][0]),
            due_at=self._start_of(card.due.date()),
            stability_days=card.stability,
            missed_twice=[rank for _, rank in log.tail] == [0, 0],
        )

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)


class Gathering:
    """Answers being added to a schedule, for a caller who has very many and takes them in a few at a time."""

    def __init__(self, schedule: Schedule) -> None:
        self._before = schedule
        self._days: dict[str, dict[date, int]] = {}
        self._tails: dict[str, _Tail] = {}
        self._last: tuple[str, datetime, date] | None = None  # one decision answers to several rules

    def add(self, answer: Answer) -> None:
        """Take one in. ValueError or KeyError for what is no time or no grade."""
        rule, rank = answer.rule, _RANK[answer.grade]
        if self._last is None or self._last[0] != answer.at:
            moment = _moment(answer.at)
            if moment.year not in _YEARS:
                return
            self._last = answer.at, moment, moment.astimezone(self._before.zone).date()
        _, moment, day = self._last
        if rule not in self._days:
            log = self._before.log(rule)
            self._days[rule] = dict(log.days) if log else {}
            self._tails[rule] = log.tail if log else ()
        known = self._days[rule]
        known[day] = min(rank, known.get(day, rank))
        self._tails[rule] = _with(self._tails[rule], moment, rank)

    def schedule(self) -> Schedule:
        """The schedule with all that was taken in."""
        logs = {rule: self._log(rule) for rule in self._days}
        return self._before.with_logs(logs)

    def _log(self, rule: str) -> Log:
        days = tuple(sorted(self._days[rule].items()))
        return Log(days, self._tails[rule], _continued(self._before.log(rule), days))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"a time with its zone is wanted, not {text!r}")
    return moment.astimezone(UTC)


def _with(tail: _Tail, moment: datetime, rank: int) -> _Tail:
    """The last two moments, this one among them; answers given at one moment are one."""
    if not tail or moment > tail[-1][0]:
        return (*tail[-1:], (moment, rank))
    known = dict(tail)
    known[moment] = min(rank, known.get(moment, rank))
    return tuple(sorted(known.items()))[-2:]


def _continued(before: Log | None, days: _Days) -> Card:
    """The memory after these days: only what is new is added where what was there still stands."""
    if before is not None and days[: len(before.days)] == before.days:
        return _card(days[len(before.days) :], before.card)
    return _card(days)


def _card(days: _Days, card: Card | None = None) -> Card:
    # Given an id and a due date, as it would otherwise ask the clock for them.
    card = card or Card(card_id=0, due=_FIRST)
    for day, rank in days:
        card, _ = _FSRS.review_card(card, _RATING[rank], _midnight(day))
    return card


def _midnight(day: date) -> datetime:
    """A day as FSRS takes it, which counts the whole days between."""
    return datetime.combine(day, time.min, UTC)

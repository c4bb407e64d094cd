"""A short sitting of practice as a value: which rule comes next, what a miss changes, when it is over.

Knows no patients: on whom a rule is asked is left to ``fresh``, when it is due to ``schedule``. A sitting can be left
at any time, as nothing hangs on its end.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from relall_trainer.encounter.related import Related
from relall_trainer.encounter.schedule import Schedule

PATIENT, PAIR = "patient", "pair"
# Why a rule has its turn: it is due, not met yet, asked for, or keeps another one company.
DUE, NEW, WANTED, BESIDE = "due", "new", "wanted", "beside"
MINUTES = 10
SECONDS_EACH = 60.0
MOST_NEW = 3
_DRILL_TURNS = 3
_TURNS_BETWEEN = 2  # between a miss and its coming back


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule's turn. ``pair``: on two patients who differ in one fact; ``number`` tells turns apart."""

    number: int
    rule: str
    kind: str = PATIENT
    evidence_first: bool = False
    why: str = DUE

    @property
    def decisions(self) -> int:
        """How many decisions it takes."""
        return 2 if self.kind == PAIR else 1


@dataclass(frozen=True, slots=True)
class Done:
    """A turn taken; ``right`` is None where the decision put the rule to no test."""

    turn: Turn
    right: bool | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where a sitting stands: the turns taken and those ahead."""

    began_at: datetime
    minutes: int
    ahead: tuple[Turn, ...]
    done: tuple[Done, ...] = ()
    seconds_each: float = SECONDS_EACH

    def next_turn(self, at: datetime) -> Turn | None:
        """Whose turn it is, never the last rule's again while there is another; None when the sitting is over."""
        if not self.ahead or self.seconds_left(at) <= 0:
            return None
        last = self.done[-1].turn.rule if self.done else None
        return next((turn for turn in self.ahead if turn.rule != last), self.ahead[0])

    def seconds_left(self, at: datetime) -> float:
        """How much of its time is left; a clock set back adds none to it."""
        passed = max(timedelta(0), at - self.began_at)
        return self.minutes * 60 - passed.total_seconds()

    def of_about(self, at: datetime) -> int:
        """How many turns it will have been, by the time left and how long one takes."""
        left, more = self.seconds_left(at), 0
        for turn in self.ahead:
            if left <= 0:
                break
            left -= turn.decisions * self.seconds_each
            more += 1
        return len(self.done) + more

    def answered(self, turn: Turn, right: bool | None, at: datetime) -> Sitting:
        """The sitting after a turn. A rule missed at its only turn comes back once, a little later."""
        done = (*self.done, Done(turn, right, at))
        ahead = self._without(turn)
        turns = [one.turn for one in done] + list(ahead)
        if not right and sum(one.rule == turn.rule for one in turns) == 1:
            again = Turn(max(one.number for one in turns) + 1, turn.rule, why=turn.why)
            ahead = (*ahead[:_TURNS_BETWEEN], again, *ahead[_TURNS_BETWEEN:])
        return dataclasses.replace(self, ahead=ahead, done=done)

    def passed_over(self, turn: Turn) -> Sitting:
        """The sitting without a turn that could not be taken, for want of a patient."""
        return dataclasses.replace(self, ahead=self._without(turn))

    def _without(self, turn: Turn) -> tuple[Turn, ...]:
        return tuple(one for one in self.ahead if one.number != turn.number)


def plan_sitting(
    schedule: Schedule,
    at: datetime,
    due: Sequence[str],
    new: Sequence[str],
    related: Related,
    *,
    minutes: int = MINUTES,
    seconds_each: float = SECONDS_EACH,
) -> Sitting:
    """A sitting over the rules due, in the order given, and a few not met yet.

    Two related ones make a block and are asked in turns: once each while time is short, twice where it is not.
    """
    whys = dict.fromkeys(new[:MOST_NEW], NEW) | dict.fromkeys(due, DUE)
    queue = [*due, *(rule for rule in new[:MOST_NEW] if rule not in due)]
    blocks = _blocks(queue, frozenset(due), related)
    room = minutes * 60 / seconds_each - sum(_cost(schedule, rule, at) for rule in queue)
    turns: list[Turn] = []
    for block in blocks:
        rounds = 2 if len(block) == 2 and room >= len(block) else 1
        room -= len(block) * (rounds - 1)
        for number in range(rounds):
            for rule in block:
                turns.append(_turn(schedule, rule, at, whys[rule], len(turns), first=number == 0))
    return Sitting(at, minutes, tuple(turns), seconds_each=seconds_each)


def plan_drill(
    schedule: Schedule,
    at: datetime,
    rule: str,
    companion: str | None,
    *,
    minutes: int = MINUTES,
    seconds_each: float = SECONDS_EACH,
) -> Sitting:
    """A sitting on one rule, in turns with a companion where it has one."""
    order = [rule, companion] * _DRILL_TURNS if companion else [rule] * _DRILL_TURNS
    turns = [
        _turn(schedule, one, at, WANTED if one == rule else BESIDE, number, first=one not in order[:number])
        for number, one in enumerate(order)
        if one is not None
    ]
    return Sitting(at, minutes, tuple(turns), seconds_each=seconds_each)


def _blocks(queue: Sequence[str], due: Collection[str], related: Related) -> list[tuple[str, ...]]:
    """The queue two by two: each first one with the nearest of those due that still wait, or else the next of them.

    What is new keeps company with what is due only where nothing due is left.
    """
    waiting = list(queue)
    blocks: list[tuple[str, ...]] = []
    while waiting:
        first = waiting.pop(0)
        others = [rule for rule in waiting if rule in due] or waiting
        if not others:
            blocks.append((first,))
        else:
            other = related.nearest(first, others) or others[0]
            waiting.remove(other)
            blocks.append((first, other))
    return blocks


def _turn(schedule: Schedule, rule: str, at: datetime, why: str, number: int, *, first: bool) -> Turn:
    """A rule's turn; the first of one missed again and again is on a pair, its evidence before it."""
    stubborn = first and _stubborn(schedule, rule, at)
    return Turn(number, rule, PAIR if stubborn else PATIENT, evidence_first=stubborn, why=why)


def _cost(schedule: Schedule, rule: str, at: datetime) -> int:
    return 2 if _stubborn(schedule, rule, at) else 1


def _stubborn(schedule: Schedule, rule: str, at: datetime) -> bool:
    state = schedule.state(rule, at)
    return state is not None and state.stubborn

"""The one thing most worth knowing today: chosen by fixed rules from the answers, said with its counts, or not at all.

What is said holds for the version in force only. The decisions behind it are looked up by the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.clinical.proportion import percent, wilson
from relall_trainer.clinical.wording import counted
from relall_trainer.encounter.schedule import RuleState, Schedule

if TYPE_CHECKING:
    from datetime import datetime

SURE_AND_WRONG, FORBIDDEN, MISSED = "sure_and_wrong", "forbidden", "missed"
FADING, TOO_CERTAIN, NOT_MET = "fading", "too_certain", "not_met"
_AGAIN = 2  # once may happen to anybody
_MENDED = 2  # so many right days in a row, and an old mistake is no news
_FADING = 0.85
_ENOUGH_CERTAIN, _CERTAIN_SHARE = 10, 0.8


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule's answers under the version in force.

    ``sure_wrong``: wrong though fairly sure or certain; ``critical``: it forbade a step that was chosen.
    """

    rule: str
    title: str
    n: int = 0
    right: int = 0
    sure_wrong: int = 0
    critical: int = 0

    @property
    def wrong(self) -> int:
        return self.n - self.right

    @property
    def named(self) -> str:
        return f"{self.title} ({self.rule})"


@dataclass(frozen=True, slots=True)
class Insight:
    """What is worth knowing. ``rule`` is what to drill, empty for none; ``n`` the decisions it rests on."""

    kind: str
    rule: str
    sentence: str
    n: int


def find_insight(
    standings: Sequence[Standing],
    schedule: Schedule,
    at: datetime,
    *,
    certain: tuple[int, int] = (0, 0),
    not_met: Standing | None = None,
) -> Insight | None:
    """The first that holds: sure and wrong, forbidden, missed again, fading, too certain, not met.

    ``standings`` in the order of the rules; ``certain``: decisions given as certain, and how many of them were fully
    right.
    """
    open_ones = [one for one in standings if not _mended(schedule.state(one.rule, at))]
    return (
        _sure_and_wrong(open_ones)
        or _forbidden(open_ones)
        or _missed(open_ones, schedule, at)
        or _fading(standings, schedule, at)
        or _too_certain(standings, *certain)
        or _not_met(not_met)
    )


def _mended(state: RuleState | None) -> bool:
    return state is not None and state.run >= _MENDED


def _sure_and_wrong(standings: Sequence[Standing]) -> Insight | None:
    found = [one for one in standings if one.sure_wrong >= _AGAIN]
    if not found:
        return None
    worst = max(found, key=lambda one: (one.critical, one.sure_wrong))
    sentence = (
        f"You were sure and wrong in {_of(worst.sure_wrong, worst.n)} that turned on this: {worst.named}."
    )
    return Insight(SURE_AND_WRONG, worst.rule, sentence, worst.n)


def _forbidden(standings: Sequence[Standing]) -> Insight | None:
    found = [one for one in standings if one.critical >= _AGAIN]
    if not found:
        return None
    worst = max(found, key=lambda one: one.critical)
    sentence = f"In {_of(worst.critical, worst.n)} you chose a step that this rules out: {worst.named}."
    return Insight(FORBIDDEN, worst.rule, sentence, worst.n)


def _missed(standings: Sequence[Standing], schedule: Schedule, at: datetime) -> Insight | None:
    found = []
    for one in standings:
        state = schedule.state(one.rule, at)
        if state is not None and state.stubborn and one.wrong >= _AGAIN:
            found.append(one)
    if not found:
        return None
    worst = max(found, key=lambda one: one.wrong)
    return Insight(
        MISSED, worst.rule, f"You keep missing this, in {_of(worst.wrong, worst.n)}: {worst.named}.", worst.n
    )


def _fading(standings: Sequence[Standing], schedule: Schedule, at: datetime) -> Insight | None:
    found = []
    for one in standings:
        state = schedule.state(one.rule, at)
        if state is not None and state.run:
            recall = schedule.recall(one.rule, at)
            if recall < _FADING:
                found.append((recall, one))
    if not found:
        return None
    recall, one = min(found, key=lambda pair: pair[0])
    sentence = (
        f"You knew this once and are about to forget it ({percent(recall)}% likely still there): {one.named}."
    )
    return Insight(FADING, one.rule, sentence, one.n)


def _too_certain(standings: Sequence[Standing], n: int, right: int) -> Insight | None:
    low, high = wilson(right, n)
    if n < _ENOUGH_CERTAIN or high >= _CERTAIN_SHARE:
        return None
    worst = max(standings, key=lambda one: one.sure_wrong, default=None)
    rule = worst.rule if worst is not None and worst.sure_wrong else ""
    sentence = (
        f"When you were certain you earned all points in {_of(right, n)}: {percent(right / n)}% "
        f"(95% interval {percent(low)}–{percent(high)}%)."
    )
    return Insight(TOO_CERTAIN, rule, sentence, n)


def _not_met(one: Standing | None) -> Insight | None:
    if one is None:
        return None
    return Insight(NOT_MET, one.rule, f"You have not met this yet: {one.named}.", 0)


def _of(number: int, n: int) -> str:
    return f"{number} of {counted(n, 'decision')}"

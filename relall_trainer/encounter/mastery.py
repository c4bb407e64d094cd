"""How a rule or a dimension stands: answers, how many right, how sure that is, and what will be left of it.

Answers under another version of the algorithm or of the scoring are never added to those under this one: they stand
beside them. From how many answers on a share is spoken of is left to whoever shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from relall_trainer.clinical.proportion import wilson
from relall_trainer.encounter.schedule import Schedule

RECALL_DAYS = (0, 7, 30)


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers to one rule, or in one dimension, under one version: ``n``, and how many of them right."""

    id: str
    version: str
    n: int
    right: int
    last_at: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """How likely it is remembered now, in 7 and in 30 days, by the curve its answers follow."""

    now: float
    in_week: float
    in_month: float


@dataclass(frozen=True, slots=True)
class Mastery:
    """How one rule or dimension stands under the version in force; ``older`` are the answers under others.

    ``low`` and ``high`` are the 95 % interval of the share right; ``last_at`` is the last answer under any version.
    ``recall`` and ``due_at`` are of rules only, and None where one was never answered.
    """

    id: str
    n: int
    right: int
    low: float
    high: float
    last_at: str
    older: tuple[Tally, ...] = ()
    recall: Recall | None = None
    due_at: datetime | None = None

    def older_words(self) -> tuple[str, ...]:
        """The answers under other versions, each apart."""
        return tuple(f"{one.right} of {one.n} right under {one.version}" for one in self.older if one.n)


def mastery_of(
    ids: Iterable[str],
    tallies: Iterable[Tally],
    version: str,
    schedule: Schedule | None = None,
    at: datetime | None = None,
) -> tuple[Mastery, ...]:
    """One line for each id, in the order given; with a schedule and a moment, its recall and when it is due."""
    by_id: dict[str, list[Tally]] = {}
    for tally in tallies:
        by_id.setdefault(tally.id, []).append(tally)
    return tuple(_line(one, by_id.get(one, []), version, schedule, at) for one in ids)


def recall_of(schedule: Schedule, rule: str, at: datetime) -> Recall | None:
    """What will be left of a rule; None where it was never answered.

    Memory is counted in whole days. On the day of an answer the curve says nothing yet, least of all after a wrong
    one, so the day after it stands for now.
    """
    state = schedule.state(rule, at)
    if state is None:
        return None
    tomorrow = state.last_at + timedelta(days=1)
    shares = [schedule.recall(rule, max(at + timedelta(days=days), tomorrow)) for days in RECALL_DAYS]
    return Recall(*shares)


def _line(
    one: str, tallies: list[Tally], version: str, schedule: Schedule | None, at: datetime | None
) -> Mastery:
    current = [tally for tally in tallies if tally.version == version]
    n, right = sum(tally.n for tally in current), sum(tally.right for tally in current)
    low, high = wilson(right, n)
    state = schedule.state(one, at) if schedule else None
    return Mastery(
        id=one,
        n=n,
        right=right,
        low=low,
        high=high,
        last_at=max((tally.last_at for tally in tallies), default=""),
        older=tuple(sorted((t for t in tallies if t.version != version), key=lambda tally: tally.version)),
        recall=recall_of(schedule, one, at) if schedule and at else None,
        due_at=state.due_at if state else None,
    )

"""What the pages Today and Practice and a sitting's end are told: plain values, reckoned by ``study``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relall_trainer.encounter.mastery import Mastery
    from relall_trainer.encounter.schedule import RuleState
    from relall_trainer.gui.standing import AttemptLine
    from relall_trainer.learner.index import DecisionLine


@dataclass(frozen=True, slots=True)
class DueRule:
    """A rule that is due: its state, and how likely it is still remembered."""

    rule: str
    title: str
    state: RuleState
    recall: float


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule not met yet."""

    rule: str
    title: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """A day (ISO, where she lives) and how many decisions were made on it."""

    day: str
    decisions: int


@dataclass(frozen=True, slots=True)
class Insight:
    """One thing worth knowing, with the newest decisions behind it; ``rule`` is what to drill, empty for none."""

    kind: str
    rule: str
    sentence: str
    n: int
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The start of a day. Where any is due, ``minutes`` is how long the sitting takes that would be begun now, and
    ``fits`` for how many of what is due it is long enough.

    ``next_due``: when the next rule comes back, where one will. ``last_days`` oldest first. ``begun``: whether
    anything was ever decided.
    """

    due_rules: tuple[DueRule, ...]
    new_rules: tuple[NewRule, ...]
    minutes: int
    fits: int
    next_due: datetime | None
    under_way: AttemptLine | None
    last_days: tuple[DayCount, ...]
    insight: Insight | None
    begun: bool


@dataclass(frozen=True, slots=True)
class StudyMastery:
    """How everything stands under ``version``. ``dimension_of``: in which dimension a rule was last asked."""

    version: str
    rules: tuple[Mastery, ...]
    dimensions: tuple[Mastery, ...]
    dimension_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RuleReviewed:
    """A rule of a sitting: its poorest grade there (``reviews.GRADES``), and when it is due again."""

    rule: str
    title: str
    grade: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class SittingSummary:
    """What a sitting came to. ``nothing_left``: it ended because no rule was left, not because its time was up."""

    rules: tuple[RuleReviewed, ...]
    reviews: int
    minutes: float
    nothing_left: bool

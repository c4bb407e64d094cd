"""What a list of decisions is narrowed to, as the window holds it, in words, and as the index is asked.

Empty means no matter. What is found is the business of ``learner.index``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.encounter.case import DIMENSION_NAMES
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS

if TYPE_CHECKING:
    from relall_trainer.learner.index import DecisionFilter

WRONG, NOT_WRONG, CRITICAL, NOT_CRITICAL = "wrong", "not_wrong", "critical", "not_critical"
RESULT_WORDS: Mapping[str, str] = {
    WRONG: "A rule missed",
    NOT_WRONG: "No rule missed",
    CRITICAL: "With a critical error",
    NOT_CRITICAL: "Without critical errors",
}
SOURCE_WORDS: Mapping[str, str] = {"case": "Cases", "practice": "Practice", "fork": "Other roads"}
COUNTED = "counted"
"""First answers that are not on another road: what tallies, patterns and practice are made of."""
DECISION_SOURCE_WORDS: Mapping[str, str] = {**SOURCE_WORDS, COUNTED: "What counts"}
NOTE_WORDS: Mapping[str, str] = {"with": "With a note", "without": "Without a note"}
TIME_WORDS: Mapping[str, str] = {"7": "Last 7 days", "30": "Last 30 days", "365": "Last year"}
FILTER_NAMES: Mapping[str, str] = {
    "rule": "Rule",
    "rating": "Rating",
    "result": "Result",
    "case": "Case",
    "action": "Step",
    "dimension": "Dimension",
    "confidence": "Confidence",
    "notes": "Notes",
    "source": "From",
    "days": "Time",
}
# The words of filters whose values are always the same.
FIXED_WORDS: Mapping[str, Mapping[str, str]] = {
    "rating": RATING_WORDS,
    "result": RESULT_WORDS,
    "dimension": DIMENSION_NAMES,
    "confidence": CONFIDENCE_WORDS,
    "notes": NOTE_WORDS,
    "source": DECISION_SOURCE_WORDS,
    "days": TIME_WORDS,
}


@dataclass(frozen=True, slots=True)
class DecisionWish:
    """One value each, empty where it does not matter. ``action`` is a step chosen, ``rating`` that of a step chosen."""

    text: str = ""
    rule: str = ""
    rating: str = ""
    result: str = ""
    case: str = ""
    action: str = ""
    dimension: str = ""
    confidence: str = ""
    notes: str = ""
    source: str = ""
    days: str = ""

    @property
    def narrowed(self) -> bool:
        return self != DecisionWish()

    def active(self) -> dict[str, str]:
        """The filters that are on, by name, the typed text apart."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if value and name != "text"}


def filter_of(wish: DecisionWish, now: datetime) -> DecisionFilter:
    """The wish as the index takes it; ``now`` is what so many days are counted back from."""
    from relall_trainer.learner.index import DecisionFilter

    return DecisionFilter(
        text=wish.text,
        case_id=wish.case or None,
        rule=wish.rule or None,
        action=wish.action or None,
        rating=wish.rating or None,
        dimension=wish.dimension or None,
        critical={CRITICAL: True, NOT_CRITICAL: False}.get(wish.result),
        wrong={WRONG: True, NOT_WRONG: False}.get(wish.result),
        confidence=wish.confidence or None,
        noted={"with": True, "without": False}.get(wish.notes),
        source=wish.source if wish.source in SOURCE_WORDS else None,
        counted=True if wish.source == COUNTED else None,
        since=now - timedelta(days=int(wish.days)) if wish.days else None,
    )

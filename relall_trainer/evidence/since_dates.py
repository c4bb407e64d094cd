"""The dates of later developments are words (``FDA 17 August 2017; children March 2024``); read here to be sorted by.

The latest date in the words counts. A year alone comes after the dated days of that year when the newest is first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from relall_trainer.evidence.reference import SinceItem

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_DATE = re.compile(rf"(?:(?:(\d{{1,2}})\s+)?({'|'.join(_MONTHS)})\s+)?\b((?:19|20)\d{{2}})\b", re.IGNORECASE)

Day = tuple[int, int, int]


def latest_date(words: str) -> Day:
    """The latest (year, month, day) in the words; 0 for what is not said."""
    found = [
        (int(year), _MONTHS.index(month.casefold()) + 1 if month else 0, int(day) if day else 0)
        for day, month, year in _DATE.findall(words)
    ]
    return max(found, default=(0, 0, 0))


def newest_first(items: Iterable[SinceItem]) -> tuple[SinceItem, ...]:
    """By latest date, newest first; of the same date in the order they came."""
    return tuple(sorted(items, key=lambda item: latest_date(item.date), reverse=True))

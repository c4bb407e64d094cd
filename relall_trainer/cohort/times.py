"""Times as files write them (ISO 8601 with their zone): read as moments, compared, and how far apart they are in words.

Telling a time as a reader's own clock and language have it is left to the window.
"""

from __future__ import annotations

from datetime import UTC, datetime

from relall_trainer.clinical.wording import counted


def moment_of(text: str) -> datetime:
    """The time, in UTC; raises ValueError where it is none or has no zone."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return time.astimezone(UTC)


def is_before(text: str | None, now: datetime) -> bool:
    """Whether that time is still to come; no time never is."""
    return text is not None and now < moment_of(text)


def seconds_between(earlier: str, later: str) -> float:
    """From one time to another, in seconds; below 0 where the first is the later one."""
    return (moment_of(later) - moment_of(earlier)).total_seconds()


def span_words(seconds: float) -> str:
    """A stretch of time in words, as coarse as it is long: ``40 s``, ``12 min``, ``3 h 20 min``, ``2 days``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    told = counted(days, "day")
    return f"{told} {hours} h" if hours and days < 7 else told

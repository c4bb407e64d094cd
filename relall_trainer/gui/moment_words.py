"""Days and hours in words, as one says them of work that is due: ``Fri 4 Dec, 17:00``, ``in 3 days``.

Knows no Qt; the zone and the time it is come in as arguments (no zone: the computer's own). Moments of the record, in
the form the reader's language has for them, are told by ``local_time``.
"""

from __future__ import annotations

from datetime import datetime, tzinfo

from relall_trainer.clinical.plain_words import counted

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_HOUR, _DAY = 3_600, 86_400


def moment_words(moment: str, zone: tzinfo | None = None, now: datetime | None = None) -> str:
    """A moment as ``Fri 4 Dec, 17:00``; with the year where it is not this one."""
    time = _local(moment, zone)
    return f"{WEEKDAYS[time.weekday()][:3]} {_day(time, now, zone)}, {time:%H:%M}"


def short_day(moment: str, zone: tzinfo | None = None, now: datetime | None = None) -> str:
    """The day of a moment as ``4 Dec``; with the year where it is not this one."""
    return _day(_local(moment, zone), now, zone)


def away_words(moment: str, now: datetime, zone: tzinfo | None = None) -> str:
    """How far off a moment is, by the calendar where it is days: ``in 3 days``, ``tomorrow``, ``2 hours ago``."""
    time = _local(moment, zone)
    seconds = (time - now).total_seconds()
    days = (time.date() - now.astimezone(zone).date()).days
    if abs(days) >= 2:
        return f"in {days} days" if days > 0 else f"{-days} days ago"
    if days and abs(seconds) >= _DAY / 4:
        return "tomorrow" if days > 0 else "yesterday"
    hours, minutes = int(abs(seconds) // _HOUR), int(abs(seconds) % _HOUR // 60)
    far = counted(hours, "hour") if hours else counted(max(1, minutes), "minute")
    return f"in {far}" if seconds >= 0 else f"{far} ago"


def offset_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """How far the clock there is from UTC at that moment, summer time or not: ``UTC+01:00``."""
    offset = moment.astimezone(zone).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:]}"


def _local(moment: str, zone: tzinfo | None) -> datetime:
    return datetime.fromisoformat(moment).astimezone(zone)


def _day(time: datetime, now: datetime | None, zone: tzinfo | None) -> str:
    year = f" {time.year}" if now is not None and time.year != now.astimezone(zone).year else ""
    return f"{time.day} {MONTHS[time.month - 1][:3]}{year}"

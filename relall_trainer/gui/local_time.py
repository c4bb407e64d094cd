"""Moments in time as the reader's own clock and language have them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt

# Where no language is set (the locale is C), Qt writes dates as ``22 11 2026``, which nobody does.
_UNSET_DAY = "yyyy-MM-dd"


def when(moment: str) -> str:
    """A moment (ISO 8601, with its zone) as local date and time; the text itself where it is none."""
    time = QDateTime.fromString(moment, Qt.DateFormat.ISODateWithMs).toLocalTime()
    if not time.isValid():
        return moment
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        return locale.toString(time, f"{_UNSET_DAY} HH:mm")
    return locale.toString(time, QLocale.FormatType.ShortFormat)


def day_of(moment: str) -> str:
    """The day of a moment (ISO 8601, with its zone), as ``when`` has it without the time."""
    time = QDateTime.fromString(moment, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return _day_words(time.date()) if time.isValid() else moment


def day_words(day: date) -> str:
    """A day, as ``when`` has it."""
    return _day_words(QDate(day.year, day.month, day.day))


def _day_words(day: QDate) -> str:
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        return locale.toString(day, _UNSET_DAY)
    return locale.toString(day, QLocale.FormatType.ShortFormat)

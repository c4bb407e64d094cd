"""Moments in time as the reader's own clock and language have them."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt


def when(moment: str) -> str:
    """A moment (ISO 8601, with its zone) as local date and time; the text itself where it is none."""
    time = QDateTime.fromString(moment, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale().toString(time, QLocale.FormatType.ShortFormat) if time.isValid() else moment


def day_of(moment: str) -> str:
    """The day of a moment (ISO 8601, with its zone), as ``when`` has it without the time."""
    time = QDateTime.fromString(moment, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale().toString(time.date(), QLocale.FormatType.ShortFormat) if time.isValid() else moment

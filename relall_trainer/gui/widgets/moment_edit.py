"""A date and time to choose, or none: typed, from a calendar, or by one of the buttons that say it in words.

Shows the local clock, gives and takes ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime, QTimeZone, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.count_field import paint_chevron
from relall_trainer.gui.widgets.flow import Flow

_FORMAT = "ddd d MMM yyyy  HH:mm"
_LONG_DAY = QDateTime(QDate(2026, 11, 30), QTime(20, 58))
Preset = tuple[str, Callable[[], datetime]]


class MomentEdit(QWidget):
    """``changed`` after another moment, or none, was chosen. ``presets``: words and the moment they mean."""

    changed = Signal()

    def __init__(self, theme: Theme, what: str, none: str, presets: Sequence[Preset]) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._set = False
        self._choosing = False
        self._presets = presets
        flow = Flow(self, theme.px(8))
        self.none = Button(none, name=f"{what}: {none}", done=self.clear)
        self.none.setCheckable(True)
        flow.addWidget(self.none)
        for words, moment in presets:
            flow.addWidget(Button(words, name=f"{what}: {words}", done=partial(self._take, moment)))
        self.field = _Field(theme, what)
        self.field.dateTimeChanged.connect(self._typed)
        flow.addWidget(self.field)
        self._show()

    @property
    def moment(self) -> str:
        """The moment chosen (ISO 8601, UTC), empty for none."""
        if not self._set:
            return ""
        seconds = self.field.dateTime().toSecsSinceEpoch()
        return datetime.fromtimestamp(seconds, UTC).isoformat()

    def show_moment(self, moment: str) -> None:
        """Show this moment, or none, without telling others."""
        self._choosing = True
        self._set = bool(moment)
        if moment:
            time = QDateTime.fromString(moment, Qt.DateFormat.ISODateWithMs)
            self.field.setDateTime(time.toTimeZone(QTimeZone.systemTimeZone()))
        elif self._presets:  # where one begins when one starts to type
            first = self._presets[0][1]().astimezone(UTC).isoformat()
            time = QDateTime.fromString(first, Qt.DateFormat.ISODateWithMs)
            self.field.setDateTime(time.toTimeZone(QTimeZone.systemTimeZone()))
        self._choosing = False
        self._show()

    def clear(self) -> None:
        """Choose no moment."""
        was, self._set = self._set, False
        self._show()
        if was:
            self.changed.emit()

    def _take(self, moment: Callable[[], datetime]) -> None:
        self.show_moment(moment().astimezone(UTC).isoformat())
        self.changed.emit()

    def _typed(self) -> None:
        if not self._choosing:
            self._set = True
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self.none.setChecked(not self._set)
        role = "" if self._set else "unset"
        if (self.field.property("role") or "") != role:
            self.field.setProperty("role", role)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)


class _Field(QDateTimeEdit):
    def __init__(self, theme: Theme, what: str) -> None:
        super().__init__()
        self._theme = theme
        for part in (self, self.lineEdit()):
            part.setAccessibleName(f"{what}: day and time")
        self.setDisplayFormat(_FORMAT)
        self.setCalendarPopup(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        longest = QLocale().toString(_LONG_DAY, _FORMAT)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance(longest) + self._theme.px(56))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_chevron(QPainter(self), self._theme, self.width(), self.height() / 2)

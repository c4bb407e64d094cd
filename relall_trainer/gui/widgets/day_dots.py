"""The last days as a quiet row of small columns, with the same said in words. It counts; it praises nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.practice_lines import DayLine
from relall_trainer.gui.theme import Theme

_COLUMN = 12
_GAP = 4
_HIGH = 24
_FULL = 12  # decisions that fill a column, unless there was a day with more


class DayDots(QWidget):
    """One column a day, oldest first; a day without decisions is a short stroke on the ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._days: tuple[DayLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_days(self, days: Sequence[DayLine]) -> None:
        """Show these days."""
        self._days = tuple(days)
        told = [f"{day.words}: {day.decisions}" for day in self._days if day.decisions]
        self.setAccessibleName(days_words(self._days))
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip("\n".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(max(1, len(self._days)) * px(_COLUMN + _GAP), px(_HIGH) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        px = self._theme.px
        ground = self.height() - 1
        full = max(_FULL, *(day.decisions for day in self._days), 0)
        for place, day in enumerate(self._days):
            left = place * px(_COLUMN + _GAP)
            share = day.decisions / full
            high = px(6) + share * px(_HIGH - 6) if day.decisions else 2
            painter.setBrush(self._theme.color("bar" if day.decisions else "bar_soft"))
            painter.drawRoundedRect(QRectF(left, ground - high, px(_COLUMN), high), 2, 2)


def days_words(days: Sequence[DayLine]) -> str:
    """How many decisions in how many days."""
    return f"{counted(sum(day.decisions for day in days), 'decision')} in the last {len(days)} days"

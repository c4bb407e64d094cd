"""A number to type or to step with the arrow keys; the wheel passes by, so that scrolling a form changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSpinBox

from relall_trainer.gui.theme import Theme

_WIDE = 96


class CountField(QSpinBox):
    """A whole number with what it counts behind it (``unit``); ``none`` is what the least one reads as."""

    def __init__(
        self, theme: Theme, name: str, least: int, most: int, *, unit: str = "", none: str = "", step: int = 1
    ) -> None:
        super().__init__()
        self._theme = theme
        self.call(name)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setSuffix(f" {unit}" if unit else "")
        self.setSpecialValueText(none)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccelerated(True)
        self.lineEdit().setTextMargins(theme.px(6), 0, 0, 0)
        theme.changed.connect(self._fit)
        self._fit()

    def call(self, name: str) -> None:
        """What it is the number of, for those who cannot see it."""
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)

    def _fit(self) -> None:
        words = max((self.specialValueText(), self.textFromValue(self.maximum()) + self.suffix()), key=len)
        self.ensurePolished()
        self.setMinimumWidth(
            max(self._theme.px(_WIDE), self.fontMetrics().horizontalAdvance(words) + self._theme.px(44))
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        middle, apart = self.height() / 2, self._theme.px(5)
        painter = QPainter(self)
        for way in (-1, 1):
            paint_chevron(painter, self._theme, self.width(), middle + way * apart, up=way < 0)


def paint_chevron(painter: QPainter, theme: Theme, right: int, middle: float, *, up: bool = False) -> None:
    """A small arrow at the right end of a field, where a click steps or opens."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("muted"), max(1.4, theme.px(1.6))))
    x, wide, high = right - theme.px(14), theme.px(4), theme.px(2) * (-1 if up else 1)
    painter.drawPolyline(
        [QPointF(x - wide, middle - high), QPointF(x, middle + high), QPointF(x + wide, middle - high)]
    )

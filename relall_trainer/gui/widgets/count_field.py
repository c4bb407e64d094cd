"""A number to type or to step with the arrow keys; the wheel passes by, so that scrolling a form changes nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
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
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setSuffix(f" {unit}" if unit else "")
        self.setSpecialValueText(none)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setAccelerated(True)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        words = max((self.specialValueText(), self.textFromValue(self.maximum()) + self.suffix()), key=len)
        self.ensurePolished()
        self.setMinimumWidth(max(self._theme.px(_WIDE), self.fontMetrics().horizontalAdvance(words) + 40))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

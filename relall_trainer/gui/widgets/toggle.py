"""Check boxes and radio buttons with marks that are seen in every set of colors, and a ring that shows the focus."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text import no_mnemonic

_MARK = 18
_GAP = 10


class Check(QCheckBox):
    """A check box."""

    def __init__(self, text: str, theme: Theme) -> None:
        super().__init__(no_mnemonic(text))
        self._theme = theme
        self._words = text
        self.setAccessibleName(text)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return _size(self._words, self._theme)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = _begin(self, self._theme)
        color = self._theme.color
        painter.setPen(QPen(color("accent" if self.isChecked() else "edge"), 2))
        painter.setBrush(color("accent" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if self.isChecked():
            painter.setPen(QPen(color("on_accent"), 2))
            left, top, side = box.left(), box.top(), box.width()
            points = ((0.24, 0.52), (0.43, 0.72), (0.78, 0.30))
            painter.drawPolyline([QPointF(left + x * side, top + y * side) for x, y in points])
        _write(self, painter, self._words, self._theme)


class Radio(QRadioButton):
    """A radio button."""

    def __init__(self, text: str, theme: Theme) -> None:
        super().__init__(no_mnemonic(text))
        self._theme = theme
        self._words = text
        self.setAccessibleName(text)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return _size(self._words, self._theme)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = _begin(self, self._theme)
        color = self._theme.color
        painter.setPen(QPen(color("accent" if self.isChecked() else "edge"), 2))
        painter.setBrush(color("surface"))
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            inset = box.width() * 0.28
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
        _write(self, painter, self._words, self._theme)


def _size(words: str, theme: Theme) -> QSize:
    wide = QFontMetrics(theme.font()).horizontalAdvance(words)
    return QSize(theme.px(_MARK + _GAP) + wide + 16, theme.px(theme.sizes.target))


def _begin(button: QAbstractButton, theme: Theme) -> tuple[QPainter, QRectF]:
    """A painter with the focus ring drawn, and the place of the mark."""
    painter = QPainter(button)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if button.hasFocus():
        painter.setPen(QPen(theme.color("focus"), theme.sizes.focus))
        painter.drawRoundedRect(QRectF(button.rect()).adjusted(1, 1, -1, -1), 6, 6)
    side = theme.px(_MARK)
    return painter, QRectF(6, (button.height() - side) / 2, side, side)


def _write(button: QAbstractButton, painter: QPainter, words: str, theme: Theme) -> None:
    painter.setFont(theme.font())
    painter.setPen(theme.color("ink"))
    room = QRectF(button.rect()).adjusted(6 + theme.px(_MARK + _GAP), 0, 0, 0)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

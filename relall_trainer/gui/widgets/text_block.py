"""Wrapped plain text for widgets that paint themselves: measured once a width, drawn as often as needed.

Never reads markup: what people wrote is drawn as it stands.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

_LINE_BREAK = "\N{LINE SEPARATOR}"


class TextBlock:
    """One paragraph of text in one font."""

    __slots__ = ("_font", "_heights", "_layout", "_text", "_used", "_width")

    def __init__(self) -> None:
        self._text = ""
        self._font = QFont()
        self._layout: QTextLayout | None = None
        self._width = -1
        self._heights: dict[int, int] = {}  # layouts ask for the same few widths again and again
        self._used = 0

    @property
    def text(self) -> str:
        return self._text

    def set(self, text: str, font: QFont) -> None:
        """Take another text or font; nothing is measured until it is asked for."""
        if text != self._text or font != self._font:
            self._text = text
            self._font = font
            self._layout = None
            self._width = -1
            self._heights = {}

    def height(self, width: int) -> int:
        """How high the text stands at this width; 0 for an empty text."""
        if not self._text:
            return 0
        width = max(1, width)
        known = self._heights.get(width)
        if known is None:
            self._measure(width)
            known = self._heights[width]
        return known

    def used_width(self, width: int) -> int:
        """How much of this width the longest line takes."""
        if not self._text:
            return 0
        self._measure(max(1, width))
        return self._used

    def draw(self, painter: QPainter, x: int, y: int, width: int, color: QColor) -> int:
        """Draw it with its top left at (x, y); returns its height."""
        if not self._text:
            return 0
        width = max(1, width)
        self._measure(width)
        if self._layout is not None:
            painter.setPen(color)
            self._layout.draw(painter, QPointF(x, y))
        return self._heights[width]

    def _measure(self, width: int) -> None:
        if self._layout is not None and width == self._width:
            return
        if self._layout is None:
            self._layout = QTextLayout(self._text.replace("\n", _LINE_BREAK), self._font)
            option = QTextOption(Qt.AlignmentFlag.AlignLeft)
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            self._layout.setTextOption(option)
            self._layout.setCacheEnabled(True)
        self._width = width
        top = used = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
            used = max(used, line.naturalTextWidth())
        self._layout.endLayout()
        self._heights[width] = round(top + 0.49)
        self._used = round(used + 0.49)

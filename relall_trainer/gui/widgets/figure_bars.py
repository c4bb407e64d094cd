"""The figures of an evidence item as small painted bars: shares of a hundred, counts, ranges.

Draws only what the item holds; a figure that is no share and no count stands as words. Says the same as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.evidence.reference import Figure
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text_block import TextBlock

_BAR = 8
_GAP = 8
_MOST = 8


@dataclass(frozen=True, slots=True)
class BarRow:
    """One figure: from ``low`` to ``high`` of the whole track (0 to 1); both None where there is no bar."""

    label: str
    words: str
    low: float | None
    high: float | None


def bar_rows(figures: Sequence[Figure]) -> tuple[BarRow, ...]:
    """Figures as rows. Shares are drawn on 0–100%; other numbers (patients, months, years) do not compare."""
    return tuple(_row(figure) for figure in figures)


def _row(figure: Figure) -> BarRow:
    low: float | None = None
    high: float | None = None
    if figure.percent is not None:
        low, high = 0.0, figure.percent / 100
    elif figure.numerator is not None and figure.denominator:
        low, high = 0.0, figure.numerator / figure.denominator
    elif figure.low is not None and figure.high is not None and "%" in figure.shown():
        low, high = figure.low / 100, figure.high / 100
    if high is not None and not 0 <= high <= 1:
        low = high = None
    return BarRow(figure.label, figure.shown(), low, high)


class FigureBars(QWidget):
    """Rows of label, number and bar; the words wrap, so that none is ever cut."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[BarRow, ...] = ()
        self._labels: list[TextBlock] = []
        self._numbers: list[TextBlock] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._dress)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures; hides itself where there are none."""
        self._rows = bar_rows(figures)[:_MOST]
        self._labels = [TextBlock() for _ in self._rows]
        self._numbers = [TextBlock() for _ in self._rows]
        words = "; ".join(f"{row.label}: {row.words}" for row in self._rows)
        self.setAccessibleName(f"Figures: {words}" if words else "No figures")
        self._dress()
        self.setVisible(bool(self._rows))

    def _dress(self) -> None:
        for row, words, number in zip(self._rows, self._labels, self._numbers, strict=True):
            words.set(row.label, self._theme.font("small"))
            number.set(row.words, self._theme.font("small", 600))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(None, width)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(24) * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(100), self._theme.px(20) * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._lay_out(painter, self.width())

    def _lay_out(self, painter: QPainter | None, width: int) -> int:
        px = self._theme.px
        top = 0
        for row, words, number in zip(self._rows, self._labels, self._numbers, strict=True):
            right = min(number.used_width(width) + 2, width // 2)
            left = max(1, width - right - px(8))
            high = max(words.height(left), number.height(right))
            if painter is not None:
                words.draw(painter, 0, top, left, self._theme.color("muted"))
                number.draw(painter, width - right, top, right, self._theme.color("ink"))
                self._paint_bar(painter, row, top + high + px(2))
            top += high + px(2) + (px(_BAR) if row.high is not None else 0) + px(_GAP)
        return top

    def _paint_bar(self, painter: QPainter, row: BarRow, top: int) -> None:
        if row.low is None or row.high is None:
            return
        theme = self._theme
        high = theme.px(_BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bar_soft"))
        painter.drawRoundedRect(QRectF(0, top, self.width(), high), 2, 2)
        painter.setBrush(theme.color("bar"))
        left, wide = row.low * self.width(), max(2.0, (row.high - row.low) * self.width())
        painter.drawRoundedRect(QRectF(left, top, wide, high), 2, 2)

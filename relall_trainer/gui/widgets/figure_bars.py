"""The figures of an evidence item as small painted bars: shares of a hundred, counts, ranges.

Draws only what the item holds; a figure that is no share and no count stands as words. Says the same as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.evidence.reference import Figure
from relall_trainer.gui.theme import Theme

_ROW = 22
_BAR = 12
_MOST = 8


@dataclass(frozen=True, slots=True)
class BarRow:
    """One figure: from ``low`` to ``high`` of the whole track (0 to 1); both None where there is no bar."""

    label: str
    words: str
    low: float | None
    high: float | None


def bar_rows(figures: Sequence[Figure]) -> tuple[BarRow, ...]:
    """Figures as rows. Shares are drawn on 0–100 %; plain counts against the largest of them."""
    counts = [count for figure in figures if (count := _count(figure)) is not None]
    largest = max(counts) if len(counts) > 1 else 0.0
    return tuple(_row(figure, largest) for figure in figures)


def _count(figure: Figure) -> float | None:
    plain = isinstance(figure.value, int | float) and not figure.unit and not figure.as_printed
    return float(figure.value or 0) if plain else None


def _row(figure: Figure, largest: float) -> BarRow:
    low: float | None = None
    high: float | None = None
    if figure.percent is not None:
        low, high = 0.0, figure.percent / 100
    elif figure.numerator is not None and figure.denominator:
        low, high = 0.0, figure.numerator / figure.denominator
    elif figure.low is not None and figure.high is not None and "%" in figure.shown():
        low, high = figure.low / 100, figure.high / 100
    elif largest and (count := _count(figure)) is not None:
        low, high = 0.0, count / largest
    if high is not None and not 0 <= high <= 1:
        low = high = None
    return BarRow(figure.label, figure.shown(), low, high)


class FigureBars(QWidget):
    """Rows of label, bar and number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[BarRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures; hides itself where there are none."""
        self._rows = bar_rows(figures)[:_MOST]
        words = "; ".join(f"{row.label}: {row.words}" for row in self._rows)
        self.setAccessibleName(f"Figures: {words}" if words else "No figures")
        self.setToolTip("")
        self.setVisible(bool(self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, len(self._rows) * self._row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, len(self._rows) * self._row_height())

    def _row_height(self) -> int:
        # Words stand above the bar, so that neither is ever cut by the other.
        small = QFontMetrics(self._theme.font("small")).height()
        return small + self._theme.px(_BAR + _ROW - 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme.font("small"))
        for place, row in enumerate(self._rows):
            top = place * self._row_height()
            number = min(metrics.horizontalAdvance(row.words) + 4, self.width() * 2 // 3)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("muted"))
            label = metrics.elidedText(
                row.label, Qt.TextElideMode.ElideRight, max(10, self.width() - number - theme.px(8))
            )
            painter.drawText(0, top + metrics.ascent(), label)
            painter.setFont(theme.font("small", 600))
            painter.setPen(theme.color("ink"))
            words = QFontMetrics(painter.font()).elidedText(
                row.words, Qt.TextElideMode.ElideRight, number + 8
            )
            box = QRectF(self.width() - number - 8, top, number + 8, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
            self._paint_bar(painter, row, top + metrics.height() + 2)

    def _paint_bar(self, painter: QPainter, row: BarRow, top: int) -> None:
        theme = self._theme
        high = theme.px(_BAR) - 4
        painter.setPen(Qt.PenStyle.NoPen)
        if row.low is None or row.high is None:
            painter.setBrush(theme.color("line"))
            painter.drawRect(QRectF(0, top + high / 2, self.width(), 1))
            return
        painter.setBrush(theme.color("bar_soft"))
        painter.drawRoundedRect(QRectF(0, top, self.width(), high), 2, 2)
        painter.setBrush(theme.color("bar"))
        left, wide = row.low * self.width(), max(2.0, (row.high - row.low) * self.width())
        painter.drawRoundedRect(QRectF(left, top, wide, high), 2, 2)

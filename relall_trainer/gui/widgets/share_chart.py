"""Shares as columns of a small painted chart: a dot with its interval, n beneath, a line where a version begins.

Dots are not joined: each stands for its own decisions. The same is to stand beside it as words.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.gui.pattern_lines import Stretch
from relall_trainer.gui.theme import Theme

_HIGH = 240
_NARROWEST = 40  # px at 100 % a column takes
_DOT = 4
_GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


class ShareChart(QWidget):
    """Any number of columns; where there is no room for all, the last ones are drawn."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._columns: Sequence[Stretch] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._dress)
        self._dress()

    def show_columns(self, columns: Sequence[Stretch], name: str) -> None:
        """Draw these; ``name`` says what they are, for those who cannot see them."""
        self._columns = columns
        words = "; ".join(f"{one.label}: {one.words}" for one in columns[-12:])
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.update()

    def drawn(self) -> Sequence[Stretch]:
        """The columns there is room for."""
        most = max(1, int(self._plot().width() // self._theme.px(_NARROWEST)))
        return self._columns[-most:]

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(420), self._theme.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(110))

    def _dress(self) -> None:
        self.setMaximumHeight(self._theme.px(_HIGH))
        self.updateGeometry()
        self.update()

    def _plot(self) -> QRectF:
        metrics = QFontMetrics(self._theme.font("small"))
        left = metrics.horizontalAdvance("100%") + self._theme.px(8)
        line = metrics.height()
        right = max((metrics.horizontalAdvance(_short(one.label)) for one in self._columns[-1:]), default=0)
        spare = max(self._theme.px(8), (right - self._theme.px(_NARROWEST)) / 2)
        return QRectF(left, line, max(1.0, self.width() - left - spare), max(1.0, self.height() - 3.6 * line))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("small"))
        plot = self._plot()
        self._paint_grid(painter, plot)
        columns = self.drawn()
        if not columns:
            return
        wide = min(plot.width() / len(columns), self._theme.px(120))
        high = painter.fontMetrics().height()
        every = _every([_short(one.label) for one in columns], wide, painter.fontMetrics(), self._theme.px(8))
        counted = _every([_count(one) for one in columns], wide, painter.fontMetrics(), self._theme.px(4))
        for place, column in enumerate(columns):
            middle = plot.left() + wide * (place + 0.5)
            if column.begins:
                self._paint_boundary(painter, plot, middle - wide / 2, column.begins)
            self._paint_share(painter, plot, middle, column)
            if place % counted == 0:
                self._paint_words(painter, middle, plot.bottom(), _count(column), "muted")
            if place % every == 0:
                self._paint_words(painter, middle, plot.bottom() + high, _short(column.label), "ink")

    def _paint_grid(self, painter: QPainter, plot: QRectF) -> None:
        metrics = painter.fontMetrics()
        shown = _GRID if plot.height() > 4 * metrics.height() else (0.0, 0.5, 1.0)
        for share in shown:
            y = plot.bottom() - share * plot.height()
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            painter.setPen(self._theme.color("muted"))
            box = QRectF(0, y - metrics.height() / 2, plot.left() - self._theme.px(6), metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{share:.0%}")

    def _paint_boundary(self, painter: QPainter, plot: QRectF, x: float, version: str) -> None:
        painter.setPen(QPen(self._theme.color("muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, plot.top() - painter.fontMetrics().height(), x, plot.bottom()))
        painter.setPen(self._theme.color("muted"))
        box = QRectF(x + self._theme.px(4), 0, max(1.0, self.width() - x - 4), painter.fontMetrics().height())
        words = painter.fontMetrics().elidedText(version, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_share(self, painter: QPainter, plot: QRectF, x: float, column: Stretch) -> None:
        share, radius, cap = column.share, self._theme.px(_DOT), self._theme.px(4)

        def y(value: float) -> float:
            return plot.bottom() - value * plot.height()

        painter.setPen(QPen(self._theme.color("bar"), max(1.0, self._theme.px(2))))
        painter.drawLine(QLineF(x, y(share.low), x, y(share.high)))
        for end in (share.low, share.high):
            painter.drawLine(QLineF(x - cap, y(end), x + cap, y(end)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawEllipse(QPointF(x, y(share.value)), radius, radius)

    def _paint_words(self, painter: QPainter, x: float, top: float, words: str, role: str) -> None:
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(words) + 4
        painter.setPen(self._theme.color(role))
        box = QRectF(x - wide / 2, top + self._theme.px(4), wide, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _every(words: Sequence[str], wide: float, metrics: QFontMetrics, gap: int) -> int:
    """Which of the words have room in columns so wide: each, every second …"""
    widest = max(metrics.horizontalAdvance(one) for one in words) + gap
    return max(1, int(-(-widest // wide)))


def _count(column: Stretch) -> str:
    return f"n={column.share.n}"


def _short(label: str) -> str:
    """Where a stretch begins; the whole of it stands in the list."""
    return label.split(" – ", 1)[0]

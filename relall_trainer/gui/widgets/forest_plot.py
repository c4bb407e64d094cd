"""Shares of a hundred as a forest plot paints them: an axis, a mark, its interval.

A filled square is a certain count, its area growing with the patients behind it; a hollow diamond a percentage as
printed, without an interval; a bar with ends a range. What it says in words stands beside it: see ``Share.words``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.evidence.shares import COUNTED, NOT_GIVEN, PRINTED, RANGE, Share
from relall_trainer.gui.theme import Theme

LEGEND = (
    "Square: a certain count, larger for more patients, with its 95% interval (Wilson). "
    "Diamond: a printed percentage, its count not certain."
)
TICKS = (0, 25, 50, 75, 100)
_SIDE_OF_ONE = 1.1  # px of the square of one patient; its area grows with them
_LEAST_SIDE, _MOST_SIDE = 5.0, 22.0
_DIAMOND = 5
_CAP = 4
_HIGH = 26
_GAP = 8


def place_of(box: QRectF, percent: float) -> float:
    """Where a percentage stands on the axis across the box."""
    return box.left() + box.width() * max(0.0, min(100.0, percent)) / 100


def square_side(patients: int) -> float:
    """The side of the square for so many patients, at 100% text."""
    return max(_LEAST_SIDE, min(_MOST_SIDE, _SIDE_OF_ONE * math.sqrt(patients)))


def paint_scale(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """The lines that every row shares, from the top of the box to its bottom."""
    painter.setPen(QPen(theme.color("line"), 1, Qt.PenStyle.DotLine))
    for tick in TICKS:
        x = round(place_of(box, tick))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))


def paint_axis(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """The numbers of the axis, each beneath or above its line."""
    font = theme.font("small")
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme.color("muted"))
    for tick in TICKS:
        words = f"{tick}%" if tick == TICKS[-1] else str(tick)
        wide = metrics.horizontalAdvance(words)
        left = place_of(box, tick) - wide / 2
        left = max(box.left() - wide / 2, min(box.right() + wide / 2 - wide, left))
        painter.drawText(QPointF(left, box.top() + metrics.ascent()), words)


def paint_share(painter: QPainter, theme: Theme, box: QRectF, share: Share) -> None:
    """The mark of one share, with its interval, halfway down the box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if share.kind == COUNTED:
        _paint_square(painter, theme, box, share)
    if share.kind in (COUNTED, RANGE):
        _paint_interval(painter, theme, box, share)
    elif share.kind == PRINTED:
        _paint_diamond(painter, theme, box, share)


def _paint_interval(painter: QPainter, theme: Theme, box: QRectF, share: Share) -> None:
    if share.low is None or share.high is None:
        return
    middle = box.center().y()
    wide = 5 if share.kind == RANGE else 2
    painter.setPen(QPen(theme.color("ink"), theme.px(wide), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    left, right = place_of(box, share.low), place_of(box, share.high)
    painter.drawLine(QPointF(left, middle), QPointF(right, middle))
    painter.setPen(QPen(theme.color("ink"), theme.px(1.5)))
    # The ends stand out above a square that is wider than the interval.
    cap = theme.px(max(_CAP, square_side(share.n or 1) / 2 + 2))
    for x in (left, right):
        painter.drawLine(QPointF(x, middle - cap), QPointF(x, middle + cap))


def _paint_square(painter: QPainter, theme: Theme, box: QRectF, share: Share) -> None:
    if share.percent is None:
        return
    side = square_side(share.n or 1) * theme.scale / 100
    middle = QPointF(place_of(box, share.percent), box.center().y())
    mark = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
    painter.fillRect(mark, theme.color("accent"))


def _paint_diamond(painter: QPainter, theme: Theme, box: QRectF, share: Share) -> None:
    if share.percent is None:
        return
    x, y, half = place_of(box, share.percent), box.center().y(), theme.px(_DIAMOND)
    painter.setPen(QPen(theme.color("discouraged"), theme.px(1.5)))
    painter.setBrush(theme.color("surface"))
    points = (QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y))
    painter.drawPolygon(points)


class ForestPlot(QWidget):
    """A few shares beneath one another on one axis, each with a short label; the words stand beside it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[tuple[str, Share], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_shares(self, rows: Sequence[tuple[str, Share]]) -> None:
        """Paint these (label, share), the first on top."""
        self._rows = tuple(rows)
        told = "; ".join(f"{words}: {share.words()}" for words, share in self._rows)
        self.setAccessibleName(f"Forest plot from 0 to 100%: {told}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(220), px(_HIGH) * len(self._rows) + self._metrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._labels() + self._theme.px(110), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self._theme.px
        metrics = self._metrics()
        left, right = self._labels() + px(4), metrics.horizontalAdvance("100%") / 2 + 1
        box = QRectF(left, 0, self.width() - left - right, px(_HIGH) * len(self._rows))
        paint_scale(painter, self._theme, box)
        painter.setFont(self._theme.font("small"))
        for place, (words, share) in enumerate(self._rows):
            row = QRectF(box.left(), place * px(_HIGH), box.width(), px(_HIGH))
            baseline = row.center().y() + metrics.ascent() / 2 - 1
            painter.setPen(self._theme.color("muted"))
            painter.drawText(QPointF(0, baseline), words)
            if share.kind == NOT_GIVEN:
                painter.drawText(QPointF(box.left() + px(6), baseline), share.why)
            paint_share(painter, self._theme, row, share)
        paint_axis(painter, self._theme, QRectF(box.left(), box.bottom(), box.width(), metrics.height()))

    def _labels(self) -> int:
        metrics = self._metrics()
        wide = max((metrics.horizontalAdvance(words) for words, _ in self._rows), default=0)
        return int(wide) + self._theme.px(_GAP)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font("small"))

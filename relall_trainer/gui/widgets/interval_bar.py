"""A share with its interval, painted small: the track is 0–100%, the band the interval, the mark the share."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from relall_trainer.gui.theme import Theme

_TRACK = 6
_BAND = 10
_MARK = 3


def paint_interval(
    painter: QPainter, theme: Theme, box: QRectF, low: float, share: float, high: float, *, known: bool = True
) -> None:
    """Paint it in ``box``; where there are too few answers (``known`` is False) only the empty track."""
    px = theme.px
    middle = box.center().y()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("line"))
    track = QRectF(box.left(), middle - px(_TRACK) / 2, box.width(), px(_TRACK))
    painter.drawRoundedRect(track, px(_TRACK) / 2, px(_TRACK) / 2)
    if not known:
        return
    left, right = box.left() + low * box.width(), box.left() + high * box.width()
    painter.setBrush(theme.color("bar_soft"))
    band = QRectF(left, middle - px(_BAND) / 2, max(px(_MARK), right - left), px(_BAND))
    painter.drawRoundedRect(band, 2, 2)
    painter.setBrush(theme.color("accent"))
    wide = px(_MARK)
    at = box.left() + share * box.width() - wide / 2
    at = max(box.left(), min(box.right() - wide, at))
    painter.drawRect(QRectF(at, middle - px(_BAND) / 2 - 1, wide, px(_BAND) + 2))

"""A rating as it is always shown: icon, word and color, never color alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme

_SIDE = 16
_GAP = 6


def rating_width(theme: Theme, rating: str) -> int:
    """How wide icon and word are, in px."""
    words = QFontMetrics(theme.font("body", 600)).horizontalAdvance(RATING_WORDS[rating])
    return theme.px(_SIDE + _GAP) + words + 2


def paint_rating(
    painter: QPainter, theme: Theme, icons: Icons, rating: str, x: int, middle: int, *, bold: bool = True
) -> int:
    """Paint icon and word from ``x``, centred on the height ``middle``; returns where they end."""
    side = theme.px(_SIDE)
    painter.drawPixmap(x, middle - side // 2, icons.rating(rating, _SIDE))
    painter.setFont(theme.font("body", 600 if bold else 400))
    painter.setPen(theme.color(rating))
    left = x + side + theme.px(_GAP)
    words = RATING_WORDS[rating]
    width = painter.fontMetrics().horizontalAdvance(words) + 2
    high = painter.fontMetrics().height()
    box = QRectF(left, middle - high / 2, width, high)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    return left + width


class RatingBadge(QWidget):
    """One rating on its own."""

    def __init__(self, theme: Theme, icons: Icons, rating: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._rating = rating
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_rating(rating)
        theme.changed.connect(self.updateGeometry)

    def show_rating(self, rating: str) -> None:
        """Show another rating."""
        self._rating = rating
        self.setAccessibleName(f"Rating: {RATING_WORDS[rating]}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(rating_width(self._theme, self._rating), self._theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_rating(painter, self._theme, self._icons, self._rating, 0, self.height() // 2)

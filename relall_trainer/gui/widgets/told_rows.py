"""How rows of reasons are painted: heading with rating, text, a small note; those that open show so."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from relall_trainer.gui.explaining import Told
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.painted_list import PaintedRows
from relall_trainer.gui.widgets.rating_badge import paint_rating

_PAD = 10
_MARK = 22
_CHEVRON = 14


class ToldRows(PaintedRows[Told]):
    """Paints ``Told`` rows."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._icons = icons

    def measure(self, row: Told, width: int) -> int:
        px = self.theme.px
        if row.caption:
            return self.block(row.heading, "small", 600).height(width) + px(18)
        return self._lay(row, QRect(0, 0, width, 0), None) + px(12)

    def draw(self, painter: QPainter, row: Told, box: QRect, *, current: bool) -> None:
        px = self.theme.px
        if row.caption:
            block = self.block(row.heading, "small", 600)
            top = box.bottom() - block.height(box.width()) - px(3)
            block.draw(painter, box.left() + px(_PAD), top, box.width(), self.theme.color("muted"))
            return
        self._lay(row, box, painter)

    def _lay(self, row: Told, box: QRect, painter: QPainter | None) -> int:
        """Measures the row, and paints it where a painter is given; returns the height of what it says."""
        theme, px = self.theme, self.theme.px
        left, top = box.left() + px(_PAD), box.top() + px(6)
        right = box.left() + box.width() - px(_PAD)
        if row.mark:
            if painter is not None:
                self._paint_mark(painter, row.mark, left, top)
            left += px(_MARK + 8)
        if row.key:
            right -= px(_CHEVRON + 4)
            if painter is not None:
                picture = self._icons.pixmap("chevron-right", "muted", _CHEVRON)
                painter.drawPixmap(right + px(6), top + px(2), picture)
        width = max(40, right - left)
        begun = top
        size = "section" if row.large else "body"
        for text, role, weight, color in (
            (row.heading, size, 600 if row.text or row.note or row.large else 400, "ink"),
            (" ", "rating", 0, ""),
            (row.text, "body", 400, "ink"),
            (row.note, "small", 400, "muted"),
        ):
            if role == "rating":
                if row.rating:
                    high = max(self.line(), px(18)) + px(2)
                    if painter is not None:
                        paint_rating(painter, theme, self._icons, row.rating, left, top + high // 2)
                    top += high
                continue
            block = self.block(text, role, weight)
            if painter is not None:
                block.draw(painter, left, top, width, theme.color(color))
            top += block.height(width) + (px(2) if text else 0)
        return max(top - begun, px(_MARK) if row.mark else 0)

    def _paint_mark(self, painter: QPainter, mark: str, x: int, y: int) -> None:
        theme, px = self.theme, self.theme.px
        box = QRectF(x, y, px(_MARK), px(_MARK))
        painter.setPen(QPen(theme.color("edge"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(theme.font("small", 600))
        painter.setPen(theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark)

"""How a line of the patient form is painted: the fact, what is so, and what was so before it was changed here."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from relall_trainer.gui.fact_lines import FactLine
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.painted_list import PaintedRows
from relall_trainer.gui.widgets.text_block import TextBlock

_PAD = 10
_LABEL_SHARE = 0.44
_BESIDE = 210  # px at 100 % from which the value stands beside the fact instead of below it
_MENU = 14


class FactRows(PaintedRows[FactLine]):
    """Paints ``FactLine`` rows."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._icons = icons

    def value_box(self, row: FactLine, box: QRect) -> QRect:
        """Where the value stands, for an editor laid over it."""
        px = self.theme.px
        left = box.left() + px(_PAD)
        if self._beside(box.width()):
            left += self._label_width(box.width()) + px(8)
            return QRect(left, box.top() + 1, box.right() - left - 4, box.height() - 2)
        high = px(30)
        return QRect(left, box.bottom() - high, box.right() - left - 4, high)

    def measure(self, row: FactLine, width: int) -> int:
        px = self.theme.px
        if row.caption:
            return self.block(row.label.upper(), "small", 600).height(width) + px(16)
        label, value, was = self._blocks_of(row)
        if self._beside(width):
            label_high = label.height(self._label_width(width))
            room = self._value_width(width)
            high = max(label_high, value.height(room) + was.height(room))
        else:
            room = self._value_width(width)
            high = label.height(room) + value.height(room) + was.height(room)
        return max(high + px(10), px(30))

    def draw(self, painter: QPainter, row: FactLine, box: QRect, *, current: bool) -> None:
        theme, px = self.theme, self.theme.px
        left, top = box.left() + px(_PAD), box.top() + px(5)
        if row.caption:
            block = self.block(row.label.upper(), "small", 600)
            block.draw(
                painter,
                left,
                box.bottom() - block.height(box.width()) - px(3),
                box.width(),
                theme.color("muted"),
            )
            return
        label, value, was = self._blocks_of(row)
        room = self._value_width(box.width())
        if self._beside(box.width()):
            label.draw(painter, left, top, self._label_width(box.width()), theme.color("muted"))
            left += self._label_width(box.width()) + px(8)
        else:
            top += label.draw(painter, left, top, room, theme.color("muted"))
        if row.was:
            painter.fillRect(
                QRect(box.left() + 3, box.top() + px(5), px(3), box.height() - px(10)), theme.color("accent")
            )
        top += value.draw(painter, left, top, room, theme.color("ink"))
        was.draw(painter, left, top, room, theme.color("muted"))
        if current:
            side = px(_MENU)
            picture = self._icons.pixmap("chevron-down", "muted", _MENU)
            painter.drawPixmap(box.right() - side - px(5), box.top() + px(7), picture)

    def _blocks_of(self, row: FactLine) -> tuple[TextBlock, TextBlock, TextBlock]:
        weight = 600 if row.was else 400
        return (
            self.block(row.label),
            self.block(row.words, "body", weight),
            self.block(f"was: {row.was}" if row.was else "", "small"),
        )

    def _beside(self, width: int) -> bool:
        return width >= self.theme.px(_BESIDE)

    def _label_width(self, width: int) -> int:
        return int((width - 2 * self.theme.px(_PAD)) * _LABEL_SHARE)

    def _value_width(self, width: int) -> int:
        px = self.theme.px
        taken = self._label_width(width) + px(8) if self._beside(width) else 0
        return max(40, width - 2 * px(_PAD) - taken - px(_MENU))

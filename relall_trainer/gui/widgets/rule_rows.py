"""How the rules are painted: a head, then its rows in columns (when, steps, rating), or stacked where room is short."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from relall_trainer.clinical.appraisal import RATINGS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.rule_lines import FIRES, RuleLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.painted_list import PaintedRows
from relall_trainer.gui.widgets.rating_badge import paint_rating, rating_width

_PAD = 12
_NAME = 64
_COLUMNS = 640  # px at 100 % from which a row stands in columns


class RuleRows(PaintedRows[RuleLine]):
    """Paints ``RuleLine`` rows."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._icons = icons

    def measure(self, row: RuleLine, width: int) -> int:
        return self._lay(row, QRect(0, 0, width, 0), None) + self.theme.px(14)

    def draw(self, painter: QPainter, row: RuleLine, box: QRect, *, current: bool) -> None:
        px = self.theme.px
        if row.head:
            painter.setPen(self.theme.color("line"))
            painter.drawLine(box.topLeft() + QPoint(px(_PAD), 0), box.topRight() + QPoint(-px(_PAD), 0))
        if row.fires:
            bar = QRect(box.left() + 3, box.top() + px(5), px(3), box.height() - px(10))
            painter.fillRect(bar, self.theme.color("accent"))
        self._lay(row, box, painter)

    def _lay(self, row: RuleLine, box: QRect, painter: QPainter | None) -> int:
        px = self.theme.px
        left, top = box.left() + px(_PAD), box.top() + px(7)
        width = box.width() - 2 * px(_PAD)
        if row.head:
            high = self._text(painter, f"{row.name} · {row.title}", left, top, width, "body", 600)
            high += self._text(painter, row.when, left, top + high, width)
            return high + self._text(painter, row.notes, left, top + high, width, "small", 400, "muted")
        if box.width() >= px(_COLUMNS):
            return self._columns(row, painter, left, top, width)
        return self._stacked(row, painter, left, top, width)

    def _columns(self, row: RuleLine, painter: QPainter | None, left: int, top: int, width: int) -> int:
        px = self.theme.px
        rated = self.length("rating", lambda: max(rating_width(self.theme, rating) for rating in RATINGS))
        room = width - px(_NAME) - rated - 3 * px(14)
        when, steps = int(room * 0.5), room - int(room * 0.5)
        x = left
        name = self._name(row, painter, x, top, px(_NAME))
        x += px(_NAME + 14)
        high = self._text(painter, row.when, x, top, when)
        x += when + px(14)
        high = max(high, self._text(painter, row.steps, x, top, steps))
        x += steps + px(14)
        high = max(high, self._rating(row, painter, x, top))
        x, room = left + px(_NAME + 14), width - px(_NAME + 14)
        return max(name, high + self._text(painter, row.notes, x, top + high, room, "small", 400, "muted"))

    def _stacked(self, row: RuleLine, painter: QPainter | None, left: int, top: int, width: int) -> int:
        high = self._name(row, painter, left, top, width)
        high += self._rating(row, painter, left, top + high)
        high += self._text(painter, row.when, left, top + high, width)
        high += self._text(painter, row.steps, left, top + high, width, "body", 600)
        return high + self._text(painter, row.notes, left, top + high, width, "small", 400, "muted")

    def _name(self, row: RuleLine, painter: QPainter | None, x: int, y: int, width: int) -> int:
        high = self._text(painter, row.name, x, y, width, "body", 600)
        if row.fires:
            words = FIRES.partition(" ")[0] if width < self.theme.px(120) else FIRES
            high += self._text(painter, words, x, y + high, width, "small", 600, "accent")
        return high

    def _rating(self, row: RuleLine, painter: QPainter | None, x: int, y: int) -> int:
        high = self.line() + self.theme.px(2)
        if not row.rating:
            return self._text(painter, "Caution", x, y, self.theme.px(120), "body", 600, "discouraged")
        if painter is not None:
            paint_rating(painter, self.theme, self._icons, row.rating, x, y + high // 2)
        return high

    def _text(
        self, painter: QPainter | None, text: str, x: int, y: int, width: int,
        size: str = "body", weight: int = 400, color: str = "ink",
    ) -> int:  # fmt: skip
        if not text:
            return 0
        block = self.block(text, size, weight)
        if painter is not None:
            block.draw(painter, x, y, width, self.theme.color(color))
        return block.height(max(1, width)) + self.theme.px(2)

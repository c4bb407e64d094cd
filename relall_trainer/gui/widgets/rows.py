"""Rows of a list painted as heading, text and a line of facts; found words are marked. Measured once a width."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme

Pieces = tuple[tuple[str, bool], ...]
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_PAD = 10
_MOST_LINES = 6
_PICTURE = 16
_BAR = 8
_BAR_WIDE = 420


@dataclass(frozen=True, slots=True)
class Row:
    """What one row shows: ``heading`` and ``text`` as (words, marked?), ``facts`` beneath, ``tag`` at the right.

    ``rating``: whose picture stands before the heading, where the list was given the pictures. ``bar``: a share with
    its interval, each between 0 and 1, painted beneath.
    """

    heading: Pieces
    text: Pieces = ()
    facts: str = ""
    tag: str = ""
    rating: str = ""
    bar: tuple[float, float, float] | None = None

    def spoken(self) -> str:
        """The row as one text, for a screen reader."""
        parts = ("".join(words for words, _ in part) for part in (self.heading, self.text))
        return ". ".join(part for part in (*parts, self.facts, self.tag) if part)


class RowDelegate(QStyledItemDelegate):
    """Paints ``Row`` values that a model gives under ``ROW_ROLE``."""

    def __init__(self, theme: Theme, icons: Icons | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._heights: dict[tuple[Row, int], int] = {}
        theme.changed.connect(self._heights.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: Row = index.data(ROW_ROLE)
        width = _inner_width(option)
        key = (row, width)
        if key not in self._heights:
            if len(self._heights) > 4000:
                self._heights.clear()
            self._heights[key] = self._height(row, width)
        return QSize(width, self._heights[key])

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 2, -2, -2)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), theme.sizes.focus))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        pad = theme.px(_PAD)
        left, top = box.left() + pad, box.top() + theme.px(6)
        width = int(box.width()) - 2 * pad
        indent = self._indent(row)
        if indent and self._icons is not None:
            painter.drawPixmap(int(left), int(top), self._icons.rating(row.rating, _PICTURE))
        left, width = left + indent, width - indent
        room = width - self._paint_tag(painter, row.tag, QRectF(left, top, width, 100))
        top += self._draw(painter, row.heading, theme.font("body", 600), "ink", left, top, room)
        top += self._draw(painter, row.text, theme.font("body"), "ink", left, top, width)
        top += self._draw(painter, ((row.facts, False),), theme.font("small"), "muted", left, top, width)
        if row.bar is not None:
            self._paint_bar(painter, row.bar, left, top + theme.px(2), min(width, theme.px(_BAR_WIDE)))
        painter.setPen(theme.color("line"))
        painter.drawLine(box.bottomLeft() + QPointF(pad, 2), box.bottomRight() + QPointF(-pad, 2))
        painter.restore()

    def _indent(self, row: Row) -> int:
        return self._theme.px(_PICTURE + 8) if row.rating and self._icons is not None else 0

    def _paint_bar(
        self, painter: QPainter, bar: tuple[float, float, float], left: float, top: float, width: int
    ) -> None:
        """A track from 0 to 100 %, the share filled, its interval as a line with ends."""
        share, low, high = bar
        theme, thick = self._theme, self._theme.px(_BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bar_soft"))
        painter.drawRoundedRect(QRectF(left, top, width, thick), 2, 2)
        painter.setBrush(theme.color("bar"))
        painter.drawRoundedRect(QRectF(left, top, width * share, thick), 2, 2)
        painter.setPen(QPen(theme.color("ink"), max(1, theme.px(1.5))))
        middle = top + thick / 2
        first, last = left + width * low, left + width * high
        painter.drawLine(QPointF(first, middle), QPointF(last, middle))
        for end in (first, last):
            painter.drawLine(QPointF(end, top), QPointF(end, top + thick))

    def _paint_tag(self, painter: QPainter, tag: str, box: QRectF) -> int:
        if not tag:
            return 0
        font = self._theme.font("small", 600)
        wide = QFontMetrics(font).horizontalAdvance(tag) + self._theme.px(12)
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, tag)
        return wide

    def _draw(
        self, painter: QPainter, pieces: Pieces, font: QFont, role: str, left: float, top: float, width: int
    ) -> float:
        layout = self._laid_out(pieces, font, width)
        if layout is None:
            return 0.0
        painter.setPen(self._theme.color(role))
        layout.draw(painter, QPointF(left, top))
        return layout.boundingRect().height() + 2

    def _height(self, row: Row, width: int) -> int:
        theme = self._theme
        inner = width - 2 * theme.px(_PAD) - 4 - self._indent(row)
        tag = (
            QFontMetrics(theme.font("small", 600)).horizontalAdvance(row.tag) + theme.px(12) if row.tag else 0
        )
        high = 4 + 2 * theme.px(6)
        for pieces, font, room in (
            (row.heading, theme.font("body", 600), inner - tag),
            (row.text, theme.font("body"), inner),
            (((row.facts, False),), theme.font("small"), inner),
        ):
            layout = self._laid_out(pieces, font, room)
            high += int(layout.boundingRect().height()) + 3 if layout is not None else 0
        if row.bar is not None:
            high += theme.px(_BAR + 6)
        return max(high, theme.px(theme.sizes.target))

    def _laid_out(self, pieces: Pieces, font: QFont, width: int) -> QTextLayout | None:
        text = "".join(words for words, _ in pieces)
        if not text:
            return None
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._marks(pieces))
        high = 0.0
        layout.beginLayout()
        for _ in range(_MOST_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(40, width))
            line.setPosition(QPointF(0, high))
            high += line.height()
        layout.endLayout()
        return layout

    def _marks(self, pieces: Pieces) -> list[QTextLayout.FormatRange]:
        marks, place = [], 0
        for words, marked in pieces:
            if marked:
                look = QTextCharFormat()
                look.setBackground(self._theme.color("mark"))
                look.setForeground(self._theme.color("ink"))
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = place, len(words), look
                marks.append(span)
            place += len(words)
        return marks


def _inner_width(option: QStyleOptionViewItem) -> int:
    """The width rows are laid out in: the list's own, known before the rows have one."""
    widget = option.widget
    if widget is not None and hasattr(widget, "viewport"):
        return int(widget.viewport().width())
    return int(option.rect.width())

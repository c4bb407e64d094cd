"""Paints the cells of Table 1: lines of text with their marks, and the forest plot with its axis in the heading."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from relall_trainer.evidence.shares import NOT_GIVEN
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.forest_plot import paint_axis, paint_scale, paint_share
from relall_trainer.gui.widgets.table_model import CELL_ROLE, PLOT, SHARE_ROLE, Line
from relall_trainer.gui.widgets.text_block import TextBlock

_WORD = re.compile(r"[^\s-]+-?")  # a line may be broken after a hyphen
_ACROSS, _DOWN = 8, 6
_MARK = 13
_PLOT_SIDE = 18  # room at either end of the axis for half a square and half a number


class CellDelegate(QStyledItemDelegate):
    """Paints what the model gives under ``CELL_ROLE`` and ``SHARE_ROLE``."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._blocks: dict[Line, TextBlock] = {}
        theme.changed.connect(self._blocks.clear)

    def height(self, lines: tuple[Line, ...], width: int) -> int:
        """How high a cell with these lines is at this width."""
        px = self._theme.px
        room = width - 2 * px(_ACROSS)
        return sum(self._line_height(line, room) for line in lines) + 2 * px(_DOWN)

    def wide(self, lines: tuple[Line, ...]) -> int:
        """How wide a cell must be for its longest word."""
        longest = 0
        for line in lines:
            metrics = QFontMetrics(self._theme.font(line.font, line.weight))
            indent = self._indent(line)
            longest = max(
                [longest, *(indent + metrics.horizontalAdvance(word) for word in _WORD.findall(line.text))]
            )
        return longest + 2 * self._theme.px(_ACROSS) + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        lines: tuple[Line, ...] = index.data(CELL_ROLE)
        metrics = [
            self._indent(line)
            + QFontMetrics(self._theme.font(line.font, line.weight)).horizontalAdvance(line.text)
            for line in lines
        ]
        wide = max(metrics, default=0) + 2 * self._theme.px(_ACROSS) + 2
        return QSize(wide, self.height(lines, wide))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._theme
        painter.save()
        box = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("accent_soft"))
        elif index.row() % 2:
            painter.fillRect(option.rect, theme.color("raised"))
        share = index.data(SHARE_ROLE)
        if share is not None:
            inner = plot_box(theme, box)
            paint_scale(painter, theme, inner)
            paint_share(painter, theme, inner, share)
            if share.kind == NOT_GIVEN:
                self._paint_lines(painter, box, (Line(share.why, "small", role="muted"),))
        else:
            self._paint_lines(painter, box, index.data(CELL_ROLE))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), theme.sizes.focus))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_lines(self, painter: QPainter, box: QRectF, lines: tuple[Line, ...]) -> None:
        px = self._theme.px
        left, top = box.left() + px(_ACROSS), box.top() + px(_DOWN)
        room = int(box.width()) - 2 * px(_ACROSS)
        for line in lines:
            indent = self._indent(line)
            if line.mark:
                high = QFontMetrics(self._theme.font(line.font)).height()
                picture = self._icons.pixmap(line.mark, line.role, _MARK)
                painter.drawPixmap(QPointF(left, top + (high - px(_MARK)) / 2), picture)
            color = self._theme.color(line.role)
            self._block(line).draw(painter, int(left + indent), int(top), max(1, room - indent), color)
            top += self._line_height(line, room)

    def _line_height(self, line: Line, room: int) -> int:
        return self._block(line).height(max(1, room - self._indent(line))) + 1

    def _indent(self, line: Line) -> int:
        return self._theme.px(_MARK + 4) if line.mark else 0

    def _block(self, line: Line) -> TextBlock:
        if line not in self._blocks:
            if len(self._blocks) > 2000:
                self._blocks.clear()
            block = TextBlock()
            block.set(line.text, self._theme.font(line.font, line.weight))
            self._blocks[line] = block
        return self._blocks[line]


def plot_box(theme: Theme, cell: QRectF) -> QRectF:
    """Where in a cell the axis runs."""
    side = theme.px(_PLOT_SIDE)
    return cell.adjusted(side, 0, -side, 0)


class AxisHeader(QHeaderView):
    """The headings, with the numbers of the axis beneath the plot's."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._row() * 2 + 3 * self._theme.px(5))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme, px = self._theme, self._theme.px
        box = QRectF(rect)
        painter.save()
        painter.fillRect(box, theme.color("surface"))
        font = theme.font("small", 600)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        inner = box.adjusted(px(_ACROSS), px(5), -px(2), 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
        if section == PLOT:
            axis = plot_box(theme, box)
            paint_axis(painter, theme, QRectF(axis.left(), box.top() + self._row() + px(8), axis.width(), 0))
        painter.setPen(theme.color("edge"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _row(self) -> int:
        return QFontMetrics(self._theme.font("small", 600)).height()

"""How rules or dimensions stand, one row each: words, answers with their interval, recall, when it is due.

In columns where there is room for them, in three lines where there is not. Walked with the arrow keys, opened with
Enter or a click; what order they stand in is the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from relall_trainer.gui.practice_lines import MasteryLine, percent
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.interval_bar import paint_interval
from relall_trainer.gui.widgets.text_block import TextBlock

_Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
WIDE = 860  # px at 100% from which the row stands in columns
RESULT, RECALL, DUE = 210, 170, 130
PAD, GAP = 12, 16


class MasteryModel(QAbstractListModel):
    """The lines, in the order given."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[MasteryLine] = []

    def show_lines(self, lines: Sequence[MasteryLine]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken()
        return None


class MasteryTable(QListView):
    """``line_opened`` names the key of the row opened, ``line_passed`` of the one come to.

    ``typed`` carries a letter typed on the list: it is meant for the field that finds.
    """

    line_opened = Signal(str)
    line_passed = Signal(str)
    typed = Signal(str)
    resized = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.lines = MasteryModel()
        self.setAccessibleName(name)
        self.setProperty("role", "rows")
        self.setModel(self.lines)
        self._delegate = _MasteryDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        self.selectionModel().currentChanged.connect(self._pass)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.scheduleDelayedItemsLayout)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def timed(self) -> bool:
        """Whether any row has a time to come back."""
        return any(line.recall or line.due for line in self.lines.lines)

    @property
    def key(self) -> str:
        """The key of the current row; empty where there is none."""
        row = self.currentIndex().row()
        return self.lines.lines[row].key if 0 <= row < len(self.lines.lines) else ""

    def show_lines(self, lines: Sequence[MasteryLine]) -> None:
        """Show these, standing where one stood before, if it is still there."""
        before = self.key
        self.lines.show_lines(lines)
        self.come_to(before)

    def come_to(self, key: str) -> None:
        """Make the row of this key the current one, or the first."""
        place = next((place for place, line in enumerate(self.lines.lines) if line.key == key), 0)
        if self.lines.lines:
            self.setCurrentIndex(self.lines.index(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again.start(0)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and text and text.isprintable() and not text.isspace():
            self.typed.emit("" if text == "/" else text)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.line_opened.emit(self.lines.lines[index.row()].key)

    def _pass(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.line_passed.emit(self.lines.lines[index.row()].key)


class _MasteryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._heights: dict[tuple[MasteryLine, int], int] = {}
        theme.changed.connect(self._heights.clear)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: MasteryLine = index.data(LINE_ROLE)
        width = _width(option)
        key = (line, width)
        if key not in self._heights:
            if len(self._heights) > 2000:
                self._heights.clear()
            self._heights[key] = self._lay_out(None, line, 0, 0, width)
        return QSize(width, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 2, -2, -2)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(box, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), theme.sizes.focus))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        line: MasteryLine = index.data(LINE_ROLE)
        self._lay_out(painter, line, option.rect.left(), option.rect.top(), option.rect.width())
        painter.setPen(theme.color("line"))
        pad = theme.px(PAD)
        under = option.rect.bottom()
        painter.drawLine(option.rect.left() + pad, under, option.rect.right() - pad, under)
        painter.restore()

    def _lay_out(self, painter: QPainter | None, line: MasteryLine, x: int, y: int, width: int) -> int:
        """Paint the row, or only say how high it is."""
        if width >= self._theme.px(WIDE):
            return self._in_columns(painter, line, x, y, width)
        return self._in_lines(painter, line, x, y, width)

    def _in_columns(self, painter: QPainter | None, line: MasteryLine, x: int, y: int, width: int) -> int:
        px = self._theme.px
        result, recall, due = columns(self._theme, width)
        top = y + px(9)
        high = self._write(painter, line.heading, x + px(PAD), top, result - px(PAD + GAP))
        bar = px(16) if line.n else 0
        if line.n:
            self._bar(painter, line, QRectF(x + result, top, px(RESULT - GAP), px(16)))
        role = "ink" if line.enough else "muted"
        high = max(
            high,
            bar + self._write(painter, line.result(), x + result, top + bar, px(RESULT - GAP), role, "small"),
        )
        told = " · ".join(percent(share)[:-1] for share in line.recall)
        told = f"{told}%" if told else ""
        high = max(high, self._write(painter, told, x + recall, top, px(RECALL - GAP), role))
        high = max(high, self._write(painter, line.due, x + due, top, px(DUE - PAD), "muted"))
        return int(high + 2 * px(9))

    def _in_lines(self, painter: QPainter | None, line: MasteryLine, x: int, y: int, width: int) -> int:
        px = self._theme.px
        left, room = x + px(PAD), width - 2 * px(PAD)
        top = y + px(9)
        due = self._block(f"due {line.due}" if line.due else "", "small")
        due_wide = min(due.used_width(room // 2) + 2, room // 2)
        if painter is not None:
            due.draw(painter, left + room - due_wide, top, due_wide, self._theme.color("muted"))
        heading = self._write(painter, line.heading, left, top, room - due_wide - px(GAP), weight=600)
        top += max(heading, due.height(due_wide)) + px(3)
        role = "ink" if line.enough else "muted"
        bar = min(px(150), room // 3) if line.n else 0
        if line.n:
            self._bar(painter, line, QRectF(left, top, bar, px(18)))
        beside = bar + px(10) if bar else 0
        top += max(
            px(18) if bar else 0,
            self._write(painter, line.result(), left + beside, top, room - beside, role, "small"),
        )
        told = line.recalled()
        if told:
            top += px(1) + self._write(painter, told, left, top + px(1), room, "muted", "small")
        return int(top - y + px(9))

    def _bar(self, painter: QPainter | None, line: MasteryLine, box: QRectF) -> None:
        if painter is not None:
            paint_interval(painter, self._theme, box, line.low, line.share, line.high, known=line.enough)

    def _block(self, text: str, size: str, weight: int = 400) -> TextBlock:
        block = TextBlock()
        block.set(text, self._theme.font(size, weight))
        return block

    def _write(
        self,
        painter: QPainter | None,
        text: str,
        x: int,
        y: int,
        width: int,
        role: str = "ink",
        size: str = "body",
        weight: int = 400,
    ) -> int:
        block = self._block(text, size, weight)
        if painter is not None:
            block.draw(painter, x, y, width, self._theme.color(role))
        return block.height(width)


def columns(theme: Theme, width: int) -> tuple[int, int, int]:
    """Where result, recall and due begin in a row of this width."""
    due = width - theme.px(DUE)
    recall = due - theme.px(RECALL)
    return recall - theme.px(RESULT), recall, due


def _width(option: QStyleOptionViewItem) -> int:
    """The width rows are laid out in: the list's own, known before the rows have one."""
    widget = option.widget
    if widget is not None and hasattr(widget, "viewport"):
        return int(widget.viewport().width())
    return int(option.rect.width())

"""A list whose rows are painted: captions are passed over, unchanged rows stay where they are, nothing is rebuilt.

What a row looks like is left to the painter it is given; where opening it leads, to whoever listens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text_block import TextBlock

_Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_MOST_KEPT = 3000


class PaintedRow(Protocol):
    """A row: frozen, so that its measures can be kept. Captions cannot be come to."""

    @property
    def key(self) -> str: ...
    @property
    def caption(self) -> bool: ...
    def spoken(self) -> str: ...


R = TypeVar("R", bound=PaintedRow)


class PaintedRows(QStyledItemDelegate, Generic[R]):
    """Paints rows of one kind. Height and text blocks of a row are worked out once a width."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._heights: dict[tuple[R, int], int] = {}
        self._blocks: dict[tuple[str, str, int], TextBlock] = {}
        self._lengths: dict[str, int] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Measure everything anew."""
        for kept in (self._heights, self._blocks, self._lengths):
            kept.clear()

    def height(self, row: R, width: int) -> int:
        """How high a row is; the whole width of the list is given."""
        key = (row, width)
        if key not in self._heights:
            if len(self._heights) > _MOST_KEPT:
                self._heights.clear()
            self._heights[key] = self.measure(row, width)
        return self._heights[key]

    def measure(self, row: R, width: int) -> int:
        """The height of a row in px."""
        raise NotImplementedError

    def draw(self, painter: QPainter, row: R, box: QRect, *, current: bool) -> None:
        """Paint a row into its box; ground and focus have been painted."""
        raise NotImplementedError

    def block(self, text: str, role: str = "body", weight: int = 400) -> TextBlock:
        """A text in one of the theme's fonts, kept for as long as the theme stays."""
        key = (text, role, weight)
        found = self._blocks.get(key)
        if found is None:
            if len(self._blocks) > _MOST_KEPT:
                self._blocks.clear()
            found = self._blocks[key] = TextBlock()
            found.set(text, self.theme.font(role, weight))
        return found

    def length(self, name: str, measure: Callable[[], int]) -> int:
        """A length that is worked out once and kept for as long as the theme stays."""
        if name not in self._lengths:
            self._lengths[name] = measure()
        return self._lengths[name]

    def line(self, role: str = "body") -> int:
        """How high a line of text is."""
        return self.length(role, lambda: QFontMetrics(self.theme.font(role)).height())

    def ground(self, row: R) -> str:
        """The color a row stands on; empty for none."""
        return ""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        widget = option.widget
        width = widget.viewport().width() if isinstance(widget, QListView) else option.rect.width()
        return QSize(1, self.height(index.data(ROW_ROLE), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: R = index.data(ROW_ROLE)
        theme = self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "accent_soft" if current else self.ground(row)
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(box, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), theme.sizes.focus))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        self.draw(painter, row, option.rect, current=current)
        painter.restore()


class PaintedModel(QAbstractListModel, Generic[R]):
    """The rows. Where only some of them read differently, only those are announced."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[R] = ()

    def show_rows(self, rows: Sequence[R]) -> list[tuple[R, R]] | None:
        """Take these rows; returns those that changed as (before, now), or None where all were taken anew."""
        before = self.rows
        if [row.key for row in before] != [row.key for row in rows] or not before:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return None
        places = [place for place, row in enumerate(rows) if row != before[place]]
        self.rows = rows
        for place in places:
            index = self.index(place)
            self.dataChanged.emit(index, index)
        return [(before[place], rows[place]) for place in places]

    def place(self, key: str) -> int | None:
        """Where the row of a key stands."""
        return next((place for place, row in enumerate(self.rows) if row.key == key), None) if key else None

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ROW_ROLE:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].spoken()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].caption:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PaintedList(QListView, Generic[R]):
    """``passed`` names the key of the row come to, ``opened`` that of the row opened by Enter or a click."""

    opened = Signal(str)
    passed = Signal(str)

    def __init__(self, theme: Theme, name: str, painter: PaintedRows[R]) -> None:
        super().__init__()
        self._painter = painter
        self.model_here: PaintedModel[R] = PaintedModel()
        self._restoring = False
        self.setAccessibleName(name)
        self.setProperty("role", "rows")
        self.setModel(self.model_here)
        self.setItemDelegate(painter)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the width must not jump
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._open)
        self.selectionModel().currentChanged.connect(self._pass)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._relay)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def rows(self) -> Sequence[R]:
        """What the list shows."""
        return self.model_here.rows

    @property
    def current_key(self) -> str:
        """The key of the row one is on; empty for none."""
        index = self.currentIndex()
        return self.rows[index.row()].key if index.isValid() else ""

    def show_rows(self, rows: Sequence[R]) -> None:
        """Show these rows; where one was, one stays."""
        was, scrolled = self.current_key, self.verticalScrollBar().value()
        changed = self.model_here.show_rows(rows)
        if changed is None:
            self._restoring = True
            self.come_to(was, scroll=False)
            self._restoring = False
            self.executeDelayedItemsLayout()
            self.verticalScrollBar().setValue(scrolled)
            return
        width = self.viewport().width()
        if any(self._painter.height(a, width) != self._painter.height(b, width) for a, b in changed):
            self.scheduleDelayedItemsLayout()
            self.executeDelayedItemsLayout()  # at once, so that all is painted in one go

    def come_to(self, key: str, *, scroll: bool = True, top: bool = False) -> bool:
        """Make the row of this key the current one, at the ``top`` of what is seen; False where it is not there."""
        place = self.model_here.place(key)
        if place is None:
            return False
        index = self.model_here.index(place)
        auto = self.hasAutoScroll()
        self.setAutoScroll(scroll)
        self.setCurrentIndex(index)
        self.setAutoScroll(auto)
        if scroll:
            hint = QAbstractItemView.ScrollHint
            self.scrollTo(index, hint.PositionAtTop if top else hint.EnsureVisible)
        return True

    def come_to_first(self) -> None:
        """Make the first row that is no caption the current one."""
        place = next((place for place, row in enumerate(self.rows) if not row.caption), None)
        if place is not None:
            self.setCurrentIndex(self.model_here.index(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Home or (
            event.key() == Qt.Key.Key_Up and not any(self._reachable(self.currentIndex().row()))
        ):
            self.scrollToTop()  # a caption above the first row is to be read, too
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        """Paint the row anew. Qt would lay all of them out anew; ``show_rows`` does so where a height has changed."""
        self.update(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again.start(0)

    def _relay(self) -> None:
        """Lay the rows out anew; what stood at the top stays there."""
        top = self.indexAt(self.viewport().rect().topLeft() + QPoint(8, 8))
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        if top.isValid() and self.verticalScrollBar().value():
            self.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)
        if self.hasFocus() and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _reachable(self, before: int) -> list[bool]:
        return [not row.caption for row in self.rows[: max(0, before)]]

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and not self.rows[index.row()].caption:
            self.opened.emit(self.rows[index.row()].key)

    def _pass(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and not self._restoring:
            self.passed.emit(self.rows[index.row()].key)

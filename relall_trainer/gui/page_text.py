"""What can be read on a page now, and what stands under the mouse: for whoever explains words, never to change any.

Text one types is nobody's to read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_MOST_ROWS = 400  # of one list; more are not on any screen


@dataclass(frozen=True, slots=True)
class TextAt:
    """A text under the mouse; ``place`` is the character there, where that can be known."""

    text: str
    place: int | None = None


def shown_texts(page: QWidget) -> Iterator[str]:
    """Every text of the page that is on the screen, in no particular order."""
    for part in (page, *page.findChildren(QWidget)):
        if part.isVisible() and not part.visibleRegion().isEmpty():
            yield from _texts_of(part)


def text_at(window: QWidget, at: QPoint) -> TextAt | None:
    """The text under a point of the screen, of the innermost part of the window that has one."""
    part = window.childAt(window.mapFromGlobal(at))
    if part is None:
        return None
    area = part.parentWidget()
    if isinstance(area, QAbstractScrollArea) and area.viewport() is part:
        part = area
    return _text_at(part, at)


def _texts_of(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLineEdit | QPlainTextEdit) or _is_written_in(part):
        return
    if isinstance(part, QTextEdit):
        yield part.toPlainText()
    elif isinstance(part, QAbstractItemView):
        yield from _rows_of(part)
    elif isinstance(part, QLabel):
        yield part.text()
    else:
        if isinstance(part, QAbstractButton):
            yield part.text()
        yield part.accessibleName()
        yield part.accessibleDescription()


def _is_written_in(part: QWidget) -> bool:
    return isinstance(part, QTextEdit) and not part.isReadOnly()


def _rows_of(view: QAbstractItemView) -> Iterator[str]:
    """The rows one can see, in the columns there are."""
    model = view.model()
    room = view.viewport().rect()
    columns = 1 if isinstance(view, QListView) else model.columnCount(QModelIndex())
    first = view.indexAt(QPoint(room.left() + 1, room.top() + 1))
    for row in range(
        max(0, first.row()), min(model.rowCount(QModelIndex()), max(0, first.row()) + _MOST_ROWS)
    ):
        index = model.index(row, 0)
        if view.visualRect(index).top() > room.bottom():
            return
        for column in range(columns):
            yield _said(model.index(row, column))


def _said(index: QModelIndex) -> str:
    for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
        said = index.data(role)
        if isinstance(said, str) and said:
            return said
    return ""


def _text_at(part: QWidget, at: QPoint) -> TextAt | None:
    if isinstance(part, QLineEdit | QPlainTextEdit) or _is_written_in(part):
        return None
    if isinstance(part, QTextEdit):
        cursor = part.cursorForPosition(part.viewport().mapFromGlobal(at))
        return TextAt(cursor.block().text(), cursor.positionInBlock())
    if isinstance(part, QAbstractItemView):
        index = part.indexAt(part.viewport().mapFromGlobal(at))
        return TextAt(_said(index)) if index.isValid() else None
    if isinstance(part, QLabel):
        return TextAt(part.text(), _character_of(part, part.mapFromGlobal(at)))
    text = " ".join(text for text in _texts_of(part) if text)
    return TextAt(text) if text else None


def _character_of(label: QLabel, at: QPoint) -> int | None:
    """Which character of a label's plain text stands at a point: laid out as the label lays it out."""
    room = label.contentsRect()
    margin = label.margin()
    room = room.adjusted(margin, margin, -margin, -margin)
    layout = QTextLayout(label.text().replace("\n", "\N{LINE SEPARATOR}"), label.font())
    option = QTextOption()
    wraps = label.wordWrap()
    option.setWrapMode(QTextOption.WrapMode.WordWrap if wraps else QTextOption.WrapMode.ManualWrap)
    layout.setTextOption(option)
    high = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room.width() if wraps else 1_000_000)
        line.setPosition(QPointF(0, high))
        high += line.height()
    layout.endLayout()
    top = _top_of(label, room, high)
    for place in range(layout.lineCount()):
        line = layout.lineAt(place)
        if line.y() <= at.y() - top < line.y() + line.height():
            left = _left_of(label, room, line.naturalTextWidth())
            inside = 0 <= at.x() - left <= line.naturalTextWidth()
            on = line.xToCursor(at.x() - left, line.CursorPosition.CursorOnCharacter)
            return int(on) if inside else None
    return None


def _top_of(label: QLabel, room: QRect, high: float) -> float:
    where = label.alignment()
    if where & Qt.AlignmentFlag.AlignTop:
        return room.top()
    if where & Qt.AlignmentFlag.AlignBottom:
        return room.bottom() + 1 - high
    return room.top() + (room.height() - high) / 2


def _left_of(label: QLabel, room: QRect, wide: float) -> float:
    where = label.alignment()
    if where & Qt.AlignmentFlag.AlignHCenter:
        return room.left() + (room.width() - wide) / 2
    if where & Qt.AlignmentFlag.AlignRight:
        return room.right() + 1 - wide
    return room.left()

"""The drawing of a decision map: nodes and roads, walked with the arrows.

Where nodes stand is settled by ``map_layout``; scrolling and size by ``decision_map``.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.encounter.decision_map import DecisionMap, MapEdge
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.map_layout import Placed, placed

_BOX = (136, 52)
_PITCH = (166, 66)
_MARGIN = 16
_ICON = 15
_SMALLEST, _LARGEST = 0.45, 1.6


def node_words(one: Placed) -> str:
    """A node as a sentence."""
    node = one.node
    parts = [node.title]
    if node.ending:
        parts.append("an ending")
    if node.mark:
        parts.append(f"your answer: {RATING_WORDS[node.mark].lower()}")
    if node.yours:
        parts.append("on your path")
    elif node.met:
        parts.append("met, then stepped back from")
    if node.authors:
        parts.append("on the authors' path")
    if not node.met and not node.yours and not node.authors:
        parts.append("a road not taken")
    return ", ".join(parts)


class MapCanvas(QWidget):
    """The drawing itself. ``node_chosen`` when Enter or a click asks for a decision."""

    node_chosen = Signal(str)
    selected = Signal(QRectF)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._placed: dict[str, Placed] = {}
        self._edges: tuple[MapEdge, ...] = ()
        self._zoom = 1.0
        self._current = ""
        self._top_row = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # -- state -----------------------------------------------------------------------------------------------

    def show_map(self, roads: DecisionMap) -> None:
        """Show these roads."""
        self._placed = {one.node.id: one for one in placed(roads)}
        self._edges = roads.edges
        self._top_row = min((one.row for one in self._placed.values()), default=0)
        own = [one for one in self._placed.values() if one.node.yours]
        self._current = own[0].node.id if own else ""
        self._fit_size()
        self._tell()

    @property
    def zoom(self) -> float:
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Make it larger or smaller, within what can be read."""
        self._zoom = max(_SMALLEST, min(_LARGEST, zoom))
        self._fit_size()

    def natural_width(self) -> float:
        """The width at zoom 1."""
        columns = max((one.column for one in self._placed.values()), default=0)
        return self._theme.px(columns * _PITCH[0] + _BOX[0] + 2 * _MARGIN)

    def current_box(self) -> QRectF:
        """Where the node the arrows are at stands."""
        return self._box(self._placed[self._current]) if self._current else QRectF()

    def _fit_size(self) -> None:
        rows = max((one.row for one in self._placed.values()), default=0) - self._top_row
        high = self._theme.px(rows * _PITCH[1] + _BOX[1] + 2 * _MARGIN)
        self.setFixedSize(QSize(round(self.natural_width() * self._zoom), round(high * self._zoom)))
        self.update()

    def _tell(self) -> None:
        self.setAccessibleName("Decision map")
        words = node_words(self._placed[self._current]) if self._current else "empty"
        self.setAccessibleDescription(f"{words}. Arrows move, Enter opens the decision.")

    def _box(self, one: Placed) -> QRectF:
        px, zoom = self._theme.px, self._zoom
        left = px(_MARGIN + one.column * _PITCH[0])
        top = px(_MARGIN + (one.row - self._top_row) * _PITCH[1])
        return QRectF(left * zoom, top * zoom, px(_BOX[0]) * zoom, px(_BOX[1]) * zoom)

    # -- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        order = {"not_taken": 0, "authors": 1, "both": 2, "yours": 3}
        for edge in sorted(self._edges, key=lambda edge: order[edge.kind]):
            self._paint_edge(painter, edge)
        for one in self._placed.values():
            self._paint_node(painter, one)

    def _paint_edge(self, painter: QPainter, edge: MapEdge) -> None:
        theme = self._theme
        start, end = self._box(self._placed[edge.source]), self._box(self._placed[edge.target])
        path = _way(start, end)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if edge.kind == "not_taken":
            style = Qt.PenStyle.DotLine if edge.stepped_back else Qt.PenStyle.SolidLine
            color = theme.color("accent" if edge.stepped_back else "line")
            painter.setPen(QPen(color, 1.6, style))
            painter.drawPath(path)
            return
        if edge.kind in ("yours", "both"):
            painter.setPen(QPen(theme.color("accent"), 3.0))
            painter.drawPath(path)
        if edge.kind in ("authors", "both"):
            painter.setPen(QPen(theme.color("ink"), 1.8, Qt.PenStyle.DashLine))
            painter.drawPath(path.translated(0, 5 if edge.kind == "both" else 0))

    def _paint_node(self, painter: QPainter, one: Placed) -> None:
        theme, node = self._theme, one.node
        box = self._box(one)
        fill, border, ink = _node_colors(theme, one)
        style = Qt.PenStyle.DashLine if node.authors and not node.met else Qt.PenStyle.SolidLine
        painter.setPen(QPen(border, 2.0 if node.met else 1.2, style))
        painter.setBrush(fill)
        round_ = box.height() / 2 if node.ending else theme.sizes.radius_control
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), round_, round_)
        if node.id == self._current and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 2.0))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), round_ + 3, round_ + 3)
        left = box.left() + (14 if node.ending else 8) * self._zoom
        if node.mark:
            side = round(_ICON * self._zoom)
            picture = self._icons.rating(node.mark, side)
            painter.drawPixmap(QPointF(left, box.center().y() - theme.px(side) / 2), picture)
            left += theme.px(side) + 6
        words = QRectF(left, box.top() + 3, box.right() - left - (12 if node.ending else 6), box.height() - 6)
        painter.setFont(self._font(600 if node.yours else 400))
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, self._short(painter, node.title, words))

    def _short(self, painter: QPainter, title: str, room: QRectF) -> str:
        """The title, cut where it does not fit; the whole is in the tip and the list."""
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        words = title.split()
        shown = title
        while words and painter.boundingRect(room, flags, shown).height() > room.height():
            words.pop()
            shown = " ".join(words) + " …"
        return shown

    def _font(self, weight: int) -> QFont:
        font = self._theme.font("small", weight)
        font.setPixelSize(max(9, round(font.pixelSize() * self._zoom)))
        return font

    # -- moving ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.isAutoRepeat():
            self._choose(self._current)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.set_zoom(self._zoom * 1.15)
        elif key == Qt.Key.Key_Minus:
            self.set_zoom(self._zoom / 1.15)
        else:
            super().keyPressEvent(event)

    def _move(self, key: int) -> None:
        if not self._current:
            return
        here = self._placed[self._current]
        across = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        sign = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
        ahead = [
            (
                abs(one.column - here.column) * (1 if across else 3)
                + abs(one.row - here.row) * (3 if across else 1),
                one,
            )
            for one in self._placed.values()
            if sign * ((one.column - here.column) if across else (one.row - here.row)) > 0
        ]
        if ahead:
            self._select(min(ahead, key=lambda pair: pair[0])[1].node.id)

    def _select(self, node: str) -> None:
        self._current = node
        self._tell()
        self.update()
        self.selected.emit(self.current_box())

    def _choose(self, node: str) -> None:
        if node and self._placed[node].node.met and not self._placed[node].node.ending:
            self.node_chosen.emit(node)

    def _at(self, pos: QPoint) -> str:
        spot = QPointF(pos)
        return next((name for name, one in self._placed.items() if self._box(one).contains(spot)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        node = self._at(event.position().toPoint())
        if node:
            self._select(node)
            self._choose(node)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            node = self._at(event.pos())
            if node:
                QToolTip.showText(event.globalPos(), node_words(self._placed[node]), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _way(start: QRectF, end: QRectF) -> QPainterPath:
    """From the right of one box to the left of another."""
    here = QPointF(start.right(), start.center().y())
    there = QPointF(end.left(), end.center().y())
    bend = max(18.0, min(60.0, (there.x() - here.x()) / 2))
    path = QPainterPath(here)
    path.cubicTo(here + QPointF(bend, 0), there - QPointF(bend, 0), there)
    return path


def _node_colors(theme: Theme, one: Placed) -> tuple[QColor, QColor, QColor]:
    """Fill, border and words of a node."""
    node = one.node
    if node.mark:
        soft = "surface" if node.mark == "unrated" else f"{node.mark}_soft"
        return theme.color(soft), theme.color(node.mark), theme.color("ink")
    if node.met:
        return theme.color("accent_soft"), theme.color("accent"), theme.color("ink")
    if node.authors:
        return theme.color("surface"), theme.color("ink"), theme.color("ink")
    return theme.color("surface"), theme.color("line"), theme.color("muted")

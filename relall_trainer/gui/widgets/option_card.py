"""One step on offer, as a card: number key, check box or radio mark, label and detail.

A real check box or radio button underneath, so that assistive technology reads it as one; only the
painting and the way keys move are its own. Which cards may be checked together is left to ``option_list``.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QSizePolicy, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text_block import TextBlock

# By number, as a key of another script has no name in Qt.
MOVES: dict[int, int] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
}
_LEAST_HEIGHT = 44
_PAD = 9
_KEY_SIDE = 24
_MARK_SIDE = 16


class CardFace:
    """Painting and measuring of a card, shared by check boxes and radio buttons."""

    def __init__(self, card: QAbstractButton, theme: Theme, *, round_mark: bool) -> None:
        self._card = card
        self._theme = theme
        self._round = round_mark
        self._label = TextBlock()
        self._detail = TextBlock()
        self._heavy = TextBlock()
        self._texts = ("", "")
        self.key = 0  # the number key that toggles it, 0 for none
        self.numbered = True  # whether room is kept for a number key

    def show(self, label: str, detail: str) -> None:
        self._texts = (label, detail)
        self._card.setAccessibleName(f"{label}. {detail}" if detail else label)
        self.refresh()

    def refresh(self) -> None:
        """Take over fonts and state."""
        label, detail = self._texts
        # Measured in the heavier weight, so that checking a card never makes it grow.
        self._heavy.set(label, self._theme.font("body", 600))
        self._label.set(label, self._theme.font("body", 600 if self._card.isChecked() else 500))
        self._detail.set(detail, self._theme.font("small"))

    def height(self, width: int) -> int:
        text = max(1, width - self._text_left() - self._theme.px(_PAD))
        needed = self._heavy.height(text) + self._detail.height(text) + 2 * self._theme.px(_PAD)
        return max(self._theme.px(_LEAST_HEIGHT), needed)

    def paint(self, painter: QPainter) -> None:
        theme, card = self._theme, self._card
        self.refresh()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked, focused = card.isChecked(), card.hasFocus()
        fill = "accent_soft" if checked else "raised" if card.underMouse() and card.isEnabled() else "surface"
        thick = 2.0 if checked or focused else 1.0
        border = theme.color("focus" if focused else "accent" if checked else "edge")
        frame = QRectF(card.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(QPen(border, thick))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(frame, theme.sizes.radius_control, theme.sizes.radius_control)
        if focused:  # a second ring inside: seen on a checked card too
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(border, 1.0))
            painter.drawRoundedRect(frame.adjusted(3, 3, -3, -3), 5, 5)
        self._paint_key(painter)
        self._paint_mark(painter, checked=checked)
        self._paint_texts(painter)

    def _paint_key(self, painter: QPainter) -> None:
        if not self.key:
            return
        theme = self._theme
        side = theme.px(_KEY_SIDE)
        box = QRect(theme.px(_PAD), (self._card.height() - side) // 2, side, side)
        painter.setPen(QPen(theme.color("edge"), 1.0))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font("small"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.key))

    def _paint_mark(self, painter: QPainter, *, checked: bool) -> None:
        theme = self._theme
        side = theme.px(_MARK_SIDE)
        left = theme.px(self._mark_left())
        box = QRectF(left, (self._card.height() - side) / 2, side, side)
        on = theme.color("accent")
        painter.setPen(QPen(on if checked else theme.color("edge"), 1.6))
        painter.setBrush(QColor(on) if checked and not self._round else Qt.BrushStyle.NoBrush)
        if self._round:
            painter.drawEllipse(box)
            if checked:
                painter.setBrush(on)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawEllipse(box.center(), side * 0.26, side * 0.26)
            return
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.setPen(QPen(theme.color("on_accent"), max(1.6, side / 9)))
            points = [(0.24, 0.52), (0.43, 0.71), (0.77, 0.31)]
            tick = [QPointF(box.left() + x * side, box.top() + y * side) for x, y in points]
            painter.drawPolyline(tick)

    def _paint_texts(self, painter: QPainter) -> None:
        theme = self._theme
        left = self._text_left()
        width = max(1, self._card.width() - left - theme.px(_PAD))
        total = self._label.height(width) + self._detail.height(width)
        top = max(theme.px(4), (self._card.height() - total) // 2)
        top += self._label.draw(painter, left, top, width, theme.color("ink"))
        self._detail.draw(painter, left, top, width, theme.color("muted"))

    def _text_left(self) -> int:
        return self._theme.px(self._mark_left() + _MARK_SIDE + 10)

    def _mark_left(self) -> int:
        return _PAD + _KEY_SIDE + 8 if self.numbered else _PAD + 4

    def narrowest(self) -> int:
        """The least width: room for the longest word of an ordinary label."""
        return self._text_left() + QFontMetrics(self._theme.font()).horizontalAdvance("immunophenotype")


class CheckCard(QCheckBox):
    """A step of a group of which any number may be chosen."""

    move_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = CardFace(self, theme, round_mark=False)
        _prepare(self)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.height(width)

    def sizeHint(self) -> QSize:
        return QSize(self.face.narrowest() * 2, 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.face.narrowest(), 40)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        self.face.paint(QPainter(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _card_key(self, event):
            super().keyPressEvent(event)


class RadioCard(QRadioButton):
    """A step of a group of which one is chosen."""

    move_asked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A group of its own: the list keeps one choice a question and lets it be taken back, yet assistive
        # technology reads a radio button, which Qt says only of those that exclude one another.
        self._alone = QButtonGroup(self)
        self._alone.setExclusive(False)
        self._alone.addButton(self)
        self.face = CardFace(self, theme, round_mark=True)
        _prepare(self)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.height(width)

    def sizeHint(self) -> QSize:
        return QSize(self.face.narrowest() * 2, 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.face.narrowest(), 40)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        self.face.paint(QPainter(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _card_key(self, event):
            super().keyPressEvent(event)


Card = CheckCard | RadioCard


def _prepare(card: Card) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    card.setSizePolicy(policy)
    card.setMinimumHeight(40)
    card.setAttribute(Qt.WidgetAttribute.WA_Hover)
    card.setCursor(Qt.CursorShape.PointingHandCursor)


def _card_key(card: Card, event: QKeyEvent) -> bool:
    """Whether the button itself should have the key. A held key does nothing; Enter goes up to the page."""
    step = MOVES.get(event.key())
    if step is not None:
        card.move_asked.emit(step)
        return False
    if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
        return not event.isAutoRepeat()
    event.ignore()
    return False

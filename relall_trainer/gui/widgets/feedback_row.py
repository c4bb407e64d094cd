"""One step after the commit: its rating, points, rule and reason for this patient, painted on one card.

A button underneath: focus asks for the evidence, Space or a click opens and closes the finer reasons.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from relall_trainer.clinical.appraisal import UNRATED
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import StepVerdict
from relall_trainer.gui.widgets.option_card import MOVES
from relall_trainer.gui.widgets.rating_badge import paint_rating, rating_width
from relall_trainer.gui.widgets.text_block import TextBlock

_PAD = 10
_MARK = 16
_CHEVRON = 14
_WIDE = 440  # px at 100 % from which the rating stands beside the label instead of below it
_EMPHASIS = re.compile(r"(\*\*|__|`)|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_CITATION = re.compile(r"\s*\[(ev-[a-z0-9-]+|S\d{2}|I-\d{2})\](\([^)]*\))?")


def plain_words(markdown: str) -> str:
    """Short Markdown as plain text: marks of emphasis and citations left out."""
    text = _EMPHASIS.sub("", _CITATION.sub("", markdown))
    return " ".join(text.split())


def citations(markdown: str) -> tuple[str, ...]:
    """The evidence a text cites, in order."""
    return tuple(dict.fromkeys(found[0] for found in _CITATION.findall(markdown)))


class FeedbackRow(QPushButton):
    """The verdict on one step. ``selected`` when the keyboard or the mouse comes to it."""

    selected = Signal(object)
    opened = Signal()
    move_asked = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._verdict: StepVerdict | None = None
        self._open = False
        self._marked = False
        self._label = TextBlock()
        self._heading = TextBlock()
        self._why = TextBlock()
        self._finer: list[tuple[str, TextBlock]] = []
        self._parts: tuple[tuple[str, str], ...] = ()
        self._heights: dict[int, int] = {}
        self._beside = 0  # px the rating and the points take beside the label
        self._line = 0  # px a line of the label is high
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.toggle_open)

    # -- state -----------------------------------------------------------------------------------------------

    @property
    def verdict(self) -> StepVerdict | None:
        return self._verdict

    @property
    def is_open(self) -> bool:
        return self._open

    def show_verdict(self, verdict: StepVerdict, *, opened: bool) -> None:
        """Show this verdict, its finer reasons open or closed."""
        self._verdict = verdict
        self._open = opened
        self._marked = False
        self._parts = _finer_parts(verdict)
        self._dress()
        self.setAccessibleName(verdict.sentence())
        reasons = [verdict.why, *(f"{heading}: {text}" for heading, text in self._parts)]
        self.setAccessibleDescription(" ".join(reasons))
        self.updateGeometry()
        self.update()

    def set_open(self, opened: bool) -> None:
        """Open or close the finer reasons."""
        if opened != self._open:
            self._open = opened
            self._dress()
            self.updateGeometry()
            self.update()
            self.opened.emit()

    def toggle_open(self) -> None:
        self.set_open(not self._open)

    def mark(self, marked: bool) -> None:
        """Mark the row whose evidence is on the screen."""
        if marked != self._marked:
            self._marked = marked
            self.update()

    def refresh(self) -> None:
        """Take over the theme."""
        self._dress()
        self.updateGeometry()
        self.update()

    def _dress(self) -> None:
        verdict, theme = self._verdict, self._theme
        if verdict is None:
            return
        self._heights = {}
        worth = QFontMetrics(theme.font("body", 700)).horizontalAdvance("+00") + 2
        self._beside = rating_width(theme, verdict.rating) + theme.px(10) + worth
        self._line = QFontMetrics(theme.font("body", 600)).height()
        self._label.set(verdict.label, theme.font("body", 600))
        heading = " · ".join(part for part in (verdict.place, verdict.heading) if part)
        self._heading.set(heading, theme.font("small"))
        self._why.set(verdict.why, theme.font("body"))
        self._finer = []
        if self._open:
            for heading, text in self._parts:
                block = TextBlock()
                block.set(f"{heading} · {text}", theme.font("small"))
                self._finer.append((heading, block))

    # -- measuring and painting ------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        known = self._heights.get(width)
        if known is None:
            known = self._heights[width] = self._lay_out(None, width)
        return known

    def sizeHint(self) -> QSize:
        # The layout asks for the height at a width; this is asked for too often to be measured.
        return QSize(self._theme.px(_WIDE), self._theme.px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._verdict is None:
            return
        theme, rating = self._theme, self._verdict.rating
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        strong = focused or self._marked
        border = theme.color("focus" if focused else rating)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(border, 2.0 if strong else 1.0))
        painter.setBrush(theme.color(f"{rating}_soft" if rating != UNRATED else "surface"))
        painter.drawRoundedRect(frame, theme.sizes.radius_control, theme.sizes.radius_control)
        self._lay_out(painter, self.width())

    def _lay_out(self, painter: QPainter | None, width: int) -> int:
        """Paint everything at this width, or only measure it (``painter`` None); returns the height."""
        verdict, theme = self._verdict, self._theme
        if verdict is None:
            return theme.px(44)
        px = theme.px
        pad, left = px(_PAD), px(_PAD + _MARK + 10)
        right = width - pad - px(_CHEVRON + 6)
        beside = self._beside
        wide = width >= px(_WIDE)
        text = max(1, right - left - (beside + px(12) if wide else 0))
        top = pad
        if painter:
            self._paint_mark(painter, verdict, pad, top)
            self._paint_chevron(painter, width - pad - px(_CHEVRON), top)
        label_height = self._height_or_draw(painter, self._label, left, top, text, "ink")
        line = self._line
        if painter and wide:
            self._paint_result(painter, verdict, right - beside, top + line // 2, right)
        top += label_height
        if not wide:
            if painter:
                self._paint_result(painter, verdict, left, top + px(3) + line // 2, right)
            top += line + px(6)
        full = max(1, right - left)
        top += self._height_or_draw(painter, self._heading, left, top, full, "muted")
        top += px(3) + self._height_or_draw(painter, self._why, left, top + px(3), full, "ink")
        for heading, block in self._finer:
            color = "discouraged" if heading == "Caution" else "ink" if heading == "Here" else "muted"
            top += px(4) + self._height_or_draw(painter, block, left, top + px(4), full, color)
        return max(px(44), top + pad)

    def _height_or_draw(
        self, painter: QPainter | None, block: TextBlock, x: int, y: int, width: int, color: str
    ) -> int:
        if painter is None:
            return block.height(width)
        return block.draw(painter, x, y, width, self._theme.color(color))

    def _paint_mark(self, painter: QPainter, verdict: StepVerdict, x: int, y: int) -> None:
        theme = self._theme
        side = theme.px(_MARK)
        box = QRectF(x, y + theme.px(1), side, side)
        painter.setPen(QPen(theme.color("edge"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if verdict.chosen:
            painter.drawPixmap(box.toRect().topLeft(), self._icons.pixmap("check", "ink", _MARK))

    def _paint_chevron(self, painter: QPainter, x: int, y: int) -> None:
        name = "chevron-down" if self._open else "chevron-right"
        painter.drawPixmap(x, y + self._theme.px(2), self._icons.pixmap(name, "muted", _CHEVRON))

    def _paint_result(self, painter: QPainter, verdict: StepVerdict, x: int, middle: int, right: int) -> None:
        theme = self._theme
        end = paint_rating(painter, theme, self._icons, verdict.rating, x, middle)
        painter.setFont(theme.font("body", 700))
        painter.setPen(theme.color("ink"))
        high = painter.fontMetrics().height()
        box = QRect(end + theme.px(8), middle - high // 2, max(1, right - end - theme.px(8)), high)
        aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, aligned, verdict.points)

    # -- keys ------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._verdict is not None:
            self.selected.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = MOVES.get(event.key())
        if step is not None and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(step)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.set_open(event.key() == Qt.Key.Key_Right)
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            super().keyPressEvent(event)
        else:
            event.ignore()


def _finer_parts(verdict: StepVerdict) -> tuple[tuple[str, str], ...]:
    """The reasons told when a row is open, as (heading, text)."""
    parts: list[tuple[str, str]] = []
    if verdict.feedback:
        parts.append(("Here", plain_words(verdict.feedback)))
    if verdict.because:
        parts.append(("Because", "; ".join(verdict.because)))
    parts += [("Overruled", text) for text in verdict.overruled]
    parts += [("Caution", text) for text in verdict.cautions]
    if verdict.rule_source:
        parts.append(("Source", verdict.rule_source))
    return tuple(parts)

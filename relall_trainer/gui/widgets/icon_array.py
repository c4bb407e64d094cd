"""So many patients as so many circles: filled with the outcome, hollow without. Says the same in words."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.gui.theme import Theme

_MANY = 130  # from which the circles are smaller
_CELL, _SMALL_CELL = 17, 12
_GROUP = 5  # columns between wider gaps, so that one can count
_GAP = 6
_MOST_COLUMNS = 30


class IconArray(QWidget):
    """Circles in rows, those with the outcome first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = 0
        self._of = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    @property
    def shown(self) -> tuple[int, int]:
        """How many circles are filled, of how many."""
        return self._count, self._of

    def show_count(self, count: int, of: int, what: str) -> None:
        """Fill so many of so many; ``what`` names the outcome."""
        self._count, self._of = count, of
        self.setAccessibleName(f"{count} of {of} circles filled: {what}")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = math.ceil(self._of / self._columns(width)) if self._of else 0
        return rows * self._cell() + 2

    def sizeHint(self) -> QSize:
        width = self._theme.px(320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._cell() * _GROUP + self._theme.px(_GAP), self._cell())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, cell, gap = self._theme, self._cell(), self._theme.px(_GAP)
        columns = self._columns(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = cell * 0.68
        for place in range(self._of):
            column, row = place % columns, place // columns
            left = column * cell + column // _GROUP * gap + (cell - side) / 2
            circle = QRectF(left, row * cell + (cell - side) / 2 + 1, side, side)
            if place < self._count:
                painter.setPen(QPen(theme.color("accent"), theme.px(1.5)))
                painter.setBrush(theme.color("accent"))
            else:
                painter.setPen(QPen(theme.color("edge"), max(1, theme.px(1.2))))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)

    def _cell(self) -> int:
        return self._theme.px(_SMALL_CELL if self._of > _MANY else _CELL)

    def _columns(self, width: int) -> int:
        """As many groups as fit beside one another, at most as many as are needed."""
        group = self._cell() * _GROUP + self._theme.px(_GAP)
        groups = max(1, (width + self._theme.px(_GAP)) // group)
        return int(min(groups * _GROUP, _MOST_COLUMNS if self._of <= _MANY else 2 * _MOST_COLUMNS))

"""The words above the columns of the mastery table; gone where its rows have no columns."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.mastery_table import PAD, WIDE, MasteryTable, columns

_HEADINGS = ("Right (95% interval)", "Recalled: now, 7, 30 days", "Due")


class MasteryHead(QWidget):
    """Painted over the columns of one table."""

    def __init__(self, theme: Theme, table: MasteryTable, first: str) -> None:
        super().__init__()
        self._theme = theme
        self._table = table
        self._first = first
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        table.resized.connect(self._fit)

    def name_first(self, words: str) -> None:
        """What the rows are of."""
        self._first = words
        self.update()

    def _fit(self) -> None:
        """There only where the rows stand in columns."""
        self.setVisible(self._table.viewport().width() >= self._theme.px(WIDE))

    def sizeHint(self) -> QSize:
        return QSize(100, self._theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        painter.setFont(theme.font("small", 600))
        painter.setPen(theme.color("muted"))
        places = columns(theme, self._table.viewport().width())
        inset = self._table.x() - self.x() + self._table.viewport().x()
        headings = (self._first, *_HEADINGS) if self._table.timed else (self._first, _HEADINGS[0])
        for words, left in zip(headings, (theme.px(PAD), *places), strict=False):
            box = QRectF(left + inset, 0, self.width() - left, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(theme.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

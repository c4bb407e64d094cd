"""How many voted for a step: a bar against the most votes any step got, with the number beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.theme import Theme

_HIGH = 22
_THICK = 12


class VoteBar(QWidget):
    """Painted; takes the width it is given."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._votes = self._most = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_votes(self, votes: int, most: int, of: int) -> None:
        """``most``: the most any step got; ``of``: all votes on the question."""
        self._votes, self._most = votes, most
        self.setAccessibleName(f"{counted(votes, 'vote')} of {of}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self._theme.px(_HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setFont(theme.font("body", 600))
        room = painter.fontMetrics().horizontalAdvance(f"n = {self._most}") + theme.px(10)
        wide = max(1.0, self.width() - room)
        middle, thick = self.height() / 2, theme.px(_THICK)
        share = self._votes / self._most if self._most else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bar"))
        if share:
            painter.drawRoundedRect(QRectF(0, middle - thick / 2, wide * share, thick), 3, 3)
        painter.setPen(theme.color("ink"))
        box = QRectF(wide * share + theme.px(8), 0, room, self.height())
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"n = {self._votes}"
        )

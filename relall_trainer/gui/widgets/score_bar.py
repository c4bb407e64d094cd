"""Points out of points possible: as a painted bar, and as a card with a heading."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text import label


class ScoreBar(QWidget):
    """A share between nothing and everything; None is drawn as an empty, dashed track."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share: float | None = None
        self._role = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_share(self, share: float | None, words: str, role: str = "accent") -> None:
        """``words`` say the same for those who cannot see the bar; ``role`` is the color."""
        self._share = None if share is None else max(0.0, min(1.0, share))
        self._role = role
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, self._theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = self._theme.px(6)
        track = QRectF(0, (self.height() - high) / 2, self.width(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line"))
        painter.drawRoundedRect(track, high / 2, high / 2)
        if self._share:
            painter.setBrush(self._theme.color(self._role))
            track.setWidth(max(high, track.width() * self._share))
            painter.drawRoundedRect(track, high / 2, high / 2)


class ScoreCard(QFrame):
    """A heading, a large figure, a bar, and what it is out of."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        rows.setSpacing(theme.px(4))
        self._heading = label("", "muted")
        self._figure = label("", "title")
        self._bar = ScoreBar(theme)
        self._note = label("", "note")
        for part in (self._heading, self._figure, self._bar, self._note):
            rows.addWidget(part)
        rows.addStretch(1)

    def show_figure(
        self, heading: str, figure: str, share: float | None, note: str, role: str = "accent"
    ) -> None:
        """Any figure; without a share there is no bar."""
        self._heading.setText(heading)
        self._figure.setText(figure)
        self._note.setText(note)
        self._bar.setVisible(share is not None)
        self._bar.show_share(share, f"{heading}: {figure}, {note}", role)
        self.setAccessibleName(f"{heading}: {figure}. {note}")

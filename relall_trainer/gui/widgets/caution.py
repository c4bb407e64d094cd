"""A caution beside numbers: quiet while one reads, in a frame with its mark where one compares."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text import card, label


class Caution(QWidget):
    """Says what to mind; ``loud`` with a frame and a mark."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self._quiet = label("", "discouraged_note")
        self._frame = card("discouraged")
        inside = QHBoxLayout(self._frame)
        inside.setContentsMargins(12, 6, 12, 6)
        self._picture = QLabel()
        self._loud = label("")
        inside.addWidget(self._picture)
        inside.addWidget(self._loud, 1)
        rows.addWidget(self._quiet)
        rows.addWidget(self._frame)
        theme.changed.connect(self._tint)
        self._tint()

    @property
    def loud(self) -> bool:
        """Whether it stands in its frame."""
        return not self._frame.isHidden()

    @property
    def words(self) -> str:
        """What it says."""
        return self._loud.text()

    def warn(self, words: str, *, loud: bool) -> None:
        """Say it."""
        self._quiet.setText(words)
        self._loud.setText(words)
        self._quiet.setVisible(not loud)
        self._frame.setVisible(loud)

    def _tint(self) -> None:
        self._picture.setPixmap(self._icons.pixmap("triangle-alert", "discouraged", 18))

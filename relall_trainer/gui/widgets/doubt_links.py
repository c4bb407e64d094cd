"""Where the paper does not fit itself: an icon, the word, and each inconsistency to be opened."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.evidence.reference import Inconsistency
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

HEADING = "Does not quite fit"


class DoubtLinks(QWidget):
    """``item_asked`` names the inconsistency to open. Hides itself where there is none."""

    item_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._buttons: list[Button] = []
        self.setProperty("role", "plain")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(2))
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        self._picture = QLabel()
        head.addWidget(self._picture)
        head.addWidget(label(HEADING, "discouraged_note"), 1)
        self._rows.addLayout(head)
        theme.changed.connect(self._tint)
        self._tint()
        self.setVisible(False)

    def show_doubts(self, doubts: Sequence[Inconsistency]) -> None:
        """Show these."""
        for old in self._buttons:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [
            Button(
                f"{one.id} · {one.title}",
                "link",
                name=f"Open the inconsistency {one.id}: {one.title}",
                done=partial(self.item_asked.emit, one.id),
            )
            for one in doubts
        ]
        for button in self._buttons:
            self._rows.addWidget(button)
        self.setVisible(bool(doubts))

    def _tint(self) -> None:
        self._picture.setPixmap(self._icons.pixmap("triangle-alert", "discouraged", 16))

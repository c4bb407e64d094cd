"""What was done at a decision, as the case tells it, and whether the paper says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.story import OriginTag
from relall_trainer.gui.widgets.text import label


class WhatWasDone(QFrame):
    """Shown once the group has decided."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        column.setSpacing(theme.px(4))
        column.addWidget(label("WHAT WAS DONE", "caption"))
        self._words = label("", "strong")
        self._origin = OriginTag(theme, icons)
        column.addWidget(self._words)
        column.addWidget(self._origin)

    def show_steps(self, steps: Sequence[str], origin: str) -> None:
        """Show these steps by name, and where they are told."""
        self._words.setText("; ".join(steps) or "Nothing was started.")
        self._origin.show_origin(origin)

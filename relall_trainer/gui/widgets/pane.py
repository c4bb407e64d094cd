"""One of several panes side by side: a card that takes the room it is given and never pushes the others out."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout


class Pane(QFrame):
    """A card with a column (``column``) for what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setMinimumSize(120, 120)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 10, 6, 6)
        self.column.setSpacing(6)

    def hasHeightForWidth(self) -> bool:
        """What wraps inside is settled inside; asked for it, a grid of panes would give up its gaps."""
        return False

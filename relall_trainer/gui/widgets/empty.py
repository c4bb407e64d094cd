"""What stands where there is nothing yet: what it is, why it is empty, and the one button that changes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label


class Empty(QWidget):
    """An empty view."""

    def __init__(self, heading: str, why: str, button: str, do: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.addStretch(1)
        self._heading = label(heading, "section")
        self._why = label(why, "muted")
        self.button = Button(button, "primary", done=do)
        for words in (self._heading, self._why):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

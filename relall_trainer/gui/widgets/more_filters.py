"""The rarer filters of a list, one button away from it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import label


class MoreFilters(QDialog):
    """The rarer filters one below the other. Enter or Escape goes back to the list."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle("More filters")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(theme.px(10))
        rows.addWidget(label("More filters", "section"))
        scroll = Scrolled()
        scroll.column.setSpacing(theme.px(8))
        self.column = scroll.column
        rows.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        done = Button("Done", "primary", done=self.accept)
        done.setDefault(True)
        foot.addWidget(done)
        rows.addLayout(foot)

    def come_up(self, window: QWidget) -> None:
        """Show it within the window's height."""
        inner = self.column.parentWidget()
        wanted = (inner.sizeHint().height() if inner is not None else 0) + self._theme.px(130)
        self.resize(self._theme.px(340), min(wanted, window.height() - 40))
        self.open()

"""A page as it will be printed, to be read on the screen: the same text, in the window's own colors."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.gui.prints.paper import Sheet
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text import card


class SheetPreview(QWidget):
    """Shows a sheet."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(theme.px(16), theme.px(12), theme.px(8), theme.px(12))
        self._text = SafeDocument(theme, name, grow=False)
        self._theme = theme
        self._dress()
        theme.changed.connect(self._dress)
        inside.addWidget(self._text)
        column.addWidget(frame)
        self.setFocusProxy(self._text)

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show this page, from its top."""
        self._text.show_safe_html(sheet.html() if sheet is not None else "")
        self._text.verticalScrollBar().setValue(0)

    def _dress(self) -> None:
        self._text.setFont(self._theme.font("small"))

"""Buttons: text letter for letter, an accessible name, a focus ring seen on any ground."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QDialog, QPushButton

from relall_trainer.gui.widgets.text import no_mnemonic


class Button(QPushButton):
    """A push button. ``role``: primary (the one thing to do), quiet, link, place, or none."""

    def __init__(
        self,
        text: str,
        role: str = "",
        *,
        icon: QIcon | None = None,
        name: str | None = None,
        done: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self._shown = ""
        self._name = name
        if role:
            self.setProperty("role", role)
        if icon is not None:
            self.setIcon(icon)
        self.show_text(text)
        self.setAutoDefault(False)
        if done is not None:
            self.clicked.connect(lambda _checked=False: done())

    def show_text(self, text: str, name: str | None = None) -> None:
        """Change the words; the accessible name follows unless ``name`` gives a fuller one."""
        self._shown = text
        self._name = name or self._name
        self.setText(no_mnemonic(text))
        self.setAccessibleName(self._name or text)

    @property
    def shown(self) -> str:
        """The words as they are read."""
        return self._shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In a dialog Enter presses the button that has the keyboard, never another one."""
        from PySide6.QtCore import Qt  # not before the first picture: see ``qt_numbers``

        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.isAutoRepeat() and isinstance(self.window(), QDialog):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.property("role") == "primary":
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._ring_color(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 5, 5)

    def _ring_color(self) -> QColor:
        # Set by the style sheet: the color of text on the accent, well apart from the accent itself.
        return self.palette().color(QPalette.ColorRole.ButtonText)

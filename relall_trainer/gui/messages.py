"""The one door from the program to the person at the screen: what happened, is my work safe, what can I do.

Stands within the window; nothing here stops the work or has to be clicked away. What is said is also
announced to screen readers.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.errors import TrainerError
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

Act = tuple[str, Callable[[], object]]
_TOAST_MS = 12_000


class Messages(QWidget):
    """The strip at the top of the window. ``announced`` carries each text as it is told to screen readers."""

    announced = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._strips: dict[str, QFrame] = {}
        self._draw: dict[str, Callable[[], None]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.setProperty("role", "plain")
        self.setVisible(False)
        icons.follow(self._draw_again)

    def tell(self, text: str, act: Act | None = None, *, topic: str = "notice", stay: bool = False) -> None:
        """Say something that went well. Goes by itself, unless it is to ``stay``."""
        strip = self._strip(topic, "banner", "info", "accent", (text,), (act,) if act else ())
        self.announce(text)
        if not stay:
            QTimer.singleShot(_TOAST_MS, strip, lambda: self._go(topic, strip))

    def trouble(self, error: TrainerError, *acts: Act, topic: str = "trouble") -> None:
        """Say what went wrong, whether work is safe, what to do, with buttons that do it.

        Stays until dismissed.
        """
        parts = tuple(part for part in (error.what, error.safe, error.todo) if part)
        self._strip(topic, "trouble", "triangle-alert", "contraindicated", parts, acts)
        self.announce(" ".join(parts), assertive=True)

    def settle(self, topic: str = "trouble") -> None:
        """Take a message away: its cause is gone."""
        if topic in self._strips:
            self._go(topic, self._strips[topic])

    def shown(self, topic: str = "trouble") -> bool:
        """Whether a message on this topic stands."""
        return topic in self._strips

    def announce(self, text: str, *, assertive: bool = False) -> None:
        """Tell screen readers only; for what can be seen anyway, such as "Saved"."""
        from PySide6.QtGui import (
            QAccessible,
            QAccessibleAnnouncementEvent,
        )  # not needed for the first picture

        event = QAccessibleAnnouncementEvent(self, text)
        if assertive:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
        self.announced.emit(text)

    def _draw_again(self) -> None:
        for draw in self._draw.values():
            draw()

    def _strip(
        self, topic: str, role: str, icon: str, tint: str, parts: tuple[str, ...], acts: tuple[Act, ...]
    ) -> QFrame:
        from relall_trainer.gui.markdown import plain

        self.settle(topic)
        strip = QFrame()
        strip.setProperty("role", role)
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 8, 8, 8)
        picture = label(wrap=False)
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(2)
        for place, part in enumerate(parts):
            words.addWidget(label(plain(part), "strong" if place == 0 and len(parts) > 1 else ""))
        row.addLayout(words, 1)
        for text, do in acts:
            row.addWidget(Button(text, done=do))
        close = Button("", "quiet", name="Dismiss this message")
        close.setToolTip("Dismiss")
        close.clicked.connect(lambda: self._go(topic, strip))
        row.addWidget(close)

        def draw() -> None:
            picture.setPixmap(self._icons.pixmap(icon, tint))
            close.setIcon(self._icons.icon("x", "ink"))

        draw()
        self._draw[topic] = draw
        self._strips[topic] = strip
        self._column.addWidget(strip)
        self.setVisible(True)
        return strip

    def _go(self, topic: str, strip: QFrame) -> None:
        if self._strips.get(topic) is strip:
            del self._strips[topic], self._draw[topic]
            self._column.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
            self.setVisible(bool(self._strips))

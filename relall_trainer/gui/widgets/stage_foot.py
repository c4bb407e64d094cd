"""What the presenter does, below a case before a room: one row of buttons and the keys, in the window's own letters."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.text import label

_KEYS = (
    "Space: reveal, then next · Backspace: back · 1–9: choose · V: votes · P: patient or evidence · T: time · "
    "+ −: letters · Up, Down: scroll"
)


class StageFoot(QWidget):
    """The buttons by name; what they do is the stage's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, theme.px(8))
        self.onward = Button("Reveal", "primary")
        self.back = Button("Back")
        self.count = Button("Count votes")
        self.side = Button("Patient")
        self.time = Button("Time", name="Show how long this decision has taken")
        self.smaller = Button("A−", name="Smaller letters")
        self.larger = Button("A+", name="Larger letters")
        self.full = Button("Full screen")
        self.leave = Button("Put the case by", "quiet")
        in_order = (
            self.onward, self.back, self.count, self.side, self.time, self.smaller, self.larger, self.full,
            self.leave,
        )  # fmt: skip
        for button in in_order:
            flow.addWidget(button)
        column.addWidget(acts)
        self._keys = label(_KEYS, "note")
        column.addWidget(self._keys)

    def show_keys(self, *, shown: bool) -> None:
        """Whether there is room to say the keys."""
        self._keys.setVisible(shown)

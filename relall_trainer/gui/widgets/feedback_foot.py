"""Below the feedback: all reasons, a note, one step back, and the button that goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.decision_footer import key_hint

ALL_REASONS = "All reasons"
FEWER_REASONS = "Fewer reasons"


class FeedbackFoot(QWidget):
    """The buttons; what they do is the page's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))
        self.reasons = Button(ALL_REASONS)
        self.reasons.setToolTip("D")
        self.note = Button("Note", name="Write a note on this decision")
        self.note.setToolTip("N")
        self.back = Button("Step back")
        self.back.setToolTip("Ctrl+Z: decide again; the first answer keeps its score")
        self.onward = Button("See what happens next", "primary")
        self._key = key_hint("Enter")
        lesser, onward = QHBoxLayout(), QHBoxLayout()
        for part in self.lesser:
            lesser.addWidget(part)
        lesser.addStretch(1)
        onward.addStretch(1)
        onward.addWidget(self._key)
        onward.addWidget(self.onward)
        self._row.addLayout(lesser)
        self._row.addLayout(onward)

    @property
    def lesser(self) -> tuple[Button, ...]:
        """The buttons beside the one that goes on; Enter presses them when they have the keyboard."""
        return self.reasons, self.note, self.back

    def show_reasons(self, *, all_open: bool) -> None:
        """Say what the first button does now."""
        self.reasons.show_text(FEWER_REASONS if all_open else ALL_REASONS)

    def arrange(self, *, across: bool) -> None:
        """On one line, or on two."""
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        self._key.setVisible(across)

"""Below the question: a reason in one line (optional), and the button that commits, or why it cannot yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

LONGEST_RATIONALE = 300


class CommitBar(QWidget):
    """The one-line reason, and the button with how many steps it commits or what is wanting before it can."""

    commit_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        self._wanting = label("", "muted")
        self.rationale = QLineEdit()
        self.rationale.setPlaceholderText("Why? One line, optional")
        self.rationale.setAccessibleName("Why you decide so, in one line (optional)")
        self.rationale.setMaxLength(LONGEST_RATIONALE)
        self._commit = Button("Commit", "primary", done=self.commit_asked.emit)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self.rationale, 1)
        row.addWidget(key_hint("Enter"))
        row.addWidget(self._commit)
        rows.addWidget(self._wanting)
        rows.addLayout(row)

    def show_choice(self, count: int, missing: str) -> None:
        """``count`` steps are chosen; ``missing`` says why they cannot be committed yet."""
        none = "Commit" if missing else "Commit no step"
        steps = {0: none, 1: "Commit 1 step"}.get(count, f"Commit {count} steps")
        self._commit.show_text(steps, f"{steps}. {missing}" if missing else steps)
        _dress(self._commit, "" if missing else "primary")
        self._say(missing, "muted")

    def insist(self, missing: str) -> None:
        """It was tried and cannot be done: say why so that it is not overlooked."""
        self._say(missing, "warning")

    @property
    def wanting(self) -> str:
        """What is still wanting, as it is said above the button."""
        return self._wanting.text()

    @property
    def button(self) -> Button:
        return self._commit

    def _say(self, missing: str, role: str) -> None:
        self._wanting.setText(missing)
        self._wanting.setVisible(bool(missing))
        _dress(self._wanting, role)


def key_hint(text: str) -> QLabel:
    """A key as a small frame."""
    made = label(text, "key", wrap=False)
    made.setAccessibleName(f"Key: {text}")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def _dress(widget: QWidget, role: str) -> None:
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)

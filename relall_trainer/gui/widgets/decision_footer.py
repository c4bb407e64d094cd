"""Below the question: how sure, why (both optional), and the button that commits, or why it cannot yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.confidence import ConfidenceRow
from relall_trainer.gui.widgets.text import label

LONGEST_RATIONALE = 300


class Remarks(QWidget):
    """How sure one is, and why: neither is asked for, neither changes the score."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))
        self.confidence = ConfidenceRow(theme)
        self.rationale = QLineEdit()
        self.rationale.setPlaceholderText("Why? One line, optional")
        self.rationale.setAccessibleName("Why you decide so, in one line (optional)")
        self.rationale.setMaxLength(LONGEST_RATIONALE)
        self._row.addWidget(self.confidence)
        self._row.addWidget(self.rationale, 1)

    def arrange(self, width: int, theme: Theme) -> None:
        """Side by side where there is room, one above the other where there is not."""
        self.confidence.show_question(width >= theme.px(560))
        beside = width >= theme.px(680)
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )

    def start_anew(self, confidence: str | None = None, rationale: str = "") -> None:
        """Show these remarks, by default none."""
        self.confidence.choose(confidence)
        self.rationale.setText(rationale)


class CommitBar(QWidget):
    """The commit button with how many steps it commits, and what is wanting before it can."""

    commit_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        self._reason = label("", "muted")
        self._key = _key_hint("Enter")
        self._commit = Button("Commit", "primary", done=self.commit_asked.emit)
        row.addWidget(self._reason, 1)
        row.addWidget(self._key)
        row.addWidget(self._commit)
        rows.addLayout(row)

    def show_choice(self, count: int, missing: str) -> None:
        """``count`` steps are chosen; ``missing`` says why they cannot be committed yet."""
        none = "Commit" if missing else "Commit no step"
        steps = {0: none, 1: "Commit 1 step"}.get(count, f"Commit {count} steps")
        self._commit.show_text(steps, f"{steps}. {missing}" if missing else steps)
        self._commit.setProperty("role", "primary" if not missing else "")
        self._commit.style().unpolish(self._commit)
        self._commit.style().polish(self._commit)
        self._reason.setProperty("role", "muted")
        self._reason.setText(missing)

    def insist(self, missing: str) -> None:
        """It was tried and cannot be done: say why so that it is not overlooked."""
        self._reason.setProperty("role", "discouraged")
        self._reason.style().unpolish(self._reason)
        self._reason.style().polish(self._reason)
        self._reason.setText(missing)

    @property
    def reason(self) -> str:
        """What is said beside the button."""
        return self._reason.text()

    @property
    def button(self) -> Button:
        return self._commit


def _key_hint(text: str) -> QLabel:
    made = label(text, "key", wrap=False)
    made.setAccessibleName(f"Key: {text}")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def key_hint(text: str) -> QLabel:
    """A key as a small frame."""
    return _key_hint(text)

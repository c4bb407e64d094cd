"""The receipt of a hand-in: which file, how large, its fingerprint, where it went; the last two can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.hand_in_lines import ReceiptLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import card, label

_MOST_FACTS = 8
_FINGERPRINT, _PATH = "fingerprint", "path"
_MAIL = "Send this file to your teacher by mail, or put it where you share files. Do not open or change it."


class ReceiptView(Scrolled):
    """``left`` back to the assignments, ``saved_again`` to put the file elsewhere, ``feedback_asked`` to read it.

    ``copy_asked`` sends what is to be copied, in words, and its text.
    """

    left = Signal()
    saved_again = Signal()
    feedback_asked = Signal()
    copy_asked = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: ReceiptLines | None = None
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(10))
        self._heading = label("", "section")
        column.addWidget(self._heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        self._facts: list[tuple[QLabel, QLabel]] = []
        for row in range(_MOST_FACTS):
            pair = label("", "muted", wrap=False), _selectable()
            for at, part in enumerate(pair):
                grid.addWidget(part, row, at, Qt.AlignmentFlag.AlignTop)
            self._facts.append(pair)
        column.addLayout(grid)
        self._fingerprint = _selectable("section")
        self._make_copied(column, "Fingerprint of the file", self._fingerprint, _FINGERPRINT)
        # A path has no place to break a line at, so it stands in a field that can be walked through.
        self._path = QLineEdit()
        self._path.setReadOnly(True)
        self._path.setAccessibleName("Where the file went")
        self._make_copied(column, "Where it went", self._path, _PATH)
        self._mail = label(_MAIL, "muted")
        self._then = label("")
        column.addWidget(self._mail)
        column.addWidget(self._then)
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, theme.px(8))
        self.feedback = Button("Read the feedback", "primary", done=self.feedback_asked.emit)
        self.again = Button("Put the file elsewhere too", done=self.saved_again.emit)
        self.back = Button("Back to the assignments", done=self.left.emit)
        for button in (self.feedback, self.back, self.again):
            flow.addWidget(button)
        column.addWidget(acts)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def _make_copied(self, column: QVBoxLayout, what: str, text: QWidget, key: str) -> QWidget:
        row = QWidget()
        row.setProperty("role", "plain")
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(self._theme.px(10))
        across.addWidget(text, 1)
        across.addWidget(Button("Copy", name=f"Copy: {what.lower()}", done=lambda: self._copy(key)))
        column.addWidget(label(what, "muted"))
        column.addWidget(row)
        return row

    def show_receipt(self, lines: ReceiptLines, *, feedback: bool) -> None:
        """Show this receipt."""
        self._lines = lines
        self._heading.setText(lines.heading)
        for place, (about, text) in enumerate(self._facts):
            known = place < len(lines.facts)
            about.setVisible(known)
            text.setVisible(known)
            if known:
                about.setText(lines.facts[place][0])
                text.setText(lines.facts[place][1])
        self._fingerprint.setText(lines.fingerprint)
        self._fingerprint.setAccessibleName(f"Fingerprint: {' '.join(lines.fingerprint)}")
        self._path.setText(lines.path or "Nowhere yet. Choose a folder for it.")
        self._path.setCursorPosition(0)
        self._then.setText(lines.then)
        self._mail.setVisible(bool(lines.path))
        self.again.show_text("Put the file elsewhere too" if lines.path else "Choose a folder for the file")
        self._dress(self.again, "" if lines.path else "primary")
        self._dress(self.back, "" if feedback or not lines.path else "primary")
        self.feedback.setVisible(feedback)
        self.verticalScrollBar().setValue(0)

    def first_button(self) -> Button:
        """What one most likely wants next."""
        if not self.feedback.isHidden():
            return self.feedback
        return self.back if self._lines is not None and self._lines.path else self.again

    def copy_fingerprint(self) -> None:
        """Put the fingerprint on the clipboard."""
        self._copy(_FINGERPRINT)

    def _copy(self, key: str) -> None:
        if self._lines is None:
            return
        text = self._lines.fingerprint if key == _FINGERPRINT else self._lines.path
        if text:
            self.copy_asked.emit(key, text)

    def _dress(self, button: Button, role: str) -> None:
        if (button.property("role") or "") != role:
            button.setProperty("role", role)
            button.style().unpolish(button)
            button.style().polish(button)


def _selectable(role: str = "") -> QLabel:
    made = label("", role)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made

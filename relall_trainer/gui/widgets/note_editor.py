"""The learner's own note on a decision: opened in place, kept with a button or Ctrl+Enter, left with Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

LONGEST_NOTE = 4_000
ON_DECISION = "Your note on this decision"
ON_ATTEMPT = "Your note on the whole attempt"
ON_EVIDENCE = "Your note on this evidence"


class _Field(QPlainTextEdit):
    kept = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NoteEditor(QWidget):
    """``note_kept`` sends the text (empty to take the note away); ``note_left`` when it was put by unchanged."""

    note_kept = Signal(str)
    note_left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        self._heading = label("", "strong")
        rows.addWidget(self._heading)
        self._field = _Field()
        self._field.setPlaceholderText("What you want to remember. No patient data, please.")
        self._field.setTabChangesFocus(True)
        self._field.setFixedHeight(theme.px(84))
        self._field.kept.connect(self._keep)
        self._field.left.connect(self.note_left)
        rows.addWidget(self._field)
        row = QHBoxLayout()
        row.addWidget(label("Ctrl+Enter keeps it, Esc leaves it as it was.", "note"), 1)
        row.addWidget(Button("Leave it", done=self.note_left.emit))
        row.addWidget(Button("Keep note", "primary", done=self._keep))
        rows.addLayout(row)
        self._say_about(ON_DECISION)

    def keep_if_open(self) -> None:
        """Keep what was typed when she goes on without having kept it."""
        if self.isVisible() and self._field.document().isModified():
            self._keep()

    def edit(self, text: str, about: str = ON_DECISION) -> None:
        """Open with this text, the keyboard in the field; ``about`` is the heading."""
        self._say_about(about)
        self._field.setPlainText(text)
        self._field.moveCursor(self._field.textCursor().MoveOperation.End)
        self.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_about(self, about: str) -> None:
        self._heading.setText(about)
        self._field.setAccessibleName(about)

    def _keep(self) -> None:
        self.note_kept.emit(self._field.toPlainText().strip()[:LONGEST_NOTE])

"""The foot of an entry: the learner's own note on it, and a way to report a mistake in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.note_editor import ON_EVIDENCE, NoteEditor
from relall_trainer.gui.widgets.text import label


class EntryFoot(QWidget):
    """``note_kept`` sends what is to be kept; ``mistake_asked`` when one was found."""

    note_kept = Signal(str)
    mistake_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._note = ""
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        self._heading = label("Your note", "strong")
        self._text = label("")
        self._editor = NoteEditor(theme)
        self._editor.note_kept.connect(self.note_kept)
        self._editor.note_left.connect(self._leave)
        buttons = QWidget()
        buttons.setProperty("role", "plain")
        flow = Flow(buttons)
        self._write = Button("Write a note", done=self.write)
        self._write.setToolTip("N")
        self._report = Button("Report a mistake", done=self.mistake_asked.emit)
        flow.addWidget(self._write)
        flow.addWidget(self._report)
        self._buttons = buttons
        for part in (self._heading, self._text, self._editor, buttons):
            rows.addWidget(part)
        self.show_note("", can_write=False)

    def show_note(self, text: str, *, can_write: bool) -> None:
        """Show the note as it is kept; without a record there is none to write into."""
        self._note = text
        self._editor.hide()
        self._heading.setVisible(bool(text))
        self._text.setVisible(bool(text))
        self._text.setText(text)
        self._write.setVisible(can_write)
        self._write.show_text("Change the note" if text else "Write a note")
        self._buttons.show()

    def write(self) -> None:
        """Open the note to be written."""
        if self._write.isHidden():
            return
        self._heading.hide()
        self._text.hide()
        self._buttons.hide()
        self._editor.edit(self._note, ON_EVIDENCE)

    def keep_if_open(self) -> None:
        """Keep what was typed when one goes on without having kept it."""
        self._editor.keep_if_open()

    def _leave(self) -> None:
        self.show_note(self._note, can_write=True)
        self._write.setFocus()

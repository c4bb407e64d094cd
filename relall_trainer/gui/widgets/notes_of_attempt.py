"""The learner's notes while looking back: on the decision shown and on the whole attempt, read and written in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.note_editor import ON_ATTEMPT, ON_DECISION, NoteEditor
from relall_trainer.gui.widgets.note_keeping import NoteKeeping
from relall_trainer.gui.widgets.text import label


class NotesOfAttempt(QWidget):
    """Shows the notes; ``editor`` stands elsewhere on the page. ``go_back`` takes the keyboard where one is done."""

    def __init__(self, theme: Theme, messages: Messages, go_back: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._go_back = go_back
        self._session: AttemptSession | None = None
        self._node = ""
        self._here = label("")
        self._whole = label("")
        self.editor = NoteEditor(theme)
        self._keeping = NoteKeeping(self.editor, messages)
        self._keeping.kept.connect(lambda _text: self._kept())
        self._keeping.left.connect(self._leave)
        self.editor.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._here)
        rows.addWidget(self._whole)

    def show_notes(self, session: AttemptSession, node: str) -> None:
        """Show the notes on this node and on the attempt; an open one is put by."""
        self._session, self._node = session, node
        self.editor.hide()
        self._show()

    def write(self) -> None:
        """Open the note on the decision shown."""
        if self._node:
            self._open(self._node, ON_DECISION)

    def write_on_attempt(self) -> None:
        """Open the note on the attempt as a whole."""
        self._open("", ON_ATTEMPT)

    def _open(self, node: str, about: str) -> None:
        if self._session is not None:
            self._keeping.open(self._session, node, about)

    def _kept(self) -> None:
        self._leave()
        self._show()

    def _leave(self) -> None:
        self._go_back()  # first, or the keyboard would fall on whatever comes next and scroll there
        self.editor.hide()

    def _show(self) -> None:
        notes = self._session.notes if self._session else {}
        here, whole = notes.get(self._node, ""), notes.get("", "")
        self._here.setText(f"Your note: {here}")
        self._whole.setText(f"Your note on the whole attempt: {whole}")
        self._here.setVisible(bool(here))
        self._whole.setVisible(bool(whole))
        self.setVisible(bool(here or whole))

"""One note at a time, opened on a decision or on the whole attempt and kept in the attempt it was opened for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from relall_trainer.errors import TrainerError
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.widgets.note_editor import ON_DECISION, NoteEditor


class NoteKeeping(QObject):
    """``kept`` with the text once it is on disk, ``left`` when the note is put by unchanged.

    What cannot be written is said, stays in the editor, and can be tried again.
    """

    kept = Signal(str)
    left = Signal()

    def __init__(self, editor: NoteEditor, messages: Messages) -> None:
        super().__init__(editor)
        self._editor = editor
        self._messages = messages
        self._session: AttemptSession | None = None
        self._node = ""  # one may go on while the note is open; it stays on the decision it was opened for
        editor.note_kept.connect(self._keep)
        editor.note_left.connect(self.left)

    def open(self, session: AttemptSession, node: str, about: str = ON_DECISION) -> None:
        """Open the note on a node; on the attempt as a whole where it is empty."""
        self._session, self._node = session, node
        self._editor.edit(session.notes.get(node, ""), about)

    def _keep(self, text: str) -> None:
        if self._session is None:
            return
        try:
            self._session.note(self._node, text)
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", lambda: self._keep(text)), topic="note")
            return
        self._messages.settle("note")
        self.kept.emit(text)

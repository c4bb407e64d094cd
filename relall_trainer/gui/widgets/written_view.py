"""An assignment that is out: the files written, their fingerprints, and the mail to send them with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.teach_lines import WrittenLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.form_part import FormPart
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label


class WrittenView(Scrolled):
    """``copied`` sends the mail text, ``done`` goes back to the cohort."""

    copied = Signal(str)
    done = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._part = FormPart(theme, "")
        column = self._part.column
        self._heading = label("", "section")
        self._next = label("")
        self._folder = label("", "muted")
        self.files = RowList(theme, "Files written", open_on_click=False, icons=icons)
        for part in (self._heading, self._next, self._folder, self.files):
            column.addWidget(part)
        self._key = label("", "muted")
        column.addWidget(self._key)
        column.addWidget(label("A MAIL TO SEND IT WITH", "caption"))
        self.mail = QPlainTextEdit()
        self.mail.setReadOnly(True)
        self.mail.setTabChangesFocus(True)
        self.mail.setAccessibleName("The text of a mail to send the file with")
        self.mail.setMinimumHeight(theme.px(200))
        column.addWidget(self.mail)
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, theme.px(8))
        self.copy = Button("Copy the mail", "primary", done=lambda: self.copied.emit(self.mail.toPlainText()))
        self.back = Button("Back to the cohort", done=self.done.emit)
        flow.addWidget(self.copy)
        flow.addWidget(self.back)
        column.addWidget(acts)
        self.column.addWidget(self._part)
        self.column.addStretch(1)

    def show_written(self, lines: WrittenLines) -> None:
        """Show what was written."""
        many = len(lines.files)
        self._heading.setText(f"“{lines.title}” is ready: {counted(many, 'file')}")
        self._next.setText(_next(lines))
        self._folder.setText(f"In {lines.folder}")
        rows = [
            (one.name, Row(((one.name, False),), ((one.whom, False),), f"Fingerprint {one.fingerprint}"))
            for one in lines.files
        ]
        self.files.rows.show_rows(rows)
        self.files.setFixedHeight(self._theme.px(80) * min(max(many, 1), 4))
        self._key.setText(f"Your own key, which learners see: {lines.own_key}")
        self.mail.setPlainText(lines.mail)
        self.verticalScrollBar().setValue(0)


def _next(lines: WrittenLines) -> str:
    own = any(one.own for one in lines.files)
    if lines.shared:
        alone = " Mail the files for single learners to them alone; they do not lie there." if own else ""
        return f"It lies in the shared folder: learners who watch that folder find it by themselves.{alone}"
    if own:
        return (
            "Now mail it: the first file to everyone, each of the others only to the learner named beside it."
        )
    return "Now mail it: the one file is for everyone."

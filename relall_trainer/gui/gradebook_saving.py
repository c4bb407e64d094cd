"""What a teacher takes away from the gradebook as files: the gradebook itself, pages on paper, the feedback of an exam.

Asks where to, writes it whole or not at all, and says what became of it. What stands in the files is made in
``cohort`` and ``prints``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import TrainerError
from relall_trainer.gui.saved_text import SavedText, proposed_path
from relall_trainer.gui.saving import file_name, save_target, write_sheet
from relall_trainer.gui.tasks import Cancelled

if TYPE_CHECKING:
    from relall_trainer.cohort.gradebook import Gradebook
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.gradework import Gradework
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.prints.paper import Sheet
    from relall_trainer.gui.theme import Theme

CSV, DECISIONS_CSV, JSON, PDF = "csv", "decisions", "json", "pdf"
_KINDS = {
    CSV: ("Spreadsheet (*.csv)", ".csv", ""),
    DECISIONS_CSV: ("Spreadsheet (*.csv)", ".csv", " decisions"),
    JSON: ("JSON (*.json)", ".json", ""),
    PDF: ("PDF (*.pdf)", ".pdf", ""),
}


class GradebookSaving(QObject):
    """``ask_path`` (title, proposed name, kind) and ``ask_folder`` (title) ask with the system's dialog by default."""

    def __init__(self, work: Gradework, desk: Desk, messages: Messages, theme: Theme) -> None:
        super().__init__(work)
        self._work = work
        self._desk = desk
        self._messages = messages
        self._theme = theme
        self.ask_path: Callable[[str, str, str], str] = self._dialog_path
        self.ask_folder: Callable[[str], str] = self._dialog_folder

    # -- the gradebook ---------------------------------------------------------------------------------------

    def export(self, form: str) -> None:
        """Save the gradebook shown: by learner or by decision as a spreadsheet, as JSON, or as PDF."""
        book = self._work.book
        if book is None:
            return
        if form == PDF:
            from relall_trainer.gui.prints.gradebook import gradebook_sheet

            self.save_pdf(gradebook_sheet(book), f"Gradebook {book.assignment.title}")
            return
        kind, ending, more = _KINDS[form]
        name = f"{file_name(f'Gradebook{more} {book.assignment.title}')}{ending}"
        target = self._target("Export the gradebook", name, kind)
        if target is None:
            return
        try:
            with SavedText(str(target)) as stream:
                _write(book, form, cast("IO[str]", stream))
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", lambda: self.export(form)), topic="file")
            return
        self._messages.settle("file")
        self._messages.tell(f"Saved {target.name}.", topic="file-kept")

    def save_pdf(self, sheet: Sheet, name: str) -> None:
        """Save one sheet as PDF."""
        target = self._target("Save as PDF", f"{file_name(name)}.pdf", "PDF (*.pdf)")
        if target is None:
            return
        try:
            pages = self._print(sheet, target)
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", lambda: self.save_pdf(sheet, name)), topic="file")
            return
        self._messages.settle("file")
        self._messages.tell(f"Saved {target.name}, {counted(pages, 'page')}.", topic="file-kept")

    def save_pdfs(
        self, names: Sequence[str], make: Callable[[str], Sheet | None], called: Callable[[str], str]
    ) -> None:
        """Save a sheet for each name into a folder; Stop leaves those that are written."""
        from relall_trainer.gui.waiting import Waiting

        folder = self.ask_folder("Save all pages as PDF into a folder") if names else ""
        if not folder:
            return
        written = 0
        try:
            with Waiting("Saving pages", self._work.gradebook) as waiting:
                for done, name in enumerate(names):
                    waiting.step(f"{done} of {len(names)}", done, len(names))
                    sheet = make(name)
                    if sheet is not None:
                        self._print(sheet, _free(Path(folder), f"{file_name(called(name))}"))
                        written += 1
        except Cancelled:
            self._messages.tell(f"Stopped. {counted(written, 'page')} saved before that.", topic="file-kept")
            return
        except TrainerError as error:
            self._messages.trouble(error, topic="file")
            return
        self._messages.settle("file")
        self._messages.tell(f"Saved the pages of {counted(written, 'learner')}.", topic="file-kept")

    # -- feedback --------------------------------------------------------------------------------------------

    def release(self, assignment: str) -> None:
        """Write the feedback of an exam into a folder, and keep that it was given out."""
        try:
            sent = self._work.teaching.sent(assignment).assignment
        except TrainerError as error:
            self._work.failed(lambda: self.release(assignment))(error)
            return
        if sent.mode != "exam":
            self._messages.tell("This is practice: its feedback came with each decision.", topic="release")
            return
        folder = self.ask_folder(f"Release the feedback of {sent.title}: choose a folder for the file")
        if not folder:
            return
        try:
            written = self._work.teaching.release(assignment, Path(folder))
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", lambda: self.release(assignment)), topic="release")
            return
        self._messages.settle("release")
        names = ", ".join(one.path.name for one in written)
        self._messages.tell(
            f"Feedback released: {names}. Send it to the learners; opened in the program, it shows every decision of "
            "the exam with its ratings and reasons.",
            topic="release",
            stay=True,
        )

    # -- writing ---------------------------------------------------------------------------------------------

    def _print(self, sheet: Sheet, target: Path) -> int:
        from relall_trainer.gui.prints.gradebook import footer_content

        book = self._work.book
        content = footer_content(book.versions) if book is not None else ""
        return write_sheet(sheet, target, content, self._theme, self._desk.now())

    def _target(self, title: str, name: str, kind: str) -> Path | None:
        return save_target(self.ask_path(title, name, kind), Path(name).suffix, self._messages)

    def _dialog_path(self, title: str, name: str, kind: str) -> str:
        return QFileDialog.getSaveFileName(self._work.gradebook, title, proposed_path(name), kind)[0]

    def _dialog_folder(self, title: str) -> str:
        return QFileDialog.getExistingDirectory(self._work.gradebook, title)


def _write(book: Gradebook, form: str, stream: IO[str]) -> None:
    from relall_trainer.cohort.gradebook_csv import write_decisions, write_matrix
    from relall_trainer.cohort.gradebook_plain import plain_gradebook

    if form == JSON:
        json.dump(plain_gradebook(book), stream, ensure_ascii=False, indent=1)
        stream.write("\n")
    elif form == DECISIONS_CSV:
        write_decisions(book, stream)
    else:
        write_matrix(book, stream)


def _free(folder: Path, name: str) -> Path:
    """A name in the folder that nothing there has yet."""
    path, number = folder / f"{name}.pdf", 2
    while path.exists():
        path, number = folder / f"{name} {number}.pdf", number + 1
    return path

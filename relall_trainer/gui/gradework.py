"""The gradebook of a teacher: which assignment is shown, in which view; where everything about it comes together.

The page announces what is wanted; here teaching is asked and the page filled. Taking files in is left to
``result_files``, saving to ``gradebook_saving``, what stands in a view to ``gradebook_filling``, one decision as it was
met to ``decision_seeing``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.gradebook_reading import GradebookReading

if TYPE_CHECKING:
    from relall_trainer.cohort.gradebook import Gradebook, Row
    from relall_trainer.cohort.sent import SentHead
    from relall_trainer.cohort.teaching import Teaching
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.gui.decision_seeing import DecisionSeeing
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.gradebook_filling import GradebookFilling
    from relall_trainer.gui.gradebook_saving import GradebookSaving
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.gradebook import GradebookPage
    from relall_trainer.gui.result_files import ResultFiles
    from relall_trainer.gui.theme import Theme

Again = Callable[[], object]
_SCAN_EVERY_MS, _SETTLED_MS, _AHEAD_MS = 20_000, 2_500, 400


class Gradework(QObject):
    """``page_asked`` names the page to show; ``evidence_asked`` and ``rule_asked`` what to open in the library.

    ``pair_asked`` sends a pair of patients (``encounter.fresh.FreshPair``) to be discussed by a group. ``taken_in``
    says that results came in, so that other pages may count them anew.
    """

    page_asked = Signal(str)
    evidence_asked = Signal(str)
    rule_asked = Signal(str)
    pair_asked = Signal(object)
    taken_in = Signal()

    def __init__(
        self,
        desk: Desk,
        make_teaching: Callable[[], Teaching],
        questions: Callable[[], Questions],
        library: LibraryDoor,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        store_trouble: Callable[[StoreError, Again], None],
    ) -> None:
        super().__init__()
        self._desk = desk
        self._make_teaching = make_teaching
        self.library = library
        self._questions = questions
        self.messages = messages
        self._theme = theme
        self._icons = icons
        self._store_trouble = store_trouble
        self._assignment = ""
        self._book: Gradebook | None = None
        self._codes_only = False
        self.reading = GradebookReading(lambda: self.teaching, self)
        desk.before_closing.append(self.leave_off)

    # What it works with, made when it is first needed

    @cached_property
    def teaching(self) -> Teaching:
        return self._make_teaching()

    @cached_property
    def gradebook(self) -> GradebookPage:
        """The page."""
        from relall_trainer.gui.pages.gradebook import GradebookPage

        page = GradebookPage(self._theme, self._icons)
        page.assignment_chosen.connect(self.choose)
        page.view_asked.connect(lambda _view: self.show_view())
        page.cohort_asked.connect(lambda: self.page_asked.emit("cohort"))
        page.decisions.cell_opened.connect(
            lambda learner, decision: self.seeing.show_decision(learner, decision)
        )
        page.decisions.learner_opened.connect(self.show_learner)
        page.decisions.errs_asked.connect(lambda: page.choose("teach"))
        page.import_asked.connect(lambda: self.files.ask_for_files())
        page.folder_import_asked.connect(lambda: self.files.ask_for_folder())
        page.files_dropped.connect(lambda paths: self.files.take_in(map(Path, paths)))
        page.export_asked.connect(lambda form: self.saving.export(form))
        page.release_asked.connect(lambda: self.release(self._assignment))
        self._scanning = QTimer(self)
        self._scanning.setInterval(_SCAN_EVERY_MS)
        self._scanning.timeout.connect(self._scan)
        page.rescore_asked.connect(lambda: self.filling.show_rescoring())
        return page

    @cached_property
    def files(self) -> ResultFiles:
        """Taking results in, giving files out."""
        from relall_trainer.gui.result_files import ResultFiles

        made = ResultFiles(self, self._desk, self.messages, self._theme)
        made.taken_in.connect(self._after_import)
        return made

    @cached_property
    def saving(self) -> GradebookSaving:
        """What is taken away as files."""
        from relall_trainer.gui.gradebook_saving import GradebookSaving

        return GradebookSaving(self, self._desk, self.messages, self._theme)

    @cached_property
    def filling(self) -> GradebookFilling:
        """What stands in the views."""
        from relall_trainer.gui.gradebook_filling import GradebookFilling

        return GradebookFilling(self, self._desk, self._questions, self._theme, self._icons)

    @cached_property
    def seeing(self) -> DecisionSeeing:
        """One decision as a learner met it."""
        from relall_trainer.gui.decision_seeing import DecisionSeeing

        return DecisionSeeing(self, self._theme, self._icons)

    # Which gradebook

    @property
    def book(self) -> Gradebook | None:
        """The gradebook shown."""
        return self._book

    @property
    def assignment(self) -> str:
        """The id of the assignment shown; empty where there is none."""
        return self._assignment

    def show_gradebook(self) -> None:
        """Bring the page up to what stands in the record; takes in what lies new in the shared folder."""
        page = self.gradebook
        self._scanning.start()
        self.files.scan()
        QTimer.singleShot(_SETTLED_MS, page, self._scan)  # what was still being written then
        self.refresh()

    def _scan(self) -> None:
        """Look into the shared folder again, as long as the page is there to be seen."""
        if self.gradebook.isVisible():
            self.files.scan()
        else:
            self._scanning.stop()

    def open_gradebook(self, assignment: str) -> None:
        """Show the gradebook of this assignment."""
        self._assignment = assignment
        self.page_asked.emit("gradebook")

    def release(self, assignment: str) -> None:
        """Give the feedback of an exam out as a file."""
        self.saving.release(assignment)

    def save_shown(self) -> bool:
        """Save what is shown as PDF: a learner's page, a handout, or the gradebook; False where there is none."""
        if self._book is None:
            return False
        if not self.filling.save_shown():
            self.saving.export("pdf")
        return True

    def leave_off(self) -> None:
        """Stop what goes on in the background: the record is about to be closed."""
        self.reading.stop()
        if "gradebook" in self.__dict__:
            self._scanning.stop()

    def start_afresh(self) -> None:
        """Let go of what was read: the record is gone."""
        self.leave_off()
        self.reading.forget()
        self._book, self._assignment = None, ""

    def heads(self) -> tuple[SentHead, ...]:
        """Every assignment, the newest first."""
        return self.teaching.assignments()

    def choose(self, assignment: str) -> None:
        """Show another assignment's gradebook."""
        self._assignment = assignment
        self.refresh()

    def refresh(self) -> None:
        """Read the gradebook anew and show it."""
        from relall_trainer.gui.teaching_notes import TeachingNotes

        try:
            heads = self.heads()
            self._codes_only = TeachingNotes(lambda: self._desk.store).codes_only
        except StoreError as error:
            self._store_trouble(error, self.refresh)
            return
        from relall_trainer.gui.gradebook_words import assignment_words

        ids = [head.id for head in heads]
        if self._assignment not in ids:
            self._assignment = ids[0] if ids else ""
        day = self.told_day()
        self.gradebook.offer([(one.id, assignment_words(one, day)) for one in heads], self._assignment)
        if not ids:
            self._book = None
            return
        self.reading.forget()
        self.reading.read(
            self._assignment, self._take, self.failed(self.refresh), self.gradebook.show_progress
        )

    def _take(self, book: Gradebook) -> None:
        self._book = book
        if self.gradebook.beside:  # a decision is being looked at: the views wait
            self.gradebook.show_progress(0, 0)
        else:
            self.show_view()

    def show_view(self) -> None:
        """Fill the view chosen, and show it."""
        from relall_trainer.gui.version_words import versions_line

        self.messages.settle("store")
        self.gradebook.show_progress(0, 0)
        if self._book is None:
            return
        anything = any(row.files for row in self._book.rows)
        self.gradebook.show_versions(versions_line(self._book.versions) if anything else "")
        self.filling.fill(self.gradebook.view, self._book)
        self.gradebook.show_view(anything=anything)
        if anything:  # it is what one comes to next, and takes a moment to be made
            QTimer.singleShot(_AHEAD_MS, self.gradebook, lambda: self.seeing.view)

    def _after_import(self) -> None:
        self.refresh()
        self.taken_in.emit()

    # One learner

    def show_learner(self, learner: str) -> None:
        """Show a learner's page."""
        self.gradebook.choose("learners")
        self.filling.show_learner(learner)

    def called(self, row: Row) -> str:
        """What a learner is called on the teacher's screen."""
        return row.learner.code if self._codes_only else row.learner.name or row.learner.code

    def names(self, book: Gradebook) -> Callable[[str], str]:
        """What a learner is called, by her code."""
        names = {row.learner.code: self.called(row) for row in book.rows}
        return lambda code: names.get(code, code)

    def told_moment(self) -> Callable[[str], str]:
        """How moments are told on the screen, as on the other pages: ``Fri 4 Dec, 17:00``."""
        from relall_trainer.gui.moment_words import moment_words

        return partial(moment_words, now=self._desk.now())

    def told_day(self) -> Callable[[str], str]:
        """How days are told there: ``4 Dec``."""
        from relall_trainer.gui.moment_words import short_day

        return partial(short_day, now=self._desk.now())

    # Trouble

    def failed(self, again: Again) -> Callable[[TrainerError], None]:
        """Says what went wrong, with a way to try again."""

        def tell(error: TrainerError) -> None:
            if isinstance(error, StoreError):
                self._store_trouble(error, again)
            else:
                self.messages.trouble(error, ("Try again", again), topic="gradebook")

        return tell

"""What a teacher does beside the gradebook: cohorts, assignments, conference, and what leads from one to another.

The cohorts are left to ``cohort_showing``, writing an assignment to ``assigning``, a case before a group to
``conferring``; here they get what they work with, and what goes wrong is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.teach_lines import CaseOffer

if TYPE_CHECKING:
    from relall_trainer.cohort.roster import Cohort
    from relall_trainer.cohort.teaching import Teaching
    from relall_trainer.encounter.case import Case
    from relall_trainer.encounter.fresh import FreshPair
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.gui.assigning import Assigning
    from relall_trainer.gui.cohort_showing import CohortShowing
    from relall_trainer.gui.conferring import Conferring
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.assign import AssignPage
    from relall_trainer.gui.pages.cohort import CohortPage
    from relall_trainer.gui.pages.conference import ConferencePage
    from relall_trainer.gui.teaching_notes import TeachingNotes
    from relall_trainer.gui.theme import Theme

Again = Callable[[], object]


class Teachwork(QObject):
    """``page_asked`` names the page to show (cohort, assign, conference).

    ``gradebook_asked`` and ``release_asked`` carry an assignment's id, ``evidence_asked`` an item of the library;
    ``import_asked`` asks for results to be taken in. ``make_teaching`` and ``questions`` are called when they are first
    needed. ``ask_folder`` (window, title) and ``ask_csv`` (window) ask for a path; empty means called off.
    """

    page_asked = Signal(str)
    gradebook_asked = Signal(str)
    release_asked = Signal(str)
    import_asked = Signal()
    evidence_asked = Signal(str)

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
        *,
        zone: tzinfo | None = None,
        ask_folder: Callable[[QWidget, str], str] | None = None,
        ask_csv: Callable[[QWidget], str] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.library = library
        self.messages = messages
        self.theme = theme
        self.icons = icons
        self.questions = questions
        self.zone = zone
        self._last_folder = ""
        self.ask_folder = ask_folder or self._folder_path
        self._ask_csv = ask_csv or _csv_path
        self._make_teaching = make_teaching
        self._store_trouble = store_trouble
        desk.before_closing.append(self.leave_off)

    # What it works with, made when it is first needed

    @cached_property
    def teaching(self) -> Teaching:
        return self._make_teaching()

    @cached_property
    def notes(self) -> TeachingNotes:
        """What the pages keep between two looks."""
        from relall_trainer.gui.teaching_notes import TeachingNotes

        return TeachingNotes(lambda: self.desk.store)

    @property
    def cohort(self) -> CohortPage:
        """The page of the cohorts."""
        return self._showing.page

    @property
    def assign(self) -> AssignPage:
        """The page an assignment is written on."""
        return self._assigning.page

    @property
    def conference(self) -> ConferencePage:
        """The page a case is discussed on."""
        return self._conferring.page

    @cached_property
    def _assigning(self) -> Assigning:
        from relall_trainer.gui.assigning import Assigning

        made = Assigning(self)
        made.left.connect(lambda: self.page_asked.emit("cohort"))
        made.shown.connect(lambda: self.page_asked.emit("assign"))
        return made

    @cached_property
    def _conferring(self) -> Conferring:
        from relall_trainer.gui.conferring import Conferring

        made = Conferring(self)
        made.shown.connect(lambda: self.page_asked.emit("conference"))
        return made

    @cached_property
    def _showing(self) -> CohortShowing:
        from relall_trainer.gui.cohort_showing import CohortShowing

        made = CohortShowing(self, self._ask_csv)
        page = made.page
        page.assign_asked.connect(self.begin_assignment)
        page.import_asked.connect(self.import_asked)
        page.conference_asked.connect(self.open_conference)
        page.gradebook_asked.connect(self.gradebook_asked)
        page.version_asked.connect(self._begin_version)
        page.files_asked.connect(self._write_again)
        page.release_asked.connect(self.release_asked)
        page.present_asked.connect(lambda assignment: self._conferring.present_assigned(assignment))
        return made

    def show_cohort(self) -> None:
        """Bring the page up to what stands in the record; what was handed in follows where it is much."""
        self._showing.show()

    # Assignments

    def begin_assignment(self) -> None:
        """Write a new assignment for the cohort shown; where there is no cohort yet, begin with that."""

        def begin() -> None:
            cohort = self._showing.cohort
            if cohort is None:
                self.page_asked.emit("cohort")
                self._showing.start_cohort()
            else:
                self._assigning.begin(cohort)

        self.guard(begin, again=self.begin_assignment)

    def show_assign(self) -> None:
        """Fill the page for a new assignment where it was not filled by what led to it."""
        if not self._assigning.filled:
            self.begin_assignment()

    def _begin_version(self, assignment: str) -> None:
        self._with_cohort(lambda cohort: self._assigning.begin_version(assignment, cohort))

    def _write_again(self, assignment: str) -> None:
        self._with_cohort(lambda cohort: self._assigning.write_again(assignment, cohort))

    def _with_cohort(self, do: Callable[[Cohort], object]) -> None:
        def act() -> None:
            cohort = self._showing.cohort
            if cohort is not None:
                do(cohort)

        self.guard(act, again=lambda: self._with_cohort(do))

    def case_offers(self) -> list[CaseOffer]:
        """The cases of the shelf that can be opened."""
        return [
            CaseOffer(card.head.id, card.head.title, card.head.minutes, card.decisions)
            for card in self.desk.bare_cards()
        ]

    # Conference

    def open_conference(self) -> None:
        """Go to the page on which a case is discussed."""
        self.page_asked.emit("conference")

    def show_conference(self) -> None:
        """Fill its list of cases."""
        self.guard(lambda: self._conferring.show_cases())

    def present(self, case: Case) -> None:
        """Put a case before the group."""
        self._conferring.present(case)

    def present_pair(self, pair: FreshPair) -> None:
        """Put two patients who differ in one fact before the group, one after the other."""
        self._conferring.present_pair(pair)

    # What all of it needs

    def leave_off(self) -> None:
        """The record is about to be closed: keep what is not kept yet, stop what is being read."""
        if "_showing" in self.__dict__:
            self._showing.leave_off()
        if "_assigning" in self.__dict__:
            self._assigning.leave_off()

    def start_afresh(self) -> None:
        """The record is gone: let go of what was shown of it."""
        if "_showing" in self.__dict__:
            self._showing.start_afresh()
        if "_assigning" in self.__dict__:
            self._assigning.start_afresh()

    def guard(self, do: Callable[[], object], again: Again | None = None) -> bool:
        """Do it; False where it could not be done, which is said then."""
        try:
            do()
        except TrainerError as error:
            self.trouble(error, again or (lambda: self.guard(do)))
            return False
        self.messages.settle("teaching")
        return True

    def trouble(self, error: TrainerError, again: Again) -> None:
        """Say what went wrong, with a way to try again."""
        if isinstance(error, StoreError):
            self._store_trouble(error, again)
        else:
            self.messages.trouble(error, ("Try again", again), topic="teaching")

    def _folder_path(self, window: QWidget, title: str) -> str:
        from relall_trainer.gui.saved_text import proposed_path

        chosen = QFileDialog.getExistingDirectory(window, title, self._last_folder or proposed_path())
        self._last_folder = chosen or self._last_folder
        return chosen


def _csv_path(window: QWidget) -> str:
    from relall_trainer.gui.saved_text import proposed_path

    kinds = "Lists of learners (*.csv *.txt *.tsv);;All files (*)"
    return QFileDialog.getOpenFileName(window, "A list of learners", proposed_path(), kinds)[0]

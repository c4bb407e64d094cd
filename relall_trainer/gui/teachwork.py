"""What a teacher does beside the gradebook: cohorts, assignments, conference. Fills the pages and acts for them.

Changing a cohort is left to ``cohort_changes``, writing an assignment to ``assigning``, a case before a group to
``conferring``; here they get what they work with, and what goes wrong is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.slices import Slices
from relall_trainer.gui.teach_lines import CaseOffer

if TYPE_CHECKING:
    from relall_trainer.cohort.roster import Cohort
    from relall_trainer.cohort.teaching import Teaching
    from relall_trainer.encounter.case import Case
    from relall_trainer.encounter.fresh import FreshPair
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.gui.assigning import Assigning
    from relall_trainer.gui.cohort_changes import CohortChanges
    from relall_trainer.gui.cohort_filling import CohortFilling
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
        self.ask_folder = ask_folder or _folder_path
        self._ask_csv = ask_csv or _csv_path
        self._make_teaching = make_teaching
        self._store_trouble = store_trouble
        self._shown = ""  # the id of the cohort shown
        self._reading = Slices(self)
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

    @cached_property
    def cohort(self) -> CohortPage:
        """The page of the cohorts."""
        from relall_trainer.gui.pages.cohort import CohortPage

        page = CohortPage(self.theme, self.icons)
        page.cohort_chosen.connect(self.choose)
        page.new_cohort_asked.connect(self._guarded(lambda: self._changes.start_cohort(self.desk.now().year)))
        page.rename_cohort_asked.connect(self._guarded(lambda: self._changes.rename_cohort(self._shown)))
        page.remove_cohort_asked.connect(lambda: self._changes.remove_cohort(self._shown))
        page.add_learners_asked.connect(self._guarded(lambda: self._changes.add_learners(self._shown)))
        page.rename_asked.connect(
            lambda code: self.guard(lambda: self._changes.rename_learner(self._shown, code))
        )
        page.remove_asked.connect(lambda code: self._changes.remove_learner(self._shown, code))
        page.confirm_asked.connect(self._confirm)
        page.codes_only_chosen.connect(self._show_codes)
        page.folder_asked.connect(self._choose_folder)
        page.folder_left.connect(self._leave_folder)
        page.assign_asked.connect(self.begin_assignment)
        page.import_asked.connect(self.import_asked)
        page.undo_asked.connect(lambda: self._changes.undo())
        page.conference_asked.connect(self.open_conference)
        page.gradebook_asked.connect(self.gradebook_asked)
        page.version_asked.connect(self._begin_version)
        page.files_asked.connect(self._write_again)
        page.release_asked.connect(self.release_asked)
        page.present_asked.connect(lambda assignment: self._conferring.present_assigned(assignment))
        return page

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
    def _changes(self) -> CohortChanges:
        from relall_trainer.gui.cohort_changes import CohortChanges

        return CohortChanges(
            lambda: self.teaching,
            self.cohort,
            self.messages,
            self.theme,
            self.icons,
            self.guard,
            self._after_change,
            self._ask_csv,
        )

    # The cohort page

    def show_cohort(self) -> None:
        """Bring the page up to what stands in the record; what was handed in follows where it is much."""
        self.guard(self._show_cohort, again=self.show_cohort)

    def choose(self, cohort: str) -> None:
        """Show another cohort."""
        self._shown = cohort
        self.show_cohort()

    def _show_cohort(self) -> None:
        from relall_trainer.gui.cohort_filling import CohortFilling

        cohort = self._here()
        self.messages.settle("store")
        if cohort is None:
            self._reading.stop()
            self.cohort.show_cohorts((), None)
            return
        filling = CohortFilling(self.teaching, self.desk.now(), self.zone)
        filling.begin(cohort, codes_only=self.notes.codes_only)
        done = False

        def show() -> None:
            nonlocal done
            done = True
            self._fill(filling)

        again = self.show_cohort
        self._reading.run(filling.steps(), show, lambda error: self.trouble(error, again), _nothing)
        if not done:
            self._fill(filling)  # what is known by now; the rest follows

    def _fill(self, filling: CohortFilling) -> None:
        names = [(one.id, one.name) for one in self.teaching.cohorts.all()]
        self.cohort.show_cohorts(names, filling.lines())

    def _here(self) -> Cohort | None:
        """The cohort shown: the one chosen, or that of the assignment given last, or the first."""
        cohorts = {one.id: one for one in self.teaching.cohorts.all()}
        if self._shown not in cohorts:
            given = (head.cohort_id for head in self.teaching.assignments() if head.cohort_id in cohorts)
            self._shown = next(given, next(iter(cohorts), ""))
        return cohorts.get(self._shown)

    def _after_change(self, cohort: str) -> None:
        self._shown = cohort or self._shown
        self.show_cohort()

    def _confirm(self, code: str) -> None:
        lines = self.cohort.lines
        learner = next((one for one in lines.learners if one.code == code), None) if lines else None
        if learner is not None:
            self._changes.confirm_key(learner)

    def _show_codes(self, on: bool) -> None:
        self.guard(lambda: self.notes.show_codes(on))
        self.show_cohort()

    def _choose_folder(self) -> None:
        chosen = self.ask_folder(self.cohort.window(), "The folder you share with the learners")
        if chosen:
            self._watch(Path(chosen))

    def _leave_folder(self) -> None:
        before = self.teaching.shared.path
        self._watch(None)
        if before is not None:
            self.messages.tell(
                "The shared folder is not used any more. Nothing in it was deleted.",
                ("Undo", lambda: self._watch(before)),
                topic="cohort",
            )

    def _watch(self, folder: Path | None) -> None:
        if self.guard(lambda: self.teaching.shared.choose(folder)):
            self.show_cohort()

    # Assignments

    def begin_assignment(self) -> None:
        """Write a new assignment for the cohort shown; where there is no cohort yet, begin with that."""

        def begin() -> None:
            cohort = self._here()
            if cohort is None:
                self.page_asked.emit("cohort")
                self._changes.start_cohort(self.desk.now().year)
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
            cohort = self._here()
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
        self._reading.stop()
        if "_assigning" in self.__dict__:
            self._assigning.leave_off()

    def start_afresh(self) -> None:
        """The record is gone: let go of what was shown of it."""
        self._reading.stop()
        self._shown = ""
        if "_assigning" in self.__dict__:
            self._assigning.start_afresh()
        if "_changes" in self.__dict__:
            self._changes.forget()

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

    def _guarded(self, do: Callable[[], object]) -> Callable[[], None]:
        return lambda: _ignored(self.guard(do))


def _folder_path(window: QWidget, title: str) -> str:
    from relall_trainer.gui.saved_text import proposed_path

    return QFileDialog.getExistingDirectory(window, title, proposed_path())


def _csv_path(window: QWidget) -> str:
    from relall_trainer.gui.saved_text import proposed_path

    kinds = "Lists of learners (*.csv *.txt *.tsv);;All files (*)"
    return QFileDialog.getOpenFileName(window, "A list of learners", proposed_path(), kinds)[0]


def _ignored(_done: bool) -> None:
    return None


def _nothing(*_told: object) -> None:
    return None

"""The cohorts of a teacher on their page: which is shown, what stands in it, the folder shared, codes or names.

Changes to a cohort are ``cohort_changes``; what an assignment on the page leads to is ``teachwork``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from relall_trainer.gui.cohort_changes import CohortChanges
from relall_trainer.gui.cohort_filling import CohortFilling
from relall_trainer.gui.pages.cohort import CohortPage
from relall_trainer.gui.slices import Slices

if TYPE_CHECKING:
    from relall_trainer.cohort.roster import Cohort
    from relall_trainer.gui.teachwork import Teachwork


class CohortShowing(QObject):
    """``ask_csv`` asks for the path of a list of learners."""

    def __init__(self, work: Teachwork, ask_csv: Callable[[QWidget], str]) -> None:
        super().__init__(work)
        self._work = work
        self._shown = ""  # the id of the cohort shown
        self._reading = Slices(self)
        self.page = self._make_page()
        self._changes = CohortChanges(
            lambda: work.teaching,
            self.page,
            work.messages,
            work.theme,
            work.icons,
            work.guard,
            self._after_change,
            ask_csv,
        )

    def _make_page(self) -> CohortPage:
        page = CohortPage(self._work.theme, self._work.icons)
        page.cohort_chosen.connect(self.choose)
        page.new_cohort_asked.connect(self.start_cohort)
        page.rename_cohort_asked.connect(
            lambda: self._guard(lambda: self._changes.rename_cohort(self._shown))
        )
        page.remove_cohort_asked.connect(lambda: self._changes.remove_cohort(self._shown))
        page.add_learners_asked.connect(lambda: self._guard(lambda: self._changes.add_learners(self._shown)))
        page.rename_asked.connect(
            lambda code: self._guard(lambda: self._changes.rename_learner(self._shown, code))
        )
        page.remove_asked.connect(lambda code: self._changes.remove_learner(self._shown, code))
        page.confirm_asked.connect(self._confirm)
        page.codes_only_chosen.connect(self._show_codes)
        page.folder_asked.connect(self._choose_folder)
        page.folder_left.connect(self._leave_folder)
        page.undo_asked.connect(lambda: self._changes.undo())
        return page

    def _guard(self, do: Callable[[], object]) -> None:
        self._work.guard(do)

    # Which cohort

    @property
    def cohort(self) -> Cohort | None:
        """The cohort shown: the one chosen, or that of the assignment given last, or the first. Raises StoreError."""
        teaching = self._work.teaching
        cohorts = {one.id: one for one in teaching.cohorts.all()}
        if self._shown not in cohorts:
            given = (head.cohort_id for head in teaching.assignments() if head.cohort_id in cohorts)
            self._shown = next(given, next(iter(cohorts), ""))
        return cohorts.get(self._shown)

    def choose(self, cohort: str) -> None:
        """Show another cohort."""
        self._shown = cohort
        self.show()

    def start_cohort(self) -> None:
        """Ask for a new cohort."""
        self._guard(lambda: self._changes.start_cohort(self._work.desk.now().year))

    def _after_change(self, cohort: str) -> None:
        self._shown = cohort or self._shown
        self.show()

    # What is shown

    def show(self) -> None:
        """Bring the page up to what stands in the record; what was handed in follows where it is much."""
        self._work.guard(self._show, again=self.show)

    def _show(self) -> None:
        work, cohort = self._work, self.cohort
        work.messages.settle("store")
        if cohort is None:
            self._reading.stop()
            self.page.show_cohorts((), None)
            return
        filling = CohortFilling(work.teaching, work.desk.now(), work.zone)
        filling.begin(cohort, codes_only=work.notes.codes_only)
        done = False

        def show() -> None:
            nonlocal done
            done = True
            self._fill(filling)

        self._reading.run(filling.steps(), show, lambda error: work.trouble(error, self.show), _nothing)
        if not done:
            self._fill(filling)  # what is known by now; the rest follows

    def _fill(self, filling: CohortFilling) -> None:
        names = [(one.id, one.name) for one in self._work.teaching.cohorts.all()]
        self.page.show_cohorts(names, filling.lines())

    def leave_off(self) -> None:
        """Stop what is being read."""
        self._reading.stop()

    def start_afresh(self) -> None:
        """The record is gone: let go of what was shown of it."""
        self._reading.stop()
        self._shown = ""
        self._changes.forget()

    # Keys, names, the folder

    def _confirm(self, code: str) -> None:
        lines = self.page.lines
        learner = next((one for one in lines.learners if one.code == code), None) if lines else None
        if learner is not None:
            self._changes.confirm_key(learner)

    def _show_codes(self, on: bool) -> None:
        self._guard(lambda: self._work.notes.show_codes(on))
        self.show()

    def _choose_folder(self) -> None:
        chosen = self._work.ask_folder(self.page.window(), "The folder you share with the learners")
        if chosen:
            self._watch(Path(chosen))

    def _leave_folder(self) -> None:
        before = self._work.teaching.shared.path
        self._watch(None)
        if before is not None:
            self._work.messages.tell(
                "The shared folder is not used any more. Nothing in it was deleted.",
                ("Undo", lambda: self._watch(before)),
                topic="cohort",
            )

    def _watch(self, folder: Path | None) -> None:
        if self._work.guard(lambda: self._work.teaching.shared.choose(folder)):
            self.show()


def _nothing(*_told: object) -> None:
    return None

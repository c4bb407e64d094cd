"""Assignments, cohort and gradebook: their pages, made when first opened, and what leads from one to another.

What each does is left to ``assigned`` (the learner's side), ``teachwork`` and ``gradework`` (the teacher's); showing a
page to the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from relall_trainer.errors import TrainerError

if TYPE_CHECKING:
    from relall_trainer.cohort.teaching import Teaching
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.gui.assigned import Assigned
    from relall_trainer.gui.attempt_session import Clock
    from relall_trainer.gui.casework import Casework
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.gradework import Gradework
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.teachwork import Teachwork
    from relall_trainer.gui.theme import Theme

_MOST_AT_ONCE = 50  # assignments and feedback that are opened of those let fall together


class Classroom(QObject):
    """``page_asked`` names the page to show; ``count_changed`` says how many assignments wait for the learner.

    ``results_taken`` when results came into the record.
    """

    page_asked = Signal(str)
    evidence_asked = Signal(str)
    rule_asked = Signal(str)
    count_changed = Signal(int)
    results_taken = Signal()

    def __init__(
        self,
        desk: Desk,
        casework: Casework,
        library: LibraryDoor,
        questions: Callable[[], Questions],
        clock: Clock,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._casework = casework
        self._library = library
        self._questions = questions
        self._clock = clock
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._settings = settings
        casework.assignment_title = self._assignment_title
        casework.assignment_asked.connect(lambda assignment: self.assigned.show_assignment(assignment))
        casework.decision_shown.connect(lambda attempt, place: self.assigned.decision_shown(attempt, place))

    # Pages

    def makers(self) -> dict[str, Callable[[], QWidget]]:
        """How each page is made, by its name."""
        return {
            "assignments": lambda: self.assigned.assignments,
            "exam": lambda: self.assigned.exam,
            "hand_in": lambda: self.assigned.hand_in,
            "not_answered": lambda: self.assigned.reading.not_answered,
            "cohort": lambda: self.teachwork.cohort,
            "assign": lambda: self.teachwork.assign,
            "conference": lambda: self.teachwork.conference,
            "gradebook": lambda: self.gradework.gradebook,
        }

    def fillers(self) -> dict[str, Callable[[], object]]:
        """How each page is brought up to the record, by its name."""
        return {
            "assignments": lambda: self.assigned.show_assignments(),
            "cohort": lambda: self.teachwork.show_cohort(),
            "assign": lambda: self.teachwork.show_assign(),
            "conference": lambda: self.teachwork.show_conference(),
            "gradebook": lambda: self.gradework.show_gradebook(),
        }

    # Who does what, made when first needed

    @cached_property
    def assigned(self) -> Assigned:
        """The learner's side."""
        from relall_trainer.gui.assigned import Assigned

        made = Assigned(
            self._desk,
            self._library,
            self._messages,
            self._theme,
            self._icons,
            self._settings,
            self._clock,
        )
        made.page_asked.connect(self.page_asked)
        made.session_asked.connect(self._casework.go_on_with)
        made.decision_asked.connect(lambda attempt, place: self._casework.lookback.look_at(attempt, place))
        made.evidence_asked.connect(self.evidence_asked)
        made.files_asked.connect(self.open_files)
        made.results_opened.connect(self.take_results)
        made.count_changed.connect(self.count_changed)
        made.record_damaged.connect(self._casework.record_damaged)
        return made

    @cached_property
    def teaching(self) -> Teaching:
        """What a teacher does, over the desk's record."""
        from relall_trainer.cohort.teaching import Teaching

        desk = self._desk
        return Teaching(
            lambda: desk.store,
            desk.shelf,
            lambda: desk.algorithm,
            lambda: desk.algorithm_text,
            self._clock,
            desk.app_version,
            self._questions,
        )

    @cached_property
    def teachwork(self) -> Teachwork:
        """Cohorts, assignments, conference."""
        from relall_trainer.gui.teachwork import Teachwork

        made = Teachwork(
            self._desk,
            lambda: self.teaching,
            self._questions,
            self._library,
            self._messages,
            self._theme,
            self._icons,
            self._casework.store_trouble,
        )
        made.page_asked.connect(self.page_asked)
        made.evidence_asked.connect(self.evidence_asked)
        made.gradebook_asked.connect(lambda assignment: self.gradework.open_gradebook(assignment))
        made.release_asked.connect(lambda assignment: self.gradework.release(assignment))
        made.import_asked.connect(self._import)
        return made

    @cached_property
    def gradework(self) -> Gradework:
        """Results."""
        from relall_trainer.gui.gradework import Gradework

        made = Gradework(
            self._desk,
            lambda: self.teaching,
            self._questions,
            self._library,
            self._messages,
            self._theme,
            self._icons,
            self._casework.store_trouble,
        )
        made.page_asked.connect(self.page_asked)
        made.evidence_asked.connect(self.evidence_asked)
        made.rule_asked.connect(self.rule_asked)
        made.pair_asked.connect(lambda pair: self.teachwork.present_pair(pair))
        made.taken_in.connect(self._taken_in)
        return made

    # Between them

    def open_file(self, path: str) -> None:
        """Open a file somebody sent, whatever it turns out to be."""
        self.assigned.open_file(path)

    def open_files(self, paths: Sequence[str]) -> None:
        """Open files that came together: results go into the gradebook together, also those of a folder."""
        if len(paths) == 1 and not Path(paths[0]).is_dir():
            self.open_file(paths[0])
            return
        if self.assigned.arriving.keep(paths):
            return
        results = [path for path in paths if _holds_results(Path(path))]
        for path in [path for path in paths if path not in results][:_MOST_AT_ONCE]:
            self.open_file(path)
        if results:
            self.page_asked.emit("gradebook")
            self.gradework.files.take_in(map(Path, results))

    def take_results(self, path: str) -> None:
        """Take a results file into the gradebook."""
        self.page_asked.emit("gradebook")
        self.gradework.files.take_in((Path(path),))

    def begin(self) -> None:
        """Once the record is open: what waits for the learner."""
        self.assigned.begin()

    def start_afresh(self) -> None:
        """Let go of what was under way: the record is gone."""
        if "assigned" in self.__dict__:
            self.assigned.start_afresh()
        if "teachwork" in self.__dict__:
            self.teachwork.start_afresh()
        if "gradework" in self.__dict__:
            self.gradework.start_afresh()

    def choose_number_keys(self, on: bool) -> None:
        """Switch the keys 1 to 9 on or off."""
        if "assigned" in self.__dict__:
            self.assigned.choose_number_keys(on)

    def _assignment_title(self, assignment: str) -> str:
        """What an assignment is called; empty where that cannot be had, as the case is played all the same."""
        try:
            return self.assigned.coursework.line(assignment).title
        except (LookupError, TrainerError):
            return ""

    def _import(self) -> None:
        self.page_asked.emit("gradebook")
        self.gradework.files.ask_for_files()

    def _taken_in(self) -> None:
        self.results_taken.emit()
        if "teachwork" in self.__dict__ and self.teachwork.cohort.isVisible():
            self.teachwork.show_cohort()


def _holds_results(path: Path) -> bool:
    from relall_trainer.cohort.signed_file import RESULTS

    return path.is_dir() or path.suffix == f".{RESULTS}"

"""A window over a profile of its own in which the test turns both clocks and answers what dialogs would ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from relall_trainer import app as program
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.gui.assigned import Assigned
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.gui.pages.exam import ExamPage
from relall_trainer.learner.index import HistoryIndex
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import Hands, Teacher, teacher_of


class CourseWindow:
    """The window with its parts at hand. ``files`` and ``folders`` are what is chosen in dialogs, in turn."""

    def __init__(self, profile: Profile, hands: Hands) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyle("Fusion")
        self.hands = hands
        self.files: list[str] = []
        self.folders: list[str] = []
        self.desk = Desk(
            Shelf(profile),
            lambda: LearnerStore.open(profile, hands.clock),
            program._algorithm_text,
            hands.clock,
            "0.2.0",
            open_index=lambda: HistoryIndex.open(profile.history_index),
        )
        self.window: MainWindow = program.build_window(app, profile, self.desk)
        classroom = self.window.places.classroom
        self.course = Assigned(
            self.desk,
            classroom._library,
            self.window.messages,
            classroom._theme,
            classroom._icons,
            classroom._settings,
            hands.clock,
            ask_file=lambda _window: self.files.pop(0),
            ask_folder=self._ask_folder,
            ticks=hands.ticks,
        )
        classroom.__dict__["assigned"] = self.course
        self.course.page_asked.connect(classroom.page_asked)
        self.course.session_asked.connect(self.window.casework.go_on_with)
        self.course.decision_asked.connect(lambda one, at: self.window.casework.lookback.look_at(one, at))
        self.course.evidence_asked.connect(classroom.evidence_asked)
        self.course.files_asked.connect(classroom.open_files)
        self.course.results_opened.connect(classroom.take_results)
        self.course.count_changed.connect(classroom.count_changed)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.window.messages.announced.connect(self.said.append)
        self.window.resize(1280, 720)
        self.window.show()
        QApplication.processEvents()

    def _ask_folder(self, _window: object, _last: str, title: str) -> str:
        self.asked.append(title)
        return self.folders.pop(0) if self.folders else ""

    @property
    def exam(self) -> ExamPage:
        return self.course.exam

    def teacher(self, *cases: str) -> Teacher:
        return teacher_of(self.desk.shelf, self.desk.algorithm, *cases)

    def take(self, path: Path, learner: str = "L01") -> None:
        """Open an assignment and say who one is, as far as it asks."""
        self.course.open_file(str(path))
        waiting = self.course.assignments.arrival
        if waiting is not None:
            waiting.choose(learner)
            waiting.take.click()

    def answer(self) -> None:
        """Choose the first step of each question and commit."""
        frame = self.exam.frame
        sitting = self.exam.sitting
        assert sitting is not None
        if frame.mode == "between":
            self.exam.go_on()
        frame.options.choose([group.options[0].action for group in sitting.encounter.current.groups])
        self.exam.commit()

    def close(self) -> None:
        self.window.close()
        QApplication.processEvents()  # the library may just have been opened beside the work
        self.window.library.close()
        self.desk.close()
        self.window.deleteLater()
        for page in (self.course.assignments, self.course.exam, self.course.hand_in):
            page.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def opened(profile: Profile, hands: Hands) -> Iterator[CourseWindow]:
    """The window, closed afterwards."""
    made = CourseWindow(profile, hands)
    try:
        yield made
    finally:
        made.close()

"""Playing what was assigned as practice, and under whose code one works.

The cases themselves are played like any other; exams are left to ``examwork``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from relall_trainer.errors import TrainerError

if TYPE_CHECKING:
    from relall_trainer.cohort.coursework import Coursework
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.theme import Theme

Trouble = Callable[[TrainerError, Callable[[], object]], None]


class AssignedPlaying(QObject):
    """``session_asked`` hands over an attempt to be played; ``changed`` when one works under another code."""

    session_asked = Signal(object)
    page_asked = Signal(str)
    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        coursework: Callable[[], Coursework],
        messages: Messages,
        theme: Theme,
        window: Callable[[], QWidget],
        trouble: Trouble,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._coursework = coursework
        self._messages = messages
        self._theme = theme
        self._window = window
        self._trouble = trouble

    def play(self, assignment: str, item: int) -> None:
        """Play one case of a practice assignment: the attempt under way, or a new one."""
        try:
            line = self._coursework().line(assignment)
            under_way = line.items[item].open
            if under_way:
                session = self._desk.open(under_way)
            else:
                begun = self._coursework().begin_item(assignment, item)
                session = self._desk.start_made(
                    begun.case, begun.text, assignment=assignment, attempt=begun.attempt
                )
        except TrainerError as error:
            self._trouble(error, lambda: self.play(assignment, item))
            return
        self._messages.settle("assigned")
        self.session_asked.emit(session)

    def play_next(self, assignment: str) -> None:
        """Play the case of a practice assignment that comes next."""
        from relall_trainer.gui.widgets.assignment_card import next_item

        item = next_item(self._coursework().line(assignment))
        if item is not None:
            self.play(assignment, item.place)
        else:
            self.page_asked.emit("assignments")

    def ask_who(self, assignment: str) -> None:
        """Let another code of the list be chosen to work under."""
        from relall_trainer.gui.widgets.picker import PickDialog

        line = self._coursework().line(assignment)
        choices = [(code, code) for code in self._coursework().learners_of(assignment)]
        if not choices:
            told = "This assignment has no list of learners. Open its file again to type another code."
            self._messages.tell(told, topic="assigned")
            return
        dialog = PickDialog(self._theme, "Who are you?", choices, line.learner, self._window())
        dialog.value_picked.connect(lambda code: self.work_as(assignment, code))
        dialog.exec()

    def work_as(self, assignment: str, learner: str) -> None:
        """Work on an assignment under another code of its list."""
        try:
            self._coursework().work_as(assignment, learner)
        except TrainerError as error:
            self._trouble(error, lambda: self.work_as(assignment, learner))
            return
        self.changed.emit()

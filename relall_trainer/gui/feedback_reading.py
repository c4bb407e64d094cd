"""Reading the feedback on an exam: what was not looked at yet is offered, decision after decision, answered or not.

Decisions that were answered are read where any attempt is looked back on; the others on a page of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import StoreError, TrainerError

if TYPE_CHECKING:
    from relall_trainer.cohort.course_lines import CourseLine
    from relall_trainer.cohort.coursework import Coursework
    from relall_trainer.cohort.feedback import Feedback
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.not_answered import NotAnsweredPage
    from relall_trainer.gui.theme import Theme

Trouble = Callable[[TrainerError, Callable[[], object]], None]


class FeedbackReading(QObject):
    """``page_asked`` names the page to show, ``decision_asked`` a decision of an attempt; ``read`` when one was read.

    ``evidence_asked`` names an item of the library.
    """

    page_asked = Signal(str)
    decision_asked = Signal(str, int)
    evidence_asked = Signal(str)
    read = Signal()

    def __init__(
        self,
        coursework: Callable[[], Coursework],
        messages: Messages,
        theme: Theme,
        icons: Icons,
        library: LibraryDoor,
        trouble: Trouble,
    ) -> None:
        super().__init__()
        self._coursework = coursework
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._library = library
        self._trouble = trouble

    @cached_property
    def not_answered(self) -> NotAnsweredPage:
        """The page of the decisions that were not answered."""
        from relall_trainer.gui.pages.not_answered import NotAnsweredPage

        page = NotAnsweredPage(self._theme, self._icons)
        page.left.connect(lambda: self.page_asked.emit("assignments"))
        page.evidence_asked.connect(self.evidence_asked)
        page.decision_shown.connect(self.decision_shown)
        self._library.give(page.use_library)
        return page

    def offer(self, line: CourseLine) -> None:
        """Say that feedback waits, with the button that shows it."""
        if (told := line.feedback) is not None:
            words = f"Feedback on “{line.title}” waits: {counted(told.unseen, 'decision')} not looked at yet."
            self._messages.tell(words, ("Read it", lambda: self.begin(line.id)), topic="feedback", stay=True)

    def begin(self, assignment: str) -> None:
        """Show the first decision whose feedback was not looked at yet; the first of all where all were."""
        try:
            told = self._coursework().line(assignment).feedback
        except TrainerError as error:
            self._trouble(error, lambda: self.begin(assignment))
            return
        self._messages.settle("feedback")
        place = None if told is None else told.next_unseen() or told.first()
        if told is None or place is None:
            return
        if told.is_answered(*place):
            self.decision_asked.emit(*place)
        else:
            self.show_not_answered(assignment, *place)

    def show_not_answered(self, assignment: str, attempt: str = "", place: int = -1) -> None:
        """Show the decisions that were not answered, from the first of them or from this one."""
        try:
            rest = self._coursework().not_answered(assignment)
        except TrainerError as error:
            self._trouble(error, lambda: self.show_not_answered(assignment, attempt, place))
            return
        if rest:
            places = [(one.attempt, one.place) for one in rest]
            at = (attempt, place)
            self.page_asked.emit("not_answered")
            self.not_answered.show_decisions(rest, places.index(at) if at in places else 0)

    def decision_shown(self, attempt: str, place: int) -> None:
        """A decision of an attempt was looked at; kept where it is one of an exam."""
        course = self._coursework()
        try:
            assignment = course.exam_of(attempt)
            if not assignment:
                return
            course.see(assignment, attempt, place)
            told = course.line(assignment).feedback
        except StoreError as error:
            self._messages.trouble(error, topic="feedback-seen")
            return
        if told is not None:
            self._offer_rest(told, attempt, place)
        self.read.emit()

    def _offer_rest(self, told: Feedback, attempt: str, place: int) -> None:
        """At the last decision that stands on a page, lead on to what was not looked at yet of the same exam."""
        if told.is_answered(attempt, place):
            last, what = place + 1 >= told.answered[attempt], "the last decision answered of this case"
        else:
            last, what = told.is_last(attempt, place), "the last of those not answered"
        if not last or not told.unseen:
            self._messages.settle("feedback")
            return
        words = f"That was {what}; {told.unseen} of the exam are not looked at yet."
        go_on = ("Go on", lambda: self.begin(told.assignment))
        self._messages.tell(words, go_on, topic="feedback", stay=True)

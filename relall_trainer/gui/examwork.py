"""From the first page of an exam to the receipt: sits it, lets it be looked over, hands in.

Practice assignments are handed in here, too. What was assigned and which file came in is left to ``assigned``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from relall_trainer.errors import TrainerError
from relall_trainer.gui.assigned_words import left_words
from relall_trainer.gui.hand_in_lines import exam_check, practice_check, receipt_lines

if TYPE_CHECKING:
    from relall_trainer.cohort.coursework import Coursework
    from relall_trainer.cohort.exam_sitting import ExamSitting
    from relall_trainer.cohort.receipts import Receipt
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.exam import ExamPage
    from relall_trainer.gui.pages.hand_in import HandInPage
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.theme import Theme

Trouble = Callable[[TrainerError, Callable[[], object]], None]


class Examwork(QObject):
    """``page_asked`` names the page to show; ``feedback_asked`` and ``practice_asked`` name an assignment.

    ``handed_in`` after a file was made, ``closed`` when an exam was closed that can be gone on with.
    """

    page_asked = Signal(str)
    feedback_asked = Signal(str)
    practice_asked = Signal(str)
    handed_in = Signal()
    closed = Signal()

    def __init__(
        self,
        coursework: Callable[[], Coursework],
        messages: Messages,
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
        ask_folder: Callable[[str, str], str],
        trouble: Trouble,
    ) -> None:
        super().__init__()
        self._coursework = coursework
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._settings = settings
        self._ask_folder = ask_folder
        self._trouble = trouble
        self._assignment = ""  # the one being handed in
        self._folder: Path | None = None
        self._receipt: Receipt | None = None

    @cached_property
    def exam(self) -> ExamPage:
        from relall_trainer.gui.pages.exam import ExamPage

        page = ExamPage(self._theme, self._icons, self._messages, self._coursework().clock)
        page.begun.connect(self.begin_now)
        page.paused.connect(lambda: self.page_asked.emit("assignments"))
        page.review_asked.connect(self._look_over)
        page.closed.connect(self._say_closed)
        page.set_number_keys(self._settings.now.number_keys)
        return page

    @cached_property
    def hand_in(self) -> HandInPage:
        from relall_trainer.gui.pages.hand_in import HandInPage

        page = HandInPage(self._theme)
        page.handed_in.connect(self._hand_in)
        page.gone_on.connect(self._go_on)
        page.left.connect(lambda: self.page_asked.emit("assignments"))
        page.folder_asked.connect(self._choose_folder)
        page.saved_again.connect(self._save_again)
        page.feedback_asked.connect(lambda: self.feedback_asked.emit(self._assignment))
        page.copied.connect(lambda what: self._messages.tell(f"Copied: the {what}.", topic="copied"))
        page.hidden.connect(self._review_left)
        return page

    def choose_number_keys(self, on: bool) -> None:
        """Switch the keys 1 to 9 on or off."""
        if "exam" in self.__dict__:
            self.exam.set_number_keys(on)

    def leave_off(self) -> None:
        """Stop the time of an exam: the record is about to be closed."""
        if "exam" in self.__dict__:
            self.exam.leave()

    def start_afresh(self) -> None:
        """Let go of everything: the record is gone."""
        if "exam" in self.__dict__:
            self.exam.clear()

    # Sitting

    @property
    def sat(self) -> bool:
        """Whether an exam is open and its time runs."""
        sitting = self.exam.sitting if "exam" in self.__dict__ else None
        return sitting is not None and sitting.running

    def _say_closed(self) -> None:
        """However the page was left: the time stands still, and here is the way back."""
        sitting = self.exam.sitting
        if sitting is None:
            return
        assignment, left = sitting.exam.assignment, sitting.remaining_ms
        words = "The exam is closed and saved."
        if left is not None:
            words = f"The exam is closed and saved, its time stands still: {left_words(left).lower()}."
        back = ("Go on with the exam", lambda: self.go_on_with(assignment))
        self._messages.tell(words, back, topic="exam", stay=True)
        self.closed.emit()

    def begin(self, assignment: str) -> None:
        """Say what to know before an exam begins."""
        try:
            line = self._coursework().line(assignment)
        except TrainerError as error:
            self._trouble(error, lambda: self.begin(assignment))
            return
        self.page_asked.emit("exam")
        self.exam.show_start(line)

    def begin_now(self, assignment: str) -> None:
        """Begin it."""
        self._sit(lambda: self._coursework().begin_exam(assignment), lambda: self.begin_now(assignment))

    def go_on_with(self, assignment: str) -> None:
        """Go on with an exam as it was left."""
        self._sit(lambda: self._coursework().go_on_with_exam(assignment), lambda: self.go_on_with(assignment))

    def _sit(self, make: Callable[[], ExamSitting], again: Callable[[], None]) -> None:
        try:
            sitting = make()
        except TrainerError as error:
            self._trouble(error, again)
            return
        self.page_asked.emit("exam")
        self.exam.show_sitting(sitting)

    # Looking over

    def _look_over(self) -> None:
        sitting = self.exam.sitting
        if sitting is not None:
            self.look_over(sitting.exam.assignment)

    def look_over(self, assignment: str) -> None:
        """Show everything that was chosen, before it is handed in."""
        course = self._coursework()
        try:
            line = course.line(assignment)
            where = self._folder or course.shared.path
            folder = "" if where is None else str(where)
            if line.is_exam:
                sitting = self._sitting(assignment)
                check = exam_check(line, sitting.review(), folder, over=sitting.over)
            else:
                check = practice_check(line, folder)
        except TrainerError as error:
            self._trouble(error, lambda: self.look_over(assignment))
            return
        self._assignment = assignment
        self.page_asked.emit("hand_in")
        self.hand_in.show_check(check)

    def _sitting(self, assignment: str) -> ExamSitting:
        here = self.exam.sitting if "exam" in self.__dict__ else None
        if here is not None and here.exam.assignment == assignment and not here.exam.handed_in:
            return here
        return self._coursework().go_on_with_exam(assignment)

    def _go_on(self) -> None:
        try:
            line = self._coursework().line(self._assignment)
        except TrainerError as error:
            self._trouble(error, self._go_on)
            return
        if line.is_exam:
            self.go_on_here()
        else:
            self.practice_asked.emit(self._assignment)

    def go_on_here(self) -> None:
        """Back from looking over to the decision that stands."""
        here = self.exam.sitting
        if here is not None and here.exam.assignment == self._assignment:
            self.page_asked.emit("exam")
            self.exam.show_sitting(here)
        else:
            self.go_on_with(self._assignment)

    def _review_left(self) -> None:
        # Which page is come to instead is known a moment later.
        QTimer.singleShot(0, self.hand_in, self._leave_unless_sat)

    def _leave_unless_sat(self) -> None:
        """Looking over belongs to the exam; going elsewhere from there closes it."""
        if self.hand_in.isVisible():
            return
        if "exam" in self.__dict__ and not self.exam.isVisible():
            self.exam.leave()

    # Handing in

    def _hand_in(self) -> None:
        course = self._coursework()
        try:
            folder = self._folder or course.shared.path
            if folder is None:
                folder = self._asked()
                if folder is None:
                    return
            self.leave_off()
            receipt = course.hand_in(self._assignment, folder)
        except TrainerError as error:
            self._trouble(error, self._hand_in)
            return
        with suppress(
            TrainerError
        ):  # it is handed in all the same; tried again whenever assignments are shown
            course.give_out_due()
        if "exam" in self.__dict__:
            self.exam.clear()
        self.handed_in.emit()
        self.show_receipt(receipt)
        said = f"Handed in: {receipt.path}" if receipt.path else f"The file could not be written to {folder}."
        self._messages.announce(said)

    def show_receipt(self, receipt: Receipt) -> None:
        """Show a receipt."""
        try:
            line = self._coursework().line(receipt.assignment)
        except TrainerError as error:
            self._trouble(error, lambda: self.show_receipt(receipt))
            return
        self._assignment, self._receipt = receipt.assignment, receipt
        self.page_asked.emit("hand_in")
        feedback = line.feedback is not None and line.feedback.unseen > 0
        self.hand_in.show_receipt(receipt_lines(receipt, line), feedback=feedback)

    def _save_again(self) -> None:
        receipt, folder = self._receipt, self._asked()
        if receipt is None or folder is None:
            return
        try:
            written = self._coursework().write_again(receipt, folder)
        except TrainerError as error:
            self._trouble(error, self._save_again)
            return
        self.show_receipt(written)
        self._messages.tell(f"The file is in {folder}.", topic="saved")

    def _choose_folder(self) -> None:
        folder = self._asked()
        if folder is not None:
            self._folder = folder
            self.hand_in.show_where(str(folder))

    def _asked(self) -> Path | None:
        last = self._coursework().shared.last
        chosen = self._ask_folder("" if last is None else str(last), "Where to put your results file")
        return Path(chosen) if chosen else None

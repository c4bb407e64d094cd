"""How the assignments stand, shown and counted: the page filled, what waits told to the day and to the side bar.

What is done with them is left to ``assigned``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.slices import Slices

if TYPE_CHECKING:
    from relall_trainer.cohort.course_lines import CourseLine
    from relall_trainer.cohort.coursework import Coursework
    from relall_trainer.gui.attempt_session import Clock
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.assignments import AssignmentsPage

Trouble = Callable[[TrainerError, Callable[[], object]], None]
_RECEIVED = "received"


class AssignedStanding(QObject):
    """``count_changed`` says how many wait; ``feedback_waits`` sends the line of one whose feedback was not read yet.

    ``page`` gives the page, ``made`` whether there is one yet.
    """

    count_changed = Signal(int)
    feedback_waits = Signal(object)

    def __init__(
        self,
        desk: Desk,
        coursework: Callable[[], Coursework],
        page: Callable[[], AssignmentsPage],
        made: Callable[[], bool],
        messages: Messages,
        clock: Clock,
        trouble: Trouble,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._coursework = coursework
        self._page = page
        self._made = made
        self._messages = messages
        self._clock = clock
        self._trouble = trouble
        self._reading_ahead = Slices(self)

    @property
    def has_any(self) -> bool:
        """Whether anything was ever assigned. Raises StoreError."""
        return bool(self._desk.store.paper_ids(_RECEIVED))

    def leave_off(self) -> None:
        """Stop what runs: the record is about to be closed."""
        self._reading_ahead.stop()

    def begin(self) -> None:
        """Once the record is open: count what waits, offer feedback not looked at yet."""
        try:
            if not self.has_any:
                return
            reading = self._coursework().reading()
        except StoreError:
            return  # the window has said so, or will when a page is filled
        self._reading_ahead.run(reading, self._begun, _nothing, _nothing)

    def _begun(self) -> None:
        try:
            self._coursework().give_out_due()
            standing = self._coursework().lines()
        except StoreError:
            return
        self._count(standing)
        unread = [line for line in standing if line.state == "feedback"]
        if unread:
            self.feedback_waits.emit(unread[0])

    def today_words(self) -> tuple[tuple[str, str], ...]:
        """What waits, for the page of the day: title, and what is said of it. Raises StoreError."""
        if not self.has_any:
            return ()
        from relall_trainer.gui.assigned_words import today_words

        return today_words(self._coursework().due_lines(), self._clock())

    def show_assignments(self) -> None:
        """Fill the page with how everything stands now."""
        try:
            self._coursework().give_out_due()
            shown = self._coursework().lines()
            remarks = {line.id: self._coursework().remarks(line.id) for line in shown if line.state != "done"}
            folder, key = self._coursework().shared.path, self._own_key()
        except TrainerError as error:
            self._trouble(error, self.show_assignments)
            return
        self._messages.settle("store")
        page = self._page()
        page.show_lines(shown, self._clock(), remarks)
        page.show_folder("" if folder is None else str(folder))
        page.show_key(key)
        self._count(shown)

    def refresh(self) -> None:
        """Something was taken in, handed in, or read."""
        if self._made() and self._page().isVisible():
            self.show_assignments()
        else:
            self._count(self._coursework().lines())

    def _count(self, standing: Sequence[CourseLine]) -> None:
        from relall_trainer.cohort.course_lines import WAITING

        self.count_changed.emit(sum(line.state in WAITING for line in standing))

    def _own_key(self) -> str:
        from relall_trainer.cohort.keys import has_own_key, own_key
        from relall_trainer.cohort.signature import fingerprint

        store = self._desk.store
        return fingerprint(own_key(store).public) if has_own_key(store) else ""


def _nothing(*_told: object) -> None:
    return None

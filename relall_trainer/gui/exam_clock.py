"""The time of an exam at the table: it runs while the exam is open, is kept on disk, and is said when it gets short.

How much there is, and how it is counted, is left to ``cohort.exam_sitting``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import StoreError
from relall_trainer.gui.assigned_words import left_words

if TYPE_CHECKING:
    from relall_trainer.cohort.exam_sitting import ExamSitting
    from relall_trainer.gui.messages import Messages

_TICK_MS = 1_000
_TOLD_AT = (10, 5, 1)  # minutes left at which it is said


class ExamClock(QObject):
    """``told`` sends the time left in words, ``ran_out`` when there is none left."""

    told = Signal(str)
    ran_out = Signal()

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._sitting: ExamSitting | None = None
        self._said: set[int] = set()
        self._seconds = QTimer(self)
        self._seconds.setInterval(_TICK_MS)
        self._seconds.timeout.connect(self.tick)

    def open(self, sitting: ExamSitting, again: Callable[[], object]) -> None:
        """Let the time of an exam run. Where the disk refuses, it says so, and does not run; ``again`` tries again."""
        if sitting is not self._sitting:
            self._said = set()
        self._sitting = sitting
        try:
            sitting.open()
        except StoreError as error:
            self._messages.trouble(error, ("Try again", again), topic="exam")
            return
        self._messages.settle("exam")
        self._seconds.start()

    def stop(self) -> bool:
        """Stop it and keep it; whether it was running and is kept."""
        self._seconds.stop()
        sitting = self._sitting
        if sitting is None or not sitting.running:
            return False
        try:
            sitting.close()
        except StoreError as error:
            self._messages.trouble(error, topic="exam")
            return False
        return True

    def clear(self) -> None:
        """The exam was handed in."""
        self._seconds.stop()
        self._sitting = None
        self._messages.settle("exam-time")

    def tick(self) -> None:
        """Look at the time."""
        sitting = self._sitting
        if sitting is None:
            return
        try:
            left = sitting.tick()
        except StoreError as error:
            self._messages.trouble(error, topic="exam")
            left = sitting.remaining_ms
        if left is None:
            return
        self.told.emit(left_words(left))
        self._say(left)
        if left == 0:
            self._messages.settle("exam-time")
            self.ran_out.emit()

    def _say(self, left: int) -> None:
        """Said once each at ten, five and one minutes left, also where the time is hidden."""
        due = [minutes for minutes in _TOLD_AT if left <= minutes * 60_000 and minutes not in self._said]
        if due and left:
            self._said.update(due)
            if left > min(due) * 60_000 - 30_000:  # not where the exam was opened with less than that
                self._messages.tell(f"{counted(min(due), 'minute')} left.", topic="exam-time")

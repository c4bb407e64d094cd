"""Reads gradebooks without the window standing still: files a slice at a time, what is reckoned from them beside.

A gradebook once read is kept until something came in or was decided; then ``forget``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from relall_trainer.errors import TrainerError
from relall_trainer.gui.slices import Slices
from relall_trainer.gui.tasks import Tasks

if TYPE_CHECKING:
    from relall_trainer.cohort.gradebook import Gradebook
    from relall_trainer.cohort.teaching import Teaching

Tell = Callable[[int, int], object]
Found = TypeVar("Found")


class GradebookReading(QObject):
    """One reading at a time of each kind: the gradebook shown, and others beside it."""

    def __init__(self, teaching: Callable[[], Teaching], parent: QObject) -> None:
        super().__init__(parent)
        self._teaching = teaching
        self._books: dict[str, Gradebook] = {}
        self._first = Slices(self)
        self._others = Slices(self)
        self._tasks = Tasks(self, at_once=1)
        self._asked: dict[str, int] = {}

    @property
    def busy(self) -> bool:
        """Whether a gradebook is being read."""
        return self._first.busy or self._others.busy

    def forget(self) -> None:
        """Read everything anew when it is next wanted."""
        self._books.clear()

    def stop(self) -> None:
        """Leave off: the record is about to be closed."""
        self._first.stop()
        self._others.stop()
        self._tasks.wait()

    def read(
        self,
        assignment: str,
        done: Callable[[Gradebook], object],
        failed: Callable[[TrainerError], object],
        tell: Tell,
    ) -> None:
        """Read one gradebook, then hand it over; an earlier reading that has not come to its end is dropped."""
        self._others.stop()
        self._first.run(self._steps((assignment,)), lambda: done(self._books[assignment]), failed, tell)

    def read_others(
        self,
        assignments: Sequence[str],
        done: Callable[[tuple[Gradebook, ...]], object],
        failed: Callable[[TrainerError], object],
        tell: Tell,
    ) -> None:
        """Read several more, then hand them over in this order."""
        wanted = tuple(assignments)
        self._others.run(
            self._steps(wanted), lambda: done(tuple(self._books[one] for one in wanted)), failed, tell
        )

    def beside(self, what: str, work: Callable[[], Found], done: Callable[[Found], object]) -> None:
        """Reckon something from what was read while the window goes on; only the last one asked of a kind is told.

        ``work`` must not touch the record.
        """
        number = self._asked[what] = self._asked.get(what, 0) + 1

        def tell(found: Found) -> None:
            if self._asked[what] == number:
                done(found)

        self._tasks.run(lambda _progress: work(), tell)

    def _steps(self, assignments: Sequence[str]) -> Iterator[tuple[int, int]]:
        for assignment in assignments:
            if assignment not in self._books:
                teaching = self._teaching()
                yield from teaching.reading(assignment)
                self._books[assignment] = teaching.gradebook(assignment)
                yield 1, 1

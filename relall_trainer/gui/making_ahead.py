"""Makes the patients of the next review beside the work, while the one before is being decided.

Who they are hangs on the wish alone, never on when or where they are made. A maker of its own works in the thread, as
what an algorithm remembers is not to be shared between two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from relall_trainer.encounter.sitting import PAIR
from relall_trainer.errors import StoreError
from relall_trainer.gui.tasks import Tasks

if TYPE_CHECKING:
    from relall_trainer.encounter.fresh import FreshCase, FreshPair
    from relall_trainer.gui.reviews import PatientMaker, SittingUnderWay, Wanted
    from relall_trainer.gui.study import Study
    from relall_trainer.gui.tasks import Progress, Task

_SOON_MS = 500  # once the patient of this review is there to be looked at


class MakingAhead(QObject):
    """``done`` when what was begun has come to its end: the sitting has them, or nobody could be made.

    Does nothing for a study that gives no second maker.
    """

    done = Signal()

    def __init__(self, study: Study, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._study = study
        self._maker: PatientMaker | None = None  # of the thread; nobody else touches it
        self._tasks = Tasks(self, at_once=1)
        self._task: Task[FreshCase | FreshPair | None] | None = None
        self._wanted: Wanted | None = None
        self._sitting: SittingUnderWay | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._look_ahead)

    def look_ahead(self, sitting: SittingUnderWay) -> None:
        """Begin in a moment to make whom the review after the one under way will ask for."""
        self._sitting = sitting
        self._soon.start()

    def takes_long(self, sitting: SittingUnderWay) -> bool:
        """Whether a pair has to be made now (begun here); a single patient is made in a moment. Raises StoreError."""
        if self._study.make_maker is None:
            return False
        wanted = self._study.wanted(sitting)
        if wanted is None or wanted.kind != PAIR:
            return False
        self._begin(sitting, wanted)
        return True

    def leave_off(self) -> None:
        """Stop, and wait for the thread to end."""
        self._soon.stop()
        self._wanted = None
        self._tasks.wait()

    def _look_ahead(self) -> None:
        if self._sitting is None or self._study.make_maker is None:
            return
        try:
            wanted = self._study.wanted(self._sitting)
        except StoreError:
            return  # said when the next review is come to
        if wanted is not None:
            self._begin(self._sitting, wanted)

    def _begin(self, sitting: SittingUnderWay, wanted: Wanted) -> None:
        """Make these, in place of whoever was asked for before."""
        if wanted == self._wanted:
            return
        if self._task is not None:
            self._task.cancel()
        self._wanted = wanted

        def keep(fresh: FreshCase | FreshPair | None) -> None:
            if wanted == self._wanted:
                sitting.keep(wanted, fresh)
                self._end()

        def fail(_error: Exception) -> None:
            if wanted == self._wanted:
                self._end()  # it will be tried in the window, and said there what is wrong

        self._task = self._tasks.run(lambda progress: self._make(wanted, progress), keep, fail)

    def _make(self, wanted: Wanted, progress: Progress) -> FreshCase | FreshPair | None:
        if self._maker is None and self._study.make_maker is not None:
            self._maker = self._study.make_maker()
        return None if self._maker is None else wanted.make(self._maker, progress.step)

    def _end(self) -> None:
        self._wanted, self._task = None, None
        self.done.emit()

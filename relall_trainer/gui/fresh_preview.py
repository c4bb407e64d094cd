"""Who the patients made for an assignment are, and how long they take: made a slice at a time, remembered by seed.

The same seed makes the same patient when the files are made, so nothing of this need be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from relall_trainer.errors import TrainerError
from relall_trainer.gui.slices import Slices

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.cohort.draft import MadeCase
    from relall_trainer.encounter.case_head import CaseHead
    from relall_trainer.encounter.fresh_questions import Questions

_MOST_KEPT = 200


class FreshPreview(QObject):
    """``algorithm`` and ``questions`` are asked for when somebody is to be made."""

    def __init__(
        self, algorithm: Callable[[], Algorithm], questions: Callable[[], Questions], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._algorithm = algorithm
        self._questions = questions
        self._heads: dict[MadeCase, CaseHead] = {}
        self._work = Slices(self)
        self._read: Questions | None = None
        self.fault = ""
        """Why somebody cannot be made; empty while nothing speaks against it."""

    def make(
        self,
        wanted: Sequence[MadeCase],
        told: Callable[[], object],
        tell: Callable[[int, int], object],
    ) -> None:
        """Make these where they are not known; ``told`` once all are, or one cannot be (``fault``)."""
        self.fault = ""

        def failed(error: TrainerError) -> None:
            self.fault = error.what
            told()

        self._work.run(self._steps(wanted), told, failed, tell)

    def leave_off(self) -> None:
        """Stop making."""
        self._work.stop()

    def heads(self, wanted: Sequence[MadeCase]) -> tuple[CaseHead, ...]:
        """What is known of these, in their order."""
        return tuple(self._heads[one] for one in wanted if one in self._heads)

    def _steps(self, wanted: Sequence[MadeCase]) -> Iterator[tuple[int, int]]:
        from relall_trainer.encounter.fresh import fresh_case

        if len(self._heads) > _MOST_KEPT:
            self._heads.clear()
        for done, one in enumerate(wanted):
            yield done, len(wanted)
            if one not in self._heads:
                self._read = self._read or self._questions()
                made = fresh_case(self._algorithm(), self._read, one.seed, one.focus)
                self._heads[one] = made.case.head

"""Looks for what would flip a rating a few milliseconds at a time, so that the window never stands still for it.

The search itself is ``clinical.flip``. Asking anew, or stopping, ends what is under way at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import RATINGS, UNRATED
from relall_trainer.clinical.flip import FlipSet, look_for_changes
from relall_trainer.clinical.patient import Patient

_AFTER_MS = 60  # once nobody has changed anything for so long
_SLICE = 0.004  # seconds at a time, a quarter of a frame
_MOST_EACH = 2  # sets told for each rating

Impossible = Callable[[Patient], tuple[str, ...]]


class FlipFinding(QObject):
    """``found`` carries the action and the sets (a tuple of FlipSet): for each other rating the smallest."""

    found = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking: Iterator[tuple[FlipSet, ...] | None] = iter(())
        self._action = ""
        self._found: list[FlipSet] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    def ask(self, algorithm: Algorithm, patient: Patient, action: str, impossible: Impossible | None) -> None:
        """Look for this step's flips, from a moment after now."""
        self._action = action
        self._found = []
        self._looking = _for_each_rating(algorithm, patient, action, impossible)
        self._timer.start(_AFTER_MS)

    def stop(self) -> None:
        """Look no further."""
        self._timer.stop()

    def finish(self) -> None:
        """Look to the end now: for a key pressed before the answer is there."""
        if self._timer.isActive():
            self._timer.stop()
            self._found += [flip for some in self._looking if some is not None for flip in some]
            self.found.emit(self._action, tuple(self._found))

    def _go_on(self) -> None:
        until = time.perf_counter() + _SLICE
        for some in self._looking:
            self._found += some or ()
            if time.perf_counter() > until:
                self._timer.start(0)
                return
        self.found.emit(self._action, tuple(self._found))


def _for_each_rating(
    algorithm: Algorithm, patient: Patient, action: str, impossible: Impossible | None
) -> Iterator[tuple[FlipSet, ...] | None]:
    now = algorithm.appraise(patient).rating(action)
    for rating in RATINGS:
        if rating != now:
            most = _MOST_EACH if rating != UNRATED else 1
            yield from look_for_changes(algorithm, patient, action, (rating,), most, impossible)

"""Work in the window's own thread, a slice at a time, so that the window never stands still; told once it takes long.

For what must not leave the thread (the store and its index); everything else belongs to ``tasks``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from relall_trainer.errors import TrainerError

_FIRST_MS = 60  # mostly it is done within the first slice, and nothing flickers
_SLICE_MS = 12
_TOLD_AFTER_MS = 1000


class Slices(QObject):
    """One piece of work at a time: a later one takes the place of the one before, which keeps what it did."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[tuple[int, int]] | None = None
        self._tell: Callable[[int, int], object] = _nothing
        self._done: Callable[[], object] = _nothing
        self._failed: Callable[[TrainerError], object] = _nothing
        self._running = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(lambda: self._work(_SLICE_MS))

    @property
    def busy(self) -> bool:
        """Whether there is work left."""
        return self._steps is not None

    def run(
        self,
        steps: Iterator[tuple[int, int]],
        done: Callable[[], object],
        failed: Callable[[TrainerError], object],
        tell: Callable[[int, int], object],
    ) -> None:
        """Do this work; ``tell`` (done, of) once it takes longer than a second. ``failed`` for a TrainerError."""
        self.stop()
        self._steps, self._done, self._failed, self._tell = steps, done, failed, tell
        self._running.start()
        self._work(_FIRST_MS)

    def stop(self) -> None:
        """Leave off; what was done is kept."""
        self._timer.stop()
        steps, self._steps = self._steps, None
        close = getattr(steps, "close", None)
        if close is not None:
            close()

    def _work(self, longest: int) -> None:
        steps = self._steps
        if steps is None:
            return
        slice_ = QElapsedTimer()
        slice_.start()
        try:
            for done, of in steps:
                if slice_.elapsed() >= longest:
                    if self._running.elapsed() >= _TOLD_AFTER_MS:
                        self._tell(done, of)
                    self._timer.start()
                    return
        except TrainerError as error:
            self.stop()
            self._failed(error)
            return
        self.stop()
        self._done()


def _nothing(*_told: object) -> None:
    return None

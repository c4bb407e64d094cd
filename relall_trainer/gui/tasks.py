"""Work that takes longer than a moment, off the window's thread, with progress and a way to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

Result = TypeVar("Result")


class Cancelled(Exception):
    """The work was stopped on request."""


class Progress:
    """Handed to the work: say how far it is, and learn whether it is still wanted."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    def step(self, done: int, of: int) -> None:
        """Tell how far the work is. Raises Cancelled where it is no longer wanted."""
        if self._stop.is_set():
            raise Cancelled
        self._report(done, of)

    def stop(self) -> None:
        self._stop.set()


class _Signals(QObject):
    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(object)
    ended = Signal()


class Task(QRunnable, Generic[Result]):
    """One piece of work. ``on_done`` and ``on_error`` are called in the window's thread."""

    def __init__(
        self,
        work: Callable[[Progress], Result],
        on_done: Callable[[Result], object],
        on_error: Callable[[Exception], object],
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.signals = _Signals()
        self.progress = Progress(self.signals.progressed.emit)
        self._work = work
        self.signals.finished.connect(on_done)
        self.signals.failed.connect(on_error)

    def run(self) -> None:
        try:
            result = self._work(self.progress)
        except Cancelled:
            pass
        except Exception as error:  # noqa: BLE001  # raised again in the window's thread
            self.signals.failed.emit(error)
        else:
            self.signals.finished.emit(result)
        self.signals.ended.emit()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.progress.stop()


class Tasks(QObject):
    """Starts work and keeps hold of it until it has ended. ``at_once``: no more of it at a time than this."""

    def __init__(self, parent: QObject | None = None, *, at_once: int = 0) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        if at_once:
            self._pool.setMaxThreadCount(at_once)
        self._running: set[Task[object]] = set()

    def run(
        self,
        work: Callable[[Progress], Result],
        on_done: Callable[[Result], object],
        on_error: Callable[[Exception], object] | None = None,
    ) -> Task[Result]:
        """Start ``work`` in the background. Without ``on_error`` a failure goes where bugs go."""
        task = Task(work, on_done, on_error or _raise)
        self._running.add(task)  # type: ignore[arg-type]
        task.signals.ended.connect(lambda: self._running.discard(task))
        self._pool.start(task)
        return task

    def wait(self, milliseconds: int = 10_000) -> bool:
        """Stop what runs and wait for it to end; for closing the window."""
        for task in list(self._running):
            task.cancel()
        return self._pool.waitForDone(milliseconds)


def _raise(error: Exception) -> None:
    raise error

"""Brings the index of the history up to date beside the work: a slice at a time, the window free between slices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from relall_trainer.errors import StoreError

if TYPE_CHECKING:
    from relall_trainer.gui.desk import Desk

_SLICE_MS = 10
_TELL_AFTER_MS = 1_000


class CatchingUp(QObject):
    """``progressed`` (done, of) once it takes longer than a moment; ``caught_up`` when the index holds everything.

    ``failed`` sends a StoreError; what is indexed by then can still be asked for.
    """

    progressed = Signal(int, int)
    caught_up = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._steps: Iterator[tuple[int, int]] | None = None
        self._once_more = False  # something was added while it was under way
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        desk.before_closing.append(self.leave_off)

    @property
    def under_way(self) -> bool:
        """Whether there is more to do."""
        return self._timer.isActive()

    def begin(self) -> None:
        """Index what is new since the last time. The first slice is done before this returns: mostly that is all."""
        if self.under_way:
            self._once_more = True
            return
        try:
            index, store = self._desk.index, self._desk.store
        except StoreError as error:
            self.failed.emit(error)
            return
        if index is None:
            self.caught_up.emit()
            return
        self._steps = index.catch_up(store, self._desk.replayed)
        self._since.start()
        self._timer.start()
        self._go_on()

    def leave_off(self) -> None:
        """Stop where it is; what was done is kept."""
        self._timer.stop()
        self._once_more = False
        steps, self._steps = self._steps, None
        close = getattr(steps, "close", None)
        if close is not None:
            close()

    def _go_on(self) -> None:
        if self._steps is None:
            return
        slice_ = QElapsedTimer()
        slice_.start()
        try:
            for done, of in self._steps:
                if slice_.elapsed() >= _SLICE_MS:
                    if self._since.elapsed() >= _TELL_AFTER_MS:
                        self.progressed.emit(done, of)
                    return
        except StoreError as error:
            self.leave_off()
            self.failed.emit(error)
            return
        self._steps = None
        self._timer.stop()
        if self._once_more:
            self._once_more = False
            self.begin()
        else:
            self.caught_up.emit()

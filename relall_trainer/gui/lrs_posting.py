"""Sends what waits to a record store while that is switched on: a batch at a time, beside the work.

The record is read in the window's thread, a slice at a time; only texts go to the thread that sends them. What is on
and off, and what is said about it, is left to ``reporting``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from relall_trainer.errors import StoreError
from relall_trainer.gui.slices import Slices
from relall_trainer.gui.tasks import Task, Tasks

if TYPE_CHECKING:
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.lrs_sending import Sending
    from relall_trainer.interop.lrs_delivery import Delivery
    from relall_trainer.interop.lrs_log import SendingLog
    from relall_trainer.interop.lrs_outbox import Batch, Outbox
    from relall_trainer.interop.lrs_settings import LrsSettings

_LOOK_EVERY_MS = 30_000
_AT_ONCE = 4  # one sends; others may still be ending


class Posting(QObject):
    """``changed`` whenever it stands otherwise; ``settled`` (log, how many were refused) after each batch.

    ``failed`` (a TrainerError): the record cannot be read or written, and it has left off. ``read_settings`` gives what
    is set now, None where that is nothing; ``make_outbox`` an outbox for it.
    """

    changed = Signal()
    settled = Signal(object, int)
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        read_settings: Callable[[], LrsSettings | None],
        make_outbox: Callable[[LrsSettings], Outbox],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read_settings = read_settings
        self._make_outbox = make_outbox
        self._slices = Slices(self)
        self._tasks = Tasks(self, at_once=_AT_ONCE)
        self._task: Task[Delivery | None] | None = None
        self._sending: Sending | None = None
        self.outbox: Outbox | None = None
        """What waits; None before anyone has looked."""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        desk.before_closing.append(self.leave_off)

    @property
    def busy(self) -> bool:
        """Whether something is being looked for or sent."""
        return self._slices.busy or self._task is not None

    def begin(self) -> None:
        """Send where that is switched on, now and whenever something is finished."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Send what waits, if it is time. Cheap to ask often."""
        if not self._timer.isActive() or self.busy or not self._desk.has_store:
            return
        try:
            settings = self._read_settings()
            if settings is None or not settings.on:  # the record is another one now
                self.stop()
            elif self._may_try():
                self._find(settings)
        except StoreError as error:
            self._fail(error)

    def stop(self) -> None:
        """Send no more. What is on its way is broken off, but may have arrived."""
        self._timer.stop()
        self.leave_off()

    def leave_off(self) -> None:
        """Let go of the record, which is about to be closed; it goes on when that is opened again."""
        self._slices.stop()
        self.outbox = None
        task, self._task = self._task, None
        sending, self._sending = self._sending, None
        if sending is not None:
            sending.stop()
        if task is not None:
            task.cancel()

    def _may_try(self) -> bool:
        from relall_trainer.interop.lrs_log import read_log

        return read_log(self._desk.store).may_try(self._desk.now())

    def _find(self, settings: LrsSettings) -> None:
        if self.outbox is not None:
            self.outbox.look_again()
            self._gather(self.outbox, settings)
            return
        outbox = self._make_outbox(settings)

        def found() -> None:
            self.outbox = outbox
            self._gather(outbox, settings)

        self._slices.run(outbox.look_through(), found, self._fail, _nothing)

    def _gather(self, outbox: Outbox, settings: LrsSettings) -> None:
        self._slices.run(outbox.gather(), lambda: self._post(outbox, settings), self._fail, _nothing)

    def _post(self, outbox: Outbox, settings: LrsSettings) -> None:
        from relall_trainer.gui.lrs_sending import Sending

        batch = outbox.batch
        if batch is None:
            self.changed.emit()
            return
        sending = Sending(settings, batch.texts)

        def done(delivery: Delivery | None) -> None:
            if self._sending is sending and delivery is not None:  # else it was left off meanwhile
                self._task = self._sending = None
                self._settle(outbox, settings, batch, delivery)

        def broken(error: Exception) -> None:
            if self._sending is sending:
                self.stop()
            raise error

        self._sending = sending
        self._task = self._tasks.run(sending.run, done, broken)
        self.changed.emit()

    def _settle(self, outbox: Outbox, settings: LrsSettings, batch: Batch, delivery: Delivery) -> None:
        try:
            log: SendingLog = outbox.settle(batch, delivery, self._desk.now())
        except StoreError as error:
            self._fail(error)
            return
        self.settled.emit(log, len(delivery.refused))
        self.changed.emit()
        if log.trouble is None and self.outbox is outbox:
            self._gather(outbox, settings)

    def _fail(self, error: Exception) -> None:
        self.stop()
        self.failed.emit(error)
        self.changed.emit()


def _nothing(*_told: object) -> None:
    return None

"""What is done beside the work once the window stands: copies of the record, and mending it where it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.gui.tasks import Tasks
from relall_trainer.learner.faults import StoreDamaged

if TYPE_CHECKING:
    from relall_trainer.gui.desk import Desk
    from relall_trainer.learner.backups import Backup
    from relall_trainer.learner.restoring import Damage, Restored

_COPY_EVERY_MS = 5 * 60 * 1000  # how often it is asked whether a copy is due


class Upkeep(QObject):
    """``assess`` and ``restore`` are the learner package's, for the profile in use; they run in the background."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        assess: Callable[[], Damage | None],
        restore: Callable[[], Restored],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._assess = assess
        self._restore = restore
        self._copying = Tasks(self, at_once=1)
        self._timer = QTimer(self)
        self._timer.setInterval(_COPY_EVERY_MS)
        self._timer.timeout.connect(self.copy_if_due)
        window.casework.record_damaged.connect(self.look_at_damage)

    def begin(self) -> None:
        """Say what the journal gave back, make a copy if one is due, and go on doing so."""
        self._timer.start()
        try:
            _ = self._desk.store
        except StoreDamaged:
            self.look_at_damage()
        except StoreError:
            return  # the window has said so
        if not self._desk.has_store:
            return
        given_back = self._desk.store.caught_up.answers
        if given_back:
            answers = counted(given_back, "answer")
            self._window.messages.tell(
                f"{answers} had not reached the record and came back from the journal."
            )
        self.copy_if_due()

    def copy_if_due(self) -> None:
        """Have a checked copy of the record made where one is due; say so where that fails."""
        if not self._desk.has_store:
            return
        try:
            copy = self._desk.store.copy_beside_if_due()
        except StoreError as error:
            self._not_copied(error)
            return
        if copy is not None:
            self._copying.run(lambda _progress: copy.work(), self._copied, self._not_copied)

    def _copied(self, made: Backup | None) -> None:
        if made is not None:
            self._window.messages.settle("copies")

    def _not_copied(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self._window.messages.trouble(error, ("Try again", self.copy_if_due), topic="copies")

    def look_at_damage(self) -> None:
        """Find out what restoring would give, and offer it."""
        self._window.messages.tell("Looking at what can be restored …", topic="restoring", stay=True)
        self._window.tasks.run(lambda _progress: self._assess(), self._offer, self._failed)

    def _offer(self, damage: Damage | None) -> None:
        from relall_trainer.gui.restoring import RestoreDialog

        self._window.messages.settle("restoring")
        if damage is None:  # mended meanwhile, or only seen once
            self._window.refill()
            return
        dialog = RestoreDialog(damage, self._window)
        dialog.restore_asked.connect(self._go_and_restore)
        dialog.exec()

    def _go_and_restore(self) -> None:
        self._window.messages.tell("Putting your record together again …", topic="restoring", stay=True)
        self._window.tasks.run(lambda _progress: self._restore(), self._restored, self._failed)

    def _restored(self, done: Restored) -> None:
        from relall_trainer.gui.restoring import words_of

        self._window.messages.settle("restoring")
        self._window.refill()
        gone = words_of(done.damage.lost)
        lost = " Nothing was lost." if gone == "nothing" else f" Lost: {gone}."
        text = f"Restored: {words_of(done.damage.restored)}.{lost}"
        if done.set_aside is not None:
            text += f" The damaged file is kept in {done.set_aside}."
        self._window.messages.tell(text, stay=True)

    def _failed(self, error: Exception) -> None:
        self._window.messages.settle("restoring")
        if not isinstance(error, TrainerError):
            raise error
        self._window.messages.trouble(error, ("Try again", self.look_at_damage), topic="store")

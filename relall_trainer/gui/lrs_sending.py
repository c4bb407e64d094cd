"""A batch on its way to a record store, in a thread nobody has to wait for.

A name that is being looked up, or a connection being made, cannot be called off. So the task that watches over it ends
at once where it is no longer wanted, and what it watched over ends by itself, with nothing sent after that. Knows
nothing of windows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relall_trainer.gui.tasks import Progress
    from relall_trainer.interop.lrs_delivery import Delivery
    from relall_trainer.interop.lrs_settings import LrsSettings

_LOOK_EVERY = 0.05  # s


class Sending:
    """One batch. ``run`` is a task's work; ``stop`` breaks off at once, from whichever thread."""

    def __init__(self, settings: LrsSettings, texts: Sequence[str]) -> None:
        self._settings = settings
        self._texts = texts
        self._over = threading.Event()
        self._break_off: Callable[[], object] = lambda: None
        self._stopped = False
        self._delivery: Delivery | None = None
        self._fault: Exception | None = None

    def run(self, progress: Progress) -> Delivery | None:
        """What became of it; None where it was stopped. Raises Cancelled once it is no longer wanted."""
        threading.Thread(target=self._carry, name="record store", daemon=True).start()
        try:
            while not self._over.wait(_LOOK_EVERY):
                progress.step(0, 0)
        finally:
            self.stop()
        if self._fault is not None:
            raise self._fault
        return self._delivery

    def stop(self) -> None:
        self._stopped = True
        self._break_off()

    def _carry(self) -> None:
        # Imported here: nothing that can open a connection is there before the first is wanted.
        from relall_trainer.interop.lrs_client import LrsClient
        from relall_trainer.interop.lrs_delivery import deliver
        from relall_trainer.interop.lrs_troubles import Stopped

        try:
            client = LrsClient(self._settings)
            self._break_off = client.stop
            if not self._stopped:
                self._delivery = deliver(client, self._settings.address.host, self._texts)
        except Stopped:
            pass
        except Exception as error:  # noqa: BLE001  # raised again by the task, where bugs go
            self._fault = error
        finally:
            self._over.set()

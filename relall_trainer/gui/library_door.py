"""Hands the evidence library to whoever needs it, once it has been opened in the background.

The first time it is built from the texts, which takes a moment; nobody waits for that with a frozen window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from relall_trainer.errors import TrainerError
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.tasks import Tasks

if TYPE_CHECKING:
    from relall_trainer.evidence.library import Library


class LibraryDoor:
    """``give`` hands it over now or later; what goes wrong is told in the window, with a way to try again."""

    def __init__(self, open_library: Callable[[], Library], tasks: Tasks, messages: Messages) -> None:
        self._open_library = open_library
        self._tasks = tasks
        self._messages = messages
        self._library: Library | None = None
        self._waiting: list[Callable[[Library], object]] = []
        self._opening = False

    def give(self, use: Callable[[Library], object]) -> None:
        """Call ``use`` with the library, at once where it is open already."""
        if self._library is not None:
            use(self._library)
            return
        self._waiting.append(use)
        self.open()

    def open(self) -> None:
        """Open it in the background, unless that was done."""
        if self._library is None and not self._opening:
            self._opening = True
            self._tasks.run(lambda _progress: self._open_library(), self._opened, self._failed)

    def close(self) -> None:
        if self._library is not None:
            self._library.close()

    def _opened(self, library: Library) -> None:
        self._opening = False
        self._library = library
        self._messages.settle("library")
        waiting, self._waiting = self._waiting, []
        for use in waiting:
            use(library)

    def _failed(self, error: Exception) -> None:
        self._opening = False
        if not isinstance(error, TrainerError):
            raise error
        self._messages.trouble(error, ("Try again", self.open), topic="library")

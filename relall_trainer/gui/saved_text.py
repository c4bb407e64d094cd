"""A text file written whole or not at all: nothing is at its place until all of it is on disk. And where to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QIODevice, QSaveFile, QStandardPaths

from relall_trainer.errors import TrainerError

_AT_ONCE = 64 * 1024


def proposed_path(name: str = "") -> str:
    """Where a file one saves, or looks for, is proposed to be: among one's documents, where there is such a folder."""
    places = QStandardPaths.StandardLocation
    documents = Path(QStandardPaths.writableLocation(places.DocumentsLocation))
    folder = documents if documents.is_dir() else Path(QStandardPaths.writableLocation(places.HomeLocation))
    return str(folder / name)


class SavedText:
    """Takes what is written to it as UTF-8; ``told`` hears how many bytes have been written so far.

    Stand in a ``with``: leaving it well puts the file in its place, leaving it by an error leaves what was there.
    """

    def __init__(self, path: str, told: Callable[[int], object] = lambda _written: None) -> None:
        self._path = path
        self._file = QSaveFile(path)
        self._told = told
        self._waiting: list[bytes] = []
        self._held = 0
        self._written = 0

    def __enter__(self) -> SavedText:
        if not self._file.open(QIODevice.OpenModeFlag.WriteOnly):
            raise self._trouble()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._file.cancelWriting()
            return
        self._put()
        if not self._file.commit():
            raise self._trouble()

    def write(self, text: str) -> int:
        """Add text; raises TrainerError where the disk refuses."""
        data = text.encode("utf-8", "replace")
        self._waiting.append(data)
        self._held += len(data)
        if self._held >= _AT_ONCE:
            self._put()
        return len(text)

    def _put(self) -> None:
        data = b"".join(self._waiting)
        if self._file.write(data) != len(data):
            trouble = self._trouble()
            self._file.cancelWriting()
            raise trouble
        self._written += len(data)
        self._waiting, self._held = [], 0
        self._told(self._written)

    def _trouble(self) -> TrainerError:
        return TrainerError(
            f"{self._path} could not be written: {self._file.errorString().rstrip('.')}.",
            safe="Your record is as it was.",
            todo="Choose another place.",
        )

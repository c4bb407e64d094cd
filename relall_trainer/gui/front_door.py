"""One window per profile: a second start knocks here, and the first window comes to the front.

Whoever knocks may bring the name of a file to open. The proof of who is first is the store's lock, not this; this only
carries the knock.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 800
_FRONT = b"front"
_OPEN = b"open "
_GONE = QLocalSocket.LocalSocketState.UnconnectedState
_LONGEST = 16_384  # bytes; no path is longer


def door_of(folder: Path) -> str:
    """The name of the door of a profile's folder."""
    digest = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return f"relall-trainer-{digest[:24]}"


def knock(name: str, file: str = "") -> bool:
    """Ask the window behind the door to come to the front, and to open a file; False where nobody answers."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    said = _OPEN + file.encode("utf-8", "surrogateescape").hex().encode() if file else _FRONT
    socket.write(said + b"\n")
    heard = socket.waitForBytesWritten(_PATIENCE_MS)
    socket.disconnectFromServer()
    return heard


class FrontDoor(QObject):
    """Listens for knocks; ``knocked`` for each, ``file_brought`` with the path of a file (a str, readable or not)."""

    knocked = Signal()
    file_brought = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._callers: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        # Whoever holds the store's lock is the first window; what stands here was left by one that was killed.
        QLocalServer.removeServer(name)
        self.open = self._server.listen(name)

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            caller = self._server.nextPendingConnection()
            self._callers.append(caller)
            caller.readyRead.connect(self._hear)
            caller.disconnected.connect(self._hear)
            self.knocked.emit()
        self._hear()

    def _hear(self) -> None:
        """What is said is one short line; anything else is nobody's knock."""
        for caller in list(self._callers):
            if caller.canReadLine():
                self._take(bytes(caller.readLine(_LONGEST).data()).strip())
            elif caller.bytesAvailable() > _LONGEST:
                caller.abort()
        for caller in [one for one in self._callers if one.state() == _GONE]:
            self._callers.remove(caller)
            caller.deleteLater()

    def _take(self, said: bytes) -> None:
        if not said.startswith(_OPEN):
            return
        try:
            path = bytes.fromhex(said.removeprefix(_OPEN).decode("ascii")).decode("utf-8", "surrogateescape")
        except ValueError:
            return
        self.file_brought.emit(path)

"""One window per profile: a second start knocks here, and the first window comes to the front.

The proof of who is first is the store's lock, not this; this only carries the knock.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 800
_KNOCK = b"front\n"


def door_of(folder: Path) -> str:
    """The name of the door of a profile's folder."""
    digest = hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return f"relall-trainer-{digest[:24]}"


def knock(name: str) -> bool:
    """Ask the window behind the door to come to the front; False where nobody answers."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(_KNOCK)
    heard = socket.waitForBytesWritten(_PATIENCE_MS)
    socket.disconnectFromServer()
    return heard


class FrontDoor(QObject):
    """Listens for knocks; ``knocked`` for each."""

    knocked = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        # Whoever holds the store's lock is the first window; what stands here was left by one that was killed.
        QLocalServer.removeServer(name)
        self.open = self._server.listen(name)

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            caller = self._server.nextPendingConnection()
            caller.disconnected.connect(caller.deleteLater)
            self.knocked.emit()

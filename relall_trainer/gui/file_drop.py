"""Files let fall on a widget, and paths as people paste them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QUrl, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_MOST = 50


class FileDrop(QObject):
    """Belongs to a widget; ``files_dropped`` sends the paths of the files let fall on it."""

    files_dropped = Signal(list)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
            QEvent.Type.Drop,
        ):
            files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
            if files:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.files_dropped.emit(files[:_MOST])
                return True
        return super().eventFilter(watched, event)


def path_of(text: str) -> str:
    """The path in a text as it is pasted: in quotation marks, as an address, with white space around; or nothing."""
    lines = text.strip().splitlines()
    line = lines[0].strip() if lines else ""
    if len(line) > 1 and line[0] == line[-1] and line[0] in "\"'":
        line = line[1:-1]
    if line.startswith("file:"):
        return QUrl(line).toLocalFile()
    return line if len(line) < 4_096 else ""

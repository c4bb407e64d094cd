"""Files let fall on the window, and paths as people paste them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QUrl


def files_in(mime: QMimeData) -> list[str]:
    """The paths of the files that are let fall; none where it is something else."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]


def path_of(text: str) -> str:
    """The path in a text as it is pasted: in quotation marks, as an address, with white space around; or nothing."""
    lines = text.strip().splitlines()
    line = lines[0].strip() if lines else ""
    if len(line) > 1 and line[0] == line[-1] and line[0] in "\"'":
        line = line[1:-1]
    if line.startswith("file:"):
        return QUrl(line).toLocalFile()
    return line if len(line) < 4_096 else ""

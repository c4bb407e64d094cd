"""What is left when the program itself is at fault: say so plainly, say that the record is safe, help to report it.

The details hold places in the program and versions; never what was typed, no names, no folders of this machine.
"""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from relall_trainer import __version__
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]
_PACKAGE = Path(__file__).resolve().parents[1]


def details_of(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What happened where: the kind of error and the program's own places. Its message is left out on purpose."""
    lines = [
        f"RelALL Trainer {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {sys.platform}"
    ]
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        inside = path.resolve().is_relative_to(_PACKAGE)
        where = path.resolve().relative_to(_PACKAGE.parent).as_posix() if inside else path.name
        lines.append(f"  {where}:{frame.lineno} in {frame.name}")
    lines.append(kind.__name__)
    return "\n".join(lines)


class CrashDialog(QDialog):
    """The program made a mistake: what now."""

    def __init__(self, details: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self._details = details
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("The program made a mistake", "title"))
        column.addWidget(label("It is not something you did. Every answer that was marked as saved is safe."))
        column.addWidget(label("You can go on. If it happens again, close the window and start once more."))
        text = QPlainTextEdit(details)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName("Details for a report")
        column.addWidget(label("Details for a report; they hold nothing of what you wrote.", "note"))
        column.addWidget(text, 1)
        row = QHBoxLayout()
        row.addWidget(Button("Copy details", done=self.copy_details))
        row.addStretch(1)
        close = Button("Go on", "primary", done=self.accept)
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)
        self.resize(560, 420)

    def copy_details(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._details)


class CrashHook:
    """Stands as ``sys.excepthook``: prints the whole error for whoever watches, and shows the dialog once."""

    def __init__(self, parent: Callable[[], QWidget | None], before: Hook) -> None:
        self._parent = parent
        self._before = before
        self._showing = False

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before(kind, error, trace)
        if self._showing or not issubclass(kind, Exception):
            return
        self._showing = True
        try:
            CrashDialog(details_of(kind, trace), self._parent()).exec()
        finally:
            self._showing = False

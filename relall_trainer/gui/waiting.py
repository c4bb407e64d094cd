"""Work that must stay on the window's thread, as it holds the record: with progress, and a way to stop it.

For a moment nothing is shown, and nothing else can be done; after a second a small dialog says how far it is.
"""

from __future__ import annotations

from types import TracebackType

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from relall_trainer.gui.tasks import Cancelled
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

_SHOW_AFTER_MS = 1_000
_BREATHE_EVERY_MS = 40


class Waiting(QDialog):
    """Stand in a ``with`` around the work and call ``step`` often; it raises Cancelled when she stops it."""

    def __init__(self, what: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(what)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(what, "section"))
        self._words = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(what)
        self._bar.setRange(0, 0)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button("Stop", done=self.reject))
        column.addLayout(row)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        self._since = QElapsedTimer()
        self._breath = QElapsedTimer()
        self._stopped = False

    def __enter__(self) -> Waiting:
        self._since.start()
        self._breath.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        self.deleteLater()

    def step(self, words: str = "", done: int = 0, of: int = 0) -> None:
        """Say how far it is (``of`` 0: nobody knows) and let the window breathe. Raises Cancelled."""
        if self._stopped:
            raise Cancelled
        if self._breath.elapsed() < _BREATHE_EVERY_MS:
            return
        self._words.setText(words)
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        if not self.isVisible() and self._since.elapsed() >= _SHOW_AFTER_MS:
            self.show()
        # Until the dialog keeps the rest of the window from being used, nothing typed or clicked is let in.
        flags = (
            QEventLoop.ProcessEventsFlag.AllEvents
            if self.isVisible()
            else QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
        )
        QApplication.processEvents(flags)
        self._breath.restart()
        if self._stopped:
            raise Cancelled

    def reject(self) -> None:
        """Stop at the next step."""
        self._stopped = True
        super().reject()

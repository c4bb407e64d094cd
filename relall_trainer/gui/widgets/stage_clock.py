"""The time a decision has been on the screen, for a room that wants to be held to it. Counts, and nothing else."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from relall_trainer.gui.widgets.text import label


class StageClock(QWidget):
    """Hidden until it is switched on."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._words = label("", "strong", wrap=False)
        row.addWidget(self._words)
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._show)
        self.hide()

    def switch(self) -> None:
        """On, from nought; or off."""
        self.setVisible(self.isHidden())
        self.start_anew()

    def start_anew(self) -> None:
        """Another decision: begin from nought."""
        self._since.start()
        if self.isHidden():
            self._tick.stop()
        else:
            self._tick.start()
            self._show()

    def _show(self) -> None:
        minutes, seconds = divmod(self._since.elapsed() // 1000, 60)
        self._words.setText(f"{minutes}:{seconds:02d}")
        self._words.setAccessibleName(f"{minutes} minutes {seconds} seconds on this decision")

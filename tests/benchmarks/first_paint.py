"""One process of the start-up benchmark: open a window, print when it was first painted and what it weighs.

``python -m tests.benchmarks.first_paint bare`` opens a bare PySide6 window; ``… program DIR`` the program on a profile.
Prints the monotonic clock (shared by all processes of the machine) and the resident set in kB.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class FirstPaint(QObject):
    """Waits for the first paint of one window, then reports and ends the program."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__()
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._report)  # after everything in the window has been painted
        return False

    def _report(self) -> None:
        painted = time.monotonic()
        with open("/proc/self/status", encoding="ascii") as status:
            resident = next(line.split()[1] for line in status if line.startswith("VmRSS"))
        print(painted, resident, flush=True)
        QApplication.quit()


def main() -> int:
    app = QApplication(["benchmark"])
    if sys.argv[1] == "bare":
        window = QMainWindow()
        window.setCentralWidget(QLabel("RelALL Trainer"))
        window.resize(1100, 800)
    else:
        from pathlib import Path

        from relall_trainer.app import build_window
        from relall_trainer.paths import Profile

        app.setStyle("Fusion")
        window = build_window(app, Profile(Path(sys.argv[2])))
    watcher = FirstPaint(window)
    window.show()
    status = app.exec()
    del watcher
    return status


if __name__ == "__main__":
    sys.exit(main())

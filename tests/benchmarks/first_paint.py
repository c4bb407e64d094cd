"""One process of the start-up benchmark: open a window, print when it was first painted and what it weighs.

``python -m tests.benchmarks.first_paint bare`` opens a bare PySide6 window; ``… program DIR`` the program on a profile.
Prints the monotonic clock (shared by all processes of the machine) and the resident set in kB.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> int:
    if sys.argv[1] == "program":
        from relall_trainer.cli import load_app
        from relall_trainer.paths import Profile

        program = load_app()  # as the command line does it
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

    class Timed(QApplication):
        """An application that reports the first paint of its window and ends."""

        def __init__(self, arguments: list[str]) -> None:
            super().__init__(arguments)
            self.watched: QWidget | None = None

        def exec(self) -> int:
            self.watched = next(
                widget for widget in self.topLevelWidgets() if isinstance(widget, QMainWindow)
            )
            self.watched.installEventFilter(self)
            return QApplication.exec()

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and watched is self.watched:
                self.watched.removeEventFilter(self)
                QTimer.singleShot(0, self.report)  # after everything in the window has been painted
            return False

        def report(self) -> None:
            painted = time.monotonic()
            with open("/proc/self/status", encoding="ascii") as status:
                resident = next(line.split()[1] for line in status if line.startswith("VmRSS"))
            print(painted, resident, flush=True)
            QApplication.quit()

    if sys.argv[1] == "program":
        program.QApplication = Timed  # type: ignore[attr-defined]
        status: int = program.run(Profile(Path(sys.argv[2])))
        return status
    app = Timed(["benchmark"])
    window = QMainWindow()
    window.setCentralWidget(QLabel("RelALL Trainer"))
    window.resize(1100, 800)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())

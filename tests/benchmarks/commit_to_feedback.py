"""From the commit key to painted feedback, the durable write included: ``measure(n)`` gives n times in seconds.

A real store in a folder that is thrown away, a real case, the play page in a window of the usual size. The clock
runs from just before the key is sent until everything it changed has been painted.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from relall_trainer.algorithm_files import algorithm_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.fonts import load_fonts
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.pages.play import PlayPage
from relall_trainer.gui.style import apply_theme
from relall_trainer.gui.theme import LIGHT, Theme, read_theme
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder, assets_folder, cases_folder

SIZE = (1360, 860)


class _Painted(QObject):
    """Counts how often the feedback was painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times += 1
        return False


def measure(n: int) -> list[float]:
    """The times of ``n`` commits along the authors' path of the largest case, played again and again."""
    app = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts(assets_folder() / "fonts")
    theme = Theme(read_theme(assets_folder() / "theme.toml"), LIGHT)
    apply_theme(app, theme)
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile(Path(folder))
        desk = Desk(
            Shelf(profile),
            lambda: LearnerStore.open(profile, _now),
            lambda: algorithm_text(algorithm_folder()),
            _now,
        )
        try:
            return _play(app, theme, desk, n)
        finally:
            desk.close()


def _play(app: QApplication, theme: Theme, desk: Desk, n: int) -> list[float]:
    icons = Icons(assets_folder() / "icons", theme)
    window = QWidget()
    rows = QVBoxLayout(window)
    page = PlayPage(theme, icons, Messages(icons))
    rows.addWidget(page)
    window.resize(*SIZE)
    window.show()
    painted = _Painted(page.frame.feedback.heading)
    case = max(cases_folder().glob("*/case.yaml"), key=lambda path: path.stat().st_size).parent.name
    times: list[float] = []
    while len(times) < n:
        page.show_session(desk.start(case))
        session = page.session
        assert session is not None
        for step in itertools.islice(session.encounter.case.authors_path, n - len(times)):
            page.frame.options.choose(step.chosen)
            QTest.qWait(30)  # the learner reads; everything asked for so far is done
            before = painted.times
            begun = time.perf_counter()
            QTest.keyClick(page, Qt.Key.Key_Return)
            while painted.times == before:
                app.processEvents()
            times.append(time.perf_counter() - begun)
            assert not page.deciding, "the commit was not taken"
            QTest.qWait(30)
            page.go_on()
    window.close()
    return times


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    for each in measure(60):
        print(f"{each * 1000:.1f} ms")

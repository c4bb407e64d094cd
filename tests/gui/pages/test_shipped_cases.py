"""Each shipped case at the screen, along the authors' path, to its debrief and back through the review."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from relall_trainer.casefiles.loader import load_case
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.gui.pages.debrief import DebriefPage
from relall_trainer.gui.pages.play import PlayPage
from relall_trainer.gui.pages.review import ReviewPage
from relall_trainer.paths import cases_folder
from tests.gui.stage import Listener, MemoryRecord, look, nameless, session

CASES = sorted(cases_folder().glob("*/case.yaml"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.parent.name)
def test_the_authors_path_by_keyboard(qtbot: QtBot, algorithm: Algorithm, file: Path) -> None:
    case = load_case(file, frozenset(algorithm.actions))
    theme, icons = look()
    attempt = session(algorithm, case, MemoryRecord())
    page = PlayPage(theme, icons, Listener())
    qtbot.addWidget(page)
    page.resize(1068, 720)
    page.show()
    page.show_session(attempt)
    for step in case.authors_path:
        assert attempt.encounter.node == step.node
        page.frame.options.choose(step.chosen)
        QTest.keyClick(page, Qt.Key.Key_Return)
        assert not page.deciding
        told = page.frame.feedback.first_step()
        assert told is not None
        assert told.why
        assert nameless(page) == []
        QTest.keyClick(page, Qt.Key.Key_Return)
    assert attempt.encounter.ended
    debrief = DebriefPage(theme, icons)
    qtbot.addWidget(debrief)
    debrief.resize(1068, 720)
    debrief.show_session(attempt)
    debrief.grab()
    review = ReviewPage(theme, icons, Listener())
    qtbot.addWidget(review)
    review.resize(1068, 720)
    review.show_session(attempt)
    for place in range(len(case.authors_path)):
        review.show_place(place)
    review.grab()

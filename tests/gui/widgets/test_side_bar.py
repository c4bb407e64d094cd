"""The places down the side: nothing is cut at any size of window and text, and what waits is counted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from relall_trainer.gui.widgets.side_bar import LAST_PLACES, PLACES, SideBar
from tests.gui.stage import look

SIZES = [(1280, 720), (1920, 1080), (1366, 768), (1000, 700)]


def side_bar(qtbot: QtBot, scale: int, size: tuple[int, int]) -> SideBar:
    side = SideBar(*look(scale=scale), PLACES, LAST_PLACES)
    qtbot.addWidget(side)
    side.count("assignments", 12)
    side.fit(*size)
    side.resize(side.width(), size[1])
    side.show()
    qtbot.waitExposed(side)
    return side


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("size", SIZES)
def test_everything_has_its_room(qtbot: QtBot, scale: int, size: tuple[int, int]) -> None:
    side = side_bar(qtbot, scale, size)
    assert side.minimumSizeHint().height() <= size[1]
    for text in side.findChildren(QLabel):
        if text.isVisible() and text.wordWrap():
            assert text.height() >= text.heightForWidth(text.width())
    for button in side.findChildren(QToolButton):
        assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width()


def test_what_waits_is_counted_in_words_too(qtbot: QtBot) -> None:
    side = side_bar(qtbot, 100, (1280, 720))
    named = {one.accessibleName(): one.text().strip() for one in side.findChildren(QToolButton)}
    assert named["Assignments, 12 to do"] == "Assignments (12)"
    side.count("assignments", 0)
    named = {one.accessibleName(): one.text().strip() for one in side.findChildren(QToolButton)}
    assert named["Assignments"] == "Assignments"

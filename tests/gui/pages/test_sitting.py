"""The page of a sitting: its slim head, what stands between the patients, stopping, keys, room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.gui.pages.sitting import PLAYING, SittingPage
from relall_trainer.gui.practice_lines import (
    ChangedStep,
    ContrastLines,
    EvidenceLine,
    ReviewedLine,
    RuleLines,
    SummaryLines,
)
from relall_trainer.gui.widgets.rating_badge import RatingBadge
from tests.gui.stage import formatted_labels, look, nameless

RULE = RuleLines(
    "R25",
    "No <b>drug</b> & CNS disease",
    "It is kept away. " * 12,
    "Trial · p593",
    (EvidenceLine("ev", "x"),),
)
STEP = ChangedStep(
    "A step & another", "recommended", "contraindicated", "R24 · One", "R25 · Two", "Good.", "Bad."
)
CONTRAST = ContrastLines("CSF", "clear", "blasts found", (STEP, STEP), 3)
SUMMARY = SummaryLines(
    (
        ReviewedLine("R25", "R25 · No drug", "wrong", "comes back tomorrow"),
        ReviewedLine("R01", "R01 · The marrow", "sure", "comes back on 3 December"),
        ReviewedLine("R08", "R08 · Refer", "unsure", "comes back on Thursday"),
        ReviewedLine("R09", "R09 · Aim", "untested"),
    ),
    8,
    "a1",
)
SHOWS: dict[str, Callable[[SittingPage], None]] = {
    "waiting": lambda page: page.show_waiting(),
    "playing": lambda page: page.show_playing(),
    "reading": lambda page: page.show_reading("Read it first.", RULE, None),
    "reveal": lambda page: page.show_contrast(CONTRAST),
    "summary": lambda page: page.show_summary(SUMMARY),
}


def made(qtbot: QtBot, scale: int = 100, size: tuple[int, int] = (1020, 690)) -> SittingPage:
    play = QPushButton("the patient")  # stands for the page a patient is played on
    page = SittingPage(*look(scale=scale), play)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    return page


def words(part: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in part.findChildren(QLabel) if one.isVisibleTo(part))


def test_the_head_says_how_far_and_how_long(qtbot: QtBot) -> None:
    page = made(qtbot)
    page.show_place(3, 8, 4)
    page.show_playing()
    assert words(page) == "Practice · 3 of about 8 · 4 min left"
    page.show_place(9, 8, 0, "second of a pair")
    assert words(page) == "Practice · 9 of about 9 · second of a pair · time is up after this one"


@pytest.mark.parametrize("show", ["waiting", "playing", "reading", "reveal"])
def test_escape_stops_and_asks_nothing(qtbot: QtBot, show: str) -> None:
    page = made(qtbot)
    SHOWS[show](page)
    with qtbot.waitSignal(page.stopped):
        QTest.keyClick(page.focusWidget() or page, Qt.Key.Key_Escape)


def test_the_patient_has_the_keyboard(qtbot: QtBot) -> None:
    page = made(qtbot)
    page.show_playing()
    assert page.mode == PLAYING
    assert page.focusWidget() is page._play


@pytest.mark.parametrize("show", ["reading", "reveal"])
def test_enter_goes_on_from_what_stands_between(qtbot: QtBot, show: str) -> None:
    page = made(qtbot)
    SHOWS[show](page)
    with qtbot.waitSignal(page.gone_on):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)


def test_enter_on_another_button_presses_that_one(qtbot: QtBot) -> None:
    page = made(qtbot)
    page.show_contrast(CONTRAST)
    page.stop_button.setFocus()
    with qtbot.assertNotEmitted(page.gone_on), qtbot.waitSignal(page.stopped):
        QTest.keyClick(page.stop_button, Qt.Key.Key_Return)


def test_arrows_scroll_what_is_read(qtbot: QtBot) -> None:
    page = made(qtbot, 200, (1020, 640))
    page.show_contrast(CONTRAST)
    bar = page.reveal.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(page.reveal.onward, Qt.Key.Key_Down)
    assert bar.value() > 0
    QTest.keyClick(page.reveal.onward, Qt.Key.Key_PageDown)
    QTest.keyClick(page.reveal.onward, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    assert page.focusWidget() is page.reveal.onward


def test_the_reveal_says_fact_ratings_rules_and_reasons(qtbot: QtBot) -> None:
    page = made(qtbot)
    page.show_contrast(CONTRAST)
    told = words(page.reveal)
    for part in (
        "One fact differed: CSF",
        "clear",
        "blasts found",
        "A step & another",
        "R24 · One",
        "R25 · Two",
        "Bad.",
    ):
        assert part in told
    assert "3 more steps rated differently" in told
    badges = [one.accessibleName() for one in page.reveal.findChildren(RatingBadge)]
    assert badges[:2] == ["Rating: Recommended", "Rating: Contraindicated"]
    page.show_contrast(ContrastLines("Age", "30", "70"))
    QApplication.processEvents()
    assert "WHAT IT CHANGED" not in words(page.reveal)


def test_the_summary_tells_each_rule_and_what_waits(qtbot: QtBot) -> None:
    page = made(qtbot)
    page.show_summary(SUMMARY)
    told = words(page)
    for part in (
        "4 rules reviewed",
        "In 8 minutes. 1 was missed; it comes back sooner.",
        "R25 · No drug",
        "Missed",
        "comes back tomorrow",
        "Right, but unsure",
        "Not put to the test",
        "One patient is not finished",
    ):
        assert part in told
    assert not page.stop_button.isVisible()
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    with qtbot.waitSignals([page.more_asked, page.finishing_asked]):
        page.summary.more.click()
        page.summary.finish.click()


def test_a_sitting_left_at_once_is_no_reproach(qtbot: QtBot) -> None:
    page = made(qtbot)
    page.show_summary(SummaryLines())
    told = words(page)
    assert "Nothing reviewed this time" in told
    assert "What is due stays due." in told
    assert "not finished" not in told


@pytest.mark.parametrize("show", list(SHOWS))
@pytest.mark.parametrize("scale", [100, 200])
def test_names_plain_text_and_room(qtbot: QtBot, scale: int, show: str) -> None:
    page = made(qtbot, scale, (1026, 650))
    page.show_place(3, 8, 4, "second of a pair")
    SHOWS[show](page)
    QTest.qWait(5)
    assert nameless(page) == []
    assert formatted_labels(page) == []
    for sheet in (page.reading, page.reveal, page.summary):
        assert sheet.area.horizontalScrollBar().maximum() == 0 or not sheet.isVisible()
    for one in page.findChildren(QLabel):
        if one.isVisible() and one.text() and not one.wordWrap():
            assert one.width() >= one.fontMetrics().boundingRect(one.text()).width()

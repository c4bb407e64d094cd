from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from relall_trainer.gui.pages.history import HistoryPage, Wanted
from relall_trainer.gui.standing import OPEN
from tests.gui.pages.test_cases import line
from tests.gui.stage import look

CASES = (("case-1", "Case 1"), ("case-2", "Case 2"))


@pytest.fixture
def page(qtbot: QtBot) -> HistoryPage:
    made = HistoryPage(*look())
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_nothing_yet_leads_to_the_cases(page: HistoryPage, qtbot: QtBot) -> None:
    page.show_history([], 0, CASES)
    assert page._nothing.isVisible()
    assert not page._filters.isVisible()
    with qtbot.waitSignal(page.cases_asked):
        page._nothing.button.click()


def test_attempts_are_listed_and_opened_by_keyboard(page: HistoryPage, qtbot: QtBot) -> None:
    page.show_history([line(1, critical=1), line(2, OPEN)], 2, CASES)
    assert page._count.text() == "2 attempts"
    spoken = page._list.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("Case 1", "71.4 %, 1 critical error", "Finished", "3 decisions", "case 1.2.0"):
        assert part in spoken
    page._list.setCurrentIndex(page._list.rows.index(1))
    with qtbot.waitSignal(page.attempt_chosen) as chosen:
        qtbot.keyClick(page._list, Qt.Key.Key_Return)
    assert chosen.args == ["a2-open"]


def test_filters_say_what_is_wanted(page: HistoryPage, qtbot: QtBot) -> None:
    page.show_history([line(1)], 1, CASES)
    for choice, value in (
        (page._case, "case-2"),
        (page._status, OPEN),
        (page._time, "30"),
        (page._critical, "with"),
    ):
        with qtbot.waitSignal(page.filter_changed):
            choice.pick(value)
    with qtbot.waitSignal(page.filter_changed):
        qtbot.keyClicks(page._text, " blin ")
    assert page.wanted() == Wanted("case-2", OPEN, 30, True, "blin")
    assert page._case.accessibleName() == "Case: Case 2"


def test_nothing_fits_and_all_again(page: HistoryPage, qtbot: QtBot) -> None:
    page.show_history([line(1)], 1, CASES)
    page._critical.pick("without")
    page.show_history([], 0, CASES)
    assert page._none_fit.isVisible()
    assert page._filters.isVisible()
    with qtbot.waitSignal(page.filter_changed):
        page._none_fit.button.click()
    assert not page.wanted().narrowed


def test_the_next_page_is_asked_for_when_it_is_scrolled_to(page: HistoryPage, qtbot: QtBot) -> None:
    lines = [line(number) for number in range(200)]
    page.show_history(lines, 300, CASES)
    with qtbot.waitSignal(page.more_asked):
        page._list.scrollToBottom()
    page.add_lines([line(number) for number in range(200, 300)], more=False)
    assert page._list.rows.rowCount() == 300
    with qtbot.assertNotEmitted(page.more_asked):
        page._list.scrollToBottom()

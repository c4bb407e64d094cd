"""Today: one thing to do, calm whatever has piled up, and nothing said where nothing is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from relall_trainer.gui.pages.today import TodayPage
from relall_trainer.gui.practice_lines import DayLine, InsightLine, OpenLine, TodayLines
from tests.gui.stage import formatted_labels, look, nameless

DAYS = tuple(DayLine(f"{day} Nov", day % 3) for day in range(9, 23))
FULL = TodayLines(
    due=6,
    minutes=7,
    fits=9,
    met=True,
    open=OpenLine("a1", "A <b>case</b>", "3 decisions made so far."),
    insight=InsightLine("Certain & wrong.", 5, "R25"),
    days=DAYS,
)


def shown(
    qtbot: QtBot, lines: TodayLines, scale: int = 100, size: tuple[int, int] = (1020, 690)
) -> TodayPage:
    page = TodayPage(*look(scale=scale))
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_today(lines, "Sunday 22 November")
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    qtbot.waitUntil(lambda: page.focusWidget() is not page)
    return page


def words(page: TodayPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def primary(page: TodayPage) -> list[str]:
    buttons = page.findChildren(QPushButton)
    return [one.text() for one in buttons if one.isVisibleTo(page) and one.property("role") == "primary"]


def test_what_is_due_is_begun_with_enter(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    assert "6 rules are due" in words(page)
    assert "About 7 minutes" in words(page)
    assert primary(page) == ["Begin"]
    with qtbot.waitSignal(page.begun):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)


def test_much_overdue_reads_calm(qtbot: QtBot) -> None:
    page = shown(qtbot, TodayLines(due=40, minutes=46, fits=9, met=True))
    told = words(page)
    assert "40 rules are due" in told
    assert "Ten minutes is enough for about 9. The others can wait." in told
    for reproach in ("overdue", "late", "streak", "missed", "46"):
        assert reproach not in told


def test_nothing_yet_leads_to_the_cases(qtbot: QtBot) -> None:
    page = shown(qtbot, TodayLines())
    assert primary(page) == ["Choose a case"]
    with qtbot.waitSignal(page.cases_asked):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)


def test_nothing_due_says_when_the_next_is_and_offers_the_open_case(qtbot: QtBot) -> None:
    page = shown(qtbot, TodayLines(met=True, next_due="on Thursday", open=FULL.open))
    assert "Nothing is due today" in words(page)
    assert "The next rule comes back on Thursday." in words(page)
    assert primary(page) == ["Continue"]
    with qtbot.waitSignal(page.continued) as gone_on:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert gone_on.args == ["a1"]


def test_a_sitting_under_way_is_gone_on_with(qtbot: QtBot) -> None:
    page = shown(qtbot, TodayLines(due=3, minutes=4, fits=9, met=True, sitting="3 of about 8 done."))
    assert "A sitting is under way" in words(page)
    assert "3 rules are due" not in words(page)
    with qtbot.waitSignal(page.sitting_asked):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)


def test_one_thing_worth_knowing_leads_to_its_drill_and_its_decisions(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    assert "From 5 decisions." in words(page)
    with qtbot.waitSignal(page.drill_asked) as drilled:
        page.drill.click()
    with qtbot.waitSignal(page.decisions_asked) as seen:
        page.decisions.click()
    assert drilled.args == seen.args == ["R25"]
    page.show_today(TodayLines(due=1, met=True))
    assert not page.drill.isVisible()


def test_the_days_are_counted_and_not_praised(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    assert "13 decisions in the last 14 days" in words(page)
    page.show_today(TodayLines(due=1, met=True, days=tuple(DayLine("x", 0) for _ in range(14))))
    assert "last 14 days" not in words(page)


def test_progress_is_told_while_there_is_some(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    page.show_progress(1200, 4000)
    assert "Reading earlier attempts: 1,200 of 4,000" in words(page)
    page.show_today(FULL)
    assert "Reading" not in words(page)


@pytest.mark.parametrize("lines", [TodayLines(), FULL], ids=["nothing", "much"])
@pytest.mark.parametrize("scale", [100, 200])
def test_names_plain_text_and_room(qtbot: QtBot, lines: TodayLines, scale: int) -> None:
    page = shown(qtbot, lines, scale, (1040, 690))
    QTest.qWait(5)
    assert nameless(page) == []
    assert formatted_labels(page) == []
    bar = page._scrolled.horizontalScrollBar()
    assert lines.empty or bar.maximum() == 0


def test_everything_is_reached_with_tab(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    reached = set()
    for _ in range(12):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        reached.add(page.focusWidget())
    assert {page.begin, page.go_on, page.drill, page.decisions} <= reached


def test_nothing_is_said_before_the_record_is_known(qtbot: QtBot) -> None:
    page = TodayPage(*look())
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    assert words(page).strip() == "Today"
    page.show_today(FULL)
    qtbot.waitUntil(lambda: page.focusWidget() is page.begin)
    page.go_on.setFocus()
    page.show_today(TodayLines())
    assert page.focusWidget() is page._nothing.button


EMPTY = TodayLines(due=0, minutes=0, fits=0, met=False)
ASSIGNED = [(f"CNS <b>relapse</b> {n}", "Due Fri 4 Dec, 17:00 – in 3 days") for n in range(6)]


def test_what_is_assigned_stands_first(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    assert not page.assignments.isVisibleTo(page)
    page.show_assigned(ASSIGNED)
    assert "CNS <b>relapse</b> 3" in words(page)
    assert "CNS <b>relapse</b> 4" not in words(page)
    assert "and 2 more" in words(page)
    assert not formatted_labels(page)
    with qtbot.waitSignal(page.assignments_asked):
        page.assignments.click()
    page.show_assigned([])
    assert "ASSIGNED TO YOU" not in words(page)


def test_one_who_has_only_an_assignment_is_not_told_there_is_nothing(qtbot: QtBot) -> None:
    page = shown(qtbot, EMPTY)
    assert "Nothing to come back to yet" in words(page)
    page.show_assigned(ASSIGNED[:1])
    page.show_today(EMPTY, "Sunday 22 November")
    assert "Nothing to come back to yet" not in words(page)
    assert primary(page) == []
    assert page.focusWidget() is page.assignments

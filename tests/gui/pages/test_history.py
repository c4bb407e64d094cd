"""The history's three views by keyboard: attempts and two of them to compare, decisions by filter, patterns."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.gui.decision_wishes import DecisionWish
from relall_trainer.gui.pages.history import HistoryPage, Wanted
from relall_trainer.gui.pattern_lines import RuleLine, Share, stretches
from relall_trainer.gui.standing import OPEN, AttemptLine
from relall_trainer.gui.widgets.decision_rows import marked, picture, row_of
from relall_trainer.gui.widgets.patterns_view import TREND
from relall_trainer.gui.widgets.picker import PickDialog
from relall_trainer.learner.index import ChosenStep, DecisionLine, TrendPoint
from tests.gui.pages.test_cases import line
from tests.gui.stage import formatted_labels, look, nameless

CASES = (("case-1", "Case 1"), ("case-2", "Case 2"))
RULES = (("R01", "R01 Look first"), ("R25", "R25 Blasts in the CSF"))
STEP = ChosenStep("wu-marrow", "Marrow <b>now</b>", "recommended", "R01")
HARM = ChosenStep("wu-watch", "Watch", "contraindicated", "R25")


def decision(number: int, **others: object) -> DecisionLine:
    values: dict[str, object] = {
        "key": 1000 - number, "attempt": f"a{number}", "n": 2, "node": "first", "title": f"Moment {number}",
        "case_id": "case-1", "case_title": "Case 1", "at": "2026-11-22T12:00:00.000Z", "source": "case",
        "mode": "practice", "confidence": "certain", "elapsed_ms": 42_000, "points": 1.0, "possible": 4.0,
        "critical": 0, "full": False, "first": True, "noted": False, "version": "x 1 · scoring 1",
        "chosen": (STEP,), "missed": (), "wrong_rules": ("R25",),
    }  # fmt: skip
    return DecisionLine(**{**values, **others})  # type: ignore[arg-type]


@pytest.fixture
def page(qtbot: QtBot) -> HistoryPage:
    made = HistoryPage(*look())
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    return made


def show(page: HistoryPage, lines: list[AttemptLine], *, more: bool = False) -> None:
    page.attempts.show_lines(lines, more=more, cases=CASES)


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


# Attempts


def test_nothing_yet_leads_to_the_cases(page: HistoryPage, qtbot: QtBot) -> None:
    show(page, [])
    assert page.attempts.nothing.isVisible()
    assert not page.attempts.filters.isVisible()
    assert not page.attempts.compare.isVisible()
    with qtbot.waitSignal(page.attempts.cases_asked):
        page.attempts.nothing.button.click()


def test_attempts_are_listed_and_opened_by_keyboard(page: HistoryPage, qtbot: QtBot) -> None:
    show(page, [line(1, critical=1), line(2, OPEN)])
    rows = page.attempts.list.rows
    spoken = rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in ("Case 1", "71.4%, 1 critical error", "Finished", "3 decisions", "case 1.2.0"):
        assert part in spoken
    page.attempts.list.setCurrentIndex(rows.index(1))
    with qtbot.waitSignal(page.attempts.attempt_chosen) as chosen:
        qtbot.keyClick(page.attempts.list, Qt.Key.Key_Return)
    assert chosen.args == ["a2-open"]


def test_filters_say_what_is_wanted(page: HistoryPage, qtbot: QtBot) -> None:
    show(page, [line(1)])
    view = page.attempts
    for choice, value in (
        (view.case, "case-2"),
        (view.status, OPEN),
        (view.time, "30"),
        (view.critical, "with"),
        (view.source, "fork"),
    ):
        with qtbot.waitSignal(view.filter_changed):
            choice.pick(value)
    with qtbot.waitSignal(view.filter_changed):
        qtbot.keyClicks(view.text, " blin ")
    assert view.wanted() == Wanted("case-2", OPEN, 30, True, "blin", "fork")
    assert view.case.accessibleName() == "Case: Case 2"
    assert view.chips.shown() == ["Case", "State", "Time"]
    with qtbot.waitSignal(view.filter_changed):
        view.chips.button("State").click()
    assert view.wanted().status is None
    assert view.chips.shown() == ["Case", "Time"]


def test_nothing_fits_and_all_again(page: HistoryPage, qtbot: QtBot) -> None:
    show(page, [line(1)])
    page.attempts.critical.pick("without")
    show(page, [])
    assert page.attempts.none_fit.isVisible()
    assert page.attempts.filters.isVisible()
    with qtbot.waitSignal(page.attempts.filter_changed):
        page.attempts.none_fit.button.click()
    assert not page.attempts.wanted().narrowed


def test_the_next_page_is_asked_for_when_it_is_scrolled_to(page: HistoryPage, qtbot: QtBot) -> None:
    show(page, [line(number) for number in range(200)], more=True)
    view = page.attempts
    with qtbot.waitSignal(view.more_asked):
        view.list.scrollToBottom()
    view.add_lines([line(number) for number in range(200, 300)], more=False)
    assert view.list.rows.rowCount() == 300
    with qtbot.assertNotEmitted(view.more_asked):
        view.list.scrollToBottom()


def same_case(number: int) -> AttemptLine:
    made = line(number)
    return AttemptLine(
        f"b{number}", "one", "One case", "1.0.0", f"2026-11-{10 + number}T10:00:00Z", made.status, 3, "50.0",
        2.0, 4.0, 0, "",
    )  # fmt: skip


def test_two_attempts_at_one_case_are_compared_by_the_key_c(page: HistoryPage, qtbot: QtBot) -> None:
    show(page, [same_case(3), same_case(1), line(2)])
    view = page.attempts
    view.list.setCurrentIndex(view.list.rows.index(0))
    qtbot.keyClick(view.list, Qt.Key.Key_C)
    assert view.compare.shown == "Let it be"
    view.list.setCurrentIndex(view.list.rows.index(1))
    assert view.compare.shown == "Compare with this one"
    with qtbot.waitSignal(view.compare_asked) as asked:
        qtbot.keyClick(view.list, Qt.Key.Key_C)
    assert asked.args == ["b1", "b3"]  # the earlier one on the left
    assert view.compare.shown == "Compare…"


def test_attempts_at_two_cases_are_not_compared(page: HistoryPage, qtbot: QtBot) -> None:
    show(page, [same_case(1), line(2)])
    view = page.attempts
    with qtbot.assertNotEmitted(view.compare_asked):
        for row in (0, 1):
            view.list.setCurrentIndex(view.list.rows.index(row))
            view.compare.click()
    assert "Case 2" in words(page)


def test_marking_the_same_one_again_lets_it_be(page: HistoryPage, qtbot: QtBot) -> None:
    show(page, [same_case(1), same_case(2)])
    view = page.attempts
    view.list.setCurrentIndex(view.list.rows.index(0))
    with qtbot.assertNotEmitted(view.compare_asked):
        qtbot.keyClick(view.list, Qt.Key.Key_C)
        qtbot.keyClick(view.list, Qt.Key.Key_C)
    assert view.compare.shown == "Compare…"


# Decisions


def come_to_decisions(page: HistoryPage, lines: list[DecisionLine], *, more: bool = False) -> None:
    page.choose("decisions")
    page.decisions.filters.offer(RULES, (("wu-marrow", "Marrow"), ("wu-watch", "Watch")), CASES)
    page.decisions.show_lines(lines, more=more)


def test_a_decision_is_told_whole_and_opened_by_keyboard(page: HistoryPage, qtbot: QtBot) -> None:
    harmful = decision(2, chosen=(STEP, HARM), critical=1, noted=True, first=False, source="fork")
    come_to_decisions(page, [decision(1), harmful])
    spoken = page.decisions.list.rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in (
        "Moment 2", "Contraindicated: Watch.", "Recommended: Marrow <b>now</b>.", "1 critical error · 1 of 4 points",
        "certain", "42 s", "missed R25", "a later answer", "another road", "with a note", "decision 2",
    ):  # fmt: skip
        assert part in spoken
    page.decisions.list.setCurrentIndex(page.decisions.list.rows.index(1))
    with qtbot.waitSignal(page.decisions.decision_chosen) as chosen:
        qtbot.keyClick(page.decisions.list, Qt.Key.Key_Return)
    assert chosen.args == ["a2", 1]


def test_the_picture_is_of_the_worst_that_was_chosen() -> None:
    assert picture(decision(1, chosen=(STEP, HARM))) == "contraindicated"
    assert picture(decision(1, chosen=(STEP,), full=True)) == "recommended"
    assert picture(decision(1, chosen=(STEP,), missed=(STEP,))) == "acceptable"
    assert picture(decision(1, chosen=(), missed=(STEP,))) == "discouraged"
    assert picture(decision(1, chosen=(), possible=0.0)) == "unrated"


def test_words_that_were_sought_are_marked() -> None:
    assert marked("Blasts in the CSF", ("blas", "csf")) == (
        ("Blasts", True),
        (" in the ", False),
        ("CSF", True),
    )
    assert marked("in the CSF", ("i", "cs")) == (("in the CSF", False),)
    assert ("Marrow", True) in row_of(decision(1), "marrow").text


def test_each_filter_is_asked_for_and_taken_away_again(page: HistoryPage, qtbot: QtBot) -> None:
    come_to_decisions(page, [decision(1)])
    filters = page.decisions.filters
    wanted = {
        "rule": "R25", "rating": "discouraged", "result": "critical", "case": "case-2", "action": "wu-watch",
        "dimension": "cns", "confidence": "certain", "notes": "with", "source": "practice", "days": "30",
    }  # fmt: skip
    for name, value in wanted.items():
        with qtbot.waitSignal(filters.wish_changed):
            filters.choice(name).pick(value)
    with qtbot.waitSignal(filters.wish_changed):
        qtbot.keyClicks(filters.text, " cns ")
    assert filters.wish() == DecisionWish(text="cns", **wanted)
    assert filters.chips.shown() == ["case", "action", "dimension", "confidence", "notes", "source", "days"]
    with qtbot.waitSignal(filters.wish_changed):
        qtbot.keyClick(filters.chips.button("dimension"), Qt.Key.Key_Space)
    assert filters.wish().dimension == ""
    assert filters.chips.button("case").shown == "Case: Case 2"
    assert "dimension" not in filters.chips.shown()
    page.decisions.show_lines([], more=False)
    with qtbot.waitSignal(filters.wish_changed):
        page.decisions._none_fit.button.click()
    assert not filters.wish().narrowed
    assert filters.chips.shown() == []


def test_the_rarer_filters_come_up_and_go_by_keyboard(page: HistoryPage, qtbot: QtBot) -> None:
    come_to_decisions(page, [decision(1)])
    filters = page.decisions.filters
    QTest.keyClick(filters.more, Qt.Key.Key_Space)
    assert filters.rarer.isVisible()
    assert nameless(filters.rarer) == []
    QTest.keyClick(filters.rarer, Qt.Key.Key_Escape)
    assert not filters.rarer.isVisible()


def test_one_of_many_is_found_by_typing(page: HistoryPage, qtbot: QtBot) -> None:
    theme, _ = look()
    dialog = PickDialog(theme, "Rule", (("", "All rules"), *RULES), "", page)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClicks(dialog._typed, "csf bla")
    assert dialog.found() == ["R25"]
    with qtbot.waitSignal(dialog.value_picked) as picked:
        QTest.keyClick(dialog._typed, Qt.Key.Key_Return)
    assert picked.args == ["R25"]


def test_the_next_decisions_are_asked_for(page: HistoryPage, qtbot: QtBot) -> None:
    come_to_decisions(page, [decision(number) for number in range(100)], more=True)
    with qtbot.waitSignal(page.decisions.more_asked):
        page.decisions.list.scrollToBottom()
    assert page.decisions.last_key == 901


# Patterns


def rule_line(rule: str, missed: int, n: int) -> RuleLine:
    return RuleLine(rule, f"Title <i>{rule}</i>", Share.of(missed, n), 1, 0, "2026-11-22T12:00:00Z")


def test_a_rule_is_drilled_with_one_key_and_its_decisions_opened_with_another(
    page: HistoryPage, qtbot: QtBot
) -> None:
    page.choose("patterns")
    page.patterns.show_rules([rule_line("R25", 5, 9), rule_line("R01", 1, 4)])
    view = page.patterns.rules
    spoken = view.list.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Missed 5 of 9 (56%, 95% interval 27–81%) · 1 of these while fairly sure or certain" in spoken
    view.list.setCurrentIndex(view.list.rows.index(1))
    with qtbot.waitSignal(page.patterns.drill_asked) as asked:
        qtbot.keyClick(view.list, Qt.Key.Key_D)
    assert asked.args == ["R01"]
    with qtbot.waitSignal(page.patterns.rule_decisions_asked) as asked:
        qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert asked.args == ["R01"]


def test_the_views_are_walked_with_arrows_and_filled_when_come_to(page: HistoryPage, qtbot: QtBot) -> None:
    page.tabs._buttons["attempts"].setFocus()
    with qtbot.waitSignal(page.view_asked) as asked:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Right)
    assert asked.args == ["decisions"]
    with qtbot.waitSignal(page.view_asked):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Right)
    assert page.view == "patterns"
    with qtbot.waitSignal(page.patterns.section_asked):
        page.patterns.sections.choose(TREND)


def test_a_trend_is_drawn_and_told_and_versions_stay_apart(page: HistoryPage, qtbot: QtBot) -> None:
    points = [
        TrendPoint("one", date(2026, 11, 1), date(2026, 11, 7), 4, 3, 10, 12),
        TrendPoint("two", date(2026, 11, 8), date(2026, 11, 14), 8, 8, 20, 20),
    ]
    told = stretches(points, date.isoformat, of_rule=False)
    assert [one.begins for one in told] == ["", "two"]
    page.choose("patterns")
    page.patterns.sections.choose(TREND)
    page.patterns.show_trend(told)
    rows = page.patterns.trend.list.rows
    newest = rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "2026-11-08 – 2026-11-14. Fully right 8 of 8 (100%, 95% interval 68–100%)" in newest
    assert "two" in newest
    assert "100% of the points" in newest
    assert page.patterns.trend.chart.isVisible()
    assert page.patterns.trend.chart.drawn() == told
    page.grab()  # it paints


def test_where_there_is_room_for_one_a_button_changes_chart_and_words(page: HistoryPage) -> None:
    page.choose("patterns")
    page.patterns.sections.choose(TREND)
    points = [TrendPoint("one", date(2026, 11, 1), date(2026, 11, 1), 4, 3, 10, 12)]
    page.patterns.show_trend(stretches(points, date.isoformat, of_rule=True))
    page.resize(1000, 420)
    part = page.patterns.trend
    assert not part.chart.isVisible()
    part.switch.click()
    assert part.chart.isVisible()
    assert not part.list.isVisible()


def test_what_is_followed_is_a_rule_a_dimension_or_everything(page: HistoryPage) -> None:
    page.patterns.offer_rules(RULES)
    assert page.patterns.trend_of() == (None, None)
    page.patterns.what.pick("d:cns")
    assert page.patterns.trend_of() == (None, "cns")
    page.patterns.what.pick("r:R25")
    assert page.patterns.trend_of() == ("R25", None)


def test_the_version_is_asked_for_only_where_there_are_several(page: HistoryPage) -> None:
    page.choose("patterns")
    page.patterns.offer_versions(["new"])
    assert not page.patterns.version.isVisible()
    page.patterns.offer_versions(["new", "old"])
    assert page.patterns.version.isVisible()
    assert page.patterns.version.value == "new"


def test_certain_and_harmful_opens_the_decision(page: HistoryPage, qtbot: QtBot) -> None:
    page.choose("patterns")
    page.patterns.choose("harmful")
    assert "No answer given as certain held a contraindicated step." in words(page)
    page.patterns.harmful.show_lines([decision(5, chosen=(HARM,), critical=1)])
    view = page.patterns.harmful.list
    view.setCurrentIndex(view.rows.index(0))
    with qtbot.waitSignal(page.patterns.decision_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["a5", 1]


def test_progress_is_shown_and_goes(page: HistoryPage) -> None:
    page.show_progress(300, 4000)
    assert "300 of 4,000 attempts" in words(page)
    page.end_progress()
    assert "4,000" not in words(page)


@pytest.mark.parametrize("view", ["attempts", "decisions", "patterns"])
def test_names_and_plain_text(page: HistoryPage, view: str) -> None:
    show(page, [line(1)])
    come_to_decisions(page, [decision(1)])
    page.patterns.show_rules([rule_line("R25", 5, 9)])
    page.choose(view)
    assert nameless(page) == []
    assert formatted_labels(page) == []

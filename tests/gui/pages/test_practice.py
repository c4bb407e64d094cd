"""Practice: where each rule stands, found and sorted by keyboard, opened, drilled; coverage; ways to begin."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.gui.mastery_order import DUE, FADING, MOST, OWN, WEAKEST, ordered
from relall_trainer.gui.pages.practice import (
    COVERAGE,
    DIMENSIONS,
    PracticePage,
)
from relall_trainer.gui.practice_lines import CoverageLine, EvidenceLine, MasteryLine, RuleLines
from relall_trainer.gui.widgets.button import Button
from tests.gui.stage import formatted_labels, look, nameless

RULES = (
    MasteryLine(
        "R01", "R01 · Look at the marrow", 12, 9, 0.47, 0.91, (0.9, 0.8, 0.5), "3 December", "2026-12-03", 1
    ),
    MasteryLine("R02", "R02 · Restage the CNS", 3, 1, 0.06, 0.79, (0.7, 0.5, 0.2), "today", "2026-11-22", 2),
    MasteryLine("R03", "R03 · Examine <b>& ask</b>", number=3),
    MasteryLine("R04", "R04 · Work it up", 20, 4, 0.08, 0.42, (0.95, 0.9, 0.8), "on Friday", "2026-11-27", 4),
)
DIMENSIONS_NOW = (
    MasteryLine("cns", "CNS control", 12, 5, 0.19, 0.68),
    MasteryLine("workup", "Work-up", 9, 9, 0.7, 1),
)


def about(rule: str) -> RuleLines:
    line = next(line for line in RULES if line.key == rule)
    return RuleLines(
        rule, line.heading[6:], "Because.", "trial · p590", (EvidenceLine("ev-1", "An item & more"),), line
    )


@pytest.fixture
def page(qtbot: QtBot) -> PracticePage:
    return made(qtbot)


def made(qtbot: QtBot, scale: int = 100, size: tuple[int, int] = (1020, 690)) -> PracticePage:
    page = PracticePage(*look(scale=scale))
    qtbot.addWidget(page)
    page.resize(*size)
    page.explain_with(about)
    page.show_mastery(RULES, DIMENSIONS_NOW)
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    return page


def words(part: QWidget) -> str:
    return "\n".join(one.text() for one in part.findChildren(QLabel) if one.isVisibleTo(part))


def listed(page: PracticePage) -> list[str]:
    return [line.key for line in page.table.lines.lines]


def test_a_sitting_begins_with_enter(page: PracticePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.begun) as begun:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    assert begun.args == [False, ""]
    with qtbot.waitSignal(page.begun) as begun:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert begun.args == [False, ""]


def test_pairs_only_and_one_dimension(page: PracticePage, qtbot: QtBot) -> None:
    page._dimension.pick("cns")
    with qtbot.waitSignal(page.begun) as begun:
        page.pairs.click()
    assert begun.args == [True, "cns"]


def test_few_answers_are_no_share() -> None:
    assert RULES[1].result() == "3 answers: not enough yet"
    assert "%" not in RULES[1].result()
    assert RULES[0].result() == "9 of 12 right (47–91%)"
    assert RULES[2].result() == "Not met yet"


def test_a_row_says_all_of_it_to_a_screen_reader(page: PracticePage) -> None:
    spoken = page.table.lines.index(listed(page).index("R01")).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in (
        "R01 · Look at the marrow",
        "9 of 12 right (47–91%)",
        "95% interval",
        "90% today · 80% in 7 days · 50% in 30 days",
        "due 3 December",
    ):
        assert part in spoken


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (DUE, ["R02", "R04", "R01", "R03"]),
        (WEAKEST, ["R04", "R01", "R02", "R03"]),
        (FADING, ["R02", "R01", "R04", "R03"]),
        (MOST, ["R04", "R01", "R02", "R03"]),
        (OWN, ["R01", "R02", "R03", "R04"]),
    ],
)
def test_orders(by: str, keys: list[str]) -> None:
    assert [line.key for line in ordered(RULES, by)] == keys


def test_typing_on_the_list_finds(page: PracticePage, qtbot: QtBot) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_C)
    assert page.focusWidget() is page.finder
    QTest.keyClicks(page.finder, "ns")
    assert listed(page) == ["R02"]
    QTest.keyClick(page.finder, Qt.Key.Key_Down)
    assert page.focusWidget() is page.table
    page.finder.setText("nowhere")
    assert page.lists.none_fit.isVisible()
    page.lists.none_fit.button.click()
    assert len(listed(page)) == 4


def test_escape_in_the_finder_shows_all_again(page: PracticePage) -> None:
    page.finder.setFocus()
    QTest.keyClicks(page.finder, "cns")
    QTest.keyClick(page.finder, Qt.Key.Key_Escape)
    assert len(listed(page)) == 4


def test_a_rule_is_opened_and_acted_on(page: PracticePage, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.table.come_to("R01")
    assert page.panel.rule == "R01"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.focusWidget() is page.panel.drill
    QTest.qWait(1)
    assert "Because." in words(page.panel)
    assert "An item & more" in words(page.panel)
    with qtbot.waitSignals([page.drill_asked, page.decisions_asked, page.rule_asked, page.evidence_asked]):
        for button in (page.panel.drill, page.panel.decisions, page.panel.rows):
            button.click()
        next(one for one in page.panel.findChildren(Button) if "Open in" in one.shown).click()


def test_a_rule_never_met_has_no_decisions(page: PracticePage) -> None:
    page.table.come_to("R03")
    assert not page.panel.decisions.isVisible()
    assert "Not met yet" in words(page.panel)


def test_large_text_shows_list_or_rule(qtbot: QtBot) -> None:
    page = made(qtbot, 200, (1040, 690))
    assert page.table.isVisible()
    assert not page.panel.isVisible()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    assert not page.table.isVisible()
    QTest.keyClick(page.panel.drill, Qt.Key.Key_Escape)
    assert page.table.isVisible()
    assert page.focusWidget() is page.table


def test_columns_have_headings_only_where_there_are_columns(qtbot: QtBot) -> None:
    page = made(qtbot, size=(1660, 900))
    assert page.lists.head.isVisible()
    page.resize(1020, 690)
    qtbot.waitUntil(lambda: not page.lists.head.isVisible())


def test_dimensions_are_chosen_to_practice(page: PracticePage) -> None:
    page.show_view(DIMENSIONS)
    assert listed(page) == ["cns", "workup"]
    assert not page.panel.isVisible()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page._dimension.value == "cns"
    assert page.focusWidget() is page.begin


def test_coverage_is_asked_for_and_leads_to_the_rows(page: PracticePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.coverage_asked):
        page.show_view(COVERAGE)
    page.show_coverage(
        [CoverageLine("R01.1", "Marrow", "Why.", 3, 2), CoverageLine("R02.1", "CNS", "Why not.")]
    )
    first = page.lists.rows.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "R02.1" in first
    assert "Not met yet" in first
    assert "1 of 2 rows met." in words(page)
    page.lists.rows.setCurrentIndex(page.lists.rows.rows.index(1))
    with qtbot.waitSignal(page.rule_asked) as asked:
        QTest.keyClick(page.lists.rows, Qt.Key.Key_Return)
    assert asked.args == ["R01"]


def test_a_sitting_under_way_is_gone_on_with(page: PracticePage, qtbot: QtBot) -> None:
    page.show_mastery(RULES, DIMENSIONS_NOW, sitting="3 of about 8")
    assert page.begin.shown == "Go on with the sitting"
    assert not page.pairs.isVisible()
    with qtbot.waitSignal(page.sitting_asked):
        page.begin.click()


def test_nothing_yet_has_one_button(page: PracticePage, qtbot: QtBot) -> None:
    page.show_mastery((), ())
    assert page.lists.nothing.isVisible()
    with qtbot.waitSignal(page.begun):
        page.lists.nothing.button.click()


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("view", ["rules", DIMENSIONS, COVERAGE])
def test_names_plain_text_and_room(qtbot: QtBot, scale: int, view: str) -> None:
    page = made(qtbot, scale, (1026, 690))
    page.show_view(view)
    QTest.qWait(5)
    assert nameless(page) == []
    assert formatted_labels(page) == []
    for button in (page.begin, page.pairs, page._dimension):
        assert button.width() >= button.sizeHint().width()
    page.grab()


def test_named_actions_are_all_different(page: PracticePage) -> None:
    ids = [named.id for named, _ in page.named_actions()]
    assert len(ids) == len(set(ids)) == 6

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from relall_trainer.encounter.case_head import CaseHead
from relall_trainer.gui.pages.cases import NOTICE, CasesPage
from relall_trainer.gui.standing import FINISHED, OPEN, AttemptLine, CaseCard, month_of
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.case_card import NOT_REVIEWED
from relall_trainer.gui.widgets.case_list import CaseList
from tests.gui.stage import look


def head(number: int, title: str = "", reviewers: tuple[str, ...] = ()) -> CaseHead:
    return CaseHead(
        id=f"case-{number}",
        version="1.2.0",
        title=title or f"Case {number}",
        summary="A short <summary> & more.",
        modeled_on="patient-2" if number == 0 else None,
        authors=("RelALL Trainer project",),
        reviewers=reviewers,
        evidence_as_of="2015-07-30",
        released="2026-11-22",
        review_by="2029-11-22",
        minutes=15,
        license="CC-BY-4.0",
        learning_goals=(),
        competencies=(),
    )


def line(number: int, status: str = FINISHED, percent: str | None = "71.4", critical: int = 0) -> AttemptLine:
    return AttemptLine(
        id=f"a{number}-{status}",
        case=f"case-{number}",
        case_title=f"Case {number}",
        case_version="1.2.0",
        started_at="2026-11-20T10:00:00.000+00:00",
        status=status,
        answers=3,
        percent=percent,
        points=5,
        possible=7,
        critical=critical,
        ending="",
    )


@pytest.fixture
def page(qtbot: QtBot) -> CasesPage:
    made = CasesPage(*look())
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def texts(page: CasesPage) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


def press(page: CasesPage, name: str) -> None:
    QApplication.processEvents()
    next(one for one in page.findChildren(Button) if one.isVisible() and one.accessibleName() == name).click()


def test_a_card_says_all_one_needs_to_choose(page: CasesPage) -> None:
    page.show_cases([CaseCard(head(0, "Headaches & <more>"))], notice=False)
    shown = texts(page)
    assert "Headaches & <more>" in shown
    assert "A short <summary> & more." in shown
    assert "Modeled on patient 2" in shown
    assert NOT_REVIEWED in shown
    assert "Not played yet" in shown
    assert any("15 minutes" in text and "July 2015" in text and "1.2.0" in text for text in shown)


def test_a_reviewed_case_is_not_called_unreviewed(page: CasesPage) -> None:
    page.show_cases([CaseCard(head(0, reviewers=("Someone, MD",)))], notice=False)
    assert NOT_REVIEWED not in texts(page)


def test_starting_and_going_on(page: CasesPage, qtbot: QtBot) -> None:
    page.show_cases([CaseCard(head(0)), CaseCard(head(1), under_way=line(1, OPEN))], notice=False)
    with qtbot.waitSignal(page.case_chosen) as chosen:
        press(page, "Start: Case 0")
    assert chosen.args == ["case-0"]
    with qtbot.waitSignal(page.attempt_resumed) as resumed:
        press(page, "Continue Case 1")
    assert resumed.args == ["a1-open"]
    assert "Case 1 is under way. 3 decisions made so far." in texts(page)


def test_where_an_attempt_was_left() -> None:
    left = line(1, OPEN)
    assert replace(left, answers=0).where() == "The first decision is waiting."
    assert replace(left, answers=1).where() == "1 decision made so far."
    ended = replace(left, ending="cured")
    assert ended.where() == "The ending is reached; the debrief is waiting."
    assert ended.status_words == "At its ending"
    assert replace(ended, status=FINISHED).status_words == "Finished"


def test_results_keep_critical_errors_apart() -> None:
    assert line(1, critical=1).result() == "71.4%, 1 critical error"
    assert line(1, percent=None, critical=2).result() == "no score yet, 2 critical errors"
    best, last = line(1), line(2, critical=2)
    card = CaseCard(head(1), best=best, last=last)
    assert card.results() == "Best: 71.4% · last: 71.4%, 2 critical errors"


def test_the_notice_is_read_once_and_can_be_called_back(page: CasesPage, qtbot: QtBot) -> None:
    page.show_cases([CaseCard(head(0))], notice=True)
    assert set(NOTICE) <= set(texts(page))
    with qtbot.waitSignal(page.notice_read):
        press(page, "Understood: do not show this again")
    assert not set(NOTICE) & set(texts(page))
    page.show_notice()
    assert set(NOTICE) <= set(texts(page))


def test_columns_follow_the_room(page: CasesPage) -> None:
    page.show_cases([CaseCard(head(number)) for number in range(3)], notice=False)
    assert page._columns == 3
    page.resize(500, 700)
    assert page._columns == 1


def test_what_cannot_be_opened_is_told(page: CasesPage) -> None:
    page.show_cases([CaseCard(head(0))], notice=False, broken=[(f"c{n}", "line 3: bad") for n in range(8)])
    shown = "\n".join(texts(page))
    assert "c0 cannot be opened: line 3: bad." in shown
    assert "3 more cannot be opened." in shown


def test_five_hundred_cases_are_a_list_one_can_search(page: CasesPage, qtbot: QtBot) -> None:
    page.show_cases([CaseCard(head(number)) for number in range(500)], notice=False)
    qtbot.waitUntil(lambda: page.findChild(CaseList) is not None)
    more = page.findChild(CaseList)
    assert isinstance(more, CaseList)
    qtbot.waitUntil(more.isVisible)  # it is put together first and shown a moment later
    assert more._list.rows.rowCount() == 494
    qtbot.keyClicks(more._typed, "case-321")
    assert more._list.rows.rowCount() == 1
    more._list.setCurrentIndex(more._list.rows.index(0))
    with qtbot.waitSignal(page.case_chosen) as chosen:
        qtbot.keyClick(more._list, Qt.Key.Key_Return)
    assert chosen.args == ["case-321"]
    qtbot.keyClicks(more._typed, "zzz")
    assert more._none.isVisible()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2015-07-30", "July 2015"),
        ("2026-12-01", "December 2026"),
        ("soon", "soon"),
        ("2015-13-01", "2015-13-01"),
    ],
)
def test_a_date_as_a_month(day: str, words: str) -> None:
    assert month_of(day) == words

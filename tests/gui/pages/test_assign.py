"""Writing an assignment: the sentence while one writes, what is wanting beside its field, by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.cohort.terms import BY_TEACHER, EXAM, ON_DATE
from relall_trainer.gui.assign_draft import AssignDraft, Extra, Ready
from relall_trainer.gui.pages.assign import AssignPage
from relall_trainer.gui.teach_lines import CaseOffer, WrittenLine, WrittenLines
from tests.gui.stage import formatted_labels, look, nameless

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OFFERS = [CaseOffer("a", "Headaches & more", 15, 24), CaseOffer("b", "Early <b>relapse</b>", 15, 20)]
RULES = [("R05", "R05 · A rule")]
PEOPLE = [("L01", "Learner 01 (L01)"), ("L02", "L02")]
DUE = "2026-12-04T16:00:00+00:00"
FULL = AssignDraft(
    cohort="c",
    title="CNS relapse",
    cases=("a",),
    fresh_count=2,
    mode=EXAM,
    minutes=60,
    due_at=DUE,
    mastery=70,
    release=BY_TEACHER,
    extra=(Extra("L01", 25, 1),),
    note="A note.",
)


def shown(
    qtbot: QtBot, draft: AssignDraft, scale: int = 100, size: tuple[int, int] = (1040, 688)
) -> AssignPage:
    page = AssignPage(*look(scale=scale), lambda: NOW, UTC, lambda _form: [])
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_draft(draft, OFFERS, RULES, PEOPLE)
    page.show_ready(Ready(("L01", "L02"), 20, ("Headaches",)), "")
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    qtbot.waitUntil(lambda: page.focusWidget() not in (None, page))
    return page


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def test_the_sentence_follows_the_form(qtbot: QtBot) -> None:
    page = shown(qtbot, AssignDraft(cohort="c", due_at=DUE))
    assert "2 learners · no case yet, practice" not in words(page)
    page.cases.cases.cards["a"].click()
    assert "1 case, about 20 min" in words(page)
    page.mode.modes[EXAM].click()
    assert "exam, 60 min" in words(page)
    assert "feedback when you release it" in words(page)
    page.times.due.none.click()
    assert "no due date" in words(page)


def test_the_form_says_what_stood_in_the_draft(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    heard: list[AssignDraft] = []
    page.draft_changed.connect(heard.append)
    page.cases.title.setText("CNS relapse!")
    assert heard == [replace(FULL, title="CNS relapse!")]


def test_nothing_is_complained_of_before_it_is_tried(qtbot: QtBot) -> None:
    page = shown(qtbot, AssignDraft(cohort="c", due_at=DUE))
    warned = [one for one in page.findChildren(QLabel) if one.property("role") == "warning"]
    assert not any(one.isVisibleTo(page) for one in warned)
    with qtbot.assertNotEmitted(page.create_asked):
        page.create_button.click()
    assert sorted(one.text() for one in warned if one.isVisibleTo(page)) == [
        "Choose at least one case.",
        "Give it a title: learners see it.",
    ]
    assert page.focusWidget() is page.cases.title


def test_a_time_that_cannot_be_is_said_at_once(qtbot: QtBot) -> None:
    page = shown(qtbot, replace(FULL, due_at="2026-11-20T16:00:00+00:00"))
    warned = [one for one in page.findChildren(QLabel) if one.property("role") == "warning"]
    assert [one.text() for one in warned if one.isVisibleTo(page)] == ["The due time has passed."]


def test_what_the_drafts_rules_say_stands_beside_its_field(qtbot: QtBot) -> None:
    page = AssignPage(*look(), lambda: NOW, UTC, lambda _form: [("extra", "Extra time goes with a limit.")])
    qtbot.addWidget(page)
    page.show_draft(FULL, OFFERS, RULES, PEOPLE)
    page.show_ready(Ready(("L01",), 5), "")
    page.show()
    page.create_button.click()
    warned = [one for one in page.findChildren(QLabel) if one.property("role") == "warning"]
    assert [one.text() for one in warned if one.isVisibleTo(page)] == ["Extra time goes with a limit."]


def test_an_assignment_is_written_by_keyboard(qtbot: QtBot) -> None:
    page = shown(qtbot, AssignDraft(cohort="c", due_at=DUE))
    QTest.keyClicks(page.focusWidget(), "CNS")
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    named = {named.id: do for named, do in page.named_actions()}
    with qtbot.waitSignal(page.create_asked) as asked:
        named["assign.create"]()
    assert asked.args[0].cases == ("a",)
    assert asked.args[0].title == "CNS"


def test_arrows_go_from_practice_to_exam(qtbot: QtBot) -> None:
    page = shown(qtbot, AssignDraft())
    page.mode.modes["practice"].setFocus()
    QTest.keyClick(page.mode.modes["practice"], Qt.Key.Key_Down)
    assert page.draft.mode == EXAM
    assert page.mode.modes[EXAM].isChecked()


def test_what_such_a_file_shows_is_said_with_the_exam_only(qtbot: QtBot) -> None:
    page = shown(qtbot, AssignDraft())
    assert "does not show" not in words(page)
    page.mode.modes[EXAM].click()
    assert "does not show who sat there" in words(page)


def test_an_exam_asks_time_and_practice_attempts(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    assert page.mode.minutes.isVisibleTo(page)
    assert not page.score.attempts.isVisibleTo(page)
    assert [
        one.accessibleName() for one in page.findChildren(QPushButton) if "gets more" in one.accessibleName()
    ]
    page.mode.modes["practice"].click()
    assert not page.mode.minutes.isVisibleTo(page)
    assert page.score.attempts.isVisibleTo(page)


def test_a_date_for_feedback_is_asked_where_it_is_needed(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    assert not page.mode.release_at.isVisibleTo(page)
    page.mode.release.choose(ON_DATE)
    assert page.mode.release_at.isVisibleTo(page)
    assert "Say from when feedback is shown." in words(page)


def test_more_terms_are_folded_until_wanted_or_used(qtbot: QtBot) -> None:
    page = shown(qtbot, AssignDraft())
    assert not page.score.isVisibleTo(page)
    page.more.click()
    assert page.score.isVisibleTo(page)
    assert page.extra.isVisibleTo(page)
    used = shown(qtbot, FULL)
    assert used.more.isHidden()
    assert used.extra.isVisibleTo(used)


def test_a_learner_can_be_given_more_and_it_taken_away(qtbot: QtBot) -> None:
    page = shown(qtbot, replace(FULL, extra=()))
    page.extra.add.pick("L02")
    assert list(page.draft.extra) == [Extra("L02", 25, 1)]
    leave = next(one for one in page.findChildren(QPushButton) if one.text() == "Take away")
    leave.click()
    assert not page.draft.extra


def test_other_patients_are_another_seed(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    page.cases.others.click()
    assert page.draft.fresh_seed != FULL.fresh_seed


def test_what_was_written_can_be_copied_and_left(qtbot: QtBot) -> None:
    page = shown(qtbot, FULL)
    lines = WrittenLines(
        "CNS relapse",
        "/a/folder",
        (
            WrittenLine("x.relall-assignment", "AAAA", "For everyone"),
            WrittenLine("y", "BBBB", "Only for L01", own=True),
        ),
        "KKKK",
        "Subject: CNS\n",
    )
    page.show_written(lines)
    assert "2 files" in words(page)
    assert "only to the learner named beside it" in words(page)
    with qtbot.waitSignal(page.copied) as copied:
        page.written.copy.click()
    assert copied.args == ["Subject: CNS\n"]
    with qtbot.assertNotEmitted(page.create_asked):
        page.ask_create()  # not a second time by Ctrl+Return
    with qtbot.waitSignal(page.left):
        page.written.back.click()


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("draft", [AssignDraft(), FULL, replace(FULL, mode="practice", release=ON_DATE)])
def test_everything_has_a_name_and_room(qtbot: QtBot, draft: AssignDraft, scale: int) -> None:
    page = shown(qtbot, draft, scale)
    page.show_more()
    qtbot.wait(30)
    assert nameless(page) == []
    assert formatted_labels(page) == []
    for part in page.findChildren(QWidget):
        if part.isVisibleTo(page) and isinstance(part, QPushButton):
            left = part.mapTo(page, part.rect().topLeft()).x()
            assert left >= 0, part.text()
            assert left + part.width() <= page.width(), part.text()
            assert part.width() >= part.minimumSizeHint().width(), part.text()

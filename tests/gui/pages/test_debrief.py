"""The debrief: score, critical errors apart, map, what to take along, confidence, and every point's line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.pages.debrief import DebriefPage
from relall_trainer.gui.widgets.decision_map import DecisionMapView
from relall_trainer.gui.widgets.score_bar import ScoreCard
from relall_trainer.gui.widgets.score_sheet import ScoreSheet
from tests.gui.stage import formatted_labels, look, nameless, session

GOOD = (["wu-marrow", "wu-mrd"], ["sx-nel-cy-etop", "wu-donor"])
BAD = (["wu-marrow"], ["sx-blina", "tx-allo-active"])


def played(algorithm: Algorithm, choices: Sequence[Sequence[str]]) -> AttemptSession:
    attempt = session(algorithm)
    for number, chosen in enumerate(choices):
        attempt.commit(chosen, "certain" if number else "guessing")
    return attempt


def page_of(qtbot: QtBot, attempt: AttemptSession, scale: int = 100) -> DebriefPage:
    theme, icons = look(scale=scale)
    page = DebriefPage(theme, icons)
    qtbot.addWidget(page)
    page.resize(1068, 900)
    page.show()
    page.show_session(attempt)
    return page


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def shown_cards(page: QWidget) -> list[str]:
    return [one.accessibleName() for one in page.findChildren(ScoreCard) if one.isVisibleTo(page)]


def test_the_authors_answers(qtbot: QtBot, algorithm: Algorithm) -> None:
    page = page_of(qtbot, played(algorithm, GOOD))
    cards = shown_cards(page)
    assert cards[0] == "Overall: 100%. 7 of 7 points"
    assert cards[-1] == "Critical errors: None. never averaged into the score"
    assert "Died of infection" in words(page)
    assert "not for how it ended" in words(page)
    assert "2015 paper" in words(page)
    for point in ("One", "Two", "Three"):
        assert point in words(page).splitlines()


def test_critical_errors_stand_apart(qtbot: QtBot, algorithm: Algorithm) -> None:
    attempt = played(algorithm, BAD)
    page = page_of(qtbot, attempt)
    assert shown_cards(page)[-1].startswith("Critical errors: 1.")
    assert "is contraindicated there" in words(page)


def test_another_attempt_leaves_nothing_behind(qtbot: QtBot, algorithm: Algorithm) -> None:
    page = page_of(qtbot, played(algorithm, BAD))
    page.show_session(played(algorithm, GOOD))
    assert "is contraindicated there" not in words(page)
    assert shown_cards(page)[-1].startswith("Critical errors: None")


def test_confidence_is_told_with_its_n(qtbot: QtBot, algorithm: Algorithm) -> None:
    page = page_of(qtbot, played(algorithm, GOOD))
    assert "Certain (n = 1): 100% of the points" in words(page)
    assert "a hint, not a measure" in words(page)


def test_without_confidence_nothing_is_made_up(qtbot: QtBot, algorithm: Algorithm) -> None:
    attempt = session(algorithm)
    for chosen in GOOD:
        attempt.commit(chosen)
    assert "No confidence was given" in words(page_of(qtbot, attempt))


def test_every_point_can_be_followed(qtbot: QtBot, algorithm: Algorithm) -> None:
    attempt = played(algorithm, BAD)
    page = page_of(qtbot, attempt)
    sheet = page.findChild(ScoreSheet)
    assert sheet is not None
    lines = leaves(sheet)
    offered = sum(
        len(group.options)
        for name in ("first", "second")
        for group in attempt.encounter.case.nodes[name].groups
    )
    steps = [line for line in lines if "(taken)" in line.text(0) or "(left out)" in line.text(0)]
    assert len(steps) == offered
    for line in steps:
        if line.text(1) != "Not rated here":
            rule, facts = line.text(3).split(". ", 1)
            assert rule.startswith("R")
            assert ": " in facts
            assert line.text(4), "the evidence"
    with qtbot.waitSignal(page.evidence_asked):
        sheet.itemActivated.emit(steps[0], 0)


def leaves(sheet: ScoreSheet) -> list[QTreeWidgetItem]:
    found = []
    for place in range(sheet.topLevelItemCount()):
        top = sheet.topLevelItem(place)
        for inner in range(top.childCount()):
            group = top.child(inner)
            found += [group.child(one) for one in range(group.childCount())]
    return found


def test_the_sheet_adds_up(qtbot: QtBot, algorithm: Algorithm) -> None:
    attempt = played(algorithm, (["wu-watch"],))
    page = page_of(qtbot, attempt)
    sheet = page.findChild(ScoreSheet)
    assert sheet is not None
    points = sum(
        float(line.text(2).replace("−", "-").replace("½", ".5").replace("-.5", "-0.5"))
        for line in leaves(sheet)
    )
    assert points == attempt.encounter.path[0].score.points == 0


def test_the_map_is_walked_with_the_arrows(qtbot: QtBot, algorithm: Algorithm) -> None:
    page = page_of(qtbot, played(algorithm, GOOD))
    view = page.findChild(DecisionMapView)
    assert view is not None
    canvas = view.canvas
    assert "Counts stay low" in canvas.accessibleDescription()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert "First salvage" in canvas.accessibleDescription()
    with qtbot.waitSignal(page.review_asked) as asked:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert asked.args == ["second"]
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert "an ending" in canvas.accessibleDescription()
    canvas.grab()


def test_the_map_can_be_read_as_a_list(qtbot: QtBot, algorithm: Algorithm) -> None:
    page = page_of(qtbot, played(algorithm, (["wu-watch"],)))
    {named.id: do for named, do in page.named_actions()}["debrief.list"]()
    told = words(page)
    assert "Taken: " in told
    assert "The authors: " in told
    assert "First salvage (on the authors' path only)" in told


def test_the_buttons_ask_the_window(qtbot: QtBot, algorithm: Algorithm) -> None:
    page = page_of(qtbot, played(algorithm, GOOD))
    with qtbot.waitSignal(page.case_chosen) as again:
        page.again_button.click()
    assert again.args == ["small"]
    with qtbot.waitSignal(page.review_asked):
        page.review_button.click()
    with qtbot.waitSignal(page.cases_asked):
        page.cases_button.click()


def test_from_a_patient_made_for_practice_one_goes_on_to_the_practice(
    qtbot: QtBot, algorithm: Algorithm
) -> None:
    attempt = played(algorithm, GOOD)
    case = attempt.encounter.case
    made_up = replace(case, head=replace(case.head, id="fresh-7"))
    attempt._encounter = replace(attempt.encounter, case=made_up)
    page = page_of(qtbot, attempt)
    assert not page.again_button.isVisibleTo(page)
    assert "debrief.again" not in [named.id for named, _ in page.named_actions()]
    with qtbot.waitSignal(page.practice_asked):
        page.cases_button.click()


@pytest.mark.parametrize("scale", [100, 200])
def test_names_plain_text_and_room(qtbot: QtBot, algorithm: Algorithm, scale: int) -> None:
    page = page_of(qtbot, played(algorithm, BAD), scale)
    page.resize(980, 640)
    QTest.qWait(5)
    assert nameless(page) == []
    assert formatted_labels(page) == []
    outer = next(area for area in page.findChildren(QScrollArea) if not isinstance(area, DecisionMapView))
    assert outer.widget().width() <= outer.viewport().width()

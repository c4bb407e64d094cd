"""Two roads side by side: the common part once, the rest left and right, what differs named."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.encounter.comparing import compare
from relall_trainer.encounter.play import Encounter
from relall_trainer.gui.pages.compare import ComparePage, cautions
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.road_parts import RoadHead
from tests.gui.stage import formatted_labels, look, nameless, small_case

ORDERS = ("wu-marrow", "wu-mrd")


def road(algorithm: Algorithm, *choices: Sequence[str]) -> Encounter:
    encounter = play.start(small_case(), algorithm)
    for chosen in choices:
        encounter, _ = play.commit(encounter, tuple(chosen), "certain")
    return encounter


@pytest.fixture
def page(qtbot: QtBot, algorithm: Algorithm) -> ComparePage:
    made = ComparePage(*look())
    qtbot.addWidget(made)
    made.resize(1068, 640)
    made.show()
    left = road(algorithm, ORDERS, ("sx-nel-cy-etop", "wu-donor"))
    right = road(algorithm, ORDERS, ("sx-blina",))
    labels = {action.id: action.label for action in algorithm.actions.values()}
    heads = RoadHead("The attempt", "yesterday"), RoadHead("The other road", "today")
    made.show_roads("A small case", compare(left, right), *heads, labels)
    return made


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def test_the_common_part_is_told_once_and_the_rest_on_its_side(
    page: ComparePage, algorithm: Algorithm
) -> None:
    told = words(page)
    assert told.count("1. Counts stay low") == 1
    assert "In common: 1 decision" in told
    assert algorithm.actions["sx-nel-cy-etop"].label in told
    assert algorithm.actions["sx-blina"].label in told
    assert told.count("The other road") == 2
    assert "critical error" in told
    assert "Where the roads stand now" not in told


def test_each_road_can_be_looked_back_on(page: ComparePage, qtbot: QtBot) -> None:
    buttons = [one for one in page.findChildren(Button) if one.shown == "Look back"]
    assert [one.accessibleName() for one in buttons] == [
        "Look back on the attempt",
        "Look back on the other road",
    ]
    for button, side in zip(buttons, ("left", "right"), strict=True):
        with qtbot.waitSignal(page.road_asked) as asked:
            qtbot.keyClick(button, Qt.Key.Key_Space)
        assert asked.args == [side]


def test_narrow_they_stand_one_above_the_other(page: ComparePage) -> None:
    assert {pair._row.direction() for pair in page._pairs} == {QBoxLayout.Direction.LeftToRight}
    page.resize(600, 640)
    assert {pair._row.direction() for pair in page._pairs} == {QBoxLayout.Direction.TopToBottom}


def test_it_is_read_by_keyboard(page: ComparePage, qtbot: QtBot) -> None:
    page.resize(1068, 300)
    page.setFocus()
    bar = page._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Home)
    assert bar.value() == 0
    assert nameless(page) == []
    assert formatted_labels(page) == []


def test_what_keeps_points_from_comparing_is_said(algorithm: Algorithm) -> None:
    one = road(algorithm, ORDERS)
    assert cautions(compare(one, one)) == []
    changed = dataclasses.replace(one, case=dataclasses.replace(one.case, sha256="1" * 64))
    assert "case was changed" in cautions(compare(one, changed))[0]


def test_other_facts_are_named_on_both_sides(page: ComparePage, algorithm: Algorithm, qtbot: QtBot) -> None:
    left, right = road(algorithm, ORDERS), road(algorithm, ("wu-imaging",))
    worse = dataclasses.replace(right, patient=dataclasses.replace(right.patient, csf="positive"))
    page.show_roads("A small case", compare(left, worse), RoadHead("A", ""), RoadHead("B", ""), {})
    qtbot.waitUntil(lambda: "CSF: clear | blasts found" in words(page))
    assert "Still under way" in words(page)

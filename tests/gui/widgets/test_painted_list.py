"""Painted lists stay where they are when rows change, and lay out anew only what has another height."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.gui.explaining import Told
from relall_trainer.gui.rule_lines import rule_lines
from relall_trainer.gui.widgets.painted_list import PaintedList
from relall_trainer.gui.widgets.rule_rows import RuleRows
from relall_trainer.gui.widgets.step_table import CHANGED, StepLine, StepRows, step_lines, tally_words
from relall_trainer.gui.widgets.told_rows import ToldRows
from tests.gui.stage import look

ROWS = tuple(Told(f"Row {number}", "words " * 20, key=f"k{number}") for number in range(60))


@pytest.fixture
def told(qtbot: QtBot) -> PaintedList[Told]:
    theme, icons = look()
    made: PaintedList[Told] = PaintedList(theme, "Rows", ToldRows(theme, icons))
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_rows((Told("FIRST", caption=True), *ROWS))
    return made


def test_captions_are_passed_over(told: PaintedList[Told]) -> None:
    told.setFocus()
    told.come_to_first()
    assert told.current_key == "k0"
    QTest.keyClick(told, Qt.Key.Key_Up)
    assert told.current_key == "k0"


def test_one_stays_where_one_was(told: PaintedList[Told], qtbot: QtBot) -> None:
    told.come_to("k30", top=True)
    passed: list[str] = []
    told.passed.connect(passed.append)
    told.show_rows((Told("FIRST", caption=True), Told("New", key="new"), *ROWS))
    assert told.current_key == "k30"
    assert passed == []
    told.show_rows(ROWS[:10])
    assert told.current_key == ""


def test_enter_opens_and_a_caption_opens_nothing(told: PaintedList[Told], qtbot: QtBot) -> None:
    told.come_to("k3")
    with qtbot.waitSignal(told.opened) as opened:
        QTest.keyClick(told, Qt.Key.Key_Return)
    assert opened.args == ["k3"]


def test_a_row_with_more_to_say_becomes_higher(told: PaintedList[Told], qtbot: QtBot) -> None:
    before = told.visualRect(told.model_here.index(2)).top()
    longer = (Told("FIRST", caption=True), Told("Row 0", "words " * 90, key="k0"), *ROWS[1:])
    told.show_rows(longer)
    assert told.visualRect(told.model_here.index(2)).top() > before


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("width", [150, 320, 900])
def test_nothing_is_painted_outside_its_row(
    qtbot: QtBot, algorithm: Algorithm, scale: int, width: int
) -> None:
    """What a row is measured to need is what painting it takes: two rows never overlap."""
    theme, icons = look(scale=scale)
    rows = RuleRows(theme, icons)
    for line in rule_lines(algorithm, set(algorithm.rows))[:40]:
        lay = rows.measure(line, width)
        assert lay > 0
        assert rows.height(line, width) == lay
    steps = StepRows(theme, icons)
    changed = StepLine("a", "A long name of a step " * 3, "recommended", "acceptable", "R01")
    same = StepLine("a", "A long name of a step " * 3, "recommended", "", "R01")
    assert steps.height(changed, width) == steps.height(same, width)


def test_steps_are_found_by_word_synonym_and_rating(algorithm: Algorithm) -> None:
    before = algorithm.appraise(Patient(marrow="overt", csf="negative", cd19="positive"))
    now = algorithm.appraise(Patient(marrow="overt", csf="positive", cd19="positive"))
    every = step_lines(algorithm.actions, now, before)
    assert sum(not line.caption for line in every) == 81
    blina = next(line for line in every if line.key == "sx-blina")
    assert blina.spoken() == "Blinatumomab: Contraindicated, was Recommended, by R25"
    assert [line.key for line in step_lines(algorithm.actions, now, before, "hla") if not line.caption] == [
        "wu-donor"
    ]
    changed = [line for line in step_lines(algorithm.actions, now, before, only=CHANGED) if not line.caption]
    assert all(line.was for line in changed)
    assert tally_words(now, before).startswith(f"{len(changed)} changed · ")
    assert tally_words(now, now).startswith("No rating changed")
    only = step_lines(algorithm.actions, now, before, only="contraindicated")
    assert {line.rating for line in only if not line.caption} == {"contraindicated"}
    assert step_lines(algorithm.actions, now, before, "zzz") == ()

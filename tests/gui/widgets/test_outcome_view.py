"""A cited count as so many patients: first exactly as reported, then drawn by a seed one sees and types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.outcome import drawn
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import Figure
from relall_trainer.gui.outcome_dialog import OutcomeDialog
from relall_trainer.gui.widgets import evidence_panel
from relall_trainer.gui.widgets.icon_array import IconArray
from relall_trainer.gui.widgets.outcome_view import NEVER_SCORES, OutcomeView
from tests.gui.stage import look, nameless

CR = Figure("cr", "complete remission", percent=39, numerator=9, denominator=23)
TRM = Figure("trm", "treatment-related mortality", percent=4, numerator=1, denominator=23)
ABSTRACT = Figure("source_cr", "remission, trial abstract", numerator=35, denominator=66)
ALONE = Figure("cr", "complete remission", percent=42)


@pytest.fixture
def view(qtbot: QtBot) -> OutcomeView:
    made = OutcomeView(look()[0])
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show_figures((ALONE, CR, ABSTRACT, TRM))
    made.show()
    return made


def test_first_stands_exactly_what_was_reported(view: OutcomeView) -> None:
    assert view.array.shown == (9, 23)
    assert "9 of 23: complete remission" in view.told
    assert "22–59%" in view.told
    assert "9 of 23" in view.array.accessibleName()
    assert any(one.text() == NEVER_SCORES for one in view.findChildren(QLabel))
    assert nameless(view) == []


def test_it_is_drawn_again_with_a_seed_one_sees(view: OutcomeView, qtbot: QtBot) -> None:
    qtbot.keyClick(view._again, Qt.Key.Key_Space)
    assert view.seed.text() == "1"
    assert view.outcome == drawn(9, 23, 1)
    assert "Drawn with seed 1. Reported were 9 of 23" in view.told
    qtbot.keyClick(view._again, Qt.Key.Key_Space)
    assert view.seed.text() == "2"
    assert view.array.shown == (drawn(9, 23, 2).count, 23)
    qtbot.keyClick(view._cited, Qt.Key.Key_Space)
    assert view.array.shown == (9, 23)
    assert view._cited.isChecked()


def test_a_seed_is_typed(view: OutcomeView, qtbot: QtBot) -> None:
    qtbot.keyClicks(view.seed, "47x-11")
    assert view.seed.text() == "4711"
    qtbot.keyClick(view.seed, Qt.Key.Key_Return)
    assert view.outcome == drawn(9, 23, 4711)
    view.seed.clear()
    qtbot.keyClick(view.seed, Qt.Key.Key_Return)  # nothing typed draws nothing
    assert view.outcome == drawn(9, 23, 4711)


def test_another_outcome_is_chosen(view: OutcomeView, qtbot: QtBot) -> None:
    assert [button.shown for button in view._offered] == ["Complete remission", "Treatment-related mortality"]
    qtbot.keyClick(view._offered[1], Qt.Key.Key_Space)
    assert view.array.shown == (1, 23)
    assert not view._offered[0].isChecked()


def test_what_is_not_certain_or_not_the_papers_is_not_drawn(qtbot: QtBot) -> None:
    view = OutcomeView(look()[0])
    qtbot.addWidget(view)
    assert not view.show_figures((ALONE, ABSTRACT))
    assert view.isHidden()
    view.draw_again()
    assert view.outcome is None


def test_where_all_or_none_had_it_there_is_nothing_to_draw(qtbot: QtBot) -> None:
    view = OutcomeView(look()[0])
    qtbot.addWidget(view)
    view.show_figures((Figure("all", "all", numerator=7, denominator=7),))
    assert not view._again.isEnabled()
    assert view.array.shown == (7, 7)


def test_as_many_circles_are_filled_as_said(qtbot: QtBot) -> None:
    """Counted on the picture: the middle of each circle is filled or not."""
    theme, _ = look()
    array = IconArray(theme)
    qtbot.addWidget(array)
    array.show_count(9, 23, "remission")
    array.resize(300, array.heightForWidth(300))
    picture = array.grab().toImage()
    cell, gap, columns = array._cell(), theme.px(6), array._columns(300)
    filled = 0
    for place in range(23):
        column, row = place % columns, place // columns
        x, y = column * cell + column // 5 * gap + cell // 2, row * cell + cell // 2 + 1
        filled += picture.pixelColor(x, y).name() == theme.color("accent").name()
    assert filled == 9


@pytest.mark.parametrize("width", [90, 300, 1200])
@pytest.mark.parametrize("of", [1, 4, 29, 126, 467])
def test_every_circle_has_its_place(qtbot: QtBot, width: int, of: int) -> None:
    theme, _ = look()
    array = IconArray(theme)
    qtbot.addWidget(array)
    array.show_count(of, of, "all")
    array.resize(width, array.heightForWidth(width))
    columns = array._columns(width)
    last = columns - 1
    assert last * array._cell() + last // 5 * theme.px(6) + array._cell() <= max(
        width, array.minimumSizeHint().width()
    )
    rows = -(-of // columns)
    assert rows * array._cell() <= array.height()
    assert columns % 5 == 0


def test_the_dialog_draws_by_key_and_leaves(qtbot: QtBot) -> None:
    theme, _ = look()
    parent = OutcomeView(theme)
    qtbot.addWidget(parent)
    dialog = OutcomeDialog(theme, "A study", (CR,), parent)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.keyClick(dialog, Qt.Key.Key_R)
    assert dialog.view.outcome == drawn(9, 23, 1)
    qtbot.keyClick(dialog.view._again, Qt.Key.Key_R)
    assert dialog.view.seed.text() == "2"
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.fixture(scope="module")
def library(prepared: Path) -> Iterator[Library]:
    with Library.open(prepared / "evidence.db") as made:
        yield made


def test_the_evidence_beside_feedback_offers_it_where_a_count_is_certain(
    qtbot: QtBot, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[OutcomeDialog] = []
    monkeypatch.setattr(OutcomeDialog, "exec", lambda dialog: opened.append(dialog))
    view = evidence_panel.ItemView(look()[0])
    qtbot.addWidget(view)
    item = library.item("ev-t1-nel-126")
    assert item is not None
    view.show_item(item, ())
    assert not view._patients.isHidden()
    view._patients.click()
    assert opened[0].view.array.shown == (45, 126)
    uncertain = library.item("ev-t1-hdac-mitox4060")  # its counts are of another group of patients
    assert uncertain is not None
    view.show_item(uncertain, ())
    assert view._patients.isHidden()

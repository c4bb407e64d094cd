from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.cohort.competency_book import load_competencies
from relall_trainer.gui.rescoring_lines import ChangeLine
from relall_trainer.gui.widgets.act_menu import ActMenu
from relall_trainer.gui.widgets.competency_editor import CompetencyEditor
from relall_trainer.gui.widgets.rescoring_dialog import RescoringDialog
from relall_trainer.paths import assets_folder
from tests.gui.stage import formatted_labels, look, nameless

CHANGE = ChangeLine(
    "a",
    "Learner 03: 78.2% before, 81% now",
    "+1.5 points",
    ("First salvage: 2 of 4 points before, 4 of 4 points now.",),
)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    return made


@pytest.fixture
def editor(parent: QWidget) -> CompetencyEditor:
    shipped = load_competencies(assets_folder() / "competencies.yaml")
    return CompetencyEditor(
        replace(shipped, competencies=shipped.competencies[:2]), lambda: shipped, look()[0], parent
    )


def test_the_table_is_kept_as_it_was_written(editor: CompetencyEditor) -> None:
    before = editor.table
    editor.cells.setItem(0, 4, QTableWidgetItem("Program director"))
    editor.cells.setItem(1, 5, QTableWidgetItem("cns , reasons"))
    editor.keep.click()
    assert editor.result() == CompetencyEditor.DialogCode.Accepted
    first, second = editor.table.competencies
    assert first == replace(before.competencies[0], verified_by="Program director")
    assert second.covers == ("cns", "reasons")


def test_what_cannot_be_is_said_and_nothing_is_kept(editor: CompetencyEditor) -> None:
    editor.cells.setItem(0, 5, QTableWidgetItem("luck"))
    editor.show()
    editor.keep.click()
    assert editor.isVisible()
    assert "line 1" in editor.fault.text()
    assert not nameless(editor)
    assert not formatted_labels(editor)


def test_lines_come_and_go_and_the_shipped_table_comes_back(editor: CompetencyEditor) -> None:
    editor.add_line()
    assert editor.cells.rowCount() == 3
    editor.remove_line()
    editor.cells.setCurrentCell(0, 0)
    editor.remove_line()
    assert editor.cells.rowCount() == 1
    editor.take_shipped()
    assert editor.cells.rowCount() > 2


def test_a_dry_run_offers_to_accept_only_where_something_would_change(parent: QWidget) -> None:
    theme, _ = look()
    some = RescoringDialog(theme, "The score of 1 learner would change.", (CHANGE,), parent)
    assert not some.take.isHidden()
    assert "+1.5 points" in some.list.rows._rows[0][1].spoken()
    assert not nameless(some)
    some.leave.click()
    assert some.result() == RescoringDialog.DialogCode.Rejected
    none = RescoringDialog(theme, "No score would change.", (), parent)
    assert none.take.isHidden()


def test_a_menu_does_what_it_says(qtbot: QtBot) -> None:
    done: list[str] = []
    made = ActMenu("More", look()[1], (("One & two", lambda: done.append("one")), ("Three", done.clear)))
    qtbot.addWidget(made)
    first, _second = made.menu().actions()
    assert first.text() == "One && two"
    first.trigger()
    assert done == ["one"]

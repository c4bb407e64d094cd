"""The learners of a cohort: the list with what is to be done, the preview of a list, the key to be read out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.cohort.roster_csv import roster_of
from relall_trainer.gui.cohort_filling import roster_lines
from relall_trainer.gui.teach_lines import CohortLines, KeyLine, LearnerLine, RosterLine
from relall_trainer.gui.widgets.key_dialog import KeyDialog
from relall_trainer.gui.widgets.naming import NamingDialog
from relall_trainer.gui.widgets.roster_preview import RosterDialog
from relall_trainer.gui.widgets.roster_table import RosterTable
from relall_trainer.gui.widgets.rows import ROW_ROLE
from tests.gui.stage import formatted_labels, look, nameless

KEY = KeyLine("ab" * 32, "K7QD-2M4X-9A1B-0FJ3-ZZ8P")


def cohort(many: int = 3, *, codes_only: bool = False) -> CohortLines:
    people = [LearnerLine(f"L{place:02}", f"Learner {place:02}") for place in range(1, many + 1)]
    people[0] = LearnerLine("L01", "Learner 01", (KEY,))
    return CohortLines("c", "Fellows", tuple(people), codes_only)


def shown(table: RosterTable) -> list[str]:
    model = table.list.rows
    return [model.data(model.index(row), ROW_ROLE).spoken() for row in range(model.rowCount())]


@pytest.fixture
def table(qtbot: QtBot) -> RosterTable:
    made = RosterTable(*look())
    qtbot.addWidget(made)
    made.show_cohort(cohort())
    made.show()
    return made


def test_each_learner_is_told_with_her_key(table: RosterTable) -> None:
    assert shown(table) == [
        "Learner 01. L01. Key to confirm",
        "Learner 02. L02 · Nothing handed in yet",
        "Learner 03. L03 · Nothing handed in yet",
    ]


def test_codes_stand_for_names_where_wished(table: RosterTable) -> None:
    table.show_cohort(cohort(codes_only=True))
    assert not any("Learner" in row for row in shown(table))


def test_what_is_done_is_done_to_the_one_chosen(table: RosterTable, qtbot: QtBot) -> None:
    table.come_to("L02")
    assert table.rename.accessibleName() == "Rename Learner 02"
    assert not table.confirm.isVisible()
    with qtbot.waitSignal(table.remove_asked) as asked:
        QTest.keyClick(table.list, Qt.Key.Key_Delete)
    assert asked.args == ["L02"]
    with qtbot.waitSignal(table.rename_asked):
        table.rename.click()
    table.come_to("L01")
    with qtbot.waitSignal(table.confirm_asked):
        table.confirm.click()


def test_where_one_was_taken_out_the_next_is_come_to(table: RosterTable) -> None:
    table.come_to("L02")
    before = cohort()
    table.show_cohort(CohortLines("c", "Fellows", (before.learners[0], before.learners[2])))
    assert table.current == "L03"


def test_many_learners_are_found_by_typing(table: RosterTable) -> None:
    table.show_cohort(cohort(300))
    assert table.search.isVisible()
    table.search.setText("299")
    assert shown(table) == ["Learner 299. L299 · Nothing handed in yet"]
    table.search.setText("nobody")
    assert not table.remove.isEnabled()


SENT = "L01, Learner 01\nL02\n=cmd, x\nl01, Twice\n\nL05, \u202eevil"


def read(text: str, codes: bool) -> list[RosterLine]:
    preview = roster_of(text)
    return list(roster_lines(preview.as_codes() if codes else preview))


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1280, 720)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(parent: QWidget) -> RosterDialog:
    made = RosterDialog(*look(), read, lambda: "A1\nA2\nA3", parent, name="Fellows 2026")
    made.show()
    return made


def previewed(dialog: RosterDialog) -> list[str]:
    model = dialog.preview.rows
    return [model.data(model.index(row), ROW_ROLE).spoken() for row in range(model.rowCount())]


def test_every_row_says_what_becomes_of_it(dialog: RosterDialog) -> None:
    dialog.text.setPlainText(SENT)
    dialog.look()
    told = previewed(dialog)
    assert [one.rpartition(". ")[2] for one in told] == ["New", "New", "Not taken", "Not taken", "Not taken"]
    assert "formula" in told[2]
    assert "line 1" in told[3]
    assert "cannot be seen" in told[4]
    assert dialog.take.shown == "Start with 2 learners"


def test_a_list_is_taken_with_its_name(dialog: RosterDialog, qtbot: QtBot) -> None:
    dialog.text.setPlainText(SENT)
    with qtbot.waitSignal(dialog.learners_taken) as taken:
        dialog.take.click()
    assert taken.args == ["Fellows 2026", SENT, False]


def test_a_file_fills_the_list(dialog: RosterDialog) -> None:
    dialog.file.click()
    assert dialog.take.shown == "Start with 3 learners"


def test_codes_can_be_made_up(dialog: RosterDialog) -> None:
    dialog.text.setPlainText("A name\nAnother name")
    dialog.codes.click()
    dialog.look()
    assert [one.partition(". ")[0] for one in previewed(dialog)] == [
        "Learner 01 · A name",
        "Learner 02 · Another name",
    ]


def test_without_a_name_there_is_no_cohort(dialog: RosterDialog) -> None:
    dialog.name.clear()
    assert not dialog.take.isEnabled()
    assert nameless(dialog) == []
    assert formatted_labels(dialog) == []


def test_the_dialog_fits_a_low_screen_at_200(qtbot: QtBot, parent: QWidget) -> None:
    made = RosterDialog(*look(scale=200), read, lambda: "", parent, name="Fellows")
    made.text.setPlainText(SENT)
    made.look()
    made.show()
    assert made.height() <= 720
    assert made.width() <= 1280


def test_a_key_is_read_out_and_confirmed(qtbot: QtBot, parent: QWidget) -> None:
    one = LearnerLine("L01", "<b>Ana</b>", (KEY,))
    made = KeyDialog(look()[0], one, KEY, parent)
    words = " ".join(label.text() for label in made.findChildren(QLabel))
    assert KEY.fingerprint in words
    assert "read this to the learner" in words
    assert "<b>Ana</b> (L01)" in words
    with qtbot.waitSignal(made.confirmed) as told:
        made.same.click()
    assert told.args == [KEY.public]
    assert formatted_labels(made) == []


def test_an_odd_key_says_what_is_odd(qtbot: QtBot, parent: QWidget) -> None:
    odd = KeyLine("cd" * 32, "AAAA", odd="another key was confirmed for L01 before")
    made = KeyDialog(look()[0], LearnerLine("L01", "", (KEY, odd)), odd, parent)
    assert any("another key was confirmed" in label.text() for label in made.findChildren(QLabel))


def test_a_name_that_cannot_be_is_said_before_it_is_taken(qtbot: QtBot, parent: QWidget) -> None:
    made = NamingDialog(
        look()[0],
        "Learner L01",
        [("Code", "L01"), ("Name", "")],
        lambda typed: "" if typed[0] else "No.",
        parent,
    )
    made.fields[0].setText("  ")
    assert not made.keep.isEnabled()
    made.fields[0].setText(" L09 ")
    with qtbot.waitSignal(made.named) as told:
        QTest.keyClick(made.fields[0], Qt.Key.Key_Return)
    assert told.args == [["L09", ""]]

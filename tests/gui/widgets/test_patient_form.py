"""The form is filled by keyboard alone: arrows, menus, numbers, regimens; a screen reader hears each line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import FIELDS, Patient, PriorRegimen, shape_of
from relall_trainer.gui.widgets.patient_form import PatientForm
from tests.gui.stage import look

K = Qt.Key
# The screenless platform says so of every menu.
pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


@pytest.fixture
def form(qtbot: QtBot, algorithm: Algorithm) -> PatientForm:
    made = PatientForm(*look())
    qtbot.addWidget(made)
    made.use_actions(algorithm.actions)
    made.show_patient(Patient(), Patient())
    made.resize(320, 600)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def press(form: PatientForm, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(form, key)


def editor(form: PatientForm) -> QLineEdit:
    return form.findChild(QLineEdit)


def choose(form: PatientForm, *words: str) -> None:
    """Go through the open menu and its submenus by name, and take the last."""
    menu: QMenu = form.menu
    for word in words:
        action = next(one for one in menu.actions() if one.text() == word)
        if action.menu() is not None:
            menu = action.menu()
        else:
            action.trigger()


def test_arrows_walk_over_captions_and_set_facts(form: PatientForm) -> None:
    press(form, K.Key_Home)
    assert form.current_key == "age_years"
    press(form, *[K.Key_Down] * 4)
    assert form.current_key == "status"
    press(form, K.Key_Right, K.Key_Right)
    assert form.patient.status == "primary_refractory"
    press(form, K.Key_Left)
    assert form.patient.status == "suspected_relapse"
    press(form, K.Key_Delete)
    assert form.patient == Patient()


def test_a_changed_fact_is_told_and_marked(form: PatientForm, qtbot: QtBot) -> None:
    form.come_to("csf")
    with qtbot.waitSignal(form.patient_changed) as told:
        press(form, K.Key_Right)
    assert told.args == [Patient(csf="negative")]
    line = next(row for row in form.rows if row.key == "csf")
    assert (line.words, line.was) == ("clear", "not yet examined")
    assert form.current_key == "csf"


def test_typing_a_name_comes_to_the_fact(form: PatientForm) -> None:
    QTest.keyClicks(form, "gvhd")
    assert form.current_key == "gvhd"


@pytest.mark.parametrize("key", [K.Key_Return, K.Key_Space, K.Key_F2])
def test_a_menu_offers_every_value(form: PatientForm, key: Qt.Key) -> None:
    form.come_to("goals")
    press(form, key)
    assert [one.text() for one in form.menu.actions()] == ["Not yet decided", "Cure", "More time", "Comfort"]
    assert [one.isChecked() for one in form.menu.actions()] == [True, False, False, False]
    QTest.keyClick(form.menu, K.Key_Down)
    QTest.keyClick(form.menu, K.Key_Return)
    assert form.patient.goals == "curative"


def test_a_set_takes_several_words_before_its_menu_closes(form: PatientForm) -> None:
    form.come_to("donors")
    press(form, K.Key_Return)
    QTest.keyClick(form.menu, K.Key_Space)
    QTest.keyClick(form.menu, K.Key_Down)
    QTest.keyClick(form.menu, K.Key_Return)
    assert form.menu.isVisible()
    assert form.patient.donors == {"matched_sibling", "matched_unrelated"}
    QTest.keyClick(form.menu, K.Key_Return)
    assert form.patient.donors == {"matched_sibling"}
    QTest.keyClick(form.menu, K.Key_Escape)
    assert not form.menu.isVisible()


def test_numbers_are_typed_and_refused_in_words(form: PatientForm, qtbot: QtBot) -> None:
    form.come_to("age_years")
    press(form, K.Key_6)
    assert editor(form).isVisible()
    QTest.keyClicks(editor(form), "3")
    QTest.keyClick(editor(form), K.Key_Return)
    assert form.patient.age_years == 63
    assert form.hasFocus()
    press(form, K.Key_Return)
    QTest.keyClicks(editor(form), "7")
    with qtbot.waitSignal(form.refused) as said:
        QTest.keyClick(editor(form), K.Key_Return)
    assert "18 to 100" in said.args[0]
    press(form, K.Key_Return)
    QTest.keyClicks(editor(form), "40")
    QTest.keyClick(editor(form), K.Key_Escape)
    assert form.patient.age_years == 63
    form.come_to("months_induction_to_relapse")
    press(form, K.Key_1)
    QTest.keyClicks(editor(form), "2.5")
    QTest.keyClick(editor(form), K.Key_Return)
    assert form.patient.months_induction_to_relapse == 12.5


def test_regimens_are_built_and_taken_away(form: PatientForm) -> None:
    form.come_to("prior_regimens 0")
    press(form, K.Key_Return)
    choose(form, "Which regimen", "Systemic treatment", "Hyper-CVAD")
    assert form.patient.prior_regimens == (PriorRegimen("sx-hypercvad", "", "frontline", "CR"),)
    form.come_to("prior_regimens 1")
    press(form, K.Key_Right)
    choose(form, "Which regimen", "Not in the catalogue")
    form.open_line("prior_regimens 1")
    choose(form, "Response", "No response")
    form.open_line("prior_regimens 1")
    choose(form, "Write a name of its own …")
    QTest.keyClicks(editor(form), "Own <b>mix</b>")
    QTest.keyClick(editor(form), K.Key_Return)
    assert form.patient.prior_regimens[1] == PriorRegimen(None, "Own <b>mix</b>", "salvage", "none")
    form.open_line("prior_regimens 1")
    choose(form, "Given before the one above")
    assert form.patient.prior_regimens[1].action == "sx-hypercvad"
    form.open_line("prior_regimens 0")
    choose(form, "Remove it")
    assert len(form.patient.prior_regimens) == 1
    press(form, K.Key_Delete)


def test_another_regimen_loses_the_name_of_the_one_before(form: PatientForm) -> None:
    named = Patient(prior_regimens=(PriorRegimen("sx-flag", "FLAG, two cycles", "salvage", "none"),))
    form.show_patient(named, named)
    form.open_line("prior_regimens 0")
    choose(form, "Which regimen", "Systemic treatment", "FLAG-IDA")
    assert form.patient.prior_regimens[0] == PriorRegimen("sx-flag-ida", "", "salvage", "none")


def test_every_fact_can_be_changed_by_keyboard(form: PatientForm) -> None:
    for field in FIELDS:
        if shape_of(field) in ("set", "regimens"):
            continue
        form.show_patient(Patient(), Patient())
        form.come_to(field)
        press(form, K.Key_Right)
        assert getattr(form.patient, field) != getattr(Patient(), field), field


def test_a_screen_reader_hears_every_line(form: PatientForm) -> None:
    form.come_to("csf")
    press(form, K.Key_Right)
    interface = QAccessible.queryAccessibleInterface(form)
    assert interface.text(QAccessible.Text.Name) == "The patient, fact by fact"
    said = [interface.child(place).text(QAccessible.Text.Name) for place in range(interface.childCount())]
    assert "CSF: clear (changed; was not yet examined)" in said
    assert len(said) == len(form.rows)

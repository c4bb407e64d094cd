"""The fields of a form: numbers the wheel passes by, moments in local time kept in UTC, cases in the order taken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relall_trainer.gui.teach_lines import CaseOffer
from relall_trainer.gui.widgets.case_checks import CaseChecks
from relall_trainer.gui.widgets.count_field import CountField
from relall_trainer.gui.widgets.moment_edit import MomentEdit
from tests.gui.stage import look, nameless

FRIDAY = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)


def turned_wheel(field: CountField) -> None:
    at = QPointF(5, 5)
    QApplication.sendEvent(
        field,
        QWheelEvent(
            at,
            field.mapToGlobal(at),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_the_wheel_passes_a_number_by(qtbot: QtBot) -> None:
    field = CountField(look()[0], "Minutes", 0, 90, unit="min", none="untimed")
    qtbot.addWidget(field)
    field.show()
    turned_wheel(field)
    assert field.value() == 0
    assert field.text() == "untimed"
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "1 min"


@pytest.mark.parametrize("scale", [100, 200])
def test_a_number_shows_its_longest_text_whole(qtbot: QtBot, scale: int) -> None:
    field = CountField(look(scale=scale)[0], "Extra", 0, 400, unit="% more time", none="no more time")
    qtbot.addWidget(field)
    field.setValue(400)
    field.show()
    qtbot.waitExposed(field)
    line = field.lineEdit()
    assert line.fontMetrics().horizontalAdvance(field.text()) <= line.width()


@pytest.fixture
def edit(qtbot: QtBot) -> MomentEdit:
    made = MomentEdit(look()[0], "Due", "no due date", [("in a week", lambda: FRIDAY)])
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_moment_is_kept_in_utc(edit: MomentEdit, qtbot: QtBot) -> None:
    assert edit.moment == ""
    with qtbot.waitSignal(edit.changed):
        edit.findChildren(type(edit.none))[1].click()
    assert datetime.fromisoformat(edit.moment) == FRIDAY
    local = FRIDAY.astimezone()
    assert edit.field.time().hour() == local.hour
    assert edit.field.date().day() == local.day


def test_no_moment_is_one_click_away(edit: MomentEdit, qtbot: QtBot) -> None:
    edit.show_moment(FRIDAY.isoformat())
    assert not edit.none.isChecked()
    with qtbot.waitSignal(edit.changed):
        edit.none.click()
    assert edit.moment == ""
    assert edit.none.isChecked()


def test_typing_chooses_the_moment(edit: MomentEdit, qtbot: QtBot) -> None:
    with qtbot.waitSignal(edit.changed):
        edit.field.setTime(edit.field.time().addSecs(3600))
    assert edit.moment


def test_showing_a_moment_tells_nobody(edit: MomentEdit, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(edit.changed):
        edit.show_moment(FRIDAY.isoformat())
        edit.show_moment("")
    assert nameless(edit) == []


OFFERS = [CaseOffer(f"case-{place}", f"Case {place}", 15, 6) for place in range(30)]


def test_cases_are_taken_in_the_order_chosen(qtbot: QtBot) -> None:
    checks = CaseChecks(*look())
    qtbot.addWidget(checks)
    checks.show_cases(OFFERS, ())
    checks.cards["case-3"].click()
    checks.cards["case-1"].click()
    assert list(checks.chosen) == ["case-3", "case-1"]
    checks.cards["case-3"].click()
    assert list(checks.chosen) == ["case-1"]


def test_many_cases_are_found_in_a_list(qtbot: QtBot) -> None:
    checks = CaseChecks(*look())
    qtbot.addWidget(checks)
    checks.show_cases(OFFERS, ("case-20", "gone"))
    assert len(checks.cards) == 9
    assert list(checks.chosen) == ["case-20"]
    with qtbot.waitSignal(checks.changed):
        checks.more.pick("case-25")
    assert list(checks.chosen) == ["case-20", "case-25"]

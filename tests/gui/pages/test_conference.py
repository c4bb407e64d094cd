"""A case before a room, by keyboard: decide, vote, reveal, go on; full screen and back; letters beyond the window's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.gui.pages.conference import ConferencePage
from relall_trainer.gui.teach_lines import CaseOffer
from tests.gui.stage import formatted_labels, look, nameless, small_case

OFFERS = [CaseOffer("a", "Headaches & more", 15, 24), CaseOffer("b", "Early <b>relapse</b>", 15, 20)]
Key = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, algorithm: Algorithm) -> Iterator[ConferencePage]:
    made = ConferencePage(*look())
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.offer_cases(OFFERS)
    made.present([small_case()], algorithm)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    yield made
    made.leave_screen()


def press(page: ConferencePage, *keys: Key) -> None:
    for key in keys:
        QTest.keyClick(page.focusWidget() or page.stage, key)


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def named(page: ConferencePage) -> list[str]:
    return [one.accessibleName() for one in page.stage.options.findChildren(QWidget) if one.isVisibleTo(page)]


def test_a_case_is_chosen_from_the_list(qtbot: QtBot, page: ConferencePage) -> None:
    page.put_by()
    assert not page.presenting
    with qtbot.waitSignal(page.case_chosen) as chosen:
        QTest.keyClick(page.list, Key.Key_Return)
    assert chosen.args == ["a"]


def test_space_reveals_and_goes_on_and_backspace_goes_back(page: ConferencePage) -> None:
    assert "Decision 1 of 2" in words(page)
    press(page, Key.Key_1, Key.Key_Space)
    assert page.stage.foot.onward.shown == "Next"
    assert "WHAT WAS DONE" in words(page)
    assert any("Recommended" in one for one in named(page))
    press(page, Key.Key_Space)
    assert "Decision 2 of 2" in words(page)
    assert page.stage.foot.onward.shown == "Reveal"
    press(page, Key.Key_Backspace)
    assert "Decision 1 of 2" in words(page)
    assert page.stage.foot.onward.shown == "Next"
    press(page, Key.Key_Backspace)
    assert page.stage.foot.onward.shown == "Reveal"


def test_numbers_choose_and_space_on_a_chosen_step_is_the_rooms(page: ConferencePage) -> None:
    press(page, Key.Key_1)
    assert page.stage.options.chosen() == ("wu-marrow",)
    press(page, Key.Key_Space)  # the keyboard is on the step now
    assert page.stage.options.chosen() == ("wu-marrow",)
    assert page.stage.discussion is not None
    assert page.stage.discussion.turn.revealed


def test_enter_chooses_the_step_one_is_on(page: ConferencePage) -> None:
    press(page, Key.Key_1, Key.Key_Down, Key.Key_Return)
    assert len(page.stage.options.chosen()) == 2


def test_nothing_rates_before_the_reveal(page: ConferencePage, algorithm: Algorithm) -> None:
    said = " ".join((*named(page), words(page)))
    for rating in ("Recommended", "Acceptable", "Discouraged", "Contraindicated"):
        assert rating not in said


def test_votes_are_entered_and_shown_with_their_number(page: ConferencePage) -> None:
    press(page, Key.Key_V)
    focused = page.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Votes for")
    QTest.keyClicks(focused, "4")
    press(page, Key.Key_Return)
    assert page.focusWidget() is not focused
    QTest.keyClicks(page.focusWidget(), "7")
    press(page, Key.Key_Escape)
    press(page, Key.Key_Space)
    assert "4 votes of 11" in named(page)
    assert "7 votes of 11" in named(page)


def test_votes_stay_when_one_goes_back(page: ConferencePage) -> None:
    press(page, Key.Key_V)
    QTest.keyClicks(page.focusWidget(), "4")
    press(page, Key.Key_Escape, Key.Key_Space, Key.Key_Space, Key.Key_Backspace, Key.Key_Backspace)
    assert list(page.stage.options.votes().values()) == [4]


def test_without_a_decision_only_ratings_are_shown(page: ConferencePage) -> None:
    press(page, Key.Key_Space)
    assert not page.stage.heading.isVisible()
    assert not any("Missed" in one or "Rightly" in one for one in named(page))
    assert any("Recommended" in one for one in named(page))


def test_the_end_says_what_to_take_away_and_leads_to_the_list(page: ConferencePage) -> None:
    press(page, Key.Key_Space, Key.Key_Space, Key.Key_Space, Key.Key_Space)
    assert "The end" in words(page)
    assert "Died of infection" in words(page)
    assert page.stage.foot.onward.shown == "Another case"
    press(page, Key.Key_Space)
    assert not page.presenting


def test_two_patients_come_one_after_the_other(page: ConferencePage, algorithm: Algorithm) -> None:
    page.present([small_case(), small_case()], algorithm)
    for _ in range(4):
        page.stage.go_on()
    assert page.stage.foot.onward.shown == "Next patient"
    page.stage.go_on()
    assert page.presenting
    assert "Decision 1 of 2" in words(page)


def test_letters_grow_beyond_the_windows(page: ConferencePage) -> None:
    before = page.look.percent
    press(page, Key.Key_Plus, Key.Key_Plus)
    assert page.look.percent > before
    for _ in range(20):
        press(page, Key.Key_Plus)
    assert page.look.percent == 400
    prompt = next(one for one in page.stage.options.findChildren(QLabel) if one.property("role") == "strong")
    assert prompt.font().pixelSize() == 56
    press(page, Key.Key_Minus)
    assert page.look.percent < 400


def test_full_screen_and_back_by_key(page: ConferencePage, qtbot: QtBot) -> None:
    press(page, Key.Key_1, Key.Key_F11)
    assert page.stage.isWindow()
    assert page.stage.isFullScreen()
    assert page.away.isVisible()
    QTest.keyClick(page.stage, Key.Key_Space)
    assert page.stage.discussion is not None
    assert page.stage.discussion.turn.revealed
    QTest.keyClick(page.stage, Key.Key_Escape)
    assert not page.stage.isWindow()
    assert page.isAncestorOf(page.stage)
    assert page.stage.isVisible()
    assert not page.away.isVisible()


def test_the_full_screen_closed_by_the_system_comes_back(page: ConferencePage) -> None:
    page.switch_screen()
    page.stage.close()
    assert not page.stage.isWindow()


def test_leaving_the_page_leaves_the_full_screen(page: ConferencePage) -> None:
    page.switch_screen()
    page.hide()
    assert not page.stage.isWindow()


def test_a_typed_letter_with_control_is_the_windows(page: ConferencePage) -> None:
    QTest.keyClick(page.stage, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert not page.stage.options.voting


def test_the_time_is_shown_when_asked_for(page: ConferencePage) -> None:
    assert not page.stage.clock.isVisible()
    press(page, Key.Key_T)
    assert page.stage.clock.isVisible()
    assert "0:00" in words(page)


@pytest.mark.parametrize("percent", [100, 300])
def test_everything_has_a_name(page: ConferencePage, percent: int) -> None:
    page.look.resize(percent)
    press(page, Key.Key_V)
    QApplication.processEvents()
    assert nameless(page) == []
    assert formatted_labels(page) == []
    page.stage.go_on()
    assert nameless(page) == []
    for button in page.stage.findChildren(QWidget):
        if button.isVisibleTo(page):
            assert button.mapTo(page, button.rect().topLeft()).x() >= 0

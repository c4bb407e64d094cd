"""Choosing steps by mouse, number, arrows and typing; one choice where one is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter.case import Group, Option
from relall_trainer.gui.widgets.option_card import CheckCard, RadioCard
from relall_trainer.gui.widgets.option_list import OptionList
from relall_trainer.gui.widgets.page import Scrolled
from tests.gui.stage import forty_options, look, nameless, small_case


@pytest.fixture
def options(qtbot: QtBot, algorithm: Algorithm) -> OptionList:
    theme, _ = look()
    widget = OptionList(theme)
    qtbot.addWidget(widget)
    widget.resize(600, 700)
    widget.show_groups(small_case().nodes["second"].groups, algorithm.actions)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    widget.focus_first()
    return widget


def cards(widget: QWidget) -> list[CheckCard | RadioCard]:
    found = [*widget.findChildren(CheckCard), *widget.findChildren(RadioCard)]
    return [card for card in found if card.isVisibleTo(widget)]


def test_pick_one_keeps_one(options: OptionList) -> None:
    options.toggle_number(1)
    options.toggle_number(3)
    assert options.chosen() == ("sx-retreat",)
    options.toggle_number(3)
    assert options.chosen() == (), "a choice can be taken back"


def test_what_is_wanting_is_said(options: OptionList) -> None:
    assert options.missing() == "Choose one: First salvage"
    options.toggle_number(2)
    assert options.missing() == ""


def test_numbers_belong_to_the_group_in_focus(options: OptionList) -> None:
    donor = next(card for card in cards(options) if isinstance(card, CheckCard))
    donor.setFocus()
    options.toggle_number(1)
    assert options.chosen() == ("wu-donor",)
    assert donor.face.key == 1
    assert all(card.face.key == 0 for card in cards(options) if isinstance(card, RadioCard))
    assert not options.toggle_number(3), "there are only two steps in this group"


def test_numbers_can_be_switched_off(options: OptionList) -> None:
    options.set_number_keys(False)
    assert not options.toggle_number(1)
    assert all(card.face.key == 0 for card in cards(options))


def test_arrows_move_and_space_chooses_once_however_long_it_is_held(
    options: OptionList, qtbot: QtBot
) -> None:
    first, second = [card for card in cards(options) if isinstance(card, RadioCard)][:2]
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert options.focusWidget() is second
    assert options.chosen() == (), "moving chooses nothing"
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert options.chosen() == ("sx-flag-ida",)


def test_arrows_go_on_in_the_next_group(options: OptionList) -> None:
    radios = [card for card in cards(options) if isinstance(card, RadioCard)]
    QTest.keyClick(radios[-1], Qt.Key.Key_Down)
    assert isinstance(options.focusWidget(), CheckCard)


def test_tab_stops_once_a_group(options: OptionList) -> None:
    stops = [card for card in cards(options) if card.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 2


def test_cards_are_read_as_what_they_are(options: OptionList) -> None:
    roles = {
        type(card).__name__: QAccessible.queryAccessibleInterface(card).role() for card in cards(options)
    }
    assert roles == {"RadioCard": QAccessible.Role.RadioButton, "CheckCard": QAccessible.Role.CheckBox}


def test_labels_reach_the_accessible_name_letter_for_letter(qtbot: QtBot, algorithm: Algorithm) -> None:
    theme, _ = look()
    widget = OptionList(theme)
    qtbot.addWidget(widget)
    text = 'Ara-C & <idarubicin> "now"'
    widget.show_groups(
        (Group("g", "Now?", "workup", "any", (Option("wu-marrow", label=text, detail=""),)),),
        algorithm.actions,
    )
    assert cards(widget)[0].accessibleName() == text
    assert QAccessible.queryAccessibleInterface(cards(widget)[0]).text(QAccessible.Text.Name) == text


def test_forty_steps_can_be_found_by_typing(qtbot: QtBot, algorithm: Algorithm) -> None:
    theme, _ = look()
    widget = OptionList(theme)
    qtbot.addWidget(widget)
    widget.resize(500, 900)
    widget.show_groups(forty_options(algorithm).nodes["many"].groups, algorithm.actions)
    widget.show()
    assert len(cards(widget)) == 40
    widget.choose(("wu-lp",))
    assert widget.start_filter("flag")
    seen = [card.accessibleName() for card in cards(widget)]
    assert any("flag" in name.lower() for name in seen)
    assert len(seen) < 6
    assert any("umbar" in name for name in seen), "what is chosen stays in sight"
    widget.start_filter("zzz")
    assert [card.isChecked() for card in cards(widget)] == [True]
    assert widget.chosen() == ("wu-lp",)


def test_a_short_list_needs_no_typing(options: OptionList) -> None:
    assert not options.start_filter("x")


@pytest.mark.parametrize("scale", [80, 100, 200])
def test_cards_are_large_enough_and_hold_their_text(qtbot: QtBot, algorithm: Algorithm, scale: int) -> None:
    theme, _ = look(scale=scale)
    widget, scrolled = OptionList(theme), Scrolled()
    qtbot.addWidget(scrolled)
    scrolled.column.addWidget(widget)
    widget.show_groups(forty_options(algorithm).nodes["many"].groups, algorithm.actions)
    scrolled.resize(theme.px(460), 600)
    scrolled.show()
    assert len(cards(widget)) == 40
    for card in cards(widget):
        assert card.height() >= 40
        assert card.height() >= card.heightForWidth(card.width())


def test_the_same_cards_serve_the_next_decision(options: OptionList, algorithm: Algorithm) -> None:
    before = len(options.findChildren(RadioCard))
    options.toggle_number(1)
    options.show_groups(small_case().nodes["second"].groups, algorithm.actions)
    assert options.chosen() == ()
    assert len(options.findChildren(RadioCard)) == before


def test_every_part_has_a_name(options: OptionList) -> None:
    assert nameless(options) == []

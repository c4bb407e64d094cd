"""Playing a case at the screen: choose, commit, read the feedback, go on; and what happens when it cannot be saved."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.pages.play import PlayPage
from relall_trainer.gui.theme import DARK, LIGHT, Theme, read_theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.feedback_row import FeedbackRow
from relall_trainer.paths import assets_folder
from tests.gui.stage import (
    Listener,
    MemoryRecord,
    formatted_labels,
    forty_options,
    look,
    nameless,
    session,
    small_case,
)


class Stage:
    """The page with everything it works with."""

    def __init__(self, qtbot: QtBot, algorithm: Algorithm, scale: int = 100) -> None:
        theme, icons = look(scale=scale)
        self.record = MemoryRecord()
        self.listener = Listener()
        self.session = session(algorithm, record=self.record)
        self.page = PlayPage(theme, icons, self.listener)
        qtbot.addWidget(self.page)
        self.page.resize(1068, 720)
        self.page.show()
        qtbot.waitExposed(self.page)
        self.page.activateWindow()
        self.page.show_session(self.session)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page.focusWidget() or self.page, key, modifier)

    def hold(self, key: Qt.Key, text: str = "", times: int = 20) -> None:
        """A key held down: one press, then repeats."""
        for number in range(times):
            target = self.page.focusWidget() or self.page
            QApplication.sendEvent(
                target,
                QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, number > 0),
            )


@pytest.fixture
def stage(qtbot: QtBot, algorithm: Algorithm) -> Stage:
    return Stage(qtbot, algorithm)


def rows(page: QWidget) -> list[FeedbackRow]:
    return [row for row in page.findChildren(FeedbackRow) if row.isVisibleTo(page)]


def test_a_decision_by_keyboard_alone(stage: Stage) -> None:
    stage.key(Qt.Key.Key_1)
    stage.key(Qt.Key.Key_2)
    assert stage.page.frame.options.chosen() == ("wu-marrow", "wu-mrd")
    stage.key(Qt.Key.Key_Return)
    assert not stage.page.deciding
    assert [type(event).__name__ for event in stage.record.events] == ["Committed"]
    assert stage.page.frame.saved_words.startswith("Saved ")
    stage.key(Qt.Key.Key_Return)
    assert stage.page.deciding
    assert stage.session.encounter.node == "second"


def test_every_option_has_its_feedback(stage: Stage) -> None:
    stage.page.frame.options.choose(("wu-marrow",))
    stage.page.commit()
    told = {row.verdict.action: row for row in rows(stage.page) if row.verdict}
    assert set(told) == {"wu-marrow", "wu-mrd", "wu-imaging", "wu-watch"}
    assert "Recommended" in told["wu-mrd"].accessibleName()
    assert "Missed" in told["wu-mrd"].accessibleName()
    assert "Because: " in told["wu-marrow"].accessibleDescription()
    assert told["wu-marrow"].is_open
    assert not told["wu-watch"].is_open
    told["wu-watch"].click()
    assert told["wu-watch"].is_open


def test_a_held_key_answers_once(stage: Stage) -> None:
    stage.hold(Qt.Key.Key_1, "1")
    assert stage.page.frame.options.chosen() == ("wu-marrow",)
    stage.hold(Qt.Key.Key_Return)
    assert len(stage.record.events) == 1
    assert not stage.page.deciding, "the repeats of the commit must not go on past the feedback"


def test_numbers_typed_into_the_reason_choose_nothing(stage: Stage) -> None:
    field = stage.page.frame.commit_bar.rationale
    field.setFocus()
    QTest.keyClicks(field, "1 of 2")
    assert stage.page.frame.options.chosen() == ()
    assert field.text() == "1 of 2"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not stage.page.deciding
    assert stage.record.events[0].rationale == "1 of 2"  # type: ignore[union-attr]


def test_number_keys_can_be_switched_off(stage: Stage) -> None:
    stage.page.set_number_keys(False)
    stage.key(Qt.Key.Key_1)
    assert stage.page.frame.options.chosen() == ()


def test_what_is_wanting_is_said_and_nothing_is_committed(stage: Stage) -> None:
    stage.page.commit()
    stage.page.go_on()
    stage.page.commit()
    assert len(stage.record.events) == 1
    assert stage.page.deciding
    assert stage.page.frame.commit_bar.wanting == "Choose one: First salvage"
    assert stage.listener.announced[-1] == "Choose one: First salvage"


def test_the_button_says_how_many_steps(stage: Stage) -> None:
    bar = stage.page.frame.commit_bar
    assert bar.button.shown == "Commit no step"
    stage.key(Qt.Key.Key_1)
    assert bar.button.shown == "Commit 1 step"
    stage.key(Qt.Key.Key_3)
    assert bar.button.shown == "Commit 2 steps"


def test_confidence_is_recorded(stage: Stage) -> None:
    stage.page.frame.confidence.choose("certain")
    stage.page.commit()
    assert stage.record.events[0].confidence == "certain"  # type: ignore[union-attr]
    stage.page.go_on()
    assert stage.page.frame.confidence.confidence() is None


def test_a_full_disk_keeps_the_choice_and_saves_it_later(stage: Stage) -> None:
    stage.record.full = True
    stage.page.frame.options.choose(("wu-marrow",))
    stage.page.commit()
    assert stage.page.deciding
    assert stage.page.frame.options.chosen() == ("wu-marrow",)
    assert stage.page.frame.saved_words == "Not saved yet"
    error, acts = stage.listener.troubles["commit"]
    assert error.what == "The disk is full."
    stage.record.full = False
    words, again = acts[0]  # type: ignore[misc]
    assert words == "Try again"
    again()
    assert not stage.page.deciding
    assert stage.page.frame.saved_words.startswith("Saved ")
    assert not stage.listener.troubles
    assert stage.record.events[0].chosen == ("wu-marrow",)  # type: ignore[union-attr]


def test_step_back_shows_the_earlier_choice_and_says_what_counts(stage: Stage) -> None:
    stage.page.frame.options.choose(("wu-watch",))
    stage.page.commit()
    stage.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.page.deciding
    assert stage.session.encounter.node == "first"
    assert stage.page.frame.options.chosen() == ("wu-watch",)
    assert stage.page.frame.options.isVisible()
    assert "keeps the first answer" in stage.listener.told[-1]
    stage.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "first decision" in stage.listener.told[-1]


def test_the_end_is_announced_after_the_last_feedback(stage: Stage, qtbot: QtBot) -> None:
    stage.page.frame.options.choose(("wu-watch",))
    stage.page.commit()
    with qtbot.waitSignal(stage.page.attempt_finished):
        stage.key(Qt.Key.Key_Return)


def test_a_note_on_the_decision_just_made(stage: Stage) -> None:
    stage.page.commit()
    stage.key(Qt.Key.Key_N)
    note = stage.page.frame.note
    assert note.isVisible()
    field = stage.page.focusWidget()
    QTest.keyClicks(field, "n 1 e")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.record.notes == {"first": "n 1 e"}
    assert not note.isVisible()
    assert not stage.page.deciding, "keeping a note goes nowhere"


def test_a_note_that_cannot_be_kept_stays_open(stage: Stage) -> None:
    stage.page.commit()
    stage.page.write_note()
    stage.record.full = True
    QTest.keyClicks(stage.page.focusWidget(), "x")
    QTest.keyClick(stage.page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.page.frame.note.isVisible()
    assert "note" in stage.listener.troubles


def test_a_note_kept_after_going_on_is_on_the_decision_it_was_opened_for(stage: Stage) -> None:
    stage.page.commit()
    stage.page.write_note()
    stage.record.full = True
    QTest.keyClicks(stage.page.focusWidget(), "x")
    QTest.keyClick(stage.page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.page.go_on()
    stage.record.full = False
    _, acts = stage.listener.troubles["note"]
    acts[0][1]()  # type: ignore[index]
    assert stage.record.notes == {"first": "x"}


def test_a_note_left_open_is_kept_when_she_goes_on(stage: Stage) -> None:
    stage.page.commit()
    stage.page.write_note()
    QTest.keyClicks(stage.page.focusWidget(), "x")
    stage.page.go_on()
    assert stage.page.deciding
    assert stage.record.notes == {"first": "x"}


def test_what_could_not_be_saved_is_not_tried_again_on_another_attempt(
    stage: Stage, algorithm: Algorithm
) -> None:
    stage.record.full = True
    stage.page.commit()
    assert "commit" in stage.listener.troubles
    stage.page.show_session(session(algorithm))
    assert not stage.listener.troubles


def test_arrows_walk_the_feedback_and_mark_the_evidence(stage: Stage) -> None:
    stage.page.frame.options.choose(("wu-marrow",))
    stage.page.commit()
    first = rows(stage.page)[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    second = stage.page.focusWidget()
    assert isinstance(second, FeedbackRow)
    assert second is not first
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert not second.is_open


def test_what_changed_is_marked_on_the_chart(stage: Stage) -> None:
    stage.page.frame.options.choose(("wu-marrow",))
    stage.page.commit()
    stage.page.go_on()
    assert "(changed)" in stage.page.frame.chart.accessibleDescription()


def test_the_story_is_read_before_the_steps(stage: Stage, algorithm: Algorithm) -> None:
    stage.page.show_session(session(algorithm, forty_options(algorithm)))
    QTest.qWait(20)
    scrolled = [area for area in stage.page.findChildren(QScrollArea) if area.isVisible()]
    assert all(area.verticalScrollBar().value() == 0 for area in scrolled)


def test_typing_letters_finds_a_step(stage: Stage, algorithm: Algorithm) -> None:
    stage.page.show_session(session(algorithm, forty_options(algorithm)))
    for letter in (Qt.Key.Key_F, Qt.Key.Key_L, Qt.Key.Key_A, Qt.Key.Key_G):
        QTest.keyClick(stage.page.focusWidget() or stage.page, letter)
    seen = stage.page.frame.options
    assert stage.page.focusWidget() is not stage.page
    assert any("lag" in name.lower() for name in shown_names(seen))
    assert len(shown_names(seen)) < 6
    QTest.keyClick(stage.page.focusWidget(), Qt.Key.Key_Return)
    assert stage.page.deciding, "Enter in the field goes to the first match and commits nothing"


def shown_names(options: QWidget) -> list[str]:
    from tests.gui.widgets.test_option_list import cards

    return [card.accessibleName() for card in cards(options)]


@pytest.mark.parametrize("scale", [100, 200])
def test_no_reason_is_cut(qtbot: QtBot, algorithm: Algorithm, scale: int) -> None:
    stage = Stage(qtbot, algorithm, scale)
    stage.page.frame.options.choose(("wu-marrow", "wu-watch"))
    stage.page.commit()
    stage.page.show_all_reasons()
    QTest.qWait(5)
    told = rows(stage.page)
    assert len(told) == 4
    for row in told:
        assert row.height() >= row.heightForWidth(row.width())
    heading = stage.page.frame.feedback.heading
    assert heading.height() >= heading.heightForWidth(heading.width())


@pytest.mark.parametrize("feedback", [False, True])
def test_every_part_has_a_name_and_plain_text(stage: Stage, feedback: bool) -> None:
    if feedback:
        stage.page.commit()
    assert nameless(stage.page) == []
    assert formatted_labels(stage.page) == []


@pytest.mark.parametrize(
    ("scale", "size"), [(100, (1068, 720)), (200, (980, 640)), (200, (640, 480)), (80, (1700, 1000))]
)
def test_nothing_wider_than_its_room(
    qtbot: QtBot, algorithm: Algorithm, scale: int, size: tuple[int, int]
) -> None:
    stage = Stage(qtbot, algorithm, scale)
    stage.page.resize(*size)
    for _ in range(2):
        QTest.qWait(5)
        for area in stage.page.findChildren(QScrollArea):
            if area.isVisible() and area.widget() is not None:
                assert area.widget().width() <= area.viewport().width(), (
                    "no sideways scrolling of what is read"
                )
        if stage.page.deciding:
            stage.page.commit()


def test_the_actions_of_the_page_are_named(stage: Stage) -> None:
    names = [named.id for named, _ in stage.page.named_actions()]
    assert len(names) == len(set(names))
    assert "play.back" in names


def test_the_same_page_serves_another_attempt(stage: Stage, algorithm: Algorithm) -> None:
    stage.page.commit()
    stage.page.show_session(session(algorithm))
    assert stage.page.deciding
    assert stage.page.frame.options.chosen() == ()


def test_the_look_changes_while_the_page_is_open(qtbot: QtBot, algorithm: Algorithm) -> None:
    theme = Theme(read_theme(assets_folder() / "theme.toml"), LIGHT)
    page = PlayPage(theme, Icons(assets_folder() / "icons", theme), Listener())
    qtbot.addWidget(page)
    page.resize(1068, 720)
    page.show()
    page.show_session(session(algorithm))
    page.frame.options.choose(("wu-marrow", "wu-watch"))
    page.commit()
    light = page.frame.feedback.grab().toImage()
    theme.choose(mode=DARK)
    dark = page.frame.feedback.grab().toImage()
    assert light.pixelColor(30, 200) != dark.pixelColor(30, 200)
    heading = page.frame.feedback.heading
    before = heading.heightForWidth(500)
    theme.choose(scale=200)
    assert heading.heightForWidth(500) > before
    page.go_on()
    page.grab()


def test_a_key_of_another_script_does_no_harm(stage: Stage) -> None:
    letter = 0x416  # Ж: no name among Qt's keys
    for target in (stage.page, stage.page.focusWidget()):
        event = QKeyEvent(QEvent.Type.KeyPress, letter, Qt.KeyboardModifier.NoModifier, "ж")
        QApplication.sendEvent(target, event)
    stage.page.commit()
    for target in (stage.page, rows(stage.page)[0]):
        event = QKeyEvent(QEvent.Type.KeyPress, letter, Qt.KeyboardModifier.NoModifier, "ж")
        QApplication.sendEvent(target, event)
    assert len(stage.record.events) == 1


def test_a_simulated_turn_leads_to_what_makes_it_plausible(
    stage: Stage, algorithm: Algorithm, qtbot: QtBot
) -> None:
    case = small_case()
    first = case.nodes["first"]
    turn = dataclasses.replace(first.next[1], origin="simulated", evidence=("ev-short-cr2",))
    nodes = {**case.nodes, "first": dataclasses.replace(first, next=(first.next[0], turn))}
    stage.page.show_session(session(algorithm, dataclasses.replace(case, nodes=nodes)))
    stage.page.commit()
    stage.page.go_on()
    link = next(one for one in stage.page.findChildren(Button) if one.shown == "What makes this plausible")
    assert link.isVisible()
    with qtbot.waitSignal(stage.page.evidence_asked) as asked:
        link.click()
    assert asked.args == ["ev-short-cr2"]


def test_what_would_change_a_rating_is_one_key_away(stage: Stage, qtbot: QtBot) -> None:
    stage.key(Qt.Key.Key_1)
    stage.key(Qt.Key.Key_Return)
    evidence = stage.page.frame.evidence
    qtbot.waitUntil(lambda: evidence.shown_step != "")
    stage.key(Qt.Key.Key_W)
    assert " → " in evidence.change_text or "No single fact" in evidence.change_text
    assert evidence.isVisible()

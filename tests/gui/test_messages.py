from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from relall_trainer.errors import StoreError
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.widgets.button import Button
from tests.gui.stage import look

ERROR = StoreError("The <b>disk</b> is full.", safe="Your choice is still here.", todo="Make room.")


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    made = Messages(look()[1])
    qtbot.addWidget(made)
    return made


def words(messages: Messages) -> list[str]:
    return [one.text() for one in messages.findChildren(QLabel) if one.text()]


def test_trouble_says_what_whether_it_is_safe_and_what_to_do(messages: Messages, qtbot: QtBot) -> None:
    with qtbot.waitSignal(messages.announced) as said:
        messages.trouble(ERROR, ("Try again", lambda: None))
    assert words(messages) == [ERROR.what, ERROR.safe, ERROR.todo]
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in messages.findChildren(QLabel))
    assert said.args == [f"{ERROR.what} {ERROR.safe} {ERROR.todo}"]


def test_the_button_does_the_next_step(messages: Messages, qtbot: QtBot) -> None:
    done = []
    messages.trouble(ERROR, ("Try & again", lambda: done.append(1)))
    button = next(one for one in messages.findChildren(Button) if one.shown == "Try & again")
    assert button.accessibleName() == "Try & again"
    button.click()
    assert done == [1]


def test_a_second_message_on_a_topic_takes_the_place_of_the_first(messages: Messages) -> None:
    messages.trouble(ERROR)
    messages.trouble(StoreError("Another thing."))
    assert [
        one.text() for one in messages.findChildren(QLabel) if one.isVisibleTo(messages) and one.text()
    ] == ["Another thing."]
    messages.settle()
    assert messages.isHidden()
    assert not messages.shown()


def test_topics_stand_beside_one_another(messages: Messages) -> None:
    messages.trouble(ERROR, topic="store")
    messages.tell("Saved a copy.", topic="copies")
    assert messages.shown("store")
    assert messages.shown("copies")
    messages.settle("store")
    assert not messages.isHidden()


def test_what_turns_the_reading_direction_is_taken_out(messages: Messages) -> None:
    messages.trouble(StoreError("evil\u202etxt.exe"))
    assert words(messages) == ["eviltxt.exe"]

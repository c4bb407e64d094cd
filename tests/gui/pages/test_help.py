from __future__ import annotations

from pytestqt.qtbot import QtBot

from relall_trainer.app import read_help
from relall_trainer.gui.actions import WINDOW_ACTIONS
from relall_trainer.gui.markdown import within_limits
from relall_trainer.gui.pages.help import HelpPage
from tests.gui.stage import look


def test_every_topic_is_short_and_can_be_shown(qtbot: QtBot) -> None:
    topics = read_help()
    assert [topic.id for topic in topics][:3] == ["playing", "keys", "scoring"]
    page = HelpPage(look()[0], topics)
    qtbot.addWidget(page)
    page.show()
    for topic in topics:
        assert within_limits(topic.text)
        assert len(topic.text.split()) < 320
        page.show_topic(topic.id)
        assert topic.text.split()[0].strip("*#|-") in page._text.toPlainText()
        assert page._buttons[topic.id].isChecked()


def test_an_unknown_topic_shows_the_first(qtbot: QtBot) -> None:
    topics = read_help()
    page = HelpPage(look()[0], topics)
    qtbot.addWidget(page)
    page.show_topic("no-such")
    assert page._buttons[topics[0].id].isChecked()


def test_the_keys_of_the_window_stand_in_the_help() -> None:
    text = next(topic.text for topic in read_help() if topic.id == "keys")
    named = {
        "Ctrl++": "Ctrl+Plus",
        "Ctrl+-": "Ctrl+Minus",
        "Ctrl+,": "Ctrl+Comma",
        **{f"Ctrl+{number}": f" {number}" for number in (2, 3, 4, 5, 6, 8, 9)},
    }
    for action in WINDOW_ACTIONS:
        if action.shortcuts and action.id != "close":
            assert named.get(action.shortcuts[0], action.shortcuts[0]) in text, action.id

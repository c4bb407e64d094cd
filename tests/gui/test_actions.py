from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.gui.actions import WINDOW_ACTIONS, Actions, Named
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.gui.palette import CommandPalette, find


def test_every_action_and_shortcut_stands_once() -> None:
    ids = Counter(named.id for named in WINDOW_ACTIONS)
    texts = Counter(named.text for named in WINDOW_ACTIONS)
    keys = Counter(key for named in WINDOW_ACTIONS for key in named.shortcuts)
    assert max((*ids.values(), *texts.values(), *keys.values())) == 1


def test_a_second_action_of_a_name_is_refused(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    actions = Actions(widget)
    actions.add(Named("one", "One"), lambda: None)
    with pytest.raises(ValueError, match="one"):
        actions.add(Named("one", "Another"), lambda: None)


def test_a_held_key_acts_once(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert not Actions(widget).add(Named("one", "One", ("Ctrl+J",)), lambda: None).autoRepeat()


def test_words_are_shown_as_they_stand(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert Actions(widget).add(Named("one", "Ara-C & more"), lambda: None).text() == "Ara-C && more"


def test_an_action_that_went_is_gone(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    actions = Actions(widget)
    action = actions.add(Named("one", "One"), lambda: None)
    actions.remove("one")
    assert "one" not in actions
    assert action not in widget.actions()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("dar", "theme.dark"),
        ("nig", "theme.dark"),
        ("pat", "go.cases"),
        ("res", "continue"),
        ("att", "go.history"),
        ("pap", "go.evidence"),
        ("zoo", "text.larger"),
        ("key", "help"),
        ("set", "preferences"),
        ("opt", "preferences"),
        ("dis", "notice"),
        ("ver", "about"),
        ("qui", "close"),
        ("reg", "table"),
        ("mak lar", "text.larger"),
        ("prev", "go.back"),
    ],
)
def test_actions_are_found_by_other_words_too(window: MainWindow, typed: str, wanted: str) -> None:
    window.go("history")  # so that there is a page to go back to
    assert wanted in [one.named.id for one in find(typed, window.actions_here)][:3]


def test_the_palette_holds_every_action_that_can_be_taken(window: MainWindow) -> None:
    palette = CommandPalette(window._theme, window.actions_here, window)
    taken = {named.id for named, action in window.actions_here if action.isEnabled()} - {"palette"}
    assert set(palette.found()) == taken
    of_window = {action.objectName() for action in window.actions()}
    assert of_window == {named.id for named, _ in window.actions_here}
    palette.deleteLater()


def test_the_palette_is_worked_by_keyboard_alone(window: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    palette = CommandPalette(window._theme, window.actions_here, window)
    palette.show()
    qtbot.keyClicks(palette._typed, "go to")
    assert palette.found()[:2] == ["go.today", "go.cases"]
    window.go("help")
    qtbot.keyClick(palette._typed, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.actions_here["go.cases"].triggered):
        qtbot.keyClick(palette._typed, Qt.Key.Key_Return)
    assert window.here == "cases"


def test_the_palette_says_when_nothing_fits(window: MainWindow, qtbot: QtBot) -> None:
    palette = CommandPalette(window._theme, window.actions_here, window)
    qtbot.addWidget(palette)
    palette.show()
    qtbot.keyClicks(palette._typed, "qqq")
    assert palette.found() == []
    assert palette._none.isVisible()

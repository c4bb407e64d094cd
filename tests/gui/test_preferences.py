from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relall_trainer.gui.main_window import MainWindow
from relall_trainer.gui.preferences import Preferences
from relall_trainer.gui.theme import DARK, MODES


def made(window: MainWindow) -> Preferences:
    dialog = Preferences(
        window._theme,
        window._settings.now,
        window,
        choose_theme=window.choose_theme,
        choose_scale=window.choose_scale,
        choose_number_keys=window.choose_number_keys,
    )
    dialog.show()
    return dialog


def test_every_setting_takes_effect_at_once_and_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    dialog = made(window)
    dialog._modes.button(MODES.index(DARK)).click()
    assert window._theme.mode == DARK
    dialog._size.setValue(150)
    assert window._theme.scale == 150
    assert dialog._size_words.text() == "Text size: 150%"
    qtbot.keyClick(dialog._numbers, Qt.Key.Key_Space)
    kept = window._settings.now
    assert (kept.theme, kept.text_scale, kept.number_keys) == (DARK, 150, False)
    dialog.close()


def test_it_opens_on_what_is_chosen_now(window: MainWindow) -> None:
    window.choose_theme(DARK)
    dialog = made(window)
    assert dialog._modes.checkedId() == MODES.index(DARK)
    assert dialog.focusWidget() is dialog._modes.button(MODES.index(DARK))
    dialog.close()
    QApplication.processEvents()

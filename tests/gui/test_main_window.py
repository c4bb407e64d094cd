from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from relall_trainer import app as program
from relall_trainer.errors import StoreError
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.gui.settings import SettingsFile
from relall_trainer.gui.theme import DARK
from relall_trainer.gui.widgets.button import Button
from relall_trainer.learner.faults import StoreFull
from relall_trainer.paths import Profile, cases_folder
from tests.gui.test_desk import CASE, authors_choice, play_through


def button(window: MainWindow, starts: str) -> Button:
    QApplication.processEvents()
    found = [
        one
        for one in window.findChildren(Button)
        if one.isVisible() and one.accessibleName().startswith(starts)
    ]
    assert found, starts
    return found[0]


def library_is_there(qtbot: QtBot, window: MainWindow) -> None:
    window.go("evidence")
    qtbot.waitUntil(lambda: window.library._library is not None, timeout=20_000)


def test_the_start_page_shows_all_patients_at_once(window: MainWindow) -> None:
    assert window.here == "cases"
    QApplication.processEvents()
    starts = {
        one.accessibleName()
        for one in window.findChildren(Button)
        if one.accessibleName().startswith("Start:") and one.isVisible()
    }
    assert len(starts) == len(list(cases_folder().glob("*/case.yaml")))


def test_who_has_begun_is_met_with_the_day_filled_in(
    qtbot: QtBot, profile: Profile, desk: Desk, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.start(CASE)
    session.commit(authors_choice(session))
    settings = SettingsFile(profile.settings)
    settings.change(begun=True)
    settings.write()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window = program.build_window(qapp, profile, desk)
    qtbot.addWidget(window)
    window.painted.connect(lambda: program._begin_upkeep(window, desk, profile))
    window.show()
    assert window.here == "today"
    qtbot.waitUntil(
        lambda: any(one.isVisible() for one in window.findChildren(Button, "") if one.text() == "Continue")
    )
    qtbot.waitUntil(lambda: window.library._library is not None, timeout=20_000)
    window.close()
    window.library.close()


def test_two_actions_lead_to_the_first_question(window: MainWindow) -> None:
    button(window, "Start:").click()
    assert window.here == "play"
    assert window.casework.play.deciding


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (Qt.Key.Key_1, "today"),
        (Qt.Key.Key_2, "cases"),
        (Qt.Key.Key_3, "practice"),
        (Qt.Key.Key_4, "history"),
        (Qt.Key.Key_5, "evidence"),
        (Qt.Key.Key_6, "algorithm"),
    ],
)
def test_places_by_number(window: MainWindow, qtbot: QtBot, key: Qt.Key, place: str) -> None:
    window.go("help")
    window.activateWindow()
    qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.here == place


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_one_is_on_where_the_page_has_no_other_use_for_it(
    window: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    window.casework.open_attempt(play_through(window._desk))
    on = window.casework.debrief.focusWidget()
    assert isinstance(on, Button)
    qtbot.keyClick(on, key)
    assert window.here != "debrief"


def test_help_by_f1_and_back_again(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.here == "help"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.here == "cases"
    assert not window.actions_here["go.back"].isEnabled()


def test_continue_is_one_key_and_the_same_decision(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    session = desk.start(CASE)
    session.commit(authors_choice(session))
    window.go("cases")
    assert button(window, "Continue ").isVisible()
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.here == "play"
    shown = window.casework.play.session
    assert shown is not None
    assert shown.encounter.node == session.encounter.node


def test_nothing_to_continue_is_said(window: MainWindow) -> None:
    window.casework.continue_latest()
    assert window.messages.shown("notice")


def test_a_finished_attempt_opens_its_debrief_and_review(window: MainWindow, desk: Desk) -> None:
    attempt = play_through(desk)
    window.go("history")
    window.casework.open_attempt(attempt)
    assert window.here == "debrief"
    window.casework.debrief.review_asked.emit("")
    assert window.here == "review"
    window.casework.review.debrief_asked.emit()
    assert window.here == "debrief"


def test_playing_to_the_end_in_the_window(window: MainWindow, desk: Desk) -> None:
    window.casework.start_case(CASE)
    session = window.casework.play.session
    assert session is not None
    while not session.encounter.ended:
        session.commit(authors_choice(session))
    window.casework.play.attempt_finished.emit()
    assert window.here == "debrief"
    assert session.finished
    assert desk.history()[0].status == "finished"


def test_actions_of_a_page_come_and_go_with_it(window: MainWindow) -> None:
    assert "play.back" not in window.actions_here
    window.casework.start_case(CASE)
    assert "play.back" in window.actions_here
    window.go("cases")
    assert "play.back" not in window.actions_here


def test_a_citation_opens_the_library_at_the_item(window: MainWindow, qtbot: QtBot) -> None:
    window.casework.evidence_asked.emit("ev-t1-nel-126")
    assert window.here == "evidence"
    qtbot.waitUntil(lambda: window.evidence._view.shown == "ev-t1-nel-126", timeout=20_000)


def test_the_full_disk_is_said_and_the_case_starts_once_there_is_room(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = StoreFull("No room left.", safe="Nothing is lost.", todo="Free some space.")

    def refuse(*_: object, **__: object) -> str:
        raise full

    with monkeypatch.context() as broken:
        broken.setattr(desk.store, "begin", refuse)
        window.casework.start_case(CASE)
        assert window.here == "cases"
        assert window.messages.shown("store")
        texts = [one.text() for one in window.messages.findChildren(QLabel)]
        assert [full.what, full.safe, full.todo] == [text for text in texts if text]
    button(window, "Try again").click()
    assert window.here == "play"
    assert not window.messages.shown("store")


def test_the_cases_stand_even_without_a_store(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreError("The folder cannot be written.", todo="Allow it.")

    with monkeypatch.context() as broken:
        broken.setattr(desk.store, "summaries", refuse)
        window.casework.show_cases()
        window.casework.show_history()
        assert window.messages.shown("store")
        assert button(window, "Start:").isVisible()
    button(window, "Try again").click()
    assert not window.messages.shown("store")


def test_the_look_changes_while_the_window_is_open(window: MainWindow, qapp: QApplication) -> None:
    window.choose_theme(DARK)
    assert qapp.palette().window().color().name().upper() == window._theme.colors.background
    window.choose_scale(150)
    assert qapp.font().pixelSize() == 21
    window._step_scale(1)
    assert window._theme.scale == 175
    window.actions_here["text.usual"].trigger()
    assert window._theme.scale == 100


def test_the_window_comes_back_as_it_was(
    qtbot: QtBot, profile: Profile, desk: Desk, qapp: QApplication
) -> None:
    first = program.build_window(qapp, profile, desk)
    first.resize(760, 620)
    first.choose_theme(DARK)
    first.choose_scale(125)
    first.choose_number_keys(False)
    first.casework.cases.notice_read.emit()
    first.close()
    second = program.build_window(qapp, profile, desk)
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (760, 620)
    assert (second._theme.mode, second._theme.scale) == (DARK, 125)
    assert not second._settings.now.number_keys
    assert second.casework.cases._notice.isHidden()
    first.deleteLater()


def test_narrow_windows_keep_the_words_and_the_disclaimer(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(700, 600)
    assert window._side.narrow
    assert window._foot.isVisible()
    assert all(place.text().strip() for place in window._side._buttons.values())
    window.resize(1300, 700)
    assert not window._side.narrow
    assert not window._foot.isVisible()
    assert window._side._disclaimer.isVisible()


def test_a_library_that_cannot_be_opened_is_said_and_asked_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening: Callable[[], object] = window.library._open_library

    def refuse() -> object:
        raise StoreError("The library cannot be written.")

    monkeypatch.setattr(window.library, "_open_library", refuse)
    window.go("evidence")
    qtbot.waitUntil(lambda: window.messages.shown("library"), timeout=10_000)
    monkeypatch.setattr(window.library, "_open_library", opening)
    button(window, "Try again").click()
    qtbot.waitUntil(lambda: window.evidence._library is not None, timeout=20_000)
    assert not window.messages.shown("library")


@pytest.mark.parametrize("begun", [False, True], ids=["the cases", "the day"])
def test_the_program_at_its_first_picture_has_loaded_little(profile: Profile, *, begun: bool) -> None:
    import subprocess

    settings = SettingsFile(profile.settings)
    settings.change(begun=begun)
    settings.write()
    script = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication;"
        "from relall_trainer import app; from relall_trainer.paths import Profile;"
        "program = QApplication([]); profile = Profile(Path(sys.argv[1]));"
        "app._is_taken(profile); window = app.build_window(program, profile);"
        "window.show(); program.processEvents(); import PySide6.QtCore;"
        "named = 'Qt' if 'Qt' in vars(PySide6.QtCore) else '-';"
        "print(window.here, named, ' '.join(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(profile.folder)], capture_output=True, text=True, check=True
    )
    here, named, *loaded = done.stdout.split()
    assert here == ("today" if begun else "cases")
    assert named == "-", "naming Qt's own namespace costs a tenth of the start: see qt_numbers"
    dear = {"markdown", "nh3", "yaml", "sqlite3", "sqlite_utils", "platformdirs", "PySide6.QtSvg"}
    dear |= {"PySide6.QtNetwork", "relall_trainer.clinical.algorithm", "relall_trainer.evidence.library"}
    dear |= {
        "relall_trainer.casefiles.loader",
        "relall_trainer.clinical.appraisal",
        "relall_trainer.clinical.patient",
        "relall_trainer.gui.pages.play",
        "relall_trainer.gui.pages.today",
        "relall_trainer.learner.store",
    }
    dear |= {"relall_trainer.gui.pages.cases"} if begun else {"relall_trainer.gui.practicework"}
    assert sorted(dear & set(loaded)) == []

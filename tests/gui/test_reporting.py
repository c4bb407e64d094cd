"""Sending to a record store from the window: off, looked at first, on, in trouble, switched off in the middle."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer import app as program
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.lrs_preview import MOST_SHOWN, Preview, PreviewDialog, shown
from relall_trainer.gui.lrs_settings_dialog import LrsSettingsDialog
from relall_trainer.gui.lrs_words import Standing, entry_words, standing_words
from relall_trainer.gui.reporting import Reporting
from relall_trainer.interop.lrs_log import Entry, SendingLog
from relall_trainer.interop.lrs_outbox import SENT
from relall_trainer.interop.lrs_settings import LrsSettings, read_settings
from relall_trainer.learner.erasing import erase_record
from relall_trainer.paths import Profile
from tests.gui.stage import Listener, formatted_labels, look, nameless
from tests.gui.test_desk import play_through
from tests.interop.fake_lrs import FINE, PASSWORD, USER, FakeLrs, running
from tests.interop.test_xapi_rules import GOOD


class _Listener(Listener):
    def tell(self, text: str, act: object = None, *, topic: str = "notice", stay: bool = False) -> None:
        self.told.append(text)


class Stage:
    """Reporting on a desk, with a store to report to."""

    def __init__(self, home: QWidget, desk: Desk, lrs: FakeLrs, qtbot: QtBot) -> None:
        self.home, self.desk, self.lrs, self.qtbot = home, desk, lrs, qtbot
        self.listener = _Listener()
        self.path = ""
        self.reporting = self.anew(desk)

    def anew(self, desk: Desk) -> Reporting:
        theme, _icons = look()
        self.reporting = Reporting(
            self.home,
            desk,
            self.listener,
            theme,
            ask_save=lambda _window: self.path,  # type: ignore[arg-type]
        )
        return self.reporting

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        self.qtbot.waitUntil(until or (lambda: not self.reporting.busy), timeout=20_000)

    def dialog(self) -> LrsSettingsDialog:
        made = self.reporting.make_dialog()
        made.show()
        return made

    def trouble(self) -> str:
        error, _acts = self.listener.troubles["record-store"]
        return error.one_line()


@pytest.fixture
def lrs() -> Iterator[FakeLrs]:
    with running() as made:
        yield made


@pytest.fixture
def stage(qtbot: QtBot, desk: Desk, lrs: FakeLrs) -> Iterator[Stage]:
    look()
    home = QWidget()
    qtbot.addWidget(home)
    play_through(desk)
    made = Stage(home, desk, lrs, qtbot)
    yield made
    desk.close()
    made.wait()


def answered(do: Callable[[PreviewDialog], object]) -> None:
    """Do something with the look at what goes, once it has come up."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PreviewDialog):
            QTimer.singleShot(10, act)
            return
        try:
            do(dialog)
        finally:
            dialog.close()

    QTimer.singleShot(0, act)


def test_off_nothing_is_looked_at(stage: Stage) -> None:
    stage.reporting.begin()
    stage.reporting.look()
    assert not stage.reporting.busy
    assert stage.reporting._posting is None
    assert stage.lrs.asked == []


def test_it_is_switched_on_by_keyboard_after_a_look_at_all_of_it(stage: Stage) -> None:
    dialog = stage.dialog()
    QTest.keyClicks(dialog._endpoint, f"http://127.0.0.1:{stage.lrs.port}/xapi")
    QTest.keyClick(dialog._endpoint, Qt.Key.Key_Tab)
    QTest.keyClicks(dialog._user, USER)
    dialog._password.setText(PASSWORD)
    QTest.keyClick(dialog._before, Qt.Key.Key_Space)
    seen: list[str] = []

    def look_and_agree(preview: PreviewDialog) -> None:
        seen.append(preview.findChild(QPlainTextEdit).toPlainText())
        seen.append(" ".join(label.text() for label in preview.findChildren(QLabel)))
        assert stage.lrs.asked == []
        assert nameless(preview) == formatted_labels(preview) == []
        QTest.keyClick(preview.primary, Qt.Key.Key_Return)

    answered(look_and_agree)
    QTest.keyClick(dialog._on, Qt.Key.Key_Return)
    stage.wait()
    told = _read(seen[0])
    assert {one["id"] for one in told} == set(stage.lrs.stored)
    assert all(_bare(stage.lrs.stored[one["id"]]) == one for one in told)
    assert f"{len(told)} statements on 1 attempt, to http://127.0.0.1:{stage.lrs.port}/xapi/" in seen[1]
    assert "On. Nothing waits." in dialog._words.text()
    assert f"{len(told)} statements stored" in dialog._log.toPlainText()
    assert not dialog._fields.isVisible()
    assert PASSWORD not in " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert nameless(dialog) == formatted_labels(dialog) == []
    assert read_settings(stage.desk.store) == stage.lrs.settings()
    dialog.close()


def _read(text: str) -> list[dict[str, Any]]:
    """Statements written one after another."""
    found, at, decoder = [], 0, json.JSONDecoder()
    while at < len(text):
        said, at = decoder.raw_decode(text, at)
        found.append(said)
        at += 1
    return found


def _bare(held: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in held.items() if name not in ("stored", "version")}


def test_not_now_switches_nothing_on(stage: Stage) -> None:
    dialog = stage.dialog()
    dialog._endpoint.setText("https://lrs.example.org/")
    dialog._user.setText("a")
    answered(lambda _preview: None)
    dialog._on.click()
    assert read_settings(stage.desk.store) is None
    assert dialog._endpoint.text() == "https://lrs.example.org/"
    dialog.close()


def test_what_cannot_be_so_is_told_on_the_page(stage: Stage) -> None:
    dialog = stage.dialog()
    dialog._endpoint.setText("http://lrs.example.org/")
    dialog._on.click()
    assert "begins with http" in dialog._parts[0].text()
    dialog._endpoint.setText("https://lrs.example.org/")
    dialog._user.setText("a")
    dialog._named.click()
    dialog._on.click()
    assert "name you are known by there is missing" in dialog._parts[0].text()
    dialog._account.setText("ana@hospital.example")
    dialog._on.click()
    assert "mail address" in dialog._parts[0].text()
    assert nameless(dialog) == []
    dialog.close()


def test_what_is_finished_later_goes_by_itself(stage: Stage, desk: Desk) -> None:
    stage.reporting.switch_on(stage.lrs.settings())
    stage.wait()
    before = len(stage.lrs.stored)
    assert before
    play_through(desk)
    stage.reporting.look()
    stage.wait()
    assert len(stage.lrs.stored) == 2 * before
    assert set(stage.lrs.writes.values()) == {1}


def test_from_now_on_leaves_out_what_was_before(stage: Stage, desk: Desk) -> None:
    settings = replace(stage.lrs.settings(), since="2199-01-01T00:00:00.000Z")
    preview = stage.reporting.preview(settings)
    assert preview.example
    assert preview.texts
    stage.reporting.switch_on(settings)
    stage.wait()
    assert stage.lrs.asked == []
    assert stage.reporting.standing().waiting == 0


def test_switching_off_stops_at_once_and_nothing_is_lost(stage: Stage) -> None:
    stage.lrs.plan = lambda _number, _method: "silent after"
    stage.reporting.switch_on(stage.lrs.settings())
    stage.wait(lambda: len(stage.lrs.asked) == 1)
    assert stage.reporting.busy
    stage.reporting.switch_off()
    assert not stage.reporting.busy
    settings = read_settings(stage.desk.store)
    assert settings is not None
    assert not settings.on
    QTest.qWait(150)
    stage.reporting.look()
    assert len(stage.lrs.asked) == 1
    assert stage.desk.store.paper_ids(SENT) == ()
    stage.lrs.plan = lambda _number, _method: FINE
    stage.reporting.switch_on(settings)
    stage.wait()
    assert set(stage.lrs.writes.values()) == {1}
    assert stage.desk.store.paper_ids(SENT)


def test_a_wrong_password_stops_it_until_someone_tries_again(stage: Stage) -> None:
    stage.reporting.switch_on(replace(stage.lrs.settings(), password="wrong-secret"))
    stage.wait()
    assert "does not let this program in" in stage.trouble()
    assert "wrong-secret" not in stage.trouble()
    asked = len(stage.lrs.asked)
    stage.reporting.look()
    stage.reporting.begin()
    stage.wait()
    assert len(stage.lrs.asked) == asked
    dialog = stage.dialog()
    assert "does not let this program in" in dialog._parts[0].text()
    assert "wrong-secret" not in dialog._log.toPlainText()
    dialog._off.click()
    dialog._password.setText(PASSWORD)
    answered(lambda preview: preview.primary.click())
    dialog._on.click()
    stage.wait()
    assert len(stage.lrs.stored) > 4
    assert not dialog._trouble.isVisible()
    dialog.close()


def test_a_trouble_of_the_store_waits_quietly_and_try_now_does_not(stage: Stage) -> None:
    stage.lrs.plan = lambda _number, _method: "503"
    stage.reporting.switch_on(stage.lrs.settings())
    stage.wait()
    stage.reporting.look()
    stage.wait()
    assert len(stage.lrs.asked) == 1
    assert not stage.listener.troubles
    dialog = stage.dialog()
    assert "a trouble of its own (503)" in dialog._parts[0].text()
    assert "Next try at" in dialog._words.text()
    assert "1 attempt waits" in dialog._words.text()
    stage.lrs.plan = lambda _number, _method: FINE
    dialog._try.click()
    stage.wait()
    assert stage.lrs.stored
    assert "Nothing waits" in dialog._words.text()
    dialog.close()


def test_what_the_store_refuses_is_told_once_and_can_be_tried_again(stage: Stage) -> None:
    (text, *_rest) = stage.reporting.preview(stage.lrs.settings()).texts
    first = json.loads(text)
    stage.lrs.stored[first["id"]] = {**first, "timestamp": "2020-01-01T00:00:00Z"}
    stage.reporting.switch_on(stage.lrs.settings())
    stage.wait()
    assert stage.listener.told == [
        "1 statement was not taken by the learning record store. All the others go on."
    ]
    assert stage.reporting.standing().log.refused == 1
    stage.reporting.look()
    stage.wait()
    assert len(stage.listener.told) == 1
    del stage.lrs.stored[first["id"]]
    stage.reporting.try_now()
    stage.wait()
    assert first["id"] in stage.lrs.stored


def test_it_goes_on_after_a_restart(stage: Stage, profile: Profile) -> None:
    stage.lrs.plan = lambda _number, _method: "silent"
    stage.reporting.switch_on(stage.lrs.settings())
    stage.wait(lambda: len(stage.lrs.asked) == 1)
    stage.desk.close()
    assert not stage.reporting.busy
    stage.lrs.plan = lambda _number, _method: FINE
    again = program.build_desk(profile)
    try:
        stage.anew(again).begin()
        stage.wait()
        assert stage.lrs.stored
        assert set(stage.lrs.writes.values()) == {1}
    finally:
        again.close()


def test_a_record_that_is_erased_tells_nothing_more(stage: Stage, desk: Desk, profile: Profile) -> None:
    stage.reporting.switch_on(stage.lrs.settings())
    stage.wait()
    asked = len(stage.lrs.asked)
    desk.close()
    erase_record(profile)
    play_through(desk)
    stage.reporting.look()
    stage.wait()
    assert len(stage.lrs.asked) == asked
    assert read_settings(desk.store) is None


def test_all_that_would_be_sent_can_be_saved(stage: Stage, tmp_path: Path) -> None:
    preview = stage.reporting.preview(stage.lrs.settings())
    stage.path = str(tmp_path / "statements.json")
    stage.reporting._save(preview, stage.home)
    saved = json.loads(Path(stage.path).read_text("utf-8"))
    assert saved == [json.loads(text) for text in preview.texts]
    assert stage.lrs.asked == []


def test_a_long_preview_shows_its_beginning_and_says_so(qtbot: QtBot) -> None:
    theme, _icons = look()
    texts = [json.dumps({**GOOD, "id": str(number)}) for number in range(MOST_SHOWN + 20)]
    home = QWidget()
    qtbot.addWidget(home)
    preview = Preview("https://lrs.example.org/", texts, 30, left_out=2)
    dialog = PreviewDialog(theme, preview, home, lambda: None, asks=True)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "120 statements on 30 attempts, to https://lrs.example.org/." in words
    assert "And 20 statements more" in words
    assert "2 attempts cannot be played again here" in words
    assert shown(preview).count('"verb"') == MOST_SHOWN
    empty = PreviewDialog(theme, Preview("https://lrs.example.org/", (), 0), home, lambda: None, asks=True)
    assert "Nothing is finished" in " ".join(label.text() for label in empty.findChildren(QLabel))


def test_how_it_stands_in_words() -> None:
    settings = LrsSettings("https://lrs.example.org/", "a", on=True)
    assert "Off. Nothing is sent" in standing_words(Standing(LrsSettings(), SendingLog()))
    assert "has not been looked" in standing_words(Standing(settings, SendingLog()))
    assert "3 attempts wait." in standing_words(Standing(settings, SendingLog(), 3))
    assert "Sending now." in standing_words(Standing(settings, SendingLog(), 3, busy=True))
    assert "2 attempts cannot be played" in standing_words(Standing(settings, SendingLog(), 0, 2))
    at = "2026-11-22T10:00:00.000Z"
    assert entry_words(Entry(at, 1, 2)).endswith("1 statement stored, 2 not taken")
    assert entry_words(Entry(at, trouble="x", times=3)).endswith("x (3 times)")


@pytest.mark.parametrize("scale", [100, 200])
def test_it_fits_a_small_screen_with_large_text(stage: Stage, scale: int) -> None:
    theme, _icons = look(scale=scale)
    try:
        standing = Standing(
            stage.lrs.settings(), replace(SendingLog(), tried_at="2026-11-22T10:00:00.000Z"), 3
        )
        for on in (False, True):
            settings = replace(standing.settings, on=on)
            dialog = LrsSettingsDialog(
                theme, replace(standing, settings=settings), stage.desk.now(), stage.home
            )
            dialog.resize(1240, 660)
            dialog.show()
            assert dialog.minimumSizeHint().width() <= 1240
            assert dialog.minimumSizeHint().height() <= 660
            assert dialog._scrolled.widget().minimumSizeHint().width() <= dialog._scrolled.viewport().width()
            dialog.close()
    finally:
        look()

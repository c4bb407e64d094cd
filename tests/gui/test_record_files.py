"""The record out as a file, in again elsewhere, and gone; what is said each time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer import app as program
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.erase_dialog import EraseDialog
from relall_trainer.gui.record_files import RecordFiles, import_words
from relall_trainer.gui.saved_text import SavedText
from relall_trainer.gui.tasks import Cancelled
from relall_trainer.gui.waiting import Waiting
from relall_trainer.learner.erasing import erase_record
from relall_trainer.learner.imports import Imported, SetAside
from relall_trainer.paths import Profile
from tests.gui.stage import Listener, formatted_labels, look, nameless
from tests.gui.test_desk import play_through


class Stage:
    """The record's files with answers given in advance."""

    def __init__(self, home: QWidget, desk: Desk, profile: Profile) -> None:
        self.desk = desk
        self.listener = _Listener()
        self.path = ""
        self.sure = False
        self.asked: list[int] = []
        self.changed = 0
        self.erased = 0
        self.files = RecordFiles(
            home,
            desk,
            self.listener,  # type: ignore[arg-type]
            lambda: erase_record(profile),
            ask_save=lambda _window: self.path,
            ask_open=lambda _window: self.path,
            ask_erase=self._sure,
        )
        self.files.record_changed.connect(self._change)
        self.files.record_erased.connect(self._erase)

    def _sure(self, _window: QWidget, attempts: int) -> bool:
        self.asked.append(attempts)
        return self.sure

    def _change(self) -> None:
        self.changed += 1

    def _erase(self) -> None:
        self.erased += 1


class _Listener(Listener):
    def tell(self, text: str, act: object = None, *, topic: str = "notice", stay: bool = False) -> None:
        self.told.append(text)


@pytest.fixture
def home(qtbot: QtBot) -> QWidget:
    look()
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def stage(home: QWidget, desk: Desk, profile: Profile) -> Stage:
    play_through(desk)
    return Stage(home, desk, profile)


@pytest.fixture
def other(home: QWidget, tmp_path: Path) -> Iterator[Stage]:
    profile = Profile(tmp_path / "other")
    desk = program.build_desk(profile)
    yield Stage(home, desk, profile)
    desk.close()


def test_out_and_in_again_elsewhere(stage: Stage, other: Stage, tmp_path: Path) -> None:
    stage.desk.note_on_evidence("ev-1", "look up")
    stage.path = other.path = str(tmp_path / "mine.json")
    stage.files.export_record()
    assert "1 attempt, is saved in" in stage.listener.told[-1]
    other.files.import_record()
    assert other.listener.told == ["Taken in: 1 new attempt, 1 note."]
    assert other.changed == 1
    there, here = other.desk.history()[0], stage.desk.history()[0]
    assert there == here
    assert other.desk.open(there.id).encounter.first == stage.desk.open(here.id).encounter.first
    other.files.import_record()
    assert other.listener.told[-1] == "Taken in: 0 new attempts. 1 attempt was here already."
    assert other.changed == 1


def test_other_kinds_follow_the_ending(stage: Stage, tmp_path: Path) -> None:
    stage.path = str(tmp_path / "mine.csv")
    stage.files.export_record()
    with Path(stage.path).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == stage.desk.history()[0].answers
    stage.path = str(tmp_path / "mine.html")
    stage.files.export_record()
    assert Path(stage.path).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    stage.path = str(tmp_path / "mine")
    stage.files.export_record()
    assert json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))["attempts"]


def test_called_off_nothing_happens(stage: Stage) -> None:
    stage.files.export_record()
    stage.files.import_record()
    stage.files.erase_record()
    assert stage.asked == [1]
    assert stage.listener.told == []
    assert stage.erased == 0
    assert stage.desk.history()


def test_a_place_that_cannot_be_written_is_said(stage: Stage, tmp_path: Path) -> None:
    stage.path = str(tmp_path / "none" / "mine.json")
    stage.files.export_record()
    error, _ = stage.listener.troubles["record-trouble"]
    assert "could not be written" in error.what
    stage.path = str(tmp_path / "mine.json")
    stage.files.export_record()
    assert "record-trouble" not in stage.listener.troubles


def test_a_file_that_is_no_record_is_said_and_changes_nothing(stage: Stage, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("[1, 2")
    stage.path = str(bad)
    stage.files.import_record()
    assert "record-trouble" in stage.listener.troubles
    assert stage.changed == 0
    assert len(stage.desk.history()) == 1


def test_what_was_set_aside_is_said_with_reasons() -> None:
    told = Imported(taken=2, notes=1, set_aside=[SetAside(str(n), f"Reason {n}.") for n in range(4)])
    assert import_words(told) == (
        "Taken in: 2 new attempts, 1 note. Not taken: 4 (Reason 0; Reason 1; Reason 2, and more)."
    )


def test_deleted_nothing_of_it_is_left_and_work_goes_on(stage: Stage, profile: Profile) -> None:
    stage.desk.store.back_up()
    assert stage.desk.index is not None
    for _ in stage.desk.index.catch_up(stage.desk.store, stage.desk.replayed):
        pass
    stage.sure = True
    stage.files.erase_record()
    assert stage.erased == 1
    assert stage.listener.told == ["Your record and every copy of it here are deleted."]
    left = {path.name for path in profile.folder.rglob("*") if path.is_file()}
    assert not any(name.startswith(("learner.db", "journal", "history.db")) for name in left)
    assert not profile.backups.exists()
    assert stage.desk.history() == []
    assert stage.desk.index.count() == 0
    play_through(stage.desk)
    assert len(stage.desk.history()) == 1


def test_deleting_takes_a_typed_word(home: QWidget) -> None:
    dialog = EraseDialog(1200, home)
    dialog.show()
    assert "1,200 attempts" in " ".join(one.text() for one in dialog.findChildren(QLabel))
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "delet")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not dialog.erase_button.isEnabled()
    QTest.keyClicks(field, "e")
    assert dialog.erase_button.isEnabled()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.result() == 1
    assert nameless(dialog) == []
    assert formatted_labels(dialog) == []


def test_escape_keeps_everything(home: QWidget) -> None:
    dialog = EraseDialog(1, home)
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == 0


def test_a_stopped_file_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("before")

    def stopped() -> None:
        with SavedText(str(path)) as file:
            file.write("half")
            raise Cancelled

    with pytest.raises(Cancelled):
        stopped()
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["x.json"]
    with SavedText(str(path)) as file:
        file.write("whole \ud83d")
    assert path.read_text(encoding="utf-8") == "whole ?"


def test_long_work_shows_itself_and_can_be_stopped(home: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    from relall_trainer.gui import waiting as module

    monkeypatch.setattr(module, "_SHOW_AFTER_MS", 0)
    monkeypatch.setattr(module, "_BREATHE_EVERY_MS", 0)
    home.show()
    with Waiting("Writing", home) as waiting:
        waiting.step("one", 1, 3)
        assert waiting.isVisible()
        QTest.keyClick(waiting, Qt.Key.Key_Escape)
        with pytest.raises(Cancelled):
            waiting.step("two", 2, 3)
    assert not waiting.isVisible()


def test_the_actions_are_named(stage: Stage) -> None:
    names = [named.text for named, _ in stage.files.named_actions()]
    assert names == ["Export my record…", "Import a record…", "Delete my record…"]

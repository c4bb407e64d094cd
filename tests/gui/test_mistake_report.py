from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer import __version__
from relall_trainer.gui.mistake_report import MistakeAbout, MistakeDialog, report_text
from tests.gui.stage import formatted_labels, look, nameless

ABOUT = MistakeAbout(
    "Blasts <b>& all</b>.",
    case="small",
    case_version="1.0.0",
    node="first",
    rule="R01",
    algorithm_version="1.0.0",
)


@pytest.fixture
def home(qtbot: QtBot) -> QWidget:
    look()
    made = QWidget()
    qtbot.addWidget(made)
    return made


def words(dialog: MistakeDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisibleTo(dialog))


def test_a_report_is_typed_and_saved_by_keyboard(home: QWidget, tmp_path: Path) -> None:
    path = tmp_path / "mistake-report.json"
    dialog = MistakeDialog(ABOUT, home, lambda _parent, name: str(tmp_path / name))
    dialog.show()
    assert not dialog.save_button.isEnabled()
    QTest.keyClicks(dialog.focusWidget(), "It is 5 %, not 50 %.")
    assert dialog.save_button.isEnabled()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "kind": "relall-trainer mistake report",
        "format": 1,
        "program": __version__,
        "about": {
            "case": "small",
            "case_version": "1.0.0",
            "node": "first",
            "rule": "R01",
            "algorithm_version": "1.0.0",
        },
        "text": "Blasts <b>& all</b>.",
        "wrong": "It is 5 %, not 50 %.",
    }
    assert str(path) in words(dialog)


def test_the_place_is_told_in_words() -> None:
    assert ABOUT.place() == f"Case small 1.0.0 · decision first · rule R01 · program {__version__}"
    assert MistakeAbout("x", evidence="ev-1").place() == f"Evidence ev-1 · program {__version__}"


def test_what_was_typed_stays_where_it_cannot_be_saved(home: QWidget, tmp_path: Path) -> None:
    places = iter(("", str(tmp_path / "none" / "x.json"), str(tmp_path / "x.json")))
    dialog = MistakeDialog(ABOUT, home, lambda _parent, _name: next(places))
    dialog.show()
    QTest.keyClicks(dialog.focusWidget(), "wrong")
    dialog.save_button.click()
    assert "could not be saved" not in words(dialog)
    dialog.save_button.click()
    assert "could not be saved" in words(dialog)
    dialog.save_button.click()
    assert (tmp_path / "x.json").exists()
    assert "could not be saved" not in words(dialog)


def test_long_and_broken_text_is_saved_all_the_same() -> None:
    data = json.loads(report_text(MistakeAbout("x" * 9_000), "half \ud83d" + "y" * 9_000))
    assert len(data["text"]) == 4_000
    assert data["wrong"].startswith("half ?y")


def test_it_reads_aloud_and_reads_no_markup(home: QWidget) -> None:
    dialog = MistakeDialog(ABOUT, home, lambda _parent, _name: "")
    dialog.show()
    assert nameless(dialog) == []
    assert formatted_labels(dialog) == []

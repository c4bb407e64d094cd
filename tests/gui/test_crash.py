from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relall_trainer.gui.crash import CrashDialog, CrashHook, details_of


def fail() -> None:
    raise ValueError("patient Ana Example, /home/ana/notes.txt")


def caught() -> tuple[type[BaseException], BaseException, object]:
    try:
        fail()
    except ValueError:
        kind, error, trace = sys.exc_info()
        assert kind is not None
        assert error is not None
        return kind, error, trace
    raise AssertionError


def test_the_details_tell_where_and_nothing_personal() -> None:
    kind, _, trace = caught()
    details = details_of(kind, trace)  # type: ignore[arg-type]
    assert "ValueError" in details
    assert "in fail" in details
    assert "test_crash.py:" in details
    for personal in ("Ana", "notes.txt", "/home", str(Path(__file__).parent), str(sys.prefix)):
        assert personal not in details


def test_the_dialog_copies_the_details(qtbot: QtBot) -> None:
    dialog = CrashDialog("the details", None)
    qtbot.addWidget(dialog)
    dialog.copy_details()
    assert QGuiApplication.clipboard().text() == "the details"


def test_a_bug_is_shown_once_at_a_time_and_printed(qtbot: QtBot) -> None:
    printed: list[type[BaseException]] = []
    hook = CrashHook(lambda: None, lambda kind, *_: printed.append(kind))
    seen = []

    def second_bug() -> None:
        seen.append(QApplication.activeModalWidget())
        hook(*caught())  # type: ignore[arg-type]
        seen[0].accept()

    QTimer.singleShot(0, second_bug)
    hook(*caught())  # type: ignore[arg-type]
    assert isinstance(seen[0], CrashDialog)
    assert len(printed) == 2


def test_leaving_is_no_bug(qtbot: QtBot) -> None:
    printed: list[type[BaseException]] = []
    hook = CrashHook(lambda: pytest.fail("no dialog for this"), lambda kind, *_: printed.append(kind))
    hook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert printed == [KeyboardInterrupt]

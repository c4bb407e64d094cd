"""The whole window on a profile of its own, with the shipped cases prepared once for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relall_trainer import app as program
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.paths import Profile


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which the shipped cases are prepared and the library is built."""
    profile = Profile(tmp_path_factory.mktemp("prepared"))
    Shelf(profile).heads()
    desk = program.build_desk(profile)
    program.open_library(profile, desk).close()
    return profile.cache


@pytest.fixture
def profile(tmp_path: Path, prepared: Path) -> Profile:
    """A learner's own empty profile."""
    made = Profile(tmp_path / "profile")
    shutil.copytree(prepared, made.cache)
    return made


@pytest.fixture
def desk(profile: Profile) -> Iterator[Desk]:
    made = program.build_desk(profile)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, profile: Profile, desk: Desk) -> Iterator[MainWindow]:
    """The window, shown, at its first page with everything filled in."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    made = program.build_window(app, profile, desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    made.casework.show_cases()
    yield made
    made.close()
    made.library.close()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from relall_trainer.gui.front_door import FrontDoor, door_of, knock


def test_nobody_behind_the_door(tmp_path: Path, qtbot: QtBot) -> None:
    assert not knock(door_of(tmp_path))


def test_a_second_start_is_heard(tmp_path: Path, qtbot: QtBot) -> None:
    door = FrontDoor(door_of(tmp_path))
    assert door.open
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from relall_trainer.gui.front_door import door_of, knock;"
        "app = QCoreApplication([]); sys.exit(0 if knock(door_of(Path(sys.argv[1]))) else 1)"
    )
    with qtbot.waitSignal(door.knocked, timeout=10_000):
        second = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)])
    assert second.wait(10) == 0


def test_a_door_left_by_a_killed_window_is_taken_over(tmp_path: Path, qtbot: QtBot) -> None:
    first = FrontDoor(door_of(tmp_path))
    assert FrontDoor(door_of(tmp_path)).open
    assert first.open


def test_each_profile_has_its_own_door(tmp_path: Path) -> None:
    assert door_of(tmp_path / "a") != door_of(tmp_path / "b")
    assert "tmp" not in door_of(tmp_path), "the name of a folder may be the name of a person"

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
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


@pytest.mark.parametrize("name", ["Émil's exam – v2.relall-assignment", "a\nb", "\udcff.relall-results"])
def test_a_second_start_brings_the_file_it_was_given(tmp_path: Path, qtbot: QtBot, name: str) -> None:
    door = FrontDoor(door_of(tmp_path))
    brought: list[str] = []
    door.file_brought.connect(brought.append)
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from relall_trainer.gui.front_door import door_of, knock;"
        "app = QCoreApplication([]);"
        "sys.exit(0 if knock(door_of(Path(sys.argv[1])), eval(sys.argv[2])) else 1)"
    )
    with qtbot.waitSignal(door.knocked, timeout=10_000):
        second = subprocess.Popen([sys.executable, "-c", script, str(tmp_path), ascii(name)])
    assert second.wait(10) == 0
    qtbot.waitUntil(lambda: bool(brought))
    assert brought == [name]


@pytest.mark.parametrize("said", [b"open zz\n", b"open", b"x" * 40_000, b"open \xff\xfe\n", b"\n\n\n"])
def test_what_is_no_knock_opens_nothing(tmp_path: Path, qtbot: QtBot, said: bytes) -> None:
    door = FrontDoor(door_of(tmp_path))
    brought: list[str] = []
    door.file_brought.connect(brought.append)
    socket = QLocalSocket()
    socket.connectToServer(door_of(tmp_path))
    assert socket.waitForConnected(1000)
    with qtbot.waitSignal(door.knocked, timeout=10_000):
        socket.write(said)
        socket.flush()
    qtbot.wait(30)
    assert not brought
    assert door.open
    socket.close()

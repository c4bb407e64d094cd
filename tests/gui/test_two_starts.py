"""Starts at the same moment: one window stays, the others leave it to that one."""

from __future__ import annotations

import os
import subprocess
import sys

from pytestqt.qtbot import QtBot

from relall_trainer.paths import Profile


def test_of_starts_at_once_one_window_stays(profile: Profile, qtbot: QtBot) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "relall_trainer", "--profile", str(profile.folder)]
    starts = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) for _ in range(3)]
    try:
        qtbot.waitUntil(lambda: sum(one.poll() is None for one in starts) <= 1, timeout=20_000)
        assert sorted(str(one.poll()) for one in starts) == ["0", "0", "None"]
    finally:
        for one in starts:
            one.kill()
            one.communicate()

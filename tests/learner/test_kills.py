"""Killed while answering: what was acknowledged is there, whatever becomes of the database afterwards."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relall_trainer.learner.backups import list_backups
from relall_trainer.learner.doctor import examine
from relall_trainer.learner.restoring import restore
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import STARTED, Clock, answer


def _answer_and_kill(folder: Path, after: float, *how: str) -> list[tuple[str, int]]:
    """What was acknowledged before the kill, ``after`` seconds after the first acknowledgement."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.learner.answering", folder, *how],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    first = child.stdout.readline()
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    lines = (first + child.stdout.read()).decode().splitlines(keepends=True)
    problem = child.stderr.read().decode()
    child.stdout.close()
    child.stderr.close()
    assert child.wait() == -signal.SIGKILL, problem
    whole = (line.split() for line in lines if line.endswith("\n"))
    return [(attempt_id, int(n)) for attempt_id, n in whole]


def _lost(store: LearnerStore, acknowledged: list[tuple[str, int]]) -> list[tuple[str, int]]:
    newest: dict[str, int] = dict(acknowledged)
    lost = []
    for attempt_id, n in newest.items():
        events = store.events(attempt_id) if store.summary(attempt_id) else ()
        expected = (STARTED, *(answer(k) for k in range(1, n + 1)))
        if events[: n + 1] != expected:
            lost.append((attempt_id, n))
    return lost


def _kill_often(folder: Path, times: int, *how: str) -> None:
    chance = random.Random(20261122)
    profile = Profile(folder / "profile")
    acknowledged: list[tuple[str, int]] = []
    for turn in range(times):
        now = _answer_and_kill(profile.folder, chance.uniform(0, 0.06), *how)
        acknowledged += now
        with LearnerStore.open(profile, Clock()) as store:
            assert _lost(store, now) == [], f"kill {turn}"
    with LearnerStore.open(profile, Clock()) as store:
        assert _lost(store, acknowledged) == []
    assert len(acknowledged) > times
    assert examine(profile).findings == ()


def test_killed_twenty_times_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    _kill_often(tmp_path, 20)


def test_killed_while_a_copy_is_made_nothing_is_lost_and_no_half_copy_is_left(tmp_path: Path) -> None:
    _kill_often(tmp_path, 20, "--beside")
    profile = Profile(tmp_path / "profile")
    assert list_backups(profile)
    assert not list(profile.backups.glob("*.part*"))


@pytest.mark.parametrize("turn", range(8))
def test_killed_while_a_copy_is_made_and_the_database_lost_all_comes_back(tmp_path: Path, turn: int) -> None:
    profile = Profile(tmp_path / "profile")
    acknowledged = _answer_and_kill(profile.folder, 0.02 + 0.025 * turn, "--beside")
    for path in profile.folder.glob("learner.db*"):
        path.unlink()
    assert restore(profile, Clock()).damage.lost.answers == 0
    with LearnerStore.open(profile, Clock()) as store:
        assert _lost(store, acknowledged) == []
    assert examine(profile).findings == ()


@pytest.mark.long
def test_killed_three_hundred_times_while_a_copy_is_made(tmp_path: Path) -> None:
    _kill_often(tmp_path, 300, "--beside")


@pytest.mark.long
def test_killed_a_thousand_times_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    _kill_often(tmp_path, 1000)


@pytest.mark.parametrize("loss", ["database", "log", "both", "half the database", "noise"])
def test_killed_and_then_damaged_nothing_acknowledged_is_lost(tmp_path: Path, loss: str) -> None:
    profile = Profile(tmp_path / "profile")
    acknowledged = _answer_and_kill(profile.folder, 0.15)
    log = Path(f"{profile.store}-wal")
    shutil.copytree(profile.folder, tmp_path / "before")
    if loss in ("database", "both"):
        profile.store.unlink()
    if loss in ("log", "both"):
        log.unlink(missing_ok=True)
    if loss == "half the database":
        os.truncate(profile.store, max(4096, profile.store.stat().st_size // 2))
        log.unlink()
    if loss == "noise":
        profile.store.write_bytes(random.Random(1).randbytes(9000))
    if loss != "log":
        restored = restore(profile, Clock())
        assert restored.damage.lost.answers == 0
    with LearnerStore.open(profile, Clock()) as store:
        assert _lost(store, acknowledged) == []
    assert examine(profile).findings == ()

"""``export history --format xapi``: the whole record, the same bytes each time, nothing of the machine in it."""

from __future__ import annotations

import getpass
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.cli import main
from relall_trainer.encounter.attempt import Committed
from relall_trainer.gui.record import StoreRecord, stored
from tests.interop.xapi_rules import faults
from tests.learner.played import Played, fill, opened, small_played

ROOT = Path(__file__).resolve().parents[2]


def export(profile: Path, **environment: str) -> bytes:
    """The statements of a profile, written in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "relall_trainer", "--profile", str(profile), "export", "history", "--format", "xapi"],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stderr == b""
    return done.stdout


def parsed(out: str) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = json.loads(out)
    return said


def test_the_same_record_gives_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile, other = tmp_path / "profile", tmp_path / "other"
    with opened(profile, seed=11) as played:
        fill(played, 6)
        told_of = len(played.roads)
    first = export(profile, PYTHONHASHSEED="1", TZ="Pacific/Auckland", LC_ALL="C")
    assert export(profile, PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C.UTF-8") == first
    said = parsed(first.decode("utf-8"))
    assert [fault for one in said for fault in faults(one)] == []
    assert len({one["context"]["registration"] for one in said}) <= told_of
    assert len({one["actor"]["account"]["name"] for one in said}) == 1
    # Taken along to another computer, it is still the same learner's.
    assert main(["--profile", str(profile), "export", "history", "--format", "json"]) == 0
    record = tmp_path / "record.json"
    record.write_text(capsys.readouterr().out, "utf-8")
    assert main(["--profile", str(other), "import", str(record)]) == 0
    assert export(other) == first


def test_nothing_in_it_tells_of_the_machine_or_the_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile-of-ana"
    label = "ana.learner@hospital.example"
    with small_played(profile, rationale="my own reason", note="my own note", learner=label):
        pass
    assert main(["--profile", str(profile), "export", "history", "--format", "xapi"]) == 0
    out = capsys.readouterr().out
    assert "my own reason" in out
    for secret in (label, "mailto:", "hospital", "profile-of-ana", str(tmp_path), sys.executable):
        assert secret not in out
    words = set(re.findall(r"[\w.-]+", out))
    assert not {socket.gethostname(), getpass.getuser()} & words
    # Notes are changed and taken away again, which a statement cannot be.
    assert "my own note" not in out


def test_labels_make_accounts_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "profile"
    with opened(profile) as played:
        for label in ("Learner 01", "Learner 02", "Learner 01", ""):
            played.begin(learner=label)
            played._now()
    assert main(["--profile", str(profile), "export", "history", "--format", "xapi", "--json"]) == 0
    accounts = [one["actor"]["account"]["name"] for one in parsed(capsys.readouterr().out)]
    assert len(accounts) == 4
    assert len(set(accounts)) == 3


def test_an_attempt_that_cannot_be_played_is_told_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "profile"
    with opened(profile) as played:
        good = played.begin()
        played.decide(good)
        bad = played.begin(1)
        _misplaced(played, bad.attempt)
    assert main(["--profile", str(profile), "export", "history", "--format", "xapi"]) == 1
    captured = capsys.readouterr()
    assert {one["context"]["registration"] for one in parsed(captured.out)} == {good.attempt}
    assert captured.err.count("\n") == 1
    assert f"{bad.attempt} is left out" in captured.err


def _misplaced(played: Played, attempt: str) -> None:
    event = Committed(at="2026-12-24T10:00:00Z", node="nowhere", chosen=("none",))
    summary = played.store.summary(attempt).summary
    played.store.append(attempt, stored(event), summary)
    assert StoreRecord(played.store).events(attempt)[-1] == event


def test_no_record_yet_is_an_empty_array(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--profile", str(tmp_path / "profile"), "export", "history", "--format", "xapi"]) == 0
    assert parsed(capsys.readouterr().out) == []

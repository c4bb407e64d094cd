"""The program as a shell runs it: streams closed, full, gone, in another encoding; one line at most, no traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from relall_trainer.streams import OnScreen, one_line

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
ROOT = Path(__file__).resolve().parents[1]


def _shell(line: str, profile: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run ``line`` with ``$T`` standing for the program."""
    changed = {"PYTHONPATH": str(ROOT), "RELALL_TRAINER_PROFILE": str(profile), **more}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | changed
    environment["T"] = f"{sys.executable} -m relall_trainer"
    return subprocess.run(["sh", "-c", line], env=environment, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "line",
    [
        "echo {} | $T appraise --json >&-",
        "$T --json appraise <&-",
        "$T appraise <&-",
        "$T appraise --lines /proc/self/mem",
    ]
    + (["echo {} | $T appraise >/dev/full", "$T --help >/dev/full"] if Path("/dev/full").exists() else []),
)
def test_what_cannot_be_done_is_one_line_and_2(line: str, tmp_path: Path) -> None:
    done = _shell(line, tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
    assert done.stderr.startswith(b"relall-trainer: ")


def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    for arguments in ("appraise --json", "--help"):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            command = [sys.executable, "-m", "relall_trainer", *arguments.split()]
            environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
            done = subprocess.run(
                command,
                input=b"{}",
                stdout=writer,
                stderr=subprocess.PIPE,
                env=environment | {"PYTHONPATH": str(ROOT), "RELALL_TRAINER_PROFILE": str(tmp_path)},
                check=False,
            )
        finally:
            os.close(writer)
        assert (done.returncode, done.stderr) == (0, b"")


def test_json_is_utf_8_whatever_the_terminal_can_show(tmp_path: Path) -> None:
    said = _shell("$T evidence show ev-blina-design --json", tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C")
    plain = _shell("$T evidence show ev-blina-design --json", tmp_path)
    assert json.loads(said.stdout) == json.loads(plain.stdout)
    assert not plain.stdout.isascii()


def test_a_folder_whose_name_is_not_text_is_refused(tmp_path: Path) -> None:
    done = _shell("$T backup --profile \"$(printf 'p\\377')\"", tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
    assert b"p\\udcff" in done.stderr


@pytest.mark.parametrize("arguments", ["--profile ''", "--profile '' backup", "--profile --json"])
def test_no_folder_is_never_taken_for_the_usual_one(arguments: str, tmp_path: Path) -> None:
    done = _shell(f"$T {arguments}", tmp_path / "usual", QT_QPA_PLATFORM="offscreen")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
    assert not (tmp_path / "usual").exists()


def test_signs_that_move_a_terminal_are_spelt_out() -> None:
    assert one_line("a\nb \x1b[31m\u202e ä µ") == "a b \\x1b[31m\\u202e ä µ"


def test_what_goes_to_a_terminal_keeps_its_lines_and_moves_nothing() -> None:
    shown = io.StringIO()
    assert OnScreen(shown).write('"a\x1b[31m","\u202eb"\r\n\tc\x9bd\n') == 20
    assert shown.getvalue() == '"a\\x1b[31m","\\u202eb"\n\tc\\x9bd\n'

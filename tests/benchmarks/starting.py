"""From process start to the first painted window, and its memory, beside a bare PySide6 window."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.paths import Profile, cases_folder
from tests.benchmarks.lived_in import settle_in
from tests.benchmarks.ratio import Ratio

MANY = 500
LIVED_IN = 30  # attempts


def ratios(quick: bool) -> Iterator[Ratio]:
    times = 5 if quick else 15
    with tempfile.TemporaryDirectory() as folder:
        few, many, lived_in = Path(folder) / "few", Path(folder) / "many", Path(folder) / "lived-in"
        for profile in (few, many):
            profile.mkdir()
        settle_in(lived_in, LIVED_IN)
        _add_cases(many / "cases")
        for profile in (few, many, lived_in):
            Shelf(Profile(profile)).heads()  # prepared once, as the first start would
            _open("program", profile)
        bare, program, crowded, later = [], [], [], []
        for _ in range(times):
            bare.append(_open("bare"))
            program.append(_open("program", few))
            crowded.append(_open("program", many))
            later.append(_open("program", lived_in))
    start = [statistics.median(seconds for seconds, _ in runs) for runs in (bare, program, crowded, later)]
    memory = [statistics.median(kilobytes for _, kilobytes in runs) for runs in (bare, program)]
    ratio = start[1] / start[0]
    detail = f"{start[1] * 1000:.0f} ms ÷ {start[0] * 1000:.0f} ms, {times} starts each"
    yield Ratio("process start to painted case list ÷ bare window", ratio, "≤ 1.6", ratio <= 1.6, detail)
    ratio = start[3] / start[0]
    detail = f"{start[3] * 1000:.0f} ms ÷ {start[0] * 1000:.0f} ms, {LIVED_IN} attempts in the record"
    yield Ratio("later start: to the painted day ÷ bare window", ratio, "≤ 1.6", ratio <= 1.6, detail)
    ratio = memory[1] / memory[0]
    detail = f"{memory[1] / 1024:.0f} MB ÷ {memory[0] / 1024:.0f} MB"
    yield Ratio("memory at first paint ÷ bare window", ratio, "≤ 1.6", ratio <= 1.6, detail)
    ratio = start[2] / start[1]
    detail = f"{start[2] * 1000:.0f} ms ÷ {start[1] * 1000:.0f} ms"
    yield Ratio(f"start with {MANY} more case folders ÷ with three", ratio, "≤ 1.2", ratio <= 1.2, detail)


def _add_cases(folder: Path) -> None:
    original = min(cases_folder().glob("*/case.yaml"))
    name = original.parent.name
    text = original.read_text("utf-8")
    for number in range(MANY):
        copy = folder / f"copy-{number}"
        copy.mkdir(parents=True)
        shutil.copyfile(original, copy / "case.yaml")
        (copy / "case.yaml").write_text(text.replace(f"id: {name}", f"id: copy-{number}", 1), "utf-8")


def _open(*what: object) -> tuple[float, int]:
    """Seconds from process start to the first paint, and the resident set in kB."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmarks.first_paint", *map(str, what)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    painted, resident = done.stdout.split()
    return float(painted) - began, int(resident)

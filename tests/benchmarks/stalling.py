"""How long the window stands still, at most, for everything one does in it, beside what is felt as a stall."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.lived_in import settle_in
from tests.benchmarks.ratio import Ratio

FELT_MS = 200.0


def ratios(quick: bool) -> Iterator[Ratio]:
    """A walk through the program on a record of about 20,000 decisions whose index has to be built anew."""
    attempts = 400 if quick else 4000
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "lived-in"
        settle_in(profile, attempts, indexed=False)
        stalls = _walk(profile)
    for what, milliseconds in stalls.items():
        ratio = milliseconds / FELT_MS
        yield Ratio(f"stall: {what}", ratio, "≤ 1", ratio <= 1, f"{milliseconds:.0f} ms ÷ {FELT_MS:.0f} ms")


def _walk(profile: Path) -> dict[str, float]:
    """What was done, and the longest stall (ms) it ever took, in the order in which it was first done."""
    command = [sys.executable, "-m", "tests.benchmarks.walking", str(profile)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    stalls: dict[str, float] = {}
    for line in done.stdout.splitlines():
        milliseconds, what = line.split("\t", 1)
        stalls[what] = max(stalls.get(what, 0.0), float(milliseconds))
    return stalls

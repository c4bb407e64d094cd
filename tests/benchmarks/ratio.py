"""A measured value beside its goal."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """``value`` is measured ÷ baseline (or a plain number); ``goal`` is what it should keep to."""

    what: str
    value: float
    goal: str
    held: bool
    detail: str = ""

    def __str__(self) -> str:
        mark = "ok " if self.held else "NOT"
        return f"{self.what:<58} {self.value:>9,.2f}  {self.goal:<10} {mark} {self.detail}"


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def alternating(first: Callable[[], float], second: Callable[[], float], times: int) -> tuple[float, float]:
    """Medians of two measurements taken in turn, so that a busy moment hits both."""
    pairs = [(first(), second()) for _ in range(times)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)

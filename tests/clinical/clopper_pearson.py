"""The interval of Clopper and Pearson, which never covers less than it says: what a drawn frequency is held against."""

from __future__ import annotations

from relall_trainer.clinical import beta


def exact(successes: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The limits for so many of so many; (0, 1) where nothing was observed."""
    tail = (1 - level) / 2
    failures = n - successes
    low = 0.0 if successes == 0 else beta.quantile(tail, successes, failures + 1)
    high = 1.0 if failures == 0 else beta.quantile(1 - tail, successes + 1, failures)
    return low, high

"""How sure a share is: intervals for so many of so many.

``wilson`` keeps its promise on average and is what shares are shown with; ``exact`` (Clopper–Pearson) never covers
less than it says and is what a drawn frequency is held against.
"""

from __future__ import annotations

import math
from statistics import NormalDist

LEVEL = 0.95
_HALVINGS = 200  # more than a float can tell apart


def wilson(successes: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The score interval of Wilson, without continuity correction; (0, 1) where nothing was observed."""
    _check(successes, n, level)
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = successes / n
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    middle, scale = share + z * z / (2 * n), 1 + z * z / n
    low = 0.0 if successes == 0 else max(0.0, (middle - spread) / scale)
    high = 1.0 if successes == n else min(1.0, (middle + spread) / scale)
    return low, high


def exact(successes: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The interval of Clopper and Pearson; (0, 1) where nothing was observed."""
    _check(successes, n, level)
    tail = (1 - level) / 2
    failures = n - successes
    low = 0.0 if successes == 0 else _beta_quantile(tail, successes, failures + 1)
    high = 1.0 if failures == 0 else _beta_quantile(1 - tail, successes + 1, failures)
    return low, high


def _check(successes: int, n: int, level: float) -> None:
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")


def _beta_quantile(probability: float, a: int, b: int) -> float:
    """Where the beta distribution has so much probability below: by halving, as it only ever rises."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _beta_below(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_below(x: float, a: int, b: int) -> float:
    """The regularised incomplete beta function, by its continued fraction on the side where that is quick."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: int, b: int) -> float:
    """The continued fraction of the incomplete beta function, evaluated as Lentz does."""
    tiny = 1e-300
    above, below = 1.0, 1 - (a + b) * x / (a + 1)
    below = 1 / (below if abs(below) > tiny else tiny)
    result = below
    # It settles within a few times the square root of the larger of a and b.
    for m in range(1, 200 + 10 * math.isqrt(max(a, b))):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            below = 1 + term * below
            below = 1 / (below if abs(below) > tiny else tiny)
            above = 1 + term / above
            above = above if abs(above) > tiny else tiny
            step = below * above
            result *= step
        if abs(step - 1) < 1e-15:
            break
    return result

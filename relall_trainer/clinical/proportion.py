"""How sure a share is: intervals for so many of so many.

``wilson`` keeps its promise on average and is what shares are shown with; ``wilson_of_mean`` is for what is earned in
part.
"""

from __future__ import annotations

import math
from statistics import NormalDist

LEVEL = 0.95


def wilson(successes: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The score interval of Wilson, without continuity correction; (0, 1) where nothing was observed."""
    _check(successes, n, level)
    return wilson_of_mean(successes / n, n, level) if n else (0.0, 1.0)


def wilson_of_mean(mean: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The same interval for the mean of ``n`` shares, each between 0 and 1; (0, 1) where nothing was observed.

    Shares between 0 and 1 scatter at most as those do that are either 0 or 1, so it is never too narrow by their
    being shares; and unlike an interval from their own scatter it has a width where they are all alike.
    """
    _check(mean, 1, level)
    if n < 1:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = z * math.sqrt(mean * (1 - mean) / n + z * z / (4 * n * n))
    middle, scale = mean + z * z / (2 * n), 1 + z * z / n
    # Held to the mean, which rounding could otherwise leave a hair outside where it is next to 0 or 1.
    return max(0.0, min(mean, (middle - spread) / scale)), min(1.0, max(mean, (middle + spread) / scale))


def percent(share: float) -> int:
    """A share as whole per cent, half up, also where the share of a count lies a hair below a half as a float."""
    return int(round(share * 100, 9) + 0.5)


def _check(successes: float, n: int, level: float) -> None:
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")

"""The beta distribution, on which the F distribution and the intervals of reliabilities rest.

Only what those need: how much of it lies below a place, and where so much lies below.
"""

from __future__ import annotations

import math

_HALVINGS = 1100  # more than a float can tell apart, however small it is


def below(x: float, a: float, b: float) -> float:
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


def quantile(probability: float, a: float, b: float) -> float:
    """Where the beta distribution has so much probability below: by halving, as it only ever rises."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if below(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def f_quantile(probability: float, upper: float, lower: float) -> float:
    """Where the F distribution, with its degrees of freedom above and below the line, has so much below."""
    if not 0 < probability < 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
    if upper <= 0 or lower <= 0:
        raise ValueError(f"{upper} and {lower} are no degrees of freedom")
    # Both sides are sought for themselves: one less the other would lose its digits near 1.
    share = quantile(probability, upper / 2, lower / 2)
    rest = quantile(1 - probability, lower / 2, upper / 2)
    return lower * share / (upper * rest)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, evaluated as Lentz does."""
    tiny = 1e-300
    above, below_line = 1.0, 1 - (a + b) * x / (a + 1)
    below_line = 1 / (below_line if abs(below_line) > tiny else tiny)
    result = below_line
    # It settles within a few times the square root of the larger of a and b.
    for m in range(1, 200 + 10 * math.isqrt(int(max(a, b)))):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            below_line = 1 + term * below_line
            below_line = 1 / (below_line if abs(below_line) > tiny else tiny)
            above = 1 + term / above
            above = above if abs(above) > tiny else tiny
            step = below_line * above
            result *= step
        if abs(step - 1) < 1e-15:
            break
    return result

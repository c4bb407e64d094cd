"""Figures about one decision that say how little is known: how hard it was, and whether it goes with the rest.

Nothing here is said without the number of learners it rests on and an interval. Which answers are put together is
for ``statistics``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from relall_trainer.clinical.proportion import LEVEL, wilson_of_mean

# So many learners: below the first a correlation is hidden, below the second unstable, below the third to be doubted.
FEWEST, STABLE, SETTLED = 10, 30, 100
HIDDEN, UNSTABLE, CAUTION, STEADY = FOOTINGS = ("hidden", "unstable", "caution", "steady")
DRAWN_AS = 10  # answers that the mean of a rule counts as, at most, where a difficulty is drawn toward it

_FOOTING_WORDS = {
    UNSTABLE: f"unstable below {STABLE} learners",
    CAUTION: f"to be read with caution below {SETTLED} learners",
    STEADY: "",
}


def footing(n: int) -> str:
    """How firm a correlation or a reliability of so many learners is: one of ``FOOTINGS``."""
    if n < FEWEST:
        return HIDDEN
    if n < STABLE:
        return UNSTABLE
    return CAUTION if n < SETTLED else STEADY


def figure(value: float) -> str:
    """A figure to two places, with a minus sign that is one."""
    told = f"{value:.2f}"
    return told.lstrip("-") if float(told) == 0 else told.replace("-", "−")


def bounds(low: float, high: float) -> str:
    return f"95% interval {_bound(low)} to {_bound(high)}"


def on_footing(told: str, n: int) -> str:
    """A sentence's end that says how firm it is."""
    words = _FOOTING_WORDS[footing(n)]
    return f"{told}; {words}" if words else told


@dataclass(frozen=True, slots=True)
class Difficulty:
    """The mean share of the possible points, of ``n`` learners: 1 where all earned all. None where nobody answered.

    ``low`` and ``high`` are its 95% interval (Wilson). ``uncounted``: answers at which no points were possible.
    """

    n: int
    mean: float | None
    low: float
    high: float
    uncounted: int = 0

    @property
    def told(self) -> str:
        left_out = f"; {self.uncounted} not counted, as nothing chosen was rated" if self.uncounted else ""
        if self.mean is None:
            return f"no answer to count (n = 0){left_out}"
        return (
            f"{figure(self.mean)} of the points on average "
            f"(n = {self.n}, {bounds(self.low, self.high)}){left_out}"
        )


def difficulty(shares: Iterable[float | None]) -> Difficulty:
    """How hard something was, from one share of the possible points a learner; None: no points were possible."""
    every = tuple(shares)
    counted = [share for share in every if share is not None]
    n = len(counted)
    mean = min(1.0, math.fsum(counted) / n) if n else None
    low, high = wilson_of_mean(mean or 0.0, n)
    return Difficulty(n, mean, low, high, len(every) - n)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A difficulty drawn toward the mean of the rule, for putting decisions in an order: few answers mislead.

    ``others`` is the mean of ``answers`` answers to other decisions on the same rules; it counts as ``weight``.
    """

    value: float
    n: int
    others: float
    answers: int
    weight: int

    @property
    def told(self) -> str:
        return (
            f"{figure(self.value)} when its n = {self.n} is drawn toward {figure(self.others)}, the mean of "
            f"{self.answers} answers to other decisions on the same rule, counted as {self.weight}"
        )


def drawn(one: Difficulty, others: Iterable[tuple[str, float]]) -> Drawn | None:
    """A difficulty drawn toward the answers (learner, share) to other decisions on its rules; None without either.

    The weight is fixed, not estimated: between a handful of decisions there is no spread to estimate it from. Answers
    of one learner are not independent, so it is never more than the learners behind it.
    """
    every = tuple(others)
    if one.mean is None or not every:
        return None
    mean = min(1.0, math.fsum(share for _, share in every) / len(every))
    weight = min(DRAWN_AS, len({learner for learner, _ in every}))
    value = (one.n * one.mean + weight * mean) / (one.n + weight)
    low, high = sorted((one.mean, mean))
    return Drawn(min(max(value, low), high), one.n, mean, len(every), weight)


@dataclass(frozen=True, slots=True)
class ItemRest:
    """How a decision goes with the rest of what the same learners answered: a correlation, with Fisher's interval.

    ``r``, ``low`` and ``high`` are None where it is not shown, and ``why`` says why. ``rest``: the decisions it is
    held against.
    """

    n: int
    rest: int
    r: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""

    @property
    def footing(self) -> str:
        return HIDDEN if self.r is None else footing(self.n)

    @property
    def told(self) -> str:
        if self.r is None or self.low is None or self.high is None:
            return f"Item–rest correlation not shown (n = {self.n}): {self.why}"
        other = "the other decision" if self.rest == 1 else f"the other {self.rest} decisions"
        told = f"Item–rest correlation {figure(self.r)} with {other} (n = {self.n}, {bounds(self.low, self.high)})"
        return on_footing(told, self.n)


def item_rest(pairs: Sequence[tuple[float, float]], rest: int) -> ItemRest:
    """The correlation of shares at a decision with those of the rest, one pair a learner, through the gates."""
    n = len(pairs)
    if not rest:
        return ItemRest(n, rest, why="there is no other decision that all have met")
    if n < FEWEST:
        return ItemRest(n, rest, why=too_few())
    r = correlation(pairs)
    if r is None:
        return ItemRest(n, rest, why="all did alike, so nothing can go together")
    return ItemRest(n, rest, r, *fisher(r, n))


def too_few() -> str:
    return f"below {FEWEST} learners it would be chance"


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation; None where either side does not vary."""
    left, right = ([pair[side] for pair in pairs] for side in (0, 1))
    if not pairs or min(left) == max(left) or min(right) == max(right):
        return None
    left, right = centred(left), centred(right)
    together = math.fsum(a * b for a, b in zip(left, right, strict=True))
    apart = math.sqrt(math.fsum(a * a for a in left)) * math.sqrt(math.fsum(b * b for b in right))
    return max(-1.0, min(1.0, together / apart)) if apart else None


def centred(values: Sequence[float]) -> list[float]:
    mean = math.fsum(values) / len(values)
    return [value - mean for value in values]


def fisher(r: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Fisher's interval of a correlation of more than three pairs; a perfect one has none but itself."""
    if n <= 3:
        raise ValueError(f"{n} pairs have no interval")
    if abs(r) >= 1:
        return r, r
    half = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(n - 3)
    middle = math.atanh(r)
    return math.tanh(middle - half), math.tanh(middle + half)


def _bound(value: float) -> str:
    return "below −1" if value < -1 else figure(value)

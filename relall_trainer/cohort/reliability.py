"""How far an exam's total can be relied on: Cronbach's alpha, with cases as its parts.

Decisions within one case hang together whatever a learner knows, so an alpha over decisions flatters; here a case is
one part. Which cases and learners go in is for ``statistics``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from relall_trainer.clinical.beta import f_quantile
from relall_trainer.clinical.proportion import LEVEL
from relall_trainer.cohort.estimates import (
    FEWEST,
    HIDDEN,
    bounds,
    centred,
    figure,
    footing,
    on_footing,
    too_few,
)

TARGETS = (0.7, 0.8)
_MANY = 100  # nobody sits more cases than that, so their number is not told


@dataclass(frozen=True, slots=True)
class CasesNeeded:
    """How many cases like these an alpha of ``target`` would take, by Spearman and Brown.

    ``fewest`` and ``most`` are what the limits of alpha's interval would ask for; None: no number would do.
    """

    target: float
    cases: int | None
    fewest: int | None
    most: int | None

    @property
    def told(self) -> str:
        if self.cases is None or self.fewest is None:
            return f"no number of cases like these would bring {self.target}, going by this alpha"
        about = "" if self.cases > _MANY else "about "
        number = f"{about}{_number(self.cases)} {'case' if self.cases == 1 else 'cases'} like these"
        most = "no telling how many" if self.most is None else _number(self.most)
        return f"{self.target} would take {number} (95% interval {_number(self.fewest)} to {most})"


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha of ``cases`` cases over ``n`` learners, with Feldt's interval.

    ``value``, ``low`` and ``high`` are None, and ``needed`` is empty, where it is not shown; ``why`` says why.
    """

    n: int
    cases: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    needed: tuple[CasesNeeded, ...] = ()
    why: str = ""

    @property
    def footing(self) -> str:
        return HIDDEN if self.value is None else footing(self.n)

    @property
    def told(self) -> str:
        if self.value is None or self.low is None or self.high is None:
            return f"Cronbach's alpha not shown (n = {self.n}): {self.why}"
        told = (
            f"Cronbach's alpha {figure(self.value)} over {self.cases} cases "
            f"(n = {self.n}, {bounds(self.low, self.high)})"
        )
        return on_footing(told, self.n)


def alpha_of(rows: Sequence[Sequence[float]], cases: int) -> Alpha:
    """Alpha through the gates. One row a learner: what she earned in each of the ``cases`` cases."""
    n = len(rows)
    if cases < 2:
        return Alpha(n, cases, why="it takes two cases that all have met")
    if n < FEWEST:
        return Alpha(n, cases, why=too_few())
    value = cronbach(rows)
    if value is None:
        return Alpha(n, cases, why="all have the same total")
    low, high = feldt(value, n, cases)
    needed = tuple(_needed(target, cases, value, low, high) for target in TARGETS)
    return Alpha(n, cases, value, low, high, needed)


def cronbach(rows: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha, one row a learner, at least two columns; None where the totals do not vary."""
    parts = len(rows[0])
    if parts < 2:
        raise ValueError("alpha takes two parts")
    totals = [math.fsum(row) for row in rows]
    if max(totals) - min(totals) <= 1e-9 * max(map(abs, totals)):
        return None
    within = math.fsum(_squares(column) for column in zip(*rows, strict=True))
    return parts / (parts - 1) * (1 - within / _squares(totals))


def feldt(alpha: float, n: int, parts: int, level: float = LEVEL) -> tuple[float, float]:
    """Feldt's interval of an alpha of so many parts over n learners, from the F distribution."""
    tail = (1 - level) / 2
    upper, lower = n - 1, (n - 1) * (parts - 1)
    low = 1 - (1 - alpha) * f_quantile(1 - tail, upper, lower)
    high = 1 - (1 - alpha) * f_quantile(tail, upper, lower)
    return low, high


def cases_for(target: float, alpha: float, cases: int) -> int | None:
    """How many cases like these an alpha of ``target`` would take; None where no number would do."""
    if not 0 < target < 1:
        raise ValueError(f"an alpha of {target} cannot be aimed at")
    if alpha <= 0:
        return None
    exact = cases * target * (1 - alpha) / (alpha * (1 - target))
    return max(1, math.ceil(exact - 1e-9))


def _needed(target: float, cases: int, value: float, low: float, high: float) -> CasesNeeded:
    return CasesNeeded(target, *(cases_for(target, one, cases) for one in (value, high, low)))


def _squares(values: Sequence[float]) -> float:
    return math.fsum(value * value for value in centred(values))


def _number(cases: int) -> str:
    return str(cases) if cases <= _MANY else f"more than {_MANY}"

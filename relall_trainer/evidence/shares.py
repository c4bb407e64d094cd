"""A figure as a share of a hundred: where its mark stands, its interval, and in words why it has none.

An interval is worked out only from a certain count; a percentage that no whole number of the patients makes stays as
it is printed. Painting is left to the window.
"""

from __future__ import annotations

from dataclasses import dataclass

from relall_trainer.clinical.proportion import wilson
from relall_trainer.evidence.reference import Figure, plain_number

COUNTED = "counted"  # a certain count: a mark with an interval
PRINTED = "printed"  # a percentage alone: a mark without an interval
RANGE = "range"  # from … to …, as printed: no mark
NOT_GIVEN = "not given"

# A printed whole per cent stands for all that is rounded to it.
_ROUNDING = 0.5
_NO_COUNT = "no whole number"


@dataclass(frozen=True, slots=True)
class Share:
    """``percent`` is where the mark stands, ``low`` to ``high`` the interval or range, all of a hundred.

    ``n`` is how many patients a count rests on. ``why`` tells why there is no interval.
    """

    kind: str
    printed: str
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    why: str = ""

    @property
    def impossible(self) -> bool:
        """Whether it is a percentage that no whole number of the patients makes."""
        return self.why.startswith(_NO_COUNT)

    def words(self) -> str:
        """All that a drawing of it says."""
        if self.kind == NOT_GIVEN:
            return self.why
        if self.kind == RANGE:
            return f"{self.printed}, a range as printed"
        if self.low is None or self.high is None:
            return f"{self.printed}; no interval: {self.why}"
        return f"{self.printed}, 95% interval {interval_words(self.low, self.high)}"


def share_of(figure: Figure | None, patients: int | None = None) -> Share:
    """The figure as a share; ``patients`` are those the source prints beside it."""
    if figure is None:
        return Share(NOT_GIVEN, "–", why="not given")
    printed = figure.shown()
    if figure.numerator is not None and figure.denominator is not None:
        low, high = wilson(figure.numerator, figure.denominator)
        percent = 100 * figure.numerator / figure.denominator
        return Share(COUNTED, printed, percent, 100 * low, 100 * high, figure.denominator)
    if figure.percent is not None:
        return Share(PRINTED, printed, figure.percent, why=_why_no_interval(figure, patients))
    if figure.low is not None and figure.high is not None and "%" in printed:
        return Share(RANGE, printed, low=figure.low, high=figure.high)
    return Share(NOT_GIVEN, printed, why=f"{printed}: no share of a hundred")


def possible_counts(percent: float, patients: int) -> tuple[int, ...]:
    """The whole numbers of so many patients that are rounded to this percentage."""
    return tuple(count for count in range(patients + 1) if abs(100 * count / patients - percent) <= _ROUNDING)


def interval_words(low: float, high: float) -> str:
    """``23–56%``; near either end with one decimal, so that what is possible is not called impossible."""
    return f"{_bound(low)}–{_bound(high)}%"


def _bound(percent: float) -> str:
    near_an_end = 0 < percent < 1 or 99 < percent < 100
    return f"{percent:.1f}" if near_an_end else f"{percent:.0f}"


def _why_no_interval(figure: Figure, patients: int | None) -> str:
    # A figure that is printed with words of its own may be of other patients than those beside it.
    if figure.percent is None or not patients or figure.as_printed is not None:
        return "the count behind it is not certain"
    if possible_counts(figure.percent, patients):
        return "the count behind it is not certain"
    return f"{_NO_COUNT} of {patients} patients makes {plain_number(figure.percent)}%"

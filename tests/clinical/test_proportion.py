"""Intervals against published values, and against the binomial sum they are defined by."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relall_trainer.clinical.proportion import percent, wilson, wilson_of_mean
from tests.clinical.clopper_pearson import exact

Interval = Callable[..., tuple[float, float]]


def at_least(successes: int, n: int, share: float) -> float:
    """How likely so many or more are, summed term by term."""
    return math.fsum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(successes, n + 1))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),
        (5, 10, 0.1871, 0.8129),
        (10, 10, 0.6915, 1.0),
        (1, 10, 0.0025, 0.4450),
        (4, 20, 0.0573, 0.4366),
        (0, 1, 0.0, 0.975),
    ],
)
def test_exact_has_the_published_limits(successes: int, n: int, low: float, high: float) -> None:
    assert exact(successes, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (5, 10, 0.2366, 0.7634),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998
        (15, 148, 0.0624, 0.1605),  # Newcombe 1998
        (0, 20, 0.0, 0.1611),  # Newcombe 1998
        (1, 29, 0.0061, 0.1718),  # Newcombe 1998
    ],
)
def test_wilson_has_the_published_limits(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("interval", [wilson, exact])
def test_nothing_observed_says_nothing(interval: Interval) -> None:
    assert interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("successes", "n", "level"), [(-1, 4, 0.95), (5, 4, 0.95), (1, 2, 0.0), (1, 2, 1.0)])
def test_what_is_no_share_is_refused(successes: int, n: int, level: float) -> None:
    with pytest.raises(ValueError, match=r"share|level"):
        wilson(successes, n, level)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_exact_limits_leave_the_tails_they_are_defined_by(pair: tuple[int, int]) -> None:
    successes, n = pair
    low, high = exact(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    if successes:
        assert at_least(successes, n, low) == pytest.approx(0.025, abs=1e-9)
    if successes < n:
        assert 1 - at_least(successes + 1, n, high) == pytest.approx(0.025, abs=1e-9)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_both_are_mirrored_and_hold_the_share(pair: tuple[int, int]) -> None:
    successes, n = pair
    for interval in (wilson, exact):
        low, high = interval(successes, n)
        assert 0 <= low <= successes / n <= high <= 1
        assert (1 - high, 1 - low) == pytest.approx(interval(n - successes, n), abs=1e-9)
        assert interval(successes, n, 0.5)[0] >= low


def test_a_million_is_no_trouble() -> None:
    low, high = exact(500_000, 1_000_000)
    assert low == pytest.approx(0.49902, abs=2e-5)
    assert high == pytest.approx(0.50098, abs=2e-5)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_mean_of_rights_and_wrongs_has_the_interval_of_the_share(pair: tuple[int, int]) -> None:
    successes, n = pair
    assert wilson_of_mean(successes / n, n) == wilson(successes, n)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
@example([0.0, 0.0, 0.0, 0.0, 1e-300])
def test_a_mean_lies_within_an_interval_that_has_a_width(shares: list[float]) -> None:
    mean = min(1.0, math.fsum(shares) / len(shares))
    low, high = wilson_of_mean(mean, len(shares))
    assert 0 <= low <= mean <= high <= 1
    assert high - low > 0.01


@pytest.mark.parametrize("mean", [-0.1, 1.1])
def test_what_is_no_mean_of_shares_is_refused(mean: float) -> None:
    with pytest.raises(ValueError, match="share"):
        wilson_of_mean(mean, 5)


def test_per_cent_is_rounded_half_up() -> None:
    assert [percent(share) for share in (0.0, 0.005, 0.125, 0.5, 0.995, 1.0)] == [0, 1, 13, 50, 100, 100]
    for n in range(1, 401):  # 23 of 40 are 58%, though 23 / 40 * 100 is less than 57.5 as a float
        assert [percent(right / n) for right in range(n + 1)] == [
            (200 * right + n) // (2 * n) for right in range(n + 1)
        ]

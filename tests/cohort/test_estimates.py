"""Difficulty and correlation against published values and scipy, through their gates, and whatever the answers are.

Numbers marked scipy were got once with scipy 1.17.1 (``scipy.stats.pearsonr(...).confidence_interval()``).
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relall_trainer.clinical.proportion import wilson
from relall_trainer.cohort.estimates import (
    CAUTION,
    DRAWN_AS,
    FEWEST,
    HIDDEN,
    STEADY,
    UNSTABLE,
    correlation,
    difficulty,
    drawn,
    figure,
    fisher,
    footing,
    item_rest,
)

SHARES = st.sampled_from([0.0, 0.25, 0.5, 0.6, 0.75, 1.0])
PAIRS = st.lists(st.tuples(SHARES, SHARES), min_size=FEWEST, max_size=60)

# Anscombe's first and fourth sets (1973): r = 0.816 and 0.817 as published.
ANSCOMBE_X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
ANSCOMBE_Y = (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)
FOURTH_X = (8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8)
FOURTH_Y = (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89)


def paired(left: Sequence[float], right: Sequence[float]) -> list[tuple[float, float]]:
    return [(float(a), float(b)) for a, b in zip(left, right, strict=True)]


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, HIDDEN), (9, HIDDEN), (10, UNSTABLE), (29, UNSTABLE), (30, CAUTION), (99, CAUTION), (100, STEADY)],
)
def test_footing_changes_at_10_30_and_100(n: int, expected: str) -> None:
    assert footing(n) == expected


@pytest.mark.parametrize(
    ("value", "told"), [(0.4149, "0.41"), (-0.15, "−0.15"), (-0.001, "0.00"), (0.0, "0.00"), (1.0, "1.00")]
)
def test_figures_have_two_places_and_a_minus_sign(value: float, told: str) -> None:
    assert figure(value) == told


def test_difficulty_is_the_mean_share_with_n_and_interval() -> None:
    one = difficulty([1, 0.6, 0.6, 0, 1, 1, 0.6, 0.2, None])
    assert one.n == 8
    assert one.mean == pytest.approx(5 / 8)
    # By hand: Wilson with p = 0.625, n = 8, z² = 3.8415: (0.625 + 0.2401 ∓ 0.4049) / 1.4802.
    assert (one.low, one.high) == pytest.approx((0.3057, 0.8632), abs=5e-4)
    assert one.told == (
        "0.62 of the points on average (n = 8, 95% interval 0.31 to 0.86); "
        "1 not counted, as nothing chosen was rated"
    )


def test_nobody_is_told_as_nobody() -> None:
    one = difficulty([])
    assert (one.n, one.mean, one.low, one.high) == (0, None, 0.0, 1.0)
    assert one.told == "no answer to count (n = 0)"


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=50))
def test_where_all_is_right_or_wrong_it_is_the_interval_of_a_share(shares: list[float]) -> None:
    one = difficulty(shares)
    assert (one.low, one.high) == wilson(int(sum(shares)), len(shares))


@given(st.lists(SHARES, min_size=1, max_size=50), st.randoms(use_true_random=False))
def test_difficulty_knows_no_order_and_keeps_its_bounds(shares: list[float], order: random.Random) -> None:
    one = difficulty(shares)
    assert one.mean is not None
    assert 0 <= one.low <= one.mean <= one.high <= 1
    shuffled = list(shares)
    order.shuffle(shuffled)
    assert difficulty(shuffled) == one
    assert f"n = {len(shares)}" in one.told


@given(st.lists(SHARES, min_size=1, max_size=12))
def test_more_of_the_same_makes_an_interval_narrower(shares: list[float]) -> None:
    once, four_times = difficulty(shares), difficulty(shares * 4)
    assert four_times.mean == pytest.approx(once.mean)
    assert four_times.high - four_times.low < once.high - once.low


def test_few_answers_are_drawn_toward_the_rule_and_many_are_not() -> None:
    others = [(f"L{n}", 0.8) for n in range(20)]
    nine, many = drawn(difficulty([0.2] * 9), others), drawn(difficulty([0.2] * 990), others)
    assert nine is not None
    assert many is not None
    assert nine.value == pytest.approx((9 * 0.2 + DRAWN_AS * 0.8) / 19)
    assert many.value == pytest.approx((990 * 0.2 + DRAWN_AS * 0.8) / 1000)
    assert nine.told == (
        "0.52 when its n = 9 is drawn toward 0.80, the mean of 20 answers to other decisions on the same rule, "
        "counted as 10"
    )


def test_answers_of_three_learners_count_as_three() -> None:
    one = drawn(difficulty([0.0] * 3), [(f"L{n % 3}", 1.0) for n in range(30)])
    assert one is not None
    assert (one.weight, one.value) == (3, 0.5)


def test_without_other_answers_nothing_is_drawn() -> None:
    assert drawn(difficulty([0.5]), []) is None
    assert drawn(difficulty([None]), [("L", 0.5)]) is None


@given(
    st.lists(SHARES, min_size=1, max_size=40), st.lists(st.tuples(st.text(max_size=2), SHARES), min_size=1)
)
def test_what_is_drawn_lies_between(shares: list[float], others: list[tuple[str, float]]) -> None:
    one = difficulty(shares)
    result = drawn(one, others)
    assert result is not None
    assert one.mean is not None
    assert min(one.mean, result.others) <= result.value <= max(one.mean, result.others)
    assert 1 <= result.weight <= DRAWN_AS


@pytest.mark.parametrize(
    ("left", "right", "published"), [(ANSCOMBE_X, ANSCOMBE_Y, 0.816), (FOURTH_X, FOURTH_Y, 0.817)]
)
def test_correlation_of_anscombe(left: Sequence[float], right: Sequence[float], published: float) -> None:
    assert correlation(paired(left, right)) == pytest.approx(published, abs=5e-4)


def test_item_rest_is_pearson_and_fisher_of_scipy() -> None:
    one = item_rest(paired(ANSCOMBE_X, ANSCOMBE_Y), rest=7)
    assert one.r == pytest.approx(0.8164205163448395, abs=1e-12)  # scipy
    assert (one.low, one.high) == pytest.approx((0.4243912133932152, 0.9506932537865604), abs=1e-10)  # scipy
    assert one.told == (
        "Item–rest correlation 0.82 with the other 7 decisions (n = 11, 95% interval 0.42 to 0.95); "
        "unstable below 30 learners"
    )


def test_point_biserial_is_the_same_correlation() -> None:
    """By the formula of the textbooks: (mean of the right − mean of the wrong) / s · √(p q), s over n."""
    scores = (9.0, 7, 8, 3, 4, 6, 2, 8, 5, 7, 1, 6)
    right = (1.0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0)
    of_right = [s for s, r in zip(scores, right, strict=True) if r]
    of_wrong = [s for s, r in zip(scores, right, strict=True) if not r]
    mean = sum(scores) / 12
    spread = math.sqrt(sum((score - mean) ** 2 for score in scores) / 12)
    apart = sum(of_right) / len(of_right) - sum(of_wrong) / len(of_wrong)
    expected = apart / spread * math.sqrt(len(of_right) * len(of_wrong)) / 12
    assert correlation(paired(right, scores)) == pytest.approx(expected)


@given(PAIRS)
def test_nothing_is_computed_below_ten(pairs: list[tuple[float, float]]) -> None:
    one = item_rest(pairs[: FEWEST - 1], rest=3)
    assert (one.r, one.low, one.high, one.footing) == (None, None, None, HIDDEN)
    assert one.told == "Item–rest correlation not shown (n = 9): below 10 learners it would be chance"


def test_why_nothing_is_shown() -> None:
    assert item_rest([(1.0, 0.5)] * 12, rest=0).why == "there is no other decision that all have met"
    assert item_rest([(1.0, n / 12) for n in range(12)], rest=2).why.startswith("all did alike")


@given(PAIRS, st.randoms(use_true_random=False))
def test_correlation_has_bounds_and_knows_no_order(
    pairs: list[tuple[float, float]], order: random.Random
) -> None:
    one = item_rest(pairs, rest=2)
    shuffled = list(pairs)
    order.shuffle(shuffled)
    assert item_rest(shuffled, rest=2) == one
    assume(one.r is not None)
    assert one.r is not None
    assert one.low is not None
    assert one.high is not None
    assert -1 <= one.low <= one.r <= one.high <= 1
    assert one.footing != HIDDEN


@given(PAIRS, st.sampled_from([0.5, 2.0, 4.0]), st.sampled_from([-1.0, 0.0, 3.0]))
def test_correlation_is_the_same_on_another_scale_and_mirrored(
    pairs: list[tuple[float, float]], scale: float, shift: float
) -> None:
    r = correlation(pairs)
    assume(r is not None)
    assert correlation([(a, scale * b + shift) for a, b in pairs]) == pytest.approx(r, abs=1e-9)
    assert correlation([(a, -b) for a, b in pairs]) == pytest.approx(-(r or 0), abs=1e-9)
    assert correlation([(b, a) for a, b in pairs]) == pytest.approx(r, abs=1e-12)


@pytest.mark.parametrize(("r", "z"), [(0.5, 0.549), (0.9, 1.472), (0.2, 0.203)])
def test_fisher_is_symmetric_about_the_printed_z(r: float, z: float) -> None:
    low, high = fisher(r, 28)
    assert (math.atanh(low) + math.atanh(high)) / 2 == pytest.approx(z, abs=5e-4)
    assert math.atanh(high) - math.atanh(low) == pytest.approx(2 * 1.95996 / 5, abs=1e-5)


def test_fisher_at_the_edges() -> None:
    assert fisher(1.0, 12) == (1.0, 1.0)
    with pytest.raises(ValueError, match="pairs"):
        fisher(0.5, 3)

"""Alpha, Feldt's interval, and Spearman and Brown, against published data and an independent implementation.

Numbers marked pingouin were got once with pingouin 0.7.0 (``pingouin.cronbach_alpha``), on the two data sets its
documentation works with: ``cronbach_alpha`` (whose figures stand there too) and the nine complete rows of
``cronbach_wide_missing`` (told to drop the others itself, it takes them for learners in the interval).
"""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relall_trainer.cohort.estimates import CAUTION, FEWEST, HIDDEN, UNSTABLE
from relall_trainer.cohort.reliability import Alpha, CasesNeeded, alpha_of, cases_for, cronbach, feldt

# Fifteen people, ten parts.
FIFTEEN = (
    (3, 2, 2, 4, 1, 4, 5, 1, 4, 3),
    (5, 5, 4, 6, 3, 5, 1, 2, 5, 5),
    (7, 5, 3, 5, 5, 6, 4, 3, 3, 6),
    (2, 3, 4, 3, 3, 2, 2, 2, 6, 6),
    (6, 5, 5, 6, 5, 4, 4, 4, 6, 7),
    (1, 2, 2, 3, 4, 2, 5, 2, 3, 5),
    (4, 3, 3, 5, 3, 5, 2, 1, 2, 4),
    (2, 5, 4, 4, 3, 7, 2, 2, 4, 6),
    (6, 2, 5, 5, 5, 1, 6, 5, 2, 3),
    (5, 2, 4, 6, 4, 3, 5, 3, 1, 7),
    (4, 1, 3, 5, 2, 5, 3, 2, 3, 4),
    (4, 4, 2, 3, 2, 5, 3, 4, 2, 3),
    (5, 5, 5, 6, 2, 3, 3, 2, 4, 4),
    (6, 5, 5, 5, 4, 2, 2, 1, 4, 6),
    (4, 4, 3, 5, 5, 3, 1, 3, 2, 3),
)
# Nine people, eleven parts right or wrong (so alpha is the KR-20 too).
NINE = (
    (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    (1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0),
    (1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0),
    (1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0),
    (1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0),
    (1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0),
    (0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0),
    (1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    (1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
)
ROWS = st.integers(2, 6).flatmap(
    lambda parts: st.lists(
        st.lists(st.integers(0, 8), min_size=parts, max_size=parts), min_size=FEWEST, max_size=40
    )
)


@pytest.mark.parametrize(
    ("rows", "alpha", "low", "high"),
    [
        (FIFTEEN, 0.5917188485995826, 0.195, 0.840),  # pingouin
        (NINE, 0.8016949152542373, 0.533, 0.947),  # pingouin, given the complete rows only
    ],
)
def test_alpha_and_interval_are_those_published(
    rows: tuple[tuple[int, ...], ...], alpha: float, low: float, high: float
) -> None:
    value = cronbach(rows)
    assert value is not None
    assert value == pytest.approx(alpha, abs=1e-12)
    assert feldt(value, len(rows), len(rows[0])) == pytest.approx((low, high), abs=5e-4)


def test_alpha_of_right_and_wrong_is_the_formula_of_kuder_and_richardson() -> None:
    n, parts = len(NINE), len(NINE[0])
    totals = [sum(row) for row in NINE]
    variance = sum((total - sum(totals) / n) ** 2 for total in totals) / n
    shares = [sum(column) / n for column in zip(*NINE, strict=True)]
    kr_20 = parts / (parts - 1) * (1 - sum(p * (1 - p) for p in shares) / variance)
    assert cronbach(NINE) == pytest.approx(kr_20, abs=1e-12)


def test_alpha_says_n_interval_and_how_firm_it_is() -> None:
    one = alpha_of(FIFTEEN, 10)
    assert one.footing == UNSTABLE
    assert one.told == (
        "Cronbach's alpha 0.59 over 10 cases (n = 15, 95% interval 0.19 to 0.84); unstable below 30 learners"
    )
    # 10 · 0.7 · 0.4083 / (0.5917 · 0.3) = 16.1, and likewise from the limits of the interval
    seven, eight = one.needed
    assert (seven.cases, seven.fewest, seven.most) == (17, 5, 97)
    assert eight.cases == 28
    assert seven.told == "0.7 would take about 17 cases like these (95% interval 5 to 97)"
    assert alpha_of(FIFTEEN * 2, 10).footing == CAUTION


def test_more_cases_than_anybody_sits_are_not_counted_out() -> None:
    hardly = CasesNeeded(0.8, 1694, 113, None)
    assert hardly.told == (
        "0.8 would take more than 100 cases like these (95% interval more than 100 to no telling how many)"
    )


def test_nine_learners_get_no_alpha_and_no_number_of_cases() -> None:
    assert alpha_of(NINE, 11) == Alpha(9, 11, why="below 10 learners it would be chance")
    assert alpha_of(NINE, 11).footing == HIDDEN
    assert alpha_of(NINE, 11).told.startswith("Cronbach's alpha not shown (n = 9)")


def test_why_there_is_no_alpha() -> None:
    assert alpha_of([(1.0,)] * 20, 1).why == "it takes two cases that all have met"
    assert alpha_of([], 0).why == "it takes two cases that all have met"
    same = alpha_of([(0.1, 0.2, 0.3), (0.3, 0.2, 0.1)] * 8, 3)
    assert (same.value, same.needed, same.why) == (None, (), "all have the same total")


def test_an_alpha_below_nought_is_shown_and_no_number_of_cases_helps() -> None:
    rows = [(8, 0), (7, 1), (0, 7), (1, 8), (2, 6), (6, 1), (3, 5), (5, 2), (4, 4), (4, 5), (0, 8), (7, 2)]
    one = alpha_of(rows, 2)
    assert one.value is not None
    assert one.value < -1
    assert "below −1" in one.told
    assert one.needed[0].cases is None
    assert "no number of cases like these" in one.needed[0].told


@pytest.mark.parametrize(
    ("target", "alpha", "cases", "expected"),
    [
        (0.75, 0.6, 10, 20),  # twice the length brings 0.6 to 0.75, as the textbooks have it
        (0.8, 0.5, 5, 20),
        (0.7, 0.7, 8, 8),
        (0.8, 0.9, 9, 4),
        (0.7, 1.0, 6, 1),
        (0.7, 0.0, 6, None),
        (0.7, -0.4, 6, None),
    ],
)
def test_how_many_cases_it_takes(target: float, alpha: float, cases: int, expected: int | None) -> None:
    assert cases_for(target, alpha, cases) == expected


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_what_cannot_be_aimed_at_is_refused(target: float) -> None:
    with pytest.raises(ValueError, match="aimed"):
        cases_for(target, 0.5, 4)


def test_one_part_has_no_alpha() -> None:
    with pytest.raises(ValueError, match="two parts"):
        cronbach([(1,), (2,)])


@given(st.integers(2, 30), st.floats(0.05, 0.95), st.sampled_from([0.7, 0.8]))
def test_so_many_cases_reach_the_target_and_one_fewer_does_not(
    cases: int, alpha: float, target: float
) -> None:
    needed = cases_for(target, alpha, cases)
    assert needed is not None

    def with_cases(number: int) -> float:
        times = number / cases
        return times * alpha / (1 + (times - 1) * alpha)

    assert with_cases(needed) >= target - 1e-9
    assert needed == 1 or with_cases(needed - 1) < target


@given(ROWS, st.randoms(use_true_random=False))
def test_alpha_knows_no_order_of_learners_or_cases(rows: list[list[int]], order: random.Random) -> None:
    parts = len(rows[0])
    one = alpha_of(rows, parts)
    places = list(range(parts))
    order.shuffle(places)
    shuffled = [[row[place] for place in places] for row in rows]
    order.shuffle(shuffled)
    other = alpha_of(shuffled, parts)
    assume(one.value is not None)
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert one.value is not None
    assert one.low is not None
    assert one.high is not None
    assert one.low <= one.value <= one.high <= 1


@given(ROWS, st.integers(1, 5), st.integers(0, 9))
def test_alpha_is_the_same_on_another_scale(rows: list[list[int]], scale: int, shift: int) -> None:
    value = cronbach(rows)
    assume(value is not None)
    moved = [[scale * mark + shift * place for place, mark in enumerate(row)] for row in rows]
    assert cronbach(moved) == pytest.approx(value, abs=1e-9)


@given(st.lists(st.integers(0, 9), min_size=FEWEST, max_size=30), st.integers(2, 6))
def test_cases_that_say_the_same_have_an_alpha_of_one(marks: list[int], parts: int) -> None:
    assume(len(set(marks)) > 1)
    assert cronbach([[mark] * parts for mark in marks]) == pytest.approx(1)


@given(st.floats(-0.5, 0.99), st.integers(10, 200), st.integers(2, 20))
def test_feldt_gets_narrower_with_more_learners(alpha: float, n: int, parts: int) -> None:
    low, high = feldt(alpha, n, parts)
    narrow_low, narrow_high = feldt(alpha, 2 * n, parts)
    assert low < narrow_low < alpha < narrow_high < high < 1

"""The beta and F distributions against what is known in closed form, against tables and against scipy.

Numbers marked scipy were got once with scipy 1.17.1 (``scipy.stats.beta``, ``scipy.stats.f``).
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.clinical.beta import below, f_quantile, quantile

SHAPES = st.floats(0.5, 300)


@pytest.mark.parametrize("x", [0.0, 1e-9, 0.1, 0.25, 0.5, 0.9, 1 - 1e-9, 1.0])
def test_closed_forms(x: float) -> None:
    assert below(x, 1, 1) == pytest.approx(x)
    assert below(x, 3.5, 1) == pytest.approx(x**3.5)
    assert below(x, 1, 2.5) == pytest.approx(-math.expm1(2.5 * math.log1p(-x)) if x < 1 else 1.0)
    assert below(x, 0.5, 0.5) == pytest.approx(
        2 / math.pi * math.atan2(math.sqrt(x), math.sqrt(1 - x)), abs=1e-12
    )


@pytest.mark.parametrize(
    ("x", "a", "b", "scipy"),
    [
        (0.2, 0.5, 0.5, 0.2951672353008665),
        (0.3, 2.5, 7.5, 0.6789434858661821),
        (0.9, 12.5, 1.5, 0.4427191657116727),
    ],
)
def test_below_is_that_of_scipy(x: float, a: float, b: float, scipy: float) -> None:
    assert below(x, a, b) == pytest.approx(scipy, rel=1e-12)


@pytest.mark.parametrize(
    ("probability", "a", "b", "scipy"),
    [
        (0.025, 0.5, 0.5, 0.001541333133436012),
        (0.975, 4.5, 9.0, 0.5942474425588271),
        (0.3, 0.5, 20.5, 0.0036589684198770067),
        (0.9, 150.5, 5830.5, 0.027789928632951995),
    ],
)
def test_quantile_is_that_of_scipy(probability: float, a: float, b: float, scipy: float) -> None:
    assert quantile(probability, a, b) == pytest.approx(scipy, rel=1e-10)


@pytest.mark.parametrize(
    ("probability", "upper", "lower", "table"),
    [
        (0.95, 1, 10, 4.96),
        (0.95, 5, 10, 3.33),
        (0.975, 8, 8, 4.43),
        (0.975, 10, 10, 3.72),
        (0.99, 1, 10, 10.04),
    ],
)
def test_f_quantiles_are_those_of_the_printed_tables(
    probability: float, upper: int, lower: int, table: float
) -> None:
    assert f_quantile(probability, upper, lower) == pytest.approx(table, abs=5e-3)


@pytest.mark.parametrize(
    ("probability", "upper", "lower", "scipy"),
    [
        (0.975, 9, 18, 2.929112493123264),
        (0.025, 9, 18, 0.27016213936232103),
        (0.975, 9, 90, 2.2587655563683398),
        (0.025, 9, 90, 0.2931587662708537),
        (0.5, 10, 90, 0.94118016517631),
        (0.001, 3, 400, 0.008089339854839067),
        (0.975, 299, 11661, 1.1691148538871259),
        (0.025, 299, 11661, 0.8445443066305798),
    ],
)
def test_f_quantiles_are_those_of_scipy(probability: float, upper: int, lower: int, scipy: float) -> None:
    assert f_quantile(probability, upper, lower) == pytest.approx(scipy, rel=1e-10)


@pytest.mark.parametrize(
    ("probability", "upper", "lower"), [(0.0, 1, 1), (1.0, 1, 1), (0.5, 0, 1), (0.5, 1, 0)]
)
def test_what_is_no_f_distribution_is_refused(probability: float, upper: int, lower: int) -> None:
    with pytest.raises(ValueError, match=r"probability|freedom"):
        f_quantile(probability, upper, lower)


@given(st.floats(0.001, 0.999), SHAPES, SHAPES)
def test_so_much_lies_below_a_quantile(probability: float, a: float, b: float) -> None:
    assert below(quantile(probability, a, b), a, b) == pytest.approx(probability, abs=1e-9)


@given(st.floats(0, 1), SHAPES, SHAPES)
def test_the_two_sides_add_up(x: float, a: float, b: float) -> None:
    assert below(x, a, b) + below(1 - x, b, a) == pytest.approx(1, abs=1e-9)


@given(st.floats(0.001, 0.999), st.integers(1, 300), st.integers(1, 300))
def test_f_turned_over_is_f(probability: float, upper: int, lower: int) -> None:
    turned = f_quantile(1 - probability, lower, upper)
    assert f_quantile(probability, upper, lower) * turned == pytest.approx(1, rel=1e-9)

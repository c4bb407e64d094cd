"""Lots fall the same for ever, and fairly."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.clinical.lots import Lots


def test_what_a_seed_draws_never_changes() -> None:
    """These values are pinned: another answer means that every generated case of the past has changed."""
    lots = Lots(42)
    assert [lots.number(f"n{place}", 1000) for place in range(6)] == [801, 155, 684, 395, 686, 334]
    assert [lots.chance(f"c{place}", 0.3) for place in range(8)] == [
        False, False, True, True, False, False, True, False,
    ]  # fmt: skip
    assert lots.one("o", "abcdef") == "b"
    assert lots.weighted("w", (("x", 1), ("y", 5), ("z", 2))) == "z"
    assert lots.shuffled("s", tuple(range(8))) == (2, 3, 6, 7, 5, 1, 4, 0)
    assert lots.child("kid") == Lots(11570374989178753436)
    assert lots.child("kid").number("n0", 1000) == 886
    assert Lots(-1).number("n", 10**30) == 807850216564741376480998537868


@given(st.integers(), st.text(), st.integers(1, 10**40))
def test_a_number_lies_in_its_range_and_is_drawn_again_alike(seed: int, label: str, n: int) -> None:
    assert 0 <= Lots(seed).number(label, n) < n
    assert Lots(seed).number(label, n) == Lots(seed).number(label, n)


def test_shares_are_kept_and_the_ends_are_sure() -> None:
    yes = sum(Lots(seed).chance("share", 0.2) for seed in range(4000))
    assert 700 < yes < 900
    assert not any(Lots(seed).chance("never", 0.0) for seed in range(200))
    assert all(Lots(seed).chance("always", 1.0) for seed in range(200))


def test_weights_are_kept_and_nothing_drawn_that_weighs_nothing() -> None:
    counts = Counter(Lots(seed).weighted("w", (("a", 1), ("never", 0), ("b", 3))) for seed in range(4000))
    assert set(counts) == {"a", "b"}
    assert 900 < counts["a"] < 1100


def test_every_order_comes_up() -> None:
    orders = Counter(Lots(seed).shuffled("order", "abc") for seed in range(3000))
    assert len(orders) == 6
    assert max(orders.values()) < 600


def test_draws_do_not_hang_together() -> None:
    """Neither two labels of a seed, nor two seeds of a label, nor a child and its parent."""
    label = Counter((Lots(seed).number("a", 2), Lots(seed).number("b", 2)) for seed in range(2000))
    child = Counter((Lots(seed).number("a", 2), Lots(seed).child("c").number("a", 2)) for seed in range(2000))
    assert min(label.values()) > 400
    assert min(child.values()) > 400


@pytest.mark.parametrize(
    "draw",
    [
        lambda: Lots(1).number("n", 0),
        lambda: Lots(1).one("n", ""),
        lambda: Lots(1).weighted("w", (("a", 0),)),
    ],
)
def test_nothing_to_draw_from_is_refused(draw: object) -> None:
    with pytest.raises(ValueError, match="nothing to draw from"):
        draw()  # type: ignore[operator]

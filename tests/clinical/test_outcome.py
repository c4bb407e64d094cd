"""So many of so many: as cited, and as drawn by a seed."""

from __future__ import annotations

import pytest

from relall_trainer.clinical.outcome import cited, draw, drawn

PINNED = [4, 6, 7, 8, 11, 17]


def test_the_cited_count_is_exactly_that() -> None:
    outcome = cited(9, 23)
    assert (outcome.count, outcome.of, outcome.seed) == (9, 23, None)
    assert outcome.people[:9] == (True,) * 9


def test_a_draw_hangs_on_its_seed_alone_on_every_machine() -> None:
    """Written down once; whoever draws otherwise shows people another past."""
    assert drawn(9, 23, 1) == drawn(9, 23, 1)
    assert drawn(9, 23, 1).people != drawn(9, 23, 2).people
    assert [place for place, hit in enumerate(drawn(9, 23, 1).people) if hit] == PINNED


def test_each_person_is_drawn_for_herself() -> None:
    """More people do not change those drawn already."""
    assert draw(9, 23, 7, 10) == draw(9, 23, 7, 40)[:10]


@pytest.mark.parametrize(("successes", "hit"), [(0, 0), (7, 7)])
def test_nothing_and_all_are_certain(successes: int, hit: int) -> None:
    assert all(drawn(successes, 7, seed).count == hit for seed in range(50))


def test_a_greater_share_never_takes_an_outcome_away() -> None:
    fewer, more = draw(3, 20, 5, 500), draw(11, 20, 5, 500)
    assert all(not one or other for one, other in zip(fewer, more, strict=True))
    assert sum(fewer) < sum(more)


@pytest.mark.parametrize(("successes", "of"), [(-1, 5), (6, 5), (0, 0), (1, -1)])
def test_what_is_no_share_is_refused(successes: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        cited(successes, of)
    with pytest.raises(ValueError, match="no share"):
        draw(successes, of, 1, 3)

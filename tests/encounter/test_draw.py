"""Draws: the default without a seed, otherwise luck with the cited frequency, the same on any road."""

from __future__ import annotations

import dataclasses
import hashlib
import math

import pytest

from relall_trainer.encounter.case import Draw
from relall_trainer.encounter.draw import outcome

LUCK = Draw("luck", "ev-one", "cr", 45, 126, "no")


def test_without_a_seed_the_default_holds() -> None:
    assert outcome(LUCK, "a-case", None) == "no"
    assert outcome(dataclasses.replace(LUCK, default="yes"), "a-case", None) == "yes"


def test_the_outcome_is_the_hash_as_a_fraction() -> None:
    for seed in range(50):
        fraction = int(hashlib.sha256(f"{seed}:a-case:luck".encode()).hexdigest(), 16) / 2**256
        assert outcome(LUCK, "a-case", seed) == ("yes" if fraction < 45 / 126 else "no")


@pytest.mark.parametrize(("successes", "of"), [(45, 126), (1, 20), (19, 20)])
def test_over_many_seeds_it_comes_up_as_often_as_cited(successes: int, of: int) -> None:
    drawn = dataclasses.replace(LUCK, successes=successes, of=of)
    runs = 4000
    hits = sum(outcome(drawn, "a-case", seed) == "yes" for seed in range(runs))
    share = successes / of
    assert abs(hits / runs - share) < 4 * math.sqrt(share * (1 - share) / runs)


def test_none_of_many_and_all_of_many_are_certain() -> None:
    assert {outcome(dataclasses.replace(LUCK, successes=0), "a-case", seed) for seed in range(200)} == {"no"}
    assert {outcome(dataclasses.replace(LUCK, successes=126), "a-case", seed) for seed in range(200)} == {
        "yes"
    }


def test_cases_and_draws_have_luck_of_their_own() -> None:
    here = [outcome(LUCK, "a-case", seed) for seed in range(200)]
    assert here != [outcome(LUCK, "b-case", seed) for seed in range(200)]
    assert here != [outcome(dataclasses.replace(LUCK, id="more"), "a-case", seed) for seed in range(200)]

"""Random walks through the small case: every road ends and keeps its invariants."""

from __future__ import annotations

from hypothesis import given

from tests.encounter.conftest import FakeAlgorithm, build_case
from tests.encounter.walks import Walk, check_plan, check_step_back, check_walk, walks

CASE = build_case()
FAKE = FakeAlgorithm()


@given(walks(CASE, FAKE))
def test_a_straight_walk(walk: Walk) -> None:
    check_walk(walk)
    check_plan(walk)


@given(walks(CASE, FAKE, step_back=True))
def test_a_walk_with_steps_back(walk: Walk) -> None:
    check_walk(walk)
    check_step_back(walk)

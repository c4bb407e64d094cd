"""Two roads side by side: the common part once, then what parted, nothing lost and nothing twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.loader import load_case
from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.attempt import Committed, SteppedBack, replay, until_decision
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.comparing import Comparison, compare, differences
from relall_trainer.encounter.play import Encounter
from relall_trainer.paths import algorithm_folder, cases_folder
from tests.encounter.conftest import FakeAlgorithm
from tests.encounter.walks import Walk, choices, walks

ALGORITHM = load_algorithm(algorithm_folder())
MEMORY = Appraisals(ALGORITHM, keep=20_000)
CASES = [
    load_case(folder / "case.yaml", frozenset(ALGORITHM.actions))
    for folder in sorted(cases_folder().iterdir())
]


def played(
    case: Case, algorithm: FakeAlgorithm, *choices_made: Sequence[str], seed: int | None = None
) -> Encounter:
    encounter = play.start(case, algorithm, seed)
    for chosen in choices_made:
        encounter, _ = play.commit(encounter, tuple(chosen))
    return encounter


def test_the_common_part_stands_once_and_the_rest_side_by_side(small_case: Case, fake: FakeAlgorithm) -> None:
    start = ("look", "tap", "strong")
    left = played(small_case, fake, start, ("gentle", "talk"))
    right = played(small_case, fake, start, ("gentle",))
    told = compare(left, right)
    assert [visit.node for visit in told.common] == ["first"]
    assert [
        (row.node, row.left and row.left.chosen, row.right and row.right.chosen) for row in told.parted
    ] == [("second", ("gentle", "talk"), ("gentle",))]
    assert told.parted[0].differences == ()
    assert not told.parted[0].alike
    assert not told.one_road
    assert told.left.total.points != told.right.total.points
    assert told.same_text
    assert told.same_algorithm


def test_two_alike_are_one_road(small_case: Case, fake: FakeAlgorithm) -> None:
    road = (("look", "tap", "strong"), ("gentle", "talk"))
    told = compare(played(small_case, fake, *road), played(small_case, fake, *road))
    assert told.one_road
    assert len(told.common) == 2
    assert told.differences == ()


def test_two_cases_are_not_compared(small_case: Case, fake: FakeAlgorithm) -> None:
    other = dataclasses.replace(small_case, head=dataclasses.replace(small_case.head, id="other"))
    with pytest.raises(ValueError, match="two cases"):
        compare(played(small_case, fake), played(other, fake))


def test_another_text_of_the_case_is_said(small_case: Case, fake: FakeAlgorithm) -> None:
    later = dataclasses.replace(small_case, sha256="d" * 64)
    told = compare(played(small_case, fake), played(later, fake))
    assert not told.same_text
    assert told.same_algorithm


def test_another_luck_is_said_where_luck_plays_a_part(small_case: Case, fake: FakeAlgorithm) -> None:
    assert small_case.draws
    assert not compare(played(small_case, fake, seed=1), played(small_case, fake, seed=2)).same_luck
    assert compare(played(small_case, fake, seed=1), played(small_case, fake, seed=1)).same_luck


def test_what_was_gone_back_over_is_not_on_the_road(small_case: Case, fake: FakeAlgorithm) -> None:
    right = ("look", "tap", "strong")
    wavered = play.step_back(played(small_case, fake, ("toxic",)))
    wavered, last = play.commit(wavered, right)
    told = compare(wavered, played(small_case, fake, right))
    assert told.one_road
    assert not told.left.counts(last)
    assert told.right.counts(told.common[0])


def test_differences_name_field_and_both_values() -> None:
    patient = CASES[0].patient
    older = dataclasses.replace(patient, age_years=patient.age_years + 1)
    (found,) = differences(patient, older)
    assert (found.field, found.left, found.right) == ("age_years", patient.age_years, patient.age_years + 1)


@st.composite
def two_walks(draw: st.DrawFn) -> tuple[Walk, Walk]:
    case = draw(st.sampled_from(CASES))
    return tuple(draw(walks(case, ALGORITHM, step_back=True, memory=MEMORY)) for _ in range(2))  # type: ignore[return-value]


def check(told: Comparison, left: Encounter, right: Encounter) -> None:
    lefts = (*told.common, *(row.left for row in told.parted if row.left))
    rights = (*told.common, *(row.right for row in told.parted if row.right))
    assert lefts == left.path
    assert [visit.chosen for visit in rights] == [visit.chosen for visit in right.path]
    assert [visit.node for visit in rights] == [visit.node for visit in right.path]
    if told.parted:
        first = told.parted[0]
        assert (
            first.node == (left.path[len(told.common)] if first.left else right.path[len(told.common)]).node
        )
        assert not (first.alike and not first.differences and first.left == first.right)
    for row in told.parted:
        assert row.left or row.right
        if row.left and row.right:
            assert row.left.node == row.right.node == row.node


@given(two_walks())
def test_nothing_is_lost_and_nothing_told_twice(pair: tuple[Walk, Walk]) -> None:
    left, right = pair[0].last, pair[1].last
    told = compare(left, right)
    check(told, left, right)
    mirrored = compare(right, left)
    assert [visit.node for visit in mirrored.common] == [visit.node for visit in told.common]
    assert {(one.field, one.left) for one in mirrored.differences} == {
        (one.field, one.right) for one in told.differences
    }


@st.composite
def a_fork(draw: st.DrawFn) -> tuple[Walk, int, Encounter, tuple[Committed | SteppedBack, ...]]:
    """A walk, after how many of its decisions it is forked, the fork as begun, and what the walk did from there."""
    case = draw(st.sampled_from(CASES))
    walk = draw(walks(case, ALGORITHM, step_back=True, memory=MEMORY))
    made = [event for event in walk.events if isinstance(event, Committed)]
    at = draw(st.integers(min_value=0, max_value=len(made) - 1))
    copies = until_decision(walk.events, at)
    fork = replay(case, ALGORITHM, [walk.events[0], *copies], memory=MEMORY)
    rest = tuple(one for one in walk.events[1:] if isinstance(one, Committed | SteppedBack))[len(copies) :]
    return walk, at, fork, rest


@given(a_fork(), st.data())
def test_a_fork_stands_at_the_decision_and_goes_where_it_is_led(
    made: tuple[Walk, int, Encounter, tuple[Committed | SteppedBack, ...]], data: st.DataObject
) -> None:
    walk, at, fork, rest = made
    assert fork.node == walk.last.record[at].node
    assert fork.patient == walk.last.record[at].patient
    assert fork.seed == walk.last.seed
    assert fork.record == walk.last.record[:at]
    # The same choices lead down the same road, to the same scores.
    again = fork
    for event in rest:
        if isinstance(event, Committed):
            again, _ = play.commit(again, event.chosen, event.confidence, event.rationale)
        else:
            again = play.step_back(again)
    assert (again.path, again.first, again.record) == (walk.last.path, walk.last.first, walk.last.record)
    assert compare(walk.last, again).one_road
    # Any other choice parts no earlier than there.
    other, _ = play.commit(fork, data.draw(choices(fork.current)))
    check(compare(walk.last, other), walk.last, other)

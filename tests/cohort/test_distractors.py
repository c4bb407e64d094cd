"""Who chose what: counts add up, those who did equally well are not parted, no percentages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort.answer_sheets import Answer
from relall_trainer.cohort.distractors import choice_table
from tests.cohort.groups import item

OPTIONS = ("a", "b", "c")
SHARES = st.sampled_from([0.0, 0.5, 0.75, 1.0])
CHOICES = st.sets(st.sampled_from(OPTIONS)).map(lambda some: tuple(sorted(some)))


def answered(*chosen: str) -> dict[str, Answer]:
    return {f"L{n}": Answer("x", 0, 1, tuple(steps)) for n, steps in enumerate(chosen)}


def test_who_of_which_half_chose_what() -> None:
    table = choice_table(
        item("x"), answered("a", "a", "a", "b", "b"), {"L0": 0.9, "L1": 0.8, "L2": 0.7, "L3": 0.4, "L4": 0.3}
    )
    assert (table.n, table.upper, table.between, table.lower) == (5, 2, 1, 2)
    first, second, third = table.rows
    assert (first.n, first.upper, first.between, first.lower) == (3, 2, 1, 0)
    assert table.told(first) == (
        "chosen by 3 of 5: 2 of 2 in the upper half, 0 of 2 in the lower, 1 of 1 between"
    )
    assert table.told(second) == (
        "chosen by 2 of 5: 0 of 2 in the upper half, 2 of 2 in the lower, 0 of 1 between"
    )
    assert third.option == "c"
    assert table.told(third).startswith("chosen by none of 5")


def test_equals_are_not_parted() -> None:
    table = choice_table(item("x"), answered("a", "b", "c"), {"L0": 0.5, "L1": 0.5, "L2": 0.5})
    assert not table.split
    assert table.told(table.rows[0]) == "chosen by 1 of 3"


def test_who_has_no_rest_is_counted_in_no_half() -> None:
    table = choice_table(item("x"), answered("a", "b", "b"), {"L0": 1.0, "L1": 0.0})
    assert (table.n, table.upper, table.lower, table.between) == (3, 1, 1, 0)
    assert table.told(table.rows[1]) == "chosen by 2 of 3: 0 of 1 in the upper half, 1 of 1 in the lower"


def test_nobody_answered() -> None:
    table = choice_table(item("x"), {}, {})
    assert table.n == 0
    assert [row.n for row in table.rows] == [0, 0, 0]


@given(st.lists(st.tuples(CHOICES, SHARES | st.none()), max_size=40))
def test_counts_add_up(learners: list[tuple[tuple[str, ...], float | None]]) -> None:
    answers = {f"L{n}": Answer("x", 0, 1, chosen) for n, (chosen, _) in enumerate(learners)}
    rest = {f"L{n}": share for n, (_, share) in enumerate(learners) if share is not None}
    table = choice_table(item("x"), answers, rest)
    assert table.n == len(learners)
    assert table.upper + table.between + table.lower == len(rest)
    assert abs(table.upper - table.lower) <= table.between
    for row in table.rows:
        assert row.n == sum(row.option in chosen for chosen, _ in learners)
        assert row.upper + row.between + row.lower <= row.n
        assert (row.upper, row.between, row.lower) <= (
            table.upper,
            table.between,
            table.lower,
        ) or row.upper < table.upper
        assert "%" not in table.told(row)
    mirrored = choice_table(item("x"), answers, {learner: 1 - share for learner, share in rest.items()})
    assert (mirrored.upper, mirrored.lower) == (table.lower, table.upper)

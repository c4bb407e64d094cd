"""A sitting: whose turn it is, what a miss changes, when it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.encounter.related import Related
from relall_trainer.encounter.schedule import SURE, WRONG, Answer, Schedule
from relall_trainer.encounter.sitting import (
    BESIDE,
    DUE,
    MOST_NEW,
    NEW,
    PAIR,
    PATIENT,
    WANTED,
    Sitting,
    plan_drill,
    plan_sitting,
)

NINE = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
NONE = Related({})
PAIRS = Related({"A": ("B",), "B": ("A",), "C": ("D",), "D": ("C",)})


def missed(*rules: str) -> Schedule:
    """A schedule in which these were missed the last two times."""
    days = (NINE - timedelta(days=2), NINE - timedelta(days=1))
    return Schedule.of(Answer(rule, day.isoformat(), WRONG) for rule in rules for day in days)


def order(sitting: Sitting) -> str:
    return "".join(turn.rule for turn in sitting.ahead)


def played(sitting: Sitting, wrong: str = "", each: float = 60) -> list[str]:
    """The rules asked, one every so many seconds, until the sitting is over; those in ``wrong`` go wrong."""
    at, asked = NINE, []
    while (turn := sitting.next_turn(at)) is not None:
        at += timedelta(seconds=each)
        asked.append(turn.rule)
        sitting = sitting.answered(turn, turn.rule not in wrong, at)
    return asked


def plan(due: str = "", new: str = "", related: Related = NONE, **more: float) -> Sitting:
    return plan_sitting(Schedule(), NINE, tuple(due), tuple(new), related, **more)  # type: ignore[arg-type]


def test_related_rules_are_asked_in_turns_twice_while_there_is_time() -> None:
    assert order(plan("ACB", related=PAIRS)) == "ABABC"
    assert order(plan("ACBD", related=PAIRS)) == "ABABCDCD"
    assert order(plan("ACBD", related=PAIRS, minutes=5)) == "ABCD"
    assert order(plan("ACBD", related=PAIRS, minutes=6)) == "ABABCD"
    assert order(plan("ACBD", related=PAIRS, seconds_each=90)) == "ABABCD"


def test_what_is_not_related_is_interleaved_all_the_same() -> None:
    assert order(plan("AXCY")) == "AXAXCYCY"
    assert order(plan("A")) == "A"


def test_all_that_is_due_keeps_its_place_where_time_is_short() -> None:
    due = "ABCDEFGHIJKLMN"
    assert order(plan(due)) == due
    assert played(plan(due)) == list(due[:10])


def test_a_few_new_rules_follow_and_no_more() -> None:
    sitting = plan("A", "VWXYZ")
    assert [turn.why for turn in sitting.ahead if turn.rule == "A"] == [DUE, DUE]
    new = {turn.rule for turn in sitting.ahead if turn.why == NEW}
    assert new == set("VWX")
    assert len(new) == MOST_NEW
    nearest_is_new = Related({"A": ("X", "C"), "X": ("A",), "C": ("A",)})
    assert order(plan("ABC", "X", nearest_is_new)) == "ACACBXBX"  # what is due comes first all the same
    assert order(plan("", "A")) == "A"
    assert order(plan("", "")) == ""
    assert set(order(plan("A", "AB"))) == set("AB")


def test_a_rule_missed_comes_back_once_a_little_later() -> None:
    assert played(plan("ABCDEFGHI"), wrong="A") == list("ABCADEFGHI")
    assert played(plan("ABC", minutes=20, seconds_each=400), wrong="A") == list("ABCA")
    assert played(plan("A"), wrong="A") == list("AA")  # alone, so at once
    assert played(plan("ACB", related=PAIRS), wrong="A") == list("ABABC")  # has come back already


def test_a_decision_that_tested_nothing_comes_back_too() -> None:
    sitting = plan("AB", minutes=3)
    turn = sitting.next_turn(NINE)
    assert turn is not None
    assert order(sitting.answered(turn, None, NINE)) == "BA"


def test_no_rule_twice_in_a_row_while_there_is_another() -> None:
    sitting = plan("ACB", related=PAIRS)
    turn = sitting.next_turn(NINE)
    assert turn is not None
    sitting = sitting.answered(turn, True, NINE)
    beside = sitting.next_turn(NINE)
    assert beside is not None
    assert beside.rule == "B"
    sitting = sitting.passed_over(beside)  # no patient could be made for B: A's second turn would be next
    after = sitting.next_turn(NINE)
    assert after is not None
    assert after.rule == "B"
    sitting = sitting.passed_over(after)
    after = sitting.next_turn(NINE)
    assert after is not None
    assert after.rule == "C"


def test_a_rule_missed_again_and_again_is_a_pair_with_its_evidence_first() -> None:
    sitting = plan_sitting(missed("A"), NINE, ("A", "B"), (), PAIRS)
    first, beside, again, _ = sitting.ahead
    assert (first.rule, first.kind, first.evidence_first) == ("A", PAIR, True)
    assert (beside.rule, beside.kind, beside.evidence_first) == ("B", PATIENT, False)
    assert (again.rule, again.kind, again.evidence_first) == ("A", PATIENT, False)
    assert (first.decisions, beside.decisions) == (2, 1)


def test_a_pair_takes_the_time_of_two() -> None:
    due = tuple("ABCDEF")
    assert plan_sitting(Schedule(), NINE, due, (), NONE, minutes=8).of_about(NINE) == 8
    assert plan_sitting(missed(*due), NINE, due, (), NONE, minutes=8).of_about(NINE) == 4


def test_it_ends_with_its_time_or_when_nothing_is_left() -> None:
    sitting = plan("ABCD")
    assert sitting.next_turn(NINE + timedelta(minutes=9, seconds=59)) is not None
    assert sitting.next_turn(NINE + timedelta(minutes=10)) is None
    assert played(plan("ABCDEFGHIJKL"), each=200) == list("ABC")
    assert plan("").next_turn(NINE) is None
    assert sitting.next_turn(NINE - timedelta(hours=3)) is not None  # a clock set back does not end it
    assert sitting.seconds_left(NINE - timedelta(hours=3)) == 600


def test_how_many_it_will_be_follows_the_time_left() -> None:
    sitting = plan("ABCDEFGHIJKLMNOP")
    assert sitting.of_about(NINE) == 10
    assert sitting.of_about(NINE + timedelta(minutes=8)) == 2
    assert sitting.of_about(NINE + timedelta(minutes=10)) == 0
    assert plan("AB").of_about(NINE) == 4


def test_a_drill_asks_one_rule_in_turns_with_its_companion() -> None:
    sitting = plan_drill(Schedule(), NINE, "A", "B")
    assert order(sitting) == "ABABAB"
    assert {turn.rule: turn.why for turn in sitting.ahead} == {"A": WANTED, "B": BESIDE}
    assert order(plan_drill(Schedule(), NINE, "A", None)) == "AAA"
    assert [turn.kind for turn in plan_drill(missed("A"), NINE, "A", "B").ahead] == [PAIR] + [PATIENT] * 5
    recovered = Schedule.of([Answer("A", NINE.isoformat(), SURE)])
    assert plan_drill(recovered, NINE, "A", None).ahead[0].kind == PATIENT


@given(
    st.lists(st.sampled_from("ABCDEFGHIJKL"), unique=True, max_size=12),
    st.lists(st.sampled_from("UVWXYZ"), unique=True, max_size=6),
    st.sets(st.sampled_from("ABCUV")),
    st.sampled_from([20.0, 60.0, 150.0]),
    st.data(),
)
def test_every_sitting_keeps_its_promises(
    due: list[str], new: list[str], stubborn: set[str], each: float, data: st.DataObject
) -> None:
    sitting = plan_sitting(missed(*stubborn), NINE, due, new, PAIRS, seconds_each=each)
    assert {turn.rule for turn in sitting.ahead} == {*due, *new[:MOST_NEW]}
    at = NINE
    asked: list[str] = []
    misses: dict[str, int] = {}
    while (turn := sitting.next_turn(at)) is not None:
        others = {one.rule for one in sitting.ahead} - {turn.rule}
        assert not asked or asked[-1] != turn.rule or not others
        assert at - NINE < timedelta(minutes=10)
        at += timedelta(seconds=each)
        right = data.draw(st.sampled_from([True, False, None]))
        misses[turn.rule] = misses.get(turn.rule, 0) + (not right)
        asked.append(turn.rule)
        sitting = sitting.answered(turn, right, at)
        assert len({one.number for one in sitting.ahead}) == len(sitting.ahead)
    assert max((asked.count(rule) for rule in asked), default=0) <= 2
    if not sitting.ahead:
        assert all(asked.count(rule) == 2 for rule, count in misses.items() if count)
    if len(due) * each > 600:
        assert set(asked) <= set(due)


def test_a_sitting_is_never_changed() -> None:
    sitting = plan("ABC")
    turn = sitting.next_turn(NINE)
    assert turn is not None
    before = order(sitting)
    sitting.answered(turn, False, NINE)
    sitting.passed_over(turn)
    assert order(sitting) == before
    with pytest.raises(AttributeError):
        sitting.minutes = 5  # type: ignore[misc]

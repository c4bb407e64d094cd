"""The fold: what order, repetition, wrong clocks and other zones may and may not change."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

import relall_trainer.encounter
from relall_trainer.encounter.schedule import (
    GRADES,
    SURE,
    UNSURE,
    WRONG,
    Answer,
    RuleState,
    Schedule,
    grade_of,
)

START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
answers = st.lists(
    st.builds(
        lambda rule, minutes, grade: Answer(rule, text(START + timedelta(minutes=minutes)), grade),
        st.sampled_from(["R01", "R24", "R25"]),
        st.integers(0, 60 * 24 * 40).map(lambda minutes: minutes - minutes % 240),  # many at one moment
        st.sampled_from(GRADES),
    ),
    max_size=30,
)


def text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def on_days(*grades: str, rule: str = "R25") -> list[Answer]:
    """One answer a day, one day after the other; an empty word is a day without."""
    return [
        Answer(rule, text(START + timedelta(days=day)), grade) for day, grade in enumerate(grades) if grade
    ]


def states(schedule: Schedule) -> dict[str, RuleState | None]:
    return {rule: schedule.state(rule) for rule in schedule.rules}


def known(schedule: Schedule, rule: str = "R25") -> RuleState:
    state = schedule.state(rule)
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("right", "confidence", "grade"),
    [
        (False, "certain", WRONG),
        (False, None, WRONG),
        (True, None, UNSURE),
        (True, "guessing", UNSURE),
        (True, "leaning", UNSURE),
        (True, "fairly_sure", SURE),
        (True, "certain", SURE),
    ],
)
def test_right_is_sure_only_where_she_said_so(right: bool, confidence: str | None, grade: str) -> None:
    assert grade_of(right, confidence) == grade


def test_it_is_fsrs_day_by_day() -> None:
    """The library itself, called by hand without steps and without fuzz, gives the same dates."""
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1, due=START)
    plan = [(0, Rating.Good), (2, Rating.Good), (9, Rating.Again), (10, Rating.Hard), (13, Rating.Good)]
    words = {Rating.Again: WRONG, Rating.Hard: UNSURE, Rating.Good: SURE}
    schedule = Schedule()
    for day, rating in plan:
        card, _ = scheduler.review_card(card, rating, START.replace(hour=0, minute=0) + timedelta(days=day))
        schedule = schedule.after([Answer("R25", text(START + timedelta(days=day)), words[rating])])
        state = known(schedule)
        assert state.due_at == card.due
        assert state.stability_days == card.stability
    assert (known(schedule).reviews, known(schedule).lapses, known(schedule).run) == (5, 1, 2)
    later = START + timedelta(days=40)
    assert schedule.recall("R25", later) == scheduler.get_card_retrievability(card, later)


def test_better_answers_wait_longer() -> None:
    due = [known(Schedule.of(on_days(SURE, "", grade))).due_at for grade in GRADES]
    assert due == sorted(due)
    assert due[0] < due[2]


def test_a_rule_answered_well_is_due_when_a_tenth_is_forgotten() -> None:
    schedule = Schedule.of(on_days(SURE, "", SURE))
    state = known(schedule)
    assert schedule.recall("R25", state.due_at) == pytest.approx(0.9, abs=0.02)
    assert schedule.due(state.due_at - timedelta(seconds=1)) == ()
    assert schedule.due(state.due_at) == (state,)


def test_forgetting_only_goes_down_and_never_below_nothing() -> None:
    schedule = Schedule.of(on_days(UNSURE))
    curve = [schedule.recall("R25", START + timedelta(days=days)) for days in range(0, 2000, 7)]
    assert curve[0] == 1.0
    assert all(0 < later < earlier for earlier, later in pairwise(curve))
    assert schedule.recall("R99", START) == 0.0
    assert schedule.recall("R25", START - timedelta(days=1)) == 1.0


def test_the_most_forgotten_come_first() -> None:
    schedule = Schedule.of(
        [*on_days(SURE, rule="R01"), *on_days(WRONG, rule="R24"), *on_days("", UNSURE, rule="R25")]
    )
    later = START + timedelta(days=9)
    due = [state.rule for state in schedule.due(later)]
    assert due == ["R24", "R25", "R01"]
    assert [schedule.recall(rule, later) for rule in due] == sorted(
        schedule.recall(rule, later) for rule in due
    )


@given(answers, st.randoms())
def test_the_order_answers_come_in_never_matters(given_: list[Answer], random: object) -> None:
    shuffled = list(given_)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert states(Schedule.of(shuffled)) == states(Schedule.of(given_))


@given(answers, st.integers(0, 30))
def test_going_on_is_as_good_as_beginning_anew(given_: list[Answer], cut: int) -> None:
    whole = Schedule.of(given_)
    one_by_one = Schedule()
    for answer in given_:
        one_by_one = one_by_one.after([answer])
    parts = Schedule.of(given_[:cut]).after(given_[cut:])
    assert states(whole) == states(one_by_one) == states(parts)
    assert states(Schedule.of([*given_, *given_])) == states(whole)  # told twice is as good as once
    at = START + timedelta(days=20)
    assert whole.due(at) == one_by_one.due(at) == parts.due(at)


@given(answers)
def test_a_schedule_is_never_changed(given_: list[Answer]) -> None:
    before = Schedule.of(on_days(SURE, UNSURE))
    was = states(before)
    before.after(given_)
    assert states(before) == was


@given(answers)
def test_another_rule_changes_nothing(given_: list[Answer]) -> None:
    alone = Schedule.of(answer for answer in given_ if answer.rule == "R25")
    assert alone.state("R25") == Schedule.of(given_).state("R25")


def test_the_poorest_answer_stands_for_its_day() -> None:
    morning, noon = START, START + timedelta(hours=3)
    twice = Schedule.of([Answer("R25", text(morning), WRONG), Answer("R25", text(noon), SURE)])
    once = Schedule.of([Answer("R25", text(morning), WRONG)])
    assert known(twice).due_at == known(once).due_at == datetime(2026, 11, 3, tzinfo=UTC)
    assert known(twice).reviews == 1
    assert known(twice).last_at == noon


def test_an_hour_less_than_a_day_between_is_a_day_all_the_same() -> None:
    """Monday evening and Tuesday afternoon are two days: what is due on Tuesday is due all of it."""
    evening = Answer("R25", "2026-11-02T22:00:00Z", WRONG)
    schedule = Schedule.of([evening])
    assert [state.rule for state in schedule.due(datetime(2026, 11, 3, 0, 1, tzinfo=UTC))] == ["R25"]
    after = known(schedule.after([Answer("R25", "2026-11-03T09:00:00Z", SURE)]))
    assert after.reviews == 2


def test_days_begin_where_she_lives() -> None:
    west = timezone(timedelta(hours=-8))
    late = Answer("R25", "2026-11-03T01:00:00Z", WRONG)  # Monday, five in the afternoon
    again = Answer("R25", "2026-11-03T22:00:00Z", SURE)
    assert known(Schedule.of([late, again], west)).reviews == 2
    assert known(Schedule.of([late, again])).reviews == 1
    due = known(Schedule.of([late], west)).due_at
    assert due == datetime(2026, 11, 3, 8, tzinfo=UTC)


def test_a_clock_set_back_breaks_nothing_and_a_day_in_the_far_future_is_left_out() -> None:
    good = on_days(SURE, "", SURE)
    astray = Answer("R25", "2099-01-01T12:00:00Z", SURE)
    schedule = Schedule.of([*good, astray])
    at = known(Schedule.of(good)).due_at
    assert [state.rule for state in schedule.due(at)] == ["R25"]
    assert schedule.state("R25", at) == Schedule.of(good).state("R25")
    assert schedule.recall("R25", at) == Schedule.of(good).recall("R25", at)
    assert schedule.due(datetime(2099, 1, 1, tzinfo=UTC)) == ()
    only = Schedule.of([astray])
    assert only.state("R25", START) is None
    assert only.due(START) == ()
    assert only.recall("R25", START) == 0.0
    back = Answer("R25", text(START - timedelta(days=400)), WRONG)
    assert known(Schedule.of([*good, back])).due_at == known(Schedule.of([back, *good])).due_at


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z"])
def test_a_year_no_interval_fits_is_left_out(at: str) -> None:
    west = timezone(timedelta(hours=-8))
    assert Schedule.of([Answer("R25", at, SURE)], west).rules == ()


def test_what_is_no_answer_is_refused() -> None:
    for wrong in (Answer("R25", "2026-11-02T10:00:00", SURE), Answer("R25", "yesterday", SURE)):
        with pytest.raises(ValueError, match=r"zone|isoformat"):
            Schedule.of([wrong])
    with pytest.raises(KeyError):
        Schedule.of([Answer("R25", text(START), "good")])


def test_a_rule_that_no_longer_exists_is_no_trouble() -> None:
    schedule = Schedule.of([Answer("an old name", text(START), SURE), *on_days(SURE)])
    assert schedule.rules == ("R25", "an old name")
    assert schedule.state("never heard of") is None


@pytest.mark.parametrize(
    ("grades", "stubborn"),
    [
        ((WRONG,), False),
        ((WRONG, SURE, WRONG), False),
        ((SURE, WRONG, WRONG), True),
        ((WRONG, WRONG, SURE), False),
        ((WRONG, SURE, WRONG, SURE, WRONG), True),
        ((WRONG, SURE, WRONG, SURE, WRONG, SURE, SURE), True),
        ((WRONG, SURE, WRONG, SURE, WRONG, SURE, UNSURE, SURE), False),
    ],
)
def test_missed_again_and_again(grades: tuple[str, ...], stubborn: bool) -> None:
    assert known(Schedule.of(on_days(*grades))).stubborn is stubborn


def test_missed_twice_is_twice_asked_not_one_answer_in_two_dimensions() -> None:
    once = Answer("R25", text(START), WRONG)
    assert not known(Schedule.of([once, once])).stubborn
    later = Answer("R25", text(START + timedelta(minutes=4)), WRONG)
    assert known(Schedule.of([once, later])).stubborn


def test_nothing_in_the_encounter_asks_the_clock() -> None:
    folder = Path(relall_trainer.encounter.__file__).parent
    asking = {"now", "utcnow", "today", "time_ns", "monotonic", "perf_counter"}
    for file in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in asking, f"{file.name}:{node.lineno}"


def test_no_answer_makes_the_library_ask_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unasked(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            raise AssertionError("asked the clock")

    monkeypatch.setattr("fsrs.card.datetime", Unasked)
    monkeypatch.setattr("fsrs.scheduler.datetime", Unasked)
    schedule = Schedule.of(on_days(SURE, WRONG, UNSURE))
    assert schedule.due(START + timedelta(days=9))

"""Odd clocks, late files, claims that differ: each is flagged in plain words, and nothing is ever refused for it."""

from __future__ import annotations

import dataclasses
import random
from datetime import timedelta

import pytest

from relall_trainer.cohort.assignment import Assignment
from relall_trainer.cohort.flags import Flag
from relall_trainer.cohort.submission import Claim, LoggedAttempt
from relall_trainer.cohort.times import span_words
from relall_trainer.encounter.attempt import Committed, Event, Started
from relall_trainer.encounter.events import Finished, Resumed
from relall_trainer.encounter.play import EXAM, PRACTICE
from relall_trainer.encounter.scoring import exact_points
from tests.cohort.marked import BEGUN, assignment, at, attempt, file_of, logged, marker, played, submission


def flags(
    log: LoggedAttempt, asked: Assignment | None = None, made_at: str = "2026-03-10T20:00:00Z"
) -> list[Flag]:
    asked = asked or assignment(log.mode)
    return list(file_of(submission("Learner 01", [log], made_at=made_at), asked).flags)


def retimed(log: LoggedAttempt, seconds: dict[int, float]) -> LoggedAttempt:
    """The same log with some events at other times."""
    events = tuple(
        dataclasses.replace(event, at=at(seconds[place])) if place in seconds else event
        for place, event in enumerate(log.events)
    )
    return dataclasses.replace(log, events=events)


def test_nothing_is_odd_about_an_ordinary_file() -> None:
    assert flags(attempt("a", 0, 1)) == []
    assert flags(attempt("a", 0, 1, mode=EXAM)) == []


def test_late_early_and_before_it_opened() -> None:
    log = attempt("a", 0, 1)
    assert flags(log, made_at="2026-04-03T11:00:00Z") == [Flag("late", "2 days 3 h")]
    asked = dataclasses.replace(assignment(), issued_at="2026-03-10T11:00:00Z")
    assert flags(log, asked) == [Flag("before-issue", "1 h", "a")]
    asked = dataclasses.replace(assignment(), opens_at="2026-03-10T10:20:00Z")
    assert flags(log, asked) == [Flag("before-opening", "20 min", "a")]


def test_a_clock_that_went_back_by_more_than_a_minute() -> None:
    log = attempt("a", 0, 1)
    assert flags(retimed(log, {2: -15.0})) == []
    assert flags(retimed(log, {2: -25.0})) == [Flag("clock-back", "1 min", "a")]
    assert flags(retimed(log, {2: -3600.0}))[0].words == "The clock went back by 1 h while it was played."


@pytest.mark.parametrize("year", [1970, 2106])
def test_clocks_that_are_decades_off_block_nothing(year: int) -> None:
    events = tuple(
        dataclasses.replace(event, at=event.at.replace("2026", str(year)))
        for event in attempt("a", 0, 1).events
    )
    found = {flag.code for flag in flags(logged("a", 0, events))}
    assert found == ({"before-issue"} if year == 1970 else {"made-before"})


def test_a_thousand_jumps_of_the_clock() -> None:
    """Every jump back of more than a minute is flagged, none of less, and none stops the marking."""
    luck = random.Random(20)
    whole = attempt("a", 1, 4)
    for _ in range(1_000):
        jump = luck.choice((luck.uniform(-90, 90), luck.uniform(-9e5, 9e5), luck.uniform(-3e9, 2e9)))
        place = luck.randrange(1, len(whole.events) - 1)
        times = [BEGUN + timedelta(seconds=40 * number) for number in range(len(whole.events))]
        times[place:] = [time + timedelta(seconds=int(jump)) for time in times[place:]]
        events = tuple(
            dataclasses.replace(event, at=f"{time:%Y-%m-%dT%H:%M:%SZ}")
            for event, time in zip(whole.events, times, strict=True)
        )
        found = {flag.code for flag in flags(logged("a", 1, events))}
        assert ("clock-back" in found) == (int(jump) + 40 < -60), jump


def test_more_time_at_the_decisions_than_the_clock_allows() -> None:
    log = attempt("a", 0, 1)
    first = log.events[1]
    assert isinstance(first, Committed)
    long = dataclasses.replace(first, elapsed_ms=2 * 3_600_000)
    log = dataclasses.replace(log, events=(log.events[0], long, *log.events[2:]))
    assert [flag.code for flag in flags(log)] == ["elapsed-longer"]


def test_a_file_made_before_what_is_in_it() -> None:
    assert flags(attempt("a", 0, 1), made_at=at(-7200))[-1].code == "made-before"


def test_a_claim_that_differs_is_shown_beside_what_was_found() -> None:
    log = attempt("a", 0, 1)
    found = marker().mark(assignment(), log)
    true = Claim("a", exact_points(found.points), exact_points(found.possible), found.critical)
    told = submission("Learner 01", [log], claims=[true])
    assert file_of(told, assignment()).flags == ()
    for change in ({"points": true.points + 1}, {"possible": 0}, {"critical": true.critical + 1}):
        claim = dataclasses.replace(true, **change)
        (flag,) = file_of(submission("Learner 01", [log], claims=[claim]), assignment()).flags
        assert flag.code == "claim-differs"
        assert f"yours, {found.points} of {found.possible} points" in flag.words


def test_other_rules_another_version_and_too_many_attempts() -> None:
    log = attempt("a", 0, 1)
    begun = log.events[0]
    assert isinstance(begun, Started)
    other = dataclasses.replace(begun, algorithm_sha256="e" * 64)
    assert [flag.code for flag in flags(dataclasses.replace(log, events=(other, *log.events[1:])))] == [
        "other-rules"
    ]
    asked = dataclasses.replace(assignment(), version=3)
    assert flags(log, asked) == [Flag("other-version", "1")]
    asked = assignment(PRACTICE, "first", 2)
    many = submission("Learner 01", [attempt(f"a{seed}", 0, seed) for seed in range(3)])
    (flag,) = file_of(many, asked).flags
    assert flag.words.startswith("More attempts than allowed: 3 of 2 at ")
    assert file_of(many, dataclasses.replace(asked, for_learner="Learner 01", extra_attempts=1)).flags == ()


def _exam(resumed: dict[int, tuple[float, int]], slow: float = 0) -> LoggedAttempt:
    events, _ = played(0, random.Random(1), 0.9, EXAM)
    told: list[Event] = []
    for place, event in enumerate(events):
        if place in resumed:
            seconds, used = resumed[place]
            told.append(Resumed(at=at(seconds), used_ms=used))
        told.append(event)
    if slow:
        told[-1] = dataclasses.replace(told[-1], at=at(slow))
    return logged("a", 0, tuple(told))


def test_an_exam_closed_and_opened_again() -> None:
    log = _exam({3: (7_280, 80_000)})
    late = {place: 7_200.0 + 40 * place for place in range(4, len(log.events))}
    assert [flag.words for flag in flags(retimed(log, late))] == [
        "Closed and opened again: once, for at most 2 h in all."
    ]


def test_each_sitting_of_an_exam_has_its_own_time() -> None:
    asked = dataclasses.replace(assignment(EXAM), minutes=15, attempts=2)
    sittings = [
        attempt(f"{sitting}-{place}", place, place, mode=EXAM, begin=50_000 * sitting + 300 * place)
        for sitting in range(2)
        for place in range(2)
    ]
    assert file_of(submission("Learner 01", sittings, made_at="2026-03-12T00:00:00Z"), asked).flags == ()
    short = dataclasses.replace(asked, minutes=5)
    (flag,) = file_of(submission("Learner 01", sittings, made_at="2026-03-12T00:00:00Z"), short).flags
    assert flag.code == "over-time"


def test_an_exam_that_took_longer_than_allowed() -> None:
    asked = dataclasses.replace(assignment(EXAM), minutes=1)
    assert [flag.code for flag in flags(attempt("a", 0, 1, mode=EXAM), asked)] == ["over-time"]
    extra = dataclasses.replace(asked, minutes=4, for_learner="Learner 01", extra_percent=100)
    assert flags(attempt("a", 0, 1, mode=EXAM), extra) == []
    used = _exam({3: (90, 3_700_000)})
    assert "over-time" in {flag.code for flag in flags(used)}
    untimed = dataclasses.replace(asked, minutes=None)
    assert flags(attempt("a", 0, 1, mode=EXAM), untimed) == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"), (12_000, "3 h 20 min"),
        (86_400, "1 day"), (97_200, "1 day 3 h"), (2_000_000, "23 days"),
    ],
)  # fmt: skip
def test_spans(seconds: float, words: str) -> None:
    assert span_words(seconds) == words


def test_handing_in_the_day_after_the_time_was_up_is_not_taking_longer() -> None:
    asked, log = dataclasses.replace(assignment(EXAM), minutes=60), _exam({})
    given_up = Finished(at=at(20_000), ending=None)
    events = [one for one in log.events if not isinstance(one, Finished)]
    assert flags(logged("a", 0, (*events[:-1], given_up)), asked) == []


def test_a_computer_asleep_is_not_said_to_have_been_worked_on() -> None:
    asked = dataclasses.replace(assignment(EXAM), minutes=60)
    log = _exam({})
    asleep = {place: 20_000.0 + place for place in range(4, len(log.events))}
    (flag,) = flags(retimed(log, asleep), asked)
    assert flag.code == "open-longer"
    assert "asleep" in flag.words

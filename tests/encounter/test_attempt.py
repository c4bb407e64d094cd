"""An attempt is its events: written down, read back strictly, replayed."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import (
    Committed,
    Event,
    EventFault,
    Finished,
    Noted,
    ReplayFault,
    Resumed,
    Started,
    SteppedBack,
    advance,
    event_from_plain,
    replay,
    road_to,
    started,
    until_decision,
)
from relall_trainer.encounter.case import Case
from tests.encounter.conftest import FakeAlgorithm
from tests.encounter.walks import NOON, same_play

BEGUN = Started(
    at=NOON,
    case="small-case",
    case_version="1.2.3",
    case_sha256="c" * 64,
    algorithm="fake",
    algorithm_version="1.0.0",
    algorithm_sha256="a" * 64,
)
WRONG = Committed(
    at=NOON, node="first", chosen=("toxic",), confidence="certain", rationale="why", elapsed_ms=900
)
BACK = SteppedBack(at=NOON)
RIGHT = Committed(at=NOON, node="first", chosen=("look", "tap", "strong"))
HOME = Committed(at=NOON, node="second", chosen=("gentle", "talk"))
NOTE = Noted(at=NOON, node="second", text="Ask again.")
DONE = Finished(at="2026-01-01T12:00:00.123+00:00", ending="home")
ALL: tuple[Event, ...] = (BEGUN, WRONG, BACK, RIGHT, NOTE, HOME, DONE)


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.KIND)
def test_an_event_comes_back_as_it_was_written(event: Event) -> None:
    assert event_from_plain(json.loads(json.dumps(event.plain()))) == event


def test_started_pins_everything(small_case: Case, fake: FakeAlgorithm) -> None:
    event = started(small_case, fake, at=NOON, seed=7, app_version="0.1.0", mode="exam")
    assert event == dataclasses.replace(BEGUN, seed=7, app_version="0.1.0", mode="exam")
    assert event.scoring == "1"


ASSIGNED = dataclasses.replace(BEGUN, mode="exam", assignment="0b9b4e62-assignment")
RESUMED = Resumed(at=NOON, used_ms=61_000)


def test_an_assigned_attempt_says_for_what_and_only_such_a_one_does() -> None:
    assert event_from_plain(json.loads(json.dumps(ASSIGNED.plain()))) == ASSIGNED
    assert ASSIGNED.plain()["assignment"] == "0b9b4e62-assignment"
    assert "assignment" not in BEGUN.plain()
    assert "assignment" not in FORK.plain()


def test_the_assignment_is_taken_over(small_case: Case, fake: FakeAlgorithm) -> None:
    assert started(small_case, fake, at=NOON, assignment="a1").assignment == "a1"


def test_an_exam_opened_again_stands_where_it_stood(small_case: Case, fake: FakeAlgorithm) -> None:
    assert event_from_plain(json.loads(json.dumps(RESUMED.plain()))) == RESUMED
    begun = dataclasses.replace(BEGUN, mode="exam")
    events = (begun, RESUMED, RIGHT, RESUMED, RESUMED, HOME, DONE)
    without = tuple(event for event in events if not isinstance(event, Resumed))
    assert same_play(replay(small_case, fake, events), replay(small_case, fake, without))
    assert advance(play.start(small_case, fake), RESUMED).node == "first"
    with pytest.raises(ReplayFault, match="only notes"):
        replay(small_case, fake, (*without, RESUMED))
    with pytest.raises(ReplayFault, match="begins with started"):
        replay(small_case, fake, (RESUMED, begun))


@pytest.mark.parametrize("used", [-1, None, True, "2", 1.0, 2**63])
def test_the_time_used_is_a_whole_number(used: object) -> None:
    with pytest.raises(EventFault) as caught:
        event_from_plain({**RESUMED.plain(), "used_ms": used})
    assert caught.value.part == "used_ms"


@pytest.mark.parametrize("assignment", ["", 7, "x" * 201, ["a"]])
def test_an_assignment_is_named_by_a_word(assignment: object) -> None:
    with pytest.raises(EventFault) as caught:
        event_from_plain({**ASSIGNED.plain(), "assignment": assignment})
    assert caught.value.part == "assignment"


FORK = dataclasses.replace(BEGUN, fork_of="0b9b4e62-attempt", fork_at=2)


def test_a_fork_says_of_what_and_only_a_fork_does() -> None:
    assert event_from_plain(json.loads(json.dumps(FORK.plain()))) == FORK
    assert FORK.plain()["fork_at"] == 2
    assert not {"fork_of", "fork_at"} & BEGUN.plain().keys()


@pytest.mark.parametrize("at", [-1, None, True, "2", 1.0])
def test_a_fork_begins_after_a_whole_number_of_decisions(at: object) -> None:
    with pytest.raises(EventFault) as caught:
        event_from_plain({**FORK.plain(), "fork_at": at})
    assert caught.value.part == "fork_at"


@pytest.mark.parametrize(("decisions", "before"), [(0, ()), (1, (WRONG, BACK)), (2, (WRONG, BACK, RIGHT))])
def test_what_led_to_a_decision(decisions: int, before: tuple[Event, ...]) -> None:
    assert until_decision(ALL, decisions) == before


def test_there_is_nothing_before_a_decision_never_made() -> None:
    with pytest.raises(LookupError):
        until_decision(ALL, 3)


def test_what_has_a_default_may_be_left_out() -> None:
    data = {"event": "committed", "at": NOON, "node": "first", "chosen": []}
    assert event_from_plain(data) == Committed(at=NOON, node="first", chosen=())


@pytest.mark.parametrize(
    ("event", "changes", "part"),
    [
        (WRONG, {"event": "comitted"}, "event"),
        (WRONG, {"event": None}, "event"),
        (WRONG, {"points": 4}, "points"),
        (WRONG, {"node": None}, "node"),
        (WRONG, {"node": ""}, "node"),
        (WRONG, {"node": "x" * 201}, "node"),
        (WRONG, {"chosen": "toxic"}, "chosen"),
        (WRONG, {"chosen": [1]}, "chosen"),
        (WRONG, {"chosen": ["x"] * 201}, "chosen"),
        (WRONG, {"confidence": "sure"}, "confidence"),
        (WRONG, {"confidence": ["certain"]}, "confidence"),
        (WRONG, {"rationale": None}, "rationale"),
        (WRONG, {"rationale": "x" * 2001}, "rationale"),
        (WRONG, {"elapsed_ms": -1}, "elapsed_ms"),
        (WRONG, {"elapsed_ms": 1.5}, "elapsed_ms"),
        (WRONG, {"elapsed_ms": True}, "elapsed_ms"),
        (WRONG, {"at": "yesterday"}, "at"),
        (WRONG, {"at": "2026-01-01T12:00:00"}, "at"),
        (WRONG, {"at": "2026-01-01T12:00:00+01:00"}, "at"),
        (BEGUN, {"case_sha256": "C" * 64}, "case_sha256"),
        (BEGUN, {"algorithm_sha256": "a" * 63}, "algorithm_sha256"),
        (BEGUN, {"seed": "7"}, "seed"),
        (BEGUN, {"seed": 2**70}, "seed"),
        (BEGUN, {"mode": "play"}, "mode"),
        (NOTE, {"text": "x" * 8001}, "text"),
        (DONE, {"ending": ""}, "ending"),
    ],
)
def test_a_bad_part_is_named(event: Event, changes: dict[str, Any], part: str) -> None:
    with pytest.raises(EventFault) as caught:
        event_from_plain({**event.plain(), **changes})
    assert caught.value.part == part


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.KIND)
def test_a_missing_part_is_named(event: Event) -> None:
    needed = [part.name for part in dataclasses.fields(event) if part.default is dataclasses.MISSING]
    for part in needed:
        data = event.plain()
        del data[part]
        with pytest.raises(EventFault) as caught:
            event_from_plain(data)
        assert caught.value.part == part


@pytest.mark.parametrize("data", [None, [], "started", 1, {}])
def test_what_is_no_event_at_all_is_refused(data: object) -> None:
    with pytest.raises(EventFault):
        event_from_plain(data)


def test_replay_gives_what_never_stopping_gave(small_case: Case, fake: FakeAlgorithm) -> None:
    straight, _ = play.commit(play.start(small_case, fake), ["toxic"], "certain", "why")
    straight, _ = play.commit(play.step_back(straight), ["look", "tap", "strong"])
    straight, _ = play.commit(straight, ["gentle", "talk"])
    assert same_play(replay(small_case, fake, ALL), straight)


def test_the_seed_is_replayed(small_case: Case, fake: FakeAlgorithm) -> None:
    roads = {
        replay(small_case, fake, (dataclasses.replace(BEGUN, seed=seed), RIGHT)).node for seed in range(20)
    }
    assert roads == {"lucky", "second"}


def test_an_exam_stays_an_exam(small_case: Case, fake: FakeAlgorithm) -> None:
    begun = dataclasses.replace(BEGUN, mode="exam")
    assert replay(small_case, fake, (begun,)).mode == "exam"
    with pytest.raises(ReplayFault, match=r"Event 3 \(stepped_back\)"):
        replay(small_case, fake, (begun, WRONG, BACK))


def test_an_exam_goes_on_as_its_authors_did_whatever_is_chosen(small_case: Case, fake: FakeAlgorithm) -> None:
    begun = dataclasses.replace(BEGUN, mode="exam", seed=5)
    there = replay(small_case, fake, (begun, WRONG))
    assert there.node == "second"
    assert there.record[0].chosen == ("toxic",)
    assert there.record[0].score.critical == ("toxic",)
    assert replay(small_case, fake, (BEGUN, WRONG)).node == "worse"


def test_an_exam_has_no_luck(small_case: Case, fake: FakeAlgorithm) -> None:
    for seed in range(20):
        begun = dataclasses.replace(BEGUN, mode="exam", seed=seed)
        assert replay(small_case, fake, (begun, RIGHT)).node == "second"
        assert replay(small_case, fake, (begun,)).outcome("luck") == "no"


def test_another_road_from_an_exam_follows_its_course_to_there(small_case: Case, fake: FakeAlgorithm) -> None:
    exam = (dataclasses.replace(BEGUN, mode="exam"), WRONG, RESUMED, HOME, DONE)
    copies = road_to(small_case, exam, 1)
    (copy,) = copies
    assert isinstance(copy, Committed)
    assert (set(copy.chosen), copy.confidence, copy.rationale) == ({"look", "strong"}, None, "")
    fork = replay(small_case, fake, (dataclasses.replace(BEGUN, fork_of="x", fork_at=1), *copies))
    assert fork.patient == replay(small_case, fake, exam[:2]).patient
    assert fork.node == "second"
    assert road_to(small_case, ALL, 2) == until_decision(ALL, 2)
    with pytest.raises(LookupError):
        road_to(small_case, exam, 2)


@pytest.mark.parametrize(
    ("events", "place", "kind", "says"),
    [
        ((), 1, "none", "no event"),
        ((WRONG,), 1, "committed", "begins with started"),
        ((BEGUN, BEGUN), 2, "started", "once"),
        ((BEGUN, HOME), 2, "committed", "stands at 'first'"),
        ((BEGUN, dataclasses.replace(WRONG, chosen=("talk",))), 2, "committed", "not offered"),
        ((BEGUN, BACK), 2, "stepped_back", "first decision"),
        ((BEGUN, dataclasses.replace(NOTE, node="third")), 2, "noted", "'third'"),
        ((BEGUN, DONE), 2, "finished", "'home'"),
        ((BEGUN, RIGHT, HOME, dataclasses.replace(DONE, ending="lost")), 4, "finished", "'lost'"),
        ((BEGUN, dataclasses.replace(DONE, ending=None), WRONG), 3, "committed", "only notes"),
        ((BEGUN, WRONG, WRONG), 3, "committed", "stands at 'worse'"),
    ],
)
def test_an_event_that_does_not_fit_is_named(
    small_case: Case, fake: FakeAlgorithm, events: tuple[Event, ...], place: int, kind: str, says: str
) -> None:
    with pytest.raises(ReplayFault) as caught:
        replay(small_case, fake, events)
    assert (caught.value.place, caught.value.kind) == (place, kind)
    assert says in caught.value.what


def test_notes_may_follow_the_end(small_case: Case, fake: FakeAlgorithm) -> None:
    assert replay(small_case, fake, (*ALL, NOTE)).ended


@pytest.mark.parametrize(
    "part",
    [
        "case",
        "case_version",
        "case_sha256",
        "algorithm",
        "algorithm_version",
        "algorithm_sha256",
        "scoring",
    ],
)
def test_an_attempt_is_replayed_only_on_what_it_was_played_on(
    small_case: Case, fake: FakeAlgorithm, part: str
) -> None:
    other = dataclasses.replace(BEGUN, **{part: "b" * 64})
    with pytest.raises(ReplayFault, match="played on another"):
        replay(small_case, fake, (other, RIGHT))
    assert replay(small_case, fake, (other, RIGHT), pinned=False).node == "second"


def test_one_event_at_a_time(small_case: Case, fake: FakeAlgorithm) -> None:
    encounter = play.start(small_case, fake)
    for event in ALL[1:]:
        encounter = advance(encounter, event)
    assert same_play(encounter, replay(small_case, fake, ALL))

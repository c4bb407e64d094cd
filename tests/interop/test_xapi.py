"""Attempts as statements: by the rules, with the play's own scores, and the same whenever they are said."""

from __future__ import annotations

import io
import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import Committed, Finished, Started, SteppedBack, replay
from relall_trainer.encounter.case import PICK_ONE
from relall_trainer.encounter.play import EXAM
from relall_trainer.encounter.scoring import NodeScore, total
from relall_trainer.errors import TrainerError
from relall_trainer.gui.record import StoreRecord
from relall_trainer.interop.xapi import (
    Account,
    Mastery,
    PlayedAttempt,
    Statement,
    as_json,
    statements,
    statements_by_event,
    write_statements,
)
from relall_trainer.interop.xapi_names import assignment_id, case_id, registration, statement_id
from relall_trainer.learner.log import events_of
from tests.interop.test_xapi_rules import BREAKS
from tests.interop.xapi_rules import faults
from tests.learner.played import Played, Road, fill, opened

RALPH_PYTHON = os.environ.get("RELALL_RALPH_PYTHON", "")
ACCOUNT = "learner-1"


def attempt_of(played: Played, attempt: str) -> PlayedAttempt:
    events = events_of(played.store, attempt)
    return PlayedAttempt(attempt, events, played.replayed(played.store.summary(attempt), events))


def told(played: Played, road: Road, mastery: Mastery | None = None) -> tuple[Statement, ...]:
    return statements(attempt_of(played, road.attempt), ACCOUNT, mastery)


def verb(statement: Statement) -> str:
    return str(statement["verb"]["id"]).rpartition("/")[2]


def verbs(said: tuple[Statement, ...]) -> list[str]:
    return [verb(statement) for statement in said]


def more(statement: Statement, name: str, part: str = "context") -> Any:
    """The extension of that name; None where there is none."""
    return statement[part].get("extensions", {}).get(f"https://relall-trainer.invalid/xapi/extensions/{name}")


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    with opened(tmp_path / "profile", seed=5) as made:
        yield made


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A record with attempts of every kind."""
    with opened(tmp_path_factory.mktemp("lived") / "profile", seed=11) as made:
        fill(made, 16)
        yield made


@pytest.fixture(scope="module")
def everything(lived_in: Played) -> tuple[Statement, ...]:
    return tuple(said for road in lived_in.roads for said in told(lived_in, road))


def test_every_statement_keeps_the_rules(everything: tuple[Statement, ...]) -> None:
    kinds = Counter(verbs(everything))
    assert kinds["answered"] > 40
    assert min(kinds[word] for word in ("initialized", "completed", "terminated")) > 5
    for statement in everything:
        assert faults(statement) == []
    assert len({statement["id"] for statement in everything}) == len(everything)


def test_an_activity_is_always_the_same_one(everything: tuple[Statement, ...]) -> None:
    known: dict[str, Any] = {}
    for statement in everything:
        about = statement["object"]
        assert known.setdefault(about["id"], about) == about
        parents = statement["context"]["contextActivities"].get("parent", [])
        assert all(one["id"] in known for one in parents)
    assert len(known) > 10


def test_scores_are_those_of_the_play(lived_in: Played) -> None:
    checked = 0
    for road in lived_in.roads:
        attempt = attempt_of(lived_in, road.attempt)
        said = statements(attempt, ACCOUNT)
        visits = attempt.encounter.record
        for statement in said:
            if verb(statement) != "answered":
                continue
            visit = visits[more(statement, "decision") - 1]
            assert statement["object"]["id"].endswith(f"/decisions/{visit.node}")
            assert statement["result"].get("response", "").split("[,]") == list(visit.chosen or ("",))
            _same_score(statement, visit.score.points, visit.score.possible)
            full = visit.score.points == visit.score.possible
            assert statement["result"].get("success") == (full if visit.score.possible else None)
            rated = {line["step"]: line["rating"] for line in more(statement, "ratings")}
            assert rated == dict(visit.ratings)
            assert [one["step"] for one in more(statement, "critical-errors")] == list(visit.score.critical)
            assert more(statement, "rationale", "result") == (visit.rationale or None)
            assert more(statement, "confidence") == visit.confidence
            checked += 1
        for statement in said:
            if verb(statement) == "completed":
                kept = lived_in.store.summary(road.attempt).summary
                _same_score(statement, kept.points, kept.possible)
                assert len(more(statement, "critical-errors")) == kept.critical
                assert more(statement, "ending")["id"] == kept.ending
                parts = more(statement, "dimensions").values()
                assert round(sum(part["points"] for part in parts), 6) == round(kept.points, 6)
    assert checked > 40


def _same_score(statement: Statement, points: float, possible: float) -> None:
    if not possible:
        assert "score" not in statement["result"]
        return
    score = statement["result"]["score"]
    assert (score["raw"], score["min"], score["max"]) == (points, 0, possible)
    assert abs(score["scaled"] - points / possible) <= 0.00005 + 1e-12


@pytest.mark.parametrize(
    ("points", "possible", "critical", "success"),
    [(4, 4, (), True), (3.9999, 4, (), False), (4, 4, ("one",), False), (0, 4, (), False), (0, 0, (), None)],
)
def test_success_is_all_the_points_and_no_critical_error(
    played: Played, points: float, possible: float, critical: tuple[str, ...], success: bool | None
) -> None:
    road = played.begin()
    played.decide(road)
    attempt = attempt_of(played, road.attempt)
    (visit,) = attempt.encounter.record
    group = replace(visit.score.groups[0], points=points, possible=possible)
    score = NodeScore(points, possible, critical, (group,))
    encounter = replace(attempt.encounter, record=(replace(visit, score=score),))
    said = statements(replace(attempt, encounter=encounter), ACCOUNT)[-1]
    assert said["result"].get("success") is success
    assert ("score" in said["result"]) is (possible > 0)
    assert faults(said) == []


def test_what_was_said_is_never_said_otherwise_later(lived_in: Played) -> None:
    """However much is added to an attempt, what was said of it before stays, word for word."""
    grown = 0
    for road in lived_in.roads:
        whole = attempt_of(lived_in, road.attempt)
        if whole.encounter.mode == EXAM:
            continue
        said = statements(whole, ACCOUNT)
        case, algorithm = whole.encounter.case, lived_in.roads[0].encounter.algorithm
        for length in range(1, len(whole.events)):
            events = whole.events[:length]
            before = statements(PlayedAttempt(road.attempt, events, replay(case, algorithm, events)), ACCOUNT)
            assert before == said[: len(before)]
            grown += len(before) < len(said)
    assert grown > 40


def test_each_decision_is_told_of_with_its_first_answer_marked(played: Played) -> None:
    road = played.begin(seed=3)
    played.decide(road)
    played.back(road)
    played.decide(road)
    said = told(played, road)
    assert verbs(said) == ["initialized", "answered", "answered"]
    assert [more(one, "first-answer") for one in said[1:]] == [True, False]
    assert [more(one, "decision") for one in said[1:]] == [1, 2]
    events = attempt_of(played, road.attempt).events
    assert [type(event) for event in events[1:]] == [Committed, SteppedBack, Committed]
    assert [one["id"] for one in said] == [
        statement_id(road.attempt, place, word)
        for place, word in ((1, "initialized"), (2, "answered"), (4, "answered"))
    ]


def test_what_it_was_played_on_stands_in_every_statement(played: Played) -> None:
    road = played.begin(seed=2**62)
    played.finish(road)
    head = played.store.summary(road.attempt).head
    for statement in told(played, road):
        assert statement["context"]["registration"] == road.attempt
        assert statement["context"]["revision"] == head.case_version
        assert more(statement, "algorithm") == {
            "id": head.algorithm_id,
            "version": head.algorithm_version,
            "sha256": head.algorithm_sha256,
        }
        assert more(statement, "case")["sha256"] == head.case_sha256
        assert more(statement, "scoring") == head.scoring_version
        assert more(statement, "seed") == str(2**62)
        assert statement["actor"]["account"]["name"] == ACCOUNT
        assert statement["timestamp"].endswith("Z")


def test_an_exam_under_way_is_withheld(played: Played) -> None:
    road = played.begin(mode=EXAM)
    played.decide(road)
    assert told(played, road) == ()
    played.finish(road)
    said = told(played, road)
    assert verbs(said)[-2:] == ["completed", "terminated"]
    assert {more(one, "mode") for one in said} == {"exam"}
    assert all("/xapi/modes/exam" in one["context"]["contextActivities"]["category"][1]["id"] for one in said)


def test_a_fork_tells_only_what_it_did_itself(played: Played) -> None:
    road = played.begin(seed=1)
    for _ in range(3):
        played.decide(road)
    played.lots.seed(2)
    fork = next(made for made in iter(lambda: played.fork(road), None) if made.encounter.record)
    copied = len(fork.encounter.record)
    played.finish(fork)
    said = told(played, fork)
    assert copied >= 1
    assert verbs(said).count("answered") == len(fork.encounter.record) - copied
    assert more(said[1], "decision") == copied + 1
    for statement in said:
        assert more(statement, "mode") == "fork"
        assert more(statement, "fork") == {"of": registration(road.attempt), "decisions": copied}
    assert {more(one, "mode") for one in told(played, road)} == {"practice"}
    ids = [one["id"] for one in (*said, *told(played, road))]
    assert len(set(ids)) == len(ids)


def test_giving_up_completes_nothing(played: Played) -> None:
    road = played.begin()
    played.decide(road)
    event = Finished(at="2026-12-24T10:00:00Z", ending=None)
    StoreRecord(played.store).add(road.attempt, event, road.encounter)
    said = told(played, road, Mastery(1))
    assert verbs(said) == ["initialized", "answered", "terminated"]
    assert set(said[-1].get("result", {})) <= {"duration"}


@pytest.mark.parametrize("spotless", [True, False])
def test_passed_and_failed_need_a_threshold(played: Played, spotless: bool) -> None:
    seen: set[tuple[bool, bool]] = set()
    for seed in range(6):
        road = played.begin(seed)
        played.finish(road)
        assert not {"passed", "failed"} & set(verbs(told(played, road)))
        sums = total(road.encounter.first)
        share = 100 * sums.points / sums.possible
        for percent in (0, int(share), int(share) + 1, 100):
            said = told(played, road, Mastery(percent, spotless))
            reached = share >= percent and not (spotless and sums.critical)
            assert verbs(said)[-3:] == ["completed", "passed" if reached else "failed", "terminated"]
            verdict = said[-2]
            assert verdict["result"]["success"] is reached
            assert verdict["result"]["score"] == said[-3]["result"]["score"]
            key = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
            assert verdict["context"]["extensions"][key] == percent / 100
            assert faults(verdict) == []
            seen.add((reached, bool(sums.critical)))
    assert {reached for reached, _ in seen} == {True, False}
    assert {critical for _, critical in seen} >= {True}


def test_the_time_is_the_sum_of_what_was_measured(played: Played) -> None:
    road = played.begin()
    played.finish(road)
    attempt = attempt_of(played, road.attempt)
    times = [event.elapsed_ms for event in attempt.events if isinstance(event, Committed)]
    assert None in times
    assert "duration" not in statements(attempt, ACCOUNT)[-1].get("result", {})
    measured = tuple(
        Committed(
            at=event.at, node=event.node, chosen=event.chosen, rationale=event.rationale, elapsed_ms=1_250
        )
        if isinstance(event, Committed)
        else event
        for event in attempt.events
    )
    said = statements(PlayedAttempt(road.attempt, measured, attempt.encounter), ACCOUNT)
    assert said[1]["result"]["duration"] == "PT1.25S"
    seconds = 1.25 * len(times)
    assert said[-1]["result"]["duration"] == f"PT{seconds:.2f}S".replace(".00S", "S")


def test_choosing_nothing_is_told_apart_from_no_answer(played: Played) -> None:
    road = next(found for number in range(30) if (found := _before_an_order_set(played, number)))
    after, visit = play.commit(road.encounter, ())
    event = Committed(at="2027-11-24T10:00:00Z", node=visit.node, chosen=())
    StoreRecord(played.store).add(road.attempt, event, after)
    statement = told(played, road)[-1]
    assert not any(line["chosen"] for line in more(statement, "ratings"))
    assert "response" not in statement["result"]
    assert statement["result"]["completion"] is True
    assert faults(statement) == []


def _before_an_order_set(played: Played, number: int) -> Road | None:
    """An attempt that stands where nothing at all may be chosen."""
    road = played.begin(number)
    while not road.encounter.ended:
        if all(group.pick != PICK_ONE for group in road.encounter.current.groups):
            return road
        played.decide(road)
    return None


def test_reasons_go_out_as_they_were_given(played: Played) -> None:
    road = played.begin()
    reason = ' <script>"A & B"</script>\n=1+1 😀 ‮ end '
    played.decide(road, reason=reason)
    (_, statement) = told(played, road)
    assert more(json.loads(as_json(statement)), "rationale", "result") == reason


def test_half_characters_do_not_break_the_file() -> None:
    text = as_json({"a": "x\ud800y"})
    assert json.loads(text.encode()) == {"a": "x�y"}


def test_an_event_at_no_time_is_a_fault(played: Played) -> None:
    road = played.begin()
    attempt = attempt_of(played, road.attempt)
    ended = Finished(at="2026-99-24T10:00:00Z")
    with pytest.raises(TrainerError, match="no such time"):
        statements(PlayedAttempt("a", (*attempt.events, ended), attempt.encounter), ACCOUNT)
    with pytest.raises(TrainerError, match="its start"):
        statements(PlayedAttempt("a", (ended,), attempt.encounter), ACCOUNT)


def test_the_file_is_written_statement_by_statement() -> None:
    stream = io.StringIO()
    lengths: list[int] = []

    def said() -> Iterator[Statement]:
        for number in range(1000):
            lengths.append(len(stream.getvalue()))
            yield {"number": number, "text": "x" * 50}

    assert write_statements(stream, said()) == 1000
    assert all(after > before for before, after in pairwise(lengths))
    assert [one["number"] for one in json.loads(stream.getvalue())] == list(range(1000))


def test_an_empty_record_is_an_empty_array() -> None:
    stream = io.StringIO()
    assert write_statements(stream, ()) == 0
    assert json.loads(stream.getvalue()) == []


def test_a_case_is_known_by_id_and_version(everything: tuple[Statement, ...]) -> None:
    for statement in everything:
        pin = more(statement, "case")
        assert statement["object"]["id"].startswith(case_id(pin["id"], pin["version"]))


@pytest.mark.skipif(not RALPH_PYTHON, reason="RELALL_RALPH_PYTHON names no Python that has the ralph package")
def test_the_models_of_a_real_store_take_every_statement(
    tmp_path: Path, lived_in: Played, everything: tuple[Statement, ...]
) -> None:
    said = list(everything)
    for asked in (Mastery(100), Mastery(0, spotless=False)):
        said += [one for road in lived_in.roads for one in told(lived_in, road, asked) if one not in said]
    file = tmp_path / "statements.json"
    with file.open("w", encoding="utf-8") as stream:
        assert write_statements(stream, said) == len(said)
    reader = Path(__file__).with_name("take_into_ralph.py")
    done = subprocess.run(
        [RALPH_PYTHON, str(reader), str(file), json.dumps(BREAKS)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert answer == {"checked": len(said), "refused": [], "breaks_let_through": []}
    assert {"passed", "failed"} <= set(verbs(tuple(said)))


def test_an_assignment_groups_what_was_done_for_it(played: Played) -> None:
    road = played.begin(seed=1)
    played.finish(road)
    plain = attempt_of(played, road.attempt)
    started, *rest = plain.events
    assert isinstance(started, Started)
    assigned = replace(plain, events=(replace(started, assignment="term 1/ß"), *rest))
    for before, after in zip(statements(plain, ACCOUNT), statements(assigned, ACCOUNT), strict=True):
        assert "grouping" not in before["context"]["contextActivities"]
        assert faults(after) == []
        (group,) = after["context"]["contextActivities"].pop("grouping")
        assert group["id"] == assignment_id("term 1/ß")
        assert after == before


def test_a_chosen_account_says_it_under_ids_of_its_own(played: Played) -> None:
    road = played.begin(seed=1)
    played.finish(road)
    attempt = attempt_of(played, road.attempt)
    accounts = (ACCOUNT, Account(ACCOUNT), Account("L01"), Account("L01", assignment_id("a-1")))
    told = [statements(attempt, account) for account in accounts]
    assert len({one["id"] for said in told for one in said}) == 4 * len(told[0])
    assert [said[0]["actor"]["account"] for said in told[2:]] == [
        {"homePage": "https://relall-trainer.invalid", "name": "L01"},
        {"homePage": "https://relall-trainer.invalid/xapi/assignments/a-1", "name": "L01"},
    ]
    for said in told:
        assert [fault for one in said for fault in faults(one)] == []
        assert all(set(one["actor"]) == {"objectType", "account"} for one in said)
    assert statements_by_event(attempt, ACCOUNT)[-1][0] == len(attempt.events)

"""What a teacher says of her learners' attempts: under their codes, by the rules, beside what they say themselves."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from relall_trainer.interop.xapi import Mastery, write_statements
from relall_trainer.interop.xapi_cohort import MarkedAttempt, cohort_statements
from relall_trainer.interop.xapi_names import assignment_id
from tests.interop.test_xapi import attempt_of, told, verbs
from tests.interop.xapi_rules import faults
from tests.learner.played import Played, Road, opened


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    with opened(tmp_path / "profile", seed=5) as made:
        yield made


def marked(played: Played, road: Road, learner: str) -> MarkedAttempt:
    attempt = attempt_of(played, road.attempt)
    return MarkedAttempt(learner, attempt.id, attempt.events, attempt.encounter)


def test_each_learner_is_known_by_her_code_in_her_assignment(played: Played) -> None:
    roads = [played.begin(number, assignment="term 1") for number in range(3)]
    for road in roads:
        played.finish(road)
    codes = ("L01", "L02", "L02")
    attempts = [marked(played, road, code) for road, code in zip(roads, codes, strict=True)]
    stream = io.StringIO()
    write_statements(stream, cohort_statements("term 1", attempts, Mastery(0, spotless=False)))
    said = json.loads(stream.getvalue())
    assert [fault for one in said for fault in faults(one)] == []
    accounts = {(one["actor"]["account"]["homePage"], one["actor"]["account"]["name"]) for one in said}
    assert accounts == {(assignment_id("term 1"), "L01"), (assignment_id("term 1"), "L02")}
    for one in said:
        assert one["context"]["contextActivities"]["grouping"][0]["id"] == assignment_id("term 1")
    assert {one["context"]["registration"] for one in said} == {road.attempt for road in roads}
    assert verbs(tuple(said)).count("passed") == 3
    ids = [one["id"] for one in said] + [one["id"] for road in roads for one in told(played, road)]
    assert len(set(ids)) == len(ids)


def test_it_is_the_same_whenever_it_is_said(played: Played) -> None:
    road = played.begin()
    played.finish(road)
    attempt = marked(played, road, "L01")
    first = list(cohort_statements("a", [attempt]))
    assert list(cohort_statements("a", [attempt])) == first
    other = list(cohort_statements("b", [attempt]))
    assert not {one["id"] for one in first} & {one["id"] for one in other}


def test_none_is_an_empty_file() -> None:
    stream = io.StringIO()
    assert write_statements(stream, cohort_statements("a", ())) == 0

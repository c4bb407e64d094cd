"""Playing from a plan, and the answer it gives."""

from __future__ import annotations

import json
from typing import Any

import pytest

from relall_trainer.encounter import play
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.plan import PlanFault, play_plan, result
from tests.encounter.conftest import FakeAlgorithm

HOME = [
    {"node": "first", "chosen": ["gentle", "look"]},
    {"node": "second", "chosen": ["talk", "gentle", "refer"]},
]


def test_the_whole_answer(small_case: Case, fake: FakeAlgorithm) -> None:
    answer = result(play_plan(small_case, fake, {"choices": HOME}))
    assert json.loads(json.dumps(answer)) == {
        "case": "small-case",
        "case_version": "1.2.3",
        "case_sha256": "c" * 64,
        "algorithm": {"id": "fake", "version": "1.0.0", "sha256": "a" * 64},
        "path": [
            {
                "node": "first",
                "chosen": ["look", "gentle"],
                "ratings": {
                    "look": "recommended",
                    "tap": "recommended",
                    "wait": "discouraged",
                    "silent": "unrated",
                    "strong": "recommended",
                    "gentle": "acceptable",
                    "toxic": "contraindicated",
                },
                "points": 3.4,
                "possible": 6,
                "critical": [],
                "next": "second",
            },
            {
                "node": "second",
                "chosen": ["gentle", "talk", "refer"],
                "ratings": {
                    "gentle": "acceptable",
                    "silent": "unrated",
                    "talk": "recommended",
                    "refer": "contraindicated",
                },
                "points": 4,
                "possible": 5,
                "critical": ["refer"],
                "next": "good",
            },
        ],
        "points": 7.4,
        "possible": 11,
        "percent": 67.3,
        "critical_errors": 1,
        "dimensions": {
            "workup": {"points": 1, "possible": 2},
            "salvage": {"points": 6.4, "possible": 8},
            "goals": {"points": 0, "possible": 1},
        },
        "ending": "home",
    }


def test_a_plan_that_ends_early_has_no_ending(small_case: Case, fake: FakeAlgorithm) -> None:
    assert result(play_plan(small_case, fake, {"choices": HOME[:1]}))["ending"] is None
    nothing = result(play_plan(small_case, fake, {"choices": []}))
    assert (nothing["path"], nothing["percent"], nothing["dimensions"]) == ([], None, {})


def test_an_order_set_may_be_empty_and_a_seed_brings_luck(small_case: Case, fake: FakeAlgorithm) -> None:
    choices = [{"node": "first", "chosen": ["tap", "strong"]}]
    assert {play_plan(small_case, fake, {"choices": choices}, seed).node for seed in range(20)} == {
        "lucky",
        "second",
    }
    seed = next(s for s in range(99) if play_plan(small_case, fake, {"choices": choices}, s).node == "lucky")
    lucky = play_plan(small_case, fake, {"choices": [*choices, {"node": "lucky", "chosen": []}]}, seed)
    assert result(lucky)["path"][-1]["points"] == 1


def test_confidence_and_reason_are_taken_and_the_rest_left_alone(
    small_case: Case, fake: FakeAlgorithm
) -> None:
    choice = {**HOME[0], "confidence": "leaning", "rationale": "so", "origin": "paper"}
    visit = play_plan(small_case, fake, {"case": "x", "choices": [choice]}).path[0]
    assert (visit.confidence, visit.rationale) == ("leaning", "so")


@pytest.mark.parametrize(
    ("plan", "place", "says"),
    [
        ([], 0, "object"),
        (None, 0, "object"),
        ({}, 0, "list"),
        ({"choices": {}}, 0, "list"),
        ({"choices": ["first"]}, 1, "object"),
        ({"choices": [{"chosen": []}]}, 1, '"node"'),
        ({"choices": [{"node": 1, "chosen": []}]}, 1, '"node"'),
        ({"choices": [{"node": "first"}]}, 1, '"chosen"'),
        ({"choices": [{"node": "first", "chosen": "look"}]}, 1, '"chosen"'),
        ({"choices": [{"node": "first", "chosen": [["look"]]}]}, 1, '"chosen"'),
        ({"choices": [{**HOME[0], "confidence": 1}]}, 1, '"confidence"'),
        ({"choices": [{**HOME[0], "confidence": "sure"}]}, 1, "guessing"),
        ({"choices": [{**HOME[0], "rationale": None}]}, 1, '"rationale"'),
        ({"choices": [HOME[1]]}, 1, "met next is 'first', not 'second'"),
        ({"choices": [{"node": "fist", "chosen": []}]}, 1, "no such node"),
        ({"choices": [HOME[0], {"node": "second", "chosen": ["gentle", "tap"]}]}, 2, "'tap' is not offered"),
        ({"choices": [HOME[0], {"node": "second", "chosen": []}]}, 2, "exactly one"),
        ({"choices": [*HOME, {"node": "good", "chosen": []}]}, 3, "has ended"),
    ],
)
def test_a_plan_that_cannot_be_played_names_its_choice(
    small_case: Case, fake: FakeAlgorithm, plan: Any, place: int, says: str
) -> None:
    with pytest.raises(PlanFault) as caught:
        play_plan(small_case, fake, plan)
    assert caught.value.place == place
    assert caught.value.what.startswith(f"Choice {place} of the plan: " if place else "The plan: ")
    assert says in caught.value.what
    assert caught.value.exit_status == 2


def test_first_answers_make_the_sums(small_case: Case, fake: FakeAlgorithm) -> None:
    encounter, first = play.commit(play.start(small_case, fake), ["toxic"])
    encounter, _ = play.commit(play.step_back(encounter), ["strong", "look", "tap"])
    answer = result(encounter)
    assert (answer["points"], answer["critical_errors"]) == (first.score.points, 1)

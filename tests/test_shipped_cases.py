"""The shipped cases: every ending has a plan that reaches it, the authors' road scores, every walk ends."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.loader import load_case
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.authors import authors_walk
from relall_trainer.encounter.case import PICK_ANY, Case
from relall_trainer.encounter.plan import play_plan, result
from relall_trainer.encounter.scoring import total
from relall_trainer.paths import algorithm_folder, cases_folder
from relall_trainer.textfile import parse_yaml
from tests.encounter.walks import check_walk, walks

HERE = Path(__file__).parent
PLANS = sorted((HERE / "playthroughs").glob("*/*.json"))
CASES = sorted(path.parent.name for path in cases_folder().glob("*/case.yaml"))
LEAST_PERCENT = {"patient-1": 95, "patient-2": 95, "patient-3": 90}
RATING = {"R": "recommended", "A": "acceptable", "D": "discouraged", "X": "contraindicated", "U": "unrated"}


@cache
def memory() -> Appraisals:
    """One memory of the algorithm's answers for all plays."""
    return Appraisals(load_algorithm(algorithm_folder()))


@cache
def shipped(name: str) -> Case:
    algorithm = memory().algorithm
    return load_case(cases_folder() / name / "case.yaml", frozenset(algorithm.actions))


def plan(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def test_the_three_patients_ship() -> None:
    assert sorted(str(shipped(name).head.modeled_on) for name in CASES) == list(LEAST_PERCENT)


@pytest.mark.parametrize("path", PLANS, ids=[f"{path.parent.name}/{path.stem}" for path in PLANS])
def test_a_plan_reaches_its_ending(path: Path) -> None:
    wanted = plan(path)
    assert wanted["case"] == path.parent.name
    encounter = play_plan(
        shipped(wanted["case"]), memory().algorithm, wanted, wanted.get("seed"), memory=memory()
    )
    answer = result(encounter)
    assert answer["ending"] == wanted["ending"]
    assert answer["percent"] >= wanted.get("min_percent", 0)
    assert "critical" not in wanted or answer["critical_errors"] == wanted["critical"]


@pytest.mark.parametrize("name", CASES)
def test_every_ending_has_a_plan_and_there_are_five(name: str) -> None:
    endings = {node.ending.id for node in shipped(name).nodes.values() if node.ending}
    planned = {plan(path)["ending"] for path in PLANS if path.parent.name == name}
    assert planned == endings
    assert len(endings) >= 5


@pytest.mark.parametrize("name", CASES)
def test_the_authors_path_scores_without_a_critical_error(name: str) -> None:
    case = shipped(name)
    encounter = play.start(case, memory().algorithm, memory=memory())
    for step in case.authors_path:
        assert encounter.node == step.node
        encounter, _ = play.commit(encounter, step.chosen)
    assert encounter.current.ending is not None
    assert encounter.current.ending.origin == "paper"
    sums = total(encounter.first)
    assert sums.critical == ()
    assert float(sums.percent or 0) >= LEAST_PERCENT[str(case.head.modeled_on)]


@pytest.mark.parametrize("name", CASES)
def test_the_authors_road_offers_and_rates_every_option_of_the_paper(name: str) -> None:
    """Along the authors' road the case's own patient states give the ratings of the 24 decision points."""
    case = shipped(name)
    number = str(case.head.modeled_on).removeprefix("patient-")
    points = [
        point
        for point in parse_yaml((HERE / "clinical" / "decision_points.yaml").read_text("utf-8")).data
        if point["id"].startswith(f"P{number}-") and "comfort" not in point["id"]
    ]
    visits = authors_walk(case, memory().algorithm, memory=memory())
    assert len(visits) == len(points)
    for point, visit in zip(points, visits, strict=True):
        examples = point.get("any_of", [])
        assert not examples or not visit.ratings.keys().isdisjoint(examples)
        for letter, steps in point["ratings"].items():
            for step in steps:
                if step in examples and step not in visit.ratings:
                    continue
                assert visit.ratings.get(step) == RATING[letter], (point["id"], visit.node, step)


@pytest.mark.parametrize("name", CASES)
def test_ordering_everything_is_never_best(name: str) -> None:
    """At every decision of the authors' road, taking all of an order set scores less than the best answer."""
    case = shipped(name)
    encounter = play.start(case, memory().algorithm, memory=memory())
    for step in case.authors_path:
        node = encounter.current
        everything = [
            option.action
            for group in node.groups
            for option in group.options
            if group.pick == PICK_ANY or option.action in step.chosen
        ]
        _, shotgun = play.commit(encounter, everything)
        encounter, visit = play.commit(encounter, step.chosen)
        if any(group.pick == PICK_ANY for group in node.groups):
            assert shotgun.score.points < visit.score.possible


@pytest.mark.parametrize("name", CASES)
def test_every_walk_ends_and_keeps_its_invariants(name: str) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(walks(shipped(name), memory().algorithm, step_back=True, memory=memory()))
    def holds(walk: Any) -> None:
        check_walk(walk)

    holds()


def test_no_case_states_a_rating(algorithm: Algorithm) -> None:
    for name in CASES:
        text = (cases_folder() / name / "case.yaml").read_text("utf-8")
        assert "rating:" not in text

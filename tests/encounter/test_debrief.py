"""What a play came to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest

from relall_trainer.encounter import play
from relall_trainer.encounter.authors import authors_encounter, authors_walk
from relall_trainer.encounter.case import Case, PathStep
from relall_trainer.encounter.debrief import debrief
from relall_trainer.encounter.play import CaseFault, Encounter
from tests.encounter.conftest import FakeAlgorithm


def played(case: Case, fake: FakeAlgorithm, *decisions: tuple[Iterable[str], str | None]) -> Encounter:
    encounter = play.start(case, fake)
    for chosen, confidence in decisions:
        encounter, _ = play.commit(encounter, chosen, confidence, "why")
    return encounter


def test_the_authors_path_is_walked_and_resolved(small_case: Case, fake: FakeAlgorithm) -> None:
    walk = authors_walk(small_case, fake)
    assert [(visit.node, visit.chosen, visit.next) for visit in walk] == [
        ("first", ("look", "strong"), "second"),
        ("second", ("gentle", "talk"), "good"),
    ]
    assert authors_encounter(small_case, fake).ended
    told = debrief(played(small_case, fake, (["toxic"], None))).authors
    assert [(step.node, step.title, step.origin, step.met) for step in told] == [
        ("first", "A fever", "paper", True),
        ("second", "Afterwards", "implied", False),
    ]
    assert [step.label for step in told[1].chosen] == ["Softly", "Label of talk"]
    assert [(step.points, step.possible) for step in told] == [(5, 6), (5, 5)]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ((PathStep("second", ("gentle",), "paper"),), "'second'"),
        ((PathStep("first", ("gentle", "strong"), "paper"),), "exactly one"),
        (
            (
                PathStep("first", ("strong",), "paper"),
                PathStep("second", ("gentle", "talk"), "paper"),
                PathStep("good", (), "paper"),
            ),
            "has ended",
        ),
    ],
)
def test_an_authors_path_that_leads_astray_is_named(
    small_case: Case, fake: FakeAlgorithm, steps: tuple[PathStep, ...], says: str
) -> None:
    with pytest.raises(CaseFault) as caught:
        authors_walk(dataclasses.replace(small_case, authors_path=steps), fake)
    assert says in caught.value.what


def test_a_case_without_an_authors_path_has_a_debrief_too(small_case: Case, fake: FakeAlgorithm) -> None:
    told = debrief(played(dataclasses.replace(small_case, authors_path=()), fake, (["strong"], None)))
    assert told.authors == ()
    assert {edge.kind for edge in told.map.edges} == {"yours", "not_taken"}


def test_decision_by_decision(small_case: Case, fake: FakeAlgorithm) -> None:
    encounter = played(small_case, fake, (["look", "wait", "gentle"], "certain"), (["strong"], "leaning"))
    told = debrief(encounter)
    first, second = told.decisions
    assert (first.number, first.node, first.title, first.day) == (1, "first", "A fever", 0)
    assert (first.points, first.possible, first.mark) == (2.9, 6, "discouraged")
    assert [step.label for step in first.chosen] == ["Label of look", "Label of wait", "Label of gentle"]
    assert first.missed is not None
    assert (first.missed.action, first.missed.rule) == ("strong", "R-strong")
    assert (first.confidence, first.rationale, first.changed) == ("certain", "why", False)
    assert (second.node, second.mark) == ("worse", "contraindicated")
    assert [step.action for step in second.critical] == ["strong"]
    assert [(error.number, error.node, error.step.action) for error in told.critical] == [
        (2, "worse", "strong")
    ]
    assert told.ending is not None
    assert told.take_away == ("A.", "B.", "C.")
    assert told.total.percent == "29.0"
    assert [(line.id, line.name, line.percent) for line in told.dimensions] == [
        ("workup", "Work-up and staging", "25.0"),
        ("salvage", "Salvage choice", "60.0"),
        ("goals", "Goals of care", "0.0"),
    ]


def test_the_best_missed_step(small_case: Case, fake: FakeAlgorithm) -> None:
    def missed(*chosen: str) -> str | None:
        step = debrief(played(small_case, fake, (chosen, None))).decisions[0].missed
        return step.action if step else None

    assert missed("look", "tap", "strong") is None
    assert missed("look", "strong") == "tap"
    assert missed("look", "gentle") == "strong"
    assert missed("toxic") == "strong"


def test_where_an_unrated_step_was_picked_the_best_is_still_named(
    small_case: Case, fake: FakeAlgorithm
) -> None:
    told = debrief(played(small_case, fake, (["strong"], None), (["silent", "talk"], None)))
    second = told.decisions[1]
    assert (second.points, second.possible, second.mark) == (1, 1, "recommended")
    assert second.missed is not None
    assert second.missed.action == "gentle"


@pytest.mark.parametrize(
    ("chosen", "mark"),
    [
        (["look", "tap", "strong"], "recommended"),
        (["look", "tap", "gentle"], "acceptable"),
        (["strong"], "acceptable"),
        (["gentle"], "discouraged"),
        (["look", "tap", "wait", "strong"], "discouraged"),
        (["look", "tap", "wait", "toxic"], "contraindicated"),
    ],
)
def test_a_decision_has_one_mark(small_case: Case, fake: FakeAlgorithm, chosen: list[str], mark: str) -> None:
    told = debrief(played(small_case, fake, (chosen, None)))
    assert told.decisions[0].mark == mark
    assert next(node.mark for node in told.map.nodes if node.id == "first") == mark


def test_a_decision_that_could_earn_nothing_is_unrated(small_case: Case, fake: FakeAlgorithm) -> None:
    second = small_case.nodes["second"]
    alone = dataclasses.replace(second, groups=second.groups[:1])
    case = dataclasses.replace(small_case, nodes={**small_case.nodes, "second": alone})
    told = debrief(
        played(dataclasses.replace(case, authors_path=()), fake, (["strong"], None), (["silent"], "certain"))
    )
    assert told.decisions[1].mark == "unrated"
    assert told.calibration == ()


def test_the_map_knows_all_roads(small_case: Case, fake: FakeAlgorithm) -> None:
    told = debrief(played(small_case, fake, (["strong"], None), (["gentle"], None))).map
    assert {node.id: node.column for node in told.nodes} == {
        "first": 0,
        "second": 1,
        "lucky": 1,
        "worse": 2,
        "good": 2,
        "bad": 3,
    }
    assert {(edge.source, edge.target): edge.kind for edge in told.edges} == {
        ("first", "worse"): "not_taken",
        ("first", "lucky"): "not_taken",
        ("first", "second"): "both",
        ("second", "good"): "authors",
        ("second", "worse"): "yours",
        ("lucky", "good"): "not_taken",
        ("worse", "bad"): "not_taken",
    }
    assert [node.id for node in told.nodes if node.yours] == ["first", "second", "worse"]
    assert [node.id for node in told.nodes if node.authors] == ["first", "second", "good"]
    good = next(node for node in told.nodes if node.id == "good")
    assert (good.ending, good.outcome, good.mark, good.origin) == ("home", "alive", None, "paper")


def test_a_node_that_cannot_be_met_is_not_on_the_map(small_case: Case, fake: FakeAlgorithm) -> None:
    case = dataclasses.replace(small_case, start="second", authors_path=())
    told = debrief(play.start(case, fake)).map
    assert {node.id for node in told.nodes} == {"second", "worse", "good", "bad"}


def test_a_road_gone_back_over_is_marked(small_case: Case, fake: FakeAlgorithm) -> None:
    encounter = played(small_case, fake, (["toxic"], "certain"))
    encounter, _ = play.commit(play.step_back(encounter), ["strong", "look", "tap"], "guessing")
    told = debrief(encounter)
    edges = {(edge.source, edge.target): edge for edge in told.map.edges}
    assert edges["first", "worse"].stepped_back
    assert edges["first", "worse"].kind == "not_taken"
    assert not edges["first", "second"].stepped_back
    worse = next(node for node in told.map.nodes if node.id == "worse")
    assert (worse.met, worse.yours) == (True, False)
    (line,) = told.decisions
    assert (line.changed, line.mark, line.confidence) == (True, "contraindicated", "certain")
    assert [(each.confidence, each.n) for each in told.calibration] == [("certain", 1)]


def test_confidence_against_result(small_case: Case, fake: FakeAlgorithm) -> None:
    encounter = played(
        small_case,
        fake,
        (["gentle", "look", "tap"], "certain"),
        (["gentle", "refer"], "certain"),
        (["wait"], None),
    )
    (certain,) = debrief(encounter).calibration
    assert (certain.confidence, certain.n, certain.full, certain.critical) == ("certain", 2, 0, 1)
    assert certain.share == pytest.approx((4.4 / 6 + 4 / 5) / 2)


def test_a_debrief_before_the_end(small_case: Case, fake: FakeAlgorithm) -> None:
    told = debrief(play.start(small_case, fake))
    assert (told.ending, told.take_away, told.decisions, told.total.percent) == (None, (), (), None)

"""The steps on offer: best, wrong, tempting, never unrated; the same for both of a pair."""

from __future__ import annotations

import dataclasses

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.encounter.fresh_neighbours import neighbours
from relall_trainer.encounter.fresh_options import (
    HARMFUL,
    Ratings,
    answers_differ,
    best_of,
    best_steps,
    hinges,
    offer,
)
from relall_trainer.encounter.fresh_questions import Question

B_RELAPSE = Patient(
    prior_regimens=(PriorRegimen(None, "A first line", "frontline", "CR"),),
    cd19="positive",
    marrow="overt",
    csf="negative",
    months_induction_to_relapse=14,
    phase_at_relapse="off_therapy",
    exposures=frozenset({"asparaginase", "anthracycline", "vincristine"}),
)
CNS_RELAPSE = dataclasses.replace(B_RELAPSE, csf="positive")


def question(algorithm: Algorithm, kind: str, pick: str = "one") -> Question:
    steps = tuple(action.id for action in algorithm.actions.values() if action.kind == kind)
    return Question(f"all-{kind}", "A title", ("What?",), "salvage", pick, (), steps, "A goal")


def test_one_or_two_are_best_and_one_is_wrong(algorithm: Algorithm) -> None:
    rated = Ratings(algorithm, B_RELAPSE)
    sizes = set()
    for seed in range(60):
        found = offer(question(algorithm, "systemic"), (rated,), Lots(seed))
        assert found is not None
        given = [rated.rating(step) for step in found.steps]
        assert "unrated" not in given
        assert 1 <= given.count("recommended") <= 2
        assert any(rating in HARMFUL for rating in given)
        assert rated.rating(found.best[0]) == "recommended"
        assert len(found.best) == 1
        sizes.add(len(given))
    assert sizes == {4, 5, 6}


def test_an_order_set_has_two_right_and_two_wrong(algorithm: Algorithm) -> None:
    rated = Ratings(algorithm, dataclasses.replace(B_RELAPSE, csf="not_done"))
    found = offer(question(algorithm, "workup", "any"), (rated,), Lots(3))
    assert found is not None
    assert set(found.best) == {step for step in found.steps if rated.rating(step) == "recommended"}
    assert len(found.best) >= 2
    assert sum(rated.rating(step) in HARMFUL for step in found.steps) >= 2


def test_where_nothing_is_right_nothing_is_offered(algorithm: Algorithm) -> None:
    comfort = dataclasses.replace(B_RELAPSE, goals="comfort", goals_discussed=True)
    assert offer(question(algorithm, "transplant"), (Ratings(algorithm, comfort),), Lots(1)) is None


def test_a_step_left_out_is_not_offered(algorithm: Algorithm) -> None:
    rated = Ratings(algorithm, B_RELAPSE)
    asked = question(algorithm, "systemic")
    first = offer(asked, (rated,), Lots(1))
    assert first is not None
    again = offer(asked, (rated,), Lots(1), left_out=first.steps)
    assert again is None or not set(again.steps) & set(first.steps)


def test_the_tempting_are_likelier(algorithm: Algorithm) -> None:
    """What one fact otherwise would make right is offered more often than what nothing would."""
    rated = Ratings(algorithm, CNS_RELAPSE)
    asked = question(algorithm, "systemic")
    offered: dict[int, int] = {}
    wrong = [step for step in asked.steps if rated.rating(step) in HARMFUL]
    for seed in range(300):
        found = offer(asked, (rated,), Lots(seed))
        assert found is not None
        for step in found.steps:
            if step in wrong:
                offered[rated.temptation(step)] = offered.get(rated.temptation(step), 0) + 1
    there = {rank: sum(rated.temptation(step) == rank for step in wrong) for rank in (0, 2)}
    assert there[0]
    assert there[2]
    assert offered[2] / there[2] > 1.5 * offered[0] / there[0]


def test_temptation_is_what_a_neighbour_makes_right(algorithm: Algorithm) -> None:
    rated = Ratings(algorithm, CNS_RELAPSE)
    recommended_without = {
        step.action
        for step in algorithm.appraise(B_RELAPSE).steps.values()
        if step.rating == "recommended" and rated.rating(step.action) in HARMFUL
    }
    assert recommended_without
    for step in recommended_without:
        assert rated.temptation(step) == 2


def test_neighbours_differ_in_one_of_the_fields() -> None:
    for one in neighbours(B_RELAPSE, ("csf", "trial_open", "infection_active", "neuropathy_grade")):
        differing = [
            field.name
            for field in dataclasses.fields(Patient)
            if getattr(one, field.name) != getattr(B_RELAPSE, field.name)
        ]
        assert len(differing) == 1


@pytest.mark.parametrize("rule", ["R24", "R19", "R21", "R26"])
def test_a_rule_in_focus_is_hinged_on(algorithm: Algorithm, rule: str) -> None:
    rated = Ratings(algorithm, B_RELAPSE)
    asked = question(algorithm, "systemic")
    found = [offer(asked, (rated,), Lots(seed), rule) for seed in range(20)]
    if rule == "R19":  # acceptable beside what is recommended: no answer would grade it
        assert not any(found)
        return
    assert all(found)
    for one in found:
        assert one is not None
        assert hinges(one, rated, rule)
        assert rule in {rated.rule(step) for step in one.steps}


def test_two_at_once_have_different_answers(algorithm: Algorithm) -> None:
    both = (Ratings(algorithm, B_RELAPSE), Ratings(algorithm, CNS_RELAPSE))
    found = [offer(question(algorithm, "systemic"), both, Lots(seed)) for seed in range(20)]
    told = [one for one in found if one is not None and answers_differ(one, both)]
    assert told
    for one in told:
        here, there = (set(best_steps(one.steps, rated)) for rated in both)
        assert here
        assert there
        assert not here & there
        assert set(best_of(one.question, one.steps, both[0])) <= here


def test_the_same_lots_offer_the_same(algorithm: Algorithm) -> None:
    asked = question(algorithm, "systemic")
    first, second = (offer(asked, (Ratings(algorithm, B_RELAPSE),), Lots(7)) for _ in range(2))
    assert first == second
    others = {offer(asked, (Ratings(algorithm, B_RELAPSE),), Lots(seed)) for seed in range(20)}
    assert len(others) > 10

"""The smallest sets of changes: proved minimal by trying every part of them, and complete by trying everything."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.alternatives import FIXED, Edit, alternatives, edited
from relall_trainer.clinical.appraisal import RATINGS, UNRATED
from relall_trainer.clinical.flip import LARGEST, FlipSet, smallest_changes
from relall_trainer.clinical.flip_search import FlipSearch
from relall_trainer.clinical.patient import (
    FIELDS,
    MEASURED,
    SETS,
    WHOLE,
    WORDS,
    Patient,
    PriorRegimen,
    shape_of,
)
from relall_trainer.clinical.plausible import impossible
from relall_trainer.clinical.reading import read_algorithm
from tests.benchmarks.samples import random_patients

Facts = tuple[tuple[str, str], ...]
KNOWN = Patient(marrow="overt", csf="negative", cd19="positive")


def asked(algorithm: Algorithm, count: int, seed: int) -> Iterator[tuple[Patient, str, frozenset[str]]]:
    """Random patients, each with a step and the ratings wanted for it."""
    chance = random.Random(seed)
    actions = tuple(algorithm.actions)
    for number, patient in enumerate(random_patients(count, actions, seed)):
        action = chance.choice(actions)
        now = algorithm.appraise(patient).rating(action)
        others = [rating for rating in RATINGS if rating != now]
        wanted = frozenset(others) if number % 3 == 0 else frozenset({chance.choice(others)})
        yield patient, action, wanted


def facts(edits: frozenset[Edit] | tuple[Edit, ...]) -> Facts:
    return tuple(sorted(edit.fact for edit in edits))


def kinds(found: tuple[FlipSet, ...]) -> set[tuple[Facts, str]]:
    return {(facts(flip.edits), flip.rating) for flip in found}


def every_single(patient: Patient) -> Iterator[Edit]:
    """Each single fact otherwise, with every value it could have."""
    for field in FIELDS:
        if field in FIXED:
            continue
        now = getattr(patient, field)
        shape = shape_of(field)
        if shape == "word":
            yield from (Edit(field, word) for word in WORDS[field] if (field, word) != ("ph", "positive"))
        elif shape == "flag":
            yield Edit(field, not now)
        elif shape == "set":
            yield from (Edit(field, word not in now, word) for word in SETS[field])
        elif shape == "whole":
            low, high = WHOLE[field]
            yield from (Edit(field, number) for number in range(low, (20 if high is None else high) + 1))
        else:
            top = MEASURED[field][1] or 60
            yield from (Edit(field, half / 2) for half in range(int(2 * top) + 1))


def test_each_set_is_minimal_and_does_what_it_says(algorithm: Algorithm) -> None:
    sizes = dict.fromkeys(range(LARGEST + 1), 0)
    for patient, action, wanted in asked(algorithm, 600, seed=11):
        found = smallest_changes(algorithm, patient, action, wanted, most=None)
        sizes[len(found[0].edits) if found else 0] += 1
        for flip in found:
            step = algorithm.appraise(edited(patient, flip.edits)).steps[action]
            assert (step.rating, step.decided_by, step.row) == (flip.rating, flip.decided_by, flip.row)
            assert flip.rating in wanted
            assert len({edit.fact for edit in flip.edits}) == len(flip.edits) == len(found[0].edits)
            for part in itertools.chain.from_iterable(
                itertools.combinations(flip.edits, size) for size in range(len(flip.edits))
            ):
                assert algorithm.appraise(edited(patient, part)).rating(action) not in wanted
    assert all(sizes.values()), sizes  # of each size some were tried


def test_no_single_change_is_missed(algorithm: Algorithm) -> None:
    tried = 0
    for patient, action, wanted in asked(algorithm, 70, seed=12):
        there = {
            ((edit.fact,), rating)
            for edit in every_single(patient)
            if (rating := algorithm.appraise(edited(patient, (edit,))).rating(action)) in wanted
        }
        found = smallest_changes(algorithm, patient, action, wanted, most=None)
        assert there == (kinds(found) if found and len(found[0].edits) == 1 else set()), (patient, action)
        tried += bool(there)
    assert tried > 10


def test_no_pair_of_changes_is_missed(algorithm: Algorithm) -> None:
    """Where no single change does, all pairs of all changes are tried."""
    tests = [test for row in algorithm.rows.values() for test in row.tests]
    tests += [test for fact in algorithm.facts.values() for clause in fact.clauses for test in clause]
    tried = pairs = 0
    for patient, action, wanted in asked(algorithm, 400, seed=13):
        edits = list(itertools.chain.from_iterable(alternatives(patient, tests).values()))
        found = smallest_changes(algorithm, patient, action, wanted, most=None)
        if (found and len(found[0].edits) == 1) or (not found and tried % 4):
            tried += not found
            continue
        there = {
            (facts(pair), rating)
            for pair in itertools.combinations(edits, 2)
            if pair[0].fact != pair[1].fact
            and (rating := algorithm.appraise(edited(patient, pair)).rating(action)) in wanted
        }
        assert there == (kinds(found) if found and len(found[0].edits) == 2 else set()), (patient, action)
        tried += 1
        pairs += bool(there)
        if pairs >= 5 and tried >= 9:
            break
    assert pairs >= 4


def test_the_csf_alone_stands_between_her_and_blinatumomab(algorithm: Algorithm) -> None:
    sick = edited(KNOWN, (Edit("csf", "positive"),))
    (flip,) = smallest_changes(algorithm, sick, "sx-blina", {"recommended"})
    assert flip.edits == (Edit("csf", "negative"),)
    assert (flip.rating, flip.decided_by, flip.row) == ("recommended", "R24", "R24.1")
    assert flip.patient == KNOWN


def test_two_facts_at_once(algorithm: Algorithm) -> None:
    sick = edited(KNOWN, (Edit("csf", "positive"), Edit("cd19", "negative")))
    first, *_ = smallest_changes(algorithm, sick, "sx-blina", {"recommended"})
    assert first.edits == (Edit("cd19", "positive"), Edit("csf", "negative"))


def test_what_can_be_learnt_comes_before_what_would_have_to_be_forgotten(algorithm: Algorithm) -> None:
    negative = edited(KNOWN, (Edit("cd19", "negative"),))
    every = smallest_changes(algorithm, negative, "sx-blina", {"recommended"}, most=None)
    assert [flip.edits[0].value for flip in every] == ["positive", "unknown"]
    (one,) = smallest_changes(algorithm, negative, "sx-blina", {"recommended"})
    assert one.edits == (Edit("cd19", "positive"),)


def test_numbers_come_as_near_as_they_can(algorithm: Algorithm) -> None:
    early = Patient(
        marrow="overt",
        csf="negative",
        months_induction_to_relapse=5,
        prior_regimens=(PriorRegimen("sx-hypercvad", "", "frontline", "CR"),),
    )
    (flip,) = smallest_changes(algorithm, early, "sx-retreat", {"acceptable"})
    assert flip.edits == (Edit("months_induction_to_relapse", 13),)


def test_outside_the_scope_of_the_paper_ph_comes_first(algorithm: Algorithm) -> None:
    outside = edited(KNOWN, (Edit("ph", "positive"),))
    (flip,) = smallest_changes(algorithm, outside, "sx-blina", {"recommended"})
    assert flip.edits == (Edit("ph", "negative"),)


def test_what_nothing_changes_has_no_set(algorithm: Algorithm) -> None:
    assert smallest_changes(algorithm, KNOWN, "cns-it-vincristine") == ()
    assert smallest_changes(algorithm, KNOWN, "sx-blina", {"recommended"}) == ()  # it is that already


def test_most_bounds_the_answer_best_rating_first(algorithm: Algorithm) -> None:
    every = smallest_changes(algorithm, KNOWN, "sx-blina", most=None)
    ratings = [RATINGS.index(flip.rating) for flip in every]
    assert ratings == sorted(ratings)
    assert len(every) > 3
    assert len(smallest_changes(algorithm, KNOWN, "sx-blina")) == 3
    assert UNRATED not in {
        flip.rating for flip in smallest_changes(algorithm, KNOWN, "sx-blina", {"discouraged"})
    }


def test_impossible_patients_are_left_out(algorithm: Algorithm) -> None:
    negative = edited(KNOWN, (Edit("cd19", "negative"),))

    def never_positive(patient: Patient) -> tuple[str, ...]:
        return ("not so",) if patient.cd19 == "positive" else ()

    (flip,) = smallest_changes(algorithm, negative, "sx-blina", {"recommended"}, impossible=never_positive)
    assert flip.edits == (Edit("cd19", "unknown"),)


def test_where_nobody_else_could_be_there_is_no_set(algorithm: Algorithm) -> None:
    negative = edited(KNOWN, (Edit("cd19", "negative"),))

    def nobody_else(patient: Patient) -> tuple[str, ...]:
        return () if patient == negative else ("not so",)

    assert smallest_changes(algorithm, negative, "sx-blina", {"recommended"}, impossible=nobody_else) == ()


def test_an_unknown_step_is_an_error(algorithm: Algorithm) -> None:
    with pytest.raises(KeyError):
        smallest_changes(algorithm, KNOWN, "sx-nothing")


def made(facts: list[dict[str, Any]], *rules: tuple[dict[str, Any], str, dict[str, Any]]) -> Algorithm:
    """A small algorithm with one step: for each rule the conditions of its row, its tier, and what else it says."""
    ratings = {"does_not_arise": "unrated", "withheld": "unrated"}
    return read_algorithm(
        {
            "algorithm": {"id": "small", "version": "1", "title": "Small", "about": "Small."},
            "actions": [{"id": "step", "kind": "support", "label": "Step"}],
            "facts": facts,
            "rules": [
                {
                    "id": f"R{number:02d}", "title": "Rule", "why": "Why.", "origin": "explicit",
                    "strength": "expert", "place": "p1",
                    "rows": [
                        {"when": when, "steps": ["step"], "tier": tier, "rating": ratings.get(tier, tier), **more}
                    ],
                }
                for number, (when, tier, more) in enumerate(rules, 1)
            ],
        },
        "",
    )  # fmt: skip


@pytest.mark.parametrize(("when", "rating"), [({"csf": "positive"}, "unrated"), ({}, "recommended")])
def test_rules_on_one_field_or_on_none_are_rules_too(when: dict[str, Any], rating: str) -> None:
    assert made([], (when, "recommended", {})).appraise(KNOWN).rating("step") == rating


def test_a_row_is_also_taken_away_by_the_rule_it_yields_to() -> None:
    algorithm = made(
        [],
        ({}, "does_not_arise", {"yields_to": ["R02"]}),
        ({"neuro_symptoms": True}, "discouraged", {}),
        ({"csf": "positive"}, "contraindicated", {}),
    )
    sick = Patient(csf="positive")
    assert algorithm.appraise(sick).rating("step") == UNRATED
    (flip,) = smallest_changes(algorithm, sick, "step", {"contraindicated"})
    assert flip.edits == (Edit("neuro_symptoms", True),)


def test_one_change_may_give_a_row_two_things_it_wants() -> None:
    facts = [
        {"name": "back", "meaning": "it is back", "any_of": [{"status": ["relapsed", "suspected_relapse"]}]},
        {
            "name": "proven",
            "meaning": "it is proven",
            "any_of": [{"status": ["relapsed", "primary_refractory"]}],
        },
    ]
    wants = {"back": True, "proven": True, "months_induction_to_relapse": {"at_least": 3}}
    algorithm = made(facts, (wants, "recommended", {}))
    (flip,) = smallest_changes(algorithm, Patient(status="remission", months_induction_to_relapse=9), "step")
    assert flip.edits == (Edit("status", "relapsed"),)
    (flip,) = smallest_changes(algorithm, Patient(status="remission"), "step")
    assert flip.edits == (Edit("status", "relapsed"), Edit("months_induction_to_relapse", 3))


def test_a_set_with_a_part_that_would_do_is_not_minimal(algorithm: Algorithm) -> None:
    search = FlipSearch(algorithm, edited(KNOWN, (Edit("cd19", "negative"),)), "sx-blina", {"recommended"})
    needed, idle = Edit("cd19", "positive"), Edit("neuro_symptoms", True)
    assert search.rating(frozenset({needed, idle})) == "recommended"
    assert search.minimal(frozenset({needed}))
    assert not search.minimal(frozenset({needed, idle}))


def test_where_only_impossible_patients_would_do_one_more_fact_goes_along(algorithm: Algorithm) -> None:
    """An isolated CNS relapse: with a clear CSF alone there would be no disease anywhere."""
    isolated = Patient(
        marrow="remission", mrd="negative", csf="positive", cd19="positive", neuro_exam="normal", lineage="B",
        months_induction_to_relapse=24, phase_at_relapse="maintenance", testes="not_examined",
        prior_regimens=(PriorRegimen(None, "First line", "frontline", "CR"),),
    )  # fmt: skip
    can_be = partial(impossible, actions=algorithm.actions)
    assert can_be(isolated) == ()
    (flip, *_) = smallest_changes(algorithm, isolated, "sx-blina", {"recommended"}, impossible=can_be)
    assert flip.edits == (Edit("csf", "negative"),)
    assert len(flip.along) == 1
    assert can_be(flip.patient) == ()
    assert flip.patient == edited(isolated, (*flip.edits, *flip.along))
    assert algorithm.appraise(flip.patient).rating("sx-blina") == "recommended" == flip.rating
    alone = edited(isolated, flip.edits)
    assert algorithm.appraise(alone).rating("sx-blina") == "recommended"
    assert can_be(alone)


def test_what_is_impossible_already_bars_nothing(algorithm: Algorithm) -> None:
    odd = edited(KNOWN, (Edit("csf", "positive"), Edit("dli_given", True)))
    can_be = partial(impossible, actions=algorithm.actions)
    assert can_be(odd)
    (flip,) = smallest_changes(algorithm, odd, "sx-blina", {"recommended"}, impossible=can_be)
    assert (flip.edits, flip.along) == ((Edit("csf", "negative"),), ())

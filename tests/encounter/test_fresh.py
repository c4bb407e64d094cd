"""Fresh cases can be played, decided and trusted; the same seed gives the same case for ever."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.casefiles.numbers import uncited_figures
from relall_trainer.casefiles.prepared import case_from_text, case_to_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import RatedStep
from relall_trainer.clinical.patient import FIELDS
from relall_trainer.clinical.population import fingerprint
from relall_trainer.clinical.vignette import in_words, vignette
from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.case import DIMENSIONS, PICK_ONE, Node
from relall_trainer.encounter.fresh import CannotAsk, FreshCase, fresh_case, fresh_pair
from relall_trainer.encounter.fresh_questions import Questions
from relall_trainer.encounter.fresh_story import GENERATOR_VERSION
from relall_trainer.encounter.grading import rule_grades
from relall_trainer.encounter.related import askable
from relall_trainer.encounter.scoring import score_node
from relall_trainer.paths import algorithm_folder, assets_folder
from tests.encounter.fresh_checks import check_fresh, decisions
from tests.encounter.walks import check_walk, walks

SAMPLE = 300
SHARDS = 20
MANY = 100_000
# Rules that never decide a step: another always speaks for them, or they rate nothing.
NEVER = {"R46", "R48", "R58"}


@pytest.fixture(scope="session")
def questions() -> Questions:
    return load_questions(assets_folder() / "fresh")


@pytest.fixture(scope="module")
def sample(algorithm: Algorithm, questions: Questions) -> list[FreshCase]:
    return [fresh_case(algorithm, questions, seed) for seed in range(SAMPLE)]


def test_each_of_the_sample_holds(sample: list[FreshCase], algorithm: Algorithm) -> None:
    for fresh in sample:
        check_fresh(fresh, algorithm)


@pytest.mark.long
@pytest.mark.parametrize("shard", range(SHARDS))
def test_each_of_very_many_holds(shard: int, algorithm: Algorithm, questions: Questions) -> None:
    size = MANY // SHARDS
    for seed in range(1_000_000 + shard * size, 1_000_000 + (shard + 1) * size):
        check_fresh(fresh_case(algorithm, questions, seed), algorithm)


def test_the_sample_is_varied(sample: list[FreshCase]) -> None:
    asked = Counter(group.id for fresh in sample for node, _ in decisions(fresh) for group in node.groups)
    dimensions = {
        group.dimension for fresh in sample for node, _ in decisions(fresh) for group in node.groups
    }
    assert dimensions == set(DIMENSIONS)
    assert len(asked) > 25
    assert max(asked.values()) < SAMPLE / 3
    assert {len(fresh.patients) for fresh in sample} == {1, 2, 3}
    assert len({fresh.case.head.id for fresh in sample}) == SAMPLE
    assert len({fresh.fingerprint for fresh in sample}) > 0.98 * SAMPLE


# What a question rests on, and a word without which its story would not make sense of it.
RESTS_ON = {
    "relapse-after-graft": "allograft",
    "graft-against-leukemia": "allograft",
    "first-donor": "allograft",
    "toxicity": "pancreatitis",
    "after-pancreatitis": "pancreatitis",
    "neuropathy": "neuropathy of grade",
    "after-neuropathy": "neuropathy of grade",
    "infection": "infection",
    "no-transplant": "not a transplant candidate",
    "comfort": "omfort",
    "comfort-one": "omfort",
    "trial": " open to ",
    "symptom": "neurologic symptoms",
    "liver": "inotuzumab",
    "first-cycle": "now being given",
    "intrathecal-days": "now being given",
    "cns-course": "ntrathecal treatment is under way",
    "cns-route": "punctures are badly tolerated",
    "named-goal": "talked over",
}


def test_the_story_tells_what_a_question_rests_on(algorithm: Algorithm, questions: Questions) -> None:
    met: set[str] = set()
    for seed in range(2 * SAMPLE):
        told = ""
        for node, _ in decisions(fresh_case(algorithm, questions, seed)):
            told += node.narrative
            for group in node.groups:
                if group.id in RESTS_ON:
                    met.add(group.id)
                    assert RESTS_ON[group.id].lower() in told.lower(), (seed, group.id, told)
    assert len(met) > 14


def test_the_right_answer_stands_anywhere(sample: list[FreshCase], algorithm: Algorithm) -> None:
    places: Counter[int] = Counter()
    for fresh in sample:
        for node, patient in decisions(fresh):
            steps = algorithm.appraise(patient).steps
            for group in node.groups:
                offered = [steps[option.action].rating for option in group.options]
                if group.pick == PICK_ONE and len(offered) == 5:
                    best = "recommended" if "recommended" in offered else "acceptable"
                    places[offered.index(best)] += offered.count(best) == 1
    assert places.total() > 60
    assert all(0.1 < places[place] / places.total() < 0.32 for place in range(5)), places


def test_the_same_arguments_give_the_same_case(algorithm: Algorithm, questions: Questions) -> None:
    other = load_algorithm(algorithm_folder())
    for seed in (0, 4711, -3, 10**12):
        assert fresh_case(algorithm, questions, seed) == fresh_case(other, questions, seed)


def test_id_and_version_say_what_made_it(algorithm: Algorithm, questions: Questions) -> None:
    for seed, focus, begins in ((1, None, "fresh-1-"), (-3, None, "fresh-m3-"), (2, "R25", "fresh-2-r25-")):
        head = fresh_case(algorithm, questions, seed, focus).case.head
        assert head.id.startswith(begins)
        assert head.version == GENERATOR_VERSION


def test_another_process_makes_the_same_case(algorithm: Algorithm, questions: Questions) -> None:
    """Nothing hangs on the order of sets, which differs from process to process."""
    program = (
        "from relall_trainer.algorithm_files import load_algorithm\n"
        "from relall_trainer.casefiles.fresh_questions import load_questions\n"
        "from relall_trainer.encounter.fresh import fresh_case\n"
        "from relall_trainer.paths import algorithm_folder, assets_folder\n"
        "made = load_algorithm(algorithm_folder()), load_questions(assets_folder() / 'fresh')\n"
        "print(*(fresh_case(*made, seed).case.sha256 for seed in range(40)))\n"
    )
    here = [fresh_case(algorithm, questions, seed).case.sha256 for seed in range(40)]
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == here


def test_what_happens_between_decisions_never_hangs_on_the_choice(sample: list[FreshCase]) -> None:
    for fresh in sample:
        for node, _ in decisions(fresh):
            (only,) = node.next
            assert only.when is None
            assert not only.patch
            assert not only.text or "hatever" in only.text, only.text


def test_the_title_tells_no_answer_and_texts_cite_no_figures(sample: list[FreshCase]) -> None:
    for fresh in sample:
        head = fresh.case.head
        assert head.title.startswith("Fresh patient: ")
        texts = [head.summary, *head.learning_goals]
        for node in fresh.case.nodes.values():
            texts += [node.narrative, *(one.text for one in node.next)]
            texts += node.ending.take_away if node.ending else ()
        assert not [figure for text in texts for figure in uncited_figures(text)]
        assert not any("{" in text or "  " in text or " ." in text or ".." in text for text in texts)
        assert 3 <= len(head.learning_goals) <= 5


def test_the_prepared_text_is_the_same_case(sample: list[FreshCase]) -> None:
    for fresh in sample[:60]:
        assert case_from_text(case_to_text(fresh.case)) == fresh.case


def test_no_patient_met_before(algorithm: Algorithm, questions: Questions) -> None:
    first = fresh_case(algorithm, questions, 5)
    met = frozenset(fingerprint(patient) for patient in first.patients)
    again = fresh_case(algorithm, questions, 5, avoid=met)
    assert met.isdisjoint(fingerprint(patient) for patient in again.patients)
    assert again.case.head.id != first.case.head.id


class Everybody:
    """Whoever is asked for has been met."""

    def __contains__(self, _one: object) -> bool:
        return True


def test_when_everybody_is_to_be_avoided_it_says_so(algorithm: Algorithm, questions: Questions) -> None:
    with pytest.raises(CannotAsk, match="met before"):
        fresh_case(algorithm, questions, 1, avoid=Everybody())


def test_a_rule_in_focus_is_put_to_the_test(algorithm: Algorithm, questions: Questions) -> None:
    """For every rule that can decide: one answer agrees with it and another disagrees."""
    for rule in algorithm.rules:
        if rule in NEVER:
            with pytest.raises(CannotAsk, match=rule):
                fresh_case(algorithm, questions, 1, rule)
            continue
        for seed in range(3):
            fresh = fresh_case(algorithm, questions, seed, rule)
            check_fresh(fresh, algorithm)
            assert fresh.focus == rule
            assert fresh.focus_nodes
            for node, patient in decisions(fresh):
                sides = _sides(node, algorithm.appraise(patient).steps, rule)
                assert (node.id in fresh.focus_nodes) == (sides == {True, False}), (
                    rule,
                    seed,
                    node.id,
                    sides,
                )


def _sides(node: Node, steps: Mapping[str, RatedStep], rule: str) -> set[bool]:
    """Whether some answer is graded right by the rule, and some wrong."""
    ratings = {action: step.rating for action, step in steps.items()}
    rules = {action: step.decided_by for action, step in steps.items()}
    found: set[bool] = set()
    for group in node.groups:
        options = [option.action for option in group.options]
        alone = dataclasses.replace(node, groups=(group,))
        answers = (
            [[one] for one in options]
            if group.pick == PICK_ONE
            else [[], options, *([one] for one in options)]
        )
        if group.pick != PICK_ONE:
            answers.append([one for one in options if ratings[one] == "recommended"])
        for chosen in answers:
            grades = rule_grades(score_node(alone, ratings, chosen, rules))
            found |= {grade.right for grade in grades if grade.rule == rule}
    return found


def test_an_unknown_rule_is_named(algorithm: Algorithm, questions: Questions) -> None:
    for make in (fresh_case, fresh_pair):
        with pytest.raises(CannotAsk, match="R99"):
            make(algorithm, questions, 1, "R99")


def test_pairs_differ_in_one_fact_that_both_state(algorithm: Algorithm, questions: Questions) -> None:
    for number, focus in enumerate(
        (None, None, None, "R25", "R22", "R24", "R42", "R10", "R34", "R38", "R56", "R18")
    ):
        pair = fresh_pair(algorithm, questions, number, focus)
        assert pair == fresh_pair(algorithm, questions, number, focus)
        left, right = pair.first, pair.second
        for fresh in (left, right):
            check_fresh(fresh, algorithm)
        (one,), (two,) = left.patients, right.patients
        assert [field for field in FIELDS if getattr(one, field) != getattr(two, field)] == [
            pair.contrast.field
        ]
        (here, there) = (fresh.case.nodes["decision-1"] for fresh in (left, right))
        assert here.groups == there.groups
        assert here.title == there.title
        told = [
            (fresh.case.nodes["decision-1"].narrative, in_words(vignette(fresh.patients[0])))
            for fresh in (left, right)
        ]
        assert told[0] != told[1]
        first, second = (fresh.case.authors_path[0].chosen for fresh in (left, right))
        assert set(first) != set(second) or focus is not None
        if focus:
            assert left.focus_nodes or right.focus_nodes


def test_a_pair_avoids_whom_one_has_met(algorithm: Algorithm, questions: Questions) -> None:
    pair = fresh_pair(algorithm, questions, 1, "R25")
    met = {pair.first.fingerprint}
    again = fresh_pair(algorithm, questions, 1, "R25", avoid=met)
    assert met.isdisjoint({again.first.fingerprint, again.second.fingerprint})


@cache
def _memory() -> Appraisals:
    return Appraisals(load_algorithm(algorithm_folder()))


@settings(max_examples=60, deadline=None)
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_every_walk_ends(data: st.DataObject, seed: int) -> None:
    memory = _memory()
    fresh = fresh_case(memory.algorithm, load_questions(assets_folder() / "fresh"), seed)  # type: ignore[arg-type]
    walk = data.draw(walks(fresh.case, memory.algorithm, memory=memory))
    check_walk(walk)
    assert walk.last.ended


def test_a_wrong_answer_changes_nothing_of_the_course(algorithm: Algorithm, questions: Questions) -> None:
    """The worst answers lead through the same patients as the best ones."""
    for seed in range(40):
        fresh = fresh_case(algorithm, questions, seed)
        encounter = play.start(fresh.case, algorithm)
        while not encounter.ended:
            worst = {"contraindicated": 0, "discouraged": 1, "acceptable": 2, "recommended": 3}
            steps = encounter.appraisal.steps
            chosen = [
                min((option.action for option in group.options), key=lambda one: worst[steps[one].rating])
                for group in encounter.current.groups
            ]
            encounter, _ = play.commit(encounter, chosen)
        assert [visit.patient for visit in encounter.path] == list(fresh.patients)


def test_every_rule_not_set_apart_has_its_pair(algorithm: Algorithm, questions: Questions) -> None:
    for rule in askable(algorithm.rules):
        if rule in questions.without_pair:
            with pytest.raises(CannotAsk):
                fresh_pair(algorithm, questions, 1, rule)
        else:
            assert any(pair_of(algorithm, questions, seed, rule) for seed in range(1000, 1012)), rule


@pytest.mark.long
def test_the_rules_set_apart_have_none(algorithm: Algorithm, questions: Questions) -> None:
    whole = dataclasses.replace(questions, without_pair=frozenset())
    found = {
        rule
        for rule in questions.without_pair
        for seed in range(1000, 1006)
        if pair_of(algorithm, whole, seed, rule)
    }
    assert found == set()


def pair_of(algorithm: Algorithm, questions: Questions, seed: int, rule: str) -> object:
    try:
        return fresh_pair(algorithm, questions, seed, rule)
    except CannotAsk:
        return None

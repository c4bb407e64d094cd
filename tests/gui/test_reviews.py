"""Reviews: how one went, who is asked, and that the real generator has somebody for every rule that is asked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.population import fingerprint
from relall_trainer.encounter import play
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.fresh import FreshCase, FreshPair
from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.related import askable
from relall_trainer.encounter.schedule import SURE, UNSURE, WRONG, Schedule
from relall_trainer.encounter.sitting import PAIR, PATIENT, plan_drill
from relall_trainer.gui.reviews import UNTESTED, FreshPatients, Review, SittingUnderWay, cases_of, seed_of
from relall_trainer.paths import algorithm_folder, assets_folder
from tests.gui.ward import Ward

NINE = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
RULE = "R01"


@pytest.fixture(scope="module")
def algorithm() -> Algorithm:
    return load_algorithm(algorithm_folder())


@pytest.fixture(scope="module")
def real(algorithm: Algorithm) -> FreshPatients:
    return FreshPatients(algorithm, load_questions(assets_folder() / "fresh"))


@pytest.fixture
def sitting() -> SittingUnderWay:
    return SittingUnderWay(plan_drill(Schedule(), NINE, RULE, None), ())


def visit(algorithm: Algorithm, case: Case, right: bool, confidence: str | None = "certain") -> Visit:
    """The first decision of a case, answered by the authors' path or by leaving everything out."""
    chosen = case.authors_path[0].chosen if right else ()
    return play.commit(play.start(case, algorithm), chosen, confidence)[1]


def first(sitting: SittingUnderWay, algorithm: Algorithm) -> Review:
    review = sitting.next_review(NINE, Ward(algorithm), 0)
    assert review is not None
    return review


Answering = Callable[[Algorithm, Case], list[Visit]]


@pytest.mark.parametrize(
    ("answering", "grade"),
    [
        (lambda a, c: [visit(a, c, True)], SURE),
        (lambda a, c: [visit(a, c, True, "leaning")], UNSURE),
        (lambda a, c: [visit(a, c, True, None)], UNSURE),
        (lambda a, c: [visit(a, c, False)], WRONG),
        (lambda a, c: [visit(a, c, False), visit(a, c, True)], WRONG),  # only the first answer counts
        (lambda a, c: [visit(a, c, True), visit(a, c, False)], SURE),
        (lambda _a, _c: [], UNTESTED),
    ],
)
def test_how_a_review_went(
    sitting: SittingUnderWay, algorithm: Algorithm, answering: Answering, grade: str
) -> None:
    review = first(sitting, algorithm)
    sitting.answered(review, answering(algorithm, review.cases[0]), NINE)
    assert [one.grade for one in sitting.reviewed] == [grade]
    assert sitting.sitting.done[-1].right == {WRONG: False, UNTESTED: None}.get(grade, True)


def test_of_a_pair_the_poorer_half_stands(sitting: SittingUnderWay, algorithm: Algorithm) -> None:
    turns = tuple(replace(turn, kind=PAIR) for turn in sitting.sitting.ahead)
    under_way = SittingUnderWay(replace(sitting.sitting, ahead=turns), ())
    review = first(under_way, algorithm)
    assert review.kind == PAIR
    right, wrong = (
        visit(algorithm, case, good) for case, good in zip(review.cases, (True, False), strict=True)
    )
    under_way.answered(review, [right, wrong], NINE)
    assert under_way.reviewed[-1].grade == WRONG


def test_nobody_met_is_shown_again(algorithm: Algorithm) -> None:
    plan = plan_drill(Schedule(), NINE, RULE, None)
    once = first(SittingUnderWay(plan, ()), algorithm)
    mark = fingerprint(once.cases[0].patient)
    again = first(SittingUnderWay(plan, (mark,)), algorithm)
    assert fingerprint(again.cases[0].patient) != mark
    assert first(SittingUnderWay(plan, ()), algorithm).cases == once.cases  # else it would be the same


def test_a_maker_who_forgets_whom_to_avoid_is_asked_again(algorithm: Algorithm) -> None:
    class Forgetful(Ward):
        def case(self, rule: str, seed: int, avoid: Container[str]) -> FreshCase | None:
            return super().case(rule, seed, ())

    plan = plan_drill(Schedule(), NINE, RULE, None)
    mark = fingerprint(first(SittingUnderWay(plan, ()), algorithm).cases[0].patient)
    review = SittingUnderWay(plan, (mark,)).next_review(NINE, Forgetful(algorithm), 0)
    assert review is not None
    assert fingerprint(review.cases[0].patient) != mark


def test_no_two_reviews_draw_the_same_seed() -> None:
    seeds = {
        seed_of(rule, begun, number)
        for rule in ("R01", "R10", "R11")
        for begun in range(60)
        for number in range(4)
    }
    assert len(seeds) == 3 * 60 * 4
    assert all(0 <= seed < 10**9 for seed in seeds)
    assert seed_of("R25", 7, 0) == 3_110_421  # the same on every machine, for ever


def test_there_is_a_patient_for_every_rule_that_is_asked(algorithm: Algorithm, real: FreshPatients) -> None:
    for rule in askable(algorithm.rules):
        fresh = real.case(rule, seed_of(rule, 0, 0), ())
        assert fresh is not None, rule
        assert fresh.focus == rule
        assert fresh.focus_nodes
        assert cases_of(fresh) == (fresh,)


def test_a_pair_is_two_and_a_rule_without_one_has_none(real: FreshPatients) -> None:
    pairs = [real.pair("R25", seed_of("R25", 0, number), ()) for number in range(6)]
    pair = next(one for one in pairs if one is not None)
    assert isinstance(pair, FreshPair)
    assert cases_of(pair) == (pair.first, pair.second)
    assert real.pair("R58", 1, ()) is None
    assert real.case("R58", 1, ()) is None


def test_a_review_of_the_real_generator_is_a_patient_or_a_pair(real: FreshPatients) -> None:
    plan = plan_drill(Schedule(), NINE, "R25", "R24")
    review = SittingUnderWay(plan, ()).next_review(NINE, real, 0)
    assert review is not None
    assert (review.kind, len(review.cases)) == (PATIENT, 1)


def test_study_knows_no_qt() -> None:
    program = """
import sys
sys.modules["PySide6"] = None
import relall_trainer.gui.reviews, relall_trainer.gui.study, relall_trainer.gui.study_lines
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

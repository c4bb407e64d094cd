"""Patients made ahead in a thread: the same as are made in the window, used once they are asked for."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter.fresh import FreshCase, FreshPair
from relall_trainer.encounter.schedule import Schedule
from relall_trainer.encounter.sitting import PAIR, plan_drill
from relall_trainer.errors import StoreError
from relall_trainer.gui.making_ahead import MakingAhead
from relall_trainer.gui.reviews import FreshPatients, PatientMaker, SittingUnderWay, Wanted, cases_of
from relall_trainer.gui.study import Study
from relall_trainer.paths import algorithm_folder, assets_folder
from tests.gui.ward import Ward

NINE = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
RULE, BESIDE = "R25", "R01"
BEGUN = 7


class Idle:
    """A maker nobody should ask."""

    def case(self, rule: str, _seed: int, _avoid: Container[str]) -> FreshCase | None:
        raise AssertionError(rule)

    def pair(self, rule: str, _seed: int, _avoid: Container[str]) -> FreshPair | None:
        raise AssertionError(rule)


@pytest.fixture(scope="module")
def algorithm() -> Algorithm:
    return load_algorithm(algorithm_folder())


def sitting_of(kind: str | None = None) -> SittingUnderWay:
    plan = plan_drill(Schedule(), NINE, RULE, BESIDE)
    turns = plan.ahead if kind is None else tuple(replace(turn, kind=kind) for turn in plan.ahead)
    return SittingUnderWay(replace(plan, ahead=turns), ())


def study_of(maker: PatientMaker) -> Study:
    """What of a study is asked here."""
    wanted = lambda sitting: sitting.wanted(NINE, BEGUN)  # noqa: E731
    return cast("Study", SimpleNamespace(make_maker=lambda: maker, wanted=wanted))


@pytest.fixture
def making(algorithm: Algorithm) -> Iterator[MakingAhead]:
    made = MakingAhead(study_of(Ward(algorithm)))
    yield made
    made.leave_off()


def test_a_pair_is_made_beside_and_then_is_there(
    making: MakingAhead, algorithm: Algorithm, qtbot: QtBot
) -> None:
    sitting = sitting_of(PAIR)
    with qtbot.waitSignal(making.done, timeout=20_000):
        assert making.takes_long(sitting)
        assert making.takes_long(sitting), "asked twice, made once"
    assert not making.takes_long(sitting)
    review = sitting.next_review(NINE, Idle(), BEGUN)
    assert review is not None
    plainly = sitting_of(PAIR).next_review(NINE, Ward(algorithm), BEGUN)
    assert plainly is not None
    assert (review.kind, review.cases) == (PAIR, plainly.cases)


def test_a_single_patient_is_not_waited_for(making: MakingAhead) -> None:
    assert not making.takes_long(sitting_of())


def test_whom_the_next_review_asks_for_is_there_when_this_one_is_answered(
    making: MakingAhead, algorithm: Algorithm, qtbot: QtBot
) -> None:
    sitting = sitting_of()
    ward = Ward(algorithm)
    review = sitting.next_review(NINE, ward, BEGUN)
    assert review is not None
    with qtbot.waitSignal(making.done, timeout=20_000):
        making.look_ahead(sitting)
    sitting.answered(review, (), NINE)  # not put to the test: it comes back, but after the other rule
    then = sitting.next_review(NINE, Idle(), BEGUN)
    assert then is not None
    assert then.rule == BESIDE


def test_who_was_made_for_another_count_of_attempts_is_not_used(algorithm: Algorithm) -> None:
    sitting = sitting_of()
    wanted = sitting.wanted(NINE, BEGUN)
    assert wanted is not None
    sitting.keep(wanted, wanted.make(Ward(algorithm)))
    review = sitting.next_review(NINE, Ward(algorithm), BEGUN + 1)
    assert review is not None
    plainly = sitting_of().next_review(NINE, Ward(algorithm), BEGUN + 1)
    assert plainly is not None
    assert review.cases == plainly.cases
    assert review.cases != tuple(one.case for one in cases_of(cast("Any", wanted.make(Ward(algorithm)))))


def test_what_fails_beside_is_left_to_the_window(qtbot: QtBot) -> None:
    making, sitting = MakingAhead(study_of(Idle())), sitting_of(PAIR)
    with qtbot.waitSignal(making.done, timeout=20_000):
        assert making.takes_long(sitting)
    assert sitting.wanted(NINE, BEGUN) is not None, "nothing was kept"
    with pytest.raises(AssertionError, match=RULE):
        sitting.next_review(NINE, Idle(), BEGUN)


def test_without_a_record_nothing_is_made_ahead(qtbot: QtBot) -> None:
    def refuse(_sitting: SittingUnderWay) -> Wanted | None:
        raise StoreError("gone")

    study = cast("Study", SimpleNamespace(make_maker=Idle, wanted=refuse))
    making = MakingAhead(study)
    making.look_ahead(sitting_of(PAIR))
    qtbot.waitUntil(lambda: not making._soon.isActive())
    assert making._task is None


def test_leaving_off_keeps_nothing(making: MakingAhead, qtbot: QtBot) -> None:
    sitting = sitting_of(PAIR)
    assert making.takes_long(sitting)
    making.leave_off()
    qtbot.wait(20)
    assert sitting.wanted(NINE, BEGUN) is not None


@pytest.mark.parametrize("kind", [None, PAIR], ids=["a patient", "a pair"])
def test_two_makers_over_the_same_algorithm_make_the_same(kind: str | None) -> None:
    questions = load_questions(assets_folder() / "fresh")
    one, other = (FreshPatients(load_algorithm(algorithm_folder()), questions) for _ in range(2))
    wanted = sitting_of(kind).wanted(NINE, BEGUN)
    assert wanted is not None
    wanted.make(one)  # has met somebody before
    assert wanted.make(one) == wanted.make(other)

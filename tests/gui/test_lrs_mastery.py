"""Whether an attempt can be said to pass what was assigned."""

from __future__ import annotations

from pathlib import Path

import pytest

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.assignment import Mastery as Asked
from relall_trainer.gui.lrs_mastery import AssignedMastery
from relall_trainer.interop.xapi import Mastery
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import EARLY_T, HEADACHES, Hands, coursework, take, teacher_of


@pytest.mark.parametrize(
    ("cases", "asked", "told"),
    [
        ((EARLY_T,), Asked(75, True), Mastery(75, spotless=True)),
        ((EARLY_T,), Asked(0, False), Mastery(0, spotless=False)),
        ((EARLY_T,), None, None),
        ((EARLY_T, HEADACHES), Asked(75, True), None),
    ],
)
def test_only_one_case_can_be_passed(
    tmp_path: Path, algorithm: Algorithm, cases: tuple[str, ...], asked: Asked | None, told: Mastery | None
) -> None:
    shelf, hands = Shelf(Profile(tmp_path / "shelf")), Hands()
    teacher = teacher_of(shelf, algorithm, *cases)
    with LearnerStore.open(Profile(tmp_path / "learner"), hands.clock) as store:
        course = coursework(store, shelf, algorithm, hands)
        taken = take(course, teacher.file(tmp_path, teacher.assignment(mode="practice", mastery=asked)))
        assert AssignedMastery(store).of(taken) == told
        assert AssignedMastery(store).of("another") is None

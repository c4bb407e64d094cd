"""Feedback that came before the exam was handed in, and turns out to be on something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.coursework import Coursework
from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.encounter.attempt import ReplayFault
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import EARLY_T, HEADACHES, Hands, coursework, take, teacher_of


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Profile(tmp_path / "learner"))


@pytest.fixture
def course(tmp_path: Path, shelf: Shelf, algorithm: Algorithm) -> Iterator[Coursework]:
    hands = Hands()
    with LearnerStore.open(Profile(tmp_path / "learner"), hands.clock) as store:
        yield coursework(store, shelf, algorithm, hands)


def test_of_a_version_with_other_cases_it_is_let_go_of(
    course: Coursework, shelf: Shelf, algorithm: Algorithm, tmp_path: Path
) -> None:
    """Her exam was begun on the first version; the second came, and its feedback, before she handed in."""
    first, second = (teacher_of(shelf, algorithm, case) for case in (EARLY_T, HEADACHES))
    asked = first.assignment()
    newer = replace(second.assignment(), version=2)
    exam = take(course, first.file(tmp_path, asked))
    course.begin_exam(exam)
    take(course, second.file(tmp_path, newer, "v2.relall-assignment"))
    path = second.feedback(tmp_path, newer, "v2.relall-feedback")
    assert course.take_feedback(course.read(path)) is None
    course.hand_in(exam, tmp_path)
    assert course.give_out_due() == ()
    assert course.line(exam).state == "handed-in"
    with pytest.raises(FileFault) as caught:
        course.take_feedback(course.read(path))
    assert caught.value.code == "other-assignment"
    given = course.take_feedback(course.read(first.feedback(tmp_path, asked)))
    assert given is not None


def test_on_other_cases_under_the_same_names_it_is_let_go_of(
    course: Coursework, shelf: Shelf, algorithm: Algorithm, tmp_path: Path
) -> None:
    teacher, wrong = (teacher_of(shelf, algorithm, case) for case in (EARLY_T, HEADACHES))
    asked = teacher.assignment()
    wrong.cases = (replace(wrong.cases[0], sha256=teacher.cases[0].sha256),)
    exam = take(course, teacher.file(tmp_path, asked))
    course.begin_exam(exam)
    path = wrong.feedback(tmp_path, asked, "wrong.relall-feedback")
    assert course.take_feedback(course.read(path)) is None
    course.hand_in(exam, tmp_path)
    assert course.give_out_due() == ()
    with pytest.raises(ReplayFault):
        course.take_feedback(course.read(path))
    assert course.take_feedback(course.read(teacher.feedback(tmp_path, asked))) is not None

"""An exam that could not be gone on with is refused when its file is opened, not at its third decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.coursework import Coursework
from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.fixed_form import fixed_form
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import EARLY_T, Hands, Teacher, coursework, teacher_of


@pytest.fixture
def teacher(tmp_path: Path, algorithm: Algorithm) -> Teacher:
    return teacher_of(Shelf(Profile(tmp_path / "learner")), algorithm, EARLY_T)


@pytest.fixture
def course(tmp_path: Path, algorithm: Algorithm) -> Iterator[Coursework]:
    profile, hands = Profile(tmp_path / "learner"), Hands()
    with LearnerStore.open(profile, hands.clock) as store:
        yield coursework(store, Shelf(profile), algorithm, hands)


def unknown_step(form: Case) -> Case:
    """The third decision offers a step of another program."""
    node = [one for one in form.nodes.values() if one.ending is None][2]
    group = node.groups[0]
    other = replace(group.options[0], action="no-such-step", label="Something new")
    groups = (replace(group, options=(other, *group.options[1:])), *node.groups[1:])
    return replace(form, nodes={**form.nodes, node.id: replace(node, groups=groups)})


def no_patient(form: Case) -> Case:
    """The way on after the third decision makes somebody who cannot be."""
    node = [one for one in form.nodes.values() if one.ending is None][2]
    way = replace(node.next[0], patch={"age": 4})
    return replace(form, nodes={**form.nodes, node.id: replace(node, next=(way,))})


@pytest.mark.parametrize("change", [unknown_step, no_patient])
def test_it_is_refused_when_it_is_opened(
    course: Coursework, teacher: Teacher, tmp_path: Path, change: Callable[[Case], Case]
) -> None:
    plain = teacher.assignment()
    form = change(fixed_form(teacher.cases[0], teacher.algorithm))
    item = replace(plain.items[0], text=case_to_text(form))
    path = teacher.file(tmp_path, replace(plain, items=(item,)))
    with pytest.raises(FileFault) as caught:
        course.look(course.read(path))
    assert caught.value.code == "bad-case"
    assert course.lines() == ()


def test_what_the_program_ships_can_be_played(course: Coursework, teacher: Teacher, tmp_path: Path) -> None:
    for mode in ("exam", "practice"):
        course.look(course.read(teacher.file(tmp_path, teacher.assignment(mode=mode))))

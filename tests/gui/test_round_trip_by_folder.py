"""A folder both see, as a cloud drive keeps it: assignments, results and feedback go by themselves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.gui.test_round_trip_by_mouse import go, sit, write_exam
from tests.gui.two_windows import Person, answers, learner, settle, teacher

__all__ = ["answers", "learner", "teacher"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


def share(teacher: Person, learner: Person, folder: Path, answers: list[str]) -> None:
    for person, place, words in (
        (teacher, "cohort", "Choose a folder"),
        (learner, "assignments", "Share a folder"),
    ):
        person.come()
        go(person, place)
        answers.append(str(folder))
        person.click(words)


def let_settle(folder: Path) -> None:
    """A while later: what was being written has been written."""
    for path in folder.rglob("*"):
        os.utime(path, (0, path.stat().st_mtime - 60))


def test_everything_goes_through_the_folder(
    teacher: Person, learner: Person, folder: Path, tmp_path: Path, answers: list[str]
) -> None:
    (folder / "minutes of the meeting.txt").write_text("Nothing of ours.", encoding="utf-8")
    (folder / "broken.relall-assignment").write_text("half a fi", encoding="utf-8")
    write_exam(teacher, tmp_path, answers)
    share(teacher, learner, folder, answers)
    go(teacher, "cohort")
    teacher.click("Write files again")
    assert answers == []  # nobody was asked where to
    assert list(folder.glob("autumn*.relall-assignment"))

    learner.come()
    assigned = learner.window.places.classroom.assigned
    let_settle(folder)
    assigned.arriving.look_into_folder()
    settle()
    assert learner.sees("Autumn")
    arrival = assigned.assignments.arrival
    assert arrival is not None
    arrival.choose("L01")
    learner.click("The letters are the same")
    learner.click("Begin the exam")
    learner.click("Begin now")
    sit(learner)
    learner.click("Hand in")
    learner.click("Hand in for good")
    assert learner.sees("Handed in")
    assert len(list(folder.rglob("*.relall-results"))) == 1

    let_settle(folder)
    teacher.come()
    go(teacher, "gradebook")
    page = teacher.window.places.classroom.gradework.gradebook
    teacher.until(lambda: len(page.decisions.rows) == 2 and page.decisions.rows[0].share is not None)
    assert any("From the shared folder" in said for said in teacher.said)
    answers.append(str(folder))
    teacher.window.actions_here["gradebook.release"].trigger()
    settle()

    learner.come()
    go(learner, "assignments")
    let_settle(folder)
    assigned.arriving.look_into_folder()
    settle()
    assert learner.sees("Feedback on “Autumn”")
    assert learner.desk.count() == 2

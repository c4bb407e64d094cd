"""Each file that is not what it is taken for is named for what it is, wherever it comes in from; nothing is changed."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from relall_trainer.app import now
from relall_trainer.learner import export
from tests.cohort.coursehelp import EARLY_T, Teacher, teacher_of
from tests.cohort.teaching_desk import hand_in, handed
from tests.gui.two_windows import CTRL, Person, answers, learner, seen, settle

__all__ = ["answers", "learner"]

WAYS = ("drop", "open", "command line")
LEARNERS = {
    "results": "is a results file, not an assignment",
    "letter.pdf": "is not a text file",
    "folder": "is a folder",
    "empty": "is empty",
    "newer": "was written by a newer RelALL Trainer",
    "altered": "was changed after it was signed",
    "half": "breaks off or is garbled",
    "export.json": "is not a file for handing work out or in",
    "gone": "there is no such file",
}
"""What is said of each at a learner's; ``feedback`` of an exam nobody gave her comes after."""


@pytest.fixture
def teacher(learner: Person) -> Teacher:
    return teacher_of(learner.desk.shelf, learner.desk.algorithm, EARLY_T)


@pytest.fixture
def files(learner: Person, teacher: Teacher, tmp_path: Path) -> dict[str, Path]:
    """One of each kind, by what it is."""
    assignment = teacher.assignment()
    made = {
        "assignment": teacher.file(tmp_path, assignment),
        "feedback": teacher.feedback(tmp_path, assignment),
    }
    text = made["assignment"].read_text(encoding="utf-8")
    made["results"] = hand_in(tmp_path, handed(assignment, "L01", lots=random.Random(1), at=now()), "L01")
    history = io.StringIO()
    export.write_json(learner.desk.store, history, now())
    for name, content in {
        "letter.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "empty": b"",
        "newer": text.replace('"format":1', '"format":2').encode(),
        "altered": text.replace("Do it alone.", "Do it twice.").encode(),
        "half": text[: len(text) // 2].encode(),
        "export.json": history.getvalue().encode(),
    }.items():
        made[name] = tmp_path / (name if "." in name else f"{name}.relall-assignment")
        made[name].write_bytes(content)
    made["folder"] = tmp_path / "a folder"
    made["folder"].mkdir()
    made["gone"] = tmp_path / "gone.relall-assignment"
    return made


def bring(person: Person, way: str, path: Path, answers: list[str]) -> None:
    if way == "drop":
        person.drop(person.window, path)
    elif way == "open":
        answers.append(str(path))
        person.press(Qt.Key.Key_O, CTRL)
    else:  # what a second start hands over through the front door, and a first one opens itself
        person.window.open_file(str(path))
    settle()


def told(person: Person) -> str:
    return seen(person.window.messages)


@pytest.mark.parametrize("way", WAYS)
def test_each_is_named_for_what_it_is(
    learner: Person, files: dict[str, Path], answers: list[str], way: str
) -> None:
    learner.come()
    store = learner.desk.store
    for name, words in LEARNERS.items():
        if (way, name) == ("drop", "folder"):
            continue  # a folder let fall is one of results
        bring(learner, way, files[name], answers)
        assert words in told(learner), (name, told(learner))
        assert files[name].name in told(learner), name
    bring(learner, way, files["feedback"], answers)
    assert "belongs to an assignment that is not kept here" in told(learner)
    assert list(store.paper_ids("received")) == []
    bring(learner, way, files["assignment"], answers)
    assert learner.sees("An assignment has arrived")
    assert told(learner) == ""  # what went wrong before is not held against it

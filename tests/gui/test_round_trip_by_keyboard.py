"""From an assignment to a page on paper and back, in two windows, without a mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from tests.gui.two_windows import CTRL, Person, answers, enter_on, in_dialog, learner, tab, teacher, type_in

__all__ = ["answers", "learner", "teacher"]

ENTER, SPACE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab


def start_cohort(teacher: Person, *codes: str) -> None:
    teacher.come()
    teacher.press(Qt.Key.Key_8, CTRL)

    def fill(dialog: QDialog) -> None:
        type_in(dialog, "Fellows")  # over the name proposed
        tab(dialog)
        type_in(dialog, *codes)
        enter_on(dialog, "Start with")

    with in_dialog(fill):
        teacher.press(ENTER)


def play_to_the_end(person: Person) -> None:
    """Take the first step offered at each decision."""
    for _ in range(60):
        if person.window.here == "debrief":
            return
        person.press(Qt.Key.Key_1)
        person.press(ENTER)
    raise AssertionError("the case never ends")


def test_an_assignment_goes_out_comes_back_and_is_printed(
    teacher: Person, learner: Person, tmp_path: Path, answers: list[str]
) -> None:
    out, back = tmp_path / "out", tmp_path / "back"
    out.mkdir()
    back.mkdir()
    start_cohort(teacher, "L01", "L02, Learner 02")
    assert "“Fellows” is there, with 2 learners." in teacher.said

    teacher.press(Qt.Key.Key_N, CTRL)
    teacher.type("Week 3")
    teacher.press(TAB)
    teacher.press(SPACE)  # the first case
    answers.append(str(out))
    teacher.press(ENTER, CTRL)
    assert teacher.window.here == "assign"
    (assignment,) = out.glob("*.relall-assignment")
    assert teacher.sees("“Week 3” is ready: 1 file")

    learner.come()
    answers.append(str(assignment))
    learner.press(Qt.Key.Key_O, CTRL)
    assert learner.sees("An assignment has arrived")
    learner.press(SPACE)  # the first of the list
    learner.tab_to("The letters are the same")
    learner.press(ENTER)
    assert learner.sees("Due ")
    learner.press(ENTER)
    assert learner.window.here == "play"
    play_to_the_end(learner)
    learner.press(ENTER)  # back to the assignment
    assert learner.window.here == "assignments"
    answers.append(str(back))
    learner.press(ENTER)
    learner.press(ENTER)
    (results,) = back.glob("*.relall-results")
    assert learner.sees("Handed in")
    assert learner.sees(results.name)
    assert "(1)" not in learner.window._side._buttons["assignments"].text()

    teacher.come()
    teacher.press(Qt.Key.Key_9, CTRL)
    answers.append(str(results))
    teacher.press(Qt.Key.Key_I, CTRL)
    page = teacher.window.places.classroom.gradework.gradebook
    teacher.until(lambda: len(page.decisions.rows) == 2 and page.decisions.rows[0].share is not None)
    assert page.decisions.rows[1].standing == "missing"

    matrix = page.decisions.matrix.table
    teacher.tab_to(matrix.accessibleName())
    teacher.press(ENTER)
    assert teacher.sees("L01 · ")
    assert teacher.sees("Back to the matrix")
    teacher.press(Qt.Key.Key_Escape)
    assert matrix.hasFocus()

    gradework = teacher.window.places.classroom.gradework
    for view, paper in (
        ("Decisions", "gradebook"),
        ("Teach this next", "handout"),
        ("Learner pages", "page"),
    ):
        teacher.tab_to("Gradebook: ")
        while not teacher.on(f"Gradebook: {view}"):
            teacher.press(Qt.Key.Key_Right)
        teacher.until(lambda: not gradework.reading.busy)
        printed = tmp_path / f"{paper}.pdf"
        answers.append(str(printed))
        teacher.press(Qt.Key.Key_P, CTRL)
        assert printed.read_bytes().startswith(b"%PDF-")


def test_learners_typed_and_left_are_there_again(teacher: Person, answers: list[str]) -> None:
    def leave(dialog: QDialog) -> None:
        tab(dialog)
        type_in(dialog, "L01", "L02")
        dialog.reject()

    def take(dialog: QDialog) -> None:
        enter_on(dialog, "Start with 2 learners")

    teacher.come()
    teacher.press(Qt.Key.Key_8, CTRL)
    for work in (leave, take):
        with in_dialog(work):
            teacher.press(ENTER)
    assert any(said.endswith("is there, with 2 learners.") for said in teacher.said)

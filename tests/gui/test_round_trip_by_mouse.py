"""An exam on patients made for it, from writing it to reading its feedback, in two windows, with the mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPlainTextEdit

from relall_trainer.gui.widgets.toggle import Radio
from tests.gui.two_windows import Person, answers, click, in_dialog, learner, settle, teacher

__all__ = ["answers", "learner", "teacher"]


def go(person: Person, place: str) -> None:
    """Click a place in the side bar."""
    QTest.mouseClick(person.window._side._buttons[place], Qt.MouseButton.LeftButton)
    settle()


def write_exam(teacher: Person, out: Path, answers: list[str]) -> None:
    teacher.come()
    go(teacher, "cohort")

    def fill(dialog: QDialog) -> None:
        (text,) = dialog.findChildren(QPlainTextEdit)
        text.setPlainText("L01\nL02")  # pasted
        settle()
        QTest.qWait(200)  # what becomes of each row is said a moment later
        click(dialog, "Start with 2 learners")

    with in_dialog(fill):
        teacher.click("Start a cohort")
    teacher.click("New assignment")
    page = teacher.window.places.classroom.teachwork.assign
    page.cases.title.setText("Autumn")
    page.cases.title.textEdited.emit("Autumn")
    page.cases.seed.setValue(1)  # the patients this number has always made
    page.cases.count.setValue(2)
    teacher.click("Exam")
    answers.append(str(out))
    teacher.click("Create the file")
    assert teacher.sees("“Autumn” is ready: 1 file")


def sit(learner: Person) -> None:
    """Choose the first step of each group, by mouse, to the end."""
    exam = learner.window.places.classroom.assigned.exam
    for _ in range(40):
        if learner.window.here == "hand_in":
            return
        if exam.frame.mode != "deciding":
            QTest.mouseClick(exam.frame.onward, Qt.MouseButton.LeftButton)
        else:
            sitting = exam.sitting
            assert sitting is not None
            for group in sitting.encounter.current.groups:
                exam.frame.options.choose([*exam.frame.options.chosen(), group.options[0].action])
            QTest.mouseClick(exam.frame.commit_bar.button, Qt.MouseButton.LeftButton)
        settle()
    raise AssertionError("the exam never ends")


def test_an_exam_is_written_sat_marked_and_its_feedback_read(
    teacher: Person, learner: Person, tmp_path: Path, answers: list[str]
) -> None:
    out, back = tmp_path / "out", tmp_path / "back"
    out.mkdir()
    back.mkdir()
    write_exam(teacher, out, answers)
    (packet,) = out.glob("*.relall-assignment")

    learner.come()
    go(learner, "assignments")
    learner.drop(learner.window, packet)
    radio = next(one for one in learner.window.findChildren(Radio) if one.isVisible() and one.text() == "L02")
    QTest.mouseClick(radio, Qt.MouseButton.LeftButton)
    learner.click("The letters are the same")
    learner.click("Begin the exam")
    learner.click("Begin now")
    sit(learner)
    learner.click("Hand in")
    answers.append(str(back))
    learner.click("Hand in for good")
    (results,) = back.glob("*.relall-results")
    assert learner.sees("Handed in")
    assert learner.desk.count() == 0  # nothing of it stands in her history before the feedback is given out

    teacher.come()
    go(teacher, "gradebook")
    page = teacher.window.places.classroom.gradework.gradebook
    teacher.drop(page, results)
    teacher.until(lambda: len(page.decisions.rows) == 2 and page.decisions.rows[1].share is not None)
    answers.append(str(out))
    teacher.window.actions_here["gradebook.release"].trigger()
    (feedback,) = out.glob("*.relall-feedback")

    learner.come()
    go(learner, "assignments")
    learner.drop(learner.window, feedback)
    assert learner.sees("Feedback on “Autumn” is here")
    assert learner.desk.count() == 2
    learner.click("Read the feedback")
    assert learner.window.here == "review"
    assert learner.sees("Decided ")


def test_the_enter_after_a_decision_is_not_taken_for_no_step_at_the_next(
    teacher: Person, learner: Person, tmp_path: Path, answers: list[str]
) -> None:
    """Elsewhere Enter commits and Enter goes on; in an exam the next decision is up at once, with no way back."""
    out = tmp_path / "out"
    out.mkdir()
    write_exam(teacher, out, answers)
    learner.come()
    learner.window.open_file(str(next(out.glob("*.relall-assignment"))))
    learner.press(Qt.Key.Key_Space)
    learner.tab_to("The letters are the same")
    for _ in range(3):
        learner.press(Qt.Key.Key_Return)
    exam = learner.window.places.classroom.assigned.exam
    sitting = exam.sitting
    assert sitting is not None
    for _ in range(20):  # to a decision at which one may choose nothing
        if exam.frame.mode == "deciding" and not exam.frame.options.missing():
            break
        learner.press(Qt.Key.Key_1)
        learner.press(Qt.Key.Key_Return)
    answered = sitting.answered
    exam.setFocus()
    learner.press(Qt.Key.Key_Return)
    assert sitting.answered == answered
    assert learner.sees("Nothing is chosen")
    learner.press(Qt.Key.Key_Return)
    assert sitting.answered == answered + 1

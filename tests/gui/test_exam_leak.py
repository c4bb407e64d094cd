"""Before its feedback is given out nothing tells how an exam went: not the file, not the screen, not the record."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.appraisal import RATINGS, UNRATED
from relall_trainer.encounter import play
from relall_trainer.encounter.case import Case, Node, Transition
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.learner.export import write_csv, write_json
from relall_trainer.learner.history import EVERYTHING
from relall_trainer.paths import Profile, algorithm_folder
from tests.cohort.coursehelp import Hands, Teacher
from tests.gui.course_window import CourseWindow, opened

SENTINEL = "Zanzibar"
GIVEN_AWAY = (SENTINEL.lower(), *(word for word in RATINGS if word != UNRATED), "critical error", " points")


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def course(qtbot: QtBot, profile: Profile, hands: Hands) -> Iterator[CourseWindow]:
    with opened(profile, hands) as made:
        yield made


def told(case: Case) -> Case:
    """The case with the sentinel wherever it says what is right, how much it counts, or what comes of other choices."""
    head = replace(
        case.head,
        summary=SENTINEL,
        learning_goals=(SENTINEL,) * 3,
        competencies=(SENTINEL,),
        modeled_on="patient-1",
    )
    course = on_course(case)
    nodes = {name: _told(node, course.get(name)) for name, node in case.nodes.items()}
    return replace(case, head=head, nodes=nodes)


def on_course(case: Case) -> dict[str, Transition]:
    """The way each decision of the authors' course goes on: what everybody is told in an exam."""
    encounter = play.start(case, load_algorithm(algorithm_folder()), mode=play.EXAM)
    ways = {}
    while not encounter.ended:
        chosen = play.authors_choice(encounter)
        ways[encounter.node] = play.taken(encounter, chosen)
        encounter, _ = play.commit(encounter, chosen)
    return ways


def _told(node: Node, way_on: Transition | None) -> Node:
    groups = tuple(
        replace(
            group,
            weight=7.125,
            options=tuple(replace(one, feedback=SENTINEL, weight=3.375) for one in group.options),
        )
        for group in node.groups
    )
    ending = node.ending
    if ending is not None:
        ending = replace(ending, title=SENTINEL, outcome=SENTINEL, take_away=(SENTINEL,) * 3)
    ways = tuple(way if way == way_on else replace(way, text=SENTINEL) for way in node.next)
    told_node = replace(node, groups=groups, ending=ending, next=ways)
    if way_on is None:  # a road not taken, or the end of one
        told_node = replace(told_node, title=SENTINEL, narrative=SENTINEL)
    return told_node


def texts(root: QWidget) -> Iterator[str]:
    """Everything a window holds that can be read, heard or pointed at, seen or not."""
    for widget in (root, *root.findChildren(QWidget)):
        yield widget.windowTitle()
        yield widget.toolTip()
        yield widget.whatsThis()
        yield widget.statusTip()
        yield widget.accessibleName()
        yield widget.accessibleDescription()
        for ask in ("text", "toPlainText", "placeholderText", "title"):
            say = getattr(widget, ask, None)
            if callable(say) and not isinstance(widget, QApplication):
                yield str(say())
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None:
            yield interface.text(QAccessible.Text.Name)
            yield interface.text(QAccessible.Text.Description)
            yield interface.text(QAccessible.Text.Value)
        face = getattr(widget, "face", None)
        if face is not None:
            yield str(getattr(face, "label", ""))
        if isinstance(widget, RowList):
            for row in range(widget.rows.rowCount()):
                yield str(widget.rows.index(row).data())
        if isinstance(widget, QTextBrowser):
            yield widget.toHtml()
    for action in root.findChildren(QAction):
        yield action.text()
        yield action.toolTip()


def given_away(said: str) -> list[str]:
    return [word for word in GIVEN_AWAY if word in said.lower()]


def check(course: CourseWindow) -> None:
    for said in (*texts(course.window), *course.said, QGuiApplication.clipboard().text()):
        assert not given_away(said), said[:300]


def teacher_who_tells(course: CourseWindow) -> Teacher:
    teacher = course.teacher("early-t-cell-relapse")
    teacher.cases = tuple(told(case) for case in teacher.cases)
    return teacher


def test_the_file_holds_nothing_of_it(course: CourseWindow, tmp_path: Path) -> None:
    teacher = teacher_who_tells(course)
    path = teacher.file(tmp_path, teacher.assignment())
    text = path.read_text(encoding="utf-8")
    assert not given_away(text)
    for weight in ("7.125", "3.375", "7125", "3375"):
        assert weight not in text
    assert SENTINEL in teacher.feedback(tmp_path, teacher.assignment()).read_text(encoding="utf-8")


def test_nothing_on_the_screen_tells_until_it_is_given_out(
    course: CourseWindow, tmp_path: Path, hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    teacher = teacher_who_tells(course)
    course.take(teacher.file(tmp_path, teacher.assignment()))
    check(course)
    course.course.examwork.begin("a-1")
    check(course)
    course.exam.start.begin.click()
    check(course)
    sitting = course.exam.sitting
    assert sitting is not None
    while not sitting.over:
        course.answer()
        hands.pass_time(20)
        course.exam.time.tick()
        check(course)
    course.exam.go_on()
    check(course)
    course.folders = [str(tmp_path)]
    course.course.hand_in.hand_in_button.click()
    course.course.hand_in.yes.click()
    assert (tmp_path / "relapsed-all-block-1-l01-1.relall-results").is_file()
    course.course.hand_in.receipt.copy_fingerprint()
    check(course)
    course.course.hand_in.receipt.back.click()
    check(course)
    for said in caplog.messages:
        assert not given_away(said)
    for file in Path(course.desk.store.profile.folder).rglob("*"):
        if file.is_file() and "cache" not in file.parts:
            assert SENTINEL.encode() not in file.read_bytes(), file


def test_the_record_knows_nothing_of_it_until_it_is_given_out(
    course: CourseWindow, tmp_path: Path, hands: Hands
) -> None:
    teacher = course.teacher("early-t-cell-relapse")
    course.take(teacher.file(tmp_path, teacher.assignment()))
    course.course.examwork.begin("a-1")
    course.exam.start.begin.click()
    sitting = course.exam.sitting
    assert sitting is not None
    while not sitting.over:
        course.exam.frame.commit_bar.rationale.setText("Mandalay")
        course.answer()
    course.folders = [str(tmp_path)]
    course.exam.go_on()
    course.course.hand_in.hand_in_button.click()
    course.course.hand_in.yes.click()

    def record() -> str:
        store, index = course.desk.store, course.desk.index
        assert index is not None
        for _ in index.catch_up(store, course.desk.replayed):
            pass
        out, rows = io.StringIO(), io.StringIO()
        write_json(store, out, datetime(2026, 12, 2, tzinfo=UTC))
        write_csv(store, rows)
        lines = [
            *course.desk.attempts(),
            *index.page(limit=50),
            *index.rule_tallies(),
            store.count(EVERYTHING),
        ]
        return f"{lines} {rows.getvalue()} {out.getvalue()}"

    before = record()
    assert "Mandalay" not in before
    assert "early-t-cell-relapse" not in before
    assert course.desk.store.count(EVERYTHING) == 0
    course.course.open_file(str(teacher.feedback(tmp_path, teacher.assignment())))
    after = record()
    assert "Mandalay" in after
    assert course.desk.store.count(EVERYTHING) == 1


def test_the_check_would_find_it(course: CourseWindow) -> None:
    for made in (QLabel(SENTINEL), QLineEdit("recommended")):
        made.setParent(course.window)
        with pytest.raises(AssertionError):
            check(course)
        made.setParent(None)
    check(course)
    course.said.append("Contraindicated")
    with pytest.raises(AssertionError):
        check(course)

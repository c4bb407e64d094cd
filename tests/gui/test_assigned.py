"""The learner's side in the real window: files in, an exam, handing in, feedback; by keyboard, drop, paste, folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.cohort.signed_file import RESULTS, read_signed
from relall_trainer.cohort.submission import submission_from_plain
from relall_trainer.errors import StoreError
from relall_trainer.gui.file_drop import path_of
from relall_trainer.gui.widgets.button import Button
from relall_trainer.learner.history import EVERYTHING
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import NOON, Hands, Teacher
from tests.gui.course_window import CourseWindow, opened
from tests.gui.stage import formatted_labels, nameless

EARLY_T = "early-t-cell-relapse"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def course(qtbot: QtBot, profile: Profile, hands: Hands) -> Iterator[CourseWindow]:
    with opened(profile, hands) as made:
        yield made


@pytest.fixture
def teacher(course: CourseWindow) -> Teacher:
    return course.teacher(EARLY_T)


def words(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def press(
    course: CourseWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the keyboard stands; a window that is not in front has it there, too."""
    QApplication.processEvents()
    QTest.keyClick(course.window.focusWidget() or course.window, key, modifier)
    QApplication.processEvents()


def press_act(course: CourseWindow, act: str) -> None:
    """Press a button of a message."""
    buttons = course.window.messages.findChildren(Button)
    next(one for one in buttons if one.isVisibleTo(course.window) and one.shown == act).click()
    QApplication.processEvents()


def sit_through(course: CourseWindow) -> None:
    sitting = course.exam.sitting
    assert sitting is not None
    while not sitting.over:
        course.answer()


def begin(course: CourseWindow, teacher: Teacher, folder: Path, **terms: object) -> None:
    course.take(teacher.file(folder, teacher.assignment(**terms)))
    course.course.examwork.begin("a-1")
    course.exam.start.begin.click()


def hand_in(course: CourseWindow, folder: Path) -> None:
    course.folders.append(str(folder))
    if course.window.here == "exam":
        course.exam.look_over()
    course.course.hand_in.hand_in_button.click()
    if course.course.hand_in.asking:
        course.course.hand_in.yes.click()


# -- files -----------------------------------------------------------------------------------------------------


def test_nothing_assigned_says_how_it_comes_in(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    course.window.go("assignments")
    page = course.course.assignments
    assert "Nothing assigned yet" in words(page)
    course.files = [str(teacher.file(tmp_path, teacher.assignment()))]
    press(course, Qt.Key.Key_Return)
    assert page.arrival is not None
    assert "Nothing assigned yet" not in words(page)


def test_the_whole_way_in_is_by_keyboard(course: CourseWindow, teacher: Teacher, tmp_path: Path) -> None:
    course.window.go("assignments")
    course.files = [str(teacher.file(tmp_path, teacher.assignment()))]
    press(course, Qt.Key.Key_Return)
    assert "22X6-GB4A-T4TH-75RY-HDB8" in words(course.course.assignments)
    press(course, Qt.Key.Key_Space)  # the first of those listed
    waiting = course.course.assignments.arrival
    assert waiting is not None
    assert waiting.learner == "L01"
    waiting.take.setFocus()
    press(course, Qt.Key.Key_Return)
    assert course.course.assignments.arrival is None
    assert [one.accessibleName() for one in course.course.assignments.cards] == [
        "Assignment: Relapsed ALL, block 1"
    ]
    press(course, Qt.Key.Key_Return)  # begin
    assert course.window.here == "exam"
    assert course.exam.starting
    press(course, Qt.Key.Key_Return)
    assert not course.exam.starting
    assert course.exam.sitting is not None


def test_it_asks_who_she_is_before_it_takes_it(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    course.course.open_file(str(teacher.file(tmp_path, teacher.assignment())))
    waiting = course.course.assignments.arrival
    assert waiting is not None
    waiting.take.click()
    assert "Say who you are first." in words(course.course.assignments)
    press(course, Qt.Key.Key_Escape)
    assert course.course.assignments.arrival is None
    assert course.course.coursework.lines() == ()


def test_a_second_assignment_of_the_same_teacher_asks_nothing(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    course.take(teacher.file(tmp_path, teacher.assignment()))
    course.course.open_file(str(teacher.file(tmp_path, teacher.assignment(id="a-2"), "2.relall-assignment")))
    assert course.course.assignments.arrival is None
    assert len(course.course.assignments.cards) == 2


def test_two_files_that_ask_are_asked_one_after_the_other(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    for name in ("a-1", "a-2"):
        course.course.open_file(
            str(teacher.file(tmp_path, teacher.assignment(id=name, title=name), f"{name}.x"))
        )
    waiting = course.course.assignments.arrival
    assert waiting is not None
    waiting.choose("L02")
    waiting.take.click()
    assert course.course.assignments.arrival is None  # the second asks nothing any more
    assert {line.learner for line in course.course.coursework.lines()} == {"L02"}
    assert len(course.course.coursework.lines()) == 2


def drop(course: CourseWindow, *paths: Path) -> None:
    """Let files fall on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, none)
    QApplication.sendEvent(course.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(
        course.window, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, none)
    )
    QApplication.processEvents()


@pytest.mark.parametrize("place", ["cases", "assignments", "help"])
def test_a_file_let_fall_anywhere_is_opened(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, place: str
) -> None:
    course.window.go(place)
    drop(course, teacher.file(tmp_path, teacher.assignment()))
    assert course.window.here == "assignments"
    assert course.course.assignments.arrival is not None


def test_results_let_fall_together_go_into_the_gradebook(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    taken: list[list[str]] = []
    files = course.window.places.classroom.gradework.files
    files.take_in = lambda paths: taken.append([path.name for path in paths])  # type: ignore[method-assign]
    made = [tmp_path / "a.relall-results", tmp_path / "b.relall-results"]
    drop(course, made[0], teacher.file(tmp_path, teacher.assignment()), made[1])
    assert taken == [["a.relall-results", "b.relall-results"]]
    assert course.window.here == "gradebook"
    assert course.course.assignments.arrival is not None
    drop(course, tmp_path)
    assert taken[1:] == [[tmp_path.name]]


def test_a_file_does_not_take_an_exam_away(course: CourseWindow, teacher: Teacher, tmp_path: Path) -> None:
    begin(course, teacher, tmp_path)
    other = teacher.file(tmp_path, teacher.assignment(id="a-2"), "2.relall-assignment")
    course.hands.pass_time(60)
    course.window.open_file(str(other))  # as where it was clicked twice
    drop(course, other, tmp_path / "a.relall-results")
    course.files.append(str(other))
    course.course.ask_for_file()
    assert course.window.here == "exam"
    sitting = course.exam.sitting
    assert sitting is not None
    assert sitting.running
    assert "Kept until the exam is closed: 2 files." in words(course.window.messages)
    assert len(course.course.coursework.lines()) == 1
    course.exam.pause()
    assert "2 files came in during the exam." in words(course.window.messages)
    taken: list[object] = []
    course.window.places.classroom.gradework.files.take_in = taken.extend  # type: ignore[method-assign]
    press_act(course, "Open them")
    assert len(course.course.coursework.lines()) == 2
    assert taken == [tmp_path / "a.relall-results"]


def test_the_shared_folder_waits_for_the_end_of_an_exam(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    course.course.arriving.share(shared)
    begin(course, teacher, tmp_path)
    teacher.file(shared, teacher.assignment(id="a-2"))
    for _ in range(3):
        course.course.arriving.look_into_folder()
    assert len(course.course.coursework.lines()) == 1
    course.exam.pause()
    for _ in range(3):
        course.course.arriving.look_into_folder()
    assert len(course.course.coursework.lines()) == 2


@pytest.mark.parametrize("way", ["pause", "elsewhere", "from the review"])
def test_however_an_exam_is_left_the_time_is_said_to_stand(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, way: str
) -> None:
    begin(course, teacher, tmp_path)
    course.hands.pass_time(120)
    if way == "from the review":
        course.exam.look_over()
    if way == "pause":
        course.exam.pause()
    else:
        course.window.go("cases")
    QApplication.processEvents()
    told = words(course.window.messages)
    assert "The exam is closed and saved, its time stands still: 28 min left." in told
    press_act(course, "Go on with the exam")
    assert course.window.here == "exam"
    assert "stands still" not in words(course.window.messages)
    assert course.exam.sitting is not None
    assert course.exam.sitting.running


def test_a_path_that_is_pasted_is_opened(course: CourseWindow, teacher: Teacher, tmp_path: Path) -> None:
    path = teacher.file(tmp_path, teacher.assignment())
    course.window.go("assignments")
    QGuiApplication.clipboard().setText(f'"{path}"\n')
    press(course, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert course.course.assignments.arrival is not None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (" /tmp/a b.relall-assignment \n", "/tmp/a b.relall-assignment"),
        ("'/tmp/x'", "/tmp/x"),
        ("file:///tmp/a%20b", "/tmp/a b"),
        ("C:\\Users\\me\\x.relall-assignment", "C:\\Users\\me\\x.relall-assignment"),
        ("", ""),
        ("x" * 5_000, ""),
    ],
)
def test_a_path_as_people_paste_it(text: str, path: str) -> None:
    assert path_of(text) == path


def test_every_wrong_file_is_named_for_what_it_is(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, qtbot: QtBot
) -> None:
    begin(course, teacher, tmp_path)
    sit_through(course)
    hand_in(course, tmp_path)
    results = course.course.coursework.receipts("a-1")[0].path
    messages = course.window.messages
    course.course.open_file(results)
    assert "a results file, not an assignment" in words(messages)
    (tmp_path / "letter.docx").write_text("Dear learner")
    (tmp_path / "half.relall-assignment").write_text('{"about":"relall-assignment","body":{')
    for name, said in (
        ("letter.docx", "not a file for handing work out or in"),
        ("half.relall-assignment", "breaks off"),
        ("nothing.relall-assignment", "there is no such file"),
        (".", "folder"),
    ):
        course.course.open_file(str(tmp_path / name))
        assert said in words(messages), name
    course.course.open_file(str(teacher.feedback(tmp_path, teacher.assignment(id="a-9"))))
    assert "an assignment that is not kept here" in words(messages)


def test_results_can_be_handed_on_to_the_teacher_s_side(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, qtbot: QtBot
) -> None:
    begin(course, teacher, tmp_path)
    hand_in(course, tmp_path)
    path = course.course.coursework.receipts("a-1")[0].path
    course.course.results_opened.disconnect()
    course.course.open_file(path)
    with qtbot.waitSignal(course.course.results_opened) as opened_one:
        next(
            one
            for one in course.window.messages.findChildren(QWidget)
            if one.accessibleName() == "Import it as a teacher"
        ).click()
    assert opened_one.args == [path]


def test_a_shared_folder_brings_assignments_and_takes_results(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    mine = teacher.file(shared, teacher.assignment())
    teacher.file(
        shared, teacher.assignment(id="a-3").for_one("L02", extra_percent=20), "theirs.relall-assignment"
    )
    course.window.go("assignments")
    course.folders = [str(shared)]
    course.course.assignments.share.click()
    course.course.arriving.look_into_folder()
    QTest.qWait(10)
    course.course.arriving.look_into_folder()
    waiting = course.course.assignments.arrival
    assert waiting is not None
    waiting.choose("L01")
    waiting.take.click()
    assert mine.is_file()
    assert f"Shared folder: {shared}" in words(course.course.assignments) or "…" in words(
        course.course.assignments
    )
    course.course.examwork.begin("a-1")
    course.exam.start.begin.click()
    sit_through(course)
    course.exam.go_on()
    course.course.hand_in.hand_in_button.click()
    course.course.hand_in.yes.click()
    assert len(list(shared.glob("*.relall-results"))) == 1


# -- practice --------------------------------------------------------------------------------------------------


def test_practice_is_played_debriefed_and_handed_in_with_one_key(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    course.take(teacher.file(tmp_path, teacher.assignment(mode="practice", attempts=1)))
    press(course, Qt.Key.Key_Return)
    play = course.window.casework.play
    assert course.window.here == "play"
    while course.window.here == "play":
        node = play.session.encounter.current
        step = next(one for one in teacher.cases[0].authors_path if one.node == node.id)
        play.frame.options.choose(step.chosen)
        play.commit()
        play.go_on()
    debrief = course.window.casework.debrief
    assert course.window.here == "debrief"
    assert not debrief.again_button.isVisibleTo(debrief)
    assert debrief.cases_button.shown == "Back to the assignment"
    debrief.cases_button.setFocus()
    press(course, Qt.Key.Key_Space)
    assert course.window.here == "assignments"
    assert "Ready to hand in" in words(course.course.assignments)
    course.folders = [str(tmp_path)]
    press(course, Qt.Key.Key_Return)
    assert course.window.here == "hand_in"
    press(course, Qt.Key.Key_Return)
    receipt = course.course.coursework.receipts("a-1")[0]
    assert receipt.fingerprint in words(course.course.hand_in)
    told = submission_from_plain(read_signed(Path(receipt.path), RESULTS).body)
    assert [attempt.mode for attempt in told.attempts] == ["practice"]
    assert told.attempts[0].events[0].assignment == "a-1"  # type: ignore[union-attr]
    assert told.claims[0].points == told.claims[0].possible


def test_practice_left_half_way_is_gone_on_with(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    course.take(teacher.file(tmp_path, teacher.assignment(mode="practice", attempts=1)))
    course.course.playing.play_next("a-1")
    play = course.window.casework.play
    assert play.session is not None
    first = play.session.attempt
    play.frame.options.choose([group.options[0].action for group in play.session.encounter.current.groups])
    play.commit()
    course.window.go("assignments")
    assert "Under way: 0 of 1 case finished" in words(course.course.assignments)
    press(course, Qt.Key.Key_Return)
    assert play.session is not None
    assert (course.window.here, play.session.attempt) == ("play", first)


# -- the exam ---------------------------------------------------------------------------------------------------


def test_a_decision_is_made_by_keys_and_saved_before_the_next(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    begin(course, teacher, tmp_path)
    sitting = course.exam.sitting
    assert sitting is not None
    press(course, Qt.Key.Key_1)
    assert course.exam.frame.options.chosen()
    press(course, Qt.Key.Key_Return)
    assert sitting.answered == 1
    assert course.exam.frame.saved_words.startswith("Saved ")
    assert any(said.startswith("Saved ") and "Decision 2 of" in said for said in course.said)
    press(course, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sitting.answered == 1  # there is no way back
    assert "Decision 2 of" in words(course.exam)


def test_a_held_key_answers_once(course: CourseWindow, teacher: Teacher, tmp_path: Path) -> None:
    begin(course, teacher, tmp_path)
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    for held in (False, *(True,) * 30):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", held)
        QApplication.sendEvent(course.window.focusWidget() or course.exam, event)
    assert course.exam.sitting is not None
    assert course.exam.sitting.answered <= 1


def test_closing_and_opening_finds_decision_time_and_ticks(
    qtbot: QtBot, profile: Profile, hands: Hands, tmp_path: Path
) -> None:
    with opened(profile, hands) as first:
        begin(first, first.teacher(EARLY_T), tmp_path)
        first.answer()
        sitting = first.exam.sitting
        assert sitting is not None
        steps = [group.options[-1].action for group in sitting.encounter.current.groups]
        first.exam.frame.options.choose(steps)
        first.exam.frame.confidence.choose("certain")
        first.exam.frame.commit_bar.rationale.setText("half a thought")
        hands.pass_time(100)
        node, left = sitting.encounter.node, sitting.remaining_ms
    hands.now += timedelta(days=2)
    hands.ms = 7  # another computer, or the same after a restart: the steady clock begins anew
    with opened(profile, hands) as second:
        second.window.go("assignments")
        assert "Under way: 1 of" in words(second.course.assignments)
        press(second, Qt.Key.Key_Return)
        again = second.exam.sitting
        assert again is not None
        assert (again.encounter.node, again.remaining_ms, again.number) == (node, left, 2)
        frame = second.exam.frame
        assert list(frame.options.chosen()) == steps
        assert frame.confidence.confidence() == "certain"
        assert frame.commit_bar.rationale.text() == "half a thought"


def test_another_page_stops_the_time(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, hands: Hands
) -> None:
    begin(course, teacher, tmp_path)
    sitting = course.exam.sitting
    assert sitting is not None
    hands.pass_time(10)
    course.window.go("cases")
    assert not sitting.running
    hands.pass_time(500)
    course.window.go_back()
    assert sitting.running
    assert sitting.remaining_ms == 30 * 60_000 - 10_000


def test_looking_over_does_not_stop_it_but_leaving_from_there_does(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, hands: Hands
) -> None:
    begin(course, teacher, tmp_path)
    sitting = course.exam.sitting
    assert sitting is not None
    course.answer()
    course.exam.look_over()
    assert course.window.here == "hand_in"
    assert sitting.running
    course.course.hand_in.go_on.click()
    assert course.window.here == "exam"
    assert sitting.running
    course.exam.look_over()
    course.window.go("history")
    QApplication.processEvents()
    assert not sitting.running
    assert [type(one.event).__name__ for one in _entries(course)] == ["Started", "Committed"]


def _entries(course: CourseWindow) -> tuple[object, ...]:
    from relall_trainer.cohort.exam_log import ExamLog

    log = ExamLog(course.desk.store)
    return log.entries(log.exams("a-1")[0].id)


def test_the_time_left_is_said_three_times_and_can_be_hidden(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, hands: Hands
) -> None:
    begin(course, teacher, tmp_path)
    course.exam.frame.switch_time()
    assert "left" not in words(course.exam)
    for _ in range(29 * 6 + 5):
        hands.pass_time(10)
        course.exam.time.tick()
    told = [said for said in course.said if said.endswith(" left.")]
    assert told == ["10 minutes left.", "5 minutes left.", "1 minute left."]
    course.exam.frame.switch_time()
    assert "Less than a minute left" in words(course.exam)


def test_when_the_time_is_up_it_goes_to_the_review(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, hands: Hands
) -> None:
    begin(course, teacher, tmp_path)
    course.answer()
    hands.pass_time(31 * 60)
    course.exam.time.tick()
    assert course.window.here == "hand_in"
    page = course.course.hand_in
    assert "not answered" in words(page)
    assert not page.go_on.isVisibleTo(page)
    first, last = (page.list.rows.index(at).data() for at in (0, page.list.rows.rowCount() - 1))
    assert "Not answered" in str(first)
    assert "Not answered" not in str(last)
    assert any("The time is up" in said for said in course.said)
    hand_in(course, tmp_path)
    assert "Handed in" in words(page)


def test_a_disk_that_refuses_keeps_the_choice_on_the_screen(
    course: CourseWindow, teacher: Teacher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(course, teacher, tmp_path)
    sitting = course.exam.sitting
    assert sitting is not None

    def refuse(papers: object) -> None:
        raise StoreError("The disk is full.", safe="Your choice is still here.", todo="Make room.")

    with monkeypatch.context() as full:
        full.setattr(course.desk.store, "put_papers", refuse)
        course.answer()
        assert course.exam.frame.saved_words == "Not saved yet"
        assert course.exam.frame.options.chosen()
        assert "The disk is full." in words(course.window.messages)
    next(
        one for one in course.window.messages.findChildren(QWidget) if one.accessibleName() == "Try again"
    ).click()
    assert sitting.answered == 1


def test_handing_in_asks_once_and_gives_a_receipt(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    begin(course, teacher, tmp_path)
    course.answer()
    course.exam.look_over()
    page = course.course.hand_in
    course.folders = [str(tmp_path)]
    page.hand_in_button.click()
    assert page.asking
    assert course.course.coursework.receipts("a-1") == ()
    press(course, Qt.Key.Key_Return)  # the keyboard stands on "Not yet"
    assert not page.asking
    page.hand_in_button.click()
    page.yes.click()
    receipt = course.course.coursework.receipts("a-1")[0]
    for said in (Path(receipt.path).name, f"{receipt.size:,} bytes", receipt.fingerprint):
        assert said in words(page)
    page.receipt.copy_fingerprint()
    assert QGuiApplication.clipboard().text() == receipt.fingerprint
    course.window.go_back()
    QTest.qWait(5)
    assert course.window.here == "assignments"


def test_calling_off_the_folder_hands_in_nothing(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    begin(course, teacher, tmp_path)
    course.answer()
    course.exam.look_over()
    course.folders = []
    course.course.hand_in.hand_in_button.click()
    course.course.hand_in.yes.click()
    assert course.asked == ["Where to put your results file"]
    assert course.course.coursework.receipts("a-1") == ()
    assert course.course.coursework.line("a-1").state == "under-way"


def test_a_folder_that_cannot_be_written_offers_another(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    begin(course, teacher, tmp_path)
    sit_through(course)
    course.exam.go_on()
    hand_in(course, tmp_path / "file" / "folder")
    page = course.course.hand_in
    assert "could not be written there" in words(page)
    course.folders = [str(tmp_path)]
    page.receipt.again.click()
    assert Path(course.course.coursework.receipts("a-1")[0].path).is_file()
    assert "Handed in" in words(page)


# -- feedback ---------------------------------------------------------------------------------------------------


def test_feedback_is_offered_until_every_decision_was_read(
    qtbot: QtBot, profile: Profile, hands: Hands, tmp_path: Path
) -> None:
    with opened(profile, hands) as first:
        teacher = first.teacher()
        begin(first, teacher, tmp_path)
        sit_through(first)
        first.exam.go_on()
        hand_in(first, tmp_path)
        first.course.open_file(str(teacher.feedback(tmp_path, teacher.assignment())))
        assert "Feedback to read: 15 of 15 decisions" in words(first.course.assignments)
        first.course.reading.begin("a-1")
        assert first.window.here == "review"
        review = first.window.casework.lookback.review
        while review.head.later.isEnabled():
            review.head.later.click()
        told = first.course.coursework.line("a-1").feedback
        assert told is not None
        assert 0 < told.unseen < told.of
        assert "of the exam are not looked at yet" in words(first.window.messages)
    with opened(profile, hands) as second:
        second.course.begin()
        assert "not looked at yet" in words(second.window.messages)
        assert second.course.today_words() == (("Relapsed ALL, block 1", "Feedback to read"),)
        while second.course.coursework.line("a-1").state == "feedback":
            second.course.reading.begin("a-1")
        second.course.begin()
        assert second.course.today_words() == ()


def test_feedback_on_hand_in_can_be_read_from_the_receipt(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    begin(course, teacher, tmp_path, release="on_hand_in")
    sit_through(course)
    course.exam.go_on()
    hand_in(course, tmp_path)
    receipt = course.course.hand_in.receipt
    assert receipt.feedback.isVisibleTo(receipt)
    press(course, Qt.Key.Key_Return)
    assert course.window.here == "review"
    review = course.window.casework.lookback.review
    assert review.session is not None
    review.debrief_asked.emit()
    assert course.window.here == "debrief"
    assert course.window.casework.debrief.cases_button.shown == "Back to the assignment"


def test_an_exam_half_done_can_be_read_and_debriefed(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    begin(course, teacher, tmp_path, release="on_hand_in")
    course.answer()
    course.answer()
    hand_in(course, tmp_path)
    course.course.reading.begin("a-1")
    assert course.window.here == "review"
    course.window.casework.lookback.review.debrief_asked.emit()
    assert course.window.here == "debrief"
    assert course.desk.store.count(EVERYTHING) == 1


def test_what_was_not_answered_is_read_besides(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    teacher = course.teacher(EARLY_T, "headaches-on-maintenance")
    begin(course, teacher, tmp_path, release="on_hand_in")
    course.answer()
    hand_in(course, tmp_path)
    assert "1 of 15 decided; the 14 not answered count 0" in words(course.course.hand_in)
    course.course.reading.begin("a-1")
    assert course.window.here == "review"
    assert "the last decision answered of this case; 14 of the exam" in words(course.window.messages)
    press_act(course, "Go on")
    assert course.window.here == "not_answered"
    page = course.course.reading.not_answered
    said = []
    for _ in range(14):
        page.feedback.finish()
        said.append(page.feedback.heading.accessibleName())
        told = words(page)
        assert "WHAT THE AUTHORS CHOSE" in told
        assert "MISSED" not in told
        rows = [row.verdict for row in page.feedback._shown]
        options = page._decisions[page._place].encounter
        node = options.case.nodes[options.record[page._decisions[page._place].place].node]
        assert {row.action for row in rows if row} == {o.action for g in node.groups for o in g.options}
        assert all(row is not None and row.why and not row.points and not row.place for row in rows)
        page.head.later.click()
    assert all(one.startswith("Not answered: counts 0 of ") for one in said)
    assert not page.head.later.isEnabled()
    assert course.course.coursework.line("a-1").state == "done"
    assert nameless(page) == []
    assert formatted_labels(page) == []
    page.left.emit()
    card = course.course.assignments.cards[0]
    assert "1 of 15 decided; the 14 not answered count 0" in words(card)
    assert "early-t-cell-relapse" in words(card)
    assert "scoring 1" in words(card)
    button = next(one for one in card.findChildren(Button) if one.shown == "Decisions not answered")
    button.click()
    assert course.window.here == "not_answered"


def test_feedback_not_answered_is_offered_again(
    qtbot: QtBot, profile: Profile, hands: Hands, tmp_path: Path
) -> None:
    with opened(profile, hands) as first:
        begin(first, first.teacher(EARLY_T), tmp_path, release="on_hand_in")
        first.answer()
        hand_in(first, tmp_path)
        first.course.reading.begin("a-1")
    with opened(profile, hands) as second:
        second.course.begin()
        assert "5 decisions not looked at yet" in words(second.window.messages)
        press_act(second, "Read it")
        assert second.window.here == "not_answered"
        assert second.course.coursework.due_lines()


def test_the_debrief_of_an_exam_says_what_its_score_is_of(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    begin(course, teacher, tmp_path, release="on_hand_in")
    course.answer()
    course.answer()
    hand_in(course, tmp_path)
    course.course.reading.begin("a-1")
    course.window.casework.lookback.review.debrief_asked.emit()
    told = words(course.window.casework.debrief)
    assert "the score of the 2 decisions answered in this case" in told
    assert "the 4 not answered count 0" in told


# -- the window -------------------------------------------------------------------------------------------------


def test_a_long_title_in_large_text_cuts_nothing_off(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    title = "A title that is rather long, as those of assignments in hospitals tend to be " * 2
    for number, mode in enumerate(("exam", "practice")):
        asked = teacher.assignment(id=f"a-{number}", title=title.strip(), mode=mode, attempts=2)
        course.take(teacher.file(tmp_path, asked, f"{number}.relall-assignment"))
    for scale, wide, high in ((100, 1920, 1080), (200, 1280, 720)):
        course.window.choose_scale(scale)
        course.window.resize(wide, high)
        QTest.qWait(50)
        for card in course.course.assignments.cards:
            assert card.width() <= course.course.assignments.width()
            for part in card.findChildren(QLabel):
                if part.isVisibleTo(card) and part.wordWrap():
                    assert part.height() >= part.heightForWidth(part.width()), (scale, part.text()[:40])
            assert card.primary is not None
            bottom = card.primary.mapTo(card, card.primary.rect().bottomLeft()).y()
            assert bottom <= card.height()
    course.window.choose_scale(100)


def test_what_waits_is_counted(course: CourseWindow, teacher: Teacher, tmp_path: Path, hands: Hands) -> None:
    counts: list[int] = []
    course.course.count_changed.connect(counts.append)
    course.course.begin()
    assert course.course.today_words() == ()
    course.take(teacher.file(tmp_path, teacher.assignment()))
    assert counts[-1] == 1
    assert course.course.today_words()[0][0] == "Relapsed ALL, block 1"
    begin(course, teacher, tmp_path)
    sit_through(course)
    course.exam.go_on()
    hand_in(course, tmp_path)
    course.window.go("assignments")
    assert counts[-1] == 0
    assert hands.now >= NOON


def test_she_can_say_she_is_somebody_else(course: CourseWindow, teacher: Teacher, tmp_path: Path) -> None:
    course.take(teacher.file(tmp_path, teacher.assignment()), "L02")
    course.course.playing.work_as("a-1", "L01")
    assert "You work as L01." in words(course.course.assignments)


def test_every_part_has_a_name_and_no_text_is_read_as_markup(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    markup = "<b>Bold</b> & <img src='x'>"
    course.course.open_file(
        str(teacher.file(tmp_path, teacher.assignment(title=markup, note=markup, learners=())))
    )
    for page in (course.course.assignments, course.exam, course.course.hand_in):
        assert nameless(page) == []
    waiting = course.course.assignments.arrival
    assert waiting is not None
    assert formatted_labels(course.course.assignments) == []
    waiting.choose("L01")
    waiting.take.click()
    assert markup in words(course.course.assignments)
    course.course.examwork.begin("a-1")
    assert markup in words(course.exam)
    course.exam.start.begin.click()
    assert nameless(course.exam) == []
    course.answer()
    course.exam.look_over()
    assert nameless(course.course.hand_in) == []
    hand_in(course, tmp_path)
    for page in (course.exam, course.course.hand_in):
        assert formatted_labels(page) == []
    assert nameless(course.course.hand_in) == []


def test_the_code_chosen_is_taken_with_enter_and_the_card_says_by_when(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    course.window.go("assignments")
    course.course.open_file(
        str(teacher.file(tmp_path, teacher.assignment(due_at="2031-12-04T12:00:00.000Z")))
    )
    waiting = course.course.assignments.arrival
    assert waiting is not None
    assert "due Thu 4 Dec" in words(waiting)
    waiting.first().setFocus()
    press(course, Qt.Key.Key_Return)
    assert course.course.assignments.arrival is not None  # none chosen yet
    press(course, Qt.Key.Key_Space)
    press(course, Qt.Key.Key_Return)
    assert course.course.assignments.arrival is None


def test_a_broken_file_beside_it_does_not_hide_that_an_assignment_has_arrived(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "broken.relall-assignment").write_text("no", encoding="utf-8")
    teacher.file(shared, teacher.assignment())
    course.folders = [str(shared)]
    course.course.arriving.share_folder()
    course.course.arriving.look_into_folder()
    assert course.window.messages.shown("arrival")
    course.course.arriving.put_arrival_by()
    assert not course.window.messages.shown("arrival")


def test_an_assigned_case_is_played_under_its_assignment(
    course: CourseWindow, teacher: Teacher, tmp_path: Path
) -> None:
    course.take(teacher.file(tmp_path, teacher.assignment(mode="practice", attempts=1)))
    course.course.playing.play("a-1", 0)
    said = "For the assignment “Relapsed ALL, block 1”"
    assert course.window.here == "play"
    assert course.window._side._chosen == "assignments"
    assert words(course.window.casework.play).count(said) == 1
    course.window.casework.start_case("early-t-cell-relapse")
    assert course.window._side._chosen == "cases"
    assert said not in words(course.window.casework.play)

"""What a learner does for her assignments, from the file that arrives to the feedback that is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.coursework import Coursework, ItemStart, NotNow
from relall_trainer.cohort.exam_sitting import ExamSitting
from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.gradebook import gradebook
from relall_trainer.cohort.keys import own_key, trusted_key
from relall_trainer.cohort.marked_file import mark_file
from relall_trainer.cohort.marking import Marker
from relall_trainer.cohort.outline import outline_of
from relall_trainer.cohort.roster import Learner
from relall_trainer.cohort.signature import SigningKey, file_fingerprint, fingerprint
from relall_trainer.cohort.signed_file import RESULTS, read_signed
from relall_trainer.cohort.submission import Submission, submission_from_plain
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import Committed, Finished, started
from relall_trainer.encounter.events import Started
from relall_trainer.learner.history import EVERYTHING
from relall_trainer.learner.log import events_of, plain_of
from relall_trainer.learner.records import Pin
from relall_trainer.learner.standing import summary_of
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import NOON, Hands, Teacher, coursework, take, teacher_of
from tests.cohort.demands import check_answers, check_follows


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(Profile(tmp_path_factory.mktemp("shelf")))


@pytest.fixture
def teacher(shelf: Shelf, algorithm: Algorithm) -> Teacher:
    return teacher_of(shelf, algorithm)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def store(tmp_path: Path, hands: Hands) -> Iterator[LearnerStore]:
    with LearnerStore.open(Profile(tmp_path / "learner"), hands.clock) as opened:
        yield opened


@pytest.fixture
def course(store: LearnerStore, shelf: Shelf, algorithm: Algorithm, hands: Hands) -> Coursework:
    return coursework(store, shelf, algorithm, hands)


@pytest.fixture
def desk_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def sit_through(sitting: ExamSitting, decisions: int | None = None) -> None:
    """Answer so many decisions, or all, as the authors did where that is offered."""
    sitting.open()
    done = 0
    while not sitting.over and done != decisions:
        node = sitting.encounter.current
        sitting.commit(tuple(group.options[0].action for group in node.groups), "leaning", "so")
        done += 1
    sitting.close()


def play_through(course: Coursework, begun: ItemStart, algorithm: Algorithm, *, finish: bool = True) -> None:
    """Play a practice case along its authors' course, as the window would."""
    store, case = course.store, begun.case
    encounter = play.start(case, algorithm)
    at = course.clock().isoformat(timespec="milliseconds")
    first = started(case, algorithm, at=at, assignment=begun.assignment)
    pin, head = algorithm.pin, case.head
    store.begin(
        plain_of(first),
        Pin(head.id, head.version, case.sha256, begun.text, head.title),
        Pin(pin.id, pin.version, pin.sha256, "rules", "rules"),
        summary_of(encounter),
        scoring_version=first.scoring,
        attempt_id=begun.attempt,
    )
    for step in case.authors_path if finish else case.authors_path[:1]:
        encounter, _ = play.commit(encounter, step.chosen)
        event = Committed(at=at, node=step.node, chosen=step.chosen)
        store.append(begun.attempt, plain_of(event), summary_of(encounter))
    if finish:
        ending = encounter.current.ending
        assert ending is not None
        store.append(begun.attempt, plain_of(Finished(at=at, ending=ending.id)), summary_of(encounter, at))


def handed_in(path: str) -> Submission:
    return submission_from_plain(read_signed(Path(path), RESULTS).body)


# Taking


def test_the_key_is_shown_and_confirmed_once(
    course: Coursework, store: LearnerStore, teacher: Teacher, tmp_path: Path
) -> None:
    arrived = course.look(course.read(teacher.file(tmp_path, teacher.assignment())))
    assert arrived.asks
    assert not arrived.confirmed
    assert arrived.fingerprint == fingerprint(teacher.key.public)
    assert arrived.learners == ("L01", "L02")
    assert course.lines() == ()
    line = course.take(arrived, "L02", "Learner 02")
    assert (line.title, line.learner, line.state, line.next) == (
        "Relapsed ALL, block 1",
        "L02",
        "to-do",
        "begin",
    )
    known = trusted_key(store, teacher.key.public)
    assert known is not None
    assert known.who == "teacher"
    second = course.look(
        course.read(teacher.file(tmp_path, teacher.assignment(id="a-2"), "b.relall-assignment"))
    )
    assert not second.asks
    assert second.learner == "L02"
    assert course.take(second).learner == "L02"


def test_a_list_takes_nobody_else(course: Coursework, teacher: Teacher, tmp_path: Path) -> None:
    arrived = course.look(course.read(teacher.file(tmp_path, teacher.assignment())))
    with pytest.raises(NotNow, match="not on the list"):
        course.take(arrived, "L77")
    with pytest.raises(NotNow, match="code"):
        course.take(arrived, "")
    assert course.lines() == ()


def test_without_a_list_any_code_can_be_typed(course: Coursework, teacher: Teacher, tmp_path: Path) -> None:
    arrived = course.look(course.read(teacher.file(tmp_path, teacher.assignment(learners=()))))
    assert arrived.learners == ()
    assert course.take(arrived, " Fellow 7 ").learner == "Fellow 7"


def test_a_newer_version_takes_its_place_and_an_older_one_is_refused(
    course: Coursework, teacher: Teacher, tmp_path: Path
) -> None:
    old = teacher.file(tmp_path, teacher.assignment())
    new = teacher.file(
        tmp_path, teacher.assignment(version=2, title="Block 1, corrected"), "2.relall-assignment"
    )
    take(course, old)
    arrived = course.look(course.read(new))
    assert (arrived.outcome, arrived.asks) == ("newer", False)
    assert course.take(arrived).title == "Block 1, corrected"
    with pytest.raises(FileFault) as fault:
        course.look(course.read(old))
    assert fault.value.code == "older-version"
    assert course.look(course.read(new)).outcome == "same"
    assert len(course.lines()) == 1


def test_a_newer_version_of_another_key_is_refused(
    course: Coursework, teacher: Teacher, tmp_path: Path
) -> None:
    take(course, teacher.file(tmp_path, teacher.assignment()))
    other = replace(teacher, key=SigningKey.from_seed("22" * 32))
    with pytest.raises(FileFault) as fault:
        course.look(course.read(other.file(tmp_path, teacher.assignment(version=2))))
    assert fault.value.code == "other-key"


def test_a_file_for_somebody_else_is_named(course: Coursework, teacher: Teacher, tmp_path: Path) -> None:
    take(course, teacher.file(tmp_path, teacher.assignment()))
    theirs = teacher.assignment().for_one("L02", extra_percent=50)
    with pytest.raises(FileFault, match="L02") as fault:
        course.look(course.read(teacher.file(tmp_path, theirs)))
    assert fault.value.code == "not-for-you"


def test_her_own_file_stands_beside_the_one_for_everybody(
    course: Coursework, teacher: Teacher, tmp_path: Path
) -> None:
    everybody = teacher.file(tmp_path, teacher.assignment())
    hers = teacher.file(
        tmp_path, teacher.assignment().for_one("L01", extra_percent=50), "mine.relall-assignment"
    )
    take(course, everybody)
    assert course.look(course.read(hers)).outcome == "newer"
    take(course, hers)
    assert course.line("a-1").minutes == 45
    assert course.look(course.read(everybody)).outcome == "same"
    take(course, everybody)
    assert course.line("a-1").minutes == 45


def test_a_file_for_one_learner_asks_whether_it_is_she(
    course: Coursework, teacher: Teacher, tmp_path: Path
) -> None:
    hers = teacher.assignment().for_one("L02", extra_attempts=1)
    arrived = course.look(course.read(teacher.file(tmp_path, hers)))
    assert arrived.learners == ("L02",)
    assert course.take(arrived, "L02").allowed == 2


def test_she_can_say_she_is_somebody_else_until_work_has_begun(
    course: Coursework, teacher: Teacher, tmp_path: Path
) -> None:
    take(course, teacher.file(tmp_path, teacher.assignment()), "L02")
    assert course.work_as("a-1", "L01").learner == "L01"
    course.begin_exam("a-1")
    with pytest.raises(NotNow, match="Work has begun as L01"):
        course.work_as("a-1", "L02")


def test_other_rules_and_cases_are_said(
    course: Coursework, teacher: Teacher, tmp_path: Path, algorithm: Algorithm
) -> None:
    asked = teacher.assignment(mode="practice", attempts=None)
    take(course, teacher.file(tmp_path, asked))
    assert course.remarks("a-1") == ()
    changed = replace(asked.items[0], version="0.9.0", sha256="5" * 64)
    other = replace(
        asked,
        version=2,
        items=(changed, asked.items[1]),
        rules=replace(asked.rules, version="9.9.9", sha256="6" * 64),
    )
    from relall_trainer.cohort.own_copy import remarks

    told = " ".join(remarks(other, course._shelf, algorithm))
    assert "9.9.9" in told
    assert asked.items[0].title in told
    assert asked.items[1].title not in told


def test_before_it_opens_it_cannot_be_begun(
    course: Coursework, teacher: Teacher, tmp_path: Path, hands: Hands
) -> None:
    opens = "2026-12-02T08:00:00Z"
    take(course, teacher.file(tmp_path, teacher.assignment(opens_at=opens)))
    assert (course.line("a-1").state, course.line("a-1").next) == ("not-open", "nothing")
    assert course.due_lines() == ()
    with pytest.raises(NotNow, match="not open"):
        course.begin_exam("a-1")
    hands.now = NOON + timedelta(days=1)
    assert course.line("a-1").next == "begin"


def test_past_its_date_it_can_be_done_and_is_late(
    course: Coursework, teacher: Teacher, tmp_path: Path, hands: Hands, desk_folder: Path
) -> None:
    take(course, teacher.file(tmp_path, teacher.assignment()))
    assert not course.line("a-1").late
    hands.now = NOON + timedelta(days=5)
    assert course.line("a-1").late
    assert [(one.title, one.late) for one in course.due_lines()] == [("Relapsed ALL, block 1", True)]
    sit_through(course.begin_exam("a-1"))
    receipt = course.hand_in("a-1", desk_folder)
    assert receipt.late
    assert not course.line("a-1").late


# Practice


@pytest.fixture
def practice(course: Coursework, teacher: Teacher, tmp_path: Path) -> str:
    return take(course, teacher.file(tmp_path, teacher.assignment(mode="practice", attempts=2)))


def test_practice_goes_from_begun_to_ready_to_handed_in(
    course: Coursework, practice: str, algorithm: Algorithm, desk_folder: Path
) -> None:
    begun = course.begin_item(practice, 0)
    assert course.line(practice).state == "to-do"  # nothing of it is in the record yet
    play_through(course, begun, algorithm, finish=False)
    line = course.line(practice)
    assert (line.state, line.items[0].open, line.items[0].used) == ("under-way", begun.attempt, 1)
    with pytest.raises(NotNow, match="under way"):
        course.begin_item(practice, 0)
    with pytest.raises(NotNow, match="played to its end"):
        course.hand_in(practice, desk_folder)
    play_through(course, course.begin_item(practice, 1), algorithm)
    assert course.line(practice).state == "under-way"
    other = course.begin_item(practice, 1)
    play_through(course, other, algorithm)
    with pytest.raises(NotNow, match="No attempt is left"):
        course.begin_item(practice, 1)


def test_what_is_handed_in_is_what_was_played(
    course: Coursework,
    practice: str,
    algorithm: Algorithm,
    teacher: Teacher,
    desk_folder: Path,
    store: LearnerStore,
) -> None:
    for place in (0, 1):
        play_through(course, course.begin_item(practice, place), algorithm)
    assert course.line(practice).next == "hand-in"
    receipt = course.hand_in(practice, desk_folder)
    data = Path(receipt.path).read_bytes()
    assert Path(receipt.path).parent == desk_folder
    assert Path(receipt.path).name == "relapsed-all-block-1-l01-1.relall-results"
    assert receipt.size == len(data)
    assert receipt.fingerprint == file_fingerprint(data)
    told = handed_in(receipt.path)
    check_answers(told, teacher.assignment(mode="practice", attempts=2))
    assert (told.learner, told.number, len(told.attempts)) == ("L01", 1, 2)
    first = told.attempts[0]
    assert first.events == events_of(store, first.id)
    assert isinstance(first.events[0], Started)
    assert first.events[0].assignment == practice
    assert all(claim.points == claim.possible > 0 for claim in told.claims)
    assert read_signed(Path(receipt.path)).key == own_key(store).public
    line = course.line(practice)
    assert (line.state, line.unsent, line.last) == ("handed-in", 0, receipt)


def test_handing_in_again_holds_all_of_the_earlier_one(
    course: Coursework, practice: str, algorithm: Algorithm, desk_folder: Path
) -> None:
    for place in (0, 1):
        play_through(course, course.begin_item(practice, place), algorithm)
    first = handed_in(course.hand_in(practice, desk_folder).path)
    play_through(course, course.begin_item(practice, 0), algorithm)
    assert (course.line(practice).state, course.line(practice).unsent) == ("ready", 1)
    second = handed_in(course.hand_in(practice, desk_folder).path)
    assert (second.number, len(second.attempts)) == (2, 3)
    check_follows(first, second)


def test_the_same_file_can_be_put_elsewhere(
    course: Coursework, practice: str, algorithm: Algorithm, desk_folder: Path, tmp_path: Path
) -> None:
    play_through(course, course.begin_item(practice, 0), algorithm)
    receipt = course.hand_in(practice, desk_folder)
    other = tmp_path / "stick"
    other.mkdir()
    again = course.write_again(receipt, other)
    assert Path(again.path).read_bytes() == Path(receipt.path).read_bytes()
    assert course.shared.last == other
    assert course.receipts(practice)[-1].path == again.path


def test_another_file_of_that_name_is_never_written_over(
    course: Coursework, practice: str, algorithm: Algorithm, desk_folder: Path
) -> None:
    taken = desk_folder / "relapsed-all-block-1-l01-1.relall-results"
    taken.write_text("mine")
    play_through(course, course.begin_item(practice, 0), algorithm)
    receipt = course.hand_in(practice, desk_folder)
    assert taken.read_text() == "mine"
    assert Path(receipt.path) != taken
    assert handed_in(receipt.path).number == 1


def test_a_folder_that_refuses_costs_nothing(
    course: Coursework, practice: str, algorithm: Algorithm, desk_folder: Path, tmp_path: Path
) -> None:
    play_through(course, course.begin_item(practice, 0), algorithm)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    receipt = course.hand_in(practice, in_the_way / "folder")
    assert receipt.path == ""
    assert course.receipts(practice) == (receipt,)
    written = course.write_again(receipt, desk_folder)
    assert handed_in(written.path).number == 1
    assert len(course.receipts(practice)) == 1


def test_it_goes_into_the_shared_folder_by_itself(
    course: Coursework, practice: str, algorithm: Algorithm, desk_folder: Path
) -> None:
    play_through(course, course.begin_item(practice, 0), algorithm)
    with pytest.raises(NotNow, match="folder"):
        course.hand_in(practice)
    course.shared.choose(desk_folder)
    assert Path(course.hand_in(practice).path).parent == desk_folder


def test_the_shared_folder_tells_of_new_files_once(
    course: Coursework, teacher: Teacher, desk_folder: Path
) -> None:
    assert course.shared.look() == ()
    course.shared.choose(desk_folder)
    path = teacher.file(desk_folder, teacher.assignment())
    (desk_folder / "other.relall-results").write_text("not for her")
    os.utime(path, (1_000_000_000,) * 2)  # not being copied any more
    assert course.shared.look() == (path,)
    assert course.shared.look() == ()
    assert course.shared.path == desk_folder


# Exams


@pytest.fixture
def exam(course: Coursework, teacher: Teacher, tmp_path: Path) -> str:
    return take(course, teacher.file(tmp_path, teacher.assignment()))


def test_an_exam_is_none_of_the_attempts(
    course: Coursework, exam: str, store: LearnerStore, desk_folder: Path
) -> None:
    sit_through(course.begin_exam(exam))
    course.hand_in(exam, desk_folder)
    assert store.count(EVERYTHING) == 0


def test_an_exam_is_handed_in_with_everything_and_claims_nothing(
    course: Coursework, exam: str, teacher: Teacher, desk_folder: Path
) -> None:
    sit_through(course.begin_exam(exam))
    assert (course.line(exam).state, course.line(exam).next) == ("ready", "hand-in")
    receipt = course.hand_in(exam, desk_folder)
    told = handed_in(receipt.path)
    check_answers(told, teacher.assignment())
    assert told.claims == ()
    assert [attempt.item for attempt in told.attempts] == [0, 1]
    assert all(isinstance(attempt.events[-1], Finished) for attempt in told.attempts)
    line = course.line(exam)
    assert (line.state, line.next, line.again) == ("handed-in", "nothing", False)
    with pytest.raises(NotNow, match="nothing new"):
        course.hand_in(exam, desk_folder)
    with pytest.raises(NotNow, match="No attempt"):
        course.begin_exam(exam)


def test_an_exam_half_done_is_handed_in_as_it_is(course: Coursework, exam: str, desk_folder: Path) -> None:
    sit_through(course.begin_exam(exam), 2)
    assert course.line(exam).state == "under-way"
    told = handed_in(course.hand_in(exam, desk_folder).path)
    assert len(told.attempts) == 1
    last = told.attempts[0].events[-1]
    assert isinstance(last, Finished)
    assert last.ending is None
    with pytest.raises(NotNow):
        course.go_on_with_exam(exam)


def test_a_second_exam_holds_the_first_too(
    course: Coursework, teacher: Teacher, tmp_path: Path, desk_folder: Path
) -> None:
    asked = teacher.assignment(attempts=2)
    exam = take(course, teacher.file(tmp_path, asked))
    sit_through(course.begin_exam(exam), 1)
    first = handed_in(course.hand_in(exam, desk_folder).path)
    assert course.line(exam).again
    sit_through(course.begin_exam(exam))
    assert course.line(exam).exam is not None
    second = handed_in(course.hand_in(exam, desk_folder).path)
    check_answers(second, asked)
    check_follows(first, second)
    assert (second.number, len(second.attempts)) == (2, 3)
    assert not course.line(exam).again


# Feedback


def test_a_feedback_file_makes_the_exam_part_of_the_record(
    course: Coursework,
    exam: str,
    teacher: Teacher,
    tmp_path: Path,
    desk_folder: Path,
    store: LearnerStore,
    algorithm: Algorithm,
) -> None:
    sitting = course.begin_exam(exam)
    sit_through(sitting)
    course.hand_in(exam, desk_folder)
    feedback = course.take_feedback(course.read(teacher.feedback(tmp_path, teacher.assignment())))
    assert feedback is not None
    assert feedback.of == sitting.of == feedback.unseen
    assert (course.line(exam).state, course.line(exam).next) == ("feedback", "read")
    records = list(store.summaries(EVERYTHING, None, 10))
    assert {record.head.mode for record in records} == {"exam"}
    assert {record.id for record in records} == set(sitting.exam.attempts)
    assert all(record.summary.possible > 0 and record.summary.status == "finished" for record in records)
    assert course.exam_of(records[0].id) == exam
    assert course.exam_of("another") == ""
    events = events_of(store, sitting.exam.attempts[0])
    assert isinstance(events[0], Started)
    assert events[0].assignment == exam
    assert events[0].at == NOON.isoformat(timespec="milliseconds")


def test_feedback_not_looked_at_is_offered_until_all_of_it_was(
    course: Coursework, exam: str, teacher: Teacher, tmp_path: Path, desk_folder: Path
) -> None:
    sit_through(course.begin_exam(exam))
    course.hand_in(exam, desk_folder)
    feedback = course.take_feedback(course.read(teacher.feedback(tmp_path, teacher.assignment())))
    assert feedback is not None
    assert [one.state for one in course.due_lines()] == ["feedback"]
    while (told := course.line(exam).feedback) is not None and (place := told.next_unseen()) is not None:
        assert course.due_lines()
        course.see(exam, *place)
    assert course.line(exam).state == "done"
    assert course.due_lines() == ()


def test_feedback_that_comes_too_early_waits(
    course: Coursework, exam: str, teacher: Teacher, tmp_path: Path, desk_folder: Path, store: LearnerStore
) -> None:
    sitting = course.begin_exam(exam)
    sit_through(sitting, 3)
    assert course.take_feedback(course.read(teacher.feedback(tmp_path, teacher.assignment()))) is None
    assert course.give_out_due() == ()
    assert store.count(EVERYTHING) == 0
    course.hand_in(exam, desk_folder)
    assert course.give_out_due() == (exam,)
    told = course.line(exam).feedback
    assert told is not None
    assert (told.of, told.unanswered) == (sitting.of, sitting.of - 3)
    assert course.give_out_due() == ()


def test_feedback_of_others_is_refused(
    course: Coursework, exam: str, teacher: Teacher, tmp_path: Path, desk_folder: Path
) -> None:
    sit_through(course.begin_exam(exam), 1)
    course.hand_in(exam, desk_folder)
    asked = teacher.assignment()
    stranger = replace(teacher, key=SigningKey.from_seed("22" * 32))
    for made, code in (
        (stranger.feedback(tmp_path, asked, "1.relall-feedback"), "other-key"),
        (teacher.feedback(tmp_path, replace(asked, id="a-9"), "2.relall-feedback"), "unknown-assignment"),
        (teacher.feedback(tmp_path, replace(asked, version=7), "3.relall-feedback"), "other-assignment"),
        (
            teacher.feedback(tmp_path, replace(asked, items=asked.items[:1]), "4.relall-feedback"),
            "case-differs",
        ),
        (teacher.file(tmp_path, asked), "wrong-kind"),
    ):
        with pytest.raises(FileFault) as fault:
            course.take_feedback(course.read(made))
        assert fault.value.code == code
    assert course.line(exam).feedback is None


def test_feedback_on_hand_in_comes_from_her_own_copy(
    course: Coursework, teacher: Teacher, tmp_path: Path, desk_folder: Path
) -> None:
    exam = take(course, teacher.file(tmp_path, teacher.assignment(release="on_hand_in", attempts=2)))
    sit_through(course.begin_exam(exam))
    assert course.give_out_due() == ()
    course.hand_in(exam, desk_folder)
    assert course.give_out_due() == (exam,)
    assert course.line(exam).state == "feedback"
    assert course.line(exam).again


def test_feedback_on_a_day_waits_for_the_day(
    course: Coursework, teacher: Teacher, tmp_path: Path, desk_folder: Path, hands: Hands
) -> None:
    asked = teacher.assignment(release="on_date", release_at="2026-12-06T08:00:00Z", attempts=2)
    exam = take(course, teacher.file(tmp_path, asked))
    sit_through(course.begin_exam(exam))
    course.hand_in(exam, desk_folder)
    assert course.give_out_due() == ()
    hands.now = NOON + timedelta(days=6)
    assert course.give_out_due() == (exam,)
    assert not course.line(exam).again  # the answers are known now


def test_a_copy_with_another_case_waits_for_the_file(
    course: Coursework, teacher: Teacher, tmp_path: Path, desk_folder: Path
) -> None:
    teacher.cases = (replace(teacher.cases[0], sha256="7" * 64),)
    exam = take(course, teacher.file(tmp_path, teacher.assignment(release="on_hand_in")))
    sit_through(course.begin_exam(exam))
    course.hand_in(exam, desk_folder)
    assert course.give_out_due() == ()
    assert course.take_feedback(course.read(teacher.feedback(tmp_path, teacher.assignment()))) is not None


def test_a_second_exam_gets_its_feedback_too(
    course: Coursework, teacher: Teacher, tmp_path: Path, desk_folder: Path
) -> None:
    exam = take(course, teacher.file(tmp_path, teacher.assignment(release="on_hand_in", attempts=2)))
    for decisions in (2, None):
        sit_through(course.begin_exam(exam), decisions)
        course.hand_in(exam, desk_folder)
        assert course.give_out_due() == (exam,)
    told = course.line(exam).feedback
    assert told is not None
    assert len(told.attempts) == 4
    assert [told.answered[attempt] for attempt in told.attempts] == [2, 0, *list(told.attempts.values())[2:]]


# What was not answered, and what it came to


@pytest.mark.parametrize("decisions", [0, 1, 6, 7, None])
def test_what_was_not_answered_has_its_feedback_too(
    course: Coursework,
    exam: str,
    teacher: Teacher,
    tmp_path: Path,
    desk_folder: Path,
    algorithm: Algorithm,
    decisions: int | None,
) -> None:
    sitting = course.begin_exam(exam)
    sit_through(sitting, decisions)
    course.hand_in(exam, desk_folder)
    assert course.not_answered(exam) == ()
    course.take_feedback(course.read(teacher.feedback(tmp_path, teacher.assignment())))
    told = course.line(exam).feedback
    assert told is not None
    rest = course.not_answered(exam)
    answered = sitting.of if decisions is None else decisions
    assert (told.of, told.unanswered, len(rest)) == (sitting.of, sitting.of - answered, sitting.of - answered)
    # Together with what was answered they are the decisions of the authors' course, each once, in order.
    road = [(case.head.id, step.node) for case in teacher.cases for step in case.authors_path]
    assert [(one.encounter.case.head.id, one.encounter.record[one.place].node) for one in rest] == road[
        answered:
    ]
    for one in rest:
        step = one.encounter.case.authors_path[one.place]
        assert set(one.encounter.record[one.place].chosen) == set(step.chosen)
        assert not told.is_answered(one.attempt, one.place)
    # Each is offered until it was looked at.
    places = []
    while (now := course.line(exam).feedback) is not None and (place := now.next_unseen()) is not None:
        places.append(place)
        course.see(exam, *place)
    assert places[answered:] == [(one.attempt, one.place) for one in rest]
    assert course.line(exam).state == "done"


@pytest.mark.parametrize("decisions", [0, 3, 8, None])
@pytest.mark.parametrize("release", ["by_teacher", "on_hand_in"])
def test_the_score_is_the_one_of_the_gradebook(
    course: Coursework,
    teacher: Teacher,
    tmp_path: Path,
    desk_folder: Path,
    algorithm: Algorithm,
    decisions: int | None,
    release: str,
) -> None:
    asked = teacher.assignment(release=release)
    exam = take(course, teacher.file(tmp_path, asked))
    sit_through(course.begin_exam(exam), decisions)
    receipt = course.hand_in(exam, desk_folder)
    if release == "by_teacher":
        course.take_feedback(course.read(teacher.feedback(tmp_path, asked)))
    else:
        course.give_out_due()
    told = course.line(exam).feedback
    assert told is not None
    marker = Marker({case.sha256: case for case in teacher.cases}, algorithm)
    file = read_signed(Path(receipt.path), RESULTS)
    marked = mark_file(marker, asked, submission_from_plain(file.body), file.sha256, file.key)
    book = gradebook(asked, (Learner("L01"),), [marked], outline_of(marker, asked))
    row = book.rows[0]
    score = told.score
    assert score is not None
    assert (score.percent, score.critical, score.versions) == (row.percent, row.critical, book.versions)
    assert score.answered == sum(cell.mark is not None and cell.mark.answered for cell in row.cells)
    assert score.of == len(row.cells) == told.of
    missing = {
        cell.mark.node: cell.mark.possible for cell in row.cells if cell.mark and not cell.mark.answered
    }
    rest = course.not_answered(exam)
    assert {one.encounter.record[one.place].node: one.possible for one in rest} == missing


def test_the_score_is_of_the_exam_that_counts(
    course: Coursework, teacher: Teacher, tmp_path: Path, desk_folder: Path, hands: Hands
) -> None:
    exam = take(
        course, teacher.file(tmp_path, teacher.assignment(release="on_hand_in", attempts=2, counts="last"))
    )
    scores = []
    for decisions in (2, None):
        sit_through(course.begin_exam(exam), decisions)
        course.hand_in(exam, desk_folder)
        course.give_out_due()
        told = course.line(exam).feedback
        assert told is not None
        assert told.score is not None
        hands.pass_time(60)
        scores.append((told.score.answered, told.score.sittings))
    assert scores == [(2, 1), (15, 2)]


# A newer version that asks for other cases, or in another order


def test_practice_handed_in_after_a_newer_version_has_its_cases_in_their_new_places(
    course: Coursework,
    teacher: Teacher,
    tmp_path: Path,
    desk_folder: Path,
    algorithm: Algorithm,
    hands: Hands,
) -> None:
    asked = teacher.assignment(mode="practice", attempts=None)
    exam = take(course, teacher.file(tmp_path, asked))
    play_through(course, course.begin_item(exam, 0), algorithm)
    hands.pass_time(60)
    play_through(course, course.begin_item(exam, 1), algorithm)
    first = handed_in(course.hand_in(exam, desk_folder).path)
    turned = replace(asked, version=2, items=tuple(reversed(asked.items)))
    take(course, teacher.file(tmp_path, turned, "2.relall-assignment"))
    line = course.line(exam)
    assert [(item.used, item.finished) for item in line.items] == [(1, 1), (1, 1)]
    hands.pass_time(60)
    play_through(course, course.begin_item(exam, 0), algorithm)
    second = handed_in(course.hand_in(exam, desk_folder).path)
    check_answers(second, turned)
    assert {one.id for one in first.attempts} <= {one.id for one in second.attempts}
    assert sorted(one.item for one in second.attempts) == [0, 0, 1]
    kept = replace(asked, version=3, items=asked.items[1:])
    take(course, teacher.file(tmp_path, kept, "3.relall-assignment"))
    assert [(item.used, item.finished) for item in course.line(exam).items] == [(2, 2)]
    third = handed_in(course.hand_in(exam, desk_folder).path)
    check_answers(third, kept)
    assert [one.item for one in third.attempts] == [0, 0]


def test_an_exam_begun_before_a_newer_version_is_gone_on_with_as_it_was(
    course: Coursework, teacher: Teacher, tmp_path: Path, desk_folder: Path, hands: Hands
) -> None:
    asked = teacher.assignment(attempts=2)
    exam = take(course, teacher.file(tmp_path, asked))
    sit_through(course.begin_exam(exam), 2)
    turned = replace(asked, version=2, items=tuple(reversed(asked.items)))
    take(course, teacher.file(tmp_path, turned, "2.relall-assignment"))
    sit_through(course.go_on_with_exam(exam))
    first = handed_in(course.hand_in(exam, desk_folder).path)
    check_answers(first, asked)
    assert first.assignment_version == 1
    # The next one is by the newer version; the first is in its file too, its cases in their new places.
    hands.pass_time(60)
    sit_through(course.begin_exam(exam))
    second = handed_in(course.hand_in(exam, desk_folder).path)
    check_answers(second, turned)
    assert second.assignment_version == 2
    assert [one.item for one in second.attempts] == [1, 0, 0, 1]
    course.take_feedback(course.read(teacher.feedback(tmp_path, turned)))
    told = course.line(exam).feedback
    assert told is not None
    assert (told.of, told.unanswered) == (30, 0)
    assert told.score is not None
    assert (told.score.answered, told.score.of, told.score.sittings) == (15, 15, 2)

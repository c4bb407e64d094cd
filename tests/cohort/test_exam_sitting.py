"""An exam is sat decision by decision; whatever happens, the same decision and the same time are found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.coursework import Coursework
from relall_trainer.cohort.exam_log import ExamLog
from relall_trainer.cohort.exam_review import decisions_of
from relall_trainer.cohort.exam_sitting import ExamOver, ExamSitting
from relall_trainer.encounter.case import PICK_ONE, Node
from relall_trainer.encounter.choice import ChoiceFault
from relall_trainer.encounter.events import Committed, Finished, Resumed, Started
from relall_trainer.errors import StoreError
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import Hands, Teacher, coursework, take, teacher_of


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
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "learner")


@pytest.fixture
def store(profile: Profile, hands: Hands) -> Iterator[LearnerStore]:
    with LearnerStore.open(profile, hands.clock) as opened:
        yield opened


@pytest.fixture
def course(store: LearnerStore, shelf: Shelf, algorithm: Algorithm, hands: Hands) -> Coursework:
    return coursework(store, shelf, algorithm, hands)


@pytest.fixture
def sitting(course: Coursework, teacher: Teacher, tmp_path: Path) -> ExamSitting:
    assignment = take(course, teacher.file(tmp_path, teacher.assignment()))
    begun = course.begin_exam(assignment)
    begun.open()
    return begun


def some(node: Node) -> tuple[str, ...]:
    """A choice the decision allows: the first of each question."""
    return tuple(group.options[0].action for group in node.groups if group.pick == PICK_ONE or group.options)


def answer(sitting: ExamSitting) -> None:
    sitting.commit(some(sitting.encounter.current), "leaning", "so it seems")


def again(course: Coursework) -> ExamSitting:
    """The exam as it is found by a program started anew."""
    return course.go_on_with_exam("a-1")


def test_it_begins_at_the_first_decision_with_all_the_time(sitting: ExamSitting) -> None:
    assert (sitting.number, sitting.item, sitting.cases) == (1, 0, 2)
    assert sitting.of == sum(len(tuple(decisions_of(one.case))) for one in sitting._plays) > 4
    assert sitting.remaining_ms == 30 * 60 * 1000
    assert not sitting.over


def test_every_decision_is_met_whatever_is_chosen_and_nothing_is_rated(sitting: ExamSitting) -> None:
    seen = []
    while not sitting.all_decided:
        seen.append(sitting.encounter.node)
        visit = sitting.commit(some(sitting.encounter.current)).visit
        assert set(visit.ratings.values()) == {"unrated"}
        assert visit.score.possible == 0
    assert len(seen) == sitting.of
    assert sitting.over
    with pytest.raises(ExamOver, match="Every decision"):
        sitting.commit(())


def test_what_was_committed_is_on_disk_before_it_returns(sitting: ExamSitting, course: Coursework) -> None:
    answer(sitting)
    answer(sitting)
    found = again(course)
    assert found.number == 3
    assert found.encounter.node == sitting.encounter.node
    assert found.encounter.patient == sitting.encounter.patient
    assert found.review() == sitting.review()


def test_the_time_runs_only_while_it_is_open(sitting: ExamSitting, course: Coursework, hands: Hands) -> None:
    hands.pass_time(60)
    sitting.close()
    hands.pass_time(3_600)
    assert sitting.remaining_ms == 29 * 60 * 1000
    found = again(course)
    found.open()
    assert found.remaining_ms == 29 * 60 * 1000


def test_a_kill_costs_at_most_five_seconds_in_her_favor(
    sitting: ExamSitting, course: Coursework, hands: Hands
) -> None:
    for _ in range(127):
        hands.pass_time(1)
        sitting.tick()
        left = sitting.remaining_ms
        found = again(course).remaining_ms
        assert left is not None
        assert found is not None
        assert 0 <= found - left <= 5_000


def test_the_wall_clock_has_no_say(sitting: ExamSitting, hands: Hands) -> None:
    hands.now = hands.now.replace(year=1970)
    hands.ms += 10_000
    assert sitting.remaining_ms == 30 * 60 * 1000 - 10_000
    hands.now = hands.now.replace(year=2106)
    assert sitting.remaining_ms == 30 * 60 * 1000 - 10_000


def test_when_the_time_is_up_what_was_committed_stands(
    sitting: ExamSitting, course: Coursework, hands: Hands
) -> None:
    answer(sitting)
    hands.pass_time(30 * 60)
    assert sitting.over
    assert sitting.remaining_ms == 0
    with pytest.raises(ExamOver, match="time is up"):
        answer(sitting)
    sitting.close()
    assert again(course).over
    assert course.line("a-1").state == "ready"
    assert [line.answered for line in sitting.review()][:2] == [True, False]
    titles = [line.title for line in sitting.review()]
    assert all(titles[:2])
    assert not any(titles[2:]), "what comes later would tell how the case goes on"


def test_opening_it_again_is_in_the_log(
    sitting: ExamSitting, store: LearnerStore, course: Coursework, hands: Hands
) -> None:
    hands.pass_time(8)
    sitting.close()
    found = again(course)
    found.open()
    found.open()
    events = [entry.event for entry in ExamLog(store).entries(sitting.exam.id)]
    assert [type(event) for event in events] == [Started, Resumed]
    assert isinstance(events[1], Resumed)
    assert events[1].used_ms == 8_000


def test_looking_time_is_counted_for_each_decision(
    sitting: ExamSitting, store: LearnerStore, hands: Hands
) -> None:
    hands.pass_time(20)
    answer(sitting)
    hands.pass_time(5)
    sitting.show_now()
    hands.pass_time(7)
    sitting.close()
    hands.pass_time(500)
    sitting.open()
    hands.pass_time(3)
    answer(sitting)
    commits = [
        one.event for one in ExamLog(store).entries(sitting.exam.id) if isinstance(one.event, Committed)
    ]
    assert [one.elapsed_ms for one in commits] == [20_000, 10_000]


def test_a_case_that_ends_is_closed_and_the_next_begins(sitting: ExamSitting, store: LearnerStore) -> None:
    first = sitting.encounter.case
    while sitting.item == 0:
        done = sitting.commit(some(sitting.encounter.current))
    assert done.case_ended
    assert not done.all_decided
    entries = ExamLog(store).entries(sitting.exam.id)
    assert [entry.item for entry in entries[-2:]] == [0, 1]
    assert isinstance(entries[-2].event, Finished)
    assert entries[-2].event.ending is not None
    assert isinstance(entries[-1].event, Started)
    assert sitting.encounter.case.head.id != first.head.id


def test_what_stands_ticked_is_found_again(sitting: ExamSitting, course: Coursework) -> None:
    node = sitting.encounter.current
    sitting.keep_draft(some(node)[:1], "certain", "because of the marrow")
    draft = again(course).draft
    assert (draft.node, draft.chosen) == (node.id, some(node)[:1])
    assert (draft.confidence, draft.rationale) == ("certain", "because of the marrow")
    answer(sitting)
    assert again(course).draft.chosen == ()


def test_a_choice_that_cannot_be_changes_nothing(sitting: ExamSitting, store: LearnerStore) -> None:
    with pytest.raises(ChoiceFault):
        sitting.commit(("no-such-step",))
    assert sitting.number == 1
    assert len(ExamLog(store).entries(sitting.exam.id)) == 1


def test_a_disk_that_refuses_changes_nothing(
    sitting: ExamSitting, store: LearnerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = sitting.encounter.node

    def refuse(papers: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(store, "put_papers", refuse)
        with pytest.raises(StoreError):
            answer(sitting)
    assert (sitting.encounter.node, sitting.number) == (node, 1)
    answer(sitting)
    assert sitting.number == 2


def test_extra_time_is_hers_alone(course: Coursework, teacher: Teacher, tmp_path: Path) -> None:
    hers = teacher.assignment().for_one("L01", extra_percent=25)
    take(course, teacher.file(tmp_path, hers))
    assert course.begin_exam("a-1").remaining_ms == 37_500 * 60


def test_an_untimed_exam_has_no_end(
    course: Coursework, teacher: Teacher, tmp_path: Path, hands: Hands
) -> None:
    take(course, teacher.file(tmp_path, teacher.assignment(minutes=None)))
    sitting = course.begin_exam("a-1")
    sitting.open()
    hands.pass_time(1e6)
    assert sitting.tick() is None
    assert not sitting.over


def test_more_time_given_meanwhile_counts_at_once(
    sitting: ExamSitting, course: Coursework, teacher: Teacher, tmp_path: Path, hands: Hands
) -> None:
    answer(sitting)
    hands.pass_time(60)
    sitting.close()
    take(course, teacher.file(tmp_path, teacher.assignment(version=2, minutes=45)))
    found = again(course)
    assert found.remaining_ms == 44 * 60 * 1000
    assert found.number == 2


def test_other_cases_do_not_change_an_exam_under_way(
    sitting: ExamSitting, course: Coursework, teacher: Teacher, tmp_path: Path
) -> None:
    answer(sitting)
    one = teacher.assignment(version=2, items=teacher.assignment().items[1:], minutes=5)
    take(course, teacher.file(tmp_path, one))
    found = again(course)
    assert (found.cases, found.number) == (2, 2)
    assert found.remaining_ms == 30 * 60 * 1000

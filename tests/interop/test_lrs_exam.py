"""Of an exam nothing is told before its feedback is released; then all of it, as of any attempt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.gui.pinned import PinnedTexts
from relall_trainer.interop.lrs_outbox import Outbox
from relall_trainer.interop.lrs_settings import LrsSettings
from relall_trainer.interop.xapi_names import assignment_id
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import Hands, coursework, take, teacher_of
from tests.cohort.test_coursework import sit_through
from tests.interop.xapi_rules import faults


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(Profile(tmp_path_factory.mktemp("shelf")))


def test_an_exam_is_told_of_once_it_is_released(tmp_path: Path, shelf: Shelf, algorithm: Algorithm) -> None:
    hands, teacher = Hands(), teacher_of(shelf, algorithm)
    shared = tmp_path / "shared"
    shared.mkdir()
    with LearnerStore.open(Profile(tmp_path / "learner"), hands.clock) as store:
        course = coursework(store, shelf, algorithm, hands)
        replayed = PinnedTexts(store, lambda: algorithm).replayed
        outbox = Outbox(store, replayed, LrsSettings("https://lrs.example.org/", "a", on=True))
        exam = take(course, teacher.file(tmp_path, teacher.assignment()))

        def nothing_is_told() -> None:
            list(outbox.look_through())
            outbox.look_again()
            assert list(outbox.waiting()) == []
            assert outbox.next_batch() is None

        nothing_is_told()
        sitting = course.begin_exam(exam)
        nothing_is_told()
        sit_through(sitting)
        nothing_is_told()
        course.hand_in(exam, shared)
        nothing_is_told()
        assert course.take_feedback(course.read(teacher.feedback(tmp_path, teacher.assignment()))) is not None
        outbox.look_again()
        told = [json.loads(one.text) for one in outbox.waiting()]
    assert {one["context"]["registration"] for one in told} == set(sitting.exam.attempts)
    assert [fault for one in told for fault in faults(one)] == []
    for one in told:
        activities = one["context"]["contextActivities"]
        assert [group["id"] for group in activities["grouping"]] == [assignment_id(exam)]
        assert activities["category"][1]["id"].endswith("/xapi/modes/exam")
    verbs = [one["verb"]["id"].rpartition("/")[2] for one in told]
    assert verbs.count("answered") == sitting.of
    assert verbs.count("completed") == verbs.count("terminated") == 2

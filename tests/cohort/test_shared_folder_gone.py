"""A folder both sides share, and then do not: moved, renamed, not connected any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.errors import BadFile
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import Hands, coursework, take, teacher_of
from tests.cohort.teaching_desk import assigned, open_desk


def test_nothing_is_handed_in_to_a_folder_made_anew(tmp_path: Path, algorithm: Algorithm) -> None:
    """Nobody would look there; the hand-in is kept, and its file goes where it is put then."""
    profile, hands = Profile(tmp_path / "learner"), Hands()
    shelf, shared, moved = Shelf(profile), tmp_path / "shared", tmp_path / "moved"
    shared.mkdir()
    with LearnerStore.open(profile, hands.clock) as store:
        course = coursework(store, shelf, algorithm, hands)
        course.shared.choose(shared)
        exam = take(
            course, teacher_of(shelf, algorithm).file(tmp_path, teacher_of(shelf, algorithm).assignment())
        )
        course.begin_exam(exam)
        shared.rename(moved)
        receipt = course.hand_in(exam)
        assert receipt.path == ""
        assert not shared.exists()
        assert course.receipts(exam) == (receipt,)
        assert Path(course.write_again(receipt, moved).path).read_text(encoding="utf-8") == receipt.text


def test_nothing_is_shared_in_a_folder_made_anew(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "teacher")
    with desk.store:
        sent, shared = assigned(desk), tmp_path / "shared"
        shared.mkdir()
        desk.teaching.shared.choose(shared)
        shared.rename(tmp_path / "moved")
        with pytest.raises(BadFile, match="is not there"):
            desk.teaching.share(sent.assignment.id)
        assert not shared.exists()

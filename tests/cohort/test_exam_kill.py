"""A program killed in the middle of an exam loses nothing that was said to be saved, and next to no time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.exam_log import ExamLog
from relall_trainer.encounter.events import Committed
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import Hands, coursework, take, teacher_of

_CHILD = """
import sys
from pathlib import Path
from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder
from tests.cohort.coursehelp import Hands, coursework

folder, cache = map(Path, sys.argv[1:])
hands = Hands()
store = LearnerStore.open(Profile(folder), hands.clock)
course = coursework(store, Shelf(Profile(cache)), load_algorithm(algorithm_folder()), hands)
sitting = course.go_on_with_exam("a-1")
sitting.open()
print("open", flush=True)
while not sitting.over:
    for _ in range(7):
        hands.pass_time(1)
        sitting.tick()
        print("time", sitting.used_ms, flush=True)
    groups = sitting.encounter.current.groups
    sitting.keep_draft(tuple(group.options[-1].action for group in groups), "certain", "half a thought")
    node = sitting.encounter.node
    sitting.commit(tuple(group.options[0].action for group in groups), "leaning", "so")
    print("saved", node, sitting.used_ms, flush=True)
print("over", flush=True)
input()
"""


def killed_after(folder: Path, cache: Path, seconds: float) -> list[list[str]]:
    """What the child said before it was killed so long after it had begun."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder), str(cache)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    rest = child.stdout.read()  # not communicate: it would lose what was read ahead with the first line
    child.communicate()
    return [line.split() for line in (first + rest).splitlines() if line]


def kills(number: int, folder: Path, algorithm: Algorithm) -> None:
    cache = folder / "cache"
    shelf = Shelf(Profile(cache))
    teacher = teacher_of(shelf, algorithm)
    profile = Profile(folder / "learner")
    hands = Hands()
    with LearnerStore.open(profile, hands.clock) as store:
        course = coursework(store, shelf, algorithm, hands)
        take(course, teacher.file(folder, teacher.assignment()))
        course.begin_exam("a-1")
    saved: list[str] = []
    dice = random.Random(20261201)
    for _ in range(number):
        said = killed_after(profile.folder, cache, dice.uniform(0, 0.02))
        saved += [line[1] for line in said if line[0] == "saved"]
        times = [int(line[-1]) for line in said if line[0] in ("saved", "time")]
        with LearnerStore.open(profile, hands.clock) as store:
            course = coursework(store, shelf, algorithm, hands)
            sitting = course.go_on_with_exam("a-1")
            commits = [
                entry.event.node
                for entry in ExamLog(store).entries(sitting.exam.id)
                if isinstance(entry.event, Committed)
            ]
            assert commits[: len(saved)] == saved  # one more may have been on disk before it was said
            assert len(commits) <= len(saved) + 1
            saved = commits
            assert sitting.answered == len(commits)
            if times:
                assert -5_000 <= sitting.used_ms - times[-1] <= 7_000
            if sitting.over:
                return


def test_a_few_kills_lose_nothing(tmp_path: Path, algorithm: Algorithm) -> None:
    kills(3, tmp_path, algorithm)


@pytest.mark.long
def test_many_kills_lose_nothing(tmp_path: Path, algorithm: Algorithm) -> None:
    for again in range(12):
        folder = tmp_path / str(again)
        folder.mkdir()
        kills(12, folder, algorithm)

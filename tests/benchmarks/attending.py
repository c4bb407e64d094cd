"""How long the window stands still, at most, over very much of everything teaching brings, beside what is felt.

A learner with 200 assignments, half of them exams; a teacher with 300 learners in a cohort and ten assignments, who is
sent 10,000 results; and a copy of her record then, made while she goes on.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.cohort.draft import ShelfCase
from relall_trainer.cohort.roster import Learner
from relall_trainer.gui.settings import SettingsFile
from relall_trainer.gui.upkeep import Upkeep
from relall_trainer.learner.restoring import Restored
from relall_trainer.paths import Profile
from tests.benchmarks.ratio import Ratio
from tests.benchmarks.stalling import FELT_MS
from tests.benchmarks.walking import Walk
from tests.cohort.coursehelp import Hands, coursework, take, teacher_of
from tests.cohort.teaching_desk import assigned, handed, open_desk, rules

Stall = tuple[str, float]
_CASES = ("early-t-cell-relapse", "headaches-on-maintenance", "relapse-after-allograft")


def ratios(quick: bool) -> Iterator[Ratio]:
    """``quick``: 1,000 files."""
    with tempfile.TemporaryDirectory() as folder:
        _assign(Path(folder), 200)
        yield from _told(_learner(Path(folder) / "profile"))
    with tempfile.TemporaryDirectory() as folder:
        incoming = _send(Path(folder), 300, 1_000 if quick else 10_000)
        yield from _told(_teacher(Path(folder) / "profile", incoming))


def _told(stalls: Iterator[Stall]) -> Iterator[Ratio]:
    longest: dict[str, float] = {}
    for what, milliseconds in stalls:
        longest[what] = max(longest.get(what, 0.0), milliseconds)
    for what, milliseconds in longest.items():
        ratio = milliseconds / FELT_MS
        yield Ratio(f"stall: {what}", ratio, "≤ 1", ratio <= 1, f"{milliseconds:.0f} ms ÷ {FELT_MS:.0f} ms")


def _assign(folder: Path, assignments: int) -> None:
    """A learner's profile into which so many files were taken."""
    desk = open_desk(folder / "profile")
    shelf = Shelf(desk.profile)
    course = coursework(desk.store, shelf, rules(), Hands())
    teacher = teacher_of(shelf, rules(), *_CASES)
    for number in range(assignments):
        mode = "exam" if number % 2 else "practice"
        made = teacher.assignment(id=f"a-{number:03}", title=f"Block {number}", mode=mode)
        take(course, teacher.file(folder, made))
    desk.store.close()
    SettingsFile(desk.profile.settings).change(notice_seen=True, begun=True)


def _send(folder: Path, learners: int, files: int) -> Path:
    """A teacher's profile, and what comes in for her: from everybody in the cohort, and from many besides."""
    desk = open_desk(folder / "profile")
    codes = [f"Learner {number:03}" for number in range(1, learners + 1)]
    cohort = desk.teaching.cohorts.create("Everybody", map(Learner, codes))
    for number in range(10):
        items = (ShelfCase(_CASES[number % len(_CASES)]),)
        terms = {"mode": "practice", "items": items, "cohort": cohort.id, "learners": tuple(codes)}
        sent = assigned(desk, title=f"Block {number}", **terms)
    incoming = folder / "incoming"
    incoming.mkdir()
    for number in range(files):
        learner = codes[number % learners]
        text = handed(sent.assignment, learner, lots=random.Random(number))
        (incoming / f"{number:05}.relall-results").write_text(text, encoding="utf-8")
    desk.store.close()
    SettingsFile(desk.profile.settings).change(notice_seen=True, begun=True)
    return incoming


def _opened(profile: Path) -> Walk:
    walk = Walk(Profile(profile), where=False)
    walk.window.resize(1360, 860)
    walk.window.show()
    return walk


def _learner(profile: Path) -> Iterator[Stall]:
    walk = _opened(profile)
    window, go = walk.window, walk.window.go
    try:
        yield walk.measured(
            "after the first picture, 200 assignments", lambda: None, lambda: walk.desk.has_store
        )
        yield walk.measured("200 assignments, opened", lambda: go("assignments"))
        go("today")
        yield walk.measured("200 assignments, again", lambda: go("assignments"))
        assigned = window.places.classroom.assigned
        yield walk.measured("one of 200 assignments", lambda: assigned.show_assignment("a-101"))
        yield walk.measured("the day with 200 assignments", lambda: go("today"))
    finally:
        window.close()
        walk.desk.close()


def _teacher(profile: Path, incoming: Path) -> Iterator[Stall]:
    walk = _opened(profile)
    window, go = walk.window, walk.window.go
    room = window.places.classroom
    try:
        yield walk.measured("a cohort of 300, opened", lambda: go("cohort"))
        yield walk.measured("an assignment, begun", room.teachwork.begin_assignment)
        yield walk.measured("the conference, opened", room.teachwork.open_conference)
        yield walk.measured(
            "the gradebook, opened", lambda: go("gradebook"), lambda: not room.gradework.reading.busy
        )
        yield walk.measured(
            "results taken in",
            lambda: room.gradework.files.take_in([incoming]),
            lambda: not room.gradework.reading.busy,
        )
        yield walk.measured("the cohort, results in", lambda: go("cohort"))
        upkeep = Upkeep(window, walk.desk, lambda: None, _nothing)
        store = walk.desk.store
        yield walk.measured("a copy made beside, begun", upkeep.copy_if_due)
        while store.copying:
            yield walk.measured("the gradebook, while a copy is made", lambda: go("gradebook"))
            yield walk.measured("the cohort, while a copy is made", lambda: go("cohort"))
    finally:
        window.close()
        walk.desk.close()


def _nothing() -> Restored:
    raise AssertionError("nothing is to be restored")

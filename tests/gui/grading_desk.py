"""A teacher's gradebook in the window with a class that handed in, without the window itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from relall_trainer.algorithm_files import algorithm_from_text
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.draft import ShelfCase
from relall_trainer.cohort.sent import Sent
from relall_trainer.gui.gradework import Gradework
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import assets_folder
from tests.cohort.teaching_desk import NOW, Desk, assigned, hand_in, handed, open_desk, rules, rules_text
from tests.gui.stage import Listener, look


class GradingDesk:
    """What the gradebook asks of the window's desk."""

    def __init__(self, desk: Desk) -> None:
        self.before_closing: list[Callable[[], object]] = []
        self.store: LearnerStore = desk.store
        self.algorithm = rules()

    def algorithm_apart(self) -> Algorithm:
        return algorithm_from_text(rules_text())

    def now(self) -> datetime:
        return NOW


class NoLibrary:
    """A door behind which there is no library yet."""

    def give(self, use: Callable[..., object]) -> None:
        return None


@dataclass
class Class:
    """A teacher, what she assigned, and the folder with what came back."""

    desk: Desk
    sent: Sent
    folder: Path
    work: Gradework
    told: Listener

    @property
    def assignment(self) -> str:
        return self.sent.assignment.id


@contextmanager
def a_class(
    folder: Path,
    learners: int = 3,
    *,
    missing: tuple[int, ...] = (),
    late: tuple[int, ...] = (),
    mode: str = "exam",
    cases: tuple[str, ...] = ("early-t-cell-relapse",),
) -> Iterator[Class]:
    """A class of so many; some hand in nothing, some too late. Nothing is taken in yet."""
    desk = open_desk(folder / "teacher")
    codes = tuple(f"Learner {number:02}" for number in range(1, learners + 1))
    terms: dict[str, object] = {
        "title": "CNS relapse",
        "mode": mode,
        "items": tuple(map(ShelfCase, cases)),
        "learners": codes,
        "due_at": "2026-12-04T17:00:00.000+00:00",
    }
    sent = assigned(desk, **terms, **({"release": "by_teacher"} if mode == "exam" else {}))
    incoming = folder / "in"
    incoming.mkdir()
    for number, code in enumerate(codes, 1):
        if number not in missing:
            at = NOW + timedelta(days=20 if number in late else 1)
            hand_in(incoming, handed(sent.assignment, code, lots=random.Random(number), at=at), code)
    told = Listener()
    grading = GradingDesk(desk)
    theme, icons = look()
    work = Gradework(
        grading,  # type: ignore[arg-type]
        lambda: desk.teaching,
        lambda: load_questions(assets_folder() / "fresh"),
        NoLibrary(),  # type: ignore[arg-type]
        told,  # type: ignore[arg-type]
        theme,
        icons,
        lambda error, _again: told.trouble(error, topic="store"),
    )
    try:
        yield Class(desk, sent, incoming, work, told)
    finally:
        for close in grading.before_closing:
            close()
        desk.store.close()

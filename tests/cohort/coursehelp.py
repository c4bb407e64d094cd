"""A teacher who signs assignments and feedback, and a learner with a profile of her own, for tests of coursework."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from relall_trainer.algorithm_files import algorithm_from_text, algorithm_text
from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.assignment import Assignment, Item, RulesPin, assignment_file
from relall_trainer.cohort.coursework import Coursework
from relall_trainer.cohort.feedback_file import Release, release_file
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.fixed_form import fixed_form
from relall_trainer.encounter.scoring import SCORING_VERSION
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder

NOON = datetime(2026, 12, 1, 12, 0, 0, tzinfo=UTC)
EARLY_T, HEADACHES = "early-t-cell-relapse", "headaches-on-maintenance"


@dataclass
class Hands:
    """A clock on the wall and one that only goes forward, both turned by the test."""

    now: datetime = NOON
    ms: int = 0

    def clock(self) -> datetime:
        return self.now

    def ticks(self) -> int:
        return self.ms

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.ms += round(seconds * 1000)


@dataclass
class Teacher:
    """Writes files a learner gets."""

    cases: tuple[Case, ...]
    algorithm: Algorithm
    key: SigningKey = field(default_factory=lambda: SigningKey.from_seed("11" * 32))

    def assignment(self, **terms: Any) -> Assignment:
        """An exam over the cases, unless the terms say otherwise."""
        mode = terms.get("mode", "exam")
        pin = self.algorithm.pin
        plain: dict[str, Any] = {
            "id": "a-1",
            "version": 1,
            "title": "Relapsed ALL, block 1",
            "note": "Do it alone.",
            "cohort": "Fellows",
            "issued_at": "2026-11-30T08:00:00Z",
            "opens_at": None,
            "due_at": "2026-12-04T17:00:00Z",
            "mode": mode,
            "attempts": 1,
            "counts": "first",
            "mastery": None,
            "release": "by_teacher" if mode == "exam" else "at_once",
            "release_at": None,
            "minutes": 30 if mode == "exam" else None,
            "learners": ("L01", "L02"),
            "items": tuple(self.item(case, mode) for case in self.cases),
            "rules": RulesPin(pin.id, pin.version, pin.sha256),
            "scoring": SCORING_VERSION,
            "app_version": "0.2.0",
        }
        return Assignment(**{**plain, **terms})

    def item(self, case: Case, mode: str) -> Item:
        handed = fixed_form(case, self.algorithm) if mode == "exam" else case
        head = case.head
        return Item(head.id, head.version, case.sha256, head.title, head.minutes, case_to_text(handed))

    def file(self, folder: Path, assignment: Assignment, name: str = "exam.relall-assignment") -> Path:
        """The assignment in a file."""
        path = folder / name
        path.write_text(assignment_file(assignment, self.key), encoding="utf-8", newline="")
        return path

    def feedback(self, folder: Path, assignment: Assignment, name: str = "exam.relall-feedback") -> Path:
        """Its feedback in a file."""
        texts = {case.sha256: case_to_text(case) for case in self.cases}
        release = Release(
            assignment.id,
            assignment.version,
            "2026-12-05T08:00:00Z",
            tuple(texts[item.sha256] for item in assignment.items),
            algorithm_text(algorithm_folder()),
        )
        path = folder / name
        path.write_text(release_file(release, self.key), encoding="utf-8", newline="")
        return path


def teacher_of(shelf: Shelf, algorithm: Algorithm, *cases: str) -> Teacher:
    """A teacher with some of the shipped cases."""
    return Teacher(tuple(shelf.case(name) for name in cases or (EARLY_T, HEADACHES)), algorithm)


def coursework(store: LearnerStore, shelf: Shelf, algorithm: Algorithm, hands: Hands) -> Coursework:
    """The coursework of a store."""
    text = algorithm_text(algorithm_folder())
    return Coursework(
        lambda: store, shelf, lambda: algorithm, lambda: text, hands.clock, "0.2.0", hands.ticks
    )


def take(course: Coursework, path: Path, learner: str = "L01") -> str:
    """Take an assignment as this learner; its id."""
    arrived = course.look(course.read(path))
    return course.take(arrived, learner).id


__all__ = [
    "NOON",
    "Hands",
    "Profile",
    "Teacher",
    "algorithm_from_text",
    "coursework",
    "replace",
    "take",
    "teacher_of",
]

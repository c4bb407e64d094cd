"""A teacher with a profile of her own, and learners who hand in files, for tests: no window, no learner's program."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from relall_trainer.algorithm_files import algorithm_from_text, algorithm_text
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.assignment import Assignment
from relall_trainer.cohort.draft import Draft, ShelfCase
from relall_trainer.cohort.sent import Sent
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.submission import LoggedAttempt, Submission, log_attempt, submission_file
from relall_trainer.cohort.teaching import Teaching
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import started
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.events import Committed, Event, Finished
from relall_trainer.encounter.unrated import Unrated
from relall_trainer.learner.records import moment
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder, assets_folder

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@cache
def rules_text() -> str:
    return algorithm_text(algorithm_folder())


@cache
def rules() -> Algorithm:
    return algorithm_from_text(rules_text())


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Desk:
    """A teacher's profile, open."""

    teaching: Teaching
    store: LearnerStore
    clock: Clock
    profile: Profile
    folder: Path = field(default_factory=Path)


def open_desk(folder: Path) -> Desk:
    """The teacher whose profile lies there; to be closed by its store."""
    profile, clock = Profile(folder), Clock()
    store = LearnerStore.open(profile, clock)
    teaching = Teaching(
        lambda: store,
        Shelf(profile),
        rules,
        rules_text,
        clock,
        "test",
        lambda: load_questions(assets_folder() / "fresh"),
    )
    return Desk(teaching, store, clock, profile, folder)


def assigned(desk: Desk, **terms: object) -> Sent:
    """An assignment of two cases to three learners, but for these terms."""
    values: dict[str, object] = {
        "title": "First relapse",
        "items": (ShelfCase("early-t-cell-relapse"), ShelfCase("headaches-on-maintenance")),
        "learners": ("Learner 01", "Learner 02", "Learner 03"),
    }
    return desk.teaching.create(Draft(**{**values, **terms}))  # type: ignore[arg-type]


@cache
def key_of(name: str) -> SigningKey:
    """A learner's key, the same every time."""
    return SigningKey.from_seed(random.Random(name).randbytes(32).hex())


def logged(
    assignment: Assignment,
    learner: str,
    item: int = 0,
    *,
    lots: random.Random | None = None,
    at: datetime = NOW,
    name: str = "",
    skill: float = 0.75,
    ways: int = 3,
) -> LoggedAttempt:
    """An attempt at one item: along the authors' way; with ``lots`` at so many decisions, else in other ``ways``."""
    case = _case(assignment.items[item].text)
    events = tuple(_events(case, assignment, lots, at, skill, ways))
    attempt = name or f"{learner}-{item}".replace(" ", "-")
    return log_attempt(assignment.id, learner, attempt, item, assignment.mode, events)


@cache
def _case(text: str) -> Case:
    return case_from_text(text)


def _events(
    case: Case, assignment: Assignment, lots: random.Random | None, at: datetime, skill: float, ways: int
) -> Iterator[Event]:
    begun = started(case, rules(), at=moment(at), mode=assignment.mode)
    yield begun
    encounter = play.start(case, Unrated(rules()))
    course = {step.node: step.chosen for step in case.authors_path}
    while not encounter.ended:
        node = encounter.current
        at += timedelta(seconds=30)
        if course.get(node.id) and (lots is None or lots.random() < skill):
            chosen = course[node.id]
        else:
            # What people choose otherwise is not just anything: a few other ways at each decision.
            luck = random.Random(f"{node.id} {lots.randrange(ways) if lots else 0}")
            chosen = tuple(
                step
                for group in node.groups
                for step in luck.sample([one.action for one in group.options], 1)
            )
        encounter, visit = play.commit(encounter, chosen)
        yield Committed(
            at=moment(at), node=node.id, chosen=visit.chosen, confidence="leaning", elapsed_ms=20_000
        )
    ending = encounter.current.ending
    yield Finished(at=moment(at), ending=ending.id if ending else None)


def handed(
    assignment: Assignment,
    learner: str,
    *,
    number: int = 1,
    lots: random.Random | None = None,
    key: SigningKey | None = None,
    at: datetime = NOW,
    skill: float = 0.75,
    ways: int = 3,
) -> str:
    """The text of a results file of hers: every case once, for each number one more time."""
    at += timedelta(seconds=random.Random(learner).randrange(3_000))
    attempts = tuple(
        logged(
            assignment,
            learner,
            item,
            lots=lots,
            at=at,
            name=f"{learner}-{item}-{time}".replace(" ", "-"),
            skill=skill,
            ways=ways,
        )
        for time in range(1, number + 1)
        for item in range(len(assignment.items))
    )
    submission = Submission(
        assignment=assignment.id,
        assignment_version=assignment.version,
        assignment_sha256=assignment.sha256,
        learner=learner,
        name="",
        number=number,
        made_at=moment(at + timedelta(hours=1)),
        app_version="test",
        attempts=attempts,
        claims=(),
    )
    return submission_file(submission, key or key_of(learner))


def hand_in(folder: Path, text: str, name: str) -> Path:
    """The file in a folder."""
    path = folder / f"{name}.relall-results"
    path.write_text(text, encoding="utf-8")
    return path

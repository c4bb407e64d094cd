"""Learners made for tests: they play the shipped cases with some skill and hand in what they did."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.loader import load_case
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.assignment import Assignment, Item, Mastery, RulesPin
from relall_trainer.cohort.gradebook import Gradebook, gradebook
from relall_trainer.cohort.marked_file import MarkedFile, mark_file
from relall_trainer.cohort.marking import Marker
from relall_trainer.cohort.outline import outline_of
from relall_trainer.cohort.roster import Learner
from relall_trainer.cohort.submission import Claim, LoggedAttempt, Submission
from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.attempt import Committed, Event, Finished, started
from relall_trainer.encounter.case import PICK_ONE, Case
from relall_trainer.encounter.play import CONFIDENCE, EXAM, PRACTICE, Encounter
from relall_trainer.paths import algorithm_folder, cases_folder

ISSUED, DUE, HANDED_IN = "2026-03-01T08:00:00Z", "2026-04-01T08:00:00Z", "2026-03-10T20:00:00Z"
BEGUN = datetime(2026, 3, 10, 10, tzinfo=UTC)
SKILLS = (0.5, 0.7, 0.85, 0.95, 0.99)


@cache
def rules() -> Algorithm:
    return load_algorithm(algorithm_folder())


@cache
def memory() -> Appraisals:
    return Appraisals(rules(), keep=20_000)


@cache
def cases() -> tuple[Case, ...]:
    """The shipped cases by name."""
    known = frozenset(rules().actions)
    return tuple(load_case(path, known) for path in sorted(cases_folder().glob("*/case.yaml")))


def by_sha256() -> Mapping[str, Case]:
    return {case.sha256: case for case in cases()}


@cache
def marker() -> Marker:
    """One for all tests: what it remembers may never change what it says."""
    return Marker(by_sha256(), rules())


def item(case: Case) -> Item:
    head = case.head
    return Item(head.id, head.version, case.sha256, head.title, head.minutes, "")


@cache
def assignment(mode: str = PRACTICE, counts: str = "first", attempts: int | None = None) -> Assignment:
    pin = rules().pin
    return Assignment(
        id="a-test", version=1, title="All three", note="", cohort="Fellows", issued_at=ISSUED, opens_at=None,
        due_at=DUE, mode=mode, attempts=1 if mode == EXAM else attempts, counts=counts,
        mastery=Mastery(80, no_critical=True), release="by_teacher" if mode == EXAM else "at_once", release_at=None,
        minutes=60 if mode == EXAM else None, learners=(), items=tuple(map(item, cases())),
        rules=RulesPin(pin.id, pin.version, pin.sha256), scoring="1",
    )  # fmt: skip


def at(seconds: float) -> str:
    """So long after everybody began."""
    return (BEGUN + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def choose(luck: random.Random, encounter: Encounter, skill: float) -> tuple[str, ...]:
    """A legal choice; the higher the skill (0 to 1), the likelier each part of it is right."""
    steps = encounter.appraisal.steps
    chosen: list[str] = []
    for group in encounter.current.groups:
        offered = [option.action for option in group.options]
        right = [action for action in offered if steps[action].rating == "recommended"]
        if group.pick == PICK_ONE:
            chosen.append(luck.choice(right if right and luck.random() < skill else offered))
        else:
            chosen += [action for action in offered if (action in right) == (luck.random() < skill)]
    return tuple(chosen)


def played(
    number: int,
    luck: random.Random,
    skill: float,
    mode: str = PRACTICE,
    stop: int | None = None,
    begin: float = 0,
) -> tuple[tuple[Event, ...], Encounter]:
    """The events of an attempt at the case of that number, and where it ended; after ``stop`` decisions she leaves."""
    case = cases()[number]
    encounter = play.start(case, rules(), mode=mode, memory=memory())
    clock = begin
    events: list[Event] = [started(case, rules(), at=at(clock), mode=mode)]
    while not encounter.ended and len(encounter.record) != stop:
        clock += 40
        chosen = choose(luck, encounter, skill)
        sure, why = luck.choice(CONFIDENCE), luck.choice(("", "because the marrow says so", "so"))
        event = Committed(
            at=at(clock),
            node=encounter.node,
            chosen=chosen,
            confidence=sure,
            rationale=why,
            elapsed_ms=39_000,
        )
        encounter, _ = play.commit(encounter, chosen, sure, why)
        events.append(event)
    if encounter.current.ending:
        events.append(Finished(at=at(clock + 1), ending=encounter.current.ending.id))
    return tuple(events), encounter


def logged(name: str, number: int, events: tuple[Event, ...]) -> LoggedAttempt:
    mode = getattr(events[0], "mode", PRACTICE)
    return LoggedAttempt(name, number, mode, events, ())


def attempt(
    name: str, number: int, seed: int, skill: float = 0.8, mode: str = PRACTICE, stop: int | None = None,
    begin: float = 0,
) -> LoggedAttempt:  # fmt: skip
    return logged(name, number, played(number, random.Random(seed), skill, mode, stop, begin)[0])


def submission(
    learner: str, attempts: Sequence[LoggedAttempt], number: int = 1, made_at: str = HANDED_IN,
    claims: Sequence[Claim] = (), name: str = "",
) -> Submission:  # fmt: skip
    return Submission(
        "a-test", 1, "0" * 64, learner, name, number, made_at, "1.0.0", tuple(attempts), tuple(claims)
    )


def file_of(handed: Submission, asked: Assignment, key: str = "", file: str = "") -> MarkedFile:
    """The marked file; its hash is made up of who, which number and when."""
    name = file or f"{handed.learner}/{handed.number}/{handed.made_at}/{key}"
    return mark_file(marker(), asked, handed, name, key or f"key of {handed.learner}")


def group_of(
    count: int, mode: str = PRACTICE, seed: int = 1, asked: Assignment | None = None
) -> list[MarkedFile]:
    """So many learners who did all cases, of mixed skill; in an exam some leave the last case early."""
    asked = asked or assignment(mode)
    files = []
    for who in range(count):
        luck = random.Random(f"{seed}/{who}")
        logs = []
        for number in range(len(cases())):
            stop = 3 if mode == EXAM and number == len(cases()) - 1 and who % 7 == 6 else None
            events, _ = played(number, luck, SKILLS[who % len(SKILLS)], mode, stop, begin=600 * number)
            logs.append(logged(f"{seed}-{who}-{number}", number, events))
        files.append(file_of(submission(f"Learner {who + 1:02}", logs), asked))
    return files


def book_of(
    files: Sequence[MarkedFile], asked: Assignment, learners: Sequence[Learner] | None = None
) -> Gradebook:
    people = learners
    if people is None:
        people = [Learner(code) for code in sorted({file.learner for file in files})]
    return gradebook(asked, people, files, outline_of(marker(), asked))


def with_id(asked: Assignment, name: str, issued_at: str = ISSUED) -> Assignment:
    return replace(asked, id=name, title=f"Assignment {name}", issued_at=issued_at)

"""``submission create``: does an assignment from plans and hands it in. ``submission check``: what a results file is.

The plans are played as a learner would: each decision is in the record, or in the exam's log, before the next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.cohort.folder import make_folder
from relall_trainer.cohort.received import Received
from relall_trainer.commands.classroom import Rules, open_coursework
from relall_trainer.commands.play import read_plan
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import Committed, Finished, started
from relall_trainer.encounter.plan import choices_of, play_plan
from relall_trainer.encounter.play import EXAM, Encounter
from relall_trainer.encounter.scoring import SCORING_VERSION
from relall_trainer.errors import TrainerError
from relall_trainer.learner.log import plain_of
from relall_trainer.learner.records import Pin, moment
from relall_trainer.learner.standing import summary_of
from relall_trainer.paths import Profile
from relall_trainer.streams import one_line

if TYPE_CHECKING:
    import argparse

    from relall_trainer.cohort.coursework import Coursework, ItemStart
    from relall_trainer.cohort.exam_sitting import ExamSitting
    from relall_trainer.cohort.receipts import Receipt
    from relall_trainer.learner.store import LearnerStore


def run(options: argparse.Namespace, profile: Profile) -> int:
    """``create``: exit 0 when everything asked was done, 1 when something was handed in unfinished.

    ``check``: exit 1 where a file cannot be taken in.
    """
    if options.what == "create":
        return _create(options, profile)
    from relall_trainer.commands.submission_check import check

    return check(options, profile)


def _create(options: argparse.Namespace, profile: Profile) -> int:
    plans = [read_plan(Path(path)) for path in options.plan]
    with open_coursework(profile) as (course, store, rules):
        assignment = _taken(course, options)
        line = course.line(assignment)
        if len(plans) > len(line.items):
            raise TrainerError(
                f"There are {len(plans)} plans for {len(line.items)} cases.",
                safe="Nothing was begun.",
                todo="Give at most one --plan for each case, in their order.",
            )
        if line.mode == EXAM:
            whole = _sit(course, assignment, plans, len(line.items))
        else:
            whole = _practise(course, store, rules, assignment, plans)
        with suppress(TrainerError):  # handed in all the same; the receipt says where it is not
            make_folder(Path(options.to))
        receipt = course.hand_in(assignment, Path(options.to))
    if not receipt.path:
        raise TrainerError(
            f"The file could not be written to {options.to}.",
            safe="What you did is kept, and counts as handed in.",
            todo="Choose another folder with --to and save it once more from the window.",
        )
    if options.json:
        print(json.dumps(_receipt(receipt), ensure_ascii=False))
    else:
        print(one_line(f"Handed in as {receipt.learner}, number {receipt.number}: {receipt.path}"))
        print(f"{receipt.size:,} bytes, fingerprint {receipt.fingerprint}")
    return 0 if whole and len(plans) == len(line.items) else 1


def _taken(course: Coursework, options: argparse.Namespace) -> str:
    """The assignment's id: of a file, taken now, or of one that was taken before. Raises TrainerError."""
    if os.path.exists(options.assignment) or not any(
        line.id == options.assignment for line in course.lines()
    ):
        arrived = course.look(course.read(Path(options.assignment)))
        if not (options.learner or arrived.learner):
            raise TrainerError(
                "It is not known who hands this in.", safe="Nothing was begun.", todo="Say it with --as CODE."
            )
        return course.take(arrived, options.learner or arrived.learner).id
    return str(options.assignment)


def _practise(
    course: Coursework, store: LearnerStore, rules: Rules, assignment: str, plans: Sequence[object]
) -> bool:
    """An attempt at each case a plan is given for. All plans are tried before the first attempt is begun."""
    asked = Received().packet(store, assignment).assignment
    for item, plan in zip(asked.items, plans, strict=False):
        play_plan(case_from_text(item.text), rules.algorithm, plan)
    ended = [
        _attempt(course.begin_item(assignment, place), store, rules, plan) for place, plan in enumerate(plans)
    ]
    return all(ended)


def _attempt(begun: ItemStart, store: LearnerStore, rules: Rules, plan: object) -> bool:
    case, pin = begun.case, rules.algorithm.pin
    encounter = play.start(case, rules.algorithm)
    event = started(case, rules.algorithm, at=_now(), app_version=_version(), assignment=begun.assignment)
    store.begin(
        plain_of(event),
        Pin(case.head.id, case.head.version, case.sha256, begun.text, case.head.title),
        Pin(pin.id, pin.version, pin.sha256, rules.text, rules.algorithm.title),
        summary_of(encounter),
        scoring_version=SCORING_VERSION,
        attempt_id=begun.attempt,
    )
    for choice in choices_of(plan):
        encounter, visit = play.commit(encounter, choice.chosen, choice.confidence, choice.rationale)
        said = Committed(
            at=_now(),
            node=visit.node,
            chosen=visit.chosen,
            confidence=visit.confidence,
            rationale=visit.rationale,
        )
        store.append(begun.attempt, plain_of(said), summary_of(encounter))
    return _finished(begun.attempt, encounter, store)


def _finished(attempt: str, encounter: Encounter, store: LearnerStore) -> bool:
    ending = encounter.current.ending
    if ending is not None:
        at = _now()
        store.append(attempt, plain_of(Finished(at=at, ending=ending.id)), summary_of(encounter, at))
    return ending is not None


def _sit(course: Coursework, assignment: str, plans: Sequence[object], cases: int) -> bool:
    """The exam, from where it stands; each plan is for the case that stands then."""
    line = course.line(assignment)
    sitting = course.begin_exam(assignment) if line.exam is None else course.go_on_with_exam(assignment)
    sitting.open()
    try:
        for place, plan in enumerate(plans):
            if place >= sitting.item and not sitting.all_decided:
                _sit_case(sitting, place, plan)
        return sitting.all_decided
    finally:
        sitting.close()


def _sit_case(sitting: ExamSitting, place: int, plan: object) -> None:
    for number, choice in enumerate(choices_of(plan), start=1):
        if sitting.item != place or sitting.all_decided:
            raise TrainerError(
                f"Choice {number} of plan {place + 1}: the case has ended; there is nothing to decide.",
                safe="What was decided before it stands.",
            )
        if choice.node != sitting.encounter.node:
            raise TrainerError(
                f"Choice {number} of plan {place + 1}: the decision is {sitting.encounter.node!r},"
                f" not {choice.node!r}.",
                safe="What was decided before it stands.",
            )
        sitting.commit(choice.chosen, choice.confidence, choice.rationale)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "assignment": receipt.assignment,
        "learner": receipt.learner,
        "number": receipt.number,
        "path": receipt.path,
        "bytes": receipt.size,
        "sha256": receipt.sha256,
        "fingerprint": receipt.fingerprint,
        "late": receipt.late,
    }


def _now() -> str:
    from relall_trainer.commands.classroom import now

    return moment(now())


def _version() -> str:
    from relall_trainer import __version__

    return __version__

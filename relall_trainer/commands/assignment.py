"""``assignment create`` writes the files of an assignment; ``assignment open`` takes one as a learner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relall_trainer.cohort.draft import Draft, Extra, MadeCase, ShelfCase, Source
from relall_trainer.cohort.signed_file import FEEDBACK
from relall_trainer.cohort.terms import AT_ONCE, BY_TEACHER, EXAM, PRACTICE
from relall_trainer.commands.classroom import (
    find_assignment,
    moment_of,
    open_coursework,
    open_teaching,
    print_lines,
)
from relall_trainer.errors import TrainerError
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    import argparse

    from relall_trainer.cohort.course_lines import CourseLine
    from relall_trainer.cohort.coursework import Coursework
    from relall_trainer.cohort.folder import Written
    from relall_trainer.cohort.received import Arrived
    from relall_trainer.cohort.sent import Sent
    from relall_trainer.cohort.signed_file import SignedFile
    from relall_trainer.cohort.teaching import Teaching


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0: the files are written, or the assignment is taken; 1: it is not known who took it."""
    return _create(options, profile) if options.what == "create" else _open(options, profile)


def _create(options: argparse.Namespace, profile: Profile) -> int:
    if options.to == "":
        raise TrainerError("The folder named with --to is empty.", todo="Name a folder.")
    with open_teaching(profile) as teaching:
        draft = _draft(options, teaching)
        if options.replaces is None:
            sent = teaching.create(draft)
        else:
            sent = teaching.revise(find_assignment(teaching, options.replaces).id, draft)
        written = teaching.write_files(sent.assignment.id, Path(options.to))
        fingerprint = teaching.own_fingerprint
    if options.json:
        print(json.dumps(_created(sent, written, fingerprint), ensure_ascii=False))
    else:
        print_lines(_created_words(sent, written, fingerprint))
    return 0


def _draft(options: argparse.Namespace, teaching: Teaching) -> Draft:
    cohort, learners = "", tuple(options.learner)
    if options.cohort is not None:
        cohort = _cohort(teaching, Path(options.cohort))
    items: list[Source] = [ShelfCase(case) for case in options.case]
    items += [MadeCase(seed, options.focus) for seed in options.seed]
    release = options.release or (AT_ONCE if options.mode == PRACTICE else BY_TEACHER)
    return Draft(
        title=options.title,
        items=tuple(items),
        note=options.note,
        cohort=cohort,
        learners=learners,
        mode=options.mode,
        opens_at=moment_of(options.opens),
        due_at=moment_of(options.due, ends=True),
        attempts=options.attempts,
        counts=options.counts,
        mastery_percent=options.mastery,
        no_critical=options.no_critical,
        release=release,
        release_at=moment_of(options.release_at),
        minutes=options.minutes,
        extra=_extra(options.extra),
    )


def _cohort(teaching: Teaching, path: Path) -> str:
    """The cohort called as the file is, with everybody in it; made where there is none. Raises TrainerError."""
    from relall_trainer.cohort.roster import alike
    from relall_trainer.cohort.roster_csv import read_roster

    preview = read_roster(path)
    if preview.faults:
        wrong = "; ".join(f"line {row.line}: {row.fault}" for row in preview.faults[:5])
        more = f" and {len(preview.faults) - 5} more" if len(preview.faults) > 5 else ""
        raise TrainerError(f"{path}: {wrong}{more}.", safe="Nothing was written.", todo="Mend the list.")
    known = next((one for one in teaching.cohorts.all() if alike(one.name) == alike(path.stem)), None)
    if known is None:
        return teaching.cohorts.create(path.stem, preview.learners).id
    teaching.cohorts.put_back(known.replaced(preview.learners))
    return known.id


def _extra(given: list[str]) -> dict[str, Extra]:
    """``CODE=PERCENT``, or ``CODE=PERCENT+ATTEMPTS``."""
    extra = {}
    for word in given:
        code, _, much = word.rpartition("=")
        percent, _, attempts = much.removesuffix("%").partition("+")
        if not code or not percent.isdecimal() or not (attempts or "0").isdecimal() or len(much) > 8:
            raise TrainerError(
                f"--extra is CODE=PERCENT or CODE=PERCENT+ATTEMPTS, not {word[:60]!r}.",
                todo="Write it like 'Learner 03=25'.",
            )
        extra[code] = Extra(int(percent), int(attempts or 0))
    return extra


def _created(sent: Sent, written: tuple[Written, ...], fingerprint: str) -> dict[str, Any]:
    assignment = sent.assignment
    return {
        "assignment": assignment.id,
        "version": assignment.version,
        "title": assignment.title,
        "mode": assignment.mode,
        "cases": [item.case for item in assignment.items],
        "learners": list(assignment.learners),
        "key": fingerprint,
        "files": [
            {
                "path": str(one.path),
                "bytes": one.size,
                "sha256": one.sha256,
                "learner": one.learner or None,
                "already_there": one.already,
            }
            for one in written
        ],
    }


def _created_words(sent: Sent, written: tuple[Written, ...], fingerprint: str) -> list[str]:
    one = sent.assignment
    whom = f"{len(one.learners)} learners" if one.learners else "whoever gets the file"
    lines = [
        f"{one.title}: {one.mode}, {len(one.items)} cases, for {whom}. Id {one.id}, version {one.version}."
    ]
    for file in written:
        there = " (was there already)" if file.already else ""
        only = f", for {file.learner} alone" if file.learner else ""
        lines.append(f"Written: {file.path}{only}{there}")
    return [*lines, f"Your key, for your learners to compare: {fingerprint}"]


def _open(options: argparse.Namespace, profile: Profile) -> int:
    with open_coursework(profile) as (course, _, _):
        file = course.read(Path(options.file))
        if file.kind == FEEDBACK:
            return _feedback(options, course, file)
        arrived = course.look(file)
        code = options.learner or arrived.learner
        line = course.take(arrived, code) if code else None
        if line is not None and line.learner != code:
            line = course.work_as(line.id, code)
    status = 0 if line is not None else 1
    if options.json:
        print(json.dumps(_opened(arrived, line), ensure_ascii=False))
    else:
        print_lines(_opened_words(arrived, line))
    return status


def _feedback(options: argparse.Namespace, course: Coursework, file: SignedFile) -> int:
    """The feedback of an exam: readable at once, or once the exam has been handed in."""
    given = course.take_feedback(file)
    if options.json:
        print(json.dumps({"feedback": file.name, "readable": given is not None}, ensure_ascii=False))
    elif given is None:
        print_lines(["Kept. It can be read once you have handed the exam in."])
    else:
        print_lines(
            ["The feedback is here: every decision with its rating and reasons, among your attempts."]
        )
    return 0


def _opened(arrived: Arrived, line: CourseLine | None) -> dict[str, Any]:
    asked = arrived.assignment
    return {
        "assignment": asked.id,
        "version": asked.version,
        "title": asked.title,
        "note": asked.note,
        "mode": asked.mode,
        "opens_at": asked.opens_at,
        "due_at": asked.due_at,
        "minutes": asked.minutes,
        "seconds": asked.seconds_allowed,
        "attempts": asked.allowed_attempts,
        "cases": [{"case": one.case, "title": one.title, "minutes": one.minutes} for one in asked.items],
        "learners": list(arrived.learners),
        "key": arrived.fingerprint,
        "known": arrived.outcome == "same",
        "learner": line.learner if line else None,
        "state": line.state if line else None,
    }


def _opened_words(arrived: Arrived, line: CourseLine | None) -> list[str]:
    asked = arrived.assignment
    lines = [f"{asked.title} ({asked.mode}, version {asked.version})", asked.note]
    for number, item in enumerate(asked.items, start=1):
        lines.append(f"{number}. {item.title}, about {item.minutes} min")
    lines += [
        f"Opens {_local(asked.opens_at)}" if asked.opens_at else "",
        f"Due {_local(asked.due_at)}" if asked.due_at else "No due date",
        f"Attempts: {asked.allowed_attempts}" if asked.allowed_attempts else "As many attempts as you like",
        f"Time: {asked.seconds_allowed // 60} min for the whole" if asked.seconds_allowed else "",
    ]
    if asked.mode == EXAM:
        lines.append("An exam: no way back, and no feedback before it is released.")
    lines.append(f"Your teacher's key, to compare once: {arrived.fingerprint}")
    if line is not None:
        lines.append(f"Taken as {line.learner}.")
    else:
        who = ", ".join(arrived.learners) or "any code"
        lines.append(f"Not taken yet: say who you are with --as CODE ({who}).")
    return [words for words in lines if words]


def _local(moment: str) -> str:
    from datetime import datetime

    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"

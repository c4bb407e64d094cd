"""``submission check``: what a results file is, whether it is whole, whose key it is; what it comes to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relall_trainer.commands.classroom import open_teaching, print_lines
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    import argparse

    from relall_trainer.cohort.teaching import Teaching


def check(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 1 where a file cannot be taken in."""
    with open_teaching(profile) as teaching:
        answers = [_checked(Path(path), teaching) for path in options.files]
    if options.json:
        print(json.dumps(answers, ensure_ascii=False))
    else:
        for answer in answers:
            print_lines(_checked_words(answer))
    return 1 if any(not answer["sound"] for answer in answers) else 0


def _checked(path: Path, teaching: Teaching) -> dict[str, Any]:
    """What a file is; with its assignment at hand, what it comes to."""
    from relall_trainer.cohort.file_faults import FileFault
    from relall_trainer.cohort.keys import learner_words
    from relall_trainer.cohort.signature import fingerprint

    answer: dict[str, Any] = {"file": str(path), "sound": False}
    try:
        looked = teaching.look(path)
    except FileFault as fault:
        return {**answer, "code": fault.code, "reason": fault.one_line()}
    submission = looked.submission
    answer |= {
        "assignment": submission.assignment,
        "version": submission.assignment_version,
        "learner": submission.learner,
        "number": submission.number,
        "made_at": submission.made_at,
        "attempts": len(submission.attempts),
        "key": fingerprint(looked.file.key),
        "confirmed": looked.confirmed_as == learner_words(submission.learner),
        "sound": looked.fault is None or looked.fault.code == "unknown-assignment",
    }
    if looked.fault is not None:
        answer |= {"code": looked.fault.code, "reason": looked.fault.one_line()}
    if looked.marked is not None:
        answer["results"] = [
            {
                "case": one.pins.case,
                "attempt": one.attempt,
                "finished": one.finished,
                "points": one.points,
                "possible": one.possible,
                "percent": None if one.percent is None else float(one.percent),
                "critical_errors": one.critical,
            }
            for one in looked.marked.results
        ]
        answer["flags"] = [flag.words for flag in looked.marked.flags]
    return answer


def _checked_words(answer: dict[str, Any]) -> list[str]:
    if "learner" not in answer:
        return [f"{answer['file']}: {answer['reason']}"]
    whose = "confirmed" if answer["confirmed"] else "not confirmed"
    what = f"results of {answer['learner']}, number {answer['number']}, {answer['attempts']} attempts"
    lines = [
        f"{answer['file']}: {what}, made {answer['made_at']}",
        f"  signed with {answer['key']} ({whose})",
    ]
    if "reason" in answer:
        lines.append(f"  {answer['reason']}")
    for one in answer.get("results", ()):
        percent = "nothing was possible" if one["percent"] is None else f"{one['percent']} %"
        state = "" if one["finished"] else ", unfinished"
        lines.append(
            f"  {one['case']}: {one['points']:g} of {one['possible']:g} ({percent}),"
            f" critical errors: {one['critical_errors']}{state}"
        )
    return lines + [f"  Flag: {words}" for words in answer.get("flags", ())]

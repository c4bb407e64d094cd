"""For each code of a fault the smallest file that has it, and how it is opened; ``broken/`` holds what fits there.

``python -m tests.cohort.broken_files`` writes the folder anew. Files that take megabytes to be wrong, and what is no
file at all, are made when they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from relall_trainer.cohort.assignment import (
    assignment_file,
    assignment_from_plain,
    check_replaces,
    refuse_stranger,
)
from relall_trainer.cohort.packet import open_assignment, open_release
from relall_trainer.cohort.release import release_file
from relall_trainer.cohort.signed_file import ASSIGNMENT, FEEDBACK, LIMITS, RESULTS, read_signed, seal
from relall_trainer.cohort.submission import (
    LoggedAttempt,
    Submission,
    check_answers,
    check_follows,
    log_attempt,
    submission_file,
    submission_from_plain,
)
from tests.cohort.signed_samples import (
    CODE,
    LEARNER,
    STRANGER,
    TEACHER,
    Body,
    assignment,
    began,
    envelope,
    exam,
    item_of,
    release,
    resigned,
    results_bytes,
    rules_pin,
    rules_text,
    sound_case,
    submission,
)

FOLDER = Path(__file__).parent / "broken"
Opener = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Broken:
    """The bytes, the ending of the name, and what refuses them. ``made``: too large for the folder, or no file."""

    data: bytes
    kind: str
    open: Opener
    made: bool = False


def read_results(path: Path) -> Submission:
    file = read_signed(path, RESULTS)
    return submission_from_plain(file.body, file.name)


def replacing(path: Path) -> object:
    file = read_signed(path, ASSIGNMENT)
    return check_replaces(
        assignment(), TEACHER.public, assignment_from_plain(file.body, path), file.key, path
    )


def as_learner(path: Path) -> object:
    return refuse_stranger(open_assignment(path).assignment, CODE, path)


def answering(path: Path) -> object:
    return check_answers(read_results(path), assignment(), path)


def following(path: Path) -> object:
    return check_follows(submission(), read_results(path), path)


def feedback(path: Path) -> object:
    return open_release(path, exam(rules=rules_pin()), TEACHER.public)


def results(body: bytes) -> Broken:
    """A results file of any body, rightly signed."""
    return Broken(envelope(body), RESULTS, read_results)


def asked(data: str, opener: Opener = open_assignment) -> Broken:
    return Broken(data.encode(), ASSIGNMENT, opener)


def handed_in(opener: Opener = answering, **changes: object) -> Broken:
    return Broken(submission_file(submission(**changes), LEARNER).encode(), RESULTS, opener)


def newer() -> bytes:
    return results_bytes().replace(b'"format":1', b'"format":2')


def without_link(body: Body) -> None:
    del body["attempts"][0]["events"][1], body["attempts"][0]["chain"][1]


def broken_files() -> Mapping[str, Broken]:
    """Every code that this part of the program gives."""
    case = item_of(sound_case())
    other_rules = rules_text().replace('"sha256": "', '"sha256": "0', 1)
    return {
        "not-a-file": Broken(b"", RESULTS, read_results, made=True),
        "empty": Broken(b"", RESULTS, read_results),
        "too-large": Broken(b" " * (LIMITS[ASSIGNMENT] + 1), RESULTS, read_results, made=True),
        "not-text": Broken(b"\xff\xfe{\x00}\x00", RESULTS, read_results),
        "not-json": Broken(results_bytes()[:40], RESULTS, read_results),
        "repeated-key": results(b'{"a":1,"a":1}'),
        "too-deep": results(b"[" * 40 + b"]" * 40),
        "too-many-parts": Broken(
            envelope(b"[" + b"[]," * 500_000 + b"[]]"), RESULTS, read_results, made=True
        ),
        "bad-number": results(b'{"a":0.5}'),
        "half-character": results(b'{"a":"\\ud800"}'),
        "not-ours": Broken(b'{"about":"a recipe"}\n', RESULTS, read_results),
        "wrong-kind": Broken(seal(ASSIGNMENT, {}, TEACHER).encode(), RESULTS, read_results),
        "newer-format": Broken(newer(), RESULTS, read_results),
        "not-canonical": results(b'{"a": 1}'),
        "altered": Broken(results_bytes().replace(b"leaning", b"certain"), RESULTS, read_results),
        "bad-shape": results(b"{}"),
        "bad-case": asked(assignment_file(assignment(items=(replace(case, text="{}"),)), TEACHER)),
        "bad-rules": Broken(release_file(release(rules_text="{}"), TEACHER).encode(), FEEDBACK, feedback),
        "not-bare": asked(assignment_file(exam(items=(case,)), TEACHER)),
        "broken-chain": Broken(resigned(without_link), RESULTS, read_results),
        "other-key": asked(assignment_file(replace(assignment(), version=3), STRANGER), replacing),
        "older-version": asked(assignment_file(replace(assignment(), version=1), TEACHER), replacing),
        "same-version": asked(assignment_file(replace(assignment(), title="Mended"), TEACHER), replacing),
        "not-for-you": asked(assignment_file(exam().for_one("Learner 02", 50), TEACHER), as_learner),
        "other-assignment": handed_in(assignment_version=1),
        "unknown-learner": handed_in(learner="Learner 99", attempts=(), claims=()),
        "case-differs": handed_in(attempts=(played_on_another(),), claims=()),
        "rules-differ": Broken(
            release_file(release(rules_text=other_rules), TEACHER).encode(), FEEDBACK, feedback, made=True
        ),
        "contradicts": handed_in(following, number=2, attempts=(), claims=()),
    }


def played_on_another() -> LoggedAttempt:
    log = (began(case="another"),)
    return log_attempt("relapse-week", CODE, "at-1", 0, "practice", log)


ELSEWHERE = frozenset({"unknown-assignment", "does-not-replay"})
"""Given by whoever takes files in and plays them again; tested there."""


def shipped() -> Iterator[tuple[str, Path, Broken]]:
    """Code, place and content of each file in the folder."""
    for code, broken in broken_files().items():
        if not broken.made:
            yield code, FOLDER / f"{code}.{broken.kind}", broken


def write_all() -> None:
    FOLDER.mkdir(exist_ok=True)
    for _, path, broken in shipped():
        path.write_bytes(broken.data)


if __name__ == "__main__":
    write_all()

"""For each code of a fault the smallest file that has it, and how it is opened; ``broken/`` holds what fits there.

``python -m tests.cohort.broken_files`` writes the folder anew. Files that take megabytes to be wrong, and what is no
file at all, are made when they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from relall_trainer.algorithm_files import algorithm_from_text
from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.cohort.assignment import assignment_file
from relall_trainer.cohort.draft import Extra
from relall_trainer.cohort.feedback_file import release_file
from relall_trainer.cohort.packet import opened_assignment, opened_release
from relall_trainer.cohort.received import Packet, Received
from relall_trainer.cohort.scorer import Scorer
from relall_trainer.cohort.sent import Sent, SentBook, kept_papers
from relall_trainer.cohort.signed_file import ASSIGNMENT, FEEDBACK, LIMITS, RESULTS, read_signed, seal
from relall_trainer.cohort.submission import (
    LoggedAttempt,
    Submission,
    log_attempt,
    submission_file,
    submission_from_plain,
)
from relall_trainer.learner.chain import digest
from tests.cohort.signed_samples import (
    CODE,
    LEARNER,
    MADE_AT,
    STRANGER,
    TEACHER,
    Body,
    Drawer,
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

HERS = Extra(0, 1)
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


def opening(path: Path) -> object:
    return opened_assignment(read_signed(path, ASSIGNMENT))


def as_learner(path: Path) -> object:
    """As a learner who has the second version of the assignment, and works as Learner 01."""
    drawer = Drawer()
    text = assignment_file(assignment(), TEACHER)
    drawer.put_papers(Packet(assignment(), TEACHER.public, text, CODE, MADE_AT).papers())
    return Received().look(drawer, read_signed(path, ASSIGNMENT))  # type: ignore[arg-type]


def at_the_desk(path: Path) -> object:
    """At the desk of the teacher who wrote the assignment."""
    full, rules = case_to_text(sound_case()), rules_text()
    sent = Sent(
        assignment(), {sound_case().sha256: digest(full)}, digest(rules), "", {"Learner 02": HERS}, ()
    )
    drawer = Drawer()
    drawer.put_papers(kept_papers(sent, {digest(full): full, digest(rules): rules}))
    scorer = Scorer(SentBook(drawer), lambda: algorithm_from_text(rules))
    return scorer.handed(read_signed(path, RESULTS), read_results(path))


def feedback(path: Path) -> object:
    return opened_release(read_signed(path, FEEDBACK), exam(rules=rules_pin()), TEACHER.public)


def results(body: bytes) -> Broken:
    """A results file of any body, rightly signed."""
    return Broken(envelope(body), RESULTS, read_results)


def asked(data: str, opener: Opener = opening) -> Broken:
    return Broken(data.encode(), ASSIGNMENT, opener)


def handed_in(**changes: object) -> Broken:
    return Broken(submission_file(submission(**changes), LEARNER).encode(), RESULTS, at_the_desk)


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
        "other-key": asked(assignment_file(replace(assignment(), version=3), STRANGER), as_learner),
        "older-version": asked(assignment_file(replace(assignment(), version=1), TEACHER), as_learner),
        "same-version": asked(assignment_file(replace(assignment(), title="Mended"), TEACHER), as_learner),
        "not-for-you": asked(
            assignment_file(replace(assignment(), version=3).for_one("Learner 02", 50), TEACHER), as_learner
        ),
        "other-assignment": handed_in(assignment_sha256="0" * 64, attempts=(), claims=()),
        "unknown-assignment": handed_in(assignment_version=1, attempts=(), claims=()),
        "unknown-learner": handed_in(learner="Learner 99", attempts=(), claims=()),
        "case-differs": handed_in(attempts=(played_on_another(),), claims=()),
        "rules-differ": Broken(
            release_file(release(rules_text=other_rules), TEACHER).encode(), FEEDBACK, feedback, made=True
        ),
        "does-not-replay": handed_in(),
        "contradicts": handed_in(
            assignment_sha256=assignment().for_one("Learner 02", HERS.percent, HERS.attempts).sha256
        ),
    }


def played_on_another() -> LoggedAttempt:
    log = (began(case="another"),)
    return log_attempt("relapse-week", CODE, "at-1", 0, "practice", log)


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

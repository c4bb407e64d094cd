"""What the papers of teaching and learning are called in the store: one place for kinds and for how ids are made up.

Also the part of the store that keeps them, for whoever needs no more of it.

What stands in them is left to the modules that write them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from relall_trainer.learner.papers import Paper

KEY = "key"
"""The signing key of the profile; id ``own``."""
TRUSTED = "trusted"
"""A key somebody looked at and confirmed; id is the public key."""
COHORT = "cohort"
TEXT = "text"
"""A case or an algorithm as its whole text; id is the SHA-256 of the text."""
ASSIGNMENT = "assignment"
"""The teacher's copy of what she assigned."""
SUBMISSION = "submission"
"""A results file as it came."""
RESULT = "result"
"""What a submission came to under one set of cases and rules, kept when these were corrected."""
ARRIVING = "arriving"
"""A note of papers just put down that are to stay only if those after them come as well; see ``portions``."""
ASIDE = "aside"
"""A file that was not taken in, and why; id is the SHA-256 of the file."""
RELEASED = "released"
"""That an assignment's feedback was given out; id is the assignment's."""
RESCORED = "rescored"
COMPETENCIES = "competencies"
RECEIVED = "received"
EXAM = "exam"
EXAM_EVENT = "exam-event"
EXAM_CLOCK = "exam-clock"
EXAM_PACKET = "exam-packet"
"""The assignment an exam was begun on, as it was received then; id is the exam's."""
EXAM_DRAFT = "exam-draft"
"""What stands ticked on the screen of an exam and is not committed yet; id is the exam's."""
BEGUN = "begun"
"""An attempt begun for a practice assignment; id is the assignment's and the attempt's."""
HANDED_IN = "handed-in"
FEEDBACK = "feedback"
"""What a learner may read of an exam, and what she has read; id is the assignment's."""
FEEDBACK_FILE = "feedback-file"
"""A feedback file as it came to a learner; id is the assignment's."""
TEACHING = "teaching"
"""What the pages of a teacher keep: an assignment still being written, whether codes are shown for names."""
WATCHED = "watched"
"""The folder a teacher watches (id ``teacher``) or a learner does (id ``learner``)."""

_ID_LENGTH = 12

NewPaper = tuple[str, str, str]
"""A paper to be put down: kind, id and body."""
Papers = tuple[NewPaper, ...]
"""What is to be put down together."""


class PaperStore(Protocol):
    """The part of the learner's store that keeps papers. Every method raises a StoreError where it cannot."""

    def put_papers(self, papers: Iterable[tuple[str, str, str]]) -> None: ...
    def paper(self, kind: str, id: str) -> Paper | None: ...
    def papers(self, kind: str, prefix: str = "") -> Iterator[Paper]: ...
    def drop_papers(self, kind: str, ids: Iterable[str]) -> None: ...


def assignment_id(assignment: str, version: int) -> str:
    """The id of the teacher's copy of one version of an assignment."""
    return f"{assignment}/{version:04d}"


def versions_of(assignment: str) -> str:
    """What the ids of all versions of an assignment begin with."""
    return f"{assignment}/"


def submission_id(assignment: str, file_sha256: str) -> str:
    """The id of a results file; all of an assignment begin with ``versions_of`` it."""
    return f"{assignment}/{file_sha256}"


def result_id(assignment: str, file_sha256: str, rules_sha256: str, cases_sha256: str) -> str:
    """The id of what a submission came to under these rules and this set of cases."""
    return f"{assignment}/{file_sha256}/{rules_sha256[:_ID_LENGTH]}-{cases_sha256[:_ID_LENGTH]}"

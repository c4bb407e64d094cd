"""Giving out the feedback of an exam: one file an edition, with the full cases and the rules it is rated by.

When a learner's copy needs no such file, it finds out by itself; that is left to ``coursework``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from relall_trainer.cohort.feedback_file import Release, release_file
from relall_trainer.cohort.folder import Written, file_name, write_new
from relall_trainer.cohort.paper_kinds import RELEASED, SUBMISSION, versions_of
from relall_trainer.cohort.sent import Sent, SentBook
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.signed_file import FEEDBACK
from relall_trainer.cohort.terms import AT_ONCE
from relall_trainer.errors import TrainerError
from relall_trainer.learner.chain import canonical
from relall_trainer.learner.store import LearnerStore


def release_feedback(
    store: LearnerStore, book: SentBook, key: SigningKey, assignment: str, folder: Path, now: str
) -> tuple[Written, ...]:
    """Write the feedback of an exam into the folder, and keep that it was given out.

    Doing it again gives the very same files. Raises TrainerError in practice, where feedback comes at once.
    """
    newest = book.get(assignment)
    if newest.assignment.release == AT_ONCE:
        raise TrainerError(
            f"“{newest.assignment.title}” is practice: its feedback came at once.",
            safe="Nothing was written.",
            todo="There is nothing to release.",
        )
    at = book.released_at(assignment) or now
    written = tuple(
        write_feedback(sent, book, key, folder, at) for sent in _answered(store, book, assignment)
    )
    if book.released_at(assignment) is None:
        store.put_papers([(RELEASED, assignment, canonical({"at": at}))])
    return written


def write_feedback(sent: Sent, book: SentBook, key: SigningKey, folder: Path, at: str) -> Written:
    """The feedback file of one edition, in its place."""
    assignment = sent.assignment
    release = Release(
        assignment=assignment.id,
        version=assignment.version,
        released_at=at,
        cases=tuple(book.text(sent.cases[item.sha256]) for item in assignment.items),
        rules_text=book.text(sent.rules),
    )
    names = [
        file_name(assignment.title, f"v{assignment.version}", *more, kind=FEEDBACK, without="feedback")
        for more in ((), (assignment.id[:8],))
    ]
    return write_new(folder, names[0], release_file(release, key), otherwise=names[1])


def _answered(store: LearnerStore, book: SentBook, assignment: str) -> Iterator[Sent]:
    """The newest edition, and the earlier ones where something was handed in: somebody may have worked on them."""
    versions = book.versions(assignment)
    handed_in = any(True for _ in store.paper_ids(SUBMISSION, versions_of(assignment)))
    for version in versions if handed_in else versions[-1:]:
        yield book.get(assignment, version)

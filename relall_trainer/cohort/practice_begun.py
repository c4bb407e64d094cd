"""Which ordinary attempts were begun for a practice assignment, and how far each has come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from relall_trainer.cohort.course_lines import Played
from relall_trainer.cohort.paper_kinds import BEGUN
from relall_trainer.learner.chain import canonical
from relall_trainer.learner.records import FINISHED

if TYPE_CHECKING:
    from relall_trainer.cohort.paper_kinds import Papers
    from relall_trainer.cohort.received import Packet
    from relall_trainer.learner.records import AttemptRecord
    from relall_trainer.learner.store import LearnerStore


def begun_papers(assignment: str, attempt: str, at: str) -> Papers:
    """That an attempt is begun for a case of an assignment, as it is put down before it is begun."""
    return ((BEGUN, f"{assignment}/{attempt}", canonical({"at": at})),)


def played(store: LearnerStore, packet: Packet) -> tuple[tuple[Played, ...], ...]:
    """The attempts at each case, in the order they were begun. Raises a StoreError.

    Wherever its case stands in the newest version of the assignment; one at a case that is asked for no more, or at
    another text of it, is none of them.
    """
    items = packet.assignment.items
    every: dict[str, list[Played]] = {item.sha256: [] for item in items}
    begun = [
        (str(json.loads(paper.body)["at"]), paper.id.rpartition("/")[2])
        for paper in store.papers(BEGUN, f"{packet.id}/")
    ]
    for _, attempt in sorted(begun):
        record = _record(store, attempt)  # none where the program was ended in the very moment of beginning
        if record is not None and record.head.case_sha256 in every:
            tried = Played(attempt, record.summary.status == FINISHED, record.events)
            every[record.head.case_sha256].append(tried)
    return tuple(tuple(every[item.sha256]) for item in items)


def _record(store: LearnerStore, attempt: str) -> AttemptRecord | None:
    try:
        return store.summary(attempt)
    except LookupError:
        return None

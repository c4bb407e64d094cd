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


def begun_papers(assignment: str, attempt: str, item: int, at: str) -> Papers:
    """That an attempt is begun for one case of an assignment, as it is put down before it is begun."""
    return ((BEGUN, f"{assignment}/{attempt}", canonical({"item": item, "at": at})),)


def played(store: LearnerStore, packet: Packet) -> tuple[tuple[Played, ...], ...]:
    """The attempts at each case, in the order they were begun. Raises a StoreError.

    An attempt at another text of a case, as an earlier version of the assignment asked for, is none of them.
    """
    items = packet.assignment.items
    every: list[list[Played]] = [[] for _ in items]
    begun = [
        (json.loads(paper.body), paper.id.rpartition("/")[2])
        for paper in store.papers(BEGUN, f"{packet.id}/")
    ]
    for data, attempt in sorted(begun, key=lambda one: str(one[0]["at"])):
        record, place = _record(store, attempt), data["item"]
        if record is None or place >= len(items):
            continue  # without a record the program was ended in the very moment of beginning
        if record.head.case_sha256 == items[place].sha256:
            every[place].append(Played(attempt, record.summary.status == FINISHED, record.events))
    return tuple(map(tuple, every))


def _record(store: LearnerStore, attempt: str) -> AttemptRecord | None:
    try:
        return store.summary(attempt)
    except LookupError:
        return None

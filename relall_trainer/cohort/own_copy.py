"""Where an assignment's rules and cases are others than those of the learner's own program, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relall_trainer.encounter.play import EXAM

if TYPE_CHECKING:
    from relall_trainer.casefiles.shelf import Shelf
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.cohort.assignment import Assignment


def remarks(asked: Assignment, shelf: Shelf, algorithm: Algorithm) -> tuple[str, ...]:
    """What a learner should know about it; nothing where all is the same."""
    return (*_rules(asked, algorithm), *_cases(asked, shelf))


def _rules(asked: Assignment, algorithm: Algorithm) -> Iterator[str]:
    if asked.rules.sha256 == algorithm.pin.sha256:
        return
    theirs, own = asked.rules.version, algorithm.pin.version
    versions = f"version {theirs}, yours {own}" if theirs != own else f"another text of version {own}"
    if asked.mode == EXAM:
        yield f"It is scored by other rules than your program has ({versions}); you need not do anything about it."
    else:
        yield (
            f"Your teacher's program has other rules than yours ({versions}). The feedback you see is by your rules; "
            "the score that counts is by hers."
        )


def _cases(asked: Assignment, shelf: Shelf) -> Iterator[str]:
    own = {entry.id: entry for entry in shelf.heads() if entry.head is not None}
    for item in asked.items:
        entry = own.get(item.case)
        if entry is None or entry.head is None or entry.sha256 == item.sha256:
            continue
        other = entry.head.version
        versions = f"{item.version} here, {other} there" if other != item.version else "another text"
        yield f"“{item.title}” is not as in your program ({versions}). You play it as it stands in the assignment."

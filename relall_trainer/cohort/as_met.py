"""An attempt that was handed in, played again as it was met: for looking at one decision of it.

What it came to is left to ``marking``; here nothing is reckoned, and nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from relall_trainer.cohort.assignment import Assignment
from relall_trainer.cohort.marking import Marker
from relall_trainer.cohort.submission import Submission
from relall_trainer.encounter.attempt import replay
from relall_trainer.encounter.play import Encounter
from relall_trainer.encounter.timing import Decided, decided


@dataclass(frozen=True, slots=True)
class AsMet:
    """The encounter with everything that was decided, and when each of that was."""

    encounter: Encounter
    when: tuple[Decided, ...]

    def place(self, node: str) -> int | None:
        """Where in the record the first answer at a node stands, which is the one that counts."""
        nodes = [visit.node for visit in self.encounter.record]
        return nodes.index(node) if node in nodes else None


def as_met(assignment: Assignment, submission: Submission, attempt: str, marker: Marker) -> AsMet:
    """The attempt, rated by the marker's rules; LookupError where the file does not hold it.

    Raises ReplayFault for events that do not fit the case: what was taken in always does.
    """
    logged = next((one for one in submission.attempts if one.id == attempt), None)
    if logged is None:
        raise LookupError(f"attempt {attempt} is not in this file")
    case = marker.cases[assignment.items[logged.item].sha256]
    return AsMet(replay(case, marker.algorithm, logged.events, pinned=False), decided(logged.events))

"""A results file as marked: who handed it in, what each attempt came to, what is odd. What a gradebook is made of.

Reading and checking the file is left to ``submission``, keeping what stands here to ``teaching``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relall_trainer.cohort.flags import Flag, file_flags
from relall_trainer.cohort.marks import Decisions, Result, plain_result, result_from_plain
from relall_trainer.encounter.attempt import ReplayFault

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.marking import Marker
    from relall_trainer.cohort.submission import LoggedAttempt, Submission


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """One results file. ``file`` is its SHA-256, ``key`` the public key it is signed with, ``number`` counts her files.

    ``flags`` are those the file alone shows.
    """

    file: str
    version: int
    learner: str
    name: str
    key: str
    number: int
    made_at: str
    results: tuple[Result, ...]
    flags: tuple[Flag, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As plain data, for a paper; the file's own hash is in the paper's id."""
        return {
            "version": self.version,
            "learner": self.learner,
            "name": self.name,
            "key": self.key,
            "number": self.number,
            "made_at": self.made_at,
            "results": [plain_result(result) for result in self.results],
            "flags": [flag.plain() for flag in self.flags],
        }


def mark_file(
    marker: Marker,
    assignment: Assignment,
    submission: Submission,
    file: str,
    key: str,
    earlier: Callable[[], Iterable[Marker]] = tuple,
) -> MarkedFile:
    """Mark a results file. ``assignment`` is the learner's own copy where she has one (extra time, extra attempts).

    ``earlier`` gives what marked before cases were corrected, the last first, for an attempt that fits only those.
    Raises ReplayFault where an attempt does not fit its case; CaseDiffers where it is at another one.
    """
    results = tuple(_mark(marker, assignment, attempt, earlier) for attempt in submission.attempts)
    return MarkedFile(
        file=file,
        version=submission.assignment_version,
        learner=submission.learner,
        name=submission.name,
        key=key,
        number=submission.number,
        made_at=submission.made_at,
        results=results,
        flags=file_flags(assignment, submission, results),
    )


def _mark(
    marker: Marker,
    assignment: Assignment,
    attempt: LoggedAttempt,
    earlier: Callable[[], Iterable[Marker]],
) -> Result:
    try:
        return marker.mark(assignment, attempt)
    except ReplayFault:
        for before in earlier():
            with suppress(ReplayFault):
                return before.mark(assignment, attempt)
        raise


def marked_from_plain(file: str, data: Mapping[str, Any], seen: Decisions | None = None) -> MarkedFile:
    """The marked file of a paper; raises ValueError where its marks do not add up. ``seen`` as in ``marks``."""
    return MarkedFile(
        file=file,
        version=data["version"],
        learner=data["learner"],
        name=data["name"],
        key=data["key"],
        number=data["number"],
        made_at=data["made_at"],
        results=tuple(result_from_plain(one, seen) for one in data["results"]),
        flags=tuple(Flag(*one) for one in data["flags"]),
    )

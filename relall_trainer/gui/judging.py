"""Where an attempt that comes from elsewhere stands, by playing it on the texts it brings along.

Rules that bear the name and version of those in force must be the very same: points by others would be counted among
them. Knows no Qt. What is done with the answer is left to ``learner.imports``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relall_trainer.algorithm_files import algorithm_from_text
from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.attempt import Finished, replay
from relall_trainer.errors import BadFile
from relall_trainer.learner.standing import summary_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.encounter.case import Case
    from relall_trainer.learner.imports import Played
    from relall_trainer.learner.records import Summary

_CASES_KEPT = 24
_ALGORITHMS_KEPT = 8
_PATIENTS_KEPT = 512


class Judging:
    """Judges one attempt after the other; each case and algorithm is read once where they come in swarms.

    ``in_force`` gives the algorithm in force.
    """

    def __init__(self, in_force: Callable[[], Algorithm]) -> None:
        self._in_force = in_force
        self._cases: dict[str, Case] = {}
        self._memories: dict[str, tuple[Algorithm, Appraisals]] = {}

    def __call__(self, played: Played) -> Summary:
        """The summary of the attempt. Raises a TrainerError where it cannot be played."""
        algorithm, memory = self._algorithm(played)
        case = self._case(played)
        if played.head.case_title != case.head.title:
            raise BadFile("Its title is not that of the case it was played on.")
        encounter = replay(case, algorithm, played.events, memory=memory)
        finished = next((event.at for event in played.events if isinstance(event, Finished)), None)
        return summary_of(encounter, finished)

    def _case(self, played: Played) -> Case:
        wanted = played.head.case_content
        if wanted not in self._cases:
            if len(self._cases) >= _CASES_KEPT:
                del self._cases[next(iter(self._cases))]
            self._cases[wanted] = case_from_text(played.case_text)
        return self._cases[wanted]

    def _algorithm(self, played: Played) -> tuple[Algorithm, Appraisals]:
        wanted = played.head.algorithm_content
        if wanted not in self._memories:
            try:
                algorithm = algorithm_from_text(played.algorithm_text)
            except (AttributeError, IndexError, ValueError) as fault:  # a text of another make
                raise BadFile(f"The rules it was played on cannot be read ({fault}).") from None
            if _would_mix(algorithm, self._in_force()):
                named = f"{algorithm.pin.id} {algorithm.pin.version}"
                raise BadFile(f"It was played on rules that call themselves {named} and are others.")
            if len(self._memories) >= _ALGORITHMS_KEPT:
                del self._memories[next(iter(self._memories))]
            self._memories[wanted] = algorithm, Appraisals(algorithm, keep=_PATIENTS_KEPT)
        return self._memories[wanted]


def _would_mix(brought: Algorithm, in_force: Algorithm) -> bool:
    """Whether it would be taken for the algorithm in force and says something else."""
    one, other = brought.pin, in_force.pin
    if (one.id, one.version) != (other.id, other.version) and one.sha256 != other.sha256:
        return False
    return any(
        getattr(brought, part) != getattr(in_force, part) for part in ("title", "actions", "facts", "rules")
    )

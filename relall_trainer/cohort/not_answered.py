"""The decisions of an exam that were not answered, for reading once its feedback was given out.

Each stands at its place in the case played on as its authors did, so that story, chart, ratings and reasons are those
everybody met. Which there are is kept in ``feedback``, what they count is reckoned by ``marking``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.cohort import paper_kinds as kinds
from relall_trainer.cohort.exam_log import ExamLog
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import replay
from relall_trainer.errors import StoreError

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.cohort.feedback import Feedback
    from relall_trainer.encounter.case import Case
    from relall_trainer.encounter.events import Event
    from relall_trainer.encounter.play import Encounter
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """One decision. ``encounter`` has the whole case on its record, and at ``place`` what the authors chose.

    ``possible`` are the points it counts nothing of.
    """

    attempt: str
    place: int
    encounter: Encounter
    possible: float


def not_answered(store: LearnerStore, told: Feedback) -> tuple[NotAnswered, ...]:
    """All of them, in the order of the exam. Raises StoreError."""
    from relall_trainer.algorithm_files import algorithm_from_text
    from relall_trainer.casefiles.prepared import case_from_text

    if not told.texts:
        return ()
    algorithm = algorithm_from_text(_text(store, told.rules))
    found: list[NotAnswered] = []
    for attempt in told.attempts:
        if attempt in told.texts:
            case = case_from_text(_text(store, told.texts[attempt]))
            found += played_on(attempt, case, algorithm, _events(store, told.assignment, attempt))
    return tuple(found)


def played_on(
    attempt: str, case: Case, algorithm: Algorithm, events: Sequence[Event]
) -> Iterator[NotAnswered]:
    """What was not answered of one attempt at an exam; without events, of a case never begun."""
    from relall_trainer.cohort.deciding import unanswered

    encounter = replay(case, algorithm, events) if events else play.start(case, algorithm, mode=play.EXAM)
    answered, possible = len(encounter.record), []
    while not encounter.ended:
        possible.append(unanswered(encounter).possible)
        encounter, _ = play.commit(encounter, play.authors_choice(encounter))
    for place, points in enumerate(possible, start=answered):
        yield NotAnswered(attempt, place, encounter, points)


def _events(store: LearnerStore, assignment: str, attempt: str) -> tuple[Event, ...]:
    log = ExamLog(store)
    exam = next(one for one in log.exams(assignment) if attempt in one.attempts)
    item = exam.attempts.index(attempt)
    return tuple(entry.event for entry in log.entries(exam.id) if entry.item == item)


def _text(store: LearnerStore, name: str) -> str:
    paper = store.paper(kinds.TEXT, name)
    if paper is None:
        raise StoreError(
            "A text that the feedback needs is missing from your record.",
            safe="Everything you decided is kept.",
            todo="Restore a backup, or open the feedback file again.",
        )
    return paper.body

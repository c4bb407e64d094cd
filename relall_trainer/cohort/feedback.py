"""What of an assignment's exams a learner may read by now, and which decisions she has looked at.

How it came to be readable is left to ``feedback_in``, what the exam came to, to ``exam_score``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from relall_trainer.cohort import paper_kinds as kinds
from relall_trainer.cohort.exam_score import ExamScore
from relall_trainer.learner.chain import canonical

if TYPE_CHECKING:
    from relall_trainer.cohort.paper_kinds import Papers
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class Feedback:
    """What may be read. ``attempts``: how many decisions each asks; ``answered``: how many of them, from the first on,
    were answered; ``seen``: the places of those looked at.

    ``texts`` has the hash of the full case for each attempt that was not answered to its end, ``rules`` that of the
    rules. ``score`` is what the exam that counts came to; None where not all of its cases are at hand.
    """

    assignment: str
    given_at: str
    attempts: Mapping[str, int] = field(default_factory=dict)
    answered: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    rules: str = ""
    score: ExamScore | None = None
    seen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def of(self) -> int:
        """How many decisions have feedback."""
        return sum(self.attempts.values())

    @property
    def unseen(self) -> int:
        """How many of them were not looked at yet."""
        return self.of - sum(len(places) for places in self.seen.values())

    @property
    def unanswered(self) -> int:
        """How many of them were not answered."""
        return self.of - sum(self.answered.values())

    def is_answered(self, attempt: str, place: int) -> bool:
        """Whether the decision at this place of an attempt was answered."""
        return place < self.answered.get(attempt, 0)

    def is_last(self, attempt: str, place: int) -> bool:
        """Whether no decision of the exam comes after this one that was not answered."""
        rest = [one for one, count in self.attempts.items() if self.answered.get(one, 0) < count]
        return not rest or (attempt, place + 1) == (rest[-1], self.attempts[rest[-1]])

    def next_unseen(self) -> tuple[str, int] | None:
        """The first decision not looked at: attempt and place (from 0); None where all were."""
        for attempt, count in self.attempts.items():
            seen = set(self.seen.get(attempt, ()))
            for place in range(count):
                if place not in seen:
                    return attempt, place
        return None

    def first(self) -> tuple[str, int] | None:
        """The first decision of all: attempt and place."""
        return next(((attempt, 0) for attempt, count in self.attempts.items() if count), None)

    def with_seen(self, attempt: str, place: int) -> Feedback:
        """The same with this decision looked at."""
        if not 0 <= place < self.attempts.get(attempt, 0):
            return self
        places = tuple(sorted({*self.seen.get(attempt, ()), place}))
        return replace(self, seen={**self.seen, attempt: places})

    def papers(self) -> Papers:
        """As it is put down."""
        body = {
            "given_at": self.given_at,
            "attempts": [
                [attempt, count, self.answered.get(attempt, 0)] for attempt, count in self.attempts.items()
            ],
            "texts": dict(self.texts),
            "rules": self.rules,
            "score": None if self.score is None else self.score.plain(),
            "seen": {attempt: list(places) for attempt, places in self.seen.items()},
        }
        return ((kinds.FEEDBACK, self.assignment, canonical(body)),)


def feedback_of(store: LearnerStore, assignment: str) -> Feedback | None:
    """What may be read; None before anything was given out. Raises a StoreError."""
    paper = store.paper(kinds.FEEDBACK, assignment)
    if paper is None:
        return None
    data = json.loads(paper.body)
    return Feedback(
        assignment,
        data["given_at"],
        attempts={attempt: count for attempt, count, _ in data["attempts"]},
        answered={attempt: answered for attempt, _, answered in data["attempts"]},
        texts=data["texts"],
        rules=data["rules"],
        score=None if data["score"] is None else ExamScore.from_plain(data["score"]),
        seen={attempt: tuple(places) for attempt, places in data["seen"].items()},
    )


def see(store: LearnerStore, assignment: str, attempt: str, place: int) -> None:
    """Keep that a decision's feedback was looked at. Raises a StoreError."""
    known = feedback_of(store, assignment)
    if known is not None:
        after = known.with_seen(attempt, place)
        if after != known:
            store.put_papers(after.papers())

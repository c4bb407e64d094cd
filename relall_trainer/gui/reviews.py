"""The reviews of a sitting: which patient a rule is asked on, and how each one went.

Knows no Qt. A patient met before, anywhere, is never shown again. Whose turn it is says ``encounter.sitting``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from relall_trainer.clinical.population import fingerprint
from relall_trainer.encounter.grading import agreed
from relall_trainer.encounter.schedule import SURE, UNSURE, WRONG, grade_of
from relall_trainer.encounter.sitting import PAIR, PATIENT, Sitting, Turn

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.encounter.case import Case
    from relall_trainer.encounter.fresh import FreshCase, FreshPair
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.encounter.play import Visit

UNTESTED = "untested"
"""What a review came to where the answer put the rule to no test: beside the grades of ``encounter.schedule``."""
GRADES = (WRONG, UNSURE, SURE, UNTESTED)
"""The poorest first; what was not tested tells nothing beside what was."""
_TRIES = 4


class PatientMaker(Protocol):
    """Makes patients in whom a rule decides. None: with this seed there is no such patient."""

    def case(self, rule: str, seed: int, avoid: Container[str]) -> FreshCase | None:
        """One patient, playable."""
        ...

    def pair(self, rule: str, seed: int, avoid: Container[str]) -> FreshPair | None:
        """Two who differ in one decisive fact."""
        ...


class FreshPatients:
    """The maker in use: the generator of fresh cases, over the algorithm in force."""

    def __init__(self, algorithm: Algorithm, questions: Questions) -> None:
        self._algorithm = algorithm
        self._questions = questions

    def case(self, rule: str, seed: int, avoid: Container[str]) -> FreshCase | None:
        from relall_trainer.encounter.fresh import CannotAsk, fresh_case

        try:
            return fresh_case(self._algorithm, self._questions, seed, rule, avoid)
        except CannotAsk:
            return None

    def pair(self, rule: str, seed: int, avoid: Container[str]) -> FreshPair | None:
        from relall_trainer.encounter.fresh import CannotAsk, fresh_pair

        try:
            return fresh_pair(self._algorithm, self._questions, seed, rule, avoid)
        except CannotAsk:
            return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a turn asks for: the same patients for the same wish, whoever makes them and whenever.

    ``begun`` is how many attempts the record holds: it goes into the seed, so that no seed is drawn twice. ``avoid``
    are the fingerprints of those met before.
    """

    kind: str
    rule: str
    begun: int
    avoid: frozenset[str]

    def make(
        self, maker: PatientMaker, trying: Callable[[int, int], object] = lambda _number, _of: None
    ) -> FreshCase | FreshPair | None:
        """Someone new; a single patient where no pair can be found. ``trying`` is told of every try."""
        makers: list[Callable[[str, int, Container[str]], FreshCase | FreshPair | None]] = [maker.case]
        if self.kind == PAIR:
            makers.insert(0, maker.pair)
        for make in makers:
            for number in range(_TRIES):
                trying(number, _TRIES)
                fresh = make(self.rule, seed_of(self.rule, self.begun, number), self.avoid)
                if fresh is not None and self.avoid.isdisjoint(_marks(fresh)):
                    return fresh
        return None


@dataclass(frozen=True, slots=True)
class Review:
    """One review: a rule on a patient, or on a pair. ``place`` counts from 1, ``of_about`` is an estimate.

    ``evidence_first``: the rule's evidence is shown before it is asked.
    """

    kind: str
    rule: str
    evidence_first: bool
    fresh: FreshCase | FreshPair
    place: int
    of_about: int
    turn: Turn
    sitting: SittingUnderWay = field(repr=False, compare=False)

    @property
    def cases(self) -> tuple[Case, ...]:
        """What is played, in order: one case, or two."""
        return tuple(one.case for one in cases_of(self.fresh))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How a review went: a grade of GRADES."""

    rule: str
    grade: str


class SittingUnderWay:
    """A sitting as the window works on it. Nothing is lost by dropping it."""

    def __init__(self, sitting: Sitting, seen: Iterable[str]) -> None:
        self.sitting = sitting
        self.seen = set(seen)
        self.reviewed: list[Reviewed] = []
        self.without_patient: set[str] = set()
        self.current: Review | None = None
        self.nothing_left = False
        """Whether it ended because no rule was left, not because its time was up."""
        self._ahead: dict[Wanted, FreshCase | FreshPair | None] = {}

    def wanted(self, at: datetime, begun: int) -> Wanted | None:
        """Whom the next review will ask for, as far as it can be told before this one is answered.

        None where there will be none, or they were made ahead already.
        """
        sitting = self.sitting
        if self.current is not None:
            sitting = sitting.answered(self.current.turn, True, at)
        turn = sitting.next_turn(at)
        wanted = None if turn is None else self._wanted(turn, begun)
        return None if wanted in self._ahead else wanted

    def keep(self, wanted: Wanted, fresh: FreshCase | FreshPair | None) -> None:
        """Take who was made ahead; used where the next review does ask for them."""
        self._ahead = {wanted: fresh}

    def _wanted(self, turn: Turn, begun: int) -> Wanted:
        return Wanted(turn.kind, turn.rule, begun, frozenset(self.seen))

    def next_review(self, at: datetime, maker: PatientMaker, begun: int) -> Review | None:
        """The review whose turn it is, the same until it is answered; None when the sitting is over.

        ``begun`` as in Wanted.
        """
        if self.current is not None:
            return self.current
        while (turn := self.sitting.next_turn(at)) is not None:
            wanted = self._wanted(turn, begun)
            fresh = self._ahead[wanted] if wanted in self._ahead else wanted.make(maker)
            if fresh is None:
                self.without_patient.add(turn.rule)
                self.sitting = self.sitting.passed_over(turn)
                continue
            self.seen.update(_marks(fresh))
            self.current = Review(
                kind=PAIR if len(cases_of(fresh)) > 1 else PATIENT,
                rule=turn.rule,
                evidence_first=turn.evidence_first,
                fresh=fresh,
                place=len(self.sitting.done) + 1,
                of_about=max(self.sitting.of_about(at), len(self.sitting.done) + 1),
                turn=turn,
                sitting=self,
            )
            return self.current
        self.nothing_left = not self.sitting.ahead
        return None

    def answered(self, review: Review, visits: Iterable[Visit], at: datetime) -> None:
        """Take down how a review went, by the first answer at each node of each patient."""
        first: dict[tuple[str, object], Visit] = {}
        for visit in visits:
            first.setdefault((visit.node, visit.patient), visit)
        grade = _grade(review.rule, list(first.values()))
        self.reviewed.append(Reviewed(review.rule, grade))
        right = None if grade == UNTESTED else grade != WRONG
        self.sitting = self.sitting.answered(review.turn, right, at)
        self.current = None


def cases_of(fresh: FreshCase | FreshPair) -> tuple[FreshCase, ...]:
    """The one case, or both."""
    from relall_trainer.encounter.fresh import FreshPair

    return (fresh.first, fresh.second) if isinstance(fresh, FreshPair) else (fresh,)


def _marks(fresh: FreshCase | FreshPair) -> set[str]:
    """The fingerprints of everybody in it, at every decision."""
    return {fingerprint(patient) for one in cases_of(fresh) for patient in one.patients}


def seed_of(rule: str, begun: int, number: int) -> int:
    """The seed of the ``number``-th try at a review of a rule when so many attempts had been begun.

    Nine digits at most, as it stands in the title; who was met already is left out by what she is, not by her number.
    """
    digest = hashlib.sha256(f"{rule}:{begun}:{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 1_000_000_000


def _grade(rule: str, visits: list[Visit]) -> str:
    tested = [(visit, agreed(rule, [visit.score])) for visit in visits]
    grades = {grade_of(right, visit.confidence) for visit, right in tested if right is not None}
    return next((grade for grade in GRADES if grade in grades), UNTESTED)

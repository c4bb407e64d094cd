"""Marking: what a learner chose, played again on the pinned case and rated by the teacher's own rules.

No number in a results file is believed. Many learners decide alike, so each decision at each moment of a case is
rated once and remembered. What the results of a group come to is left to ``gradebook``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from relall_trainer.cohort.deciding import decided, unanswered
from relall_trainer.cohort.marks import Decision, Mark, Pins, Result
from relall_trainer.cohort.plain_text import plain_line
from relall_trainer.cohort.trail import trail_of
from relall_trainer.encounter import attempt as attempts
from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals, Appraiser
from relall_trainer.encounter.attempt import ReplayFault
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.choice import CONFIDENCE, LONGEST_RATIONALE
from relall_trainer.encounter.events import Committed, Event, Finished, Noted, Started, SteppedBack
from relall_trainer.encounter.play import EXAM, PRACTICE, Encounter
from relall_trainer.encounter.scoring import SCORING_VERSION

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.submission import LoggedAttempt

_MOST_PLACES = 50_000  # remembered moments of cases; then it begins anew
_SURE = frozenset((None, *CONFIDENCE))


class CaseDiffers(ReplayFault):
    """An attempt at another case than was assigned, or at another text of it."""


class Marker:
    """Marks attempts at some cases by one set of rules; keeps what it has found out between attempts.

    ``cases`` are full cases by the SHA-256 of their files. Not for two threads at once.
    """

    def __init__(self, cases: Mapping[str, Case], algorithm: Appraiser) -> None:
        self.cases = cases
        self.algorithm = algorithm
        self._memory = Appraisals(algorithm, keep=4_096)
        self._starts: dict[tuple[str, str, int | None], _Place] = {}
        self._places: dict[tuple[str, str, int | None, str, object], _Place] = {}

    def mark(self, assignment: Assignment, attempt: LoggedAttempt) -> Result:
        """The result of one attempt handed in for an assignment.

        Raises ReplayFault for events that do not fit the case, CaseDiffers where it is at another one.
        """
        begun, case, walk = self._walked(assignment, attempt)
        return Result(
            attempt=attempt.id,
            item=attempt.item,
            mode=assignment.mode,
            pins=self._pins(case),
            finished=walk.place.encounter.ended,
            ending=walk.ending,
            started_at=begun.at,
            finished_at=walk.finished_at,
            marks=(*walk.marks(), *(mark for mark, _ in self._missing(walk.place))),
            trail=trail_of(attempt.events),
            played_under=self._played_under(begun),
        )

    def check(self, assignment: Assignment, attempt: LoggedAttempt) -> None:
        """See to it that an attempt can be marked: raises as ``mark`` does, and makes nothing of it."""
        _, _, walk = self._walked(assignment, attempt)
        self._missing(walk.place)

    def moments(self, assignment: Assignment, attempt: LoggedAttempt) -> dict[str, Encounter]:
        """Each decision with a mark → the encounter as it stood there, to look up ratings and reasons.

        Raises as ``mark`` does.
        """
        _, _, walk = self._walked(assignment, attempt)
        met = {node: place.encounter for node, place in walk.places.items()}
        return met | {place.encounter.node: place.encounter for _, place in self._missing(walk.place)}

    def blank(self, assignment: Assignment, item: int) -> Result:
        """What an exam's item comes to that was never begun: nothing, of all that was possible."""
        case = self._case(assignment, item)
        place = self._start(case, assignment.mode, None)
        marks = tuple(mark for mark, _ in self._missing(place))
        return Result("", item, assignment.mode, self._pins(case), False, None, "", "", marks)

    def after(self, place: _Place, event: Committed, number: int) -> _Way:
        """What a decision comes to, and the moment it leads to; raises ReplayFault."""
        known = place.ways.get(event.chosen)
        fits = event.node == place.node and event.confidence in _SURE
        if known is not None and fits and len(event.rationale) <= LONGEST_RATIONALE:
            return known
        encounter = attempts.advance(place.encounter, event, number)
        found = place.ways[event.chosen] = _Way(encounter, self._place(encounter))
        return found

    def _walked(self, assignment: Assignment, attempt: LoggedAttempt) -> tuple[Started, Case, _Walk]:
        begun = self._begun(assignment, attempt)
        case = self._case(assignment, attempt.item)
        walk = _Walk(self, self._start(case, assignment.mode, begun.seed))
        for number, event in enumerate(attempt.events[1:], start=2):
            walk.step(event, number)
        return begun, case, walk

    def _begun(self, assignment: Assignment, attempt: LoggedAttempt) -> Started:
        begun = attempt.events[0] if attempt.events else None
        if not isinstance(begun, Started):
            kind = "none" if begun is None else begun.KIND
            raise ReplayFault(1, kind, "an attempt begins with started.")
        if not 0 <= attempt.item < len(assignment.items):
            raise CaseDiffers(1, begun.KIND, f"the assignment has no item {attempt.item + 1}.")
        item = assignment.items[attempt.item]
        if (begun.case, begun.case_version, begun.case_sha256) != (item.case, item.version, item.sha256):
            raise CaseDiffers(1, begun.KIND, "it was played on another case than was assigned.")
        if begun.mode != assignment.mode or attempt.mode != assignment.mode:
            raise ReplayFault(1, begun.KIND, f"it was not played as {assignment.mode}.")
        if begun.fork_of is not None:
            raise ReplayFault(1, begun.KIND, "it takes another road of an earlier attempt.")
        return begun

    def _case(self, assignment: Assignment, item: int) -> Case:
        case = self.cases.get(assignment.items[item].sha256)
        if case is None:
            raise CaseDiffers(1, Started.KIND, f"the case {assignment.items[item].case!r} is not at hand.")
        return case

    def _pins(self, case: Case) -> Pins:
        pin, head = self.algorithm.pin, case.head
        return Pins(
            head.id, head.version, case.sha256, head.title, pin.id, pin.version, pin.sha256, SCORING_VERSION
        )

    def _played_under(self, begun: Started) -> str:
        """Other rules or another scoring than these that the learner played under, in words; else nothing."""
        pin = self.algorithm.pin
        if begun.scoring != SCORING_VERSION:
            return plain_line(f"scoring {begun.scoring}")
        if (begun.algorithm, begun.algorithm_sha256) == (pin.id, pin.sha256):
            return ""
        return plain_line(f"{begun.algorithm} {begun.algorithm_version} ({begun.algorithm_sha256[:8]})")

    def _start(self, case: Case, mode: str, seed: int | None) -> _Place:
        # Luck is drawn with the seed only where the case draws at all.
        luck = seed if case.draws and mode == PRACTICE else None
        key = (case.sha256, mode, luck)
        if key not in self._starts or len(self._places) > _MOST_PLACES:
            if len(self._places) > _MOST_PLACES:
                self._starts.clear()
                self._places.clear()
            encounter = play.start(case, self.algorithm, luck, mode=mode, memory=self._memory)
            self._starts[key] = self._place(encounter)
        return self._starts[key]

    def _place(self, encounter: Encounter) -> _Place:
        """The moment an encounter stands at; how it came there does not matter to what follows."""
        key = (
            encounter.case.sha256, encounter.mode, encounter.seed, encounter.node, encounter.patient,
        )  # fmt: skip
        place = self._places.get(key)
        if place is None:
            bare = dataclasses.replace(encounter, path=(), record=(), first={})
            place = self._places[key] = _Place(bare)
        return place

    def _missing(self, place: _Place) -> list[tuple[Mark, _Place]]:
        """The decisions of an exam from here on, none of them answered, each with the moment it stands at."""
        found: list[tuple[Mark, _Place]] = []
        while place.encounter.mode == EXAM and not place.encounter.ended:
            if place.unanswered is None:
                encounter = place.encounter
                event = Committed(at="", node=encounter.node, chosen=play.authors_choice(encounter))
                place.unanswered = Mark(unanswered(encounter)), self.after(place, event, 0).to
            mark, after = place.unanswered
            found.append((mark, place))
            place = after
        return found


class _Place:
    """A moment of a case: the patient at a node. ``ways``: steps chosen → what comes of it."""

    __slots__ = ("encounter", "node", "unanswered", "ways")

    def __init__(self, encounter: Encounter) -> None:
        self.encounter = encounter
        self.node = encounter.node
        self.ways: dict[tuple[str, ...], _Way] = {}
        self.unanswered: tuple[Mark, _Place] | None = None


class _Way:
    """A decision at a moment, and the moment it leads ``to``; written down when it is first asked for."""

    __slots__ = ("_decision", "_encounter", "to")

    def __init__(self, encounter: Encounter, to: _Place) -> None:
        self._encounter = encounter
        self._decision: Decision | None = None
        self.to = to

    @property
    def decision(self) -> Decision:
        if self._decision is None:
            self._decision = decided(self._encounter)
        return self._decision


class _Walk:
    """One attempt on its way: where it stands, and the first answer at each decision met."""

    __slots__ = ("_marker", "_road", "ending", "finished_at", "first", "place", "places")

    def __init__(self, marker: Marker, start: _Place) -> None:
        self._marker = marker
        self._road: list[_Place] = []
        self.place = start
        self.first: dict[str, tuple[_Way, Committed]] = {}
        self.places: dict[str, _Place] = {}
        self.ending: str | None = None
        self.finished_at = ""

    def marks(self) -> Iterator[Mark]:
        """The first answers as marked, in the order they were given."""
        for way, event in self.first.values():
            yield Mark(way.decision, event.confidence, event.rationale, event.elapsed_ms, event.at)

    def step(self, event: Event, number: int) -> None:
        """One event further; raises ReplayFault where it does not fit."""
        if self.finished_at and not isinstance(event, Noted):
            raise ReplayFault(number, event.KIND, "the attempt is finished; only notes may follow.")
        if isinstance(event, Committed):
            way = self._marker.after(self.place, event, number)
            if event.node not in self.first:
                self.places[event.node] = self.place
                self.first[event.node] = way, event
            self._road.append(self.place)
            self.place = way.to
            return
        if isinstance(event, SteppedBack) and self._road and self.place.encounter.mode == PRACTICE:
            self.place = self._road.pop()
        else:
            attempts.advance(self.place.encounter, event, number)
        if isinstance(event, Finished):
            ending = self.place.encounter.current.ending
            self.finished_at, self.ending = event.at, ending.id if ending else None

"""An attempt as xAPI statements: begun, each decision answered, completed, passed or failed, terminated.

A statement says what was so at its event and nothing that may change later (gone back over, put aside, noted), so that
saying it again gives the same statement under the same id. Of learner and machine it holds an opaque account and the
learner's own reasons, nothing else. An exam under way is withheld. Playing the attempt again is left to the caller.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from relall_trainer.encounter.debrief import labels_at
from relall_trainer.encounter.events import Committed, Event, Finished, Started
from relall_trainer.encounter.play import EXAM, Encounter, Visit
from relall_trainer.encounter.scoring import Total, total
from relall_trainer.errors import TrainerError
from relall_trainer.interop import xapi_names as names
from relall_trainer.interop.xapi_extensions import critical_errors, dimensions, extensions, ratings
from relall_trainer.interop.xapi_values import (
    LANGUAGE,
    duration,
    language_map,
    only_given,
    reaches,
    score,
    timestamp,
    without_half_characters,
)

Statement = dict[str, Any]
"""A statement as plain data, for JSON."""

FORK = "fork"
_PLATFORM = "RelALL Trainer"


@dataclass(frozen=True, slots=True)
class PlayedAttempt:
    """An attempt with its events and what they lead to."""

    id: str
    events: tuple[Event, ...]
    encounter: Encounter


@dataclass(frozen=True, slots=True)
class Account:
    """An account someone chose for a learner: a name that means something under ``home``.

    What is said under it has ids of its own, so that it never contradicts what was said under another.
    """

    name: str
    home: str = names.HOME


@dataclass(frozen=True, slots=True)
class Mastery:
    """What is asked for to pass: percent of the points, and ``spotless``: no critical error."""

    percent: int
    spotless: bool = True

    def reached(self, sums: Total) -> bool:
        return reaches(sums.points, sums.possible, self.percent) and not (self.spotless and sums.critical)


def statements(
    attempt: PlayedAttempt, account: str | Account, mastery: Mastery | None = None
) -> tuple[Statement, ...]:
    """All that is to be said of an attempt, in the order it happened; nothing of an exam under way.

    ``account`` is the opaque name this program gives a learner, or an account that was chosen for her. Decisions a fork
    copied from the attempt it left are said of that one only, though its total counts them, as the debrief does. Raises
    TrainerError for an event at no time there is.
    """
    return tuple(said for _place, said in statements_by_event(attempt, account, mastery))


def statements_by_event(
    attempt: PlayedAttempt, account: str | Account, mastery: Mastery | None = None
) -> tuple[tuple[int, Statement], ...]:
    """``statements``, each with the number of the event it is said of, from 1."""
    finished = any(isinstance(event, Finished) for event in attempt.events)
    if attempt.encounter.mode == EXAM and not finished:
        return ()
    return tuple(_Teller(attempt, account, mastery).all())


def write_statements(stream: IO[str], said: Iterable[Statement]) -> int:
    """One JSON array, a statement a line, each written before the next is asked for; how many."""
    count = 0
    stream.write("[")
    for statement in said:
        stream.write(",\n" if count else "\n")
        stream.write(as_json(statement))
        count += 1
    stream.write("\n]\n")
    return count


def as_json(statement: Statement) -> str:
    """A statement on one line that UTF-8 can hold, the same for the same statement."""
    text = json.dumps(statement, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return without_half_characters(text)
    return text


class _Teller:
    """Says of one attempt what its events come to."""

    def __init__(self, attempt: PlayedAttempt, account: str | Account, mastery: Mastery | None) -> None:
        first = attempt.events[0] if attempt.events else None
        if not isinstance(first, Started):
            raise TrainerError("The attempt does not begin with its start.")
        self._attempt = attempt
        self._encounter = attempt.encounter
        self._account = account if isinstance(account, Account) else Account(account)
        self._under = f"{account.home} {account.name}" if isinstance(account, Account) else ""
        self._mastery = mastery
        self._started = first
        self._mode = FORK if first.fork_of else first.mode
        self._case_id = names.case_id(first.case, first.case_version)

    def all(self) -> Iterator[tuple[int, Statement]]:
        visits = iter(self._encounter.record)
        met: set[str] = set()
        decisions = 0
        for place, event in enumerate(self._attempt.events, start=1):
            if isinstance(event, Started):
                yield place, self._statement(place, names.INITIALIZED, event.at, self._case())
            elif isinstance(event, Committed):
                visit = next(visits)
                decisions += 1
                if decisions > self._started.fork_at:
                    first = visit.node not in met
                    yield place, self._answered(place, event, visit, decisions, first=first)
                met.add(visit.node)
            elif isinstance(event, Finished):
                yield from ((place, said) for said in self._finished(place, event))

    def _answered(self, place: int, event: Committed, visit: Visit, number: int, *, first: bool) -> Statement:
        sums = total({visit.node: visit.score})
        return self._statement(
            place,
            names.ANSWERED,
            event.at,
            self._decision(visit.node),
            result=only_given(
                score=score(sums.points, sums.possible),
                success=visit.score.reaches(100) and not sums.critical if sums.possible > 0 else None,
                completion=True,
                response="[,]".join(visit.chosen) or None,
                duration=duration([event.elapsed_ms]),
                extensions=extensions(rationale=event.rationale or None),
            ),
            more=extensions(
                decision=number,
                first_answer=first,
                confidence=event.confidence,
                ratings=ratings(visit),
                critical_errors=critical_errors(sums),
                dimensions=dimensions(sums),
            ),
            parent={"id": self._case_id, "objectType": "Activity"},
        )

    def _finished(self, place: int, event: Finished) -> Iterator[Statement]:
        """The end of the road, or giving up, which is the end of the attempt but completes nothing."""
        sums = total(self._encounter.first)
        took = duration(
            made.elapsed_ms
            for made in [event for event in self._attempt.events if isinstance(event, Committed)][
                self._started.fork_at :
            ]
        )
        ending = self._encounter.current.ending
        if event.ending is not None and ending is not None:
            points = score(sums.points, sums.possible)
            more = extensions(
                critical_errors=critical_errors(sums),
                dimensions=dimensions(sums),
                ending={"id": ending.id, "outcome": ending.outcome, "title": ending.title},
            )
            result = only_given(score=points, completion=True, duration=took)
            yield self._statement(place, names.COMPLETED, event.at, self._case(), result=result, more=more)
            if self._mastery is not None and points is not None:
                passed = self._mastery.reached(sums)
                yield self._statement(
                    place,
                    names.PASSED if passed else names.FAILED,
                    event.at,
                    self._case(),
                    result=only_given(score=points, success=passed, duration=took),
                    more={**more, names.MASTERY_SCORE: self._mastery.percent / 100},
                )
        yield self._statement(
            place, names.TERMINATED, event.at, self._case(), result=only_given(duration=took)
        )

    def _statement(
        self,
        place: int,
        verb: str,
        at: str,
        about: dict[str, Any],
        *,
        result: dict[str, Any] | None = None,
        more: dict[str, Any] | None = None,
        parent: dict[str, Any] | None = None,
    ) -> Statement:
        return only_given(
            id=names.statement_id(self._attempt.id, place, verb, self._under),
            actor={
                "objectType": "Agent",
                "account": {"homePage": self._account.home, "name": self._account.name},
            },
            verb={"id": names.VERBS[verb], "display": {LANGUAGE: verb}},
            object=about,
            result=result,
            context=self._context(more or {}, parent),
            timestamp=timestamp(at),
        )

    def _context(self, more: dict[str, Any], parent: dict[str, Any] | None) -> dict[str, Any]:
        start = self._started
        given = start.assignment and {"id": names.assignment_id(start.assignment), "objectType": "Activity"}
        category = {"id": names.CATEGORY, "objectType": "Activity", "definition": {"type": names.PROFILE}}
        mode = {"id": names.mode_id(self._mode), "objectType": "Activity"}
        common = extensions(
            case={"id": start.case, "version": start.case_version, "sha256": start.case_sha256},
            algorithm={
                "id": start.algorithm,
                "version": start.algorithm_version,
                "sha256": start.algorithm_sha256,
            },
            scoring=start.scoring,
            mode=self._mode,
            # As text: some stores keep numbers to 53 bits only.
            seed=None if start.seed is None else str(start.seed),
            app_version=start.app_version or None,
            fork=None
            if start.fork_of is None
            else {"of": names.registration(start.fork_of), "decisions": start.fork_at},
        )
        return only_given(
            registration=names.registration(self._attempt.id),
            revision=start.case_version,
            platform=_PLATFORM,
            language=LANGUAGE,
            contextActivities=only_given(
                parent=[parent] if parent else None,
                grouping=[given] if given else None,
                category=[category, mode],
            ),
            extensions={**common, **more},
        )

    def _case(self) -> dict[str, Any]:
        head = self._encounter.case.head
        return {
            "id": self._case_id,
            "objectType": "Activity",
            "definition": only_given(
                name=language_map(head.title), description=language_map(head.summary), type=names.SIMULATION
            ),
        }

    def _decision(self, node: str) -> dict[str, Any]:
        """A decision as a question with choices. The key is not told: it depends on the road she came by."""
        here = self._encounter.case.nodes[node]
        return {
            "id": names.decision_id(self._started.case, self._started.case_version, node),
            "objectType": "Activity",
            "definition": only_given(
                name=language_map(here.title),
                description=language_map("\n".join(group.prompt for group in here.groups)),
                type=names.INTERACTION,
                interactionType="choice",
                choices=[
                    only_given(id=action, description=language_map(label))
                    for action, label in labels_at(self._encounter, node).items()
                ],
            ),
        }

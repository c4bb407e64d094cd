"""An attempt as its list of events: what was decided, pinned to the case and algorithm it was decided on.

The events are the record; state and score are derived from them and can always be derived again (``replay``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals, Appraiser
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.choice import ChoiceFault, picked_from
from relall_trainer.encounter.events import Committed as Committed
from relall_trainer.encounter.events import Event as Event
from relall_trainer.encounter.events import EventFault as EventFault
from relall_trainer.encounter.events import Finished as Finished
from relall_trainer.encounter.events import Noted as Noted
from relall_trainer.encounter.events import Resumed as Resumed
from relall_trainer.encounter.events import Started as Started
from relall_trainer.encounter.events import SteppedBack as SteppedBack
from relall_trainer.encounter.events import event_from_plain as event_from_plain
from relall_trainer.encounter.play import EXAM, PRACTICE, CaseFault, Encounter
from relall_trainer.errors import TrainerError


class ReplayFault(TrainerError):
    """Events that do not fit the case: names the event, its place (from 1) and its kind."""

    def __init__(self, place: int, kind: str, message: str) -> None:
        super().__init__(f"Event {place} ({kind}): {message}")
        self.place = place
        self.kind = kind


def started(
    case: Case,
    algorithm: Appraiser,
    *,
    at: str,
    seed: int | None = None,
    app_version: str = "",
    mode: str = PRACTICE,
    fork_of: str | None = None,
    fork_at: int = 0,
    assignment: str | None = None,
) -> Started:
    """The first event of an attempt at this case with this algorithm."""
    return Started(
        at=at,
        case=case.head.id,
        case_version=case.head.version,
        case_sha256=case.sha256,
        algorithm=algorithm.pin.id,
        algorithm_version=algorithm.pin.version,
        algorithm_sha256=algorithm.pin.sha256,
        seed=seed,
        app_version=app_version,
        mode=mode,
        fork_of=fork_of,
        fork_at=fork_at,
        assignment=assignment,
    )


def until_decision(events: Iterable[Event], decisions: int) -> tuple[Committed | SteppedBack, ...]:
    """What was done before the decision that comes after so many: they lead to the very moment it was met.

    Raises LookupError where the attempt holds no such decision.
    """
    done: list[Committed | SteppedBack] = []
    met = 0
    for event in events:
        if isinstance(event, Committed):
            if met == decisions:
                return tuple(done)
            met += 1
        if isinstance(event, Committed | SteppedBack):
            done.append(event)
    raise LookupError(f"there is no decision after {decisions} of this attempt's {met}")


def road_to(case: Case, events: Sequence[Event], decisions: int) -> tuple[Committed | SteppedBack, ...]:
    """The same for another road from there. An exam went on as the case's authors did, so their steps lead there.

    Raises LookupError where the attempt holds no such decision, or the authors' course does not lead there.
    """
    done = until_decision(events, decisions)
    first = events[0]
    if not isinstance(first, Started) or first.mode != EXAM:
        return done
    course = {step.node: picked_from(case.nodes[step.node], step.chosen) for step in case.authors_path}
    return tuple(
        replace(event, chosen=course[event.node], confidence=None, rationale="")
        for event in done
        if isinstance(event, Committed)
    )


def replay(
    case: Case,
    algorithm: Appraiser,
    events: Iterable[Event],
    *,
    pinned: bool = True,
    memory: Appraisals | None = None,
) -> Encounter:
    """The encounter the events lead to; raises ReplayFault for the first one that does not fit.

    ``pinned``: the case, algorithm and scoring must be the very ones the attempt was played on; False is for
    scoring it anew on corrected ones.
    """
    encounter: Encounter | None = None
    finished = False
    for place, event in enumerate(events, start=1):
        if encounter is None:
            if not isinstance(event, Started):
                raise ReplayFault(place, event.KIND, "an attempt begins with started.")
            if pinned:
                _check_pins(case, algorithm, event, place)
            encounter = play.start(case, algorithm, event.seed, mode=event.mode, memory=memory)
            continue
        if finished and not isinstance(event, Noted):
            raise ReplayFault(place, event.KIND, "the attempt is finished; only notes may follow.")
        encounter = advance(encounter, event, place)
        finished = finished or isinstance(event, Finished)
    if encounter is None:
        raise ReplayFault(1, "none", "there is no event; an attempt begins with started.")
    return encounter


def advance(encounter: Encounter, event: Event, place: int = 1) -> Encounter:
    """One event further; ``place`` is for the fault's words. An exam opened again stands where it stood.

    Raises ReplayFault.
    """
    try:
        if isinstance(event, Committed):
            if event.node != encounter.node:
                here = f"the attempt stands at {encounter.node!r}, not at {event.node!r}."
                raise ReplayFault(place, event.KIND, here)
            return play.commit(encounter, event.chosen, event.confidence, event.rationale)[0]
        if isinstance(event, SteppedBack):
            return play.step_back(encounter)
    except (ChoiceFault, CaseFault) as fault:
        raise ReplayFault(place, event.KIND, fault.what) from fault
    if isinstance(event, Noted):
        if event.node not in encounter.case.nodes:
            raise ReplayFault(place, event.KIND, f"the case has no node {event.node!r}.")
    elif isinstance(event, Finished):
        ending = encounter.current.ending
        if event.ending is not None and event.ending != (ending.id if ending else None):
            raise ReplayFault(
                place, event.KIND, f"the attempt does not stand at the ending {event.ending!r}."
            )
    elif isinstance(event, Started):
        raise ReplayFault(place, event.KIND, "an attempt is started once.")
    return encounter


def _check_pins(case: Case, algorithm: Appraiser, event: Started, place: int) -> None:
    asked = started(case, algorithm, at=event.at)
    for part, what in (
        ("case", "case"),
        ("case_version", "case version"),
        ("case_sha256", "case text"),
        ("algorithm", "algorithm"),
        ("algorithm_version", "algorithm version"),
        ("algorithm_sha256", "algorithm text"),
        ("scoring", "scoring version"),
    ):
        then, now = getattr(event, part), getattr(asked, part)
        if then != now:
            raise ReplayFault(
                place, event.KIND, f"played on another {what}: {then[:40]!r}, not {now[:40]!r}."
            )

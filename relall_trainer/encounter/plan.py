"""Playing from a plan, choices written down in advance, and the answer ``play --json`` gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals, Appraiser
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.choice import ChoiceFault
from relall_trainer.encounter.play import Encounter
from relall_trainer.encounter.scoring import total
from relall_trainer.errors import TrainerError


class PlanFault(TrainerError):
    """A plan that cannot be played: names the choice's place (from 1; 0 for the plan itself) and its node."""

    def __init__(self, place: int, node: str | None, message: str) -> None:
        where = f"choice {place} of the plan" if place else "the plan"
        super().__init__(f"{where[0].upper()}{where[1:]}: {message}")
        self.place = place
        self.node = node


@dataclass(frozen=True, slots=True)
class PlannedChoice:
    """One choice of a plan; ``place`` counts from 1."""

    place: int
    node: str
    chosen: tuple[str, ...]
    confidence: str | None
    rationale: str


def play_plan(
    case: Case,
    algorithm: Appraiser,
    plan: object,
    seed: int | None = None,
    *,
    memory: Appraisals | None = None,
) -> Encounter:
    """The encounter after ``{"choices": [{"node": id, "chosen": [step, …]}, …]}``, nodes in the order met.

    A choice may carry ``confidence`` and ``rationale``; what else stands in the plan is left alone. Raises
    PlanFault for a node not met next or a choice that cannot be made there.
    """
    encounter = play.start(case, algorithm, seed, memory=memory)
    for choice in choices_of(plan):
        place, node = choice.place, choice.node
        if encounter.ended:
            raise PlanFault(
                place, node, f"the case has ended at {encounter.node!r}; there is nothing to decide."
            )
        if node != encounter.node:
            there = "" if node in case.nodes else " (the case has no such node)"
            raise PlanFault(place, node, f"the node met next is {encounter.node!r}, not {node!r}{there}.")
        try:
            encounter, _ = play.commit(encounter, choice.chosen, choice.confidence, choice.rationale)
        except ChoiceFault as fault:
            raise PlanFault(place, node, fault.what) from fault
    return encounter


def result(encounter: Encounter) -> dict[str, Any]:
    """What ``play --json`` answers; ``ending`` is None while the case goes on."""
    pin = encounter.algorithm.pin
    sums = total(encounter.first)
    ending = encounter.current.ending
    return {
        "case": encounter.case.head.id,
        "case_version": encounter.case.head.version,
        "case_sha256": encounter.case.sha256,
        "algorithm": {"id": pin.id, "version": pin.version, "sha256": pin.sha256},
        "path": [
            {
                "node": visit.node,
                "chosen": list(visit.chosen),
                "ratings": dict(visit.ratings),
                "points": visit.score.points,
                "possible": visit.score.possible,
                "critical": list(visit.score.critical),
                "next": visit.next,
            }
            for visit in encounter.path
        ],
        "points": sums.points,
        "possible": sums.possible,
        "percent": None if sums.percent is None else float(sums.percent),
        "critical_errors": len(sums.critical),
        "dimensions": {
            name: {"points": points, "possible": possible}
            for name, (points, possible) in sums.dimensions.items()
        },
        "ending": ending.id if ending else None,
    }


def choices_of(plan: object) -> Iterator[PlannedChoice]:
    """The choices of a plan, one after the other; raises PlanFault at the first that is none."""
    for place, entry in enumerate(_choices(plan), start=1):
        yield PlannedChoice(place, *_read_choice(place, entry))


def _choices(plan: object) -> list[object]:
    if not isinstance(plan, Mapping):
        raise PlanFault(0, None, 'a plan is an object with "choices".')
    choices = plan.get("choices")
    if not isinstance(choices, list):
        raise PlanFault(0, None, '"choices" is a list of objects with "node" and "chosen".')
    return choices


def _read_choice(place: int, entry: object) -> tuple[str, tuple[str, ...], str | None, str]:
    if not isinstance(entry, Mapping):
        raise PlanFault(place, None, 'a choice is an object with "node" and "chosen".')
    node = entry.get("node")
    if not isinstance(node, str):
        raise PlanFault(place, None, '"node" is a node\'s id.')
    chosen = entry.get("chosen")
    if not isinstance(chosen, list) or not all(isinstance(action, str) for action in chosen):
        raise PlanFault(place, node, f'at {node!r} "chosen" is a list of step ids (it may be empty).')
    confidence = entry.get("confidence")
    rationale = entry.get("rationale", "")
    if not isinstance(rationale, str) or not (confidence is None or isinstance(confidence, str)):
        raise PlanFault(place, node, f'at {node!r} "confidence" is a word and "rationale" a text.')
    return node, tuple(chosen), confidence, rationale

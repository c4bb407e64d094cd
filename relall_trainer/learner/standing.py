"""Where an attempt stands, derived from its encounter: what the store keeps beside the events for its lists."""

from __future__ import annotations

from relall_trainer.encounter.play import Encounter
from relall_trainer.encounter.scoring import total
from relall_trainer.learner.records import FINISHED, OPEN, Summary


def summary_of(encounter: Encounter, finished_at: str | None = None) -> Summary:
    """Where an attempt stands, for the history."""
    sums = total(encounter.first)
    ending = encounter.current.ending
    return Summary(
        status=FINISHED if finished_at else OPEN,
        node=encounter.node,
        points=sums.points,
        possible=sums.possible,
        percent=sums.percent,
        critical=len(sums.critical),
        ending=ending.id if ending else None,
        finished_at=finished_at,
    )

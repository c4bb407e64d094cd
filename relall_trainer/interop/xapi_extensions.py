"""What statements say beyond the parts xAPI has names for: ratings, critical errors, dimensions, under our names."""

from __future__ import annotations

from typing import Any

from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.scoring import Total
from relall_trainer.interop import xapi_names as names
from relall_trainer.interop.xapi_values import only_given


def extensions(**parts: Any) -> dict[str, Any]:
    """The parts that are there, under names of ours; what is empty says something and stays."""
    return {
        names.extension(name.replace("_", "-")): value for name, value in parts.items() if value is not None
    }


def ratings(visit: Visit) -> list[dict[str, Any]]:
    """Every step on offer for the patient as she was: its rating, the rule behind it, what it brought or cost."""
    return [
        only_given(
            step=line.action, chosen=line.chosen, rating=line.rating, rule=line.rule, points=line.points
        )
        for group in visit.score.groups
        for line in group.lines
    ]


def critical_errors(sums: Total) -> list[dict[str, str]]:
    """Which steps, at which decisions."""
    return [{"decision": node, "step": action} for node, action in sums.critical]


def dimensions(sums: Total) -> dict[str, Any]:
    """What was earned and possible of each dimension."""
    return {
        name: {"points": points, "possible": possible} for name, (points, possible) in sums.dimensions.items()
    }

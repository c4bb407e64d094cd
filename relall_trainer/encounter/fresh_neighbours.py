"""Who differs from a fresh patient in one fact: the neighbours for whom a wrong step would be right.

What makes a step tempting is told by them; how tempting, and what is offered, is left to ``fresh_options``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from relall_trainer.clinical.patient import SETS, WORDS, Patient, shape_of

# Nobody overlooks these: that a step would be right if they were otherwise tempts no one.
NEVER_OVERLOOKED = frozenset(
    {"age_years", "sex", "ph", "lineage", "prior_regimens", "status", "relapse_number", "remission_number"}
)


def neighbours(patient: Patient, fields: Sequence[str]) -> Iterator[Patient]:
    """Everyone who differs from the patient in one of these fields."""
    for field in fields:
        now = getattr(patient, field)
        for value in _others(field, now):
            yield dataclasses.replace(patient, **{field: value})


def _others(field: str, now: Any) -> Iterator[Any]:
    match shape_of(field):
        case "word":
            yield from (word for word in WORDS[field] if word != now)
        case "flag":
            yield not now
        case "set":
            yield from (now ^ {word} for word in SETS[field])
        case "whole":
            yield from (number for number in (0, 1, 2, 3) if number != now)
        case "measured":
            yield from (number for number in (6, 24) if number != now)

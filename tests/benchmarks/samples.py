"""Seeded random patients, for the benchmarks: any legal value in any field."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from relall_trainer.clinical.patient import FIELDS, SETS, WHOLE, WORDS, Patient, PriorRegimen, shape_of


def random_patients(count: int, actions: Sequence[str], seed: int = 1) -> list[Patient]:
    """``count`` different patients of the paper's scope (not Ph-positive)."""
    chance = random.Random(seed)
    return [_random_patient(chance, actions) for _ in range(count)]


def _random_patient(chance: random.Random, actions: Sequence[str]) -> Patient:
    values: dict[str, Any] = {field: _value(field, chance, actions) for field in FIELDS}
    values["ph"] = chance.choice(("negative", "unknown"))
    return Patient(**values)


def _value(field: str, chance: random.Random, actions: Sequence[str]) -> Any:
    match shape_of(field):
        case "word":
            return chance.choice(WORDS[field])
        case "whole":
            low, high = WHOLE[field]
            return chance.randint(low, 4 if high is None else high)
        case "measured":
            return chance.choice((None, 5, 12, 13, 24))
        case "flag":
            return chance.random() < 0.5
        case "set":
            return frozenset(word for word in SETS[field] if chance.random() < 0.3)
    return tuple(
        PriorRegimen(
            chance.choice((None, *actions)),
            "",
            chance.choice(("frontline", "salvage", "cns")),
            chance.choice(("CR", "PR", "none", "unknown")),
        )
        for _ in range(chance.randint(0, 3))
    )

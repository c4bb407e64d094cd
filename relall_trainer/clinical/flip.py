"""What would change a rating: the single facts of the patient that, were they otherwise, would rate a step otherwise.

Asks the algorithm of every patient who differs from this one in one stored field. Regimens already given are
history and are left as they are. Changes of several facts at once are not looked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from relall_trainer.clinical.appraisal import RATINGS, Appraisal
from relall_trainer.clinical.patient import FIELDS, SETS, WHOLE, WORDS, Patient, plain_value, shape_of

# The months at which a rule may change its mind: within a year of induction, at a year, and after it.
_MONTHS = (6.0, 12.0, 13.0, 24.0)
_SMALL_NUMBERS = range(5)
# What no rule could ask of a living patient to be otherwise, or what only counts and measures.
_LEFT_OUT = {"age_years", "sex", "ph", "prior_regimens", "marrow_blasts_pct", "months_sct_to_relapse", "cd52"}


class Appraiser(Protocol):
    """Rates every step for a patient."""

    def appraise(self, patient: Patient) -> Appraisal: ...


@dataclass(frozen=True, slots=True)
class Change:
    """If ``field`` were ``value`` (plain data), the step would be rated ``rating`` by rule ``decided_by``."""

    field: str
    value: Any
    rating: str
    decided_by: str | None


def single_changes(algorithm: Appraiser, patient: Patient, action: str) -> tuple[Change, ...]:
    """One change for each field and each other rating it leads to, the best rating first, then by field.

    Raises KeyError for an unknown step.
    """
    now = algorithm.appraise(patient).steps[action].rating
    found: dict[tuple[str, str], Change] = {}
    for field in FIELDS:
        for value in _other_values(field, getattr(patient, field)):
            step = algorithm.appraise(dataclasses.replace(patient, **{field: value})).steps[action]
            if step.rating != now:
                change = Change(field, plain_value(value), step.rating, step.decided_by)
                found.setdefault((field, step.rating), change)
    return tuple(
        sorted(found.values(), key=lambda change: (RATINGS.index(change.rating), FIELDS.index(change.field)))
    )


def _other_values(field: str, now: Any) -> Iterator[Any]:
    if field in _LEFT_OUT:
        return
    match shape_of(field):
        case "word":
            yield from (word for word in WORDS[field] if word != now)
        case "flag":
            yield not now
        case "set":
            yield from (now ^ {word} for word in SETS[field])
        case "measured":
            yield from (months for months in _MONTHS if months != now)
        case "whole":
            low, high = WHOLE[field]
            yield from (
                number for number in _SMALL_NUMBERS if number != now and low <= number <= (high or number)
            )

"""What a cited count would have meant for so many patients: the count itself, or one drawn by chance with its share.

A draw hangs on its seed alone, so the same seed shows the same patients for ever. It illustrates; nothing is scored
with it. Which counts are certain is left to the evidence.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_BITS = 256  # of one digest


@dataclass(frozen=True, slots=True)
class Outcome:
    """So many patients, each with the outcome or without; ``seed`` is None for the cited count itself."""

    people: tuple[bool, ...]
    seed: int | None = None

    @property
    def count(self) -> int:
        """How many had the outcome."""
        return sum(self.people)

    @property
    def of(self) -> int:
        """How many patients there are."""
        return len(self.people)


def cited(successes: int, of: int) -> Outcome:
    """The count as it was reported: exactly so many of so many."""
    _check(successes, of)
    return Outcome((True,) * successes + (False,) * (of - successes))


def drawn(successes: int, of: int, seed: int) -> Outcome:
    """As many patients again, each with the cited share as her chance."""
    return Outcome(draw(successes, of, seed, of), seed)


def draw(successes: int, of: int, seed: int, people: int) -> tuple[bool, ...]:
    """Whether each of so many people has the outcome, each for herself, at a chance of ``successes`` in ``of``."""
    _check(successes, of)
    return tuple(_drawn(successes, of, seed, person) for person in range(people))


def _drawn(successes: int, of: int, seed: int, person: int) -> bool:
    # The digest read as a fraction of one, compared in whole numbers: no rounding, the same on every machine.
    digest = hashlib.sha256(f"{seed}:{person}".encode()).digest()
    return int.from_bytes(digest, "big") * of < successes << _BITS


def _check(successes: int, of: int) -> None:
    if of < 1 or not 0 <= successes <= of:
        raise ValueError(f"{successes} of {of} is no share")

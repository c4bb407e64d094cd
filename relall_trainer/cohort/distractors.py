"""Who chose what at a decision: counts of steps, by how the learners did in the rest. Counts, never percentages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from relall_trainer.cohort.answer_sheets import Answer, Item


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many chose a step: in all, and of those who did better and worse in the rest than the middle learner."""

    option: str
    n: int
    upper: int
    between: int
    lower: int


@dataclass(frozen=True, slots=True)
class ChoiceTable:
    """Every step on offer, in the order it was offered, with who chose it.

    ``n`` answered. ``upper`` and ``lower`` did better and worse in the rest than the middle learner, ``between`` just
    as she did; those who have not finished, or have no rest to go by, are in none of the three.
    """

    n: int
    upper: int
    between: int
    lower: int
    rows: tuple[Chosen, ...]

    @property
    def split(self) -> bool:
        """Whether there are two halves to tell apart."""
        return self.upper > 0 and self.lower > 0

    def told(self, row: Chosen) -> str:
        """One step's counts in words."""
        chosen = f"chosen by {row.n} of {self.n}" if row.n else f"chosen by none of {self.n}"
        if not self.split:
            return chosen
        told = f"{chosen}: {row.upper} of {self.upper} in the upper half, {row.lower} of {self.lower} in the lower"
        return f"{told}, {row.between} of {self.between} between" if self.between else told


def choice_table(item: Item, answers: Mapping[str, Answer], rest: Mapping[str, float]) -> ChoiceTable:
    """Who chose what. ``answers`` and the share earned in the ``rest``, both by learner.

    Learners who did equally well are never parted: those on the median belong to neither half.
    """
    placed = {learner: rest[learner] for learner in answers if learner in rest}
    middle = median(placed.values()) if placed else 0.0
    upper = frozenset(learner for learner, share in placed.items() if share > middle)
    lower = frozenset(learner for learner, share in placed.items() if share < middle)
    between = placed.keys() - upper - lower
    rows = []
    for option in item.options:
        who = {learner for learner, answer in answers.items() if option in answer.chosen}
        rows.append(Chosen(option, len(who), len(who & upper), len(who & between), len(who & lower)))
    return ChoiceTable(len(answers), len(upper), len(between), len(lower), tuple(rows))

"""Marking again in words: whose score would change, by how much, and which steps are rated otherwise. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.gui.verdicts import out_of, signed

if TYPE_CHECKING:
    from relall_trainer.cohort.marks import Mark
    from relall_trainer.cohort.rescoring import DecisionChange, ResultChange


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One attempt that would come to something else: ``words`` by how much, ``why`` decision by decision."""

    key: str
    heading: str
    points: str
    why: tuple[str, ...]


def change_lines(changes: Sequence[ResultChange]) -> tuple[ChangeLine, ...]:
    """The changes, the largest loss first: those a teacher has to answer for."""
    ordered = sorted(changes, key=lambda one: (one.points, one.learner))
    return tuple(
        ChangeLine(
            one.attempt or f"{one.learner} {place}",
            one.told,
            "" if one.after is None else f"{signed(one.points)} points",
            tuple(_decision(decision) for decision in one.decisions),
        )
        for place, one in enumerate(ordered)
    )


def _decision(one: DecisionChange) -> str:
    told = f"{one.title}: {_mark(one.before)} before, {_mark(one.after)} now"
    steps = "; ".join(step.told for step in one.steps)
    return f"{told}. {steps}." if steps else f"{told}."


def _mark(mark: Mark | None) -> str:
    return "not met" if mark is None else out_of(mark.points, mark.possible)

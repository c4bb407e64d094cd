"""What a group answered, as item analysis takes it: the decisions, and one sheet of answers a learner.

Only first answers belong here. Which attempt of a learner counts, and where the answers come from, is for the caller.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

_POINT = 10_000  # points count to the ten-thousandth, as scores do


@dataclass(frozen=True, slots=True)
class Item:
    """One decision: the same patient in the same state, under the same versions, for all who met it.

    The caller sees to it that ``id`` differs where any of that differs. ``rules`` are those it turns on, ``options``
    the steps on offer.
    """

    id: str
    case: str
    title: str = ""
    rules: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer of a learner to one decision. ``possible`` is 0 where nothing chosen could be counted."""

    item: str
    points: float
    possible: float
    chosen: tuple[str, ...] = ()
    year: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.possible) and 0 <= self.points <= self.possible):
            raise ValueError(f"{self.points} of {self.possible} points at {self.item}")

    @property
    def exact_points(self) -> int:
        """Points in ten-thousandths: sums of these are alike where they are equal."""
        return round(self.points * _POINT)

    @property
    def exact_possible(self) -> int:
        return round(self.possible * _POINT)

    @property
    def share(self) -> float | None:
        """The share of the possible points that was earned; None where nothing was possible."""
        return self.exact_points / self.exact_possible if self.exact_possible else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one learner answered. ``finished``: to the end of all that was asked of her.

    ``asked``: the decisions she could have met; None: all of the group's. Those of another year may be others.
    ``left_open``: those of an exam she was asked and did not answer.
    """

    learner: str
    answers: tuple[Answer, ...]
    finished: bool = True
    asked: frozenset[str] | None = None
    left_open: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        met = {answer.item for answer in self.answers}
        if len(met) < len(self.answers):
            raise ValueError("a decision was answered twice: only the first answer counts")
        if self.asked is not None and not met <= self.asked:
            raise ValueError("a decision was answered and not asked of this learner")

    def was_asked(self, item: str) -> bool:
        return self.asked is None or item in self.asked


@dataclass(frozen=True, slots=True)
class Group:
    """The decisions and everybody's sheets. ``repeats``: answers left out as the learner had met the decision before.

    Raises ValueError where a learner or a decision is there twice, or something was answered that was not asked.
    """

    items: tuple[Item, ...]
    sheets: tuple[Sheet, ...]
    repeats: int = 0
    _by_item: dict[str, dict[str, Answer]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_item: dict[str, dict[str, Answer]] = {item.id: {} for item in self.items}
        if len(by_item) < len(self.items):
            raise ValueError("a decision is there twice")
        if len({sheet.learner for sheet in self.sheets}) < len(self.sheets):
            raise ValueError("a learner is there twice")
        options = {item.id: frozenset(item.options) for item in self.items}
        for sheet in self.sheets:
            for answer in sheet.answers:
                if answer.item not in by_item:
                    raise ValueError(f"{answer.item} was answered and not asked")
                if not options[answer.item].issuperset(answer.chosen):
                    raise ValueError(f"a step was chosen that {answer.item} does not offer")
                by_item[answer.item][sheet.learner] = answer
        object.__setattr__(self, "_by_item", by_item)

    @property
    def finished(self) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.finished)

    @property
    def years(self) -> tuple[str, ...]:
        """The years the answers come from, oldest first."""
        return tuple(
            sorted({answer.year for sheet in self.sheets for answer in sheet.answers if answer.year})
        )

    def answers_to(self, item: str) -> dict[str, Answer]:
        """Everybody's answer to a decision, by learner."""
        return dict(self._by_item[item])

    def learners_asked(self, item: str) -> tuple[str, ...]:
        """Those who finished and could have met a decision."""
        return tuple(sheet.learner for sheet in self.finished if sheet.was_asked(item))

    def common(self, learners: Collection[str]) -> tuple[Item, ...]:
        """The decisions that all of these learners have met: only on these is like compared with like."""
        return tuple(
            item
            for item in self.items
            if learners and all(map(self._by_item[item.id].__contains__, learners))
        )


def pooled(groups: Iterable[Group]) -> Group:
    """Several groups, oldest first, as one. Of a learner who is in more than one, first answers count.

    Raises ValueError where the same id stands for different decisions.
    """
    items: dict[str, Item] = {}
    sheets: dict[str, Sheet] = {}
    repeats = 0
    for group in groups:
        repeats += group.repeats
        for item in group.items:
            known = items.setdefault(item.id, item)
            if known != item:
                raise ValueError(f"{item.id} stands for two different decisions")
        every = frozenset(item.id for item in group.items)
        for sheet in group.sheets:
            own = replace(sheet, asked=every if sheet.asked is None else sheet.asked)
            before = sheets.get(own.learner)
            if before is None:
                sheets[own.learner] = own
                continue
            sheets[own.learner] = merged = _merged(before, own)
            repeats += len(before.answers) + len(own.answers) - len(merged.answers)
    return Group(tuple(items.values()), tuple(sheets.values()), repeats)


def _merged(before: Sheet, after: Sheet) -> Sheet:
    met = {answer.item for answer in before.answers}
    return Sheet(
        before.learner,
        before.answers + tuple(answer for answer in after.answers if answer.item not in met),
        before.finished and after.finished,
        (before.asked or frozenset()) | (after.asked or frozenset()),
        before.left_open | after.left_open - met,
    )

"""What the view of item analysis shows, in plain values: each decision's figures as told, who chose what, the whole.

Every figure comes with its n, its interval and its gate from ``cohort.statistics``; nothing is left out or added here.
Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.cohort.estimates import figure

if TYPE_CHECKING:
    from relall_trainer.clinical.action import Action
    from relall_trainer.cohort.distractors import ChoiceTable
    from relall_trainer.cohort.statistics import Analysis, ItemAnalysis


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """One step on offer and who chose it. ``share`` of all who answered."""

    label: str
    told: str
    share: float


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One decision. ``bar``: its difficulty with the interval; ``told``: everything that is known of it, in sentences.

    ``years``: its difficulty in each year, where answers are from several. ``review``: something to look at.
    """

    key: str
    title: str
    case: str
    short: str
    told: tuple[str, ...]
    years: tuple[str, ...]
    chosen: tuple[ChosenLine, ...]
    bar: tuple[float, float, float] | None
    review: bool = False


@dataclass(frozen=True, slots=True)
class AnalysisLines:
    """The whole: what it rests on, what alpha says, and the decisions in the order asked."""

    told: str = ""
    alpha: tuple[str, ...] = ()
    items: tuple[ItemLine, ...] = ()


def analysis_lines(
    analysis: Analysis, actions: Mapping[str, Action], cases: Mapping[str, str]
) -> AnalysisLines:
    """An analysis in words; ``actions`` are what steps are called, ``cases`` what cases are, by id and version."""
    alpha = analysis.alpha
    possible = [one for one in alpha.needed if one.cases is not None]
    needed = [f"An alpha of {one.told}." for one in possible]
    if alpha.needed and not possible:
        needed = [f"{alpha.needed[0].told[:1].upper()}{alpha.needed[0].told[1:]}."]
    return AnalysisLines(
        analysis.told,
        (f"{alpha.told}.", *needed),
        tuple(_item_line(one, actions, cases) for one in analysis.items),
    )


def _item_line(one: ItemAnalysis, actions: Mapping[str, Action], cases: Mapping[str, str]) -> ItemLine:
    hard = one.difficulty
    short = (
        "Nothing to go by yet" if hard.mean is None else f"{figure(hard.mean)} of the points (n = {hard.n})"
    )
    told = [one.reach.told, f"Difficulty: {hard.told}."]
    if one.drawn is not None:
        told.append(f"Drawn toward its rule: {one.drawn.told}.")
    told.append(f"{one.item_rest.told}.")
    if one.flag:
        told.append("Those who did better elsewhere did worse here: look at how the decision is put.")
    return ItemLine(
        key=one.item.id,
        title=one.item.title,
        case=cases.get(one.item.case, one.item.case),
        short=short,
        told=tuple(told),
        years=tuple(f"{year}: {at.told}." for year, at in one.by_year),
        chosen=tuple(_chosen(one.choices, actions)),
        bar=None if hard.mean is None else (hard.mean, hard.low, hard.high),
        review=bool(one.flag),
    )


def _chosen(table: ChoiceTable, actions: Mapping[str, Action]) -> list[ChosenLine]:
    return [
        ChosenLine(
            actions[row.option].label if row.option in actions else row.option,
            table.told(row),
            row.n / table.n if table.n else 0.0,
        )
        for row in table.rows
    ]

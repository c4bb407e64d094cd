"""Item analysis that does not mislead a teacher of nine: what a group's answers say, and what they cannot say.

Everything carries its n and an interval. Correlations and alpha rest on the decisions that everybody who finished has
met; where a case branched, who gets to a decision depends on earlier choices, and that is said instead. Whose answers
count is for ``answer_sheets``, the arithmetic for ``estimates``, ``reliability`` and ``distractors``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from relall_trainer.cohort.answer_sheets import Answer, Group, Item, Sheet
from relall_trainer.cohort.distractors import ChoiceTable, choice_table
from relall_trainer.cohort.estimates import STABLE, Difficulty, Drawn, ItemRest, difficulty, drawn, item_rest
from relall_trainer.cohort.reliability import Alpha, alpha_of

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of those who finished met a decision, and how many answered who have not finished."""

    met: int
    finished: int
    unfinished: int = 0

    @property
    def all_met(self) -> bool:
        return self.met == self.finished > 0

    @property
    def told(self) -> str:
        if not self.finished:
            return f"Nobody has finished; answered by {self.unfinished} so far."
        told = f"Reached by {self.met} of {self.finished} who finished"
        if self.all_met:
            return f"{told}."
        if not self.met:
            return f"{told}: nothing is known of it."
        return (
            f"{told}. Who comes here depends on earlier choices, so those who did not come are not missing at "
            "random: the figures hold for those who came, not for the group."
        )


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """All that can be said about one decision. ``by_year``: its difficulty in each year, where there are several.

    ``drawn`` is None where the rule was met nowhere else.
    """

    item: Item
    reach: Reach
    difficulty: Difficulty
    by_year: tuple[tuple[str, Difficulty], ...]
    drawn: Drawn | None
    item_rest: ItemRest
    choices: ChoiceTable

    @property
    def flag(self) -> str:
        """``REVIEW`` where those who do well elsewhere surely do worse here; nothing below 30 learners is flagged."""
        against = self.item_rest.high is not None and self.item_rest.high < 0
        return REVIEW if against and self.item_rest.n >= STABLE else ""

    @property
    def told(self) -> str:
        lines = [self.reach.told, f"Difficulty: {self.difficulty.told}.", f"{self.item_rest.told}."]
        if self.drawn:
            lines.insert(2, f"{self.drawn.told}.")
        if self.flag:
            lines.append("Those who did better elsewhere did worse here: look at how the decision is put.")
        return " ".join(lines)


@dataclass(frozen=True, slots=True)
class Together:
    """The difficulty of all decisions of one rule, or one case. Each learner counts once, with her mean share."""

    id: str
    decisions: int
    difficulty: Difficulty

    @property
    def told(self) -> str:
        decisions = "1 decision" if self.decisions == 1 else f"{self.decisions} decisions"
        return f"{self.difficulty.told}, over {decisions}"


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that a group's answers say. ``items`` stand in the order asked."""

    learners: int
    finished: int
    years: tuple[str, ...]
    repeats: int
    items: tuple[ItemAnalysis, ...]
    rules: tuple[Together, ...]
    cases: tuple[Together, ...]
    alpha: Alpha

    @property
    def told(self) -> str:
        learners = "1 learner" if self.learners == 1 else f"{self.learners} learners"
        told = f"{learners}, {self.finished} finished"
        if self.years:
            told += f", from {_listed(self.years)}"
        told += ". Correlations and alpha rest on those who finished and on decisions they all met."
        if self.repeats:
            answers = "1 answer was" if self.repeats == 1 else f"{self.repeats} answers were"
            told += f" {answers} left out: the learner had met the decision before."
        return told


def analyse(group: Group) -> Analysis:
    """What the answers of a group say, decision by decision, by rule and by case, and about the whole."""
    common = group.common()
    totals = _Totals(group.finished, frozenset(item.id for item in common))
    return Analysis(
        learners=len(group.sheets),
        finished=len(group.finished),
        years=group.years,
        repeats=group.repeats,
        items=tuple(_item(group, item, totals) for item in group.items),
        rules=together(group, lambda item: item.rules),
        cases=together(group, lambda item: (item.case,)),
        alpha=_alpha(group, common),
    )


def together(group: Group, kinds: Callable[[Item], Iterable[str]]) -> tuple[Together, ...]:
    """Difficulty by whatever decisions have in common (rule, case, dimension), in the order it first turns up.

    The answers of one learner are not independent, so what is counted is learners, each with her mean share.
    """
    items: dict[str, list[Item]] = {}
    for item in group.items:
        for kind in dict.fromkeys(kinds(item)):
            items.setdefault(kind, []).append(item)
    return tuple(Together(kind, len(of), difficulty(_means(group, of))) for kind, of in items.items())


def _means(group: Group, items: Iterable[Item]) -> list[float | None]:
    shares: dict[str, list[float]] = {}
    for item in items:
        for learner, answer in group.answers_to(item.id).items():
            of_learner = shares.setdefault(learner, [])
            if answer.share is not None:
                of_learner.append(answer.share)
    return [math.fsum(some) / len(some) if some else None for some in shares.values()]


class _Totals:
    """Points of everybody who finished over the decisions all met, from which one can be taken away exactly."""

    def __init__(self, sheets: Iterable[Sheet], common: frozenset[str]) -> None:
        self.common = common
        self._sums: dict[str, tuple[int, int]] = {}
        for sheet in sheets:
            counted = [answer for answer in sheet.answers if answer.item in common]
            self._sums[sheet.learner] = (
                sum(answer.exact_points for answer in counted),
                sum(answer.exact_possible for answer in counted),
            )

    def __contains__(self, learner: str) -> bool:
        return learner in self._sums

    def rest(self, answers: Mapping[str, Answer]) -> dict[str, float]:
        """The share earned in everything but this decision, of those who finished; equal shares are equal floats."""
        rest = {}
        for learner, answer in answers.items():
            if learner not in self._sums:
                continue
            points, possible = self._sums[learner]
            if answer.item in self.common:
                points, possible = points - answer.exact_points, possible - answer.exact_possible
            if possible:
                rest[learner] = points / possible
        return rest


def _item(group: Group, item: Item, totals: _Totals) -> ItemAnalysis:
    answers = group.answers_to(item.id)
    met = sum(learner in totals for learner in answers)
    reach = Reach(met, len(group.finished), len(answers) - met)
    one = difficulty(answer.share for answer in answers.values())
    rest = totals.rest(answers) if item.id in totals.common else {}
    return ItemAnalysis(
        item=item,
        reach=reach,
        difficulty=one,
        by_year=_by_year(answers.values()),
        drawn=drawn(one, _others(group, item)),
        item_rest=_item_rest(answers, rest, reach, len(totals.common) - 1),
        choices=choice_table(item, answers, rest),
    )


def _item_rest(
    answers: Mapping[str, Answer], rest: Mapping[str, float], reach: Reach, others: int
) -> ItemRest:
    if not reach.all_met:
        why = "not everybody who finished has met this decision" if reach.finished else "nobody has finished"
        return ItemRest(reach.met, max(others, 0), why=why)
    pairs = [
        (share, rest[learner])
        for learner, answer in answers.items()
        if learner in rest and (share := answer.share) is not None
    ]
    return item_rest(pairs, others)


def _others(group: Group, item: Item) -> list[tuple[str, float]]:
    """The answers to other decisions that turn on one of the same rules."""
    rules = frozenset(item.rules)
    return [
        (learner, share)
        for other in group.items
        if other.id != item.id and not rules.isdisjoint(other.rules)
        for learner, answer in group.answers_to(other.id).items()
        if (share := answer.share) is not None
    ]


def _by_year(answers: Iterable[Answer]) -> tuple[tuple[str, Difficulty], ...]:
    years: dict[str, list[float | None]] = {}
    for answer in answers:
        years.setdefault(answer.year, []).append(answer.share)
    return tuple((year, difficulty(years[year])) for year in sorted(years)) if len(years) > 1 else ()


def _alpha(group: Group, common: tuple[Item, ...]) -> Alpha:
    """Alpha over the points of each case. Where points fell away for one learner, her share of the case counts."""
    cases: dict[str, list[Item]] = {}
    for item in common:
        cases.setdefault(item.case, []).append(item)
    columns = [_case_points(group, items) for items in cases.values()]
    rows = [
        [column[sheet.learner] for column in columns]
        for sheet in group.finished
        if all(sheet.learner in column for column in columns)
    ]
    return alpha_of(rows, len(columns))


def _case_points(group: Group, items: Iterable[Item]) -> dict[str, float]:
    """The points of everybody in one case, as though all of it had been possible for everybody."""
    sums: dict[str, tuple[int, int]] = {}
    for item in items:
        for learner, answer in group.answers_to(item.id).items():
            points, possible = sums.get(learner, (0, 0))
            sums[learner] = points + answer.exact_points, possible + answer.exact_possible
    whole = max((possible for _, possible in sums.values()), default=0)
    return {learner: points * whole / possible for learner, (points, possible) in sums.items() if possible}


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

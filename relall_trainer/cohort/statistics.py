"""Item analysis that does not mislead a teacher of nine: what a group's answers say, and what they cannot say.

Everything carries its n and an interval. Correlations and alpha rest on the decisions that everybody who finished has
met; where a case branched, who gets to a decision depends on earlier choices, and that is said instead. Whose answers
count is for ``answer_sheets``, the arithmetic for ``estimates``, ``reliability`` and ``distractors``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from relall_trainer.clinical.wording import counted
from relall_trainer.cohort.answer_sheets import Answer, Group, Item
from relall_trainer.cohort.distractors import ChoiceTable, choice_table
from relall_trainer.cohort.estimates import STABLE, Difficulty, Drawn, ItemRest, difficulty, drawn, item_rest
from relall_trainer.cohort.reliability import Alpha, alpha_of

REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of those who finished and were asked met a decision, and how many answered without having finished.

    ``left_open`` counts those who left it unanswered in an exam.
    """

    met: int
    finished: int
    unfinished: int = 0
    left_open: int = 0

    @property
    def all_met(self) -> bool:
        return self.met == self.finished > 0

    @property
    def told(self) -> str:
        if not self.left_open:
            return self._reached
        return (
            f"{self._reached} Left unanswered by {self.left_open}: 0 points in the scores, not counted here."
        )

    @property
    def _reached(self) -> str:
        if not self.finished:
            return f"Nobody who was asked this has finished; answered by {self.unfinished} so far."
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
        if self.drawn and self.drawn.n < STABLE:
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
        decisions = counted(self.decisions, "decision")
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
        learners = counted(self.learners, "learner")
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
    comparing = _Comparing(group)
    everybody = comparing.of(tuple(sheet.learner for sheet in group.finished))
    return Analysis(
        learners=len(group.sheets),
        finished=len(group.finished),
        years=group.years,
        repeats=group.repeats,
        items=tuple(_item(group, item, comparing) for item in group.items),
        rules=together(group, lambda item: item.rules),
        cases=together(group, lambda item: (item.case,)),
        alpha=_alpha(group, everybody),
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


class _Comparable:
    """Learners who can be compared, and their points over the decisions all of them met.

    One decision can be taken away from these exactly.
    """

    def __init__(self, group: Group, learners: tuple[str, ...]) -> None:
        self.learners = frozenset(learners)
        self.items = group.common(self.learners)
        self.ids = frozenset(item.id for item in self.items)
        self._sums = _sums(group, self.items)

    def rest(self, answers: Mapping[str, Answer]) -> dict[str, float]:
        """The share earned in everything but this decision, by learner; equal shares are equal floats."""
        rest = {}
        for learner, answer in answers.items():
            if learner not in self.learners:
                continue
            points, possible = self._sums[learner]
            if possible > answer.exact_possible:
                rest[learner] = (points - answer.exact_points) / (possible - answer.exact_possible)
        return rest


class _Comparing:
    """Finds for a decision those who finished and were asked it; with several years these may differ."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._known: dict[tuple[str, ...], _Comparable] = {}

    def asked(self, item: str) -> _Comparable:
        return self.of(self._group.learners_asked(item))

    def of(self, learners: tuple[str, ...]) -> _Comparable:
        if learners not in self._known:
            self._known[learners] = _Comparable(self._group, learners)
        return self._known[learners]


def _sums(group: Group, items: Iterable[Item]) -> dict[str, tuple[int, int]]:
    """Everybody's points and possible points over some decisions, in ten-thousandths."""
    sums: dict[str, tuple[int, int]] = {}
    for item in items:
        for learner, answer in group.answers_to(item.id).items():
            points, possible = sums.get(learner, (0, 0))
            sums[learner] = points + answer.exact_points, possible + answer.exact_possible
    return sums


def _item(group: Group, item: Item, comparing: _Comparing) -> ItemAnalysis:
    answers = group.answers_to(item.id)
    alike = comparing.asked(item.id)
    met = len(alike.learners & answers.keys())
    left_open = sum(item.id in sheet.left_open for sheet in group.sheets)
    reach = Reach(met, len(alike.learners), len(answers) - met, left_open)
    one = difficulty(answer.share for answer in answers.values())
    rest = alike.rest(answers) if reach.all_met else {}
    return ItemAnalysis(
        item=item,
        reach=reach,
        difficulty=one,
        by_year=_by_year(answers.values()),
        drawn=drawn(one, _others(group, item)),
        item_rest=_item_rest(answers, rest, reach, len(alike.ids - {item.id})),
        choices=choice_table(item, answers, rest),
    )


def _item_rest(
    answers: Mapping[str, Answer], rest: Mapping[str, float], reach: Reach, others: int
) -> ItemRest:
    if not reach.all_met:
        why = "not everybody who finished has met this decision" if reach.finished else "nobody has finished"
        return ItemRest(reach.met, others, why=why)
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


def _alpha(group: Group, alike: _Comparable) -> Alpha:
    """Alpha over the points of each case. Where points fell away for one learner, her share of the case counts."""
    cases: dict[str, list[Item]] = {}
    for item in alike.items:
        cases.setdefault(item.case, []).append(item)
    columns = [_case_points(_sums(group, items), alike.learners) for items in cases.values()]
    rows = [
        [column[learner] for column in columns]
        for learner in alike.learners
        if all(learner in column for column in columns)
    ]
    return alpha_of(rows, len(columns))


def _case_points(sums: Mapping[str, tuple[int, int]], learners: Iterable[str]) -> dict[str, float]:
    """The points of each learner in one case, as though all of it had been possible for everybody."""
    of_learners = {learner: sums[learner] for learner in learners}
    whole = max((possible for _, possible in of_learners.values()), default=0)
    return {
        learner: points * whole / possible for learner, (points, possible) in of_learners.items() if possible
    }


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

"""A sitting as it was wished: contrast pairs only, one dimension only, or rules before they are due.

Knows no Qt. Without a wish it is the sitting ``study`` plans; whose turn it is stays with ``encounter.sitting``.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.encounter.sitting import PAIR, plan_sitting
from relall_trainer.gui.reviews import SittingUnderWay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relall_trainer.clinical.action import Action
    from relall_trainer.clinical.rule import Rule
    from relall_trainer.gui.study import Study

_MOST_EARLY = 8
# Where a rule not met yet will most likely be asked, by the kind of most of the steps it rates.
_DIMENSION_OF_KIND = {
    "workup": "workup",
    "systemic": "salvage",
    "cns": "cns",
    "transplant": "transplant",
    "support": "safety",
}


@dataclass(frozen=True, slots=True)
class SittingWish:
    """``rule``: a drill on this one. ``pairs``: on contrast pairs only. ``dimension``: only rules asked in it."""

    rule: str = ""
    pairs: bool = False
    dimension: str = ""


def begin(
    study: Study, wish: SittingWish, rules: Mapping[str, Rule], actions: Mapping[str, Action]
) -> SittingUnderWay:
    """Begin the sitting wished for; where nothing is due, the rules most likely to be forgotten next.

    Raises StoreError; KeyError for a rule that cannot be asked.
    """
    under_way = study.begin_sitting(rule=wish.rule or None)
    sitting = under_way.sitting
    alone = study.without_pair if wish.pairs else frozenset()
    if not wish.rule and (wish.dimension or alone or not sitting.ahead):
        at, schedule = sitting.began_at, study.schedule
        where = study.mastery().dimension_of
        wanted = [
            rule
            for rule in study.asked
            if rule not in alone
            and wish.dimension in ("", where.get(rule) or dimension_of(rules[rule], actions))
        ]
        met = [rule for rule in wanted if schedule.state(rule, at) is not None]
        due = {state.rule for state in schedule.due(at)}
        met.sort(key=lambda rule: (rule not in due, schedule.recall(rule, at)))
        early = [rule for place, rule in enumerate(met) if rule in due or place < _MOST_EARLY]
        new = [rule for rule in wanted if rule not in met]
        sitting = plan_sitting(schedule, at, early, new, study.related, seconds_each=sitting.seconds_each)
    if wish.pairs:
        turns = tuple(dataclasses.replace(turn, kind=PAIR) for turn in sitting.ahead)
        sitting = dataclasses.replace(sitting, ahead=turns)
    return SittingUnderWay(sitting, under_way.seen)


def dimension_of(rule: Rule, actions: Mapping[str, Action]) -> str:
    """The dimension most of a rule's steps belong to; empty for a rule that rates none."""
    kinds = Counter(actions[step].kind for row in rule.rows for step in row.steps if step in actions)
    return _DIMENSION_OF_KIND.get(kinds.most_common(1)[0][0], "") if kinds else ""

"""What a decision comes to, written down: as it was taken, or as it was left unanswered.

Which decision it is, is found by ``marking``; what it is worth was found by ``encounter.scoring``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from relall_trainer.clinical.appraisal import RATINGS, RECOMMENDED
from relall_trainer.clinical.fingerprint import fingerprint
from relall_trainer.cohort.marks import MISSING, Decision
from relall_trainer.encounter.case import PICK_ONE, Group
from relall_trainer.encounter.debrief import labels_at
from relall_trainer.encounter.grading import decision_rating, rule_grades, rules_tested
from relall_trainer.encounter.play import Encounter
from relall_trainer.encounter.scoring import NodeScore, score_node, total


def decided(encounter: Encounter) -> Decision:
    """The last decision made."""
    visit = encounter.record[-1]
    score = visit.score
    return _put_down(
        encounter, visit.node, decision_rating(score), visit.chosen, score, fingerprint(visit.patient)
    )


def unanswered(encounter: Encounter) -> Decision:
    """The decision an encounter stands at, not answered: nothing earned of all that could be."""
    node = encounter.current
    steps = encounter.appraisal.steps
    ratings = {
        option.action: steps[option.action].rating for group in node.groups for option in group.options
    }
    rules = {action: steps[action].decided_by for action in ratings}
    best = [action for group in node.groups for action in _best_of(group, ratings)]
    score = score_node(node, ratings, best, rules)
    told = _put_down(encounter, node.id, MISSING, (), score, fingerprint(encounter.patient))
    return dataclasses.replace(
        told,
        points=0,
        rules=(),
        dimensions=tuple((name, 0, possible) for name, _, possible in told.dimensions),
    )


def _best_of(group: Group, ratings: Mapping[str, str]) -> list[str]:
    """What to choose for all that can be earned of a group."""
    offered = [option.action for option in group.options]
    if group.pick == PICK_ONE:
        return sorted(offered, key=lambda action: RATINGS.index(ratings[action]))[:1]
    return [action for action in offered if ratings[action] == RECOMMENDED]


def _put_down(
    encounter: Encounter, node: str, verdict: str, chosen: tuple[str, ...], score: NodeScore, state: str
) -> Decision:
    labels = labels_at(encounter, node)
    return Decision(
        node=node,
        title=encounter.case.nodes[node].title,
        verdict=verdict,
        chosen=chosen,
        labels=tuple(labels[action] for action in chosen),
        points=score.points,
        possible=score.possible,
        critical=score.critical,
        rules=rule_grades(score),
        turns_on=rules_tested(score),
        dimensions=_dimensions(score),
        state=state,
    )


def _dimensions(score: NodeScore) -> tuple[tuple[str, float, float], ...]:
    return tuple((name, *pair) for name, pair in total({"": score}).dimensions.items())

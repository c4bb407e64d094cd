"""What the algorithm says of a case: in every situation it can lead to, and along the authors' path.

A case states no rating; this is where it shows whether the options it offers can be rated as it needs
them to be.
"""

from __future__ import annotations

from collections.abc import Mapping

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.graph import Report, node_places
from relall_trainer.casefiles.walk import MAX_SITUATIONS, Situation, Walk, walk
from relall_trainer.clinical.appraisal import ACCEPTABLE, CONTRAINDICATED, DISCOURAGED, RECOMMENDED, UNRATED
from relall_trainer.encounter.appraisals import Appraiser
from relall_trainer.encounter.case import PICK_ANY, PICK_ONE, Case, Group, Node
from relall_trainer.encounter.play import CaseFault, ChoiceFault, Visit, commit, start
from relall_trainer.encounter.scoring import score_node, total
from relall_trainer.textfile import Path_

# What the authors' path has to reach: a patient's course may hold a step that is merely acceptable.
LEAST_PERCENT = 90.0

_Rated = tuple[Situation, Mapping[str, str]]


def check_ratings(case: Case, algorithm: Appraiser, report: Report, limit: int = MAX_SITUATIONS) -> None:
    """Walks the case and reports what only shows with the algorithm."""
    result = walk(case, algorithm, limit)
    if not result.complete:
        report(Finding.TOO_MANY_STATES, ("nodes",))
    places = node_places(case)
    _check_roads(case, result, places, report)
    for node in case.nodes.values():
        situations = result.situations.get(node.id, [])
        if node.ending is None and situations:
            _check_node(node, places[node.id], algorithm, situations, report)
    if not result.failures:
        _check_path(case, algorithm, report)


def _check_roads(case: Case, result: Walk, places: Mapping[str, Path_], report: Report) -> None:
    said: set[tuple[str, int]] = set()
    for situation, index, fault in result.failures:
        if (situation.node, index) not in said:
            said.add((situation.node, index))
            at = (*places[situation.node], *(("patient",) if index < 0 else ("next", index, "patch")))
            report(Finding.PATCH_FAILS, at, reason=fault.message, trail=situation.trail())
    if result.failures or not result.complete:
        return
    for node in case.nodes.values():
        for index, transition in enumerate(node.next):
            if node.id in result.situations and (node.id, index) not in result.taken:
                report(Finding.NEVER_TAKEN, (*places[node.id], "next", index, "to"), to=transition.to)


def _check_node(
    node: Node, at: Path_, algorithm: Appraiser, situations: list[Situation], report: Report
) -> None:
    first = {situation.patient: situation for situation in reversed(situations)}  # one road to each is enough
    offered = [option.action for group in node.groups for option in group.options]
    rated: list[_Rated] = []
    for patient, situation in first.items():
        steps = algorithm.appraise(patient).steps
        rated.append((situation, {action: steps[action].rating for action in offered}))
    for index, group in enumerate(node.groups):
        here = (*at, "groups", index)
        if group.pick == PICK_ONE:
            _check_pick_one(group, here, rated, report)
        else:
            _check_order_set(node, group, here, rated, report)
        for number, option in enumerate(group.options):
            count = sum(ratings[option.action] == UNRATED for _, ratings in rated)
            if count:
                place = (*here, "options", number, "action")
                blanks = {"action": option.action, "count": count, "all": len(rated)}
                report(Finding.UNRATED_OPTION, place, **blanks)


def _check_pick_one(group: Group, at: Path_, rated: list[_Rated], report: Report) -> None:
    for situation, ratings in rated:
        if not any(ratings[option.action] in (RECOMMENDED, ACCEPTABLE) for option in group.options):
            report(Finding.NOTHING_RIGHT, at, group=group.id, trail=situation.trail())
            return


def _check_order_set(node: Node, group: Group, at: Path_, rated: list[_Rated], report: Report) -> None:
    """Asks the scoring itself what ordering everything would earn."""
    everything = tuple(
        option.action for each in node.groups if each.pick == PICK_ANY for option in each.options
    )
    for situation, ratings in rated:
        score = next(each for each in score_node(node, ratings, everything).groups if each.group == group.id)
        if score.possible and score.points >= score.possible:
            report(Finding.EVERYTHING_IS_BEST, at, group=group.id, trail=situation.trail())
            return


def _check_path(case: Case, algorithm: Appraiser, report: Report) -> None:
    """Plays the authors' path; the walk has shown before that no patch fails."""
    encounter = start(case, algorithm)
    sound = True
    for index, step in enumerate(case.authors_path):
        at = ("authors_path", index)
        if encounter.ended or step.node != encounter.node:
            reason = f"it has come to node {encounter.node}, not to {step.node}"
            report(Finding.PATH_LEAVES_GRAPH, (*at, "node"), reason=reason)
            return
        appraisal = encounter.appraisal
        try:
            encounter, visit = commit(encounter, step.chosen)
        except ChoiceFault as fault:
            report(Finding.PATH_LEAVES_GRAPH, (*at, "chosen"), reason=fault.what.rstrip("."))
            return
        except CaseFault as fault:  # a draw's default may lead where no outcome walked did
            report(Finding.PATH_LEAVES_GRAPH, at, reason=fault.what.rstrip("."))
            return
        rules = {action: appraisal.steps[action].decided_by for action in visit.chosen}
        sound = _check_step(visit, step.chosen, rules, at, report) and sound
    if not encounter.ended:
        reason = f"it stops at node {encounter.node}, before an ending"
        report(Finding.PATH_LEAVES_GRAPH, ("authors_path",), reason=reason)
        return
    percent = total(encounter.first).percent
    if sound and percent is not None and float(percent) < LEAST_PERCENT:
        report(Finding.PATH_SCORES_LOW, ("authors_path",), percent=percent, least=f"{LEAST_PERCENT:g}")


def _check_step(
    visit: Visit, chosen: tuple[str, ...], rules: Mapping[str, str | None], at: Path_, report: Report
) -> bool:
    """Whether no step is against the rules; each that is gets reported."""
    sound = True
    for action in visit.chosen:
        rating = visit.ratings[action]
        if rating in (DISCOURAGED, CONTRAINDICATED):
            place = (*at, "chosen", chosen.index(action))
            blanks = {"action": action, "rating": rating, "node": visit.node, "rule": rules[action]}
            report(Finding.PATH_AGAINST_RULES, place, **blanks)
            sound = False
    return sound

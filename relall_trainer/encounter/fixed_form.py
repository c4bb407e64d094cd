"""The fixed form of a case, as an exam hands it out: the decisions of the authors' course in a row, nothing that rates.

Whatever is chosen, the case goes on as its authors did. What feedback, weights, summaries, endings and untaken roads
would tell is left out, not hidden. An attempt at the form is an attempt at the case: ids and hash are the same.
"""

from __future__ import annotations

import dataclasses

from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraiser
from relall_trainer.encounter.case import Case, CaseHead, Ending, Group, Node, Option, PathStep, Transition
from relall_trainer.encounter.choice import one_of_each
from relall_trainer.encounter.patch import Surroundings, written_out
from relall_trainer.encounter.play import EXAM, Encounter
from relall_trainer.encounter.unrated import Unrated

_END = "The case ends here"
_NOTHING_YET = "What to take away is told with the feedback."
_TAKE_AWAY = 3  # what every ending has to have


def fixed_form(case: Case, algorithm: Appraiser) -> Case:
    """The bare form of a case; of the algorithm only the catalogue's labels are used.

    Raises CaseFault where the authors' course cannot be played to an ending.
    """
    encounter = play.start(case, Unrated(algorithm), mode=EXAM)
    nodes: list[Node] = []
    while not encounter.ended:
        node = encounter.current
        chosen = play.authors_choice(encounter)
        after, _ = play.commit(encounter, chosen)
        nodes.append(_decision(node, _way_on(encounter, after, chosen), encounter.algorithm))
        encounter = after
    return Case(
        head=_head(case.head),
        sha256=case.sha256,
        patient=case.patient,
        start=case.start,
        nodes={node.id: node for node in (*nodes, _ending(encounter.current))},
        # Every case has a course; which steps were taken on it stays with the full one.
        authors_path=tuple(PathStep(node.id, (), "implied") for node in nodes),
    )


def _way_on(before: Encounter, after: Encounter, chosen: tuple[str, ...]) -> Transition:
    """The transition taken, without its condition."""
    node, actions = before.current, before.algorithm.actions
    taken = play.taken(before, chosen)
    around = Surroundings(actions, one_of_each(node, chosen, actions))
    return dataclasses.replace(taken, when=None, to=after.node, patch=written_out(taken.patch, around))


def _decision(node: Node, way_on: Transition, algorithm: Appraiser) -> Node:
    groups = tuple(_group(group, algorithm) for group in node.groups)
    return dataclasses.replace(node, groups=groups, next=(way_on,))


def _group(group: Group, algorithm: Appraiser) -> Group:
    options = tuple(
        Option(
            action=option.action,
            label=option.label or algorithm.actions[option.action].label,
            detail=option.detail,
            parameters=option.parameters,
        )
        for option in group.options
    )
    return dataclasses.replace(group, options=options, weight=None)


def _ending(node: Node) -> Node:
    ending = node.ending
    bare = ending and Ending(ending.id, "ended", _END, ending.origin, (_NOTHING_YET,) * _TAKE_AWAY)
    return Node(node.id, _END, node.day, f"{_END}.", node.patch, ending=bare, origin=node.origin)


def _head(head: CaseHead) -> CaseHead:
    return dataclasses.replace(head, summary=head.title, modeled_on=None, learning_goals=(), competencies=())

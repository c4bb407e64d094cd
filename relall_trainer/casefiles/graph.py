"""Whether the nodes make a graph that can be played: no dead ends, no circles, every node reachable.

Looked at only when every name in the case means something, so that the places are sure and nothing
follows from a misspelt id. What a choice leads to for a given patient is left to ``walk``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.encounter.case import PICK_ONE, Case, Node
from relall_trainer.textfile import Path_

TAKE_AWAY = 3


class Report(Protocol):
    """How a finding is reported at a place of the file."""

    def __call__(self, finding: Finding, at: Path_, /, **blanks: object) -> None: ...


def node_places(case: Case) -> Mapping[str, Path_]:
    """Where each node stands in the file (in a case that was read without error)."""
    return {node: ("nodes", index) for index, node in enumerate(case.nodes)}


def check_graph(case: Case, report: Report) -> None:
    """Reports every fault of the graph."""
    places = node_places(case)
    ends = any(node.ending for node in case.nodes.values())
    for node in case.nodes.values():
        if node.next or node.ending or ends:
            _check_node(node, places[node.id], report)
    if not ends:
        report(Finding.NO_ENDING, ("nodes",))
        return  # then there have to be dead ends or circles, and they are no faults of their own
    reached = _reached(case)
    for node_id, at in places.items():
        if node_id not in reached:
            report(Finding.UNREACHABLE, (*at, "id"), node=node_id)
    for node_id, to, road in _circles(case):
        index = [transition.to for transition in case.nodes[node_id].next].index(to)
        report(Finding.CYCLE, (*places[node_id], "next", index, "to"), road=" → ".join(road))
    _check_days(case, places, report)


def _check_node(node: Node, at: Path_, report: Report) -> None:
    if node.ending is not None:
        for part, there in (("groups", node.groups), ("next", node.next)):
            if there:
                report(Finding.ENDING_GOES_ON, (*at, part), node=node.id, part=part)
        count = len(node.ending.take_away)
        if count != TAKE_AWAY:
            report(Finding.TAKE_AWAY, (*at, "ending", "take_away"), ending=node.ending.id, count=count)
        return
    if not node.next:
        report(Finding.DEAD_END, at, node=node.id)
        return
    if not node.groups:
        report(Finding.NO_GROUP, at, node=node.id)
    for index, group in enumerate(node.groups):
        least = 2 if group.pick == PICK_ONE else 1
        count = len(group.options)
        if count < least:
            blanks = {"group": group.id, "count": count, "pick": group.pick, "least": least}
            report(Finding.TOO_FEW_OPTIONS, (*at, "groups", index), **blanks)
    for index, transition in enumerate(node.next):
        last = index == len(node.next) - 1
        if last and transition.when is not None:
            report(Finding.LAST_CONDITIONAL, (*at, "next", index, "when"), node=node.id)
        if not last and transition.when is None:
            report(Finding.AFTER_UNCONDITIONAL, (*at, "next", index + 1), node=node.id)
            break


def _reached(case: Case) -> set[str]:
    reached: set[str] = set()
    waiting = [case.start]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting.extend(transition.to for transition in case.nodes[node].next)
    return reached


def _circles(case: Case) -> Iterator[tuple[str, str, list[str]]]:
    """Each transition that closes a circle: from, to, and the circle. Walks without recursion."""
    done: set[str] = set()
    for start in case.nodes:
        road = [] if start in done else [start]
        onward = [_targets(case, node) for node in road]
        while road:
            to = next(onward[-1], None)
            if to is None:
                done.add(road.pop())
                onward.pop()
            elif to in road:
                yield road[-1], to, [*road[road.index(to) :], to]
            elif to not in done:
                road.append(to)
                onward.append(_targets(case, to))


def _targets(case: Case, node: str) -> Iterator[str]:
    return iter(dict.fromkeys(transition.to for transition in case.nodes[node].next))


def _check_days(case: Case, places: Mapping[str, Path_], report: Report) -> None:
    for node in case.nodes.values():
        for index, transition in enumerate(node.next):
            to = case.nodes[transition.to]
            if to.day < node.day:
                at = (*places[node.id], "next", index, "to")
                report(Finding.DAY_BACKWARDS, at, node=node.id, to=to.id, from_day=node.day, to_day=to.day)

"""The decision map: every road of a case, with the learner's, the authors', and those not taken.

Says in which column a node stands (the longest way from the start); its place on the screen is the window's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from relall_trainer.encounter.case import Case
from relall_trainer.encounter.grading import decision_rating
from relall_trainer.encounter.play import Encounter, Visit

EdgeKind = Literal["yours", "authors", "both", "not_taken"]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A node of the map.

    ``mark`` is the rating class of the first answer given there, None where none was; ``outcome`` and
    ``ending`` (its id) are set for an ending. ``yours``: on the road that was taken in the end; ``met``: on
    any road taken, those stepped back from too.
    """

    id: str
    title: str
    day: int
    column: int
    mark: str | None
    ending: str | None
    outcome: str | None
    yours: bool
    met: bool
    authors: bool
    origin: str


@dataclass(frozen=True, slots=True)
class MapEdge:
    """A road between two nodes; ``stepped_back``: once taken and then gone back over."""

    source: str
    target: str
    kind: EdgeKind
    stepped_back: bool = False


@dataclass(frozen=True, slots=True)
class DecisionMap:
    """All nodes that can be met, in the order of their columns, and all roads between them."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]


def decision_map(encounter: Encounter, authors: tuple[Visit, ...]) -> DecisionMap:
    """The map of an encounter's case, with the roads of this encounter and of the authors."""
    case = encounter.case
    columns = columns_of(case)
    yours = _edges(encounter.path)
    theirs = _edges(authors)
    left = _edges(encounter.record) - yours
    here = {encounter.node, *(visit.node for visit in encounter.path)}
    met = here | {node for edge in left for node in edge}
    there = {node for edge in theirs for node in edge}
    marks = {visit.node: decision_rating(visit.score) for visit in reversed(encounter.record)}
    nodes = []
    for name in sorted(columns, key=lambda name: columns[name]):
        node = case.nodes[name]
        nodes.append(
            MapNode(
                id=name,
                title=node.title,
                day=node.day,
                column=columns[name],
                mark=marks.get(name),
                ending=node.ending.id if node.ending else None,
                outcome=node.ending.outcome if node.ending else None,
                yours=name in here,
                met=name in met,
                authors=name in there,
                origin=node.ending.origin if node.ending else node.origin,
            )
        )
    edges = tuple(
        MapEdge(source, target, _kind((source, target), yours, theirs), (source, target) in left)
        for source in columns
        for target in dict.fromkeys(way.to for way in case.nodes[source].next)
        if target in columns
    )
    return DecisionMap(tuple(nodes), edges)


def columns_of(case: Case) -> dict[str, int]:
    """Each node that can be met → the length of the longest road to it from the start."""
    columns: dict[str, int] = {}
    order = _in_order(case)
    for name in order:
        column = columns.setdefault(name, 0)
        for way in case.nodes[name].next:
            if way.to in case.nodes:
                columns[way.to] = max(columns.get(way.to, 0), column + 1)
    return columns


def _in_order(case: Case) -> list[str]:
    """Every node that can be met, each after all that lead to it (the graph has no cycles)."""
    ways: Mapping[str, list[str]] = {
        name: [way.to for way in node.next if way.to in case.nodes] for name, node in case.nodes.items()
    }
    done: list[str] = []
    seen = {case.start}
    # By hand rather than by recursion: a generated case may be longer than Python's stack.
    stack = [(case.start, iter(ways[case.start]))]
    while stack:
        name, rest = stack[-1]
        target = next(rest, None)
        if target is None:
            stack.pop()
            done.append(name)
        elif target not in seen:
            seen.add(target)
            stack.append((target, iter(ways[target])))
    return done[::-1]


def _edges(visits: Iterable[Visit]) -> set[tuple[str, str]]:
    return {(visit.node, visit.next) for visit in visits}


def _kind(edge: tuple[str, str], yours: set[tuple[str, str]], theirs: set[tuple[str, str]]) -> EdgeKind:
    if edge in yours:
        return "both" if edge in theirs else "yours"
    return "authors" if edge in theirs else "not_taken"

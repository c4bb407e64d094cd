"""Where each node of a decision map stands: its column is given, its row is chosen here.

The learner's own road runs straight along row 0 and nothing else stands on it; the authors' stands below where it
parts from it; roads not taken find the free row nearest to where they come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relall_trainer.encounter.decision_map import DecisionMap, MapNode


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with its place; rows may be negative (above the learner's road)."""

    node: MapNode
    column: int
    row: int


def placed(roads: DecisionMap) -> tuple[Placed, ...]:
    """Every node with its place, in the order of the map."""
    taken: dict[int, set[int]] = {}
    rows: dict[str, int] = {}
    columns = {node.id: node.column for node in roads.nodes}
    _keep_free(roads, columns, taken)
    parents: dict[str, list[str]] = {}
    for edge in roads.edges:
        parents.setdefault(edge.target, []).append(edge.source)
    by_weight = sorted(roads.nodes, key=lambda node: (node.column, not node.yours, not node.authors))
    for node in by_weight:
        used = taken.setdefault(node.column, set())
        if node.yours:
            row = 0
        else:
            wish = _wish(node, parents.get(node.id, []), rows)
            row = _nearest_free(wish, used)
        used.add(row)
        rows[node.id] = row
    return tuple(Placed(node, node.column, rows[node.id]) for node in roads.nodes)


def _keep_free(roads: DecisionMap, columns: Mapping[str, int], taken: dict[int, set[int]]) -> None:
    """Where the learner's road passes over a column, its row stays empty."""
    for edge in roads.edges:
        if edge.kind in ("yours", "both"):
            for column in range(columns[edge.source] + 1, columns[edge.target]):
                taken.setdefault(column, set()).add(0)


def _wish(node: MapNode, parents: list[str], rows: Mapping[str, int]) -> float:
    known = [rows[parent] for parent in parents if parent in rows]
    middle = sum(known) / len(known) if known else 0.0
    if node.authors:
        return max(1.0, middle)
    return middle if abs(middle) >= 1 else middle - 0.6  # a first road off goes up


def _nearest_free(wish: float, used: set[int]) -> int:
    """The free row nearest to the wish; row 0 is the learner's alone."""
    span = len(used) + 2 + round(abs(wish))
    free = [row for row in range(-span, span + 1) if row not in used and row != 0]
    return min(free, key=lambda row: (abs(row - wish), row < 0))

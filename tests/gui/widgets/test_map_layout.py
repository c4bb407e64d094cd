"""The learner's road is straight, nothing stands on it, and no two nodes share a place."""

from __future__ import annotations

import itertools

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.encounter.authors import authors_walk
from relall_trainer.encounter.decision_map import DecisionMap, MapEdge, MapNode, decision_map
from relall_trainer.gui.widgets.map_layout import placed
from tests.gui.stage import small_case


def node(name: str, column: int, *, yours: bool = False, authors: bool = False) -> MapNode:
    return MapNode(name, name, 0, column, None, None, None, yours, yours, authors, "paper")


def test_the_small_case(algorithm: Algorithm) -> None:
    encounter, _ = play.commit(play.start(small_case(), algorithm), ["wu-watch"])
    roads = decision_map(encounter, authors_walk(encounter.case, algorithm))
    places = {one.node.id: (one.column, one.row) for one in placed(roads)}
    assert places["first"] == (0, 0)
    assert places["died"] == (2, 0)
    assert places["second"][0] == 1
    assert places["second"][1] != 0, "the road from first to died runs there"


def test_no_two_nodes_share_a_place() -> None:
    nodes = [node("start", 0, yours=True), node("end", 3, yours=True, authors=True)]
    nodes += [node(f"n{number}", 1 + number % 2, authors=number == 3) for number in range(9)]
    edges = [MapEdge("start", one.id, "not_taken") for one in nodes if one.id.startswith("n")]
    edges.append(MapEdge("start", "end", "yours"))
    found = placed(DecisionMap(tuple(nodes), tuple(edges)))
    for one, other in itertools.combinations(found, 2):
        assert (one.column, one.row) != (other.column, other.row)
    assert all(one.row != 0 for one in found if not one.node.yours)
    assert next(one.row for one in found if one.node.id == "n3") > 0, "the authors' road runs below"

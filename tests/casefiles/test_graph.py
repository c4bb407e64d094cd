"""The graph of nodes: circles wherever they close, and only there."""

from __future__ import annotations

import pytest

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.graph import check_graph
from relall_trainer.casefiles.loader import read_case
from relall_trainer.encounter.case import Case, Condition, Ending, Group, Node, Option, Transition
from relall_trainer.textfile import Path_

OPTIONS = (Option("wu-marrow"), Option("wu-watch"))
ENDING = Ending("end", "alive", "End", "simulated", ("One.", "Two.", "Three."))


def _node(name: str, *targets: str) -> Node:
    groups = (Group("g", "?", "workup", "one", OPTIONS),) if targets else ()
    when = Condition(chosen=("wu-watch",))
    following = tuple(
        Transition(to, None if index == len(targets) - 1 else when) for index, to in enumerate(targets)
    )
    return Node(name, name, 0, "x", groups=groups, next=following, ending=None if targets else ENDING)


def _found(sound_text: str, **roads: str) -> list[tuple[Finding, Path_, dict[str, object]]]:
    case, _ = read_case(sound_text)
    assert case is not None
    nodes = {name: _node(name, *targets.split()) for name, targets in roads.items()}
    changed = Case(case.head, case.sha256, case.patient, next(iter(nodes)), nodes, case.authors_path)
    found: list[tuple[Finding, Path_, dict[str, object]]] = []

    def report(finding: Finding, at: Path_, /, **blanks: object) -> None:
        found.append((finding, at, blanks))

    check_graph(changed, report)
    return found


def _circles(found: list[tuple[Finding, Path_, dict[str, object]]]) -> list[tuple[Path_, object]]:
    assert {finding for finding, _, _ in found} <= {Finding.CYCLE}
    return [(at, blanks["road"]) for _, at, blanks in found]


def test_roads_that_part_and_rejoin_are_no_circles(sound_text: str) -> None:
    assert _found(sound_text, a="b c", b="d c", c="d", d="") == []


@pytest.mark.parametrize(
    ("roads", "circles"),
    [
        ({"a": "a b", "b": ""}, [(("nodes", 0, "next", 0, "to"), "a → a")]),
        ({"a": "b", "b": "c", "c": "b d", "d": ""}, [(("nodes", 2, "next", 0, "to"), "b → c → b")]),
        (
            {"a": "b c", "b": "a d", "c": "a d", "d": ""},
            [(("nodes", 1, "next", 0, "to"), "a → b → a"), (("nodes", 2, "next", 0, "to"), "a → c → a")],
        ),
    ],
)
def test_circles(sound_text: str, roads: dict[str, str], circles: list[tuple[Path_, str]]) -> None:
    assert _circles(_found(sound_text, **roads)) == circles


def test_a_long_case_needs_no_recursion(sound_text: str) -> None:
    roads = {f"n{index}": f"n{index + 1}" for index in range(3000)}
    assert _found(sound_text, **roads, n3000="") == []


def test_a_circle_no_road_leads_to(sound_text: str) -> None:
    found = _found(sound_text, a="b", b="", c="d", d="c")
    assert [finding for finding, _, _ in found] == [Finding.UNREACHABLE, Finding.UNREACHABLE, Finding.CYCLE]

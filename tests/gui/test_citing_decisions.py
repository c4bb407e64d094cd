"""Which decisions of the cases name an entry of the library."""

from __future__ import annotations

import re

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter.case import Case
from relall_trainer.gui.citing_decisions import CitingDecisions, citing_decisions
from relall_trainer.paths import cases_folder
from tests.gui.stage import small_case


@pytest.fixture(scope="module")
def cases(algorithm: Algorithm) -> list[Case]:
    from relall_trainer.casefiles.loader import load_case

    known = frozenset(algorithm.actions)
    return [load_case(folder / "case.yaml", known) for folder in sorted(cases_folder().iterdir())]


def test_texts_findings_and_feedback_count(cases: list[Case]) -> None:
    found = citing_decisions([small_case()])
    assert [(one.case_title, one.node, one.draws) for one in found["ev-p1-relapse"]] == [
        ("A small case", "first", False)
    ]
    assert [one.node for one in found["ev-early-referral"]] == ["first"]


def test_every_citation_in_the_nodes_of_the_shipped_cases_is_found(cases: list[Case]) -> None:
    found = citing_decisions(cases)
    for case in cases:
        for node in case.nodes.values():
            for item in set(re.findall(r"\[(ev-[a-z0-9-]+|S\d\d|I-\d\d)\]", repr(node))):
                assert (case.head.id, node.id) in {(one.case_id, one.node) for one in found[item]}
            for item in {item for way in node.next for item in way.evidence}:
                assert (case.head.id, node.id) in {(one.case_id, one.node) for one in found[item]}


def test_what_is_drawn_from_a_count_is_marked(cases: list[Case]) -> None:
    found = citing_decisions(cases)
    for case in cases:
        used = {
            name for node in case.nodes.values() for way in node.next if way.when for name in way.when.draw
        }
        for name in used:
            item = case.draws[name].evidence
            assert any(one.draws and one.case_id == case.head.id for one in found[item])
    assert not any(one.draws for one in found["ev-p1-relapse"])


def test_the_cases_are_asked_for_once_and_only_when_wanted() -> None:
    asked: list[int] = []

    def load() -> list[Case]:
        asked.append(1)
        return [small_case()]

    decisions = CitingDecisions(load)
    assert asked == []
    assert decisions.of("ev-p1-relapse")
    assert decisions.of("ev-nothing") == ()
    assert asked == [1]

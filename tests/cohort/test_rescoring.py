"""A dry run says whose score would change, by how much, and which step's rating did it; it changes nothing."""

from __future__ import annotations

import dataclasses
import json
from functools import cache

import pytest

from relall_trainer.algorithm_files import algorithm_from_text, algorithm_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.marked_file import MarkedFile
from relall_trainer.cohort.marking import Marker
from relall_trainer.cohort.rescoring import DryRun, dry_run
from relall_trainer.cohort.submission import Submission
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.play import EXAM, PRACTICE
from relall_trainer.paths import algorithm_folder
from tests.cohort.marked import (
    SKILLS,
    assignment,
    attempt,
    by_sha256,
    cases,
    file_of,
    marker,
    rules,
    submission,
)


@cache
def handed_in(mode: str = PRACTICE) -> tuple[tuple[MarkedFile, Submission], ...]:
    found = []
    for who in range(6):
        logs = [
            attempt(f"{who}-{number}", number, 10 * who + number, SKILLS[who % 5], mode)
            for number in range(len(cases()))
        ]
        told = submission(f"Learner {who + 1:02}", logs)
        found.append((file_of(told, assignment(mode)), told))
    return tuple(found)


def with_rules(change: dict[str, str]) -> Algorithm:
    """The rules with every row of some rules rated otherwise: ``{rule: rating}``."""
    data = json.loads(algorithm_text(algorithm_folder()))
    for rule in data["rules"]:
        if rule["id"] in change:
            for row in rule["rows"]:
                if "rating" in row:
                    row["rating"] = change[rule["id"]]
                    row.pop("tier", None)
    data["sha256"] = "c" * 64
    return algorithm_from_text(json.dumps(data))


def with_weight(case: Case, node: str, weight: float) -> Case:
    """The case with one question worth something else, under another hash."""
    changed = case.nodes[node]
    groups = tuple(
        dataclasses.replace(
            group,
            weight=weight,
            options=tuple(dataclasses.replace(option, weight=weight) for option in group.options),
        )
        for group in changed.groups
    )
    nodes = {**case.nodes, node: dataclasses.replace(changed, groups=groups)}
    head = dataclasses.replace(case.head, version="9.0.0")
    return dataclasses.replace(case, nodes=nodes, head=head, sha256="d" * 64)


def run(new: Marker, mode: str = PRACTICE) -> DryRun:
    return dry_run(assignment(mode), handed_in(mode), marker(), new)


def test_the_same_cases_and_rules_change_nothing() -> None:
    for mode in (PRACTICE, EXAM):
        told = run(Marker(by_sha256(), rules()), mode)
        assert told.changes == ()
        assert told.same == 18
        assert told.files == tuple(file for file, _ in handed_in(mode))
        assert told.told == "No score would change: 18 attempts would come to what they did."


@pytest.mark.parametrize("mode", [PRACTICE, EXAM])
def test_a_corrected_rule(mode: str) -> None:
    corrected = with_rules({"R08": "discouraged"})
    new = Marker(by_sha256(), corrected)
    told = run(new, mode)
    assert told.changes
    assert told.same + len(told.changes) == 18
    assert set(told.learners) <= {file.learner for file, _ in handed_in(mode)}
    old_of = {one.attempt: one for file, _ in handed_in(mode) for one in file.results}
    new_of = {one.attempt: one for file in told.files for one in file.results}
    for change in told.changes:
        assert change.before == old_of[change.attempt]
        assert change.after == new_of[change.attempt]
        assert change.after.pins.algorithm_sha256 == "c" * 64
        assert change.points == pytest.approx(change.after.points - change.before.points)
        assert change.points == pytest.approx(sum(one.points for one in change.decisions))
        assert change.decisions
        for decision in change.decisions:
            assert decision.steps, decision.node
            for step in decision.steps:
                assert "R08" in (step.before.rule, step.after.rule)
                assert step.before != step.after
    words = {step.told for one in told.changes for decision in one.decisions for step in decision.steps}
    assert any(word.endswith(", now advised against by R08") or "R08" in word for word in words)


def test_a_corrected_case() -> None:
    case = cases()[0]
    node = case.authors_path[0].node
    new = Marker({**by_sha256(), case.sha256: with_weight(case, node, 7)}, rules())
    told = run(new)
    assert {change.item for change in told.changes} == {0}
    assert len(told.changes) == 6
    for change in told.changes:
        assert [one.node for one in change.decisions] == [node]
        assert change.decisions[0].steps == ()  # nothing is rated otherwise: what it is worth changed
        assert change.after is not None
        assert change.after.pins.case_version == "9.0.0"
        assert change.after.possible != change.before.possible


def test_an_attempt_that_cannot_be_played_any_more_says_so_and_keeps_its_score() -> None:
    case = cases()[0]
    node = case.nodes[case.authors_path[0].node]
    offered = tuple(dataclasses.replace(group, options=group.options[:1]) for group in node.groups)
    short = dataclasses.replace(
        case, nodes={**case.nodes, node.id: dataclasses.replace(node, groups=offered)}, sha256="e" * 64
    )
    told = run(Marker({**by_sha256(), case.sha256: short}, rules()))
    gone = [change for change in told.changes if change.after is None]
    assert gone
    for change in gone:
        assert change.fault.startswith("it cannot be played again on the corrected case (Event ")
        assert change.told.startswith(f"{change.learner}: ")
        assert [one for file in told.files for one in file.results if one.attempt == change.attempt] == [
            change.before
        ]


def test_in_words() -> None:
    told = run(Marker(by_sha256(), with_rules({"R08": "contraindicated"})))
    who = len(told.learners)
    assert told.told.startswith(f"The score of {who} learner")
    harmed = [one for one in told.changes if one.after and one.after.critical != one.before.critical]
    assert harmed
    assert f"critical errors {harmed[0].before.critical} before" in harmed[0].told

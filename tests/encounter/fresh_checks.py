"""What has to hold of every fresh case: asked of a few hundred in each run, and of very many in the long one."""

from __future__ import annotations

from collections.abc import Iterator

from relall_trainer.casefiles.checks import check_reading
from relall_trainer.casefiles.loader import read_yaml
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import ACCEPTABLE, CONTRAINDICATED, DISCOURAGED, RECOMMENDED, UNRATED
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.plausible import impossible
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.authors import authors_encounter
from relall_trainer.encounter.case import PICK_ONE, Group, Node
from relall_trainer.encounter.fresh import FreshCase
from relall_trainer.encounter.fresh_story import case_file
from relall_trainer.encounter.scoring import score_node, total
from tests.clinical.retelling import retold

HARMFUL = (DISCOURAGED, CONTRAINDICATED)


def decisions(fresh: FreshCase) -> Iterator[tuple[Node, Patient]]:
    """Each decision of a fresh case with its patient."""
    nodes = (node for node in fresh.case.nodes.values() if node.ending is None)
    yield from zip(nodes, fresh.patients, strict=True)


def check_fresh(fresh: FreshCase, algorithm: Algorithm) -> None:
    """Everyone in it could be, every decision can be decided, and the story says what the patient's fields say."""
    case = fresh.case
    assert 1 <= len(fresh.patients) <= 3
    for node, patient in decisions(fresh):
        assert impossible(patient, algorithm.actions) == (), (case.head.id, node.id)
        assert patient.ph == "negative"
        ratings = {action: step.rating for action, step in algorithm.appraise(patient).steps.items()}
        offered = [option.action for group in node.groups for option in group.options]
        assert len(set(offered)) == len(offered)
        for group in node.groups:
            check_group(group, ratings, (case.head.id, node.id, group.id))
            check_score(node, group, ratings)
        for field, value in retold(node.narrative).items():
            assert getattr(patient, field) == value, (case.head.id, node.id, field, value, node.narrative)
        assert 1 <= node.narrative.count(". ") + 1 <= 9, node.narrative
    check_path(fresh, algorithm)


def check_group(group: Group, ratings: dict[str, str], where: object) -> None:
    """Between a best answer and a wrong one, with nothing on offer that the algorithm is silent on."""
    given = [ratings[option.action] for option in group.options]
    assert UNRATED not in given, where
    harmful = sum(rating in HARMFUL for rating in given)
    if group.pick == PICK_ONE:
        best = RECOMMENDED if RECOMMENDED in given else ACCEPTABLE
        assert 4 <= len(given) <= 6, where
        assert 1 <= given.count(best) <= 2, where
        assert harmful >= 1, where
    else:
        assert 5 <= len(given) <= 8, where
        assert given.count(RECOMMENDED) >= 2, where
        assert harmful >= 2, where


def check_score(node: Node, group: Group, ratings: dict[str, str]) -> None:
    """Neither everything nor nothing is right in an order set."""
    if group.pick == PICK_ONE:
        return
    options = [option.action for option in group.options]
    for chosen in (options, []):
        score = next(one for one in score_node(node, ratings, chosen).groups if one.group == group.id)
        assert score.points < score.possible


def check_path(fresh: FreshCase, algorithm: Algorithm) -> None:
    """The best answers score everything and pass through exactly the patients told of."""
    encounter = authors_encounter(fresh.case, algorithm, memory=Appraisals(algorithm))
    assert encounter.ended
    sums = total(encounter.first)
    assert sums.percent == "100.0", fresh.case.head.id
    assert not sums.critical
    assert [visit.patient for visit in encounter.path] == list(fresh.patients)


def check_file(fresh: FreshCase, algorithm: Algorithm, known: object) -> None:
    """Written as a file and read back it is the same case, and the checker has no error or warning but the review."""
    import hashlib

    text = case_file(fresh.case)
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert digest == fresh.case.sha256
    reading = read_yaml(text, "case.yaml", digest, frozenset(algorithm.actions))
    assert reading.case == fresh.case
    found = {one.code for one in check_reading(reading, algorithm, known)}  # type: ignore[arg-type]
    assert found <= {"C501", "C504", "C505", "C506"}, found

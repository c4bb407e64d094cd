"""Every two conditions of the rules that can hold in one patient do, in some generated patient."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.history import HISTORY_VALUES
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.population import patient
from relall_trainer.clinical.wishes import Wishes, ways
from relall_trainer.paths import algorithm_folder
from tests.clinical.examples import _domain
from tests.clinical.pairs_met import Pair, Pairs, patient_with

ALGORITHM = load_algorithm(algorithm_folder())
SEEDS = 2000
TRIES = 40
MANY_TRIES = 800  # for the few pairs that seldom come together
IN_REMISSION = {
    "status is remission",
    "later_remission is yes",
    "clean_later_remission is yes",
    "remission_from_salvage is yes",
}
AGAINST_CD19_TO_CD22 = {
    "running_agents has blinatumomab",
    "running_agents has cd19_cart",
    "running_agents has any blinatumomab, cd19_cart",
    "exposed has inotuzumab",
    "trial_open has blinatumomab",
    "trial_open has cd19_cart",
    "trial_open has inotuzumab",
    "trial_open has epratuzumab",
    "cd19 is positive",
    "cd20 is positive",
    "cd22 is positive",
    "lineage is B",
}
# What cannot be together, though no single field forbids it: the reason, one side, the other.
NEVER_TOGETHER: tuple[tuple[str, set[str], set[str]], ...] = (
    (
        "nobody in remission has disease that is overt, or relapsed, or intrathecal therapy failing against it",
        IN_REMISSION,
        {
            "overt is yes",
            "cns_active is yes",
            "csf is positive",
            "leukemic_palsy is yes",
            "it_state is failed",
            "systemic_relapse is yes",
            "relapse_or_refractory is yes",
        },
    ),
    (
        "primary refractory disease has had no remission, no relapse, no graft and one regimen, and is overt",
        {"status is primary_refractory"},
        {
            *IN_REMISSION,
            "low_level is yes",
            "marrow is remission",
            "remission_number at least 2",
            "relapse_number at least 2",
            "relapse_number at least 3",
            "frontline_response is CR",
            "months_induction_to_relapse more than 12",
            "months_induction_to_relapse at most 12",
            "phase_at_relapse is intensive",
            "salvage_failed is yes",
            "finished_regimens at least 2",
            "prior_allo_sct is yes",
            "on_immunosuppression is yes",
            "dli_given is yes",
            "gvhd is active",
        },
    ),
    (
        "T cells carry none of these, and nothing against them is given",
        {"lineage is T"},
        AGAINST_CD19_TO_CD22,
    ),
    ("a T-cell drug is running", {"running_agents has nelarabine"}, AGAINST_CD19_TO_CD22),
    (
        "a drug never given has harmed nobody and was in no regimen",
        {"asparaginase_naive is yes"},
        {
            "asparaginase_pancreatitis is one of severe, ungraded",
            "asparaginase_pancreatitis is mild",
            "pancreatitis_from_asparaginase is yes",
            "frontline_agents has asparaginase",
        },
    ),
    (
        "without a graft there is nothing of a graft",
        {"prior_allo_sct is no"},
        {"on_immunosuppression is yes", "dli_given is yes", "gvhd is active"},
    ),
    (
        "a salvage that brought remission is a second regimen, and a third relapse comes after at least two",
        {"finished_regimens less than 2"},
        {"remission_from_salvage is yes", "relapse_number at least 3"},
    ),
    (
        "the last regimen, running, is one regimen, and none of the catalogue holds both",
        {"last_salvage_agents has hd_cytarabine"},
        {
            "running_agents has nelarabine",
            "running_agents has blinatumomab",
            "running_agents has cd19_cart",
            "running_agents has any blinatumomab, cd19_cart",
        },
    ),
)


@pytest.fixture(scope="module")
def drawn() -> Pairs:
    pairs = Pairs(ALGORITHM)
    pairs.add(patient(ALGORITHM, Lots(seed)) for seed in range(SEEDS))
    return pairs


def test_the_first_seeds_meet_nearly_every_pair_that_can_be(drawn: Pairs) -> None:
    whole = len(drawn.tests) * (len(drawn.tests) - 1) // 2
    can_be = whole - sum(_known_never(pair) for pair in itertools.combinations(drawn.tests, 2))
    assert len(drawn.tests) > 100
    assert len(drawn.met()) + len(drawn.missing()) == whole
    assert can_be > 0.97 * whole
    assert len(drawn.met()) > 0.98 * can_be


def test_what_the_seeds_did_not_meet_is_met_on_purpose_or_cannot_be(drawn: Pairs) -> None:
    left = [pair for pair in drawn.seek(Lots(0), TRIES) if not _known_never(pair)]
    for pair in left:
        drawn.add(patient_with(ALGORITHM, pair, Lots(1), MANY_TRIES))
    left = [pair for pair in left if pair in drawn.missing()]
    assert [f"{one.text()} + {other.text()}" for one, other in left] == []


def test_what_is_said_never_to_be_is_never_met(drawn: Pairs) -> None:
    assert [
        f"{one.text()} + {other.text()}" for one, other in drawn.met() if _known_never((one, other))
    ] == []


def test_every_reason_is_needed() -> None:
    names = {test.text() for row in ALGORITHM.rows.values() for test in row.tests}
    for reason, one, other in NEVER_TOGETHER:
        assert one <= names, reason
        assert other <= names, reason


def _known_never(pair: Pair) -> bool:
    return _contradictory(pair) or _excluded(pair)


def _excluded(pair: Pair) -> bool:
    texts = {test.text() for test in pair}
    return any(
        (texts & one and texts & other and len(texts & (one | other)) == 2)
        for _, one, other in NEVER_TOGETHER
    )


def _contradictory(pair: Pair) -> bool:
    """Whether, whatever way both could hold, some field or value of the past would have to be two things at once."""
    return all(
        any(not any(wishes.allow(name, value) for value in _values(name)) for name in names)
        for wishes, names in (
            (Wishes(way), {test.name for test, _ in way}) for way in ways(pair, ALGORITHM.facts)
        )
    )


def _values(name: str) -> list[Any]:
    """Everything a field, or a value of the past, can be for a rule; of sets, what one regimen may hold."""
    kind = HISTORY_VALUES.get(name)
    if kind is None:
        return _domain(name)
    if kind == "flag":
        return [False, True]
    if kind == "count":
        return list(range(6))
    if kind == "word":
        return ["CR", "PR", "none", "unknown", "no_entry"]
    held = [action.components for action in ALGORITHM.actions.values()]
    return [*held, frozenset().union(*held)] if name in ("exposed", "frontline_agents") else held


def test_a_pair_counts_only_where_both_hold_in_one_patient() -> None:
    pairs = Pairs(ALGORITHM)
    assert pairs.met() == ()
    pairs.add([patient(ALGORITHM, Lots(5))])
    met = {frozenset(pair) for pair in pairs.met()}
    lineage = [test for test in pairs.tests if test.name == "lineage"]
    assert {len(pair) for pair in met} == {2}
    assert not any({Test("lineage", "is", "B"), Test("lineage", "is", "T")} <= pair for pair in met)
    assert sum(any(test in pair for pair in met) for test in lineage) == 1

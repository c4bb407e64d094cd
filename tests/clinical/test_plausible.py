"""What cannot be is refused, each thing by its own check; no road of a case leads to it."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.loader import load_case
from relall_trainer.casefiles.walk import walk
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.clinical.plausible import CHECKS, CHECKS_BY_CATALOGUE, impossible, possible
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.authors import authors_walk
from relall_trainer.paths import algorithm_folder, cases_folder
from tests.clinical.strategies import patients
from tests.encounter.walks import Walk, walks

ALGORITHM = load_algorithm(algorithm_folder())
CASES = sorted(path.parent.name for path in cases_folder().glob("*/case.yaml"))
FIRST = PriorRegimen("sx-hypercvad", "", "frontline", "CR")
FAILED = dataclasses.replace(FIRST, response="none")
SECOND = PriorRegimen("sx-flag", "", "salvage", "CR")
RELAPSED = Patient(
    sex="male",
    cd19="positive",
    marrow="overt",
    csf="negative",
    testes="clear",
    months_induction_to_relapse=30,
    prior_regimens=(FIRST,),
    exposures=frozenset({"hd_cytarabine", "hd_methotrexate", "anthracycline", "vincristine"}),
)
AGAIN = dataclasses.replace(
    RELAPSED, status="remission", remission_number=2, marrow="remission", prior_regimens=(FIRST, SECOND)
)
REFRACTORY = dataclasses.replace(
    RELAPSED,
    status="primary_refractory",
    relapse_number=0,
    remission_number=0,
    months_induction_to_relapse=None,
    prior_regimens=(FAILED,),
)
GRAFTED = dataclasses.replace(
    RELAPSED, prior_allo_sct=True, phase_at_relapse="post_sct", months_sct_to_relapse=9
)
T_CELL = dataclasses.replace(RELAPSED, lineage="T", cd19="negative")
BASES = {"relapsed": RELAPSED, "again": AGAIN, "refractory": REFRACTORY, "grafted": GRAFTED, "t_cell": T_CELL}
FOR_ALL = RELAPSED.exposures

# For each check: a patient who can be, and the change that makes her impossible for that reason.
BROKEN: dict[str, tuple[Patient, dict[str, Any]]] = {
    "child": (RELAPSED, {"age_years": 17}),
    "womans_testes": (RELAPSED, {"sex": "female"}),
    "b_antigen_on_t_cells": (T_CELL, {"cd22": "positive"}),
    "antigen_without_lineage": (RELAPSED, {"lineage": "unknown"}),
    "trial_for_the_other_lineage": (T_CELL, {"trial_open": frozenset({"cd19_cart"})}),
    "relapse_before_remission": (RELAPSED, {"remission_number": 2}),
    "relapse_without_number": (RELAPSED, {"relapse_number": 0, "remission_number": 0}),
    "months_to_no_relapse": (REFRACTORY, {"months_induction_to_relapse": 8}),
    "phase_of_no_relapse": (REFRACTORY, {"phase_at_relapse": "maintenance"}),
    "phase_belies_months": (RELAPSED, {"phase_at_relapse": "intensive"}),
    "proven_yet_suspected": (RELAPSED, {"status": "suspected_relapse"}),
    "relapse_nowhere": (RELAPSED, {"marrow": "remission"}),
    "refractory_nowhere": (RELAPSED, {"status": "salvage_refractory", "marrow": "remission"}),
    "refractory_in_remission": (REFRACTORY, {"marrow": "low_level"}),
    "remission_with_overt_disease": (AGAIN, {"csf": "positive"}),
    "remission_unseen": (AGAIN, {"marrow": "not_assessed"}),
    "blasts_belie_marrow": (RELAPSED, {"marrow_blasts_pct": 4}),
    "mrd_without_marrow": (dataclasses.replace(RELAPSED, marrow="not_assessed"), {"mrd": "positive"}),
    "overt_but_mrd_negative": (RELAPSED, {"mrd": "negative"}),
    "cause_without_deficit": (RELAPSED, {"cranial_nerve_cause": "other"}),
    "csf_treated_without_disease": (RELAPSED, {"it_state": "treating"}),
    "csf_cleared_without_history": (RELAPSED, {"it_state": "cleared"}),
    "csf_cleared_and_positive": (
        dataclasses.replace(RELAPSED, cns_history="prior_cleared", it_state="cleared"),
        {"csf": "positive"},
    ),
    "intrathecal_failure_without_disease": (RELAPSED, {"it_state": "failed"}),
    "no_first_line": (RELAPSED, {"prior_regimens": ()}),
    "two_first_lines": (RELAPSED, {"prior_regimens": (FIRST, FIRST)}),
    "first_line_running": (
        REFRACTORY,
        {"prior_regimens": (dataclasses.replace(FIRST, response="unknown"),)},
    ),
    "running_in_the_middle": (
        AGAIN,
        {"prior_regimens": (FIRST, dataclasses.replace(SECOND, response="unknown"), SECOND)},
    ),
    "remission_nobody_gave": (RELAPSED, {"prior_regimens": (FAILED,)}),
    "response_without_remission": (RELAPSED, {"prior_regimens": (FIRST, SECOND)}),
    "refractory_but_answered": (REFRACTORY, {"prior_regimens": (FIRST,)}),
    "failure_unrecorded": (RELAPSED, {"status": "salvage_refractory"}),
    "remission_after_failure": (
        AGAIN,
        {"prior_regimens": (FIRST, SECOND, dataclasses.replace(SECOND, response="none"))},
    ),
    "t_cell_drug_for_b_cells": (RELAPSED, {"exposures": FOR_ALL | {"nelarabine"}}),
    "b_cell_drug_for_t_cells": (T_CELL, {"exposures": FOR_ALL | {"inotuzumab"}}),
    "lineage_drug_without_lineage": (
        dataclasses.replace(RELAPSED, lineage="unknown", cd19="unknown"),
        {"exposures": FOR_ALL | {"nelarabine"}},
    ),
    "neuropathy_without_cause": (
        dataclasses.replace(RELAPSED, neuropathy_grade=2),
        {"exposures": FOR_ALL - {"vincristine"}},
    ),
    "pancreatitis_without_cause": (RELAPSED, {"asparaginase_pancreatitis": "mild"}),
    "no_room_without_cause": (
        dataclasses.replace(RELAPSED, anthracycline_room="no"),
        {"exposures": FOR_ALL - {"anthracycline"}},
    ),
    "vod_without_cause": (RELAPSED, {"prior_vod": "yes"}),
    "relapse_after_no_graft": (RELAPSED, {"phase_at_relapse": "post_sct"}),
    "months_from_no_graft": (RELAPSED, {"months_sct_to_relapse": 9}),
    "graft_without_relapse": (REFRACTORY, {"prior_allo_sct": True}),
    "graft_belies_phase": (GRAFTED, {"phase_at_relapse": "maintenance"}),
    "graft_before_induction": (GRAFTED, {"months_sct_to_relapse": 29}),
    "gvhd_without_graft": (RELAPSED, {"gvhd": "past"}),
    "immunosuppression_without_graft": (RELAPSED, {"on_immunosuppression": True}),
    "donor_cells_without_graft": (RELAPSED, {"dli_given": True}),
    "first_donor_without_graft": (RELAPSED, {"donors": frozenset({"original"})}),
    "donor_before_search": (GRAFTED, {"donors": frozenset({"original", "haploidentical"})}),
    "grafted_too_old": (GRAFTED, {"age_years": 85}),
    "candidate_too_old": (
        dataclasses.replace(RELAPSED, sct_candidacy="candidate"),
        {"age_years": 79},
    ),
    "candidate_in_bed": (dataclasses.replace(RELAPSED, sct_candidacy="candidate"), {"ecog": 4}),
    "methotrexate_from_nowhere": (RELAPSED, {"methotrexate_ongoing": True}),
    "comfort_unsaid": (RELAPSED, {"goals": "comfort"}),
    "given_but_not_exposed": (AGAIN, {"exposures": FOR_ALL - {"hd_methotrexate"}}),
    "exposed_but_not_given": (RELAPSED, {"exposures": FOR_ALL | {"asparaginase"}}),
    "first_line_of_one_drug": (
        RELAPSED,
        {"prior_regimens": (PriorRegimen("sx-clo-mono", "", "frontline", "CR"),), "exposures": frozenset()},
    ),
}
SAYS = {check.name: check.says for check in (*CHECKS, *CHECKS_BY_CATALOGUE)}


def test_every_check_has_a_name_of_its_own_and_an_example() -> None:
    assert len(SAYS) == len(CHECKS) + len(CHECKS_BY_CATALOGUE)
    assert BROKEN.keys() == SAYS.keys()
    assert len(set(SAYS.values())) == len(SAYS)


@pytest.mark.parametrize("base", BASES.values(), ids=list(BASES))
def test_the_patients_the_examples_start_from_can_be(base: Patient) -> None:
    assert impossible(base, ALGORITHM.actions) == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_check_finds_what_cannot_be(name: str) -> None:
    before, changes = BROKEN[name]
    after = dataclasses.replace(before, **changes)
    assert SAYS[name] not in impossible(before, ALGORITHM.actions)
    assert SAYS[name] in impossible(after, ALGORITHM.actions)
    assert not possible(after, ALGORITHM.actions)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"csf": "positive", "marrow": "remission"}, id="isolated CNS relapse"),
        pytest.param({"testes": "involved", "marrow": "remission"}, id="isolated testicular relapse"),
        pytest.param({"marrow": "remission", "mrd": "positive"}, id="molecular relapse"),
        pytest.param(
            {"marrow": "not_assessed", "csf": "not_done"}, id="blasts in the blood, nothing else yet"
        ),
        pytest.param({"csf": "positive", "it_state": "prophylaxis"}, id="relapse through prophylaxis"),
        pytest.param({"csf": "positive", "it_state": "failed"}, id="intrathecal therapy failed now"),
        pytest.param({"exposures": FOR_ALL | {"anti_cd20"}}, id="an antibody beside the first line"),
        pytest.param({"cd19": "negative"}, id="CD19 lost"),
        pytest.param(
            {"prior_regimens": (FIRST, PriorRegimen("sx-asp-combo", "", "salvage", "unknown"))},
            id="a regimen prescribed, not given yet",
        ),
        pytest.param({"months_induction_to_relapse": None}, id="nobody knows when"),
        pytest.param({"ecog": 4, "sct_candidacy": "potential"}, id="in bed now, perhaps a candidate later"),
    ],
)
def test_what_is_rare_can_still_be(changes: dict[str, Any]) -> None:
    assert impossible(dataclasses.replace(RELAPSED, **changes), ALGORITHM.actions) == ()


def test_a_graft_may_have_brought_a_remission_no_regimen_did() -> None:
    second = dataclasses.replace(GRAFTED, relapse_number=2, remission_number=2)
    assert impossible(second, ALGORITHM.actions) == ()
    assert impossible(dataclasses.replace(second, relapse_number=3, remission_number=3), ALGORITHM.actions)


@settings(max_examples=300, deadline=None)
@given(patients(tuple(ALGORITHM.actions)))
def test_any_legal_patient_is_judged_and_both_answers_agree(patient: Patient) -> None:
    assert possible(patient, ALGORITHM.actions) == (not impossible(patient, ALGORITHM.actions))
    assert set(impossible(patient)) <= set(impossible(patient, ALGORITHM.actions)) <= set(SAYS.values())


@cache
def _memory() -> Appraisals:
    return Appraisals(ALGORITHM, keep=10_000)


@pytest.mark.parametrize("name", CASES)
def test_the_patients_of_the_paper_can_be_at_every_decision(name: str, algorithm: Algorithm) -> None:
    case = load_case(cases_folder() / name / "case.yaml", frozenset(algorithm.actions))
    for visit in authors_walk(case, algorithm):
        assert impossible(visit.patient, algorithm.actions) == (), visit.node


@pytest.mark.parametrize("name", CASES)
def test_every_patient_a_case_can_lead_to_can_be(name: str) -> None:
    case = load_case(cases_folder() / name / "case.yaml", frozenset(ALGORITHM.actions))
    found = walk(case, ALGORITHM)
    assert found.complete
    assert not found.failures
    for node, situations in found.situations.items():
        for situation in situations:
            assert impossible(situation.patient, ALGORITHM.actions) == (), (node, situation.trail())


@pytest.mark.parametrize("name", CASES)
def test_every_patient_of_a_random_walk_can_be_at_its_ending_too(name: str) -> None:
    case = load_case(cases_folder() / name / "case.yaml", frozenset(ALGORITHM.actions))

    @settings(max_examples=40, deadline=None)
    @given(walks(case, ALGORITHM, memory=_memory()))
    def holds(taken: Walk) -> None:
        for state in taken.states:
            assert impossible(state.patient, ALGORITHM.actions) == (), state.node

    holds()

"""What must hold for every patient there can be."""

from __future__ import annotations

import dataclasses
import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.algorithm_files import algorithm_text, load_algorithm
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import RATINGS
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.clinical.reading import read_algorithm
from relall_trainer.paths import algorithm_folder
from relall_trainer.textfile import parse_json
from tests.clinical.examples import patients_for
from tests.clinical.strategies import patients

ALGORITHM = load_algorithm(algorithm_folder())
ACTIONS = tuple(ALGORITHM.actions)
# How good a rating is for the patient's chance to be given the step; unrated stands between.
BETTER = {"recommended": 4, "acceptable": 3, "unrated": 2, "discouraged": 1, "contraindicated": 0}
many = settings(max_examples=300, deadline=None)


@many
@given(patients(ACTIONS))
def test_every_state_has_something_to_do(patient: Patient) -> None:
    steps = ALGORITHM.appraise(patient).steps
    assert tuple(steps) == ACTIONS
    if patient.ph == "positive":
        assert {step.rating for step in steps.values()} == {"unrated"}
    else:
        assert any(step.rating in ("recommended", "acceptable") for step in steps.values())


@many
@given(patients(ACTIONS))
def test_every_rating_has_its_reasons(patient: Patient) -> None:
    for step in ALGORITHM.appraise(patient).steps.values():
        assert step.rating in RATINGS
        if step.rating == "unrated":
            assert (step.decided_by, step.rules, step.because, step.evidence) == (None, (), (), ())
            continue
        rule = ALGORITHM.rules[step.decided_by or ""]
        row = ALGORITHM.rows[step.row or ""]
        assert step.action in row.steps
        assert row.rating == step.rating
        assert step.evidence == rule.evidence
        assert step.why
        assert {fired.overruled for fired in step.rules if fired.rating == step.rating} == {False}
        assert all(fired.overruled for fired in step.rules if fired.rating != step.rating)
        for fact in step.because:
            value = getattr(patient, fact.field)
            assert fact.value == value or fact.field == "prior_regimens" or set(fact.value) == set(value)  # type: ignore[call-overload]


@many
@given(patients(ACTIONS, ph=st.sampled_from(("negative", "unknown"))))
def test_no_step_is_both_recommended_and_contraindicated(patient: Patient) -> None:
    for step in ALGORITHM.appraise(patient).steps.values():
        rated = {rule.rating for rule in step.rules}
        if "contraindicated" in rated:
            assert step.rating == "contraindicated"


@many
@given(patients(ACTIONS, csf=st.sampled_from(("not_done", "negative"))))
def test_cns_disease_never_improves_nelarabine_or_blinatumomab(patient: Patient) -> None:
    # CSF that was not looked at bars every drug until it is; the comparison is with a CSF known to be clear.
    clear = dataclasses.replace(patient, csf="negative")
    sick = dataclasses.replace(patient, csf="positive")
    before, after = ALGORITHM.appraise(clear).steps, ALGORITHM.appraise(sick).steps
    for action in ("sx-blina", "sx-nel-mono", "sx-nel-cy-etop"):
        if after[action].rating != "contraindicated" and clear.status == "remission" and not _diseased(clear):
            continue  # in a remission without disease the step was not asked about at all
        assert (
            BETTER[after[action].rating] <= BETTER[before[action].rating]
            or before[action].rating == "unrated"
        )
        assert after[action].rating in ("contraindicated", "discouraged", "unrated")


def _diseased(patient: Patient) -> bool:
    return ALGORITHM.holds("diseased", patient)


@many
@given(patients(ACTIONS), st.sampled_from(("mild", "severe", "ungraded")))
def test_pancreatitis_never_improves_asparaginase(patient: Patient, grade: str) -> None:
    before = ALGORITHM.appraise(dataclasses.replace(patient, asparaginase_pancreatitis="none")).steps
    after = ALGORITHM.appraise(dataclasses.replace(patient, asparaginase_pancreatitis=grade)).steps
    for action in ALGORITHM.actions.values():
        if "asparaginase" in action.components:
            assert BETTER[after[action.id].rating] <= BETTER[before[action.id].rating]
            if grade != "mild" and patient.ph != "positive":
                assert after[action.id].rating == "contraindicated"


@pytest.mark.parametrize(
    ("missing", "steps"),
    [
        ({"cd19": st.just("negative")}, ("sx-blina", "sx-cart-trial")),
        ({"lineage": st.just("T")}, ("sx-blina", "sx-cart-trial")),
        ({"cd20": st.just("negative")}, ("sx-ritux-add",)),
        ({"cd22": st.just("negative")}, ("sx-ino-trial", "sx-epra-trial")),
        ({"lineage": st.just("B")}, ("sx-nel-mono", "sx-nel-cy-etop")),
    ],
)
def test_a_missing_target_is_always_contraindicated(
    missing: dict[str, st.SearchStrategy[str]], steps: tuple[str, ...]
) -> None:
    @settings(max_examples=80, deadline=None)
    @given(patients(ACTIONS, ph=st.sampled_from(("negative", "unknown")), **missing))
    def holds(patient: Patient) -> None:
        appraisal = ALGORITHM.appraise(patient)
        assert {appraisal.rating(step) for step in steps} == {"contraindicated"}

    holds()


def test_comfort_bars_every_treatment_of_the_leukemia() -> None:
    @settings(max_examples=80, deadline=None)
    @given(patients(ACTIONS, ph=st.just("negative"), goals=st.just("comfort")))
    def holds(patient: Patient) -> None:
        appraisal = ALGORITHM.appraise(patient)
        for action in ALGORITHM.actions.values():
            rating = appraisal.rating(action.id)
            if action.kind == "transplant" or (action.kind == "systemic" and action.id != "sx-low-intensity"):
                assert rating == "contraindicated"
            if action.kind == "workup":
                assert rating == ("recommended" if action.id == "wu-goals" else "unrated")
        assert appraisal.rating("sp-hospice") == "recommended"

    holds()


def test_the_order_of_rules_and_of_a_rules_rows_does_not_matter() -> None:
    text = algorithm_text(algorithm_folder())
    chance = random.Random(7)
    orders = []
    for _ in range(3):
        data = parse_json(text)
        chance.shuffle(data["rules"])
        for rule in data["rules"]:
            chance.shuffle(rule["rows"])
        orders.append(read_algorithm(data, ""))

    @settings(max_examples=60, deadline=None)
    @given(patients(ACTIONS))
    def holds(patient: Patient) -> None:
        expected = [(s.action, s.rating, s.decided_by) for s in ALGORITHM.appraise(patient).steps.values()]
        for other in orders:
            assert [
                (s.action, s.rating, s.decided_by) for s in other.appraise(patient).steps.values()
            ] == expected

    holds()


@pytest.mark.parametrize("row", ALGORITHM.rows.values(), ids=list(ALGORITHM.rows))
def test_every_row_can_fire(row: object, algorithm: Algorithm) -> None:
    wanted = ALGORITHM.rows[row.id]  # type: ignore[attr-defined]
    assert any(wanted in ALGORITHM.fired_rows(patient) for patient in patients_for(wanted, ALGORITHM))


def test_cns_states_exhaustively() -> None:
    """Every combination of the CNS fields: one clear rating for radiation and for blinatumomab in each."""
    fields = {
        "csf": ("not_done", "negative", "positive"),
        "neuro_exam": ("not_done", "normal", "cranial_nerve_deficit", "other_deficit"),
        "cranial_nerve_cause": ("leukemic", "other"),
        "it_state": ("none", "prophylaxis", "treating", "cleared", "failed"),
        "cns_history": ("none", "prior_cleared"),
        "prior_cranial_radiation": ("no", "yes_room_left", "yes_no_room"),
    }
    for combination in itertools.product(*fields.values()):
        state = dict(zip(fields, combination, strict=True))
        patient = Patient(cd19="positive", marrow="overt", **state)
        steps = ALGORITHM.appraise(patient).steps
        palsy = state["neuro_exam"] == "cranial_nerve_deficit" and state["cranial_nerve_cause"] == "leukemic"
        active = state["csf"] == "positive" or palsy
        reason = palsy or state["it_state"] == "failed"
        room = state["prior_cranial_radiation"] != "yes_no_room"
        assert steps["cns-rt"].rating == ("recommended" if reason and room else "discouraged")
        cleared = state["cns_history"] == "prior_cleared" or state["it_state"] in (
            "treating",
            "cleared",
            "failed",
        )
        if active:
            expected = "contraindicated"
        elif state["csf"] == "not_done":
            expected = "discouraged"
        else:
            expected = "unrated" if cleared else "recommended"
        assert steps["sx-blina"].rating == expected
        assert (steps["sx-hdmtx-hdac"].rating == "recommended") == (active and state["csf"] != "not_done")


def test_twelve_months_is_early_and_more_is_late() -> None:
    frontline = (PriorRegimen("sx-hypercvad", "", "frontline", "CR"),)
    known = Patient(lineage="T", marrow="overt", csf="negative", prior_regimens=frontline)
    for months, rating in ((11, "discouraged"), (12, "discouraged"), (12.5, "acceptable"), (None, "unrated")):
        patient = dataclasses.replace(known, months_induction_to_relapse=months)
        assert ALGORITHM.appraise(patient).rating("sx-retreat") == rating

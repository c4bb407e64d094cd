"""Where the paper is silent: the reason for every unrated step, the nearest row, and what no row can ever rate."""

from __future__ import annotations

import dataclasses

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import ACCEPTABLE, RECOMMENDED, UNRATED
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.silence import (
    NO_ROW,
    OUTSIDE,
    RATED,
    STATES,
    WITHHELD,
    StateClass,
    can_fire,
    nearest_row,
    rows_that_rate,
    silent_in,
    silent_steps,
)
from relall_trainer.clinical.wanting import Standing
from tests.benchmarks.samples import random_patients

KNOWN = Patient(marrow="overt", csf="negative", cd19="positive")


def test_every_unrated_step_has_its_reason_and_no_other_step(algorithm: Algorithm) -> None:
    for patient in random_patients(60, tuple(algorithm.actions), seed=21):
        appraisal = algorithm.appraise(patient)
        unrated = [action for action, step in appraisal.steps.items() if step.rating == UNRATED]
        found = silent_steps(algorithm, patient)
        assert [one.action for one in found] == unrated
        for one in found:
            cautions = appraisal.steps[one.action].cautions
            assert (one.reason == WITHHELD) == bool(one.said)
            assert one.reason == NO_ROW or cautions[0] in one.said
            assert one.nearest is not None
            assert one.nearest.row.rating in RATED
            assert one.reason == WITHHELD or one.nearest.size > 0  # or else it would rate the step


def test_outside_the_scope_nothing_else_is_said(algorithm: Algorithm) -> None:
    found = silent_steps(algorithm, dataclasses.replace(KNOWN, ph="positive"))
    assert len(found) == len(algorithm.actions)
    assert {(one.reason, one.nearest) for one in found} == {(OUTSIDE, None)}


def test_a_withheld_rating_is_told_with_what_the_row_says(algorithm: Algorithm) -> None:
    cleared = dataclasses.replace(KNOWN, it_state="cleared")
    blina = next(one for one in silent_steps(algorithm, cleared) if one.action == "sx-blina")
    assert blina.reason == WITHHELD
    assert "does not say" in blina.said[0]
    second = next(one for one in silent_steps(algorithm, KNOWN) if one.action == "tx-dli")
    assert second.said == ("There has been no allograft, so this does not arise.",)


def test_the_nearest_row_wants_least_and_rates_best(algorithm: Algorithm) -> None:
    standing = Standing(algorithm, KNOWN)
    for action in algorithm.actions:
        gap = nearest_row(algorithm, standing, action)
        assert gap is not None
        sizes = [standing.gap(row, action).size for row in rows_that_rate(algorithm, action)]
        assert gap.size == min(sizes)
        for_it = nearest_row(algorithm, standing, action, (RECOMMENDED, ACCEPTABLE))
        assert for_it is None or for_it.row.rating in (RECOMMENDED, ACCEPTABLE)
    drug = next(one for one in silent_steps(algorithm, KNOWN) if one.action == "cns-it-alternating")
    assert drug.speaks_for is not None
    assert [test.text() for test in drug.speaks_for.tests] == ["csf is positive"]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_what_is_said_never_to_be_rated_never_is(algorithm: Algorithm, state: StateClass) -> None:
    """Random patients put into the state: none of them has such a step rated, or anything said for the others."""
    said = silent_in(algorithm, state)
    never = {action for one in said for action in one.never}
    against = {action for one in said for action in one.only_against}
    assert sum(one.of for one in said) == len(algorithm.actions)
    for patient in random_patients(120, tuple(algorithm.actions), seed=22):
        appraisal = algorithm.appraise(dataclasses.replace(patient, **state.fields))
        for action in never:
            assert appraisal.rating(action) == UNRATED
        for action in against:
            assert appraisal.rating(action) not in (RECOMMENDED, ACCEPTABLE)


def test_a_row_that_fires_can_fire(algorithm: Algorithm) -> None:
    """What is worked out from the conditions is never narrower than what happens."""
    anything = StateClass("anything")
    assert all(can_fire(row, anything, algorithm.facts) for row in algorithm.rows.values())
    for patient in random_patients(60, tuple(algorithm.actions), seed=23):
        state = StateClass(
            "as she is", {"status": patient.status, "marrow": patient.marrow, "csf": patient.csf}
        )
        for row in algorithm.fired_rows(patient):
            assert can_fire(row, state, algorithm.facts), row.id


def test_some_states_are_silent_on_something(algorithm: Algorithm) -> None:
    by_name = {state.name: silent_in(algorithm, state) for state in STATES}
    clean = {one.kind: one for one in by_name["First remission, no MRD, CNS clear"]}
    assert "wu-marrow" in clean["workup"].never
    assert "sx-hypercvad" in {action for one in clean.values() for action in one.never}
    comfort = by_name["Comfort is the goal"]
    assert not any(one.never for one in comfort if one.kind in ("systemic", "transplant"))

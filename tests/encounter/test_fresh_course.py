"""Moments before and after: all of patients who can be, and each what it says it is."""

from __future__ import annotations

from collections import Counter

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.plausible import impossible
from relall_trainer.clinical.population import patient as draw_patient
from relall_trainer.encounter.fresh_course import Moment, before_staging, later_moments, regimen_for


@pytest.fixture(scope="module")
def patients(algorithm: Algorithm) -> list[Patient]:
    return [draw_patient(algorithm, Lots(seed)) for seed in range(400)]


def test_before_staging_nobody_has_looked(algorithm: Algorithm, patients: list[Patient]) -> None:
    found = 0
    for seed, patient in enumerate(patients):
        before = before_staging(patient, algorithm, Lots(seed))
        if before is None:
            continue
        found += 1
        assert impossible(before, algorithm.actions) == ()
        assert (before.marrow, before.csf, before.mrd, before.testes) == (
            "not_assessed",
            "not_done",
            "not_assessed",
            "not_examined",
        )
        assert patient.status != "remission"
        assert (before.age_years, before.sex, before.prior_regimens) == (
            patient.age_years,
            patient.sex,
            patient.prior_regimens,
        )
    assert found > 100


def test_later_moments_are_what_they_say(algorithm: Algorithm, patients: list[Patient]) -> None:
    kinds: Counter[str] = Counter()
    for seed, patient in enumerate(patients):
        for moment in later_moments(patient, algorithm, Lots(seed)):
            kinds[moment.kind] += 1
            assert impossible(moment.patient, algorithm.actions) == ()
            assert moment.patient != patient
            assert moment.days > 0
            _check(moment, patient)
    assert set(kinds) == {"answered", "failed", "begun", "back", "comfort"}
    assert min(kinds.values()) > 10


def _check(moment: Moment, before: Patient) -> None:
    now = moment.patient
    match moment.kind:
        case "answered":
            assert now.status == "remission"
            assert now.remission_number == before.relapse_number + 1
            assert now.prior_regimens[-1].response == "CR"
        case "failed":
            assert now.status == "salvage_refractory"
            assert now.prior_regimens[-1].response == "none"
        case "begun":
            assert now.prior_regimens[-1].response == "unknown"
            assert now.status == before.status
        case "back":
            assert now.relapse_number == before.relapse_number + 1
            assert before.status == "remission"
        case "comfort":
            assert now.goals == "comfort"
            assert now.goals_discussed
    if moment.given is not None:
        assert now.prior_regimens[-1].action == moment.given
        assert len(now.prior_regimens) == len(before.prior_regimens) + 1


def test_what_is_given_is_what_the_algorithm_rates_best(
    algorithm: Algorithm, patients: list[Patient]
) -> None:
    for seed, patient in enumerate(patients[:150]):
        step = regimen_for(patient, algorithm, Lots(seed))
        if step is not None:
            assert algorithm.appraise(patient).rating(step) in ("recommended", "acceptable")


def test_the_choice_of_the_story_is_given(algorithm: Algorithm, patients: list[Patient]) -> None:
    wanted = next(action.id for action in algorithm.actions.values() if action.components)
    given = [
        moment.given
        for seed, patient in enumerate(patients[:100])
        for moment in later_moments(patient, algorithm, Lots(seed), wanted)
    ]
    assert set(given) == {wanted, None}

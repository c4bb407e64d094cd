"""A story says what the patient's fields say, leaves out nothing that decides and is on no chart, and never changes."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import FIELDS, Patient, PriorRegimen
from relall_trainer.clinical.population import patient as draw_patient
from relall_trainer.clinical.telling import Telling, tell, tell_since
from relall_trainer.clinical.vignette import in_words, vignette
from tests.clinical.retelling import retold

PATIENTS = 500
NOTHING_SAID = Patient()


def agrees(told: Telling, patient: Patient) -> None:
    """What a reader takes from the story is what the patient's fields say."""
    for field, value in retold(told.text).items():
        assert getattr(patient, field) == value, (field, value, told.text)


@pytest.fixture(scope="module")
def patients(algorithm: Algorithm) -> list[Patient]:
    return [draw_patient(algorithm, Lots(seed)) for seed in range(PATIENTS)]


def test_the_story_agrees_with_the_patient(algorithm: Algorithm, patients: list[Patient]) -> None:
    for seed, patient in enumerate(patients):
        told = tell(patient, Lots(seed), algorithm.actions)
        agrees(told, patient)
        assert {"age_years", "sex", "lineage", "status"} <= retold(told.text).keys() | {"status"}
        assert 2 <= len(told.sentences) <= 5


def test_every_field_asked_for_is_stated(algorithm: Algorithm, patients: list[Patient]) -> None:
    """What must be stated is, whatever its value; a reader finds it where he has a pattern for it."""
    found: Counter[str] = Counter()
    readable = {field for patient in patients[:150] for field in _readable(algorithm, patient)}
    assert len(readable) > 25
    for seed, patient in enumerate(patients[:150]):
        for field in FIELDS:
            told = tell(patient, Lots(seed), algorithm.actions, must=frozenset({field}))
            agrees(told, patient)
            if field in told.states:
                found[field] += 1
    assert {field for field in FIELDS if not found[field]} <= {"remission_number", "relapse_number"}
    for field in ("neuropathy_grade", "csf", "marrow", "gvhd", "goals", "trial_open", "cd19", "it_state"):
        assert found[field], field


def _readable(algorithm: Algorithm, patient: Patient) -> set[str]:
    return set(retold(tell(patient, Lots(0), algorithm.actions, must=frozenset(FIELDS)).text))


def test_what_decides_is_told_or_on_the_chart(algorithm: Algorithm, patients: list[Patient]) -> None:
    """Each field behind a rating stands in the story or changes the chart, unless it is as it is in everyone."""
    for seed, patient in enumerate(patients):
        behind = Counter(
            fact.field for step in algorithm.appraise(patient).steps.values() for fact in step.because
        )
        told = tell(patient, Lots(seed), algorithm.actions, matters=behind)
        chart = in_words(vignette(patient))
        if patient.status == "remission":
            behind.pop("relapse_number", None)  # one less than the remissions, which the chart counts
        for field in behind:
            value, usual = getattr(patient, field), getattr(NOTHING_SAID, field)
            if value == usual or field in told.states:
                continue
            if field == "blinatumomab_available" and patient.lineage == "T":
                continue  # it could not be given anyway, wherever it could be had
            assert in_words(vignette(dataclasses.replace(patient, **{field: usual}))) != chart, (field, value)


def test_what_matters_is_told_first(algorithm: Algorithm, patients: list[Patient]) -> None:
    told = 0
    for seed, patient in enumerate(patients[:300]):
        if patient.neuropathy_grade:
            story = tell(patient, Lots(seed), algorithm.actions, matters={"neuropathy_grade": 3})
            assert f"grade {patient.neuropathy_grade}" in story.text
            told += 1
    assert told > 20


def test_marrow_csf_and_an_allograft_are_never_left_out(
    algorithm: Algorithm, patients: list[Patient]
) -> None:
    for seed, patient in enumerate(patients):
        told = tell(patient, Lots(seed), algorithm.actions)
        assert {"marrow", "csf"} <= told.states
        assert ("allograft" in told.text) >= patient.prior_allo_sct


def test_regimens_are_told_in_words(algorithm: Algorithm) -> None:
    """What each brought, without a chain of brackets; what runs now is told as going on."""
    first, second, third = [one for one in algorithm.actions.values() if one.intensive and one.components][:3]
    patient = Patient(
        prior_regimens=(
            PriorRegimen(None, "A first line", "frontline", "CR"),
            PriorRegimen(first.id, first.label, "salvage", "none"),
            PriorRegimen(second.id, second.label, "salvage", "none"),
            PriorRegimen(third.id, third.label, "salvage", "CR"),
            PriorRegimen(third.id, third.label, "salvage", "unknown"),
        )
    )
    told = tell(patient, Lots(1), algorithm.actions).text
    assert "then brought no response, and" in told
    assert "a complete remission; she is now being given another cycle of" in told
    assert "(" not in told.split("first")[1].split(".")[0]


def test_a_relapse_only_suspected_is_not_told_as_one(algorithm: Algorithm) -> None:
    patient = Patient(
        status="suspected_relapse",
        relapse_number=1,
        phase_at_relapse="post_sct",
        prior_allo_sct=True,
        months_sct_to_relapse=7,
    )
    told = tell(patient, Lots(1), algorithm.actions).text
    assert "had an allograft 7 months ago" in told
    assert "relapsed" not in told


def test_the_same_lots_tell_the_same_and_others_another(
    algorithm: Algorithm, patients: list[Patient]
) -> None:
    for patient in patients[:50]:
        stories = {tell(patient, Lots(seed), algorithm.actions).text for seed in range(12)}
        assert len(stories) > 4
        assert tell(patient, Lots(3), algorithm.actions) == tell(patient, Lots(3), algorithm.actions)


def test_one_fact_changes_the_words_on_it_only(algorithm: Algorithm, patients: list[Patient]) -> None:
    """Two patients who differ in one stated fact are told in the same sentences but for one."""
    for seed, patient in enumerate(patients[:300]):
        other = dataclasses.replace(patient, neuropathy_grade=3 if patient.neuropathy_grade != 3 else 1)
        must = frozenset({"neuropathy_grade"})
        left, right = (tell(one, Lots(seed), algorithm.actions, must=must) for one in (patient, other))
        differing = [
            (one.text, two.text)
            for one, two in zip(left.sentences, right.sentences, strict=True)
            if one.text != two.text
        ]
        assert len(differing) == 1


def test_news_agree_with_the_patient_and_name_what_changed(
    algorithm: Algorithm, patients: list[Patient]
) -> None:
    for seed, patient in enumerate(patients[:400]):
        before = dataclasses.replace(
            patient, marrow="not_assessed", marrow_blasts_pct=None, mrd="not_assessed"
        )
        told = tell_since(before, patient, Lots(seed), algorithm.actions)
        agrees(told, patient)
        assert ("marrow" in told.states) is (patient.marrow != "not_assessed")


def test_a_new_regimen_is_told_by_itself(algorithm: Algorithm) -> None:
    action = next(one for one in algorithm.actions.values() if one.kind == "systemic" and one.components)
    first = PriorRegimen(None, "A first line", "frontline", "CR")
    before = Patient(prior_regimens=(first,))
    now = dataclasses.replace(
        before, prior_regimens=(first, PriorRegimen(action.id, action.label, "salvage", "none"))
    )
    told = tell_since(before, now, Lots(1), algorithm.actions).text
    assert "brought no response" in told
    assert "first line" not in told.lower()


def test_a_step_is_told_as_given(algorithm: Algorithm) -> None:
    action = next(one for one in algorithm.actions.values() if one.kind == "systemic")
    patient = Patient(
        prior_regimens=(
            PriorRegimen(None, "A first line", "frontline", "CR"),
            PriorRegimen(action.id, action.label, "salvage", "none"),
        )
    )
    told = tell(
        patient,
        Lots(1),
        algorithm.actions,
        must={"prior_regimens"},
        given={action.id: "the old drugs once more"},
    )
    assert "the old drugs once more then brought no response" in told.text
    assert action.label.lower() not in told.text.lower()


def test_the_reader_would_notice_a_lie(algorithm: Algorithm, patients: list[Patient]) -> None:
    """The reader is no rubber stamp: nearly every story contradicts some other patient's fields."""
    caught = 0
    for seed, patient in enumerate(patients[:200]):
        claims = retold(tell(patient, Lots(seed), algorithm.actions).text)
        other = patients[seed + 1]
        caught += any(getattr(other, field) != value for field, value in claims.items())
    assert caught > 190

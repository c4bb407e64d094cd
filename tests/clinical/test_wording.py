"""Every field and every allowed word has words of its own."""

from __future__ import annotations

import dataclasses

import pytest

from relall_trainer.clinical import appraisal, patient, wording
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.clinical.vignette import in_words, vignette


def test_every_field_has_a_label_and_value_words() -> None:
    assert set(wording.FIELD_LABELS) == set(patient.FIELDS)
    plain = patient.plain(Patient())
    for field in patient.FIELDS:
        assert wording.value_words(field, plain[field])
        assert wording.value_words(field, getattr(Patient(), field))


def test_every_allowed_word_has_words() -> None:
    for field, allowed in patient.WORDS.items():
        assert set(wording.VALUE_WORDS[field]) == set(allowed)
    assert set(wording.FLAG_WORDS) == set(patient.FLAGS)
    for allowed in patient.SETS.values():
        assert set(allowed) <= set(wording.SET_WORDS)
    assert set(wording.RESPONSE_WORDS) == set(patient.REGIMEN_WORDS["response"])
    assert set(wording.INTENT_WORDS) == set(patient.REGIMEN_WORDS["intent"])
    assert set(wording.RATING_WORDS) == set(appraisal.RATINGS)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("csf", "positive", "CSF: blasts found"),
        ("months_induction_to_relapse", 1, "Induction to first relapse: 1 month"),
        ("months_induction_to_relapse", None, "Induction to first relapse: not known"),
        ("marrow_blasts_pct", 3, "Marrow blasts: 3%"),
        ("exposures", ["vincristine", "asparaginase"], "Has been given: asparaginase, vincristine"),
        ("neuropathy_grade", 0, "Peripheral neuropathy: none"),
        ("combinations_tolerated", False, "Combination chemotherapy: no longer tolerated"),
        (
            "prior_regimens",
            [{"action": "sx-flag", "name": "FLAG", "intent": "salvage", "response": "none"}],
            "Prior therapy: FLAG (no response)",
        ),
        ("never_heard_of", 1, "never_heard_of: 1"),
    ],
)
def test_facts_in_words(field: str, value: object, words: str) -> None:
    assert wording.fact_words(field, value) == words


def test_listed() -> None:
    assert [wording.listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_the_chart_tells_what_is_known_and_marks_what_changed() -> None:
    before = Patient(age_years=58, lineage="T", status="suspected_relapse")
    now = dataclasses.replace(before, status="relapsed", marrow="overt", marrow_blasts_pct=60)
    told = vignette(now, before=before)
    assert told.headline == "Woman, 58 years"
    assert told.diagnosis == "T-cell ALL, Ph-negative · first relapse"
    assert told.diagnosis_changed
    lines = {line.label: line for line in told.lines}
    assert lines["Disease sites"].text == "Marrow: overt leukemia, 60% blasts; not yet examined: CSF"
    assert lines["Disease sites"].changed
    assert not lines["Condition"].changed
    assert "Antigens" not in lines
    assert "testes" not in in_words(told)
    assert "(changed)" in in_words(told)


def test_only_the_last_regimen_can_be_running() -> None:
    regimens = (
        PriorRegimen(None, "hyper-CVAD", "frontline", "unknown"),
        PriorRegimen("sx-flag", "", "salvage", "unknown"),
    )
    told = vignette(Patient(prior_regimens=regimens), names={"sx-flag": "FLAG"})
    text = next(line.text for line in told.lines if line.label == "Prior therapy")
    assert text.splitlines() == [
        "– hyper-CVAD (first line): response not known",
        "– FLAG (salvage): running",
    ]


def test_a_man_has_testes_and_a_woman_with_no_before_has_no_changes() -> None:
    man = vignette(Patient(sex="male"))
    assert "testes" in man.lines[0].text
    assert not any(line.changed for line in man.lines)

"""Reading a patient: every default, every limit, and an error that names field, value and nearest legal one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import (
    FIELDS,
    MEASURED,
    SETS,
    WHOLE,
    WORDS,
    Patient,
    PatientFault,
    plain,
    read_patient,
    shape_of,
)
from tests.clinical.strategies import patients


def test_an_empty_object_is_the_default_patient() -> None:
    assert read_patient({}) == Patient()


def test_the_first_allowed_word_is_the_default() -> None:
    for field, words in WORDS.items():
        assert getattr(Patient(), field) == words[0]


def test_every_field_has_a_shape() -> None:
    assert {shape_of(field) for field in FIELDS} == {"word", "whole", "measured", "set", "flag", "regimens"}


def test_plain_data_reads_back(algorithm: Algorithm) -> None:
    @settings(max_examples=60, deadline=None)
    @given(patients(tuple(algorithm.actions)))
    def holds(patient: Patient) -> None:
        assert read_patient(json.loads(json.dumps(plain(patient)))) == patient

    holds()


@pytest.mark.parametrize(
    ("data", "field", "hint"),
    [
        ({"csf": "positve"}, "csf", "did you mean positive?"),
        ({"cfs": "positive"}, "cfs", "did you mean csf?"),
        ({"csf": None}, "csf", "not None"),
        ({"csf": 1}, "csf", "one of not_done"),
        ({"age_years": 17}, "age_years", "the nearest is 18"),
        ({"age_years": 101}, "age_years", "the nearest is 100"),
        ({"age_years": "40"}, "age_years", "whole number"),
        ({"age_years": True}, "age_years", "whole number"),
        ({"ecog": 2.5}, "ecog", "whole number"),
        ({"relapse_number": -1}, "relapse_number", "0 or more"),
        ({"marrow_blasts_pct": 101}, "marrow_blasts_pct", "the nearest is 100"),
        ({"months_induction_to_relapse": float("nan")}, "months_induction_to_relapse", "number or null"),
        ({"neuro_symptoms": "false"}, "neuro_symptoms", "true or false"),
        ({"neuro_symptoms": 0}, "neuro_symptoms", "true or false"),
        ({"exposures": "asparaginase"}, "exposures", "list of words"),
        ({"exposures": ["asparginase"]}, "exposures", "did you mean asparaginase?"),
        ({"exposures": ["asparaginase"] * 101}, "exposures", "more than 100"),
        ({"prior_regimens": {}}, "prior_regimens", "is a list"),
        ({"prior_regimens": [{"intent": "first"}]}, "prior_regimens[0].intent", "one of frontline"),
        ({"prior_regimens": [{}, {"acton": None}]}, "prior_regimens[1].acton", "did you mean action?"),
        ({"prior_regimens": [{"action": "sx-flg"}]}, "prior_regimens[0].action", "did you mean sx-flag?"),
        ({"prior_regimens": [{"action": 3}]}, "prior_regimens[0].action", "id or null"),
        ({"prior_regimens": [{"name": "x" * 301}]}, "prior_regimens[0].name", "300"),
        ({"prior_regimens": ["sx-flag"]}, "prior_regimens[0]", "is an object"),
        ([], "", "not a list"),
        (None, "", "not nothing"),
    ],
)
def test_a_fault_names_field_value_and_what_is_legal(
    algorithm: Algorithm, data: object, field: str, hint: str
) -> None:
    with pytest.raises(PatientFault) as caught:
        read_patient(data, known_actions=frozenset(algorithm.actions))
    assert caught.value.field == field
    assert hint in caught.value.message


def test_whole_numbers_may_be_written_as_floats() -> None:
    assert read_patient({"ecog": 2.0}).ecog == 2


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FIELDS), st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_any_value_is_read_or_refused(field: str, value: object) -> None:
    refused = ""
    try:
        patient = read_patient({field: value})
    except PatientFault as fault:
        refused = fault.field
    else:
        assert getattr(patient, field) is not None or field in MEASURED
    assert refused == "" or refused.startswith(field)


def test_the_tables_cover_every_field_once() -> None:
    listed = [*WORDS, *WHOLE, *MEASURED, *SETS]
    assert len(listed) == len(set(listed))
    assert set(listed) < set(FIELDS)

"""The form's lines hold every fact once, say what was changed, and can be set to every legal value."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from relall_trainer.clinical.patient import FIELDS, SETS, Patient, PatientFault, PriorRegimen, shape_of
from relall_trainer.gui import fact_lines as facts

NAMES = {"sx-flag": "FLAG"}
FLAG = PriorRegimen("sx-flag", "", "salvage", "none")


def test_every_field_stands_in_one_group() -> None:
    fields = [field for _, group in facts.GROUPS for field in group]
    assert sorted(fields) == sorted(FIELDS)


def test_lines_tell_what_is_and_what_was() -> None:
    base = Patient()
    lines = {
        line.key: line for line in facts.fact_lines(dataclasses.replace(base, csf="positive"), base, NAMES)
    }
    assert (lines["csf"].words, lines["csf"].was) == ("blasts found", "not yet examined")
    assert lines["csf"].spoken() == "CSF: blasts found (changed; was not yet examined)"
    assert [key for key, line in lines.items() if line.was] == ["csf"]
    assert facts.changed_fields(dataclasses.replace(base, csf="positive"), base) == ("csf",)


def test_the_cause_of_a_deficit_is_told_where_there_is_one() -> None:
    def cause(**so: Any) -> str:
        patient = dataclasses.replace(Patient(), **so)
        lines = facts.fact_lines(patient, Patient(), NAMES)
        return next(line.words for line in lines if line.key == "cranial_nerve_cause")

    assert cause() == "no cranial nerve deficit known"
    assert cause(neuro_exam="cranial_nerve_deficit") == "leukemia"
    assert cause(cranial_nerve_cause="other") == "something other than leukemia", "it was set: it shows"


def test_regimens_are_lines_of_their_own() -> None:
    base = Patient(prior_regimens=(FLAG,))
    two = dataclasses.replace(base, prior_regimens=(FLAG, PriorRegimen(None, "Own", "cns", "CR")))
    lines = [line for line in facts.fact_lines(two, base, NAMES) if line.key.startswith(facts.REGIMENS)]
    assert [line.words for line in lines] == [
        "FLAG · salvage · no response",
        "Own · for the CNS · complete remission",
        "Add a regimen",
    ]
    assert [line.was for line in lines] == ["", "not given", ""]
    assert [facts.regimen_place(line.key) for line in lines] == [0, 1, 2]
    none = [line for line in facts.fact_lines(Patient(), base, NAMES) if line.key.startswith(facts.REGIMENS)]
    assert [(line.words, line.was) for line in none] == [("None; add a regimen", "1 more")]


def test_regimens_are_added_changed_moved_and_removed() -> None:
    one = facts.with_regimen(Patient(), 0, action="sx-flag")
    assert one.prior_regimens == (PriorRegimen("sx-flag", "", "frontline", "CR"),)
    two = facts.with_regimen(one, 1, response="none")
    assert two.prior_regimens[1] == PriorRegimen(None, "", "salvage", "none")
    turned = facts.with_regimen_earlier(two, 1)
    assert turned.prior_regimens == two.prior_regimens[::-1]
    assert facts.without_regimen(two, 0).prior_regimens == two.prior_regimens[1:]


@pytest.mark.parametrize("field", [field for field in FIELDS if shape_of(field) == "word"])
def test_stepping_goes_through_every_value_and_stops_at_the_ends(field: str) -> None:
    values = [value for value, _ in facts.choices(field)]
    now, met = values[0], [values[0]]
    assert facts.stepped(field, now, -1) == now
    for _ in values:
        now = facts.stepped(field, now, 1)
        met.append(now)
    assert met == [*values, values[-1]]


def test_numbers_step_within_their_bounds() -> None:
    assert facts.stepped("ecog", 4, 1) == 4
    assert facts.stepped("age_years", 18, -1) == 18
    assert facts.stepped("marrow_blasts_pct", 100.0, 1) == 100
    assert facts.stepped("months_induction_to_relapse", None, 1) == 0
    assert facts.stepped("months_induction_to_relapse", 0.0, -1) is None
    assert facts.stepped("months_induction_to_relapse", None, -1) is None
    assert facts.stepped("exposures", frozenset(), 1) == frozenset()
    assert [facts.stepped("neuro_symptoms", now, 1) for now in (False, True)] == [True, False]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("age_years", "52", 52),
        ("months_induction_to_relapse", " 12.5 ", 12.5),
        ("months_induction_to_relapse", "12,5", 12.5),
        ("months_induction_to_relapse", "", None),
        ("ecog", "2.0", 2),
    ],
)
def test_numbers_typed(field: str, text: str, value: object) -> None:
    assert facts.typed_value(field, text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("age_years", "12"),
        ("age_years", ""),
        ("ecog", "five"),
        ("marrow_blasts_pct", "101"),
        ("ecog", "nan"),
        ("ecog", "9" * 400),
    ],
)
def test_what_is_no_such_number_is_refused(field: str, text: str) -> None:
    with pytest.raises(PatientFault):
        facts.typed_value(field, text)


def test_hints_and_menus_have_words() -> None:
    assert facts.number_hint("age_years") == "18 to 100 years"
    assert facts.number_hint("months_induction_to_relapse") == "0 or more months; empty for not known"
    for field in SETS:
        assert [word for word, _ in facts.choices(field)] == list(SETS[field])
    assert set(facts.regimen_choices()) == {"intent", "response"}

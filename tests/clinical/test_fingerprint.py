"""A fingerprint tells patients apart, and stays."""

from __future__ import annotations

import dataclasses

import pytest

from relall_trainer.clinical.fingerprint import fingerprint
from relall_trainer.clinical.patient import FIELDS, Patient, PriorRegimen, plain, read_patient
from tests.clinical.examples import _domain

ENTRY = PriorRegimen("a", "b", "salvage", "CR")


def test_fingerprints_never_change() -> None:
    assert fingerprint(Patient()) == "e3b0c44298fc1c149afbf4c8996fb924"
    told = Patient(
        sex="male",
        months_induction_to_relapse=12,
        neuro_symptoms=True,
        exposures=frozenset({"vincristine", "asparaginase"}),
        prior_regimens=(PriorRegimen(None, "Protocol Ä", "frontline", "CR"), ENTRY),
    )
    assert fingerprint(told) == "2d30e71c7675953beac1a2f11fb9bfd1"


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "prior_regimens"])
def test_each_value_of_each_field_is_told_apart(field: str) -> None:
    values = list(dict.fromkeys([getattr(Patient(), field), *_domain(field)]))
    told = {fingerprint(dataclasses.replace(Patient(), **{field: value})) for value in values}
    assert len(told) == len(values)


def test_regimens_are_told_apart_by_order_and_by_every_part() -> None:
    other = PriorRegimen("a", "c", "salvage", "CR")
    pasts = [(), (ENTRY,), (ENTRY, ENTRY), (ENTRY, other), (other, ENTRY)]
    pasts += [
        (dataclasses.replace(ENTRY, **{part: word}),)
        for part, word in (("action", None), ("intent", "cns"), ("response", "PR"))
    ]
    # A name that looks like two entries, or like the parts beside it, passes for neither.
    pasts += [
        (PriorRegimen("a", "b7:salvage2:CR;1:a1:b", "salvage", "CR"),),
        (PriorRegimen("a1", ":b", "salvage", "CR"),),
    ]
    assert len({fingerprint(Patient(prior_regimens=past)) for past in pasts}) == len(pasts)


def test_equal_patients_have_one_fingerprint() -> None:
    whole, broken = Patient(months_induction_to_relapse=12), Patient(months_induction_to_relapse=12.0)
    assert whole == broken
    assert fingerprint(whole) == fingerprint(broken)
    assert fingerprint(read_patient(plain(whole))) == fingerprint(whole)

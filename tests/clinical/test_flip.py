"""What would change a rating: each change named is real, single, and none is missed."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.flip import single_changes
from relall_trainer.clinical.patient import Patient, PriorRegimen, read_field
from tests.clinical.strategies import patients

KNOWN = Patient(marrow="overt", csf="negative", cd19="positive")


def test_the_csf_decides_on_blinatumomab(algorithm: Algorithm) -> None:
    sick = dataclasses.replace(KNOWN, csf="positive")
    changes = {(c.field, c.value): c.rating for c in single_changes(algorithm, sick, "sx-blina")}
    assert changes[("csf", "negative")] == "recommended"


def test_a_year_decides_on_the_old_regimen(algorithm: Algorithm) -> None:
    early = dataclasses.replace(
        KNOWN,
        months_induction_to_relapse=5,
        prior_regimens=(PriorRegimen("sx-hypercvad", "", "frontline", "CR"),),
    )
    changes = {(c.field, c.value): c.rating for c in single_changes(algorithm, early, "sx-retreat")}
    assert changes[("months_induction_to_relapse", 13.0)] == "acceptable"


def test_what_nothing_changes_has_no_change(algorithm: Algorithm) -> None:
    assert single_changes(algorithm, KNOWN, "cns-it-vincristine") == ()


def test_every_change_named_is_real(algorithm: Algorithm) -> None:
    @settings(max_examples=25, deadline=None)
    @given(patients(tuple(algorithm.actions)), st.sampled_from(tuple(algorithm.actions)))
    def holds(patient: Patient, action: str) -> None:
        now = algorithm.appraise(patient).rating(action)
        for change in single_changes(algorithm, patient, action):
            value = read_field(change.field, change.value)
            changed = dataclasses.replace(patient, **{change.field: value})
            assert algorithm.appraise(changed).rating(action) == change.rating != now

    holds()

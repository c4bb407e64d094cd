"""What is said of a step: the deciding row, what it overruled, what better ratings lack, and what would flip it."""

from __future__ import annotations

import dataclasses

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import UNRATED
from relall_trainer.clinical.flip import smallest_changes
from relall_trainer.clinical.patient import Patient
from relall_trainer.gui.explaining import LOOKING, NOTHING_FLIPS, OUTSIDE, SILENT, Told, explained, flips_told
from tests.benchmarks.samples import random_patients

KNOWN = Patient(marrow="overt", csf="negative", cd19="positive")
SICK = dataclasses.replace(KNOWN, csf="positive")


def said(algorithm: Algorithm, patient: Patient, action: str) -> dict[str, list[Told]]:
    """The rows under each caption; those before the first under an empty one."""
    under: dict[str, list[Told]] = {"": []}
    found = explained(algorithm, algorithm.appraise(patient), action, lambda item: f"Title of {item}")
    for row in (*found.reasons, *found.rest):
        if row.caption:
            under[row.heading] = []
        else:
            under[list(under)[-1]].append(row)
    return under


def test_the_deciding_row_its_facts_and_what_it_overruled(algorithm: Algorithm) -> None:
    rows = said(algorithm, SICK, "sx-blina")
    assert [(row.heading, row.rating) for row in rows[""]] == [("Blinatumomab", "contraindicated")]
    (why,) = rows["WHY"]
    assert why.heading == algorithm.rows["R25.1"].why
    assert why.text == "R25 · No blinatumomab with CNS disease"
    assert "stated in the paper" in why.note
    assert why.key == "rule R25.1"
    assert [row.heading for row in rows["FACTS BEHIND IT"]] == ["CSF: blasts found"]
    (overruled,) = rows["OVERRULED"]
    assert overruled.heading.startswith("R24 · ")
    assert (overruled.rating, overruled.key) == ("recommended", "rule R24.1")
    assert [(row.heading, row.key) for row in rows["EVIDENCE"]] == [
        ("Title of ev-blina-cns", "evidence ev-blina-cns")
    ]
    assert rows["WHY NOT RECOMMENDED"][0].heading == "R24 holds, and is overruled: see above."


def test_what_better_ratings_lack(algorithm: Algorithm) -> None:
    rows = said(algorithm, dataclasses.replace(KNOWN, cd19="negative"), "sx-blina")
    first = rows["WHY NOT RECOMMENDED"][0]
    assert first.text == "Wants: CD19: positive or not known (now negative)"
    assert first.key == "rule R24.1"
    never = said(algorithm, KNOWN, "cns-it-vincristine")
    assert never["WHY NOT RECOMMENDED"][0].heading == "No rule rates this step so for anybody."
    assert not any(caption.startswith("WHY NOT") for caption in said(algorithm, KNOWN, "sx-blina"))


def test_silence_and_scope_are_said(algorithm: Algorithm) -> None:
    assert said(algorithm, KNOWN, "sx-trial")["WHY"] == [Told(SILENT)]
    outside = said(algorithm, dataclasses.replace(KNOWN, ph="positive"), "sx-blina")
    assert outside["WHY"] == [Told(OUTSIDE)]
    assert not any(caption.startswith("WHY NOT") for caption in outside)
    withheld = said(algorithm, dataclasses.replace(KNOWN, it_state="cleared"), "sx-blina")
    assert "does not say" in withheld["WHY"][0].heading


def test_cautions_are_told_beside_a_rating(algorithm: Algorithm) -> None:
    rows = said(algorithm, KNOWN, "sx-clo-combo")
    assert "died of treatment" in rows["CAUTIONS"][0].heading


def test_flips_carry_their_key_and_what_goes_along(algorithm: Algorithm) -> None:
    flips = smallest_changes(algorithm, SICK, "sx-blina", {"recommended"})
    (row,) = flips_told(flips, algorithm)
    assert (row.heading, row.rating, row.mark, row.key) == ("CSF: clear", "recommended", "1", "flip 0")
    assert row.text.startswith("by R24 · ")
    along = dataclasses.replace(flips[0], along=flips[0].edits)
    assert flips_told((along,), algorithm)[0].note == "With it, or the patient could not be: CSF: clear"
    assert "press 1" in row.spoken()


def test_flips_stand_between_the_reasons_and_the_rest(algorithm: Algorithm) -> None:
    found = explained(algorithm, algorithm.appraise(SICK), "sx-blina", str)
    place = len(found.reasons)
    for flips, heading in ((None, LOOKING), ((), NOTHING_FLIPS), ((Told("a"),), "a")):
        rows = found.with_flips(flips)
        assert (rows[place].heading, rows[place].caption) == ("WHAT WOULD FLIP IT", True)
        assert rows[place + 1].heading == heading
        assert rows[place + 2 :] == found.rest


def test_every_step_of_any_patient_can_be_explained(algorithm: Algorithm) -> None:
    for patient in random_patients(15, tuple(algorithm.actions), seed=41):
        appraisal = algorithm.appraise(patient)
        for action, step in appraisal.steps.items():
            found = explained(algorithm, appraisal, action, str)
            keys = [row.key for row in found.reasons if row.key]
            assert (f"rule {step.row}" in keys) == (step.rating != UNRATED)
            overruled = [f"rule {fired.row}" for fired in step.rules if fired.overruled]
            assert set(overruled) <= set(keys)
            assert all(row.spoken() for row in (*found.reasons, *found.rest))

"""Contrasts: two patients who can be, one fact apart, and every step that fact decides."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.contrast import Contrast, pairs
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import FIELDS, Patient, PriorRegimen, plain_value
from relall_trainer.clinical.plausible import impossible
from relall_trainer.clinical.population import patient, patient_deciding
from relall_trainer.paths import algorithm_folder

ALGORITHM = load_algorithm(algorithm_folder())
GOOD, BAD = {"recommended", "acceptable"}, {"discouraged", "contraindicated"}
# No single fact silences these: they speak at every relapse, or always; or they never decide at all.
ALWAYS = {"R02", "R05", "R43", "R54", "R57"}
NEVER = {"R46", "R48", "R58"}
TURNING = [rule for rule in ALGORITHM.rules if rule not in ALWAYS | NEVER]
RELAPSED = Patient(
    cd19="positive",
    marrow="overt",
    csf="negative",
    months_induction_to_relapse=30,
    prior_regimens=(PriorRegimen("sx-hypercvad", "", "frontline", "CR"),),
    exposures=frozenset({"hd_cytarabine", "hd_methotrexate", "anthracycline", "vincristine"}),
)


def check(contrast: Contrast) -> None:
    """One field apart, both can be, and what is said to change is what the algorithm says."""
    left, right = contrast.left, contrast.right
    apart = [field for field in FIELDS if getattr(left, field) != getattr(right, field)]
    assert apart == [contrast.field]
    assert contrast.left_value == plain_value(getattr(left, contrast.field))
    assert contrast.right_value == plain_value(getattr(right, contrast.field))
    assert impossible(left, ALGORITHM.actions) == impossible(right, ALGORITHM.actions) == ()
    here, there = ALGORITHM.appraise(left).steps, ALGORITHM.appraise(right).steps
    told = {(one.action, one.left, one.right, one.left_rule, one.right_rule) for one in contrast.changed}
    assert told == {
        (action, here[action].rating, there[action].rating, here[action].decided_by, there[action].decided_by)
        for action in here
        if here[action].rating != there[action].rating
    }
    assert len(told) == len(contrast.changed)


@settings(max_examples=40, deadline=None)
@given(st.integers())
def test_every_contrast_of_any_patient_holds_and_tells(seed: int) -> None:
    found = pairs(ALGORITHM, patient(ALGORITHM, Lots(seed)))
    for contrast in found:
        check(contrast)
        assert contrast.telling
        for change in contrast.telling:
            two = {change.left, change.right}
            assert (two & GOOD and two & BAD) or "recommended" in two
    ranks = [min(4, *(change.rank for change in contrast.telling), 4) for contrast in found]
    assert ranks == sorted(ranks)  # from good to bad first; what is less than that counts alike
    assert len({(contrast.field, str(contrast.right_value)) for contrast in found}) == len(found)


def test_the_best_contrasts_are_those_a_teacher_would_take() -> None:
    found = pairs(ALGORITHM, RELAPSED)
    facts = [(contrast.field, contrast.right_value) for contrast in found]
    # Without CD19 the antibody against it, otherwise recommended, is contraindicated, and next to nothing else changes.
    assert facts[0] == ("cd19", "negative")
    assert ("csf", "positive") in facts[:4]
    months = next(
        one for one in found if one.field == "months_induction_to_relapse" and one.right_value == 12
    )
    assert [change.right_rule for change in months.changed] == ["R16"] * len(months.changed)


def test_a_contrast_for_a_rule_is_ranked_by_what_turns_on_it() -> None:
    active = dataclasses.replace(RELAPSED, csf="positive")
    for contrast in pairs(ALGORITHM, active, rule_id="R25"):
        check(contrast)
        assert any("R25" in (change.left_rule, change.right_rule) for change in contrast.changed)
    best = pairs(ALGORITHM, active, rule_id="R25")[0]
    assert (best.field, best.right_value) == ("csf", "negative")


def test_a_rule_that_still_fires_when_overruled_does_not_turn() -> None:
    """Comfort as the goal outranks the work-up at relapse; it does not make that rule silent."""
    talked = dataclasses.replace(RELAPSED, goals_discussed=True)
    assert "goals" in {contrast.field for contrast in pairs(ALGORITHM, talked)}
    assert "goals" not in {contrast.field for contrast in pairs(ALGORITHM, talked, rule_id="R01")}
    assert "goals" in {contrast.field for contrast in pairs(ALGORITHM, talked, rule_id="R56")}


def _turning_on(rule: str) -> tuple[Contrast, ...]:
    """Contrasts that turn on a rule, to the first patient on whom it decides who has any."""
    for seed in range(60):
        decided = patient_deciding(ALGORITHM, rule, Lots(seed))
        found = () if decided is None else pairs(ALGORITHM, decided, rule_id=rule)
        if decided is None or found:
            return found
    return ()


@pytest.mark.parametrize("rule", TURNING)
def test_a_rule_decides_for_one_of_two_patients_alone(rule: str) -> None:
    found = _turning_on(rule)
    assert found
    for contrast in found:
        check(contrast)
        assert any(_turns(rule, contrast, change.action) for change in contrast.changed)


def _turns(rule: str, contrast: Contrast, action: str) -> bool:
    """Whether a row of the rule decides the step for one of the two and not for the other."""
    here, there = (
        ALGORITHM.appraise(contrast.left).steps[action],
        ALGORITHM.appraise(contrast.right).steps[action],
    )
    return here.row != there.row and rule in (here.decided_by, there.decided_by)


@pytest.mark.parametrize("rule", sorted(ALWAYS | NEVER))
def test_a_rule_that_speaks_for_everybody_or_nobody_turns_nothing(rule: str) -> None:
    assert _turning_on(rule) == ()


def test_a_contrast_seen_from_the_other_side_is_the_same() -> None:
    contrast = pairs(ALGORITHM, RELAPSED)[0]
    check(contrast.swapped())
    assert contrast.swapped().swapped() == contrast

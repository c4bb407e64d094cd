"""What an appraisal says: who decided, who was overruled, which facts fired, what is withheld and why."""

from __future__ import annotations

import dataclasses

from relall_trainer.algorithm_files import algorithm_from_text, algorithm_text, load_algorithm
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import Fact
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.paths import algorithm_folder

KNOWN = Patient(marrow="overt", csf="negative", cd19="positive")


def test_an_overruled_rule_is_listed_with_the_one_that_decided(algorithm: Algorithm) -> None:
    step = algorithm.appraise(dataclasses.replace(KNOWN, csf="positive")).steps["sx-blina"]
    assert (step.rating, step.decided_by) == ("contraindicated", "R25")
    assert [(rule.id, rule.rating, rule.overruled) for rule in step.rules] == [
        ("R24", "recommended", True),
        ("R25", "contraindicated", False),
    ]
    assert step.because == (Fact("csf", "positive"),)
    assert step.evidence == ("ev-blina-cns",)


def test_a_withheld_rating_says_why_and_names_nobody(algorithm: Algorithm) -> None:
    step = algorithm.appraise(dataclasses.replace(KNOWN, cns_history="prior_cleared")).steps["sx-blina"]
    assert (step.rating, step.decided_by, step.rules, step.evidence) == ("unrated", None, (), ())
    assert "not scored" in step.cautions[0]


def test_a_withheld_rating_yields_to_starting_blind_and_to_failure(algorithm: Algorithm) -> None:
    cleared = dataclasses.replace(KNOWN, cns_history="prior_cleared")
    blind = dataclasses.replace(cleared, marrow="not_assessed")
    assert algorithm.appraise(blind).steps["sx-blina"].decided_by == "R06"
    failed = dataclasses.replace(cleared, prior_regimens=(PriorRegimen("sx-blina", "", "salvage", "none"),))
    assert algorithm.appraise(failed).steps["sx-blina"].decided_by == "R35"


def test_comfort_outranks_a_step_that_does_not_arise(algorithm: Algorithm) -> None:
    before_any_graft = algorithm.appraise(KNOWN)
    assert before_any_graft.rating("tx-dli") == "unrated"
    comfort = algorithm.appraise(dataclasses.replace(KNOWN, goals="comfort"))
    assert comfort.steps["tx-dli"].decided_by == "R56"


def test_an_acceptable_that_names_the_state_outranks_a_recommendation(algorithm: Algorithm) -> None:
    low = Patient(status="remission", remission_number=2, marrow="low_level", csf="negative", cd19="positive")
    assert algorithm.appraise(low).steps["sx-blina"].decided_by == "R13"
    assert algorithm.appraise(low).rating("sx-blina") == "acceptable"
    frail = dataclasses.replace(KNOWN, ecog=3, trial_open=frozenset({"any"}), sct_candidacy="not_candidate")
    step = algorithm.appraise(frail).steps["sx-trial"]
    assert (step.rating, step.decided_by) == ("acceptable", "R36")
    assert ("R14", "recommended", True) in [(rule.id, rule.rating, rule.overruled) for rule in step.rules]


def test_positive_ph_is_outside(algorithm: Algorithm) -> None:
    appraisal = algorithm.appraise(Patient(ph="positive"))
    assert appraisal.scope == "outside"
    assert {step.rating for step in appraisal.steps.values()} == {"unrated"}


def test_the_frontline_regimen_decides_what_repeating_it_means(algorithm: Algorithm) -> None:
    larson = PriorRegimen(None, "Larson regimen", "frontline", "CR")
    late = dataclasses.replace(
        KNOWN, months_induction_to_relapse=24, prior_regimens=(larson,), exposures=frozenset({"asparaginase"})
    )
    assert algorithm.appraise(late).rating("sx-retreat") == "acceptable"
    barred = dataclasses.replace(late, asparaginase_pancreatitis="severe")
    assert algorithm.appraise(barred).rating("sx-retreat") == "contraindicated"
    cns = dataclasses.replace(late, csf="positive")
    assert algorithm.appraise(cns).steps["sx-retreat"].decided_by == "R40"


def test_a_regimen_on_the_same_backbone_fails_with_it(algorithm: Algorithm) -> None:
    failed = dataclasses.replace(KNOWN, prior_regimens=(PriorRegimen("sx-flag", "", "salvage", "none"),))
    for step in ("sx-flag", "sx-flag-ida"):
        assert algorithm.appraise(failed).steps[step].decided_by == "R35"
    assert algorithm.appraise(failed).rating("sx-hypercvad") == "acceptable"


def test_asking_twice_gives_the_same_answer(algorithm: Algorithm) -> None:
    fresh = load_algorithm(algorithm_folder())
    assert algorithm.appraise(KNOWN).steps == fresh.appraise(KNOWN).steps == fresh.appraise(KNOWN).steps


def test_the_pinned_text_is_the_whole_algorithm(algorithm: Algorithm) -> None:
    again = algorithm_from_text(algorithm_text(algorithm_folder()))
    assert again.pin == algorithm.pin
    assert again.appraise(KNOWN).steps == algorithm.appraise(KNOWN).steps

"""The decision in words: its point, what became of each step, and why."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter import play
from relall_trainer.gui.verdicts import SILENT, DecisionVerdict, number_words, out_of, signed, verdict
from tests.gui.stage import small_case


def told(algorithm: Algorithm, *choices: Sequence[str]) -> DecisionVerdict:
    """The verdict on the last of these choices."""
    encounter = play.start(small_case(), algorithm)
    for chosen in choices:
        node, appraisal = encounter.current, encounter.appraisal
        encounter, visit = play.commit(encounter, chosen)
    return verdict(node, visit, appraisal, algorithm)


def test_every_step_is_told(algorithm: Algorithm) -> None:
    one = told(algorithm, ["wu-marrow"])
    assert {step.action for step in one.steps} == {"wu-marrow", "wu-mrd", "wu-imaging", "wu-watch"}
    marrow = next(step for step in one.steps if step.action == "wu-marrow")
    assert (marrow.chosen, marrow.rating, marrow.points, marrow.rule) == (True, "recommended", "+1", "R01")
    assert marrow.because
    assert marrow.rule_title
    assert marrow.why
    assert marrow.evidence
    assert marrow.feedback == "This proves it."


def test_missed_and_rightly_left_out(algorithm: Algorithm) -> None:
    one = told(algorithm, ["wu-marrow"])
    places = {step.action: step.place for step in one.steps}
    assert places["wu-mrd"] == "Missed: worth +1"
    assert places["wu-watch"] == "Rightly left out"
    assert places["wu-imaging"] == "Left out"
    assert one.point.startswith("Right: ")
    assert "missed: " in one.point
    assert one.key is not None
    assert one.key.action == "wu-mrd"
    assert one.points == "1 of 2 points"


def test_all_recommended(algorithm: Algorithm) -> None:
    one = told(algorithm, ["wu-marrow", "wu-mrd"])
    assert one.point == "Every recommended step was taken"
    assert one.tone == "recommended"


def test_what_is_advised_against_is_the_point(algorithm: Algorithm) -> None:
    one = told(algorithm, ["wu-marrow", "wu-mrd", "wu-watch"])
    assert one.point.startswith("Advised against here: ")
    assert one.tone == "discouraged"
    assert one.reason


def test_a_critical_error_comes_first(algorithm: Algorithm) -> None:
    one = told(algorithm, ["wu-marrow", "wu-mrd"], ["sx-blina", "wu-donor"])
    assert one.point.startswith("Contraindicated here: ")
    assert one.critical == 1
    blina = next(step for step in one.steps if step.action == "sx-blina")
    assert blina.place == "Critical error"


def test_an_overruled_rule_is_named_with_the_reason(algorithm: Algorithm) -> None:
    case = small_case()
    with_cns = dataclasses.replace(
        case, start="second", patient=Patient(lineage="B", cd19="positive", csf="positive", marrow="overt")
    )
    encounter = play.start(with_cns, algorithm)
    after, visit = play.commit(encounter, ["sx-blina", "wu-donor"])
    one = verdict(encounter.current, visit, after.appraised(visit), algorithm)
    blina = next(step for step in one.steps if step.action == "sx-blina")
    assert blina.rule == "R25"
    assert len(blina.overruled) == 1
    assert blina.overruled[0].startswith("R24 (")
    assert "would call it recommended; R25 overrules it: " in blina.overruled[0]
    assert "CSF: blasts found" in blina.because


def test_no_word_is_about_the_person(algorithm: Algorithm) -> None:
    for chosen in (["wu-marrow"], [], ["wu-watch"], ["wu-marrow", "wu-mrd"]):
        words = f" {told(algorithm, chosen).point.lower()} "
        assert " you " not in words
        assert " your " not in words


def test_nothing_chosen_where_something_was_owed(algorithm: Algorithm) -> None:
    one = told(algorithm, [])
    assert one.point.startswith("Missed: ")
    assert one.tone == "discouraged"


def test_the_better_pick_was_missed(algorithm: Algorithm) -> None:
    one = told(algorithm, ["wu-marrow", "wu-mrd"], ["sx-flag-ida", "wu-donor"])
    places = {step.action: step.place for step in one.steps}
    assert places["sx-nel-cy-etop"].startswith("Missed") or places["sx-nel-cy-etop"] == "Left out"


def test_unrated_says_that_the_source_is_silent(algorithm: Algorithm) -> None:
    one = told(algorithm, ["wu-marrow", "wu-mrd"], ["sx-nel-cy-etop"])
    silent = [step for step in one.steps if step.rating == "unrated"]
    for step in silent:
        assert step.why == SILENT
        assert step.points == "0"


@pytest.mark.parametrize(
    ("value", "words"), [(4, "4"), (2.4, "2.4"), (0.5, "½"), (-0.5, "−½"), (1.5, "1½"), (-1, "−1"), (0, "0")]
)
def test_number_words(value: float, words: str) -> None:
    assert number_words(value) == words


def test_points_in_words() -> None:
    assert signed(4) == "+4"
    assert signed(0) == "0"
    assert out_of(1, 1) == "1 of 1 point"
    assert out_of(0, 0) == "not scored"

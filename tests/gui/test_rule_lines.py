"""The rules as lines: all of them, in words, those that fire marked, found by typing."""

from __future__ import annotations

import dataclasses

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.gui.rule_lines import rule_lines, steps_words
from relall_trainer.gui.silence_lines import silence_in_general, silence_of

KNOWN = Patient(marrow="overt", csf="negative", cd19="positive")


def test_every_rule_and_row_is_there_in_order(algorithm: Algorithm) -> None:
    lines = rule_lines(algorithm, ())
    assert [line.key for line in lines if line.head] == list(algorithm.rules)
    assert [line.key for line in lines if not line.head] == list(algorithm.rows)
    assert all(line.spoken() for line in lines)


def test_a_row_tells_when_which_steps_how_and_where(algorithm: Algorithm) -> None:
    by_key = {line.key: line for line in rule_lines(algorithm, {"R25.1"})}
    row, head = by_key["R25.1"], by_key["R25"]
    assert (row.when, row.steps, row.rating, row.fires) == (
        "CNS disease is active",
        "Blinatumomab",
        "contraindicated",
        True,
    )
    assert "stated in the paper · the authors' practice · p593" in head.notes
    assert by_key["R25.2"].notes.startswith("Left unrated on purpose")
    assert by_key["R43.1"].when == "Always"
    assert by_key["R43.2"].notes.startswith("Caution: ")
    assert not by_key["R25.2"].fires
    assert "Implied by the paper" in by_key["R39.2"].notes


def test_typing_finds_rules_by_any_of_their_words(algorithm: Algorithm) -> None:
    found = {line.key for line in rule_lines(algorithm, (), "blinatumomab contraindicated")}
    assert {"R25", "R25.1"} <= found
    assert "R43" not in found
    assert {line.key for line in rule_lines(algorithm, (), "R58")} == {"R58"}
    assert rule_lines(algorithm, (), "no such thing at all") == ()


def test_many_steps_have_one_name(algorithm: Algorithm) -> None:
    actions = algorithm.actions
    comfort = steps_words(algorithm.rows["R56.1"].steps, actions)
    assert comfort == f"Every step of systemic treatment but {actions['sx-low-intensity'].label}"
    assert steps_words(algorithm.rows["R36.1"].steps, actions) == "Every intensive step of systemic treatment"
    assert steps_words(algorithm.rows["R18.1"].steps, actions) == "Every step with asparaginase"
    assert steps_words(("sx-blina",), actions) == "Blinatumomab"


def test_names_for_many_steps_stand_for_just_those(algorithm: Algorithm) -> None:
    """Whatever is not rated is named after "but", and nothing else is."""
    for row in algorithm.rows.values():
        words = steps_words(row.steps, algorithm.actions)
        for step in row.steps:
            label = algorithm.actions[step].label
            assert f"but {label}" not in words
            assert label in words or "Every" in words


def test_silence_for_a_patient_and_in_general(algorithm: Algorithm) -> None:
    rows = {row.key: row for row in silence_of(algorithm, KNOWN)}
    assert (
        rows["step cns-it-alternating"].note
        == "R38 would call it recommended, given: CSF: blasts found (now clear)"
    )
    assert rows["step tx-dli"].text == "There has been no allograft, so this does not arise."
    outside = silence_of(algorithm, dataclasses.replace(KNOWN, ph="positive"))
    assert len(outside) == 1
    general = silence_in_general(algorithm)
    assert any(row.heading == "SECOND REMISSION, NO MRD, CNS CLEAR" and row.caption for row in general)
    assert any("Never rated: " in row.text for row in general)
    assert all(row.spoken() for row in general)

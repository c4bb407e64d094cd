"""Every condition, gap and change of the shipped rules can be read aloud."""

from __future__ import annotations

import re

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.alternatives import Edit, alternatives
from relall_trainer.clinical.condition import Test as Condition
from relall_trainer.clinical.history import RELATIONS
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.rule import KINDS, TIERS
from relall_trainer.clinical.rule_words import (
    KIND_WORDS,
    TIER_WORDS,
    edit_words,
    gap_words,
    relation_words,
    test_words,
    when_words,
)
from relall_trainer.clinical.wanting import Standing

# pytest would collect it
words_of = test_words
del test_words
_CODE = re.compile(r"[a-z]+_[a-z]|\b(True|False|None)\b")


def all_tests(algorithm: Algorithm) -> list[Condition]:
    tests = [test for row in algorithm.rows.values() for test in row.tests]
    return tests + [test for fact in algorithm.facts.values() for clause in fact.clauses for test in clause]


def test_no_condition_reads_like_code(algorithm: Algorithm) -> None:
    for test in all_tests(algorithm):
        words = words_of(test, algorithm.facts)
        assert words, test
        assert not _CODE.search(words), words
        assert words[0].isupper()


def test_different_conditions_read_differently(algorithm: Algorithm) -> None:
    words: dict[str, Condition] = {}
    for test in all_tests(algorithm):
        said = words_of(test, algorithm.facts)
        assert words.setdefault(said, test) == test or _same(words[said], test), (words[said], test)


def _same(one: Condition, other: Condition) -> bool:
    """Two ways of writing one condition."""
    return one.name == other.name and {one.operator, other.operator} <= {
        "is",
        "one_of",
        "not",
        "has",
        "has_any",
    }


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (Condition("csf", "is", "positive"), "CSF: blasts found"),
        (Condition("cd19", "one_of", ("positive", "unknown")), "CD19: positive or not known"),
        (Condition("goals", "not", ("comfort",)), "Goals of care: anything but comfort"),
        (
            Condition("months_induction_to_relapse", "at_most", 12),
            "Induction to first relapse: 12 months or less",
        ),
        (Condition("relapse_number", "less_than", 2), "Relapses so far: fewer than 2"),
        (Condition("remission_number", "at_least", 2), "Last remission reached: CR2 or later"),
        (Condition("neuropathy_grade", "at_least", 3), "Peripheral neuropathy: grade 3 or more"),
        (Condition("trial_open", "empty", False), "Some trial is open"),
        (Condition("donors", "lacks_all", ("original",)), "No donor found: the first donor again"),
        (Condition("exposed", "lacks", "asparaginase"), "Has never been given asparaginase"),
        (Condition("cns_active", "is", True), "CNS disease is active"),
        (Condition("cns_active", "is", False), "CNS disease is not active"),
        (Condition("asparaginase_naive", "is", False), "Asparaginase has been given"),
        (Condition("leukemic_palsy", "is", False), "No cranial nerve deficit taken to be leukemic"),
        (
            Condition("relapse_or_refractory", "is", False),
            "Not so: relapse is suspected or proven, or the disease is refractory",
        ),
        (
            Condition("prior_cranial_radiation", "one_of", ("yes_room_left", "yes_no_room")),
            "Earlier cranial radiation: given, room left; or given, no room left",
        ),
        (Condition("frontline_response", "is", "no_entry"), "Response to the first line: none on record"),
    ],
)
def test_conditions_in_words(algorithm: Algorithm, test: Condition, words: str) -> None:
    assert words_of(test, algorithm.facts) == words


def test_a_gap_says_what_is_so_now(algorithm: Algorithm) -> None:
    standing = Standing(
        algorithm, Patient(csf="negative", cd19="negative", exposures=frozenset({"asparaginase"}))
    )
    it = standing.gap(algorithm.rows["R38.1"], "cns-it-alternating")
    assert gap_words(it, standing, algorithm.facts) == ("CSF: blasts found (now clear)",)
    naive = standing.gap(algorithm.rows["R17.1"], "sx-asp-combo")
    (words,) = gap_words(naive, standing, algorithm.facts)
    assert words == "Asparaginase has never been given (now asparaginase; Prior therapy: none)"
    related = next(row for row in algorithm.rows.values() if row.relation == "frontline_itself")
    gap = standing.gap(related, related.steps[0])
    assert gap_words(gap, standing, algorithm.facts)[-1] == relation_words("frontline_itself")
    assert when_words(related, algorithm.facts)[-1] == relation_words("frontline_itself")


def test_every_change_can_be_read(algorithm: Algorithm) -> None:
    for edits in alternatives(Patient(), all_tests(algorithm)).values():
        for edit in edits:
            assert not _CODE.search(edit_words(edit)), edit
    assert edit_words(Edit("trial_open", True, "inotuzumab")) == "Trial open: inotuzumab"
    assert edit_words(Edit("exposures", False, "nelarabine")) == "Has never been given nelarabine"


def test_there_are_words_for_every_tier_kind_and_relation() -> None:
    assert set(TIER_WORDS) == set(TIERS)
    assert set(KIND_WORDS) == set(KINDS)
    assert all(relation_words(relation) for relation in RELATIONS)

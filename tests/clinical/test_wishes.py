"""Wishes say what a rule's conditions ask of stored fields, through facts and their negations."""

from __future__ import annotations

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.draft import Draft
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.wishes import Wishes, ways

YES = Test("neuro_symptoms", "is", True)


def test_a_fact_is_taken_apart_into_each_way_it_can_hold(algorithm: Algorithm) -> None:
    found = {frozenset(way) for way in ways([Test("cns_active", "is", True)], algorithm.facts)}
    palsy = {Test("neuro_exam", "is", "cranial_nerve_deficit"), Test("cranial_nerve_cause", "is", "leukemic")}
    assert found == {
        frozenset({(Test("csf", "is", "positive"), True)}),
        frozenset((test, True) for test in palsy),
    }


def test_a_fact_that_must_not_hold_fails_in_every_clause(algorithm: Algorithm) -> None:
    found = set(ways([Test("cns_active", "is", False)], algorithm.facts))
    csf = (Test("csf", "is", "positive"), False)
    assert found == {
        (csf, (Test("neuro_exam", "is", "cranial_nerve_deficit"), False)),
        (csf, (Test("cranial_nerve_cause", "is", "leukemic"), False)),
    }


def test_tests_on_fields_stand_as_they_are_and_combine_with_every_way(algorithm: Algorithm) -> None:
    assert list(ways([YES], algorithm.facts)) == [((YES, True),)]
    both = list(ways([YES, Test("cns_active", "is", True)], algorithm.facts))
    assert len(both) == 2
    assert all(way[0] == (YES, True) for way in both)
    assert list(ways([], algorithm.facts)) == [()]


def test_wishes_allow_what_fulfils_all_of_a_name_and_ask_nothing_of_others() -> None:
    wishes = Wishes([(Test("ecog", "at_least", 2), True), (Test("ecog", "at_least", 4), False)])
    assert [number for number in range(5) if wishes.allow("ecog", number)] == [2, 3]
    assert wishes.about("ecog")
    assert not wishes.about("csf")
    assert wishes.allow("csf", "positive")


def test_a_draft_picks_what_is_wished_and_anything_where_that_is_not_on_offer() -> None:
    wishes = Wishes([(Test("csf", "is", "positive"), True)])
    wished = {
        Draft(Lots(seed), wishes).pick("csf", (("negative", 99), ("positive", 1))) for seed in range(20)
    }
    assert wished == {"positive"}
    # What weighs nothing is not on offer, wished or not.
    assert Draft(Lots(1), wishes).pick("csf", (("negative", 5), ("positive", 0))) == "negative"


def test_a_drawn_set_is_mended_towards_the_wish() -> None:
    words = (("any", 30), ("targeted", 30), ("inotuzumab", 0))
    has = Wishes([(Test("trial_open", "has", "any"), True)])
    assert all("any" in Draft(Lots(seed), has).words("trial_open", words) for seed in range(30))
    none = Wishes([(Test("trial_open", "empty", True), True)])
    assert {Draft(Lots(seed), none).words("trial_open", words) for seed in range(30)} == {frozenset()}
    never = Wishes([(Test("trial_open", "has", "inotuzumab"), True)])
    drawn = [Draft(Lots(seed), never).words("trial_open", words) for seed in range(30)]
    assert all("inotuzumab" not in one for one in drawn)

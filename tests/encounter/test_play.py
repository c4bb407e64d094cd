"""Playing: where a choice leads, what it changes, what is refused, and the way back."""

from __future__ import annotations

import dataclasses

import pytest

from relall_trainer.clinical.patient import PriorRegimen
from relall_trainer.encounter import draw
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.case import Case, Condition, Transition
from relall_trainer.encounter.play import CaseFault, ChoiceFault, commit, start, step_back
from relall_trainer.encounter.scoring import total
from tests.encounter.conftest import FakeAlgorithm


def seed_for(case: Case, wanted: str) -> int:
    return next(
        seed for seed in range(1000) if draw.outcome(case.draws["luck"], case.head.id, seed) == wanted
    )


def with_first(case: Case, *ways: Transition) -> Case:
    """The case with other ways on from its first node."""
    first = dataclasses.replace(case.nodes["first"], next=ways)
    return dataclasses.replace(case, nodes={**case.nodes, "first": first})


def test_the_start_applies_its_nodes_patch(small_case: Case, fake: FakeAlgorithm) -> None:
    encounter = start(small_case, fake)
    assert encounter.patient == dataclasses.replace(small_case.patient, infection_active=True)
    assert (encounter.node, encounter.path, encounter.ended) == ("first", (), False)
    assert encounter.current.title == "A fever"


def test_a_decision_is_told_in_the_order_offered(small_case: Case, fake: FakeAlgorithm) -> None:
    before = start(small_case, fake)
    after, visit = commit(before, ["strong", "tap", "look"], "certain", "because")
    assert visit.chosen == ("look", "tap", "strong")
    assert visit.patient is before.patient
    assert list(visit.ratings) == ["look", "tap", "wait", "silent", "strong", "gentle", "toxic"]
    assert (visit.score.points, visit.score.possible) == (6, 6)
    assert (visit.confidence, visit.rationale) == ("certain", "because")
    assert (visit.next, visit.text, visit.text_origin) == ("second", "Time passes.", "simulated")
    assert after.path == after.record == (visit,)
    assert after.first == {"first": visit.score}
    assert before.path == ()
    assert [line.rule for line in visit.score.groups[0].lines] == ["R-look", "R-tap", "R-wait", None]


def test_the_transitions_patch_comes_before_the_entered_nodes(small_case: Case, fake: FakeAlgorithm) -> None:
    over = Transition("worse", patch={"ecog": 1, "neuropathy_grade": 2})
    after, _ = commit(start(with_first(small_case, over), fake), ["gentle"])
    assert (after.patient.ecog, after.patient.neuropathy_grade) == (3, 2)


def test_the_chosen_step_becomes_a_regimen_under_its_label(small_case: Case, fake: FakeAlgorithm) -> None:
    after, _ = commit(start(small_case, fake), ["toxic"])
    assert after.patient.prior_regimens[-1] == PriorRegimen("toxic", "Label of toxic", "salvage", "unknown")


def test_the_cases_own_label_is_the_regimens_name(small_case: Case, fake: FakeAlgorithm) -> None:
    second = dataclasses.replace(
        small_case.nodes["second"],
        next=(Transition("worse", patch={"prior_regimens": {"add": {"from": "how"}}}),),
    )
    case = dataclasses.replace(small_case, nodes={**small_case.nodes, "second": second}, start="second")
    after, _ = commit(start(case, fake), ["gentle"])
    assert after.patient.prior_regimens[-1].name == "Softly"


def test_conditions_look_at_the_patient_before_the_patches(small_case: Case, fake: FakeAlgorithm) -> None:
    case = with_first(
        small_case,
        Transition("good", Condition(patient={"csf": ("positive",)}), patch={"csf": "positive"}),
        Transition("bad"),
    )
    assert commit(start(case, fake), ["gentle"])[0].node == "bad"


def test_the_first_condition_that_holds_decides(small_case: Case, fake: FakeAlgorithm) -> None:
    lucky = seed_for(small_case, "yes")
    assert commit(start(small_case, fake), ["look", "tap", "strong"])[1].next == "second"
    assert commit(start(small_case, fake, lucky), ["look", "tap", "strong"])[1].next == "lucky"
    assert commit(start(small_case, fake, lucky), ["look", "strong"])[1].next == "second"
    assert commit(start(small_case, fake, lucky), ["tap", "wait", "strong"])[1].next == "worse"
    assert commit(start(small_case, fake, seed_for(small_case, "no")), ["tap", "strong"])[1].next == "second"


def test_luck_never_changes_the_score(small_case: Case, fake: FakeAlgorithm) -> None:
    scores = [
        commit(start(small_case, fake, seed), ["tap", "gentle"])[1].score
        for seed in (None, seed_for(small_case, "yes"), seed_for(small_case, "no"))
    ]
    assert scores[0] == scores[1] == scores[2]


def test_later_decisions_are_rated_on_the_changed_patient(small_case: Case, fake: FakeAlgorithm) -> None:
    worse, _ = commit(start(small_case, fake), ["toxic"])
    _, visit = commit(worse, ["strong"])
    assert visit.ratings["strong"] == "contraindicated"
    assert visit.score.critical == ("strong",)


def test_an_order_set_may_stay_empty(small_case: Case, fake: FakeAlgorithm) -> None:
    _, visit = commit(start(small_case, fake), ["strong"])
    assert (visit.chosen, visit.score.points, visit.score.possible) == (("strong",), 4, 6)


@pytest.mark.parametrize(
    ("chosen", "group", "action", "says"),
    [
        ([], "plan", None, "none was chosen"),
        (["look"], "plan", None, "none was chosen"),
        (["strong", "gentle"], "plan", "gentle", "2 were chosen (strong, gentle)"),
        (["strong", "talk"], None, "talk", "not offered"),
        (["stron"], None, "stron", "did you mean strong?"),
        (["strong", "look", "look"], None, "look", "twice"),
        (["strong", "strong"], None, "strong", "twice"),
    ],
)
def test_a_choice_that_cannot_be_made_is_refused(
    small_case: Case, fake: FakeAlgorithm, chosen: list[str], group: str | None, action: str | None, says: str
) -> None:
    with pytest.raises(ChoiceFault) as caught:
        commit(start(small_case, fake), chosen)
    fault = caught.value
    assert (fault.node, fault.group, fault.action) == ("first", group, action)
    assert says in fault.what
    assert "'first'" in fault.what


def test_nothing_can_be_chosen_after_the_end(small_case: Case, fake: FakeAlgorithm) -> None:
    encounter = start(small_case, fake)
    for chosen in (["strong"], ["gentle", "talk"]):
        encounter, _ = commit(encounter, chosen)
    assert encounter.ended
    with pytest.raises(ChoiceFault, match="has ended"):
        commit(encounter, [])


def test_confidence_is_one_of_four_words_and_a_reason_is_short(small_case: Case, fake: FakeAlgorithm) -> None:
    with pytest.raises(ChoiceFault, match="fairly_sure"):
        commit(start(small_case, fake), ["strong"], "sure")
    with pytest.raises(ChoiceFault, match="2000 characters"):
        commit(start(small_case, fake), ["strong"], None, "x" * 2001)
    assert len(commit(start(small_case, fake), ["strong"], None, "x" * 2000)[1].rationale) == 2000


def test_confidence_never_changes_the_score(small_case: Case, fake: FakeAlgorithm) -> None:
    scores = [
        commit(start(small_case, fake), ["gentle"], word)[1].score for word in (None, "guessing", "certain")
    ]
    assert scores[0] == scores[1] == scores[2]


def test_stepping_back_restores_the_state_and_keeps_the_first_score(
    small_case: Case, fake: FakeAlgorithm
) -> None:
    beginning = start(small_case, fake)
    wrong, first = commit(beginning, ["toxic"])
    back = step_back(wrong)
    assert (back.patient, back.node, back.path) == (beginning.patient, "first", ())
    assert back.record == (first,)
    again, second = commit(back, ["look", "tap", "strong"])
    assert second.score.points == 6
    assert again.first == {"first": first.score}
    assert again.record == (first, second)
    assert again.path == (second,)
    assert total(again.first).critical == (("first", "toxic"),)


def test_a_node_met_first_on_the_second_road_counts_by_its_first_answer(
    small_case: Case, fake: FakeAlgorithm
) -> None:
    encounter, _ = commit(start(small_case, fake), ["toxic"])
    encounter, lost = commit(encounter, ["gentle"])
    encounter, _ = commit(step_back(step_back(encounter)), ["strong"])
    encounter, met = commit(encounter, ["gentle", "refer"])
    assert encounter.node == "worse"
    encounter, _ = commit(encounter, ["wait"])
    assert list(encounter.first) == ["first", "worse", "second"]
    assert encounter.first["worse"] == lost.score
    assert encounter.first["second"] == met.score
    assert [visit.node for visit in encounter.path] == ["first", "second", "worse"]


def test_one_may_go_back_from_an_ending_but_not_from_the_first_decision(
    small_case: Case, fake: FakeAlgorithm
) -> None:
    encounter, _ = commit(start(small_case, fake), ["toxic"])
    encounter, _ = commit(encounter, ["gentle"])
    assert step_back(encounter).node == "worse"
    with pytest.raises(ChoiceFault, match="first decision"):
        step_back(start(small_case, fake))


def test_there_is_no_way_back_in_an_exam(small_case: Case, fake: FakeAlgorithm) -> None:
    encounter, _ = commit(start(small_case, fake, mode="exam"), ["toxic"])
    with pytest.raises(ChoiceFault, match="exam"):
        step_back(encounter)
    with pytest.raises(ValueError, match="exams"):
        start(small_case, fake, mode="exams")


def test_the_algorithm_is_asked_when_needed_and_once_for_a_patient(
    small_case: Case, fake: FakeAlgorithm
) -> None:
    encounter = start(small_case, fake)
    assert fake.asked == 0
    for _ in range(3):
        after, visit = commit(encounter, ["strong"])
    assert fake.asked == 1
    assert encounter.appraisal is after.appraised(visit)
    assert after.appraisal is not encounter.appraisal
    assert fake.asked == 2


def test_an_unchanged_patient_is_not_appraised_again(small_case: Case, fake: FakeAlgorithm) -> None:
    case = with_first(small_case, Transition("second"))
    encounter, _ = commit(start(case, fake), ["strong"])
    commit(encounter, ["gentle"])
    assert fake.asked == 1


def test_a_memory_of_another_algorithm_is_not_used(small_case: Case, fake: FakeAlgorithm) -> None:
    mine = Appraisals(fake)
    assert start(small_case, fake, memory=mine).memory is mine
    assert start(small_case, FakeAlgorithm(), memory=mine).memory is not mine


@pytest.mark.parametrize(
    ("way", "says"),
    [
        (Transition("nowhere"), "'nowhere'"),
        (Transition("good", Condition(chosen=("wait",))), "no way on"),
        (Transition("good", Condition(draw={"fate": "yes"})), "'fate'"),
        (Transition("good", patch={"csf": "wet"}), "csf is one of"),
    ],
)
def test_a_broken_case_is_named(small_case: Case, fake: FakeAlgorithm, way: Transition, says: str) -> None:
    with pytest.raises(CaseFault) as caught:
        commit(start(with_first(small_case, way), fake), ["strong"])
    assert says in caught.value.what
    assert "small-case" in caught.value.what


def test_a_step_missing_from_the_catalogue_is_named(small_case: Case, fake: FakeAlgorithm) -> None:
    whole = fake.appraise

    class Forgetful(FakeAlgorithm):
        def appraise(self, patient):  # type: ignore[no-untyped-def]
            answer = whole(patient)
            return dataclasses.replace(answer, steps={k: v for k, v in answer.steps.items() if k != "tap"})

    with pytest.raises(CaseFault, match="'tap'"):
        commit(start(small_case, Forgetful()), ["strong"])


def test_a_start_that_is_not_there_is_named(small_case: Case, fake: FakeAlgorithm) -> None:
    with pytest.raises(CaseFault, match="'zero'"):
        start(dataclasses.replace(small_case, start="zero"), fake)

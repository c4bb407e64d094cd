"""The course holds what was known and given, in order, and nothing else."""

from __future__ import annotations

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter import play
from relall_trainer.gui.widgets.course import CNS, MARROW, SYSTEMIC, TRANSPLANT, Course, course
from tests.gui.stage import small_case


def course_of(encounter: play.Encounter) -> Course:
    return course(
        encounter.case, encounter.path, encounter.node, encounter.patient, encounter.algorithm.actions
    )


def test_before_the_case_there_is_only_what_she_has_had(algorithm: Algorithm) -> None:
    told = course_of(play.start(small_case(), algorithm))
    assert [(bar.lane, bar.label, bar.before) for bar in told.bars] == [(SYSTEMIC, "hyper-CVAD", True)]
    assert told.lines == ("Before: hyper-CVAD, first line, complete remission",)
    assert [tick.label for tick in told.ticks] == ["before", "day 0"]


def test_what_is_chosen_and_found_comes_in(algorithm: Algorithm) -> None:
    encounter, _ = play.commit(play.start(small_case(), algorithm), ["wu-marrow", "wu-mrd"])
    encounter, _ = play.commit(encounter, ["sx-nel-cy-etop", "wu-donor"])
    told = course_of(encounter)
    given = [bar for bar in told.bars if not bar.before]
    assert [bar.lane for bar in given] == [SYSTEMIC]
    assert given[0].label == algorithm.actions["sx-nel-cy-etop"].label
    found = {(mark.lane, mark.disease) for mark in told.marks}
    assert (MARROW, True) in found
    assert (CNS, False) in found
    assert any(line.startswith("Day 7: overt leukemia, 60% blasts") for line in told.lines)
    assert all(0 <= mark.at <= told.places for mark in told.marks)


def test_an_earlier_transplant_stands_at_its_share_of_the_months(algorithm: Algorithm) -> None:
    case = small_case()
    patient = Patient(prior_allo_sct=True, months_induction_to_relapse=17, months_sct_to_relapse=13)
    told = course(case, (), "first", patient, algorithm.actions)
    mark = next(mark for mark in told.marks if mark.lane == TRANSPLANT)
    assert 0 < mark.at < told.begins / 2


def test_a_patient_without_a_past_has_no_before(algorithm: Algorithm) -> None:
    told = course(small_case(), (), "first", Patient(), algorithm.actions)
    assert told.begins == 0
    assert told.lines == ()

"""A case before a group: the fixed form whatever is decided, ratings by the algorithm, nothing kept."""

from __future__ import annotations

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.encounter.case import Condition, Transition
from relall_trainer.gui.discussion import Discussion
from tests.gui.stage import small_case


@pytest.fixture
def discussion(algorithm: Algorithm) -> Discussion:
    return Discussion(small_case(), algorithm)


def test_the_case_goes_on_as_its_authors_did(discussion: Discussion) -> None:
    discussion.note(("wu-watch",), {})  # on this road the case would end
    discussion.reveal()
    discussion.go_on()
    assert discussion.turn.encounter.node == "second"
    assert (discussion.number, discussion.of) == (2, 2)


def test_every_step_is_rated_as_the_algorithm_does(discussion: Discussion, algorithm: Algorithm) -> None:
    discussion.note(("wu-marrow",), {})
    told = discussion.reveal()
    patient = discussion.turn.encounter.patient
    rated = algorithm.appraise(patient).steps
    assert {one.action: one.rating for one in told.steps} == {
        one.action: rated[one.action].rating for one in told.steps
    }
    assert [one.action for one in told.steps if one.chosen] == ["wu-marrow"]


def test_the_score_is_that_of_the_same_choice_in_play(discussion: Discussion, algorithm: Algorithm) -> None:
    discussion.note(("wu-marrow",), {})
    told = discussion.reveal()
    _, visit = play.commit(play.start(small_case(), algorithm), ("wu-marrow",))
    assert discussion.turn.visit is not None
    assert discussion.turn.visit.score == visit.score
    assert told.points.startswith(f"{visit.score.points:g}")


def test_where_nobody_decided_nothing_is_said_of_what_was_taken(discussion: Discussion) -> None:
    told = discussion.reveal()
    assert not discussion.turn.decided
    assert told.point == told.points == ""
    assert not any(one.chosen or one.missed or one.place or one.points for one in told.steps)
    assert all(one.rating and one.why for one in told.steps)


def test_an_open_question_takes_the_step_with_most_votes(discussion: Discussion) -> None:
    discussion.reveal()
    discussion.go_on()
    discussion.note((), {"sx-nel-cy-etop": 5, "sx-blina": 3})
    discussion.reveal()
    assert discussion.turn.chosen == ("sx-nel-cy-etop",)
    assert discussion.turn.decided


def test_as_many_votes_for_two_steps_decide_nothing(discussion: Discussion) -> None:
    discussion.reveal()
    discussion.go_on()
    discussion.note((), {"sx-nel-cy-etop": 4, "sx-blina": 4})
    discussion.reveal()
    assert not discussion.turn.decided
    assert discussion.turn.chosen == ()


def test_what_the_group_chose_weighs_more_than_its_votes(discussion: Discussion) -> None:
    discussion.reveal()
    discussion.go_on()
    discussion.note(("sx-blina",), {"sx-nel-cy-etop": 9})
    discussion.reveal()
    assert discussion.turn.chosen == ("sx-blina",)


def test_what_was_done_is_the_authors_course_with_its_origin(
    discussion: Discussion, algorithm: Algorithm
) -> None:
    discussion.reveal()
    steps, origin = discussion.done()
    assert steps == tuple(algorithm.actions[one].label for one in ("wu-marrow", "wu-mrd"))
    assert origin == "paper"


def test_back_goes_from_the_ratings_to_the_question_and_on_to_the_one_before(discussion: Discussion) -> None:
    assert not discussion.go_back()
    discussion.note(("wu-marrow",), {"wu-marrow": 3})
    discussion.reveal()
    assert discussion.go_back()
    assert not discussion.turn.revealed
    assert discussion.turn.chosen == ("wu-marrow",)
    assert discussion.turn.votes == {"wu-marrow": 3}
    discussion.reveal()
    discussion.go_on()
    assert discussion.go_back()
    assert discussion.number == 1
    assert discussion.turn.revealed


def test_after_going_back_another_choice_is_rated_anew(discussion: Discussion) -> None:
    discussion.note(("wu-marrow",), {})
    first = discussion.reveal()
    discussion.go_back()
    discussion.note(("wu-watch",), {})
    second = discussion.reveal()
    assert first.point != second.point
    discussion.go_on()
    assert discussion.turn.encounter.node == "second"


def test_it_comes_to_the_end(discussion: Discussion) -> None:
    for _ in range(2):
        discussion.go_on()  # nothing before the reveal
        discussion.reveal()
        discussion.go_on()
    assert discussion.ended
    assert [visit.node for visit in discussion.road()] == ["first", "second"]


def test_a_case_off_its_authors_course_is_refused(algorithm: Algorithm) -> None:
    from dataclasses import replace

    case = small_case()
    first = replace(case.nodes["first"], next=(Transition("second", Condition(chosen=("wu-watch",))),))
    broken = Discussion(replace(case, nodes={**case.nodes, "first": first}), algorithm)
    with pytest.raises(play.CaseFault):
        broken.reveal()

"""Practice over a real desk, record and index, with a clock of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from relall_trainer.clinical.population import fingerprint
from relall_trainer.encounter.fresh_questions import Questions
from relall_trainer.encounter.grading import rule_grades
from relall_trainer.encounter.insight import SURE_AND_WRONG
from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.schedule import SURE, UNSURE, WRONG, Answer, Schedule, grade_of
from relall_trainer.encounter.sitting import PAIR
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.reviews import UNTESTED, Review
from relall_trainer.gui.study import Study
from relall_trainer.learner.index import HistoryIndex
from relall_trainer.paths import Profile
from tests.gui.own_desk import desk_of_its_own
from tests.gui.ward import Ward
from tests.learner.samples import Clock

CASE = "early-t-cell-relapse"
START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def desk(profile: Profile, clock: Clock) -> Iterator[Desk]:
    made = desk_of_its_own(profile, clock)
    yield made
    made.close()


@pytest.fixture
def ward(desk: Desk) -> Ward:
    return Ward(desk.algorithm)


@pytest.fixture
def study(desk: Desk, clock: Clock, ward: Ward) -> Study:
    return caught_up(Study(desk, lambda: the_index(desk), clock, no_questions, zone=UTC, maker=ward))


def the_index(desk: Desk) -> HistoryIndex:
    assert desk.index is not None
    return desk.index


def no_questions() -> Questions:
    raise AssertionError("the questions are for the real maker only")


def caught_up(study: Study) -> Study:
    for done, of in study.catch_up():
        assert 0 < done <= of
    return study


def best(session: AttemptSession) -> tuple[str, ...]:
    """The answer the authors' path gives here."""
    encounter = session.encounter
    return next(step.chosen for step in encounter.case.authors_path if step.node == encounter.node)


def worst(session: AttemptSession) -> tuple[str, ...]:
    """Everything that harms and nothing that is recommended; of one to be picked, the worst."""
    encounter = session.encounter
    ratings = encounter.appraisal.steps
    order = ("contraindicated", "discouraged", "acceptable", "unrated", "recommended")
    chosen: list[str] = []
    for group in encounter.current.groups:
        offered = sorted(
            (option.action for option in group.options), key=lambda one: order.index(ratings[one].rating)
        )
        if group.pick == "one":
            chosen.append(offered[0])
        else:
            chosen += [one for one in offered if ratings[one].rating in order[:2]]
    return tuple(chosen)


def play(
    session: AttemptSession,
    clock: Clock,
    answer: Callable[[AttemptSession], tuple[str, ...]] = best,
    confidence: str | None = "certain",
    seconds: float = 40,
) -> list[Visit]:
    visits = []
    while not session.encounter.ended:
        clock.pass_by(seconds=seconds)
        visits.append(session.commit(answer(session), confidence, elapsed_ms=int(seconds * 1000)))
    session.finish()
    return visits


def reviewed(
    study: Study,
    review: Review,
    clock: Clock,
    answer: Callable[[AttemptSession], tuple[str, ...]] = best,
    confidence: str | None = "certain",
) -> list[Visit]:
    visits: list[Visit] = []
    for which in range(len(review.cases)):
        visits += play(study.start(review, which), clock, answer, confidence)
    study.answered(review, visits)
    return visits


# -- Today ---------------------------------------------------------------------------------------------------


def test_a_new_learner_is_told_nothing_untrue(study: Study) -> None:
    today = study.today()
    assert (today.begun, today.due_rules, today.minutes, today.fits) == (False, (), 0, 0)
    assert (today.next_due, today.under_way, today.insight) == (None, None, None)
    assert len(today.last_days) == 14
    assert today.last_days[-1].day == "2026-11-02"
    assert not any(one.decisions for one in today.last_days)
    assert "R58" not in {one.rule for one in today.new_rules}  # it decides nothing, so it is never asked
    assert len(today.new_rules) == len(study.asked) == 55
    assert study.mastery().rules[0].n == 0


def test_a_case_played_makes_its_rules_due_day_by_day(study: Study, desk: Desk, clock: Clock) -> None:
    visits = play(desk.start(CASE), clock)
    today = caught_up(study).today()
    graded = {grade.rule for visit in visits for grade in rule_grades(visit.score)}
    assert graded
    assert today.begun
    assert today.due_rules == ()
    assert today.last_days[-1].decisions == len(visits)
    assert {one.rule for one in today.new_rules} == set(study.asked) - graded
    expected = Schedule.of(
        Answer(grade.rule, clock().isoformat(), grade_of(grade.right, visit.confidence))
        for visit in visits
        for grade in rule_grades(visit.score)
    )
    assert {rule: study.schedule.state(rule) for rule in study.schedule.rules}.keys() == graded
    for rule in graded:
        mine, theirs = study.schedule.state(rule), expected.state(rule)
        assert mine is not None
        assert theirs is not None
        assert (mine.due_at, mine.stability_days) == (theirs.due_at, theirs.stability_days)
    first = min(state.due_at for rule in graded if (state := expected.state(rule)))
    assert today.next_due == first
    clock.pass_by(days=(first - clock()).days + 1)
    due = study.today().due_rules
    assert {one.rule for one in due} == {state.rule for state in expected.due(clock())}
    assert [one.recall for one in due] == sorted(one.recall for one in due)
    assert all(one.title == desk.algorithm.rules[one.rule].title for one in due)


def test_how_long_it_takes_is_her_own_pace(study: Study, desk: Desk, clock: Clock) -> None:
    play(desk.start(CASE), clock, seconds=30)
    clock.pass_by(days=30)
    today = caught_up(study).today()
    assert len(today.due_rules) > 5
    assert today.fits == min(len(today.due_rules), 16)
    begun = study.begin_sitting().sitting
    decisions = sum(turn.decisions for turn in begun.ahead[: begun.of_about(clock())])
    assert today.minutes == min(10, round(decisions * 30 * 1.25 / 60)), "as long as what is then begun"


def test_what_is_under_way_is_the_newest_open_case_never_a_fork(
    study: Study, desk: Desk, clock: Clock
) -> None:
    older = desk.start(CASE)
    clock.pass_by(minutes=1)
    newer = desk.start(CASE)
    clock.pass_by(minutes=1)
    older.commit(best(older))
    newer.commit(best(newer))
    desk.fork(newer.attempt, 0)
    assert caught_up(study).today().under_way is not None
    line = study.today().under_way
    assert line is not None
    assert line.id == newer.attempt


def test_a_rule_sure_and_wrong_twice_is_what_is_worth_knowing(study: Study, desk: Desk, clock: Clock) -> None:
    for _ in range(2):
        play(desk.start(CASE), clock, worst)
        clock.pass_by(days=1)
    insight = caught_up(study).today().insight
    assert insight is not None
    assert insight.kind == SURE_AND_WRONG
    assert desk.algorithm.rules[insight.rule].title in insight.sentence
    assert insight.decisions
    assert all(insight.rule in line.wrong_rules for line in insight.decisions)
    assert study.begin_sitting(rule=insight.rule).sitting.ahead[0].rule == insight.rule


def test_mastery_counts_what_the_index_counts(study: Study, desk: Desk, clock: Clock) -> None:
    for _ in range(5):
        play(desk.start(CASE), clock)
    mastery = caught_up(study).mastery()
    assert (
        mastery.version == the_index(desk).rule_tallies()[0].version
    )  # the same words, or nothing would be counted
    by_rule = {line.id: line for line in mastery.rules}
    for tally in the_index(desk).rule_tallies():
        line = by_rule[tally.rule]
        assert (line.n, line.right, line.last_at) == (tally.n, tally.right, tally.last_at)
        assert line.recall is not None
        assert line.recall.now >= line.recall.in_week >= line.recall.in_month
        assert tally.rule in mastery.dimension_of
    assert [line.id for line in mastery.rules] == list(study.asked)
    dimensions = {line.id: line for line in mastery.dimensions}
    for total in the_index(desk).dimension_tallies():
        assert (dimensions[total.dimension].n, dimensions[total.dimension].right) == (total.n, total.full)


def test_a_fork_changes_nothing(study: Study, desk: Desk, clock: Clock) -> None:
    first = desk.start(CASE)
    play(first, clock)
    before = caught_up(study).mastery(), study.schedule, study.today().last_days
    assert before[2][-1].decisions == len(first.encounter.record)
    play(desk.fork(first.attempt, 1), clock, worst)
    assert caught_up(study).mastery() == before[0]
    assert study.schedule == before[1]
    assert study.today().last_days == before[2]


# -- keeping in step -----------------------------------------------------------------------------------------


def test_going_on_folding_is_as_good_as_folding_anew(
    study: Study, desk: Desk, clock: Clock, ward: Ward
) -> None:
    for answer in (best, worst, best):
        play(desk.start(CASE), clock, answer)
        caught_up(study)
        clock.pass_by(days=2)
    clock.pass_by(days=-20)  # the clock is set back: these answers come before all the others
    play(desk.start(CASE), clock, worst)
    caught_up(study)
    anew = caught_up(Study(desk, lambda: the_index(desk), clock, no_questions, zone=UTC, maker=ward))
    assert study.schedule == anew.schedule
    assert {rule: study.schedule.state(rule) for rule in anew.schedule.rules} == {
        rule: anew.schedule.state(rule) for rule in anew.schedule.rules
    }


def test_leaving_off_catching_up_is_gone_on_with(study: Study, desk: Desk, clock: Clock) -> None:
    for _ in range(3):
        play(desk.start(CASE), clock)
    slices = study.catch_up()
    next(slices)
    slices.close()  # type: ignore[attr-defined]
    caught_up(study)
    assert study.index.behind(desk.store) == 0
    assert study.today().last_days[-1].decisions == study.index.count()
    assert study.schedule.rules


# -- a sitting -----------------------------------------------------------------------------------------------


def test_a_sitting_asks_what_is_due_on_patients_never_met(
    study: Study, desk: Desk, clock: Clock, ward: Ward
) -> None:
    play(desk.start(CASE), clock, seconds=60)
    clock.pass_by(days=3)
    today = caught_up(study).today()
    due, new = {one.rule for one in today.due_rules}, [one.rule for one in today.new_rules]
    sitting = study.begin_sitting(minutes=60)
    met = set(the_index(desk).seen_patients())
    asked: list[str] = []
    while (review := study.next_review(sitting)) is not None:
        assert study.next_review(sitting) is review  # until it is answered
        assert review.place == len(asked) + 1 <= review.of_about
        assert review.rule in due or review.rule in new[:3]
        prints = {fingerprint(case.patient) for case in review.cases}
        assert met.isdisjoint(prints)
        met |= prints
        asked.append(review.rule)
        reviewed(study, review, clock)
    assert due <= set(asked)
    assert all(one != other for one, other in pairwise(asked))
    summary = study.sitting_summary(sitting)
    assert [one.rule for one in summary.rules] == list(dict.fromkeys(asked))
    assert all(one.grade == SURE and one.due_at and one.due_at > clock() for one in summary.rules)
    assert summary.reviews == len(asked)
    assert met <= the_index(desk).seen_patients()
    assert not {one.rule for one in summary.rules} & {one.rule for one in study.today().due_rules}


def test_a_miss_comes_back_on_another_patient_and_is_told_in_the_end(
    study: Study, desk: Desk, clock: Clock
) -> None:
    sitting = study.begin_sitting()  # nothing is due yet: three new rules
    first = study.next_review(sitting)
    assert first is not None
    reviewed(study, first, clock, worst)
    asked: list[str] = []
    while (review := study.next_review(sitting)) is not None:
        asked.append(review.rule)
        if review.rule == first.rule:
            assert review.cases != first.cases
        reviewed(study, review, clock, confidence="leaning")
    assert asked.count(first.rule) == 1
    grades = {one.rule: one.grade for one in study.sitting_summary(sitting).rules}
    assert grades[first.rule] == WRONG
    assert {grades[rule] for rule in asked if rule != first.rule} == {UNSURE}
    assert study.sitting_summary(sitting).nothing_left


def test_missed_again_and_again_is_a_pair_with_its_evidence_first(
    study: Study, desk: Desk, clock: Clock
) -> None:
    rule = "R01"
    for _ in range(2):
        review = study.next_review(study.begin_sitting(rule=rule))
        assert review is not None
        assert (review.kind, review.evidence_first) == ("patient", False)
        reviewed(study, review, clock, worst)
        clock.pass_by(days=1)
    review = study.next_review(study.begin_sitting(rule=rule))
    assert review is not None
    assert (review.rule, review.kind, review.evidence_first) == (rule, PAIR, True)
    assert len({case.patient for case in review.cases}) == 2
    visits = reviewed(study, review, clock)
    assert len(visits) == 2
    assert review.sitting.reviewed[-1].grade == SURE


def test_where_no_pair_can_be_made_one_patient_will_do(desk: Desk, clock: Clock) -> None:
    ward = Ward(desk.algorithm, pairs=False)
    study = caught_up(Study(desk, lambda: the_index(desk), clock, no_questions, zone=UTC, maker=ward))
    for _ in range(2):
        review = study.next_review(study.begin_sitting(rule="R01"))
        assert review is not None
        reviewed(study, review, clock, worst)
        clock.pass_by(days=1)
    review = study.next_review(study.begin_sitting(rule="R01"))
    assert review is not None
    assert (review.kind, review.evidence_first, len(review.cases)) == ("patient", True, 1)


def test_a_rule_without_a_patient_is_passed_over(desk: Desk, clock: Clock) -> None:
    ward = Ward(desk.algorithm, none_for=("R01",))
    study = caught_up(Study(desk, lambda: the_index(desk), clock, no_questions, zone=UTC, maker=ward))
    sitting = study.begin_sitting()
    assert sitting.sitting.ahead[0].rule == "R01"
    review = study.next_review(sitting)
    assert review is not None
    assert review.rule != "R01"
    assert "R01" not in study.asked  # so it neither stays due for ever nor can be drilled
    assert "R01" not in {one.rule for one in study.today().new_rules}
    with pytest.raises(KeyError):
        study.begin_sitting(rule="R01")


def test_stopping_loses_nothing_and_shows_nobody_twice(study: Study, desk: Desk, clock: Clock) -> None:
    left = study.next_review(study.begin_sitting(rule="R01"))
    assert left is not None
    study.start(left)  # looked at, and left undecided
    again = study.next_review(study.begin_sitting(rule="R01"))
    assert again is not None
    assert again.cases != left.cases
    assert study.today().under_way is not None
    assert study.schedule.rules == ()


def test_a_sitting_ends_with_its_time(study: Study, clock: Clock) -> None:
    sitting = study.begin_sitting(minutes=10)
    review = study.next_review(sitting)
    assert review is not None
    clock.pass_by(minutes=11)
    reviewed(study, review, clock)
    assert study.next_review(sitting) is None
    assert not study.sitting_summary(sitting).nothing_left
    assert study.sitting_summary(sitting).minutes == pytest.approx(11 + 40 / 60)


def test_a_second_answer_does_not_mend_the_first(study: Study, clock: Clock) -> None:
    review = study.next_review(study.begin_sitting(rule="R01"))
    assert review is not None
    session = study.start(review)
    visits = [session.commit(worst(session), "certain")]
    session.step_back()
    visits.append(session.commit(best(session), "certain"))
    study.answered(review, visits)
    assert review.sitting.reviewed[-1].grade == WRONG
    state = study.schedule.state("R01")
    assert state is not None
    assert state.lapses == 1


def test_an_answer_that_tests_nothing_is_said_to(study: Study) -> None:
    review = study.next_review(study.begin_sitting(rule="R01"))
    assert review is not None
    study.answered(review, [])
    assert review.sitting.reviewed[-1].grade == UNTESTED


def test_a_rule_that_cannot_be_asked_is_no_drill(study: Study) -> None:
    with pytest.raises(KeyError):
        study.begin_sitting(rule="R58")


def test_days_begin_where_she_lives(desk: Desk, clock: Clock, ward: Ward) -> None:
    from datetime import timezone

    west = timezone(timedelta(hours=-8))
    clock.time = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)  # Monday evening
    play(desk.start(CASE), clock)
    study = caught_up(Study(desk, lambda: the_index(desk), clock, no_questions, zone=west, maker=ward))
    assert study.today().last_days[-1].day == "2026-11-02"
    assert study.today().last_days[-1].decisions > 0

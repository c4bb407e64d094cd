"""A week of practice, a clock of its own and everything else real: the record, the index, the fresh patients.

The learner has blind spots, rules she gets wrong until she has been told three times, and slips now and then.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.clinical.population import fingerprint
from relall_trainer.encounter.grading import rule_grades
from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.schedule import Answer, Schedule, grade_of
from relall_trainer.encounter.sitting import PAIR
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.reviews import UNTESTED, Review
from relall_trainer.gui.study import Study
from relall_trainer.learner.index import HistoryIndex
from relall_trainer.paths import Profile, assets_folder
from tests.gui.own_desk import desk_of_its_own
from tests.learner.samples import Clock

CASE = "early-t-cell-relapse"
MONDAY = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
SECONDS = 25
HARMFUL = ("contraindicated", "discouraged")


@dataclass
class Learner:
    """Answers rightly but for her blind spots and a slip now and then."""

    clock: Clock
    met: set[str] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    answers: list[Answer] = field(default_factory=list)

    def knows(self, rule: str) -> bool:
        luck = hashlib.sha256(f"{rule}:{self.told[rule]}".encode()).digest()[0]
        blind = int(rule[1:]) % 4 == 0 and self.told[rule] < 3
        return not blind and luck >= 20

    def decides(self, session: AttemptSession) -> Visit:
        encounter = session.encounter
        node = encounter.node
        best = next((step.chosen for step in encounter.case.authors_path if step.node == node), None)
        steps = encounter.appraisal.steps
        chosen: list[str] = []
        sure = "certain"
        for group in encounter.current.groups:
            offered = [option.action for option in group.options]
            known = {one for one in offered if self.knows(steps[one].decided_by or "R00")}
            unknown = [one for one in offered if steps[one].rating in HARMFUL and one not in known]
            if group.pick == "any":
                right = [one for one in offered if steps[one].rating == "recommended" and one in known]
                chosen += [*right, *unknown]
            elif unknown:
                chosen.append(unknown[0])
            else:
                order = ("recommended", "acceptable", "unrated", *HARMFUL)
                chosen.append(
                    next((one for one in offered if best and one in best), None)
                    or min(offered, key=lambda one: order.index(steps[one].rating))
                )
                sure = "leaning"
        self.clock.pass_by(seconds=SECONDS)
        visit = session.commit(chosen, sure, elapsed_ms=SECONDS * 1000)
        for grade in rule_grades(visit.score):
            self.told[grade.rule] += not grade.right
            answered = grade_of(grade.right, sure)
            self.answers.append(Answer(grade.rule, self.clock().isoformat(), answered))
        return visit

    def plays(self, session: AttemptSession) -> list[Visit]:
        """A whole attempt; nobody in it was met in any attempt before."""
        visits = []
        while not session.encounter.ended:
            visits.append(self.decides(session))
        session.finish()
        people = {fingerprint(visit.patient) for visit in visits}
        assert self.met.isdisjoint(people)
        self.met |= people
        return visits


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY)


@pytest.fixture
def desk(profile: Profile, clock: Clock) -> Iterator[Desk]:
    made = desk_of_its_own(profile, clock)
    yield made
    made.close()


def study_of(desk: Desk, clock: Clock) -> Study:
    def index() -> HistoryIndex:
        assert desk.index is not None
        return desk.index

    study = Study(desk, index, clock, lambda: load_questions(assets_folder() / "fresh"), zone=UTC)
    for _ in study.catch_up():
        pass
    return study


def test_a_week_never_repeats_a_patient_and_reviews_each_due_rule_on_its_day(
    desk: Desk, clock: Clock
) -> None:
    learner = Learner(clock)
    learner.plays(desk.start(CASE))
    reviews = pairs = misses = 0
    due_in_all: set[str] = set()
    untested_in_all = 0
    for day in range(1, 8):
        clock.time = MONDAY + timedelta(days=day)
        study = study_of(desk, clock)  # the program is started anew each morning
        due = {one.rule for one in study.today().due_rules}
        # What is due is what the answers alone, without record and index, say is due.
        by_hand = {state.rule for state in Schedule.of(learner.answers).due(clock())}
        assert due == by_hand & set(study.asked)
        due_in_all |= due
        asked: list[Review] = []
        exercised: set[str] = set()
        while study.today().due_rules or not asked:
            sitting = study.begin_sitting()
            in_sitting = []
            while (review := study.next_review(sitting)) is not None:
                assert clock() - sitting.sitting.began_at < TEN_MINUTES
                visits = []
                for which in range(len(review.cases)):
                    visits += learner.plays(study.start(review, which))
                study.answered(review, visits)
                exercised |= {grade.rule for visit in visits for grade in rule_grades(visit.score)}
                in_sitting.append(review)
                misses += review.sitting.reviewed[-1].grade == "wrong"
            assert in_sitting
            asked += in_sitting
            untested = {one.rule for one in sitting.reviewed if one.grade == UNTESTED}
            untested_in_all += len(untested)
            if {one.rule for one in study.today().due_rules} <= untested:
                break  # tested by nothing, so still due: it comes again tomorrow
            assert len(asked) < 200
        assert due <= {review.rule for review in asked} | exercised
        reviews += len(asked)
        pairs += sum(review.kind == PAIR for review in asked)
    assert len(due_in_all) > 25
    assert reviews > 60
    assert misses > 5
    assert pairs > 1
    assert untested_in_all < reviews / 4
    assert len(learner.met) >= reviews


def test_the_same_week_again_is_the_same_week(desk: Desk, clock: Clock) -> None:
    """Nothing in it is left to chance: a study made anew plans the same sitting and makes the same patients."""
    Learner(clock).plays(desk.start(CASE))
    clock.pass_by(days=3)
    first, second = (study_of(desk, clock) for _ in range(2))
    one, other = first.begin_sitting(), second.begin_sitting()
    assert one.sitting == other.sitting
    assert first.next_review(one) == second.next_review(other)

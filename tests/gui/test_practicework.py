"""Today, Practice and a sitting over a real desk, record and index, by keyboard, with a clock of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.contrast import Change, Contrast
from relall_trainer.clinical.patient import plain_value
from relall_trainer.encounter.fresh import FreshPair
from relall_trainer.encounter.fresh_questions import FreshHead, Questions
from relall_trainer.errors import StoreError
from relall_trainer.evidence.reference import EvidenceItem
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.pages.practice import COVERAGE
from relall_trainer.gui.pages.sitting import PLAYING, READING, REVEAL, SUMMARY
from relall_trainer.gui.practicework import Practicework
from relall_trainer.gui.study import Study
from relall_trainer.paths import Profile
from tests.gui.own_desk import desk_of_its_own
from tests.gui.stage import Listener, formatted_labels, look, nameless
from tests.gui.test_study import CASE, best, play, the_index, worst
from tests.gui.ward import Ward
from tests.learner.samples import Clock

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


class PairWard(Ward):
    """A ward whose pairs say what differs."""

    def pair(self, rule: str, seed: int, avoid: Container[str]) -> FreshPair | None:
        return next(found for number in range(200) if (found := self._pair(rule, seed + number, avoid)))

    def _pair(self, rule: str, seed: int, avoid: Container[str]) -> FreshPair | None:
        found = super().pair(rule, seed, avoid)
        if found is None:
            return None
        left, right = found.first.patients[0], found.second.patients[0]
        one, other = (self._algorithm.appraise(who).steps for who in (left, right))
        changed = tuple(
            Change(step, one[step].rating, other[step].rating, one[step].decided_by, other[step].decided_by)
            for step in self._algorithm.actions
            if one[step].rating != other[step].rating
        )
        offered = {option.action for option in found.first.case.nodes["now"].groups[0].options}
        if offered.isdisjoint(change.action for change in changed):
            return None
        values = plain_value(left.csf), plain_value(right.csf)
        return FreshPair(found.first, found.second, Contrast(left, right, "csf", *values, changed))


def failing(what: str) -> Iterator[tuple[int, int]]:
    """Steps of which the first fails."""

    def step() -> tuple[int, int]:
        raise StoreError(what)

    return (step() for _ in range(1))


class Door:
    """A library that is open at once, and has an item under every name."""

    def give(self, use: Callable[[Any], object]) -> None:
        use(SimpleNamespace(item=self._item, inconsistency=lambda _name: None, since_item=lambda _name: None))

    def _item(self, name: str) -> EvidenceItem:
        return EvidenceItem(
            name, "t", "T", f"Title of {name}", "A statement.", "s", "p", True, (), "trial", "paper"
        )


def one_by_one() -> Questions:
    """Nothing to ask, as the ward makes its own patients; one rule it is not to be asked a pair for."""
    return Questions(cast("FreshHead", None), (), frozenset({"R39"}), (), (), {}, {})


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def desk(profile: Profile, clock: Clock) -> Iterator[Desk]:
    made = desk_of_its_own(profile, clock)
    yield made
    made.close()


@pytest.fixture
def told() -> Listener:
    return Listener()


@pytest.fixture
def study(desk: Desk, clock: Clock) -> Study:
    ward = PairWard(desk.algorithm)
    return Study(desk, lambda: the_index(desk), clock, one_by_one, zone=UTC, maker=ward)


@pytest.fixture
def work(desk: Desk, study: Study, told: Listener, clock: Clock) -> Practicework:
    settings = cast("Any", SimpleNamespace(now=SimpleNamespace(number_keys=True)))
    return Practicework(desk, lambda: study, cast("Any", Door()), cast("Any", told), *look(), settings, clock)


def settled(work: Practicework, qtbot: QtBot) -> None:
    """Wait until what is read in slices has been read."""
    qtbot.waitUntil(lambda: not work._catching_up.busy and not work._covering.busy, timeout=20_000)


def words(part: QWidget) -> str:
    QApplication.processEvents()  # what was just added to a layout is shown then
    return "\n".join(one.text() for one in part.findChildren(QLabel) if one.isVisibleTo(part))


def shown(qtbot: QtBot, page: QWidget) -> None:
    qtbot.addWidget(page)
    page.resize(1020, 690)
    page.show()
    qtbot.waitExposed(page)


def session_of(work: Practicework) -> AttemptSession:
    session = work._sittings.play.session
    assert session is not None
    return session


def answer(
    work: Practicework,
    clock: Clock,
    choose: Callable[[AttemptSession], tuple[str, ...]] = best,
    sure: bool = True,
) -> None:
    """Play the patient on the screen to the feedback on the last decision, with Enter."""
    page = work._sittings.play
    session = session_of(work)
    while True:
        clock.pass_by(seconds=40)
        page.frame.options.choose(choose(session))
        page.frame.confidence.choose("certain" if sure else "guessing")
        QTest.keyClick(page, Qt.Key.Key_Return)
        assert not page.deciding
        if session.encounter.ended:
            return
        QTest.keyClick(page, Qt.Key.Key_Return)


def go_on(work: Practicework) -> None:
    """The one key that goes on."""
    page: QWidget = work._sittings.play if work.sitting.mode == PLAYING else work.sitting
    QTest.keyClick(page, Qt.Key.Key_Return)


def missed_twice(study: Study, desk: Desk, clock: Clock, rule: str = "R01") -> None:
    """Miss a rule on two days, so that it counts as missed again and again."""
    for _ in range(2):
        review = study.next_review(study.begin_sitting(rule=rule))
        assert review is not None
        visits = [
            visit
            for which in range(len(review.cases))
            for visit in play(study.start(review, which), clock, worst)
        ]
        study.answered(review, visits)
        clock.pass_by(days=1)


# -- Today ---------------------------------------------------------------------------------------------------


def test_nothing_yet(work: Practicework, qtbot: QtBot) -> None:
    shown(qtbot, work.today)
    work.show_today()
    settled(work, qtbot)
    assert "Nothing to come back to yet" in words(work.today)
    with qtbot.waitSignal(work.page_asked) as asked:
        work.today.cases_asked.emit()
    assert asked.args == ["cases"]


def test_a_case_played_comes_back(work: Practicework, desk: Desk, clock: Clock, qtbot: QtBot) -> None:
    shown(qtbot, work.today)
    play(desk.start(CASE), clock)
    left_open = desk.start(CASE)
    left_open.commit(best(left_open))
    work.show_today()
    settled(work, qtbot)
    assert "Nothing is due today" in words(work.today)
    assert "The next rule comes back" in words(work.today)
    assert "1 decision made so far." in words(work.today)
    with qtbot.waitSignal(work.attempt_chosen) as chosen:
        work.today.go_on.click()
    assert chosen.args == [left_open.attempt]
    clock.pass_by(days=60)
    work.show_today()
    settled(work, qtbot)
    assert "rules are due" in words(work.today)
    assert "Ten minutes is enough for about" in words(work.today)
    assert "Friday 1 January" in words(work.today)


def test_what_cannot_be_read_is_told_and_tried_again(
    work: Practicework, study: Study, told: Listener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(study, "catch_up", lambda: failing("The record is locked."))
        work.show_today()
    error, acts = told.troubles["store"]
    assert error.what == "The record is locked."
    cast("Any", acts[0])[1]()
    settled(work, qtbot)
    assert "store" not in told.troubles


# -- Practice ------------------------------------------------------------------------------------------------


def test_mastery_is_listed_and_a_rule_told(
    work: Practicework, desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    shown(qtbot, work.practice)
    for _ in range(5):
        play(desk.start(CASE), clock, worst)
    work.show_practice()
    settled(work, qtbot)
    lines = work.practice.table.lines.lines
    assert len(lines) == len(work.study.asked)
    assert lines[0].enough
    assert lines[0].recall
    assert lines[0].due == "tomorrow"
    work.practice.table.come_to("R02")
    assert work.practice.panel.rule == "R02"
    assert desk.algorithm.rules["R02"].why in words(work.practice.panel)
    assert "Title of ev-cns-incidence" in words(work.practice.panel)


def test_coverage_counts_the_patients_met(work: Practicework, desk: Desk, clock: Clock, qtbot: QtBot) -> None:
    shown(qtbot, work.practice)
    session = desk.start(CASE)
    play(session, clock)
    desk.fork(session.attempt, 1)
    work.show_practice()
    settled(work, qtbot)
    work.practice.show_view(COVERAGE)
    settled(work, qtbot)
    lines = work.practice._coverage
    assert [line.row for line in lines] == list(desk.algorithm.rows)
    fired: dict[str, int] = {}
    for patient in {visit.patient for visit in session.encounter.record}:
        for row in desk.algorithm.fired_rows(patient):
            fired[row.id] = fired.get(row.id, 0) + 1
    assert {line.row: line.fired for line in lines if line.fired} == fired
    play(desk.start(CASE), clock)  # the same patients again change nothing
    work.practice.show_view(COVERAGE)
    settled(work, qtbot)
    assert work.practice._coverage == lines


def test_a_rule_that_cannot_be_asked_is_not_drilled(work: Practicework, told: Listener) -> None:
    work.drill("R58")
    assert "R58 cannot be drilled" in told.told[0]


# -- a sitting -----------------------------------------------------------------------------------------------


def test_a_sitting_from_begin_to_summary_with_one_key(
    work: Practicework, study: Study, clock: Clock, qtbot: QtBot
) -> None:
    shown(qtbot, work.sitting)
    with qtbot.waitSignal(work.page_asked) as asked:
        work.begin()
    assert asked.args == ["sitting"]
    rules: list[str] = []
    patients: list[str] = []
    while work.sitting.mode == PLAYING:
        assert "min left" in words(work.sitting) or "time is up" in words(work.sitting)
        patients.append(session_of(work).encounter.case.head.id)
        review = work._sittings._going.review  # type: ignore[union-attr]
        assert review is not None
        rules.append(review.rule)
        answer(work, clock, worst if len(rules) == 1 else best)
        assert work._sittings.play.frame.foot.onward.shown == "Next patient"
        go_on(work)
    assert work.sitting.mode == SUMMARY
    told = words(work.sitting)
    assert f"{len(set(rules))} rules reviewed" in told
    assert "1 was missed; it comes back sooner." in told
    assert "comes back tomorrow" in told
    assert len(set(patients)) == len(patients)
    assert study.index.count() == len(patients)
    assert work._under_way() == ""
    with qtbot.waitSignal(work.page_asked) as asked:
        go_on(work)
    assert asked.args == ["today"]


def test_the_sitting_ends_when_its_time_is_up(work: Practicework, clock: Clock, qtbot: QtBot) -> None:
    shown(qtbot, work.sitting)
    work.begin()
    assert "10 min left" in words(work.sitting)
    clock.pass_by(minutes=11)
    work._sittings._show_place()
    assert "time is up after this one" in words(work.sitting)
    answer(work, clock)
    go_on(work)
    assert work.sitting.mode == SUMMARY


def test_stopping_half_way_loses_and_counts_nothing(
    work: Practicework, desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    shown(qtbot, work.sitting)
    shown(qtbot, work.today)
    work.begin()
    attempt = session_of(work).attempt
    work.show_today()
    settled(work, qtbot)
    assert "A sitting is under way" in words(work.today)
    QTest.keyClick(work._sittings.play, Qt.Key.Key_Escape)
    assert work.sitting.mode == SUMMARY
    told = words(work.sitting)
    assert "Nothing reviewed this time" in told
    assert "One patient is not finished" in told
    assert desk.open(attempt).writable
    work.show_today()
    settled(work, qtbot)
    assert "A sitting is under way" not in words(work.today)
    work.sitting.summary.finish.click()
    assert work.sitting.mode == PLAYING
    assert session_of(work).attempt == attempt
    answer(work, clock)
    clock.pass_by(minutes=20)
    go_on(work)
    assert work.sitting.mode == SUMMARY
    assert "1 rule reviewed" in words(work.sitting)
    assert "not finished" not in words(work.sitting)
    assert desk.open(attempt).finished


def test_stopping_at_the_feedback_counts_the_review(
    work: Practicework, desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    shown(qtbot, work.sitting)
    work.begin()
    attempt = session_of(work).attempt
    answer(work, clock, sure=False)
    work.sitting.stop_button.click()
    assert "1 rule reviewed" in words(work.sitting)
    assert "Right, but unsure" in words(work.sitting)
    assert desk.open(attempt).finished


def test_missed_again_and_again_is_read_first_then_two_patients_then_what_differed(
    work: Practicework, study: Study, desk: Desk, clock: Clock, qtbot: QtBot
) -> None:
    shown(qtbot, work.sitting)
    missed_twice(study, desk, clock)
    work.drill("R01")
    assert work.sitting.mode == READING
    told = words(work.sitting.reading)
    assert "You have met this rule on 2 days and missed it each time. Read it first." in told
    assert desk.algorithm.rules["R01"].why in told
    assert f"Title of {desk.algorithm.rules['R01'].evidence[0]}" in told
    go_on(work)
    assert work.sitting.mode == PLAYING
    assert "first of a pair" in words(work.sitting)
    answer(work, clock)
    assert work._sittings.play.frame.foot.onward.shown == "The second patient"
    go_on(work)
    assert "second of a pair" in words(work.sitting)
    answer(work, clock)
    assert work._sittings.play.frame.foot.onward.shown == "What differed"
    go_on(work)
    assert work.sitting.mode == REVEAL
    told = words(work.sitting)
    assert "One fact differed: CSF" in told
    assert {"taken", "left out"} & set(told.splitlines())
    assert nameless(work.sitting) == []
    assert formatted_labels(work.sitting) == []
    go_on(work)
    assert work.sitting.mode == PLAYING


def test_pairs_only_and_one_dimension(work: Practicework, desk: Desk, clock: Clock, qtbot: QtBot) -> None:
    shown(qtbot, work.sitting)
    work.begin(pairs=True, dimension="cns")
    going = work._sittings._going
    assert going is not None
    turns = going.under_way.sitting.ahead
    assert turns
    assert {turn.kind for turn in turns} == {"pair"}
    assert "R39" not in {turn.rule for turn in turns}
    from relall_trainer.gui.sitting_wishes import dimension_of

    algorithm = desk.algorithm
    assert {dimension_of(algorithm.rules[turn.rule], algorithm.actions) for turn in turns} == {"cns"}


def test_with_nothing_due_the_most_forgotten_come_first(
    work: Practicework, study: Study, desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(desk.start(CASE), clock)
    for _ in study.catch_up():
        pass
    met = set(study.schedule.rules)
    asked = {rule: title for rule, title in study.asked.items() if rule in met}
    monkeypatch.setattr(Study, "asked", property(lambda _study: asked))
    assert study.today().due_rules == ()
    work.begin()
    going = work._sittings._going
    assert going is not None
    assert going.review is not None
    assert going.review.rule in met


def test_a_full_disk_keeps_the_patient_and_tries_again(
    work: Practicework,
    study: Study,
    told: Listener,
    clock: Clock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_told: object, **_named: object) -> None:
        raise StoreError("The disk is full.")

    shown(qtbot, work.sitting)
    work.begin()
    answer(work, clock)
    session = session_of(work)
    with monkeypatch.context() as patched:
        patched.setattr(AttemptSession, "finish", full)
        go_on(work)
    assert work.sitting.mode == PLAYING
    assert session_of(work) is session
    _, acts = told.troubles["store"]
    cast("Any", acts[0])[1]()
    assert "store" not in told.troubles
    assert session_of(work) is not session
    assert session.finished
    with monkeypatch.context() as patched:
        patched.setattr(study, "begin_sitting", full)
        work.begin()
    assert "store" in told.troubles


def test_trouble_after_a_review_is_taken_down_does_not_count_it_twice(
    work: Practicework,
    study: Study,
    told: Listener,
    clock: Clock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown(qtbot, work.sitting)
    work.begin()
    answer(work, clock)
    with monkeypatch.context() as patched:
        patched.setattr(study, "catch_up", lambda: failing("Busy."))
        go_on(work)
    cast("Any", told.troubles["store"][1][0])[1]()
    going = work._sittings._going
    assert going is not None
    assert len(going.under_way.reviewed) == 1


def test_more_begins_as_was_wished(work: Practicework, clock: Clock, qtbot: QtBot) -> None:
    shown(qtbot, work.sitting)
    work.drill("R01")
    work.sitting.stop()
    assert work.sitting.mode == SUMMARY
    work.sitting.summary.more.click()
    assert work.sitting.mode == PLAYING
    going = work._sittings._going
    assert going is not None
    assert going.wish.rule == "R01"


def test_number_keys_reach_the_patients(work: Practicework) -> None:
    work.choose_number_keys(False)  # nothing to tell it to yet
    assert work.sitting is not None
    work.choose_number_keys(False)
    assert not work._sittings.play.frame.options._number_keys


def test_the_palette_has_what_can_be_done_in_a_sitting(work: Practicework) -> None:
    ids = [named.id for named, _ in work.sitting.named_actions()]
    assert "sitting.stop" in ids
    assert "play.note" in ids
    assert len(ids) == len(set(ids))

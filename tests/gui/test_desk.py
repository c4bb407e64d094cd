from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relall_trainer.algorithm_files import algorithm_text
from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import Committed, Finished, Resumed, Started, started
from relall_trainer.encounter.case import PICK_ONE
from relall_trainer.encounter.play import EXAM, PRACTICE
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.errors import BadFile, StoreError
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.record import StoreRecord
from relall_trainer.learner import tables
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder, cases_folder

CASE = "headaches-on-maintenance"


def authors_choice(session: AttemptSession) -> tuple[str, ...]:
    encounter = session.encounter
    return next(step.chosen for step in encounter.case.authors_path if step.node == encounter.node)


def play_through(desk: Desk, case: str = CASE) -> str:
    session = desk.start(case)
    while not session.encounter.ended:
        session.commit(authors_choice(session), "certain", "because")
    session.finish()
    return session.attempt


def test_every_shipped_case_is_offered_unplayed(desk: Desk) -> None:
    cards = desk.cards()
    assert {card.head.id for card in cards} == {
        path.parent.name for path in cases_folder().glob("*/case.yaml")
    }
    assert all(card.results() == "Not played yet" and card.decisions > 3 for card in cards)
    assert desk.broken() == []


def test_an_attempt_is_gone_on_with_where_it_was_left(desk: Desk) -> None:
    session = desk.start(CASE)
    first = session.encounter.node
    visit = session.commit(authors_choice(session), "leaning", "why & <why>", 1200)
    session.note(first, "remember")
    again = desk.open(session.attempt)
    assert again.encounter.node == session.encounter.node != first
    assert again.last_visit == visit
    assert again.encounter.first == session.encounter.first
    assert again.notes == {first: "remember"}
    assert again.writable
    assert not again.finished
    assert again.encounter.mode == PRACTICE
    assert [one.under_way.id for one in desk.cards() if one.under_way] == [session.attempt]


def test_stepping_back_is_kept_and_first_answers_count(desk: Desk) -> None:
    session = desk.start(CASE)
    first = session.encounter.node
    assert not session.can_step_back
    session.commit(authors_choice(session))
    score = session.encounter.first[first]
    session.step_back()
    assert session.encounter.node == first
    again = desk.open(session.attempt)
    assert again.encounter.node == first
    assert again.encounter.first[first] == score


def test_a_finished_attempt_stands_in_history_and_on_the_card(desk: Desk) -> None:
    attempt = play_through(desk)
    card = next(card for card in desk.cards() if card.head.id == CASE)
    assert card.under_way is None
    assert card.last is not None
    assert card.last == card.best
    assert card.results() == f"Result: {percent_words(card.last.percent)}"
    back = desk.open(attempt)
    assert back.finished
    assert not back.writable
    assert not back.can_step_back
    with pytest.raises(PermissionError):
        back.step_back()
    back.note(back.encounter.path[0].node, "later thought")
    assert desk.open(attempt).notes
    assert back.debrief().total.percent == card.last.percent


def test_history_is_narrowed_and_paged(desk: Desk) -> None:
    attempts = [desk.start(CASE).attempt for _ in range(5)]
    page = desk.history(None, None, 3)
    rest = desk.history(None, page[-1], 3)
    assert sorted(one.id for one in (*page, *rest)) == sorted(attempts)
    started = [one.started_at for one in (*page, *rest)]
    assert started == sorted(started, reverse=True)
    assert desk.count() == 5
    assert desk.history(desk.narrowed("another", None, None, None, "")) == []
    assert len(desk.history(desk.narrowed(CASE, "open", 7, False, "headaches"))) == 5
    assert desk.history(desk.narrowed(None, "finished", None, None, "")) == []


def test_an_old_attempt_opens_as_it_was_after_the_case_has_gone(profile: Profile) -> None:
    shelf = profile.folder / "shipped"
    shutil.copytree(cases_folder() / CASE, shelf / CASE)
    desk = Desk(
        Shelf(profile, shipped=shelf),
        lambda: LearnerStore.open(profile, lambda: datetime.now(UTC)),
        lambda: algorithm_text(algorithm_folder()),
        lambda: datetime.now(UTC),
    )
    attempt = play_through(desk)
    before = desk.open(attempt).debrief()
    shutil.rmtree(shelf / CASE)
    assert desk.cards() == []
    assert desk.open(attempt).debrief() == before
    with pytest.raises(BadFile):
        desk.start(CASE)
    desk.close()


def test_a_case_that_cannot_be_read_is_told_and_the_others_stand(profile: Profile) -> None:
    from relall_trainer import app as program

    broken = profile.extra_cases / "mine"
    broken.mkdir(parents=True)
    (broken / "case.yaml").write_text("format: 1\nid: mine\n")
    desk = program.build_desk(profile)
    assert len(desk.cards()) >= 1
    assert [name for name, _ in desk.broken()] == ["mine"]
    desk.close()


def test_a_store_that_cannot_be_had_is_asked_again(profile: Profile) -> None:
    from relall_trainer import app as program

    first, second = program.build_desk(profile), program.build_desk(profile)
    _ = first.store
    with pytest.raises(StoreError):
        second.cards()
    assert not second.has_store
    assert all(card.results().strip() == "" for card in second.bare_cards())
    first.close()
    assert second.cards()
    second.close()


def test_nothing_but_the_profile_is_written(desk: Desk, profile: Profile, tmp_path: Path) -> None:
    play_through(desk)
    assert {path.name for path in tmp_path.iterdir()} == {profile.folder.name}


def other_choice(session: AttemptSession) -> tuple[str, ...]:
    """Another choice than the authors', as legal: the last step of each question of which one is taken."""
    groups = session.encounter.current.groups
    picked = [group.options[-1].action for group in groups if group.pick == PICK_ONE]
    return tuple(picked) if set(picked) != set(authors_choice(session)) else (groups[0].options[0].action,)


def test_a_fork_stands_where_the_attempt_stood_with_the_same_luck(desk: Desk) -> None:
    attempt = desk.start(CASE, seed=11)
    first = attempt.encounter
    attempt.commit(authors_choice(attempt), "leaning", "at first", 900)
    attempt.step_back()
    attempt.commit(authors_choice(attempt), "certain", "then", 500)
    stood = attempt.encounter
    attempt.commit(authors_choice(attempt))
    fork = desk.fork(attempt.attempt, 2)
    assert (fork.encounter.node, fork.encounter.patient, fork.encounter.seed) == (
        stood.node,
        stood.patient,
        11,
    )
    assert fork.encounter.record == stood.record
    assert fork.encounter.first == stood.first
    assert desk.fork(attempt.attempt, 0).encounter.node == first.node
    fork.commit(other_choice(fork))
    again = desk.open(fork.attempt)
    assert again.encounter.record == fork.encounter.record
    assert again.writable
    event = StoreRecord(desk.store).events(fork.attempt)[0]
    assert isinstance(event, Started)
    assert (event.fork_of, event.fork_at) == (attempt.attempt, 2)
    copies = [one for one in StoreRecord(desk.store).events(fork.attempt) if isinstance(one, Committed)]
    assert [one.elapsed_ms for one in copies[:2]] == [None, None]


def sit_exam(desk: Desk) -> str:
    """An exam as it stands in the record once its feedback is released: other choices than the authors'."""
    entry = play_through(desk)
    stored = desk.store.summary(entry)
    case, algorithm = desk.pinned.case(stored), desk.pinned.algorithm(stored)
    encounter = play.start(case, algorithm, 11, mode=EXAM)
    at = "2026-11-22T10:00:00.000+00:00"
    record = StoreRecord(desk.store)
    event = started(case, algorithm, at=at, seed=11, mode=EXAM, assignment="a-1")
    attempt = record.begin(event, *desk.pinned.pins(stored), encounter)
    while not encounter.ended:
        groups = encounter.current.groups
        chosen = tuple(group.options[-1].action for group in groups if group.pick == PICK_ONE)
        node = encounter.node
        encounter, visit = play.commit(encounter, chosen, "certain", "because")
        made = Committed(at=at, node=node, chosen=visit.chosen, confidence="certain", rationale="because")
        record.add(attempt, made, encounter)
        record.add(attempt, Resumed(at=at, used_ms=1000), encounter)
    ending = encounter.current.ending
    record.add(attempt, Finished(at=at, ending=ending.id if ending else None), encounter)
    return attempt


def test_an_exam_is_looked_back_on_like_any_attempt(desk: Desk) -> None:
    attempt = sit_exam(desk)
    session = desk.open(attempt)
    encounter = session.encounter
    assert (session.finished, session.writable, session.can_step_back) == (True, False, False)
    assert [visit.node for visit in encounter.record] == [step.node for step in encounter.case.authors_path]
    assert len(session.decided()) == len(encounter.record)
    assert session.debrief()
    (line,) = [line for line in desk.history() if line.id == attempt]
    assert (line.status, line.mode, line.apart) == ("finished", "exam", "exam")
    assert [other.apart for other in desk.history() if other.id != attempt] == [""]


def test_another_road_from_an_exam_begins_where_it_was_met(desk: Desk) -> None:
    attempt = sit_exam(desk)
    exam = desk.open(attempt).encounter
    for decisions, visit in enumerate(exam.record):
        fork = desk.fork(attempt, decisions)
        assert (fork.encounter.node, fork.encounter.patient) == (visit.node, visit.patient)
        assert {(one.confidence, one.rationale) for one in fork.encounter.record} <= {(None, "")}
        fork.commit(authors_choice(fork))
        assert desk.open(fork.attempt).encounter.record == fork.encounter.record


def test_a_fork_that_decides_alike_comes_to_the_same(desk: Desk) -> None:
    attempt = play_through(desk)
    road = desk.open(attempt).encounter
    for decisions in range(len(road.path)):
        fork = desk.fork(attempt, decisions)
        for visit in road.path[decisions:]:
            fork.commit(visit.chosen, visit.confidence, visit.rationale)
        assert fork.encounter.path == road.path
        assert fork.encounter.first == road.first
        assert fork.encounter.ended


def test_a_fork_never_stands_on_the_card_of_its_case(desk: Desk) -> None:
    attempt = play_through(desk)
    before = next(card for card in desk.cards() if card.head.id == CASE)
    fork = desk.fork(attempt, 1)
    fork.commit(other_choice(fork))
    assert next(card for card in desk.cards() if card.head.id == CASE) == before
    assert [one.fork for one in desk.history()] == [True, False]


def test_a_fork_is_there_whole_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shorter one would take the decisions made in it for copies."""
    attempt = play_through(desk)
    insert, left = tables.insert_event, [2]

    def insert_some(*given: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise sqlite3.OperationalError("disk I/O error")
        return insert(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "insert_event", insert_some)
    with pytest.raises(StoreError):
        desk.fork(attempt, 3)
    monkeypatch.undo()
    assert [line.id for line in desk.history()] == [attempt]
    fork = desk.fork(attempt, 3)
    again = desk.open(fork.attempt)
    assert again.encounter.path == fork.encounter.path == desk.open(attempt).encounter.path[:3]
    assert again.writable
    desk.close()
    assert desk.store.examine().findings == ()
    assert desk.store.caught_up.answers == 0


def test_times_and_steps_back_are_read_back(desk: Desk) -> None:
    session = desk.start(CASE)
    session.commit(authors_choice(session), "leaning", "", 900)
    session.step_back()
    session.commit(authors_choice(session), "certain", "", 500)
    for one in (session, desk.open(session.attempt)):
        assert [(said.elapsed_ms, said.gone_back, said.copied) for said in one.decided()] == [
            (900, True, False),
            (500, False, False),
        ]
        assert one.started is not None
        assert one.fork_of is None
    fork = desk.fork(session.attempt, 1)
    fork.commit(authors_choice(fork), None, "", 100)
    assert fork.fork_of == session.attempt
    assert [(said.elapsed_ms, said.copied) for said in fork.decided()] == [(None, True), (100, False)]
    assert desk.open(fork.attempt).decided() == fork.decided()


def test_notes_on_attempts_and_on_evidence_are_kept_one_each(desk: Desk) -> None:
    session = desk.start(CASE)
    desk.note_on_attempt(session.attempt, "a bad day")
    desk.note_on_attempt(session.attempt, "a better day")
    session.note(session.encounter.node, "on the decision")
    assert desk.open(session.attempt).notes == {"": "a better day", session.encounter.node: "on the decision"}
    for text in ("look up", "looked up"):
        desk.note_on_evidence("ev-1", text)
    assert [note.text for note in desk.notes_on_evidence("ev-1")] == ["looked up"]
    desk.note_on_evidence("ev-1", "")
    assert desk.notes_on_evidence("ev-1") == ()


def test_an_attempt_at_a_case_of_no_shelf_reads_back(desk: Desk) -> None:
    shipped = desk.start(CASE).encounter.case
    case = replace(shipped, head=replace(shipped.head, id="fresh-1", title="Made just now"))
    session = desk.start_made(case, case_to_text(case))
    session.commit(authors_choice(session))
    again = desk.open(session.attempt)
    assert again.encounter.case == case
    assert again.encounter.path == session.encounter.path
    assert desk.history()[0].case_title == "Made just now"


def test_attempts_are_told_apart_by_where_they_come_from(desk: Desk) -> None:
    attempt = play_through(desk)
    fork = desk.fork(attempt, 1)
    shipped = desk.open(attempt).encounter.case
    made = replace(shipped, head=replace(shipped.head, id="fresh-1"))
    practice = desk.start_made(made, case_to_text(made))
    again = desk.start_made(made, case_to_text(made))
    again.commit(authors_choice(again))
    other = desk.fork(again.attempt, 0)
    for source, found in (
        ("case", {attempt}),
        ("practice", {practice.attempt, again.attempt}),
        ("fork", {fork.attempt, other.attempt}),
    ):
        wanted = desk.narrowed(None, None, None, None, "", source)
        assert {line.id for line in desk.history(wanted)} == found
        assert desk.count(wanted) == len(found)


def test_an_attempt_replays_for_the_index(desk: Desk) -> None:
    attempt = play_through(desk)
    assert desk.replayed(desk.store.summary(attempt)).first == desk.open(attempt).encounter.first


def test_there_is_no_index_where_none_was_given(profile: Profile) -> None:
    desk = Desk(Shelf(profile), lambda: LearnerStore.open(profile, _now), lambda: "", _now)
    assert desk.index is None


def _now() -> datetime:
    return datetime.now(UTC)

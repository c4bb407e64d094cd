from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relall_trainer.algorithm_files import algorithm_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.encounter.play import PRACTICE
from relall_trainer.errors import BadFile, StoreError
from relall_trainer.gui.desk import Desk
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder, cases_folder

CASE = "headaches-on-maintenance"


def authors_choice(session: object) -> tuple[str, ...]:
    encounter = session.encounter  # type: ignore[attr-defined]
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
    assert card.results() == f"Result: {card.last.percent} %"
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

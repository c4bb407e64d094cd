"""Replaying journal lines: twice is as good as once, and what does not fit is left out and counted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.learner import entries, verification
from relall_trainer.learner.doctor import examine
from relall_trainer.learner.journal import read_journal
from relall_trainer.learner.records import ABANDONED, Summary
from relall_trainer.learner.restoring import restore
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import Clock, answer, attempt, begin, everything, fill, summary_after


@pytest.fixture
def empty(tmp_path: Path) -> LearnerStore:
    return LearnerStore.open(Profile(tmp_path / "empty"), Clock())


@pytest.fixture
def lines(store: LearnerStore, clock: Clock) -> list[dict[str, Any]]:
    """The journal of a store with a bit of everything."""
    fill(store, clock)
    aside = begin(store)
    store.set_summary(aside, Summary(status=ABANDONED))
    note = store.add_note("gone again", attempt_id=aside)
    store.add_note("", attempt_id=aside, note_id=note.id)
    return list(read_journal(store.profile.journal).entries)


def test_twice_is_as_good_as_once(
    store: LearnerStore, empty: LearnerStore, lines: list[dict[str, Any]]
) -> None:
    assert entries.replay(empty._connection, lines) == entries.Replayed(4, 7, 0)
    assert everything(empty) == everything(store)
    assert entries.replay(empty._connection, lines) == entries.Replayed(0, 0, 0)
    assert everything(empty) == everything(store)
    assert all(entries.is_done(empty._connection, line) for line in lines if line["do"] != "note")
    empty.close()


def test_a_summary_of_long_ago_does_not_come_back(store: LearnerStore) -> None:
    attempt_id = begin(store)
    store.set_summary(attempt_id, Summary(status=ABANDONED))
    store.append(attempt_id, answer(1), summary_after(1))
    before = everything(store)
    entries.replay(store._connection, read_journal(store.profile.journal).entries)
    store._known.clear()
    assert everything(store) == before


def _spoil(line: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**json.loads(json.dumps(line)), **changes}


def test_what_does_not_fit_is_left_out_and_counted(empty: LearnerStore, lines: list[dict[str, Any]]) -> None:
    first = next(line for line in lines if line["do"] == "begin")
    event = next(line for line in lines if line["do"] == "event" and line["n"] == 1)
    other = next(line for line in lines if line["do"] == "summary")
    useless: list[dict[str, Any]] = [
        {"do": "telepathy"},
        {"no": "verb"},
        first,  # before the texts it is played on
        event,  # before its attempt
        other,
        {"do": "begin", "head": {"id": 1}},
        {
            "do": "note",
            "note": {
                "id": "n",
                "attempt_id": "nobody",
                "node": None,
                "evidence": None,
                "text": "x",
                "at": "",
            },
        },
    ]
    assert entries.replay(empty._connection, useless) == entries.Replayed(0, 0, len(useless))
    assert not any(entries.is_done(empty._connection, line) for line in (first, event))
    entries.replay(empty._connection, lines)
    contradicting = [
        _spoil(first, head={**first["head"], "learner": "someone else"}),
        _spoil(event, hash="0" * 64),
        _spoil(event, n=90),
        _spoil(event, n=5, event=[]),
    ]
    assert entries.replay(empty._connection, contradicting).unusable == len(contradicting)
    assert empty.examine().findings == ()
    empty.close()


def test_what_stands_only_in_the_journal_is_found_and_comes_back(
    profile: Profile, clock: Clock, tmp_path: Path
) -> None:
    with LearnerStore.open(profile, clock) as store:
        attempt_id = begin(store)
    shutil.copyfile(profile.store, tmp_path / "earlier.db")
    with LearnerStore.open(profile, clock) as store:
        store.append(attempt_id, answer(1), summary_after(1))
        store.set_summary(attempt_id, Summary(status=ABANDONED))
        before = everything(store)
    shutil.copyfile(tmp_path / "earlier.db", profile.store)
    report = examine(profile)
    assert [finding.code for finding in report.findings] == [verification.JOURNAL_MISSING]
    restore(profile, clock)
    with LearnerStore.open(profile, clock) as store:
        assert everything(store) == before


def test_a_database_that_contradicts_its_journal_is_damaged(
    profile: Profile, clock: Clock, tmp_path: Path
) -> None:
    from relall_trainer.learner.faults import StoreDamaged

    with LearnerStore.open(profile, clock) as store:
        attempt(store, 2)
    with LearnerStore.open(Profile(tmp_path / "stranger"), clock) as store:
        attempt(store, 2)
    journal = Profile(tmp_path / "stranger").journal.read_text().splitlines(keepends=True)
    with profile.journal.open("a") as file:
        file.write(journal[-1])
    with pytest.raises(StoreDamaged):
        LearnerStore.open(profile, clock)


@pytest.mark.parametrize(
    "last", ["note", "note changed", "note removed", "summary", "paper", "paper dropped"]
)
def test_whatever_was_last_is_caught_up_with(
    profile: Profile, clock: Clock, tmp_path: Path, last: str
) -> None:
    """The store as it was before the last three things, the journal whole: nothing is missed, and it is asked once."""
    with LearnerStore.open(profile, clock) as store:
        attempt_id = attempt(store, 2)
        note = store.add_note("first words", attempt_id=attempt_id)
        store.put_papers([("k", "a", "1")])
    shutil.copyfile(profile.store, tmp_path / "old.db")
    with LearnerStore.open(profile, clock) as store:
        clock.pass_by(seconds=1)
        other = store.add_note("other words", evidence="I-01")
        if last == "note changed":
            store.add_note("second words", attempt_id=attempt_id, note_id=note.id)
        if last == "note removed":
            store.add_note("", evidence="I-01", note_id=other.id)
        if last == "summary":
            store.set_summary(attempt_id, Summary(status=ABANDONED))
        if last == "paper":
            store.put_papers([("k", "a", "2")])
        if last == "paper dropped":
            store.put_papers([("k", "b", "2"), ("k", "c", "3")])
            store.drop_papers("k", ["b", "c"])
        before, filed = everything(store), list(store.papers("k"))
    shutil.copyfile(tmp_path / "old.db", profile.store)
    for _ in range(2):
        with LearnerStore.open(profile, clock) as store:
            assert (everything(store), list(store.papers("k"))) == (before, filed)
            assert store.examine().findings == ()


def test_what_was_put_and_taken_away_again_is_not_missed(profile: Profile, clock: Clock) -> None:
    with LearnerStore.open(profile, clock) as store:
        note = store.add_note("gone again", evidence="I-01")
        store.put_papers([("k", "a", "1"), ("k", "b", "1")])
        store.drop_papers("k", ["b"])
        store.add_note("", evidence="I-01", note_id=note.id)
        store.drop_papers("k", ["a"])
    for _ in range(2):
        with LearnerStore.open(profile, clock) as store:
            assert store.caught_up == entries.Replayed()
            assert (store.notes(), store.paper_ids("k")) == ((), ())

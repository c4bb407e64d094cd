from __future__ import annotations

import os
from pathlib import Path

import pytest

from relall_trainer.learner.erasing import erase_record
from relall_trainer.learner.faults import StoreLocked
from relall_trainer.learner.restoring import restore
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import Clock, answer, attempt, begin, summary_after

SENTINEL = "Sentinel-Ana-4711"


def _hits(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and SENTINEL.encode() in path.read_bytes()]


def test_after_erasing_nothing_is_found(profile: Profile, clock: Clock) -> None:
    with LearnerStore.open(profile, clock) as store:
        attempt_id = begin(store, learner=SENTINEL)
        store.append(attempt_id, answer(1, SENTINEL), summary_after(1))
        store.back_up()
        store.add_note(SENTINEL, attempt_id=attempt_id)
    os.truncate(profile.store, 30_000)
    restore(profile, clock)
    assert len(_hits(profile.folder)) >= 4
    profile.settings.write_text("theme=dark")
    erase_record(profile)
    assert _hits(profile.folder) == []
    assert sorted(path.name for path in profile.folder.iterdir()) == ["learner.lock", "settings.ini"]
    with LearnerStore.open(profile, clock) as store:
        assert store.count() == 0


def test_a_removed_note_leaves_no_trace_in_the_database(store: LearnerStore, profile: Profile) -> None:
    note = store.add_note(SENTINEL, evidence="I-01")
    store.add_note("", note_id=note.id, evidence="I-01")
    store.back_up()
    store.close()
    assert SENTINEL.encode() not in profile.store.read_bytes()


def test_an_open_record_is_not_erased(store: LearnerStore, profile: Profile) -> None:
    attempt(store, 1)
    with pytest.raises(StoreLocked):
        erase_record(profile)
    assert store.count() == 1

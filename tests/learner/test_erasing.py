from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from relall_trainer.learner.erasing import erase_record
from relall_trainer.learner.faults import StoreLocked
from relall_trainer.learner.index import DecisionFilter, HistoryIndex
from relall_trainer.learner.restoring import restore
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.played import small_played
from tests.learner.samples import Clock, answer, attempt, begin, summary_after

SENTINEL = "Sentinel-Ana-4711"
WORD = "sentinelword4711"


def _hits(folder: Path, sentinel: str = SENTINEL) -> list[Path]:
    """Every file under the folder that holds the sentinel, in small letters or large."""
    wanted = sentinel.lower().encode()
    return [path for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes().lower()]


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


@pytest.mark.parametrize("closed", [True, False])
def test_after_erasing_nothing_is_left_of_answers_notes_and_names(tmp_path: Path, closed: bool) -> None:
    """All that a session leaves: overwritten notes, logs still lying beside, the index, backups, the window's file."""
    with small_played(tmp_path / "profile", rationale=WORD, note=f"my {WORD}", learner=WORD) as played:
        profile, store = played.profile, played.store
        attempt_id = store.summaries()[0].id
        (note, *_) = store.notes(attempt_id=attempt_id)
        store.back_up()
        store.add_note(f"{WORD} again", attempt_id=attempt_id, node=note.node, note_id=note.id)
        index = HistoryIndex.open(profile.history_index)
        list(index.catch_up(store, played.replayed))
        assert index.count(DecisionFilter(text=WORD)) > 0
        _let_logs_lie(profile)
        profile.settings.write_text("[window]\npage=history\n")
        index.close()
        left = {path.name for path in _hits(profile.folder, WORD)}
        assert left >= {"history.db", "journal.jsonl", "learner.db-wal"}
    if closed:
        (profile.folder / "restoring").mkdir()
        (profile.folder / "restoring" / "new.db").write_text(WORD)
    erase_record(profile)
    assert _hits(profile.folder, WORD) == []
    assert not profile.history_index.exists()


def _let_logs_lie(profile: Profile) -> None:
    """As a killed program leaves them: what SQLite keeps beside its files is still there."""
    for path in (profile.history_index, profile.store):
        for ending in ("-wal", "-journal"):
            beside = Path(f"{path}{ending}")
            if not beside.exists():
                beside.write_text(WORD)


def test_a_removed_note_leaves_no_trace_in_the_database(store: LearnerStore, profile: Profile) -> None:
    note = store.add_note(SENTINEL, evidence="I-01")
    store.add_note("", note_id=note.id, evidence="I-01")
    store.back_up()
    store.close()
    assert SENTINEL.encode() not in profile.store.read_bytes()


@pytest.mark.parametrize(
    "name", ["cache/history.db", "cache/history.db-wal", "learner.db-old", "journal.jsonl", "backups"]
)
@pytest.mark.parametrize("what", ["folder", "link", "file"])
def test_whatever_has_taken_a_name_of_the_record_is_no_hindrance(
    tmp_path: Path, name: str, what: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "own.txt").write_text("somebody's own")
    with small_played(tmp_path / "profile", rationale=WORD, note=WORD, learner=WORD) as played:
        profile = played.profile
        played.store.back_up()
    taken = profile.folder / name
    taken.parent.mkdir(exist_ok=True)
    if taken.is_dir():
        shutil.rmtree(taken)
    taken.unlink(missing_ok=True)
    if what == "folder":
        (taken / "inner").mkdir(parents=True)
        (taken / "inner" / "copy.db").write_text(WORD)
    elif what == "link":
        taken.symlink_to(elsewhere)
    else:
        taken.write_text(WORD)
    erase_record(profile)
    assert _hits(profile.folder, WORD) == []
    assert (elsewhere / "own.txt").read_text() == "somebody's own"


def test_an_open_record_is_not_erased(store: LearnerStore, profile: Profile) -> None:
    attempt(store, 1)
    with pytest.raises(StoreLocked):
        erase_record(profile)
    assert store.count() == 1

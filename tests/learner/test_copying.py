from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relall_trainer.learner import copying, faults
from relall_trainer.learner.backups import list_backups
from relall_trainer.learner.copying import POSSIBLE, CopyBeside
from relall_trainer.learner.doctor import examine
from relall_trainer.learner.restoring import backup_faults, restore
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import Clock, answer, attempt, begin, everything, fill, summary_after


def begun(store: LearnerStore) -> CopyBeside:
    copy = store.copy_beside_if_due()
    assert copy is not None
    return copy


def do_between(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> None:
    """Have something done at each rest of the copying, which goes page by page."""
    monkeypatch.setattr(copying, "_PAGES", 1)
    monkeypatch.setattr(copying, "_CHECKED", 10)
    monkeypatch.setattr("time.sleep", lambda _seconds: do())


def test_it_can_be_done_here() -> None:
    assert POSSIBLE


def test_a_copy_made_beside_is_as_good_as_one_in_one_go(
    store: LearnerStore, profile: Profile, clock: Clock
) -> None:
    fill(store, clock)
    before = everything(store)
    copy = begun(store)
    assert not profile.journal.exists()
    assert store.copy_beside_if_due() is None, "one at a time"
    backup = copy.work()
    assert backup is not None
    assert list_backups(profile) == (backup,)
    assert sorted(path.suffix for path in profile.backups.iterdir()) == [".db", ".jsonl"]
    assert backup_faults(backup) == []
    assert backup.path.read_bytes()[18:20] == b"\1\1"
    assert store.copy_beside_if_due() is None, "nothing was changed since"
    store.close()
    profile.store.unlink()
    assert restore(profile, clock).damage.lost.answers == 0
    with LearnerStore.open(profile, clock) as again:
        assert everything(again) == before


@pytest.mark.parametrize("lose_journal_too", [False, True])
def test_what_is_saved_between_two_pages_is_in_copy_or_journal(
    store: LearnerStore,
    profile: Profile,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    lose_journal_too: bool,
) -> None:
    fill(store, clock)
    store.put_papers([("key", "own", "K"), ("text", "old", "x" * 20_000)])
    attempt_id = begin(store)
    copy = begun(store)
    answers = [0]

    def go_on() -> None:
        if answers[0] < 40:
            answers[0] += 1
            store.append(attempt_id, answer(answers[0]), summary_after(answers[0]))
            if answers[0] == 7:
                store.drop_papers("text", ["old"])
                store.put_papers([("text", "new", "y" * 20_000), ("key", "own", "L")])
            if answers[0] == 9:
                attempt(store, 3)

    do_between(monkeypatch, go_on)
    assert copy.work() is not None
    assert answers[0] == 40, "some were saved while pages were copied, some while they were checked"
    before, papers = everything(store), (store.paper("text", "new"), store.paper_ids("text"))
    store.close()
    if lose_journal_too:  # then the copy alone is there: it holds no less than was there when it began
        profile.journal.unlink()
    profile.store.unlink()
    restore(profile, clock)
    with LearnerStore.open(profile, clock) as again:
        if lose_journal_too:
            assert len(again.summaries()) >= len(before.attempts) - 1
        else:
            assert everything(again) == before
            assert (again.paper("text", "new"), again.paper_ids("text")) == papers
    assert examine(profile).findings == ()


def test_it_waits_while_something_is_being_written(
    store: LearnerStore, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt(store, 3)
    copy = begun(store)
    rests = [0]

    def write() -> None:
        rests[0] += 1
        if rests[0] == 2:
            store._connection.execute("BEGIN IMMEDIATE")
            store._connection.execute("DELETE FROM events")
        if rests[0] == 6:
            store._connection.execute("ROLLBACK")

    do_between(monkeypatch, write)
    backup = copy.work()
    assert backup is not None
    assert rests[0] > 6
    assert backup_faults(backup) == []


@pytest.mark.parametrize("rest", [1, 3, 12, 30, 60])
def test_left_off_nothing_of_it_is_left_and_it_is_due_again(
    store: LearnerStore, profile: Profile, clock: Clock, monkeypatch: pytest.MonkeyPatch, rest: int
) -> None:
    fill(store, clock)
    before = everything(store)
    first = begun(store)
    rests = [0]

    def leave_off() -> None:
        rests[0] += 1
        if rests[0] == rest:
            first._unwanted.set()

    do_between(monkeypatch, leave_off)
    assert first.work() is None
    assert rests[0] in (rest, rest + 1)
    assert list_backups(profile) == ()
    assert [path.suffix for path in profile.backups.iterdir()] == [".jsonl"]
    assert examine_open(store)
    second = begun(store)
    assert second.work() is not None, "due again, though the journal is empty"
    store.close()
    profile.store.unlink()
    restore(profile, clock)
    with LearnerStore.open(profile, clock) as again:
        assert everything(again) == before


def examine_open(store: LearnerStore) -> bool:
    return store.examine().findings == ()


def test_without_any_copy_the_pieces_of_journal_bring_everything_back(
    store: LearnerStore, profile: Profile, clock: Clock
) -> None:
    fill(store, clock)
    before = everything(store)
    begun(store).leave_off()
    begin(store)
    begun(store).leave_off()
    store.close()
    for path in profile.folder.glob("learner.db*"):
        path.unlink()
    with pytest.raises(faults.StoreDamaged):
        LearnerStore.open(profile, clock)
    restore(profile, clock)
    with LearnerStore.open(profile, clock) as again:
        assert everything(again).events[-len(before.events) :] == before.events
        assert len(everything(again).attempts) == len(before.attempts) + 1


def test_a_damaged_record_makes_no_copy_and_loses_nothing(
    store: LearnerStore, profile: Profile, clock: Clock
) -> None:
    attempt(store, 2)
    store._connection.execute("UPDATE events SET body = replace(body, 'wu-csf', 'wu-cns') WHERE n = 1")
    copy = begun(store)
    with pytest.raises(faults.StoreDamaged):
        copy.work()
    assert not copy.under_way
    assert list_backups(profile) == ()
    store.close()
    damage = restore(profile, clock).damage
    assert (damage.restored.answers, damage.lost.answers) == (2, 0)


def test_closed_in_the_middle_it_ends_and_the_record_can_be_opened_again(
    store: LearnerStore, profile: Profile, clock: Clock
) -> None:
    store.put_papers([("text", str(n), f"{n} " * 2000) for n in range(2000)])
    copy = begun(store)
    made: list[object] = []
    thread = threading.Thread(target=lambda: made.append(copy.work()))
    thread.start()
    store.close()
    thread.join()
    assert made == [None]
    assert not list(profile.backups.glob("*.part*"))
    with LearnerStore.open(profile, clock) as again:
        assert len(again.paper_ids("text")) == 2000


def test_answers_are_saved_while_a_thread_copies(store: LearnerStore, profile: Profile, clock: Clock) -> None:
    store.put_papers([("text", str(n), f"{n} " * 1000) for n in range(1500)])
    attempt_id = begin(store)
    copy = begun(store)
    made: list[object] = []
    thread = threading.Thread(target=lambda: made.append(copy.work()))
    thread.start()
    n = 0
    while copy.under_way:
        n += 1
        store.append(attempt_id, answer(n), summary_after(n))
    thread.join()
    assert made == list(list_backups(profile))
    assert n > 1
    before = everything(store)
    store.close()
    profile.store.unlink()
    restore(profile, clock)
    with LearnerStore.open(profile, clock) as again:
        assert everything(again) == before
        assert len(again.paper_ids("text")) == 1500


def test_made_in_one_go_the_one_beside_is_left_off(store: LearnerStore, profile: Profile) -> None:
    begin(store)
    copy = begun(store)
    backup = store.back_up()
    assert copy.work() is None
    assert list_backups(profile) == (backup,)


def test_what_a_killed_copy_left_is_gone_at_the_next_opening(profile: Profile, clock: Clock) -> None:
    profile.backups.mkdir(parents=True)
    for name in ("backup-000003-20261122T100000Z.part", "backup-000003-20261122T100000Z.part-wal"):
        (profile.backups / name).write_bytes(b"half")
    other = profile.backups / "my.part"
    other.write_bytes(b"mine")
    with LearnerStore.open(profile, clock):
        assert list(profile.backups.iterdir()) == [other]


def test_the_time_in_its_name_is_when_it_began(store: LearnerStore) -> None:
    begin(store)
    backup = begun(store).work()
    assert backup is not None
    assert backup.at == datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    assert backup.path.name == "backup-000001-20261122T100000Z.db"
    assert isinstance(backup.path, Path)

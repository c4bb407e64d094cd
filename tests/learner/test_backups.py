from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relall_trainer.learner import backups, faults
from relall_trainer.learner.backups import DUE_AFTER, Backup, back_up, fitting, kept, list_backups
from relall_trainer.learner.connection import open_copy
from relall_trainer.learner.journal import read_journal
from relall_trainer.learner.restoring import backup_faults
from relall_trainer.learner.store import LearnerStore
from relall_trainer.learner.verification import tally
from relall_trainer.paths import Profile
from tests.learner.samples import Clock, answer, attempt, begin, fill, summary_after


def test_a_backup_holds_all_and_starts_a_new_journal(
    store: LearnerStore, profile: Profile, clock: Clock
) -> None:
    fill(store, clock)
    entries = len(read_journal(profile.journal).entries)
    backup = store.back_up()
    assert list_backups(profile) == (backup,)
    assert backup_faults(backup) == []
    assert not profile.journal.exists()
    assert len(read_journal(backup.segment).entries) == entries
    copy = open_copy(backup.path)
    try:
        assert tally(copy).answers == 7
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    finally:
        copy.close()
    assert backup.path.read_bytes()[18:20] == b"\1\1"  # readable from a folder that cannot be written
    attempt(store, 1)


def test_a_backup_is_due_when_something_changed_and_time_has_passed(
    store: LearnerStore, clock: Clock
) -> None:
    assert store.back_up_if_due() is None
    attempt_id = begin(store)
    first = store.back_up_if_due()
    assert first is not None
    clock.pass_by(days=2)
    assert store.back_up_if_due() is None
    store.append(attempt_id, answer(1), summary_after(1))
    second = store.back_up_if_due()
    assert second is not None
    store.append(attempt_id, answer(2), summary_after(2))
    clock.pass_by(minutes=29)
    assert store.back_up_if_due() is None
    clock.pass_by(minutes=1)
    assert store.back_up_if_due() is not None
    store.append(attempt_id, answer(3), summary_after(3))
    clock.pass_by(days=-30)  # the clock was set back
    third = store.back_up_if_due()
    assert third is not None
    assert list_backups(store.profile)[0] == third


def test_the_backup_of_a_damaged_store_does_not_count(store: LearnerStore, profile: Profile) -> None:
    attempt_id = attempt(store, 2)
    store._connection.execute("UPDATE events SET body = replace(body, 'wu-csf', 'wu-cns') WHERE n = 1")
    entries = read_journal(profile.journal).entries
    with pytest.raises(faults.StoreDamaged):
        store.back_up()
    assert list(profile.backups.iterdir()) == []
    assert read_journal(profile.journal).entries == entries
    with pytest.raises(faults.StoreDamaged):
        store.events(attempt_id)


def _hourly(count: int) -> tuple[Backup, ...]:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return tuple(Backup(Path(f"{n}.db"), n, start + timedelta(hours=n)) for n in range(count, 0, -1))


def test_thinning_keeps_ten_recent_seven_days_four_weeks_six_months() -> None:
    copies = _hourly(24 * 300)
    keep = sorted(kept(copies), key=lambda one: one.number, reverse=True)
    assert keep[:10] == list(copies[:10])
    assert len(keep) <= 10 + 7 + 4 + 6
    days = {one.at.date() for one in keep[10:]}
    newest = copies[10].at.date()
    assert {newest - timedelta(days=back) for back in range(7)} <= days
    assert len({(one.at.year, one.at.month) for one in keep}) == 6
    assert kept(copies[:12]) >= set(copies[:10])


def test_thinning_one_by_one_reaches_back_for_months() -> None:
    held: tuple[Backup, ...] = ()
    for backup in reversed(_hourly(24 * 130)):
        held = tuple(sorted(kept((backup, *held)), key=lambda one: one.number, reverse=True))
    assert held[0].at - held[-1].at > timedelta(days=80)
    assert len(held) <= 27


def test_of_a_large_record_the_newest_three_stay_then_one_a_day() -> None:
    copies = kept(_hourly(24 * 20))
    sizes = dict.fromkeys(copies, 100)
    newest_first = sorted((one.number for one in copies), reverse=True)
    assert fitting(copies, sizes, 100 * len(copies)) == copies
    assert {one.number for one in fitting(copies, sizes, 0)} == set(newest_first[:3]), "whatever the room"
    stay = sorted(fitting(copies, sizes, 599), key=lambda one: one.number, reverse=True)
    assert [one.number for one in stay[:3]] == newest_first[:3]
    days = [one.at.date() for one in stay[2:]]
    assert len(stay) == 5
    assert days == sorted(set(days), reverse=True)


def test_large_copies_one_by_one_still_reach_back_to_another_day() -> None:
    held: set[Backup] = set()
    for backup in reversed(_hourly(24 * 6)):
        copies = tuple(sorted({backup, *held}, key=lambda one: one.number, reverse=True))
        held = fitting(kept(copies), dict.fromkeys(copies, 100), 400)
    assert len(held) == 4
    assert len({one.at.date() for one in held}) >= 2


def test_copies_take_no_more_room_than_they_may(
    store: LearnerStore, profile: Profile, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "ROOM", 0)
    attempt_id = begin(store)
    for n in range(1, 10):
        store.append(attempt_id, answer(n), summary_after(n))
        store.back_up()
        clock.pass_by(minutes=40)
    copies = list_backups(profile)
    assert [copy.number for copy in copies[:3]] == [9, 8, 7]
    assert sum(copy.path.stat().st_size for copy in copies) <= 4 * profile.store.stat().st_size
    pieces = [copy.segment.exists() for copy in copies]
    assert all(pieces), "each that stays can be brought up to date"


def test_old_copies_and_their_journals_go(store: LearnerStore, profile: Profile, clock: Clock) -> None:
    attempt_id = begin(store)
    for n in range(1, 16):
        store.append(attempt_id, answer(n), summary_after(n))
        store.back_up()
        clock.pass_by(minutes=1)
    numbers = [backup.number for backup in list_backups(profile)]
    assert numbers == [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5]
    assert sorted(path.name[:13] for path in profile.backups.glob("*.jsonl")) == [
        f"backup-{n:06}" for n in range(6, 16)
    ]
    assert all(backup_faults(backup) == [] for backup in list_backups(profile))


def test_other_files_among_the_backups_are_left_alone(store: LearnerStore, profile: Profile) -> None:
    profile.backups.mkdir()
    (profile.backups / "backup-000009-20260101T000000Z (conflicted copy).db").write_text("x")
    (profile.backups / "mine.db").write_text("x")
    begin(store)
    assert store.back_up().number == 1
    assert (profile.backups / "mine.db").exists()
    assert timedelta(minutes=30) == DUE_AFTER
    assert callable(back_up)

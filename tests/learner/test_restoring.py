"""Damage of every kind: noticed, told in numbers, mended, and the damaged file kept."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from relall_trainer.errors import StoreError
from relall_trainer.learner import faults, verification
from relall_trainer.learner.doctor import examine
from relall_trainer.learner.restoring import assess_damage, restore
from relall_trainer.learner.store import LearnerStore
from relall_trainer.learner.verification import Tally
from relall_trainer.paths import Profile
from tests.learner.samples import Clock, Everything, answer, attempt, begin, everything, fill, summary_after


@pytest.fixture
def told(profile: Profile, clock: Clock) -> Everything:
    """A closed store with a backup in its middle; what it holds."""
    with LearnerStore.open(profile, clock) as store:
        fill(store, clock)
        store.back_up()
        clock.pass_by(hours=1)
        attempt(store, 5)
        store.add_note("Since the backup", evidence="I-01")
        return everything(store)


def _told_again(profile: Profile) -> Everything:
    with LearnerStore.open(profile, Clock()) as store:
        return everything(store)


def test_a_sound_store_has_no_damage(told: Everything, profile: Profile) -> None:
    before = profile.store.read_bytes()
    assert assess_damage(profile) is None
    assert profile.store.read_bytes() == before
    assert not (profile.folder / "restoring").exists()
    assert _told_again(profile) == told


def test_no_store_is_no_damage(profile: Profile) -> None:
    assert assess_damage(profile) is None
    assert not profile.store.exists()


def test_the_numbers_of_a_lost_file(told: Everything, profile: Profile) -> None:
    profile.store.unlink()
    with pytest.raises(faults.StoreDamaged):
        LearnerStore.open(profile, Clock())
    damage = assess_damage(profile)
    assert damage is not None
    assert damage.readable == Tally(0, 0)
    assert damage.in_backup == Tally(3, 7)
    assert damage.by_journal == Tally(1, 5)
    assert damage.by_file == Tally(0, 0)
    assert damage.restored == Tally(4, 12)
    assert damage.lost == Tally(0, 0)
    assert damage.backup is not None
    assert not profile.store.exists()
    restored = restore(profile, Clock())
    assert restored.damage == damage
    assert restored.set_aside is None
    assert _told_again(profile) == told


def test_the_damaged_file_gives_what_backup_and_journal_have_not(told: Everything, profile: Profile) -> None:
    profile.journal.unlink()
    with sqlite3.connect(profile.store) as changing:
        changing.execute(
            "UPDATE events SET body = replace(body, 'leaning', 'certain') WHERE attempt = 4 AND n = 4"
        )
    changing.close()
    damaged = profile.store.read_bytes()
    damage = assess_damage(profile)
    assert damage is not None
    assert [finding.code for finding in damage.findings] == [verification.EVENTS]
    assert damage.readable == Tally(4, 7 + 3)
    assert damage.by_file == Tally(1, 3)
    assert damage.lost == Tally(0, 2)
    assert profile.store.read_bytes() == damaged
    restored = restore(profile, Clock())
    assert restored.set_aside is not None
    assert restored.set_aside.read_bytes() == damaged
    again = _told_again(profile)
    assert again.notes == told.notes
    assert again.events[1:] == told.events[1:]
    assert again.events[0] == told.events[0][:4]
    assert examine(profile).findings == ()


def test_an_old_log_never_meets_the_new_file(store: LearnerStore, clock: Clock, tmp_path: Path) -> None:
    fill(store, clock)
    before = everything(store)
    left = Profile(tmp_path / "left")
    subprocess.run(["cp", "-r", store.profile.folder, left.folder], check=True)
    log = Path(f"{left.store}-wal")
    written = log.read_bytes()
    left.store.unlink()
    with pytest.raises(faults.StoreDamaged):
        LearnerStore.open(left, clock)
    restored = restore(left, clock)
    assert restored.set_aside is None
    assert not log.exists()
    (aside,) = (left.folder / "set-aside").glob("*/learner.db-wal")
    assert aside.read_bytes() == written
    assert _told_again(left) == before


def test_a_store_without_backup_lives_again_from_its_journal(profile: Profile, clock: Clock) -> None:
    with LearnerStore.open(profile, clock) as store:
        fill(store, clock)
        before = everything(store)
    profile.store.write_bytes(b"overwritten by a sync program")
    damage = assess_damage(profile)
    assert damage is not None
    assert (damage.backup, damage.restored, damage.lost) == (None, Tally(3, 7), Tally(0, 0))
    restore(profile, clock)
    assert _told_again(profile) == before


def test_a_bad_backup_is_passed_over_for_an_older_one(
    told: Everything, profile: Profile, clock: Clock
) -> None:
    with LearnerStore.open(profile, clock) as store:
        newest = store.back_up()
        attempt_id = begin(store)
        store.append(attempt_id, answer(1), summary_after(1))
        before = everything(store)
    data = bytearray(newest.path.read_bytes())
    place = data.index(b"Since the backup")
    data[place] ^= 1
    newest.path.write_bytes(data)
    profile.store.unlink()
    damage = assess_damage(profile)
    assert damage is not None
    assert damage.bad_backups == (newest.path,)
    assert damage.backup is not None
    assert damage.backup.number == newest.number - 1
    restore(profile, clock)
    assert _told_again(profile) == before


def test_restoring_a_bad_backup_by_name_changes_nothing(
    told: Everything, profile: Profile, clock: Clock
) -> None:
    from relall_trainer.learner.backups import list_backups

    (backup,) = list_backups(profile)
    backup.path.write_bytes(b"nothing")
    before = profile.store.read_bytes()
    with pytest.raises(faults.StoreDamaged):
        restore(profile, clock, backup)
    assert profile.store.read_bytes() == before
    assert _told_again(profile) == told


def test_restoring_a_sound_store_loses_nothing(told: Everything, profile: Profile, clock: Clock) -> None:
    restored = restore(profile, clock)
    assert restored.damage.findings == ()
    assert _told_again(profile) == told


def test_an_open_store_is_not_restored(store: LearnerStore, profile: Profile) -> None:
    with pytest.raises(faults.StoreLocked):
        restore(profile, Clock())
    with pytest.raises(faults.StoreLocked):
        assess_damage(profile)


def test_a_newer_store_is_not_restored_over(told: Everything, profile: Profile) -> None:
    data = bytearray(profile.store.read_bytes())
    data[63] = 9
    profile.store.write_bytes(data)
    with pytest.raises(faults.StoreNewer):
        restore(profile, Clock())
    assert profile.store.read_bytes() == data


def test_an_old_file_put_back_catches_up(
    told: Everything, profile: Profile, clock: Clock, tmp_path: Path
) -> None:
    shutil.copyfile(profile.store, tmp_path / "old.db")
    with LearnerStore.open(profile, clock) as store:
        store.back_up()
        attempt(store, 2)
        store.back_up()
        before = everything(store)
    shutil.copyfile(tmp_path / "old.db", profile.store)
    with LearnerStore.open(profile, clock) as store:
        assert store.caught_up.answers == 2
        assert everything(store) == before
        assert store.examine().findings == ()


def _flips(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(count):
        changed = bytearray(data)
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield bytes(changed)


def _noticed_or_harmless(profile: Profile, told: Everything) -> str:
    try:
        with LearnerStore.open(profile, Clock()) as store:
            if store.examine().findings:
                return "noticed"
            return "harmless" if everything(store) == told else "SILENT"
    except StoreError:
        return "noticed"


def _flip_often(profile: Profile, told: Everything, count: int, folder: Path) -> dict[str, int]:
    outcomes: dict[str, int] = {}
    journal, store = profile.journal.read_bytes(), profile.store.read_bytes()
    for flip, data in enumerate(_flips(store, count, seed=20261122)):
        trial = Profile(folder / f"trial-{flip}")
        trial.folder.mkdir()
        trial.store.write_bytes(data)
        trial.journal.write_bytes(journal)
        outcome = _noticed_or_harmless(trial, told)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        shutil.rmtree(trial.folder)
    return outcomes


def test_every_flipped_bit_is_noticed_or_harmless(told: Everything, profile: Profile, tmp_path: Path) -> None:
    outcomes = _flip_often(profile, told, 50, tmp_path)
    assert set(outcomes) == {"noticed", "harmless"}


@pytest.mark.long
def test_a_thousand_flipped_bits_are_noticed_or_harmless(
    told: Everything, profile: Profile, tmp_path: Path
) -> None:
    outcomes = _flip_often(profile, told, 3000, tmp_path)
    assert set(outcomes) == {"noticed", "harmless"}


def _damages(data: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(5)
    if kind == 0:
        return data[: chance.randrange(len(data) // 4096) * 4096]
    if kind == 1:
        return data[: chance.randrange(len(data))]
    if kind == 2:
        return chance.randbytes(chance.randrange(10_000))
    changed = bytearray(data)
    for _ in range(1 if kind == 3 else 200):
        changed[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _damage_often(profile: Profile, told: Everything, count: int) -> None:
    chance = random.Random(1122)
    whole = shutil.copytree(profile.folder, profile.folder.with_name("whole"))
    for turn in range(count):
        shutil.rmtree(profile.folder)
        shutil.copytree(whole, profile.folder)
        damaged = _damages(profile.store.read_bytes(), chance)
        profile.store.write_bytes(damaged)
        damage = assess_damage(profile)
        if damage is not None:
            assert damage.lost == Tally(0, 0), turn
            restored = restore(profile, Clock())
            assert restored.set_aside is not None
            assert restored.set_aside.read_bytes() == damaged
        assert _told_again(profile) == told, turn
        assert examine(profile).findings == ()


def test_damaged_stores_are_all_mended(told: Everything, profile: Profile) -> None:
    _damage_often(profile, told, 12)


@pytest.mark.long
def test_many_damaged_stores_are_all_mended(told: Everything, profile: Profile) -> None:
    _damage_often(profile, told, 400)


def test_a_restore_killed_half_way_can_be_done_again(
    told: Everything, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.truncate(profile.store, 20_000)
    replace = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if self.name == "new.db":
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(profile, Clock())
    monkeypatch.undo()
    (profile.folder / "restoring").mkdir()
    (profile.folder / "restoring" / "new.db").write_bytes(b"left over")
    restore(profile, Clock())
    assert _told_again(profile) == told
    assert len(list((profile.folder / "set-aside").iterdir())) == 2

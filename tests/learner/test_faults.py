"""The disk refuses: nothing acknowledged is lost, the sentence says what to do, and the answer saves later."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from relall_trainer.errors import StoreError
from relall_trainer.learner import faults
from relall_trainer.learner.journal import read_journal
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import Clock, answer, attempt, begin, summary_after


def _fill_up(store: LearnerStore, attempt_id: str) -> int:
    """Answer until there is no room; which answer did not fit."""
    for n in range(1, 3000):
        try:
            store.append(attempt_id, answer(n, f"{n} " * 1500), summary_after(n), n=n)
        except faults.StoreFull:
            return n
    raise AssertionError("the disk never filled up")


def test_a_full_database_keeps_all_and_saves_the_same_answer_later(store: LearnerStore) -> None:
    attempt_id = attempt(store, 2)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    long = answer(3, "fever " * 3000)
    for _ in range(2):
        with pytest.raises(faults.StoreFull) as refused:
            store.append(attempt_id, long, summary_after(3), n=3)
    assert "was not saved" in refused.value.safe
    assert refused.value.todo
    assert len(store.events(attempt_id)) == 3
    assert store.summary(attempt_id).summary == summary_after(2)
    store._connection.execute("PRAGMA max_page_count = 100000")
    store.append(attempt_id, long, summary_after(3), n=3)
    store.append(attempt_id, long, summary_after(3), n=3)
    assert store.events(attempt_id)[3:] == (long,)
    assert len(read_journal(store.profile.journal).entries) == 2 + 1 + 4
    assert store.examine().findings == ()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of one megabyte."""
    place = Path(tempfile.mkdtemp())
    mount = shutil.which("mount")
    if os.name == "nt" or os.geteuid() != 0 or mount is None:
        pytest.skip("needs root to mount a small disk")
    if subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)
        place.rmdir()


def test_a_full_disk(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(200_000))
    profile = Profile(small_disk / "profile")
    with LearnerStore.open(profile, Clock()) as store:
        attempt_id = begin(store)
        refused = _fill_up(store, attempt_id)
        assert refused > 2
        assert len(store.events(attempt_id)) == refused
        with pytest.raises(faults.StoreFull):
            store.back_up()
        assert list(profile.backups.glob("*")) == []
        ballast.unlink()
        store.append(attempt_id, answer(refused), summary_after(refused), n=refused)
        assert store.second_copy_fault is None
        assert store.events(attempt_id)[refused] == answer(refused)
        assert store.examine().findings == ()
    answers = [entry for entry in read_journal(profile.journal).entries if entry["do"] == "event"]
    assert [entry["n"] for entry in answers] == list(range(refused + 1))


def test_a_disk_too_full_to_begin(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(1_000_000))
    for _ in range(2):
        with pytest.raises(faults.StoreFull):
            LearnerStore.open(Profile(small_disk / "profile"), Clock())
    (small_disk / "ballast").unlink()
    with LearnerStore.open(Profile(small_disk / "profile"), Clock()) as store:
        attempt(store, 1)


def test_a_journal_that_cannot_be_written_is_owed_not_forgotten(
    store: LearnerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt_id = begin(store)
    write = os.write

    def half(handle: int, data: bytes) -> int:
        return write(handle, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", half)
    store.append(attempt_id, answer(1), summary_after(1))
    assert isinstance(store.second_copy_fault, faults.StoreFull)

    def fail(handle: int, data: bytes) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "write", fail)
    store.append(attempt_id, answer(2), summary_after(2))
    assert isinstance(store.second_copy_fault, faults.StoreTrouble)
    monkeypatch.undo()
    store.append(attempt_id, answer(3), summary_after(3))
    assert store.second_copy_fault is None
    reading = read_journal(store.profile.journal)
    assert (reading.unreadable, reading.half_line) == (0, False)
    assert [entry["n"] for entry in reading.entries if entry["do"] == "event"] == [0, 1, 2, 3]


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder in which another user could work."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.mark.skipif(os.name == "nt", reason="permissions work otherwise there")
def test_a_folder_that_cannot_be_written_is_named(open_to_all: Path) -> None:
    profile = Profile(open_to_all / "profile")
    profile.folder.mkdir(mode=0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(faults.StoreReadOnly) as refused:
            LearnerStore.open(profile, Clock())
        with pytest.raises(faults.StoreReadOnly):
            LearnerStore.open(Profile(profile.folder / "deeper" / "still"), Clock())
    finally:
        if root:
            os.seteuid(0)
    assert str(profile.folder) in refused.value.what
    assert "--profile" in refused.value.todo
    assert list(profile.folder.iterdir()) == []


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a letter")
    with pytest.raises(faults.StoreReadOnly):
        LearnerStore.open(Profile(tmp_path / "profile"), Clock())
    assert (tmp_path / "profile").read_text() == "a letter"


@pytest.mark.parametrize("name", ["learner.db", "learner.lock", "journal.jsonl", "backups"])
def test_a_folder_or_file_in_the_wrong_place_is_a_plain_refusal(profile: Profile, name: str) -> None:
    wrong = profile.folder / name
    profile.folder.mkdir()
    if name == "backups":
        wrong.write_text("")
    else:
        wrong.mkdir()
    with pytest.raises(StoreError), LearnerStore.open(profile, Clock()) as store:  # noqa: PT012
        attempt(store, 1)
        if store.second_copy_fault is not None:
            raise store.second_copy_fault
        store.back_up()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("SQLITE_FULL", faults.StoreFull),
        ("SQLITE_READONLY_DBMOVED", faults.StoreReadOnly),
        ("SQLITE_CANTOPEN", faults.StoreReadOnly),
        ("SQLITE_BUSY_SNAPSHOT", faults.StoreLocked),
        ("SQLITE_CORRUPT_INDEX", faults.StoreDamaged),
        ("SQLITE_NOTADB", faults.StoreDamaged),
        ("SQLITE_CONSTRAINT_PRIMARYKEY", faults.StoreDamaged),
        ("SQLITE_IOERR_FSYNC", faults.StoreTrouble),
        ("SQLITE_ERROR", faults.StoreTrouble),
    ],
)
def test_each_code_has_its_kind(code: str, kind: type[StoreError]) -> None:
    error = sqlite3.OperationalError(code)
    error.sqlite_errorcode = getattr(sqlite3, code)
    fault = faults.from_sqlite(error, Path("/home/ana/learner.db"))
    assert type(fault) is kind
    assert "/home/ana" in fault.what
    assert fault.safe
    assert fault.todo


def test_other_errors_pass_through_unchanged() -> None:
    with pytest.raises(KeyError), faults.speaking(Path("x")):
        raise KeyError("a mistake of the program")
    assert isinstance(faults.from_system(OSError(errno.ENOSPC, ""), Path("x")), faults.StoreFull)
    assert isinstance(faults.from_system(OSError(errno.EROFS, ""), Path("x")), faults.StoreReadOnly)

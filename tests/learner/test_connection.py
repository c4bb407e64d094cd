"""Files that are not ours, or newer, or not only ours: refused, and not one byte is changed."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relall_trainer.errors import StoreError
from relall_trainer.learner import connection, faults, schema
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import Clock, attempt, everything, fill

OLD = sorted((Path(__file__).parent / "old").glob("schema-*.db"))


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name.startswith("learner.db")
    }


def _refused(profile: Profile, kind: type[StoreError]) -> StoreError:
    before = _hashes(profile.folder)
    with pytest.raises(kind) as refused:
        LearnerStore.open(profile, Clock())
    assert type(refused.value) is kind
    assert _hashes(profile.folder) == before
    return refused.value


@pytest.fixture
def made(profile: Profile) -> Profile:
    with LearnerStore.open(profile, Clock()) as store:
        fill(store, Clock())
    return profile


def _change(path: Path, *statements: str) -> None:
    changing = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        changing.execute(statement)
    changing.close()


def test_a_newer_file_is_refused_with_both_versions(made: Profile) -> None:
    _change(made.store, f"PRAGMA user_version = {schema.VERSION + 1}")
    fault = _refused(made, faults.StoreNewer)
    assert f"{schema.VERSION + 1}; this one knows {schema.VERSION}" in fault.what
    assert "not touched" in fault.safe


def test_a_newer_file_with_steps_we_do_not_know(made: Profile) -> None:
    _change(made.store, "INSERT INTO _sqlite_migrations VALUES (9, 'learner', 'telepathy', '2030')")
    assert "telepathy" in _refused(made, faults.StoreNewer).what


def test_a_newer_program_that_was_killed_leaves_its_mark_in_the_log_only(made: Profile) -> None:
    script = (
        "import os, sqlite3, sys\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA journal_mode = WAL')\nc.execute('BEGIN')\nc.execute('PRAGMA user_version = 77')\n"
        "c.execute('CREATE TABLE future (x)')\nc.execute('COMMIT')\nos._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", script, made.store], check=True)
    assert made.store.read_bytes()[60:64] == bytes([0, 0, 0, schema.VERSION])
    assert Path(f"{made.store}-wal").stat().st_size > 0
    assert "77" in _refused(made, faults.StoreNewer).what


@pytest.mark.parametrize(
    "content", [b"Dear diary", b"SQLite format 3", b"PK\x03\x04" + bytes(2000), b"\0" * 5000]
)
def test_a_file_of_another_kind(profile: Profile, content: bytes) -> None:
    profile.folder.mkdir()
    profile.store.write_bytes(content)
    _refused(profile, faults.NotOurStore)


def test_databases_of_other_programs(profile: Profile) -> None:
    profile.folder.mkdir()
    _change(profile.store, "CREATE TABLE places (url)", "PRAGMA application_id = 7")
    _refused(profile, faults.NotOurStore)
    profile.store.unlink()
    _change(profile.store, "CREATE TABLE places (url)")
    _refused(profile, faults.NotOurStore)


@pytest.mark.parametrize(
    "intruder",
    [
        "CREATE TRIGGER t AFTER INSERT ON events BEGIN UPDATE attempts SET points = 100; END",
        "CREATE TRIGGER t BEFORE DELETE ON notes BEGIN SELECT 1; END",
        "CREATE VIEW v AS SELECT * FROM attempts",
        "CREATE VIRTUAL TABLE f USING fts5(x)",
        "CREATE TABLE extra (x)",
        "CREATE INDEX i ON events (hash)",
        "CREATE UNIQUE INDEX i ON attempts (hash)",
        "ALTER TABLE attempts ADD COLUMN bonus REAL",
        "ALTER TABLE notes RENAME TO noted",
        "DROP TABLE notes",
        "DROP INDEX attempts_by_start",
        "DROP TABLE _sqlite_migrations",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -3",
    ],
)
def test_tables_that_are_not_exactly_ours(made: Profile, intruder: str) -> None:
    _change(made.store, intruder)
    _refused(made, faults.StoreDamaged)


def test_a_creation_that_was_interrupted_is_done_again(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = schema.STATEMENTS[1]
    for broken_at in range(len(statements) + 1):
        broken = (*statements[:broken_at], "CREATE TABLE nonsense (")
        monkeypatch.setitem(schema.STATEMENTS, 1, broken)
        with pytest.raises(StoreError):
            LearnerStore.open(profile, Clock())
    monkeypatch.setitem(schema.STATEMENTS, 1, statements)
    with LearnerStore.open(profile, Clock()) as store:
        attempt(store, 1)


def test_a_creation_that_was_killed_is_done_again(profile: Profile) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom tests.learner.samples import Clock\n"
        "from relall_trainer.learner import connection\nfrom relall_trainer.learner.store import LearnerStore\n"
        "from relall_trainer.paths import Profile\nleft = int(sys.argv[2])\n"
        "def step(sql):\n    global left\n    left -= 1\n    if left < 0: os._exit(9)\n"
        "real = connection._take_hold\n"
        "def take_hold(c):\n    real(c)\n    c.set_trace_callback(step)\n"
        "connection._take_hold = take_hold\n"
        "LearnerStore.open(Profile(Path(sys.argv[1])), Clock()).close()\n"
    )
    outcomes = []
    for steps in (0, 4, 9, 16, 24, 10_000):
        outcome = subprocess.run([sys.executable, "-c", script, profile.folder, str(steps)], timeout=60)
        outcomes.append(outcome.returncode)
    assert outcomes[0] == 9
    assert outcomes[-1] == 0
    with LearnerStore.open(profile, Clock()) as store:
        attempt(store, 1)
        assert store.examine().findings == ()


def test_a_migration_is_preceded_by_a_copy(made: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    now, then = schema.VERSION, schema.VERSION + 1
    second = ("CREATE TABLE later (x TEXT) STRICT",)
    monkeypatch.setattr(schema, "VERSION", then)
    monkeypatch.setitem(schema.STATEMENTS, then, (*schema.STATEMENTS[now], *second))

    def migrate(opened: sqlite3.Connection) -> None:
        with connection.transaction(opened):
            opened.execute(second[0])
            opened.execute(f"PRAGMA user_version = {then}")

    monkeypatch.setattr("relall_trainer.learner.migrations.migrate", migrate)
    with LearnerStore.open(made, Clock()) as store:
        assert store.count() == 3
    (copy,) = made.backups.glob("*.db")
    assert copy.read_bytes()[60:64] == bytes([0, 0, 0, now])
    with LearnerStore.open(made, Clock()) as store:
        assert store.count() == 3


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_files_of_every_released_version_open(old: Path, profile: Profile) -> None:
    profile.folder.mkdir()
    shutil.copyfile(old, profile.store)
    with LearnerStore.open(profile, Clock()) as store:
        assert [record.answers for record in store.summaries()] == [0, 3, 4]
        assert len(store.notes()) == 2
        assert everything(store).texts
        assert store.examine().findings == ()


def test_there_is_an_old_file_for_each_version() -> None:
    assert [path.stem for path in OLD] == [f"schema-{version}" for version in sorted(schema.STATEMENTS)]


def test_every_refusal_says_what_is_safe(made: Profile) -> None:
    makers: tuple[Callable[[], StoreError], ...] = (
        lambda: faults.locked(made.store),
        lambda: faults.damaged(made.store, "x"),
        lambda: faults.newer(made.store, "2", "1"),
        lambda: faults.not_ours(made.store, "x"),
    )
    for maker in makers:
        assert maker().one_line().count(".") >= 3


def test_a_list_of_steps_that_is_otherwise_made_is_damage(made: Profile) -> None:
    _change(
        made.store,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'migration_set', 'migration_sat')"
        " WHERE name = '_sqlite_migrations'",
        "UPDATE sqlite_schema SET sql = replace(sql, 'migration_set', 'migration_sat') WHERE type = 'index'",
    )
    _refused(made, faults.StoreDamaged)

"""Opening the database file: exclusive, durable, ours, of this version; or a plain refusal that changed nothing.

The caller holds the profile's lock. What is done with the open file is the business of ``store``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from relall_trainer.learner import faults, schema
from relall_trainer.learner.stamp import read_stamp

BeforeMigration = Callable[[sqlite3.Connection], object]


def open_database(
    path: Path, before_migration: BeforeMigration | None = None, *, migrating: bool = True
) -> sqlite3.Connection:
    """The one writing connection to the store at ``path``, made or migrated where needed.

    ``before_migration`` is called with an older file before it is changed; without ``migrating`` it stays as it is.
    Raises a StoreError: StoreLocked, StoreNewer, NotOurStore, StoreDamaged, StoreReadOnly, StoreFull.
    """
    with faults.speaking(path):
        _refuse_by_stamp(path)
        # Another thread may copy from it (``copying``); SQLite itself keeps the two apart.
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            _take_hold(connection)
            _make_current(connection, path, before_migration, migrating)
        except BaseException:
            connection.close()
            raise
    return connection


def open_copy(path: Path) -> sqlite3.Connection:
    """A reading connection to a finished copy (a backup) of this version or an older one.

    Raises a StoreError.
    """
    with faults.speaking(path):
        if not path.is_file():
            raise faults.trouble(path, "there is no such file")
        _refuse_by_stamp(path)
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0, isolation_level=None
        )
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            _refuse_strange_schema(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


class transaction:  # noqa: N801 - reads as a phrase: with transaction(connection)
    """All of the block or nothing; when it ends without an error, it is on disk."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _refuse_by_stamp(path: Path) -> None:
    stamp = read_stamp(path)
    if stamp is None:
        return
    if not stamp.sqlite:
        raise faults.not_ours(path, "not an SQLite file")
    if stamp.application_id not in (0, schema.APPLICATION_ID):
        raise faults.not_ours(path, f"application id {stamp.application_id:#x}")
    if stamp.application_id and stamp.user_version > schema.VERSION:
        raise faults.newer(path, str(stamp.user_version), str(schema.VERSION))


def _take_hold(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # The first access of the file: from here on no other process can even read it.
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _make_current(
    connection: sqlite3.Connection, path: Path, before: BeforeMigration | None, migrating: bool
) -> None:
    if _is_blank(connection):
        _use_log(connection, path)
        _migrate(connection)
        return
    version = _refuse_strange_schema(connection, path)
    _use_log(connection, path)
    if version < schema.VERSION and migrating:
        if before is not None:
            before(connection)
        _migrate(connection)


def _is_blank(connection: sqlite3.Connection) -> bool:
    return not _number(connection, "SELECT count(*) FROM sqlite_schema") and not _number(
        connection, "PRAGMA application_id"
    )


def _refuse_strange_schema(connection: sqlite3.Connection, path: Path) -> int:
    """The file's version, when it is ours and its tables are exactly those of that version."""
    if _number(connection, "PRAGMA application_id") != schema.APPLICATION_ID:
        raise faults.not_ours(path, "another program's SQLite file")
    version = _number(connection, "PRAGMA user_version")
    if version > schema.VERSION:
        raise faults.newer(path, str(version), str(schema.VERSION))
    if version not in schema.STATEMENTS:
        raise faults.damaged(path, f"record format {version} was never written")
    if schema.keeps_steps(connection):
        unknown = set(schema.migration_names(connection)) - set(schema.MIGRATION_NAMES)
        if unknown:
            raise faults.newer(path, ", ".join(sorted(unknown)), str(schema.VERSION))
    different = schema.differences(connection, version)
    if different:
        raise faults.damaged(path, f"tables are not as this program makes them: {', '.join(different[:3])}")
    return version


def _use_log(connection: sqlite3.Connection, path: Path) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise faults.trouble(path, "this disk cannot keep a write-ahead log")


def _migrate(connection: sqlite3.Connection) -> None:
    from relall_trainer.learner.migrations import migrate  # brings sqlite-utils, which is slow to import

    migrate(connection)


def _number(connection: sqlite3.Connection, query: str) -> int:
    (value,) = connection.execute(query).fetchone()
    return int(value)

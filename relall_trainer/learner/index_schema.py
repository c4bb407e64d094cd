"""The tables of the history index, and opening its file: a copy in another shape, never part of the record.

Whatever is missing, damaged, foreign or of another version is thrown away and made anew; that costs only time.
What stands in the rows is the business of ``index_rows``, filling them of ``index_writer``.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from relall_trainer.learner import faults
from relall_trainer.learner.plain_file import open_plain
from relall_trainer.learner.stamp import read_stamp

APPLICATION_ID = 0x52414849  # "RAHI"
VERSION = 2
_PAGES_KEPT_KIB = 16_384
_SEAL = "-seal"
_LARGEST_HASHED = 128_000_000
"""Bytes; going through more would be felt at each opening, so a larger file is told by its size and its time."""
_LONGEST_SEAL = 100
_BESIDE = ("-wal", "-shm", "-journal")
MEMORY = ":memory:"

# Words are folded and split before they come here, so the simplest of tokenizers is right: a word is what stands
# between spaces. The signs belong to the words that stand for filters; nothing typed can hold them.
_WORDS = (
    "CREATE VIRTUAL TABLE words USING fts5("
    "said, detail=none, columnsize=0, prefix='3', tokenize=\"ascii tokenchars '=-_.^%;'\")"
)

STATEMENTS = (
    """CREATE TABLE attempts (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    events INTEGER NOT NULL,           -- as far as it is indexed: how many events, the end of their chain
    hash TEXT NOT NULL,
    notes TEXT NOT NULL,               -- what stands for its notes as they were indexed
    case_id TEXT NOT NULL,
    case_title TEXT NOT NULL,
    source TEXT NOT NULL,
    mode TEXT NOT NULL,
    version TEXT NOT NULL,
    fault TEXT                         -- why it could not be played again
) STRICT""",
    """CREATE TABLE places (
    number INTEGER PRIMARY KEY,
    node TEXT NOT NULL,
    title TEXT NOT NULL,
    UNIQUE (node, title)
) STRICT""",
    """CREATE TABLE steps (
    number INTEGER PRIMARY KEY,
    action TEXT NOT NULL,
    label TEXT NOT NULL,
    rating TEXT NOT NULL,
    rule TEXT NOT NULL,                -- empty where nothing is rated
    UNIQUE (action, label, rating, rule)
) STRICT""",
    """CREATE TABLE decisions (
    key INTEGER PRIMARY KEY,           -- the millisecond it was made in, or the next one free
    attempt INTEGER NOT NULL REFERENCES attempts (number),
    n INTEGER NOT NULL,
    place INTEGER NOT NULL REFERENCES places (number),
    at TEXT NOT NULL,
    confidence TEXT,
    elapsed_ms INTEGER,
    points INTEGER NOT NULL,           -- in ten-thousandths, so that sums never drift
    possible INTEGER NOT NULL,
    critical INTEGER NOT NULL,
    is_first INTEGER NOT NULL,
    counted INTEGER NOT NULL,          -- a first answer, and not of a fork
    noted INTEGER NOT NULL,
    chosen TEXT NOT NULL,              -- numbers of steps
    missed TEXT NOT NULL,
    graded TEXT NOT NULL,              -- rule, dimension, 1 right or 0 wrong, 1 where it forbade a step chosen
    dimensions TEXT NOT NULL           -- dimension, points, possible
) STRICT""",
    "CREATE INDEX decisions_by_attempt ON decisions (attempt, n)",
    "CREATE TABLE patients (fingerprint TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID",
    """CREATE TABLE rule_days (
    version TEXT NOT NULL, rule TEXT NOT NULL, day TEXT NOT NULL,
    n INTEGER NOT NULL, right INTEGER NOT NULL, sure_wrong INTEGER NOT NULL, critical INTEGER NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (version, rule, day)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE dimension_days (
    version TEXT NOT NULL, dimension TEXT NOT NULL, day TEXT NOT NULL, -- dimension empty: all together
    n INTEGER NOT NULL, points INTEGER NOT NULL, possible INTEGER NOT NULL, full INTEGER NOT NULL,
    PRIMARY KEY (version, dimension, day)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE certainty (
    version TEXT NOT NULL, confidence TEXT NOT NULL,
    n INTEGER NOT NULL, points INTEGER NOT NULL, possible INTEGER NOT NULL, full INTEGER NOT NULL,
    critical INTEGER NOT NULL,
    PRIMARY KEY (version, confidence)
) STRICT, WITHOUT ROWID""",
    "CREATE TABLE vocabulary (word TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID",
    _WORDS,
)


def open_index(path: Path) -> sqlite3.Connection:
    """A connection to a sound index at ``path``, empty where it had to be made anew.

    Where there cannot be a file of ours (a folder that cannot be written, another program that holds it, a full disk)
    the index lives in memory. The caller holds the profile.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (_is_as_sealed(path) and _is_ours(path)):
            discard(path)
        try:
            return _opened(path)
        except faults.DATABASE_FAULTS as error:
            if not (is_damage(error) or _is_other_schema(error)):
                raise
            discard(path)
            return _opened(path)
    except (OSError, *faults.DATABASE_FAULTS):
        return in_memory()


def close_index(connection: sqlite3.Connection, path: Path) -> None:
    """Let go of the file and put down what its bytes add up to, so that the next opening sees every change."""
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        if not _lies_beside(path):
            _seal(path).write_text(_digest(path), "ascii")
    except (OSError, sqlite3.Error):
        connection.close()  # without a seal it is made anew


def in_memory() -> sqlite3.Connection:
    """An index that lasts as long as its connection."""
    connection = sqlite3.connect(MEMORY, isolation_level=None)
    _make(connection)
    return connection


def discard(path: Path) -> None:
    """Remove the file and what SQLite keeps beside it, or a folder that has taken a name of theirs. Raises OSError."""
    for ending in (_SEAL, *_BESIDE, ""):
        there = Path(f"{path}{ending}")
        if there.is_dir() and not there.is_symlink():
            shutil.rmtree(there)
            continue
        with suppress(FileNotFoundError, NotADirectoryError):
            there.unlink()


def is_damage(error: sqlite3.Error | UnicodeDecodeError) -> bool:
    """Whether what SQLite says means that the file is not what was written to it."""
    return isinstance(faults.from_sqlite(error, Path(MEMORY)), faults.StoreDamaged)


def _is_other_schema(error: sqlite3.Error | UnicodeDecodeError) -> bool:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR


def _seal(path: Path) -> Path:
    return Path(f"{path}{_SEAL}")


def _is_as_sealed(path: Path) -> bool:
    """Whether the bytes are those of the last closing. The seal is used up: a program that dies leaves none.

    What a program left that died cannot be told from what somebody put there, so it is made anew.
    """
    try:
        with open_plain(_seal(path)) as file:
            sealed = file.read(_LONGEST_SEAL).decode("ascii")
    except (OSError, UnicodeDecodeError):
        return False
    _seal(path).unlink()
    return path.is_file() and not _lies_beside(path) and sealed == _digest(path)


def _lies_beside(path: Path) -> bool:
    return any(Path(f"{path}{ending}").exists() for ending in _BESIDE)


def _digest(path: Path) -> str:
    there = path.stat()
    if there.st_size > _LARGEST_HASHED:
        return f"{there.st_size} {there.st_mtime_ns}"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_ours(path: Path) -> bool:
    stamp = read_stamp(path)
    return stamp is None or (stamp.application_id, stamp.user_version) == (APPLICATION_ID, VERSION)


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        # What a power cut takes is indexed again; what stands there is never half of something.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{_PAGES_KEPT_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            _make(connection)
        elif _shape(connection) != _expected():
            raise sqlite3.DatabaseError("another schema")  # carries no code: SQLITE_ERROR
    except BaseException:
        connection.close()
        raise
    return connection


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in STATEMENTS:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _shape(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return [
        (str(name), str(sql))
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
        )
    ]


def _expected() -> list[tuple[str, str]]:
    fresh = in_memory()
    try:
        return _shape(fresh)
    finally:
        fresh.close()

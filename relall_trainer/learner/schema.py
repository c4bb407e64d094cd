"""The tables of the learner's store, version by version, and the check that a file holds exactly these.

Statements are kept for ever: old files are compared with the version they claim before they are migrated
(``migrations``). Knows SQL text only; opening files is done in ``connection``.
"""

from __future__ import annotations

import re
import sqlite3

APPLICATION_ID = 0x52414C4C  # "RALL"
VERSION = 2
MIGRATION_SET = "learner"
MIGRATION_NAMES = ("attempts_events_contents_notes", "papers")  # one per version, in order

_CONTENTS = """CREATE TABLE contents (
    sha256 TEXT NOT NULL PRIMARY KEY,  -- of the text
    kind TEXT NOT NULL,                -- case | algorithm
    text TEXT NOT NULL                 -- what the attempts were played on, kept after the original changed
) STRICT"""

_ATTEMPTS = """CREATE TABLE attempts (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    learner TEXT NOT NULL,
    case_id TEXT NOT NULL,
    case_version TEXT NOT NULL,
    case_sha256 TEXT NOT NULL,         -- of the case as its author released it
    case_title TEXT NOT NULL,
    case_content TEXT NOT NULL REFERENCES contents (sha256),
    algorithm_id TEXT NOT NULL,
    algorithm_version TEXT NOT NULL,
    algorithm_sha256 TEXT NOT NULL,
    algorithm_content TEXT NOT NULL REFERENCES contents (sha256),
    scoring_version TEXT NOT NULL,
    seed TEXT,
    mode TEXT NOT NULL,
    started_at TEXT NOT NULL,
    status TEXT NOT NULL,              -- from here on: derived from the events, can be derived again
    node TEXT NOT NULL,
    points REAL NOT NULL,
    possible REAL NOT NULL,
    percent TEXT,
    critical INTEGER NOT NULL,
    ending TEXT,
    finished_at TEXT,
    events INTEGER NOT NULL,           -- how many events the log holds
    answers INTEGER NOT NULL,          -- how many of them are committed decisions
    hash TEXT NOT NULL,                -- of the last event: the end of the chain
    seal TEXT NOT NULL                 -- over the columns above, without number
) STRICT"""

_EVENTS = """CREATE TABLE events (
    attempt INTEGER NOT NULL REFERENCES attempts (number),
    n INTEGER NOT NULL,
    body TEXT NOT NULL,                -- canonical JSON
    hash TEXT NOT NULL,                -- SHA-256 of the hash before and the body
    kind TEXT NOT NULL,                -- as in the body, for searching
    rationale TEXT,                    -- as in the body, for searching; null where there is none
    PRIMARY KEY (attempt, n)
) STRICT, WITHOUT ROWID"""

_NOTES = """CREATE TABLE notes (
    id TEXT NOT NULL PRIMARY KEY,
    attempt INTEGER REFERENCES attempts (number),
    node TEXT,
    evidence TEXT,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    seal TEXT NOT NULL
) STRICT"""

_PAPERS = """CREATE TABLE papers (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,                  -- when it was put there; never before the one it replaced
    seal TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT"""

_FIRST = (
    _CONTENTS,
    _ATTEMPTS,
    "CREATE INDEX attempts_by_start ON attempts (started_at, id)",
    "CREATE INDEX attempts_by_case ON attempts (case_id, started_at, id)",
    "CREATE INDEX attempts_by_status ON attempts (status, started_at, id)",
    "CREATE INDEX attempts_by_case_content ON attempts (case_content)",
    "CREATE INDEX attempts_by_algorithm_content ON attempts (algorithm_content)",
    _EVENTS,
    "CREATE INDEX events_with_rationale ON events (attempt, rationale) WHERE rationale IS NOT NULL",
    _NOTES,
    "CREATE INDEX notes_by_attempt ON notes (attempt)",
    "CREATE INDEX notes_by_evidence ON notes (evidence)",
)

# All that a file of the version holds; each begins with all that the one before holds.
STATEMENTS: dict[int, tuple[str, ...]] = {1: _FIRST, 2: (*_FIRST, _PAPERS)}

# Made by sqlite-utils for its own bookkeeping.
_BOOKKEEPING = (
    "CREATE TABLE _sqlite_migrations ( id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT )",
    "CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name ON _sqlite_migrations (migration_set, name)",
)


def differences(connection: sqlite3.Connection, version: int) -> list[str]:
    """Names of what the file has and should not, lacks, or has otherwise; empty when it is ours."""
    expected = {_plain(sql) for sql in (*STATEMENTS[version], *_BOOKKEEPING)}
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE NOT (name GLOB 'sqlite_autoindex_*' AND sql IS NULL)"
    )
    found = {_plain(str(sql)): str(name) for name, sql in rows}
    strange = [name for sql, name in found.items() if sql not in expected]
    missing = [sql.split(" (")[0].lower() for sql in expected - set(found)]
    return sorted(strange) + sorted(missing)


def keeps_steps(connection: sqlite3.Connection) -> bool:
    """Whether the file holds the list of the steps it went through, made as it is made."""
    found = connection.execute("SELECT sql FROM sqlite_schema WHERE name = '_sqlite_migrations'").fetchone()
    return found is not None and _plain(str(found[0])) == _plain(_BOOKKEEPING[0])


def migration_names(connection: sqlite3.Connection) -> list[str]:
    """Which migrations the file says it went through."""
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (MIGRATION_SET,)
    )
    return [str(name) for (name,) in rows]


def _plain(sql: str) -> str:
    """Without quotes and line breaks, so that two releases of sqlite-utils agree."""
    unquoted = re.sub(r'["\[\]`]', "", sql)
    return re.sub(r"\s+", " ", re.sub(r"\s*([(),])\s*", r" \1 ", unquoted)).strip()

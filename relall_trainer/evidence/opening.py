"""Opens the library's file so that it cannot be changed, and knows it from any other file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from relall_trainer.errors import TrainerError

# "RALE": tells the file from any other SQLite file. The format grows when a table changes.
APPLICATION_ID = 0x52414C45
LIBRARY_FORMAT = 2


class NotALibrary(TrainerError):
    """The file is not an evidence library this version can read. It can be built again at any time."""


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection to the library that cannot change it; raises NotALibrary for any other file."""
    # immutable: nobody writes to the file in place (a new one takes its place), so no lock and no journal is
    # looked for, and it opens from a folder one cannot write to.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        # Read-only and serialized by SQLite, so a worker may open what the window then reads.
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    except sqlite3.Error as error:
        raise unreadable(path, str(error)) from error
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        (kind,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        connection.close()
        raise unreadable(path, str(error)) from error
    if kind != APPLICATION_ID or version != LIBRARY_FORMAT:
        connection.close()
        found = (
            "another kind of file" if kind != APPLICATION_ID else f"format {version}, not {LIBRARY_FORMAT}"
        )
        raise unreadable(path, found)
    return connection


def unreadable(path: Path, why: str) -> NotALibrary:
    return NotALibrary(
        f"{path} cannot be read as an evidence library ({why}).",
        safe="Your work is not touched; the library holds none of it.",
        todo="Delete the file and start again: it is built anew.",
    )

"""Writes the library: one SQLite file from the texts and the algorithm.

The file is made beside its place under a name of its own, synced, and moved there in one step, so whoever
looks sees the old library or the new one; two programs building at once do no harm. When to build is left
to ``upkeep``.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.errors import BadFile
from relall_trainer.evidence.files import fingerprint, stamp
from relall_trainer.evidence.opening import APPLICATION_ID, LIBRARY_FORMAT
from relall_trainer.evidence.proof import PROOF
from relall_trainer.evidence.reader import Texts
from relall_trainer.evidence.records import Record, text_records
from relall_trainer.evidence.rule_records import rule_records
from relall_trainer.evidence.searchable import searchable, spellings
from relall_trainer.evidence.tables import TABLES
from relall_trainer.evidence.texts import read_texts
from relall_trainer.evidence.version import made_from

if TYPE_CHECKING:
    from sqlite_utils import Database

_UNFINISHED = ".building"
_LEFT_OVER_SECONDS = 3600

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
  id UNINDEXED, kind UNINDEXED, topic UNINDEXED, title, statement, section, terms, regimen, spelled_out, rest,
  tokenize = "unicode61 remove_diacritics 2")
"""
VIEWS = {
    "table_1": """
SELECT e.table_row AS row, e.id, e.regimen_group, e.regimen, e.doses, e.population,
       max(CASE f.name WHEN 'n' THEN f.shown END) AS n,
       max(CASE f.name WHEN 'cr' THEN f.shown END) AS cr,
       max(CASE f.name WHEN 'pr' THEN f.shown END) AS pr,
       max(CASE f.name WHEN 'to_sct' THEN f.shown END) AS to_sct,
       max(CASE f.name WHEN 'trm' THEN f.shown END) AS trm
  FROM evidence AS e LEFT JOIN figures AS f ON f.evidence_id = e.id
 WHERE e.table_row <> '' GROUP BY e.id ORDER BY e.table_row""",
    "rules_with_evidence": """
SELECT r.id AS rule, r.title AS rule_title, r.origin, r.strength, e.id AS evidence, e.title AS evidence_title,
       e.study, e.section, e.page, e.status
  FROM rules AS r LEFT JOIN rule_evidence AS re ON re.rule_id = r.id
                  LEFT JOIN evidence AS e ON e.id = re.evidence_id
 ORDER BY r.position, re.position""",
    "ratings_explained": """
SELECT a.id AS action, a.label, ra.rating, rows.id AS row, rows.rule_id AS rule, rows.conditions,
       rows.why, rows.origin
  FROM ratings AS ra JOIN actions AS a ON a.id = ra.action_id JOIN rows ON rows.id = ra.row_id
 ORDER BY a.position, rows.rule_id, rows.position""",
    "figures_in_place": """
SELECT e.id AS evidence, e.title, f.name, f.label, f.shown, f.numerator, f.denominator, e.section, e.page
  FROM figures AS f JOIN evidence AS e ON e.id = f.evidence_id ORDER BY e.position, f.position""",
    "proof": PROOF,
}


def build_library(target: Path, folder: Path, algorithm: Algorithm) -> None:
    """Build the library of the texts in ``folder`` at ``target``.

    Raises BadFile when the texts have faults or a rule cites what they do not hold; OSError when it cannot be
    written.
    """
    # Taken before reading: a file changed meanwhile is then seen as changed at the next start.
    seen = stamp(folder)
    try:
        mark = fingerprint(folder)
    except BadFile:
        read_texts(folder)  # says it together with every other fault
        raise
    texts = read_texts(folder)
    meta = {"stamp": seen, "fingerprint": mark, **made_from(algorithm)}
    _check_citations(texts, algorithm, folder)
    replace_whole(target, lambda path: _write(path, texts, algorithm, meta))


def replace_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` make a file beside ``target``, then move it there, synced, in one step; OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    handle, name = tempfile.mkstemp(suffix=_UNFINISHED, prefix=f"{target.stem}-", dir=target.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        write(unfinished)
        _sync(unfinished)
        unfinished.replace(target)
    except sqlite3.OperationalError as error:  # what SQLite says when a disk is full or gone
        raise OSError(str(error)) from error
    finally:
        for left in (unfinished, unfinished.with_name(f"{unfinished.name}-journal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _check_citations(texts: Texts, algorithm: Algorithm, folder: Path) -> None:
    """Every item a rule or step cites must be there; all that are not are named at once."""
    known = {item.id for item in texts.items} | {item.id for item in texts.since}
    citing = [(rule.id, (*rule.evidence, *rule.since)) for rule in algorithm.rules.values()]
    citing += [(action.id, (*action.evidence, *action.since)) for action in algorithm.actions.values()]
    missing = [f"{id} cites {name}" for id, names in citing for name in names if name not in known]
    if missing:
        raise BadFile(
            f"{folder}: the algorithm cites what the evidence texts do not hold: {'; '.join(missing)}.",
            safe="Your work is not touched.",
            todo="Add these items, or correct the citation.",
        )


def _write(path: Path, texts: Texts, algorithm: Algorithm, meta: dict[str, str]) -> None:
    # Imported only when something is built: it costs as much as Qt Widgets.
    from sqlite_utils import Database

    # Its own connection, so that the file is closed, and not kept open by the wrapper, before it is moved.
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF;"
            f"PRAGMA foreign_keys = ON; PRAGMA application_id = {APPLICATION_ID};"
            f"PRAGMA user_version = {LIBRARY_FORMAT};"
        )
        database = Database(connection)
        about = [{"key": key, "value": value} for key, value in meta.items()]
        searched = searchable(texts)
        forms = [{"joined": joined, "written": written} for joined, written in spellings(searched).items()]
        content = {"meta": about, "spellings": forms, **text_records(texts), **rule_records(algorithm)}
        _fill(database, content)
        connection.execute(SEARCH)
        connection.executemany("INSERT INTO search VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", searched)
        connection.execute("INSERT INTO search(search) VALUES ('optimize')")
        for name, query in VIEWS.items():
            database.create_view(name, query.strip())
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
        connection.execute("VACUUM")


def _fill(database: Database, content: dict[str, list[Record]]) -> None:
    for table in TABLES:
        made = database.table(table.name)
        made.create(
            dict(table.columns),
            pk=table.key,
            foreign_keys=[(column, *target) for column, target in table.points_to.items()],
            not_null=set(table.columns) - table.may_be_empty,
            strict=True,
        )
        made.insert_all(content[table.name])
        for column in table.points_to:
            made.create_index([column])


def _sweep(target: Path) -> None:
    """Remove what a build that was killed left behind, once it is certainly nobody's any more."""
    for left in target.parent.glob(f"{target.stem}-*{_UNFINISHED}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_OVER_SECONDS:
                left.unlink()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the move itself durable, where folders can be synced (not on Windows)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

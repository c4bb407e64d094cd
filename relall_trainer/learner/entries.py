"""What the lines of the journal say, and doing again what they say: each of them twice is as good as once.

Used when the store catches up with its journal and when it is rebuilt from a backup. Knows the tables; leaves
files and locks to others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from relall_trainer.learner import chain, papers, tables
from relall_trainer.learner.connection import transaction
from relall_trainer.learner.records import (
    AttemptHead,
    AttemptRecord,
    Note,
    Summary,
    begun,
    head_fields,
    summary_fields,
)

_NOTHING_NEW = (0, 0)


@dataclass(frozen=True, slots=True)
class Replayed:
    """How much the journal had that the database had not, and how many entries could not be used."""

    attempts: int = 0
    answers: int = 0
    unusable: int = 0
    papers: int = 0


def content_entry(kind: str, text: str) -> str:
    return chain.canonical({"do": "content", "kind": kind, "text": text})


def begin_entry(head: AttemptHead) -> str:
    return chain.canonical({"do": "begin", "head": head_fields(head)})


def event_entry(attempt_id: str, n: int, body: str, after: AttemptRecord) -> str:
    """Put together by hand: the event's text is canonical already, and reading it back gives the same text."""
    summary = chain.canonical(summary_fields(after.summary))
    return (
        f'{{"attempt":{chain.canonical(attempt_id)},"do":"event","event":{body},'
        f'"hash":"{after.hash}","n":{n},"summary":{summary}}}'
    )


def summary_entry(attempt_id: str, summary: Summary) -> str:
    return chain.canonical({"do": "summary", "attempt": attempt_id, "summary": summary_fields(summary)})


def note_entry(note: Note) -> str:
    fields = {name: getattr(note, name) for name in ("id", "attempt_id", "node", "evidence", "text", "at")}
    return chain.canonical({"do": "note", "note": fields})


def replay(connection: sqlite3.Connection, entries: Iterable[dict[str, Any]]) -> Replayed:
    """Do all entries, in order, in one transaction. Raises sqlite3.Error."""
    attempts = answers = unusable = 0
    with transaction(connection):
        before = papers.count(connection)
        for entry in entries:
            try:
                done = _do(connection, entry)
            except (KeyError, TypeError, ValueError, AttributeError):
                done = None
            if done is None:
                unusable += 1
            else:
                attempts += done[0]
                answers += done[1]
        filed = papers.count(connection) - before
    return Replayed(attempts, answers, unusable, max(0, filed))


def is_done(connection: sqlite3.Connection, entry: dict[str, Any]) -> bool:
    """Whether the database has what this entry says. Raises sqlite3.Error."""
    match entry.get("do"):
        case "event":
            found = tables.find_attempt(connection, str(entry["attempt"]))
            return found is not None and tables.event_hash(connection, found[0], entry["n"]) == entry["hash"]
        case "begin":
            return tables.find_attempt(connection, str(entry["head"]["id"])) is not None
        case "note":
            note = Note(**entry["note"])
            there = next(tables.read_notes(connection, "WHERE n.id = ?", (note.id,)), None)
            return there == (note if note.text else None)
        case "summary":
            found = tables.find_attempt(connection, str(entry["attempt"]))
            return found is not None and summary_fields(found[1].summary) == entry["summary"]
        case "papers" | "drop":
            left = papers.left_by([entry])
            return all(papers.is_left(connection, key, how) for key, how in left.items())
    return True


def has_newest(connection: sqlite3.Connection, newest_first: Iterable[dict[str, Any]]) -> bool:
    """Whether the database has what the newest entries say, so that it lost none. Raises sqlite3.Error.

    Where something was taken away last, nothing is there as before it was put there: the entry before that tells.
    """
    gone: set[tuple[str, ...]] = set()
    for entry in newest_first:
        if _takes_away(entry):
            if not is_done(connection, entry):
                return False
            gone |= _things(entry)
        elif entry.get("do") not in ("note", "papers"):
            return is_done(connection, entry)
        elif left := _things(entry) - gone:
            if entry["do"] == "papers":
                entry = {**entry, "rows": [row for row in entry["rows"] if (row[0], row[1]) in left]}
            return is_done(connection, entry)
    return True


def _takes_away(entry: dict[str, Any]) -> bool:
    return entry.get("do") == "drop" or (entry.get("do") == "note" and not entry["note"]["text"])


def _things(entry: dict[str, Any]) -> set[tuple[str, ...]]:
    """The note, or the papers, an entry is about."""
    return {(entry["note"]["id"],)} if entry["do"] == "note" else set(papers.left_by([entry]))


def missing(connection: sqlite3.Connection, entries: Sequence[dict[str, Any]]) -> int:
    """How many of the things that entries speak of the database has not as they leave them. Raises sqlite3.Error.

    Notes and papers that are not there count only where the newest entries are missing: their being taken away may
    not have reached the journal.
    """
    lost = not has_newest(connection, reversed(entries))
    count = 0
    for key, how in papers.left_by(entries).items():
        if not papers.is_left(connection, key, how):
            count += lost or papers.is_there(connection, key)
    events = (entry for entry in entries if entry.get("do") in ("begin", "event"))
    count += sum(not is_done(connection, entry) for entry in events)
    return max(count, int(lost))


def _do(connection: sqlite3.Connection, entry: dict[str, Any]) -> tuple[int, int] | None:
    """How many attempts and answers were added; None when the entry does not fit what is there."""
    match entry["do"]:
        case "content":
            tables.insert_content(connection, entry["kind"], entry["text"])
            return _NOTHING_NEW
        case "begin":
            return _begin(connection, AttemptHead(**entry["head"]))
        case "event":
            return _event(connection, entry)
        case "summary":
            return _summary(connection, entry)
        case "note":
            tables.put_note(connection, Note(**entry["note"]))
            return _NOTHING_NEW
        case "papers":
            for row in entry["rows"]:
                papers.put_back(connection, papers.Paper(*row))
            return _NOTHING_NEW
        case "drop":
            papers.drop_again(connection, entry["kind"], entry["ids"], entry["at"])
            return _NOTHING_NEW
    return None


def _begin(connection: sqlite3.Connection, head: AttemptHead) -> tuple[int, int] | None:
    found = tables.find_attempt(connection, head.id)
    if found is not None:
        return _NOTHING_NEW if found[1].head == head else None
    if not tables.has_content(connection, head.case_content) or not tables.has_content(
        connection, head.algorithm_content
    ):
        return None
    tables.insert_attempt(connection, begun(head, Summary()))
    return 1, 0


def _event(connection: sqlite3.Connection, entry: dict[str, Any]) -> tuple[int, int] | None:
    found = tables.find_attempt(connection, entry["attempt"])
    if found is None:
        return None
    number, record = found
    n, body = entry["n"], chain.canonical(entry["event"])
    summary = Summary(**entry["summary"])
    if n < record.events:
        if tables.event_hash(connection, number, n) != entry["hash"]:
            return None
        if n == record.events - 1:  # an earlier line may have set an earlier summary
            tables.update_attempt(connection, number, record.with_summary(summary))
        return _NOTHING_NEW
    kind, rationale = tables.searchable(body)
    after = record.after(kind, body, summary)
    if n > record.events or after.hash != entry["hash"]:
        return None
    tables.insert_event(connection, number, n, body, after.hash, kind, rationale)
    tables.update_attempt(connection, number, after)
    return 0, after.answers - record.answers


def _summary(connection: sqlite3.Connection, entry: dict[str, Any]) -> tuple[int, int] | None:
    found = tables.find_attempt(connection, entry["attempt"])
    if found is None:
        return None
    number, record = found
    tables.update_attempt(connection, number, record.with_summary(Summary(**entry["summary"])))
    return _NOTHING_NEW

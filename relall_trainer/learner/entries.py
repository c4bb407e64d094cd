"""What the lines of the journal say, and doing again what they say: each of them twice is as good as once.

Used when the store catches up with its journal and when it is rebuilt from a backup. Knows the tables; leaves
files and locks to others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
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

_NOTHING_NEW = (0, 0, 0)


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
    attempts = answers = unusable = filed = 0
    with transaction(connection):
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
                filed += done[2]
    return Replayed(attempts, answers, unusable, filed)


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
            return tables.has_note(connection, note.id) == bool(note.text)
        case "papers" | "drop":
            left = papers.left_by([entry])
            # All of them or none: they came in one transaction. So the last tells, and quickly, at each start.
            return all(papers.is_left(connection, key, left[key]) for key in [*left][-1:])
    return True


def missing(connection: sqlite3.Connection, entries: Iterable[dict[str, Any]]) -> int:
    """How many of the things that entries speak of the database has not as they leave them. Raises sqlite3.Error."""
    known = [entry for entry in entries if entry.get("do") != "note"]
    left = papers.left_by(known)
    count = sum(not papers.is_left(connection, key, how) for key, how in left.items())
    return count + sum(
        not is_done(connection, entry) for entry in known if entry.get("do") not in ("papers", "drop")
    )


def _do(connection: sqlite3.Connection, entry: dict[str, Any]) -> tuple[int, int, int] | None:
    """How many attempts, answers and papers were added; None when the entry does not fit what is there."""
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
            filed = [papers.put_back(connection, papers.Paper(*row)) for row in entry["rows"]]
            return 0, 0, sum(filed)
        case "drop":
            papers.drop_again(connection, entry["kind"], entry["ids"], entry["at"])
            return _NOTHING_NEW
    return None


def _begin(connection: sqlite3.Connection, head: AttemptHead) -> tuple[int, int, int] | None:
    found = tables.find_attempt(connection, head.id)
    if found is not None:
        return _NOTHING_NEW if found[1].head == head else None
    if not tables.has_content(connection, head.case_content) or not tables.has_content(
        connection, head.algorithm_content
    ):
        return None
    tables.insert_attempt(connection, begun(head, Summary()))
    return 1, 0, 0


def _event(connection: sqlite3.Connection, entry: dict[str, Any]) -> tuple[int, int, int] | None:
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
    return 0, after.answers - record.answers, 0


def _summary(connection: sqlite3.Connection, entry: dict[str, Any]) -> tuple[int, int, int] | None:
    found = tables.find_attempt(connection, entry["attempt"])
    if found is None:
        return None
    number, record = found
    tables.update_attempt(connection, number, record.with_summary(Summary(**entry["summary"])))
    return _NOTHING_NEW

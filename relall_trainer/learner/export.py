"""The learner's own record as files for others: one row a decision for a spreadsheet, everything as JSON.

Writes to a stream that is handed in. Other people's formats (xAPI) are left to others.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from relall_trainer.learner.history import EVERYTHING, HistoryFilter
from relall_trainer.learner.records import (
    ANSWER,
    AttemptRecord,
    Note,
    head_fields,
    moment,
    summary_fields,
)
from relall_trainer.learner.store import LearnerStore

FORMAT = 1
_PAGE = 200
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # wide ones too
_COLUMNS = (
    "attempt", "learner", "case", "case_version", "case_title", "mode", "seed", "started_at", "status", "ending",
    "points", "possible", "percent", "critical_errors",
    "decision", "node", "chosen", "confidence", "rationale", "elapsed_ms", "decided_at",
)  # fmt: skip


def write_csv(store: LearnerStore, stream: IO[str], wanted: HistoryFilter = EVERYTHING) -> int:
    """One row a decision (one for an attempt without any), newest attempt first; how many rows.

    The stream is to be opened with ``newline=""``. Text a spreadsheet would take for a formula gets an apostrophe
    before it; numbers stay numbers. Raises a StoreError.
    """
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    count = 0
    for record in attempts(store, wanted):
        for row in _rows(store, record):
            writer.writerow([safe_cell(row.get(name)) for name in _COLUMNS])
            count += 1
    return count


def write_json(
    store: LearnerStore, stream: IO[str], exported_at: datetime, wanted: HistoryFilter = EVERYTHING
) -> int:
    """Everything: attempts with pins, events and notes, and the texts they were played on; how many attempts.

    Attempt by attempt, so that a long history needs no more memory than a short one. Raises a StoreError.
    """
    texts: set[str] = set()
    stream.write(f'{{"format":{FORMAT},"exported_at":{json.dumps(moment(exported_at))},"attempts":[')
    count = 0
    for record in attempts(store, wanted):
        texts |= {record.head.case_content, record.head.algorithm_content}
        stream.write(",\n" if count else "\n")
        stream.write(_dumped(_whole(store, record)))
        count += 1
    stream.write('],\n"notes":')
    json.dump(
        [_plain_note(note) for note in store.notes() if note.attempt_id is None], stream, ensure_ascii=False
    )
    stream.write(',\n"texts":{')
    for place, sha256 in enumerate(sorted(texts)):
        stream.write(",\n" if place else "\n")
        stream.write(f"{json.dumps(sha256)}:{json.dumps(store.content(sha256), ensure_ascii=False)}")
    stream.write("}}\n")
    return count


def _dumped(data: dict[str, Any]) -> str:
    """As JSON that any stream takes: half characters, which an event may hold, are spelt out."""
    text = json.dumps(data, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(data)
    return text


def attempts(store: LearnerStore, wanted: HistoryFilter = EVERYTHING) -> Iterator[AttemptRecord]:
    """All attempts the filter finds, newest first, a page at a time."""
    page = store.summaries(wanted, limit=_PAGE)
    while page:
        yield from page
        page = store.summaries(wanted, after=page[-1].key, limit=_PAGE)


def safe_cell(value: object) -> object:
    """The value as a cell: numbers as they are, text never a formula, lists joined, None empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = text.encode("utf-8", "replace").decode()
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(store: LearnerStore, record: AttemptRecord) -> Iterator[dict[str, Any]]:
    head, summary = record.head, record.summary
    common = {
        "attempt": head.id,
        "learner": head.learner,
        "case": head.case_id,
        "case_version": head.case_version,
        "case_title": head.case_title,
        "mode": head.mode,
        "seed": head.seed and int(head.seed),
        "started_at": head.started_at,
        "status": summary.status,
        "ending": summary.ending,
        "points": summary.points,
        "possible": summary.possible,
        "percent": summary.percent and float(summary.percent),
        "critical_errors": summary.critical,
    }
    answers = [event for event in store.events(record.id) if event.get("kind") == ANSWER]
    for place, event in enumerate(answers, start=1):
        of_answer = {
            name: event.get(name) for name in ("node", "chosen", "confidence", "rationale", "elapsed_ms")
        }
        yield {**common, "decision": place, **of_answer, "decided_at": event.get("at")}
    if not answers:
        yield common


def _whole(store: LearnerStore, record: AttemptRecord) -> dict[str, Any]:
    return {
        **head_fields(record.head),
        "summary": summary_fields(record.summary),
        "hash": record.hash,
        "events": list(store.events(record.id)),
        "notes": [_plain_note(note) for note in store.notes(attempt_id=record.id)],
    }


def _plain_note(note: Note) -> dict[str, Any]:
    return {"id": note.id, "node": note.node, "evidence": note.evidence, "text": note.text, "at": note.at}

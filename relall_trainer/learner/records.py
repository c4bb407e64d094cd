"""What the store hands in and out: pins, heads, summaries, records, notes. Plain values, no SQL, no files.

A head is what was fixed when the attempt began; a summary is derived from the events and can be derived again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from relall_trainer.learner import chain

Event = Mapping[str, Any]
"""One event of an attempt as plain JSON data; ``kind`` says what it is, ``at`` when it was."""

ANSWER = "committed"
"""The kind of event that is an answer."""

OPEN, FINISHED, ABANDONED = STATUSES = ("open", "finished", "abandoned")


@dataclass(frozen=True, slots=True)
class Pin:
    """The very case, or the very algorithm, an attempt is played on.

    ``sha256`` is of the thing as released; ``text`` is what it can be made from again.
    """

    id: str
    version: str
    sha256: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class AttemptHead:
    """What was fixed when the attempt began; the ``…_content`` are the SHA-256 of the pinned texts."""

    id: str
    learner: str
    case_id: str
    case_version: str
    case_sha256: str
    case_title: str
    case_content: str
    algorithm_id: str
    algorithm_version: str
    algorithm_sha256: str
    algorithm_content: str
    scoring_version: str
    seed: str | None
    mode: str
    started_at: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Where an attempt stands: cached for the history, never the truth.

    ``percent`` is the text shown (one decimal), ``critical`` counts critical errors, ``node`` is where the
    learner is now, ``finished_at`` is ISO 8601.
    """

    status: str = OPEN
    node: str = ""
    points: float = 0.0
    possible: float = 0.0
    percent: str | None = None
    critical: int = 0
    ending: str | None = None
    finished_at: str | None = None


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """One attempt as the history knows it. ``hash`` is the end of its chain of events."""

    head: AttemptHead
    summary: Summary
    events: int
    answers: int
    hash: str

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def key(self) -> tuple[str, str]:
        """Where this record stands in the history list; ask for the page after it."""
        return (self.head.started_at, self.head.id)

    def after(self, kind: object, body: str, summary: Summary) -> AttemptRecord:
        """The record once an event has been added."""
        return AttemptRecord(
            self.head,
            summary,
            self.events + 1,
            self.answers + (kind == ANSWER),
            chain.link(self.hash, body),
        )

    def with_summary(self, summary: Summary) -> AttemptRecord:
        return AttemptRecord(self.head, summary, self.events, self.answers, self.hash)


@dataclass(frozen=True, slots=True)
class Note:
    """The learner's own words on an attempt, on one of its decisions, or on an item of evidence."""

    id: str
    attempt_id: str | None
    node: str | None
    evidence: str | None
    text: str
    at: str


class Stamped(NamedTuple):
    """How far an attempt has come: events, the end of their chain, and what stands for all of its notes."""

    attempt: str
    events: int
    hash: str
    notes: str


HEAD_COLUMNS = tuple(field.name for field in fields(AttemptHead))
SUMMARY_COLUMNS = tuple(field.name for field in fields(Summary))
head_columns: Callable[[AttemptHead], tuple[Any, ...]] = attrgetter(*HEAD_COLUMNS)
"""The values of HEAD_COLUMNS."""
COLUMNS = (*HEAD_COLUMNS, *SUMMARY_COLUMNS, "events", "answers", "hash")
"""The sealed columns of the table ``attempts``, in order."""


def begun(head: AttemptHead, summary: Summary) -> AttemptRecord:
    """A record without events; its hash, over the head, is what the chain hangs on."""
    return AttemptRecord(head, summary, 0, 0, chain.digest(chain.canonical(head_fields(head))))


def head_fields(head: AttemptHead) -> dict[str, Any]:
    return {name: getattr(head, name) for name in HEAD_COLUMNS}


def summary_fields(summary: Summary) -> dict[str, Any]:
    plain = {name: getattr(summary, name) for name in SUMMARY_COLUMNS}
    return {**plain, "points": float(summary.points), "possible": float(summary.possible)}


def to_columns(record: AttemptRecord) -> tuple[Any, ...]:
    """The values of COLUMNS, numbers as the table gives them back."""
    return (*head_columns(record.head), *changing_columns(record))


def changing_columns(record: AttemptRecord) -> tuple[Any, ...]:
    """The values of those COLUMNS that an event may change."""
    s = record.summary
    return (
        s.status,
        s.node,
        float(s.points),
        float(s.possible),
        s.percent,
        s.critical,
        s.ending,
        s.finished_at,
        record.events,
        record.answers,
        record.hash,
    )


def from_columns(values: tuple[Any, ...]) -> AttemptRecord:
    """The record of a row whose seal was found whole."""
    split = len(HEAD_COLUMNS)
    end = split + len(SUMMARY_COLUMNS)
    return AttemptRecord(AttemptHead(*values[:split]), Summary(*values[split:end]), *values[end:])


def note_seal(note: Note) -> str:
    return chain.seal((note.id, note.attempt_id, note.node, note.evidence, note.text, note.at))


def new_id() -> str:
    import uuid  # slow to import, and not needed to open the store

    return str(uuid.uuid4())


def is_plausible(time: datetime) -> bool:
    """Whether a clock, however wrong, may have said so; days and centuries can be added to it and taken from it."""
    return 1900 <= time.year < 2300


def moment(time: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: sorts as text. ``time`` must know its zone."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

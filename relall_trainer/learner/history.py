"""Which attempts a history list asks for: conditions as SQL, a page at a time by key, never by offset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from relall_trainer.learner.records import moment

MOST_TYPED = 400
"""Signs looked for; a longer pattern SQLite refuses."""


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What the list is narrowed to; None means no matter.

    ``since`` (inclusive) and ``until`` (exclusive) are on the start of the attempt; ``critical`` asks for
    attempts with (True) or without (False) critical errors; ``text`` is looked for in rationales, notes and
    the case's title, upper and lower case alike for plain letters. ``source``: case, practice or fork.
    """

    case_id: str | None = None
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    critical: bool | None = None
    text: str = ""
    source: str | None = None


EVERYTHING = HistoryFilter()


def conditions(wanted: HistoryFilter, after: tuple[str, str] | None = None) -> tuple[str, tuple[object, ...]]:
    """A WHERE clause (or nothing) on the table attempts, and its values."""
    parts: list[str] = []
    values: list[object] = []

    def ask(part: str, *its: object) -> None:
        parts.append(part)
        values.extend(its)

    if wanted.case_id is not None:
        ask("case_id = ?", wanted.case_id)
    if wanted.status is not None:
        ask("status = ?", wanted.status)
    if wanted.since is not None:
        ask("started_at >= ?", moment(wanted.since))
    if wanted.until is not None:
        ask("started_at < ?", moment(wanted.until))
    if wanted.critical is not None:
        ask("critical > 0" if wanted.critical else "critical = 0")
    if wanted.source is not None:
        ask(_SOURCES[wanted.source])
    if wanted.text.strip():
        pattern = _containing(wanted.text.strip())
        ask(
            "(case_title LIKE ? ESCAPE '!'"
            " OR EXISTS (SELECT 1 FROM events e WHERE e.attempt = attempts.number"
            " AND e.rationale IS NOT NULL AND e.rationale LIKE ? ESCAPE '!')"
            " OR EXISTS (SELECT 1 FROM notes n WHERE n.attempt = attempts.number AND n.text LIKE ? ESCAPE '!'))",
            pattern,
            pattern,
            pattern,
        )
    if after is not None:
        ask("(started_at, id) < (?, ?)", *after)
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), tuple(values)


_SOURCES = {
    "case": "mode <> 'fork' AND NOT (case_id >= 'fresh-' AND case_id < 'fresh.')",
    "practice": "mode <> 'fork' AND case_id >= 'fresh-' AND case_id < 'fresh.'",
    "fork": "mode = 'fork'",
}


def _containing(text: str) -> str:
    # SQLite takes no half signs, and would end the pattern at a NUL; neither stands in any text kept.
    text = text[:MOST_TYPED].replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return f"%{text}%"

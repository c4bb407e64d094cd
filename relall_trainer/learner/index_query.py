"""From a filter over decisions to SQL that is as fast with a million of them as with ten.

Every filter but time and attempt is a word of the full-text table, so any combination walks sorted lists side by side,
newest first, and stops when the page is full. Nothing typed is read as search syntax.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from relall_trainer.learner.decisions import DecisionFilter
from relall_trainer.learner.index_words import PREFIX_FROM, sign, step_sign, typed
from relall_trainer.learner.index_writer import milliseconds
from relall_trainer.learner.records import moment

_PLAIN, _FOUND = "decisions d", "words w CROSS JOIN decisions d ON d.key = w.rowid"
_WORDS_SPELT_OUT = 48
_LATE = 60_000
"""A key is the millisecond of its decision, or where many fell into one, at most so much later."""


class Query(NamedTuple):
    """Parts of a statement, all texts of our own; what was typed is among the values.

    ``counted`` are the tables that are enough for counting.
    """

    tables: str
    counted: str
    key: str
    where: str
    values: tuple[object, ...]


def decisions(
    connection: sqlite3.Connection, wanted: DecisionFilter, after: int | None = None
) -> Query | None:
    """The decisions found, those before the key ``after``; None where nothing can be found. Raises sqlite3.Error."""
    expression = _expression(connection, wanted)
    if expression is None:
        return None
    key = "w.rowid" if expression else "d.key"
    parts: list[str] = ["w.words MATCH ?"] if expression else []
    values: list[object] = [expression] if expression else []
    if after is not None:
        parts.append(f"{key} < ?")
        values.append(after)
    of_words_alone = bool(expression)
    if wanted.attempt is not None:
        number, first, last = _stretch(connection, wanted.attempt)
        if number is None:
            return None
        parts += [f"{key} BETWEEN ? AND ?", "d.attempt = ?"]
        values += [first, last, number]
        of_words_alone = False
    if wanted.since is not None:
        parts += [f"{key} >= ?", "d.at >= ?"]
        values += [milliseconds(wanted.since), _not_before(wanted.since)]
        of_words_alone = False
    if wanted.until is not None:
        parts += [f"{key} < ?", "d.at < ?"]
        values += [milliseconds(wanted.until) + _LATE, _not_before(wanted.until)]
        of_words_alone = False
    tables = _FOUND if expression else _PLAIN
    where = f"WHERE {' AND '.join(parts)}" if parts else ""
    return Query(tables, "words w" if of_words_alone else tables, key, where, tuple(values))


def certain_and_harmful() -> Query:
    """First answers, forks apart, that were certain and held a contraindicated step."""
    return Query(_FOUND, "words w", "w.rowid", "WHERE w.words MATCH ?", (_quoted(sign("h", "1")),))


def _stretch(connection: sqlite3.Connection, attempt: str) -> tuple[int | None, int | None, int | None]:
    """An attempt's number, and its first and last key: few decisions of others lie between."""
    row = connection.execute(
        "SELECT d.attempt, min(d.key), max(d.key) FROM attempts a JOIN decisions d ON d.attempt = a.number"
        " WHERE a.id = ?",
        (attempt,),
    ).fetchone()
    return row[0], row[1], row[2]


def _expression(connection: sqlite3.Connection, wanted: DecisionFilter) -> str | None:
    """The full-text expression (empty: all decisions); None where a word is nowhere."""
    words = typed(wanted.text)
    if wanted.text.strip() and not words:
        return None
    parts = [_quoted(word) for word in _signs(wanted)]
    parts += [_word(connection, word) for word in words]
    if not all(parts):
        return None
    expression = " AND ".join(parts)
    if wanted.rule is not None and wanted.wrong is False:
        return f"({expression}) NOT {_quoted(sign('x', wanted.rule))}"
    return expression


def _word(connection: sqlite3.Connection, word: str) -> str:
    """What finds a typed word, empty where nothing does: spelt out where few words begin so, which is quicker."""
    if len(word) < PREFIX_FROM:
        return _quoted(word)
    rows = connection.execute(
        "SELECT word FROM vocabulary WHERE word >= ? AND word < ? LIMIT ?",
        (word, f"{word}\U0010ffff", _WORDS_SPELT_OUT + 1),
    ).fetchall()
    if len(word) == PREFIX_FROM or len(rows) > _WORDS_SPELT_OUT:
        return f"{_quoted(word)} *" if rows else ""
    found = " OR ".join(_quoted(spelt) for (spelt,) in rows)
    return f"({found})" if found else ""


def _signs(wanted: DecisionFilter) -> Iterator[str]:
    if wanted.rule is not None:
        yield sign("x" if wanted.wrong else "r", wanted.rule)
    elif wanted.wrong is not None:
        yield sign("w", "1" if wanted.wrong else "0")
    for kind, value in (
        ("c", wanted.case_id),
        ("d", wanted.dimension),
        ("s", wanted.confidence),
        ("o", wanted.source),
    ):
        if value is not None:
            yield sign(kind, value)
    if wanted.action is not None and wanted.rating is not None:
        yield step_sign(wanted.action, wanted.rating)
    elif wanted.action is not None:
        yield sign("a", wanted.action)
    elif wanted.rating is not None:
        yield sign("g", wanted.rating)
    for kind, answer in (("k", wanted.critical), ("n", wanted.noted), ("t", wanted.counted)):
        if answer is not None:
            yield sign(kind, "1" if answer else "0")


def _not_before(time: datetime) -> str:
    """The first moment, as decisions have them, that is not before ``time``."""
    rest = time.microsecond % 1000
    return moment(time + timedelta(microseconds=1000 - rest) if rest else time)


def _quoted(word: str) -> str:
    # Folded words and signs hold no quotation mark.
    return f'"{word}"'

"""Which decisions a list asks for, and a page of them, newest first, by key: as fast with a million as with ten.

Every filter is a word of the full-text table, so any combination walks its sorted lists side by side and stops when
the page is full.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from relall_trainer.encounter.scoring import plain_points
from relall_trainer.learner.index_words import PREFIX_FROM, sign, step_sign, typed
from relall_trainer.learner.index_writer import milliseconds
from relall_trainer.learner.records import moment

_WORDS_SPELT_OUT = 48
_LATE = 60_000
"""A key is the millisecond of its decision, or where many fell into one, at most so much later."""
_COLUMNS = (
    "d.key, d.attempt, d.n, d.place, d.at, d.confidence, d.elapsed_ms, d.points, d.possible, d.critical, d.is_first,"
    " d.noted, d.chosen, d.missed, d.graded"
)
_MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """What the list is narrowed to; None means no matter, and all that is given must hold.

    ``text``: every word is found in the titles of case and decision, the steps chosen, the reason given, the notes or
    the titles of the rules; from three letters on what begins with it. ``rule``: it graded the decision, or decided
    a step chosen. ``action`` a step chosen, ``rating`` of a step chosen; both: of that step. ``wrong``: whether a rule
    was graded wrong; with ``rule``, that one. ``critical``: whether a contraindicated step was chosen. ``dimension``:
    the decision has a question in it. ``noted``: whether there is a note on the decision. ``source``: case, practice
    or fork. ``since`` (inclusive) and ``until`` (exclusive) are on the time of the decision.
    """

    text: str = ""
    case_id: str | None = None
    rule: str | None = None
    action: str | None = None
    rating: str | None = None
    dimension: str | None = None
    critical: bool | None = None
    wrong: bool | None = None
    confidence: str | None = None
    noted: bool | None = None
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    attempt: str | None = None


ALL_DECISIONS = DecisionFilter()


class ChosenStep(NamedTuple):
    """A step with the name it went by, its rating for that patient, and the rule that decided it (empty: none)."""

    action: str
    label: str
    rating: str
    rule: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision as a list shows it.

    ``n`` is its number in the attempt, from 1, later answers counted too; ``at`` ISO 8601 in UTC; ``source`` case,
    practice or fork; ``critical`` how many contraindicated steps were chosen; ``full``: all points possible were
    earned; ``first``: the first answer at this node; ``missed`` the best steps left out.
    """

    key: int
    attempt: str
    n: int
    node: str
    title: str
    case_id: str
    case_title: str
    at: str
    source: str
    mode: str
    confidence: str | None
    elapsed_ms: int | None
    points: float
    possible: float
    critical: int
    full: bool
    first: bool
    noted: bool
    version: str
    chosen: tuple[ChosenStep, ...]
    missed: tuple[ChosenStep, ...]
    wrong_rules: tuple[str, ...]


class _Attempt(NamedTuple):
    id: str
    case_id: str
    case_title: str
    source: str
    mode: str
    version: str


class IndexReader:
    """Reads pages through one connection; remembers steps, places and attempts, which do not change in the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._attempts: dict[int, _Attempt] = {}
        self._places: dict[int, tuple[str, str]] = {}
        self._steps: dict[int, ChosenStep] = {}
        self._lists: dict[str, tuple[ChosenStep, ...]] = {"": ()}
        self._wrong: dict[str, tuple[str, ...]] = {"": ()}

    def forget_attempts(self) -> None:
        """To be called after writing: an attempt may have been taken out and its number used again."""
        self._attempts.clear()

    def page(self, wanted: DecisionFilter, after: int | None, limit: int) -> tuple[DecisionLine, ...]:
        """The newest decisions found, before the key ``after``. Raises sqlite3.Error."""
        query = self._query(wanted, after)
        if query is None:
            return ()
        source, key, where, values = query
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM {source} {where} ORDER BY {key} DESC LIMIT ?",  # noqa: S608 - texts of our own
            (*values, limit),
        ).fetchall()
        return tuple(map(self._line, rows))

    def certain_and_harmful(self, limit: int) -> tuple[DecisionLine, ...]:
        """The newest first answers that were certain and held a contraindicated step. Raises sqlite3.Error."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM words w CROSS JOIN decisions d ON d.key = w.rowid WHERE w.words MATCH ?"  # noqa: S608
            " ORDER BY w.rowid DESC LIMIT ?",
            (_quoted(sign("h", "1")), limit),
        ).fetchall()
        return tuple(map(self._line, rows))

    def count(self, wanted: DecisionFilter) -> int:
        """How many decisions are found. Raises sqlite3.Error."""
        query = self._query(wanted, None)
        if query is None:
            return 0
        source, _, where, values = query
        if wanted.since is None and wanted.until is None and source != "decisions d":
            source = "words w"
        row = self._connection.execute(f"SELECT count(*) FROM {source} {where}", values).fetchone()  # noqa: S608
        return int(row[0])

    def _query(
        self, wanted: DecisionFilter, after: int | None
    ) -> tuple[str, str, str, tuple[Any, ...]] | None:
        """Tables, key, conditions, values; None where nothing can be found."""
        expression = self._expression(wanted)
        if expression is None:
            return None
        parts, values = [], list[Any]()
        source, key = "decisions d", "d.key"
        if expression:
            source, key = "words w CROSS JOIN decisions d ON d.key = w.rowid", "w.rowid"
            parts.append("w.words MATCH ?")
            values.append(expression)
        if after is not None:
            parts.append(f"{key} < ?")
            values.append(after)
        if wanted.since is not None:
            parts += [f"{key} >= ?", "d.at >= ?"]
            values += [milliseconds(wanted.since), _not_before(wanted.since)]
        if wanted.until is not None:
            parts += [f"{key} < ?", "d.at < ?"]
            values += [milliseconds(wanted.until) + _LATE, _not_before(wanted.until)]
        return source, key, f"WHERE {' AND '.join(parts)}" if parts else "", tuple(values)

    def _expression(self, wanted: DecisionFilter) -> str | None:
        """The full-text expression (empty: all decisions); None where a word is nowhere."""
        parts = [_quoted(word) for word in _signs(wanted)]
        for word in typed(wanted.text):
            part = self._word(word)
            if not part:
                return None
            parts.append(part)
        if wanted.text.strip() and not typed(wanted.text):
            return None
        expression = " AND ".join(parts)
        if wanted.rule is not None and wanted.wrong is False:
            expression = f"({expression}) NOT {_quoted(sign('x', wanted.rule))}"
        return expression

    def _word(self, word: str) -> str:
        """What finds a typed word: spelt out where few words begin so, since whole words are found fastest."""
        if len(word) < PREFIX_FROM:
            return _quoted(word)
        rows = self._connection.execute(
            "SELECT word FROM vocabulary WHERE word >= ? AND word < ? LIMIT ?",
            (word, f"{word}\U0010ffff", _WORDS_SPELT_OUT + 1),
        ).fetchall()
        if len(word) == PREFIX_FROM or len(rows) > _WORDS_SPELT_OUT:
            return f"{_quoted(word)} *" if rows else ""
        found = " OR ".join(_quoted(spelt) for (spelt,) in rows)
        return f"({found})" if found else ""

    def _line(self, row: tuple[Any, ...]) -> DecisionLine:
        (key, attempt, n, place, at, confidence, elapsed_ms, points, possible, critical, first, noted, chosen,
         missed, graded) = row  # fmt: skip
        whose = self._attempts.get(attempt) or self._attempt(attempt)
        node, title = self._places.get(place) or self._place(place)
        wrong = self._wrong.get(graded)
        return DecisionLine(
            key, whose.id, n, node, title, whose.case_id, whose.case_title, at, whose.source, whose.mode,
            confidence, elapsed_ms, plain_points(points), plain_points(possible), critical,
            points == possible > 0, first == 1, noted == 1, whose.version,
            self._lists.get(chosen) or self._list(chosen),
            self._lists.get(missed) or self._list(missed),
            self._wrong_rules(graded) if wrong is None else wrong,
        )  # fmt: skip

    def _attempt(self, number: int) -> _Attempt:
        if len(self._attempts) > _MOST_REMEMBERED:
            self._attempts.clear()
        row = self._connection.execute(
            "SELECT id, case_id, case_title, source, mode, version FROM attempts WHERE number = ?", (number,)
        ).fetchone()
        self._attempts[number] = _Attempt(*row)
        return self._attempts[number]

    def _place(self, number: int) -> tuple[str, str]:
        row = self._connection.execute(
            "SELECT node, title FROM places WHERE number = ?", (number,)
        ).fetchone()
        self._places[number] = (row[0], row[1])
        return self._places[number]

    def _list(self, numbers: str) -> tuple[ChosenStep, ...]:
        if not numbers:
            return ()
        if len(self._lists) > _MOST_REMEMBERED:
            self._lists = {"": ()}
        self._lists[numbers] = tuple(self._step(int(number)) for number in numbers.split(" "))
        return self._lists[numbers]

    def _step(self, number: int) -> ChosenStep:
        if number not in self._steps:
            row = self._connection.execute(
                "SELECT action, label, rating, rule FROM steps WHERE number = ?", (number,)
            ).fetchone()
            self._steps[number] = ChosenStep(*row)
        return self._steps[number]

    def _wrong_rules(self, graded: str) -> tuple[str, ...]:
        if len(self._wrong) > _MOST_REMEMBERED:
            self._wrong = {"": ()}
        wrong = dict.fromkeys(rule for rule, _, right, _ in grades_of(graded) if not right)
        self._wrong[graded] = tuple(wrong)
        return self._wrong[graded]


def grades_of(graded: str) -> Iterator[tuple[str, str, bool, bool]]:
    """Rule, dimension, right, forbade of each grade in the column ``graded``."""
    parts = graded.split(" ")
    for place in range(0, len(parts) - 1, 4):
        yield parts[place], parts[place + 1], parts[place + 2] == "1", parts[place + 3] == "1"


def _signs(wanted: DecisionFilter) -> Iterator[str]:
    for kind, value in (
        ("t", wanted.attempt),
        ("c", wanted.case_id),
        ("r", wanted.rule),
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
    for kind, answer in (("k", wanted.critical), ("n", wanted.noted)):
        if answer is not None:
            yield sign(kind, "1" if answer else "0")
    if wanted.wrong is not None and wanted.rule is None:
        yield sign("w", "1" if wanted.wrong else "0")
    elif wanted.wrong and wanted.rule is not None:
        yield sign("x", wanted.rule)


def _not_before(time: datetime) -> str:
    """The first moment, as decisions have them, that is not before ``time``."""
    from datetime import timedelta

    rest = time.microsecond % 1000
    return moment(time + timedelta(microseconds=1000 - rest) if rest else time)


def _quoted(word: str) -> str:
    # Folded words and signs hold no quotation mark.
    return f'"{word}"'

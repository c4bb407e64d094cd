"""A gradebook for a spreadsheet: one row a learner, or one row a decision. Text can never be taken for a formula.

Names, codes and reasons were typed by others, and a spreadsheet runs what begins with an equals sign. Such text gets an
apostrophe, which can be taken away again; numbers stay numbers. Writing the file is left to the caller.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from relall_trainer.cohort.earlier import earlier_scores
from relall_trainer.cohort.gradebook import NOT_MET, NOTHING, Cell, Gradebook, Row
from relall_trainer.cohort.gradebook_plain import DISCLAIMER
from relall_trainer.cohort.marks import Mark, Result
from relall_trainer.cohort.outline import Column
from relall_trainer.cohort.tallies import rule_order

Value = str | int | float

# Wide, small and typographic forms too: which of them a spreadsheet folds into the plain sign differs by program.
_FORMULA = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212\u207a\u207b")
_APOSTROPHE = "'"
_HEAD = (
    "learner", "name", "state", "score_percent", "points", "points_possible", "critical_errors", "mastery",
    "minutes", "handed_in_at", "flags", "earlier_scores",
)  # fmt: skip
_TAIL = ("versions", "disclaimer")
_DECISION = (
    "learner", "assignment", "assignment_version", "attempt", "counts", "mode", "case", "case_version", "node",
    "decision", "rating", "chosen", "points", "points_possible", "critical_errors", "confidence", "reason", "seconds",
    "decided_at", "rules_right", "rules_missed", "algorithm", "algorithm_version", "scoring", "disclaimer",
)  # fmt: skip


def write_matrix(book: Gradebook, stream: IO[str]) -> int:
    """One row a learner: score, state, and each decision's rating; how many rows. Open with ``newline=""``."""
    headings = [*_HEAD, *(_heading(column, book) for column in book.columns), *_TAIL]
    return _write(stream, headings, (_matrix_row(book, row) for row in book.rows))


def write_decisions(book: Gradebook, stream: IO[str]) -> int:
    """One row a decision of every attempt that was handed in; how many rows. Open with ``newline=""``."""
    rows = (
        _decision_row(book, row, result, mark)
        for row in book.rows
        for result in _every(row)
        for mark in result.marks
    )
    return _write(stream, _DECISION, rows)


def cell(value: Value | None) -> Value:
    """A value as a cell: a number as it is, text so that no spreadsheet runs it, None empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = value.encode("utf-8", "replace").decode()
    return f"{_APOSTROPHE}{text}" if _needs_apostrophe(text) else text


def _needs_apostrophe(text: str) -> bool:
    """Whether it could be taken for a formula, or for text that already has its apostrophe.

    What stands before the first visible sign is no protection: programs differ in what of it they drop.
    """
    for sign in text:
        if sign == _APOSTROPHE or sign in _FORMULA:
            return True
        if sign != " " and not _unseen(sign):
            return False
        if unicodedata.category(sign) == "Cc":
            return True
    return False


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Zs", "Zl", "Zp")


def _write(stream: IO[str], headings: Sequence[str], rows: Iterable[Sequence[Value | None]]) -> int:
    # All text in quotes: a separator of another country within it must not begin a new cell.
    writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([cell(heading) for heading in headings])
    count = 0
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    return count


def _heading(column: Column, book: Gradebook) -> str:
    several = len(book.assignment.items) > 1
    return f"{column.case_title}: {column.title}" if several else column.title


def _matrix_row(book: Gradebook, row: Row) -> list[Value | None]:
    mastery = {None: None, True: "met", False: "not met"}[row.mastery]
    return [
        row.learner.code,
        row.learner.name,
        row.standing.replace("_", " "),
        None if row.percent is None else float(row.percent),
        row.points if row.results else None,
        row.possible if row.results else None,
        row.critical if row.results else None,
        mastery,
        round(row.elapsed_ms / 60_000, 1) if row.results else None,
        row.handed_in_at,
        " ".join(dict.fromkeys(flag.words for flag in row.flags)),
        " ".join(one.told(one.until) for one in earlier_scores(row, book.earlier)),
        *(_state(one) for one in row.cells),
        "; ".join(book.versions),
        DISCLAIMER,
    ]


def _state(one: Cell) -> str:
    return {NOTHING: "", NOT_MET: "not met", "missing": "not answered"}.get(one.state, one.state)


def _every(row: Row) -> Iterator[Result]:
    """All attempts of a learner, and the items of an exam she never began."""
    yield from row.attempts
    yield from (one for one in row.results if not one.attempt)


def _decision_row(book: Gradebook, row: Row, result: Result, mark: Mark) -> list[Value | None]:
    pins = result.pins
    missed = {grade.rule for grade in mark.rules if not grade.right}
    return [
        row.learner.code,
        book.assignment.title,
        book.assignment.version,
        result.attempt,
        "yes" if any(one is result for one in row.results) else "no",
        result.mode,
        pins.case,
        pins.case_version,
        mark.node,
        mark.title,
        "not answered" if not mark.answered else mark.verdict,
        "; ".join(mark.labels),
        mark.points,
        mark.possible,
        len(mark.critical),
        mark.confidence,
        mark.rationale,
        None if mark.elapsed_ms is None else round(mark.elapsed_ms / 1000, 1),
        mark.at,
        " ".join(sorted({grade.rule for grade in mark.rules} - missed, key=rule_order)),
        " ".join(sorted(missed, key=rule_order)),
        pins.algorithm,
        pins.algorithm_version,
        pins.scoring,
        DISCLAIMER,
    ]

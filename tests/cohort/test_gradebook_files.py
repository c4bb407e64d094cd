"""A gradebook as CSV and JSON: nothing in it can run, numbers are numbers, and every text comes back as it was."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort.gradebook_csv import cell, write_decisions, write_matrix
from relall_trainer.cohort.gradebook_plain import DISCLAIMER, plain_gradebook
from relall_trainer.cohort.roster import Learner
from relall_trainer.encounter.play import EXAM
from tests.cohort.marked import assignment, attempt, book_of, file_of, group_of, submission

PAYLOADS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","y")', "=1+1;=2",
    "\t=1+1", "\r=1+1", "\n=1+1", "\0=1+1", " =1+1", "   =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1",
    "\u2028=1+1", "\u202e=1+1", "\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff201", "\u2212 1+1", "'=1+1", "''=1+1",
    "'", "'quoted'", "\t", "\r", "\n", "\0", "|calc", "%0A=1", "-", "=", "+", "@", "\x1b=1", "\x85=1", "=\0",
    '"=1+1"', '",=1+1,"', "a\r\n=1+1", ";=1+1",
)  # fmt: skip
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def read_cell(text: str) -> str:
    """The text that ``cell`` was given: an apostrophe it put there is taken away."""
    return text[1:] if text.startswith("'") and cell(text[1:]) == text else text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_is_a_formula_and_all_comes_back(payload: str) -> None:
    safe = cell(payload)
    assert isinstance(safe, str)
    assert not safe.startswith(STARTERS)
    assert not safe.lstrip(" \u00a0\u200b\ufeff\u2028\u202e\x1b\x85").startswith(STARTERS)
    assert read_cell(safe) == payload
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC).writerow([safe, "after"])
    ((back, after),) = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert (read_cell(back), after) == (payload, "after")


def test_there_are_forty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 40


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    safe = cell(text)
    assert isinstance(safe, str)
    assert read_cell(safe) == text.encode("utf-8", "replace").decode()
    assert not safe.lstrip().startswith(STARTERS)


@pytest.mark.parametrize("word", ["Learner 01", "recommended", "87", "a=b", "e-mail", "Ärztin", "漢字", ""])
def test_harmless_text_is_left_alone(word: str) -> None:
    assert cell(word) == word


def test_numbers_stay_numbers() -> None:
    assert (cell(-1.5), cell(0), cell(None)) == (-1.5, 0, "")


def _rows(text: str) -> list[dict[str, str | float]]:
    """As a spreadsheet takes it: what is not in quotes is a number."""
    return list(csv.DictReader(io.StringIO(text, newline=""), quoting=csv.QUOTE_NONNUMERIC))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["practice", EXAM])
def test_the_matrix_for_a_spreadsheet(mode: str) -> None:
    book = book_of(
        group_of(7, mode), assignment(mode), [Learner(f"Learner {n:02}", "=1+1") for n in range(1, 9)]
    )
    stream = io.StringIO(newline="")
    assert write_matrix(book, stream) == 8
    rows = _rows(stream.getvalue())
    for row, told in zip(book.rows, rows, strict=True):
        assert told["learner"] == row.learner.code
        assert told["name"] == "'=1+1"
        assert told["score_percent"] == (float(row.percent) if row.percent else "")
        assert told["points"] == (row.points if row.results else "")
        assert told["critical_errors"] == (row.critical if row.results else "")
        assert told["disclaimer"] == DISCLAIMER
        assert told["versions"] == "; ".join(book.versions)
        states = list(told.values())[12:-2]
        assert len(states) == len(book.columns)
        assert [bool(one) for one in states] == [bool(one.state) for one in row.cells]


def test_every_decision_for_a_spreadsheet() -> None:
    reason = attempt("a", 0, 1)
    first = dataclasses.replace(reason.events[1], rationale='=cmd|"x"\nand, more')  # type: ignore[call-arg]
    log = dataclasses.replace(reason, events=(reason.events[0], first, *reason.events[2:]))
    files = [file_of(submission("Learner 01", [log, attempt("b", 0, 2, begin=9_000)]), assignment())]
    book = book_of(files, assignment())
    stream = io.StringIO(newline="")
    count = write_decisions(book, stream)
    rows = _rows(stream.getvalue())
    marks = [(one, mark) for one in book.rows[0].attempts for mark in one.marks]
    assert count == len(rows) == len(marks)
    for (result, mark), told in zip(marks, rows, strict=True):
        assert read_cell(str(told["reason"])) == mark.rationale
        assert (told["points"], told["points_possible"]) == (mark.points, mark.possible)
        assert told["seconds"] == 39
        assert told["counts"] == ("yes" if result.attempt == "a" else "no")
        assert (told["case_version"], told["algorithm_version"], told["scoring"]) == (
            result.pins.case_version, result.pins.algorithm_version, "1",
        )  # fmt: skip
        assert told["disclaimer"] == DISCLAIMER


def test_all_of_it_as_json() -> None:
    for mode in ("practice", EXAM):
        book = book_of(group_of(7, mode), assignment(mode))
        data = json.loads(json.dumps(plain_gradebook(book), allow_nan=False))
        assert data["disclaimer"] == DISCLAIMER
        assert data["versions"] == list(book.versions)
        assert all("text" not in item for item in data["assignment"]["items"])
        assert [row["percent"] for row in data["learners"]] == [row.percent for row in book.rows]
        assert [len(row["cells"]) for row in data["learners"]] == [len(book.columns)] * 7
        marks = sum(len(one["marks"]) for row in data["learners"] for one in row["attempts"])
        assert marks == sum(len(one.marks) for row in book.rows for one in row.attempts)

"""A gradebook as plain data, with everything in it: for JSON, for the command line, for somebody's own analysis."""

from __future__ import annotations

from typing import Any

from relall_trainer.cohort.earlier import EarlierScore, earlier_scores
from relall_trainer.cohort.gradebook import Cell, Gradebook, Row
from relall_trainer.cohort.marks import plain_result
from relall_trainer.cohort.tallies import RuleTally, ShareTally

FORMAT = 1
DISCLAIMER = "For teaching only; formative; scored against a paper of 2015; not for the care of a patient."


def plain_gradebook(book: Gradebook) -> dict[str, Any]:
    """The whole gradebook. Points of results and marks are whole ten-thousandths, as in results files."""
    asked = book.assignment.plain()
    for item in asked["items"]:
        del item["text"]
    return {
        "format": FORMAT,
        "disclaimer": DISCLAIMER,
        "versions": list(book.versions),
        "assignment": asked,
        "summary": {
            "learners": len(book.rows),
            "complete": len(book.whole),
            "median_percent": book.median,
            "median_of": len(book.averaged),
            "critical_errors": book.critical,
        },
        "decisions": [
            {"item": one.item, "node": one.node, "title": one.title, "case": one.case_title}
            for one in book.columns
        ],
        "learners": [_row(row, book) for row in book.rows],
        "by_case": [_share(one) for one in book.by_case],
        "by_dimension": [_share(one) for one in book.by_dimension],
        "by_rule": [_rule(one) for one in book.by_rule],
    }


def _row(row: Row, book: Gradebook) -> dict[str, Any]:
    return {
        "learner": row.learner.code,
        "name": row.learner.name,
        "state": row.standing,
        "percent": row.percent,
        "points": row.points,
        "possible": row.possible,
        "critical_errors": row.critical,
        "mastery": row.mastery,
        "in_averages": row.whole and not row.apart,
        "earlier_scores": [_earlier(one) for one in earlier_scores(row, book.earlier)],
        "elapsed_ms": row.elapsed_ms,
        "handed_in_at": row.handed_in_at,
        "flags": [{"code": flag.code, "words": flag.words, "attempt": flag.attempt} for flag in row.flags],
        "cells": [_cell(cell) for cell in row.cells],
        "counting": [one.attempt for one in row.results if one.attempt],
        "attempts": [plain_result(one) for one in row.attempts],
        "never_begun": [plain_result(one) for one in row.results if not one.attempt],
        "files": [
            {"sha256": file.file, "key": file.key, "number": file.number, "made_at": file.made_at}
            for file in row.files
        ],
    }


def _earlier(one: EarlierScore) -> dict[str, Any]:
    return {
        "until": one.until,
        "why": one.why,
        "percent": one.row.percent,
        "points": one.row.points,
        "possible": one.row.possible,
        "critical_errors": one.row.critical,
        "counting": [result.attempt for result in one.row.results if result.attempt],
        "attempts": [plain_result(result) for result in one.row.attempts],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    mark = cell.mark
    if mark is None:
        return {"state": cell.state}
    return {
        "state": cell.state,
        "attempt": cell.attempt,
        "points": mark.points,
        "possible": mark.possible,
        "critical": list(mark.critical),
    }


def _share(one: ShareTally) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "n": one.n,
        "mean": one.mean,
        "interval_95": [one.low, one.high],
        "learners_with_critical_error": one.critical,
    }


def _rule(one: RuleTally) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "n": one.n,
        "missed": one.missed,
        "interval_95": [one.low, one.high],
        "decisions": one.decisions,
        "right": one.right,
        "forbidden": one.forbidden,
    }

"""Item analysis gets first answers only, and never takes two decisions for one."""

from __future__ import annotations

import dataclasses

from relall_trainer.cohort.item_group import item_group, item_id, pooled_group
from relall_trainer.cohort.statistics import analyse
from relall_trainer.encounter.play import EXAM
from tests.cohort.marked import (
    assignment,
    attempt,
    book_of,
    by_sha256,
    cases,
    file_of,
    group_of,
    marker,
    rules,
    submission,
    with_id,
)


def test_an_exam_is_one_item_a_decision() -> None:
    book = book_of(group_of(9, EXAM), assignment(EXAM))
    group = item_group(book, by_sha256())
    assert [item.title for item in group.items] == [column.title for column in book.columns]
    assert len(group.sheets) == 9
    assert sum(sheet.finished for sheet in group.sheets) == 8  # one left the last case early
    answered = sum(one.answered for row in book.rows for one in row.first)
    assert sum(len(sheet.answers) for sheet in group.sheets) == answered
    for item in group.items:
        assert set(item.rules) <= set(rules().rules)
        assert len(item.options) >= 2
    told = analyse(group)
    assert told.learners == 9
    assert told.alpha.value is None  # eight who finished: hidden


def test_whoever_never_came_to_a_case_has_not_finished_and_hides_nothing_of_the_others() -> None:
    asked = assignment(EXAM)
    left = submission("Learner 99", [attempt("a", 0, 1, mode=EXAM)])
    group = item_group(book_of([*group_of(6, EXAM), file_of(left, asked)], asked), by_sha256())
    assert [sheet.learner for sheet in group.sheets if not sheet.finished] == ["Learner 99"]
    assert len(group.common(tuple(sheet.learner for sheet in group.finished))) == len(group.items)


def test_figures_are_those_of_the_marks() -> None:
    book = book_of(group_of(9, EXAM), assignment(EXAM))
    group = item_group(book, by_sha256())
    for item, column in zip(group.items, book.columns, strict=True):
        cells = {row.learner.code: row.cells[book.columns.index(column)].mark for row in book.rows}
        for who, answer in group.answers_to(item.id).items():
            mark = cells[who]
            assert mark is not None
            assert (answer.points, answer.possible, answer.chosen) == (
                mark.points,
                mark.possible,
                mark.chosen,
            )


def test_first_attempts_only_whichever_counts() -> None:
    asked = assignment("practice", "best")
    logs = [attempt("first", 0, 1, 0.4), attempt("better", 0, 2, 1.0, begin=9_000)]
    book = book_of([file_of(submission("Learner 01", logs), asked)], asked)
    (sheet,) = item_group(book, by_sha256()).sheets
    assert book.rows[0].results[0].attempt == "better"
    assert sum(answer.points for answer in sheet.answers) == book.rows[0].first[0].points


def test_an_item_is_another_where_case_patient_rules_or_mode_differ() -> None:
    result = marker().mark(assignment(), attempt("a", 0, 1))
    mark = result.marks[0]
    other = dataclasses.replace
    ids = {
        item_id(result, mark),
        item_id(other(result, mode=EXAM), mark),
        item_id(other(result, pins=other(result.pins, case_sha256="0")), mark),
        item_id(other(result, pins=other(result.pins, algorithm_sha256="0")), mark),
        item_id(other(result, pins=other(result.pins, scoring="2")), mark),
        item_id(result, other(mark, decision=other(mark.decision, state="0"))),
        item_id(result, other(mark, decision=other(mark.decision, node="elsewhere"))),
    }
    assert len(ids) == 7
    same = other(mark, confidence=None, rationale="", at="", elapsed_ms=None)
    assert item_id(other(result, attempt="b", started_at=""), same) in ids


def test_years_are_pooled_and_a_learner_met_twice_counts_once() -> None:
    early, late = with_id(assignment(EXAM), "a", "2025-03-01T08:00:00Z"), with_id(assignment(EXAM), "b")
    first = group_of(9, EXAM, 1, early)
    second = group_of(5, EXAM, 2, late)
    strangers = [dataclasses.replace(file, learner=f"{file.learner} of 2026") for file in second[2:]]
    books = [(book_of([*second[:2], *strangers], late), by_sha256()), (book_of(first, early), by_sha256())]
    group = pooled_group(books)
    assert len(group.items) == sum(len(case.authors_path) for case in cases())
    assert len(group.sheets) == 12
    alone = item_group(books[1][0], by_sha256())
    assert (
        group.answers_to(group.items[0].id)["Learner 01"] == alone.answers_to(group.items[0].id)["Learner 01"]
    )
    assert group.repeats > 20
    assert pooled_group(reversed(books)) == group


def test_practice_groups_hold_together() -> None:
    book = book_of(group_of(12), assignment())
    group = item_group(book, by_sha256())
    assert analyse(group).learners == 12
    states = {item.id for item in group.items}
    assert len(states) == len(group.items) > len(book.columns) / 2

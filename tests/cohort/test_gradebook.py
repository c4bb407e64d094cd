"""One gradebook whatever the order of the files; who counts, who is late, what is odd."""

from __future__ import annotations

import dataclasses
import json
import random
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.cohort.assignment import Mastery
from relall_trainer.cohort.flags import FLAG_WORDS
from relall_trainer.cohort.gradebook import Gradebook, gradebook, mastered
from relall_trainer.cohort.marked_file import MarkedFile, marked_from_plain
from relall_trainer.cohort.outline import outline_of
from relall_trainer.cohort.roster import Learner
from relall_trainer.cohort.submission import LoggedAttempt
from relall_trainer.encounter.play import EXAM, PRACTICE
from relall_trainer.learner.chain import canonical
from tests.cohort.marked import (
    HANDED_IN,
    assignment,
    at,
    attempt,
    book_of,
    cases,
    file_of,
    group_of,
    logged,
    marker,
    submission,
)

EVERY = range(3)


def all_done(who: str, seed: int, mode: str = PRACTICE) -> list[LoggedAttempt]:
    return [attempt(f"{who}-{number}-{seed}", number, seed + number, mode=mode) for number in EVERY]


def codes(book: Gradebook, learner: str) -> set[str]:
    row = book.row(learner)
    assert row is not None
    return {flag.code for flag in row.flags}


@cache
def tangled() -> tuple[MarkedFile, ...]:
    """Every kind of trouble at once: later hand-ins, two keys, contradictions, copies, a stranger."""
    asked = assignment(PRACTICE, "best")
    files = group_of(4, asked=asked)
    one = [attempt("x-0", 0, 5), attempt("x-1", 1, 6, stop=3)]
    whole = [one[0], attempt("x-1", 1, 6), attempt("x-2", 2, 7), attempt("x-3", 0, 8)]
    files += [
        file_of(submission("Learner 09", one, 1, "2026-03-11T00:00:00Z"), asked),
        file_of(submission("Learner 09", whole, 2, "2026-03-12T00:00:00Z"), asked),
        file_of(submission("Learner 09", whole[:2], 3, "2026-03-13T00:00:00Z"), asked),
        file_of(submission("learner 09", [attempt("x-0", 0, 99)], 1, "2026-03-14T00:00:00Z"), asked, "a key"),
        file_of(submission("Learner 10", [attempt("x-2", 2, 7), attempt("y", 1, 3)], 1), asked),
        file_of(submission("Somebody", [attempt("z", 1, 11)], 1, "2026-05-01T00:00:00Z"), asked),
    ]
    return tuple(files)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(range(10)), max_size=8), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(again: list[int], luck: random.Random) -> None:
    asked = assignment(PRACTICE, "best")
    people = [Learner(f"Learner {number:02}") for number in (1, 2, 3, 4, 9, 10, 11)]
    outline = outline_of(marker(), asked)
    want = gradebook(asked, people, tangled(), outline, confirmed=("a key",))
    files = [*tangled(), *(tangled()[place] for place in again)]
    luck.shuffle(files)
    assert gradebook(asked, people, files, outline, confirmed=("a key",)) == want


def test_without_a_list_nobody_is_a_stranger() -> None:
    asked = assignment(PRACTICE, "best")
    book = gradebook(asked, (), tangled(), outline_of(marker(), asked), confirmed=())
    assert codes(book, "Somebody") == {"late", "unconfirmed-key"}


def test_what_is_odd_between_files_is_flagged() -> None:
    asked = assignment(PRACTICE, "best")
    people = [Learner(f"Learner {number:02}") for number in (1, 2, 3, 4, 9, 10, 11)]
    book = gradebook(asked, people, tangled(), outline_of(marker(), asked), confirmed=())
    assert codes(book, "Learner 09") == {"two-keys", "contradicts", "dropped", "copied", "unconfirmed-key"}
    assert codes(book, "Learner 10") == {"copied", "unconfirmed-key"}
    assert codes(book, "Somebody") == {"not-on-roster", "late", "unconfirmed-key"}
    assert codes(book, "Learner 11") == set()
    assert codes(book, "Learner 01") == {"unconfirmed-key"}
    row = book.row("Learner 09")
    assert row is not None
    words = " ".join(flag.words for flag in row.flags)
    assert "learner 09" not in words  # she does not copy from herself
    assert "The same attempt was handed in by Learner 09, Learner 10." in words
    assert [one.code for one in (row.learner for row in book.rows)][-1] == "Somebody"


def test_what_was_handed_in_first_stands_where_logs_contradict() -> None:
    row = book_of(tangled(), assignment(PRACTICE, "best")).row("Learner 09")
    assert row is not None
    told = {one.attempt: one for one in row.attempts}
    wanted = marker().mark(assignment(), attempt("x-0", 0, 5))
    assert told["x-0"].marks == wanted.marks
    assert told["x-1"].finished  # the later file goes on from the earlier


def test_an_attempt_once_handed_in_counts_also_where_a_later_file_leaves_it_out() -> None:
    bad, good = attempt("bad", 0, 2, skill=0.3), attempt("good", 0, 3, skill=1.0, begin=9_000)
    rest = [attempt("b", 1, 4), attempt("c", 2, 5)]
    files = [
        file_of(submission("Learner 01", [bad, *rest], 1), assignment()),
        file_of(submission("Learner 01", [good, *rest], 2, "2026-03-12T00:00:00Z"), assignment()),
    ]
    row = book_of(files, assignment()).rows[0]
    assert row.results[0].attempt == "bad"
    assert "dropped" in {flag.code for flag in row.flags}


@pytest.mark.parametrize(("counts", "wanted"), [("first", "one"), ("last", "three"), ("best", "two")])
def test_which_attempt_counts(counts: str, wanted: str) -> None:
    asked = assignment(PRACTICE, counts)
    logs = [
        attempt("one", 0, 2, 0.5),
        attempt("two", 0, 3, 1.0, begin=5_000),
        attempt("three", 0, 4, 0.4, begin=9_000),
        attempt("left", 0, 5, 1.0, begin=12_000, stop=1),
    ]
    row = book_of([file_of(submission("Learner 01", logs), asked)], asked).rows[0]
    assert [one.attempt for one in row.results] == [wanted]
    assert [one.attempt for one in row.first] == ["one"]
    assert len(row.attempts) == 4
    assert row.standing == "under_way"
    assert row.mastery is None


def test_of_equally_good_attempts_the_one_with_fewer_critical_errors_counts() -> None:
    asked = assignment(PRACTICE, "best")
    good = file_of(submission("Learner 01", [attempt("b", 0, 3, 1.0)]), asked)
    result = good.results[0]
    harmful = dataclasses.replace(
        result.marks[0], decision=dataclasses.replace(result.marks[0].decision, critical=("x",))
    )
    worse = dataclasses.replace(result, attempt="a", marks=(harmful, *result.marks[1:]))
    for results in ((worse, result), (result, worse)):
        book = book_of([dataclasses.replace(good, results=results)], asked)
        assert book.rows[0].results == (result,)


def test_standing() -> None:
    asked = assignment()
    late, some = "2026-04-02T08:00:00Z", [attempt("a", 0, 1), attempt("b", 1, 2)]
    files = [
        file_of(submission("Learner 01", all_done("l1", 1)), asked),
        file_of(submission("Learner 02", all_done("l2", 2), made_at=late), asked),
        file_of(submission("Learner 03", some), asked),
        file_of(submission("Learner 05", all_done("l5", 3)), asked),
        file_of(submission("Learner 05", all_done("l5", 3), 2, late), asked),
    ]
    book = book_of(files, asked, [Learner(f"Learner {number:02}") for number in range(1, 6)])
    assert [row.standing for row in book.rows] == ["complete", "late", "under_way", "missing", "complete"]
    assert [row.whole for row in book.rows] == [True, True, False, False, True]
    assert codes(book, "Learner 05") == {"late"}  # the second file; all was there before
    row = book.row("learner 05")
    assert row is not None
    assert row.handed_in_at == HANDED_IN
    assert book.rows[3].cells == tuple(cell for cell in book.rows[3].cells if cell.state == "")
    assert book.rows[3].percent is None


def test_the_median_is_of_those_of_whom_all_is_there() -> None:
    book = book_of(group_of(4), assignment())
    shares = sorted(row.share or Fraction(0) for row in book.rows)
    middle = (shares[1] + shares[2]) / 2
    assert float(book.median or 0) == pytest.approx(float(middle * 100), abs=0.051)
    assert book_of([], assignment()).median is None


@pytest.mark.parametrize(
    ("percent", "no_critical", "share", "critical", "wanted"),
    [
        (80, True, Fraction(4, 5), 0, True),
        (80, True, Fraction(4, 5), 1, False),
        (80, False, Fraction(4, 5), 1, True),
        (80, False, Fraction(79_999, 100_000), 0, False),  # 80.0% as shown, and not reached
        (0, True, Fraction(0), 0, True),
    ],
)
def test_mastery(percent: int, no_critical: bool, share: Fraction, critical: int, wanted: bool) -> None:
    assert mastered(Mastery(percent, no_critical), share, critical) is wanted


def test_no_mastery_was_asked_for() -> None:
    assert mastered(None, Fraction(1), 0) is None


def test_a_row_is_the_sum_of_its_cells() -> None:
    for mode in (PRACTICE, EXAM):
        book = book_of(group_of(8, mode), assignment(mode))
        for row in book.rows:
            marks = [cell.mark for cell in row.cells if cell.mark]
            assert sum(Fraction(str(mark.points)) for mark in marks) == Fraction(str(row.points))
            assert sum(Fraction(str(mark.possible)) for mark in marks) == Fraction(str(row.possible))
            assert sum(len(mark.critical) for mark in marks) == row.critical
            points = sum(Fraction(str(one)) for one, _ in row.dimensions.values())
            assert points == Fraction(str(row.points))


def test_a_road_not_taken_is_not_met_and_never_wrong() -> None:
    book = book_of(group_of(8), assignment())
    for row in book.rows:
        met = {(one.item, mark.node) for one in row.results for mark in one.marks}
        for column, cell in zip(book.columns, row.cells, strict=True):
            assert (cell.state == "not_met") == (column.key not in met)
    assert any(cell.state == "not_met" for row in book.rows for cell in row.cells)
    shown = {column.key for column in book.columns}
    for number, case in enumerate(cases()):
        assert {(number, step.node) for step in case.authors_path} <= shown


def test_an_exam_asks_everybody_the_same_and_counts_what_was_never_begun() -> None:
    asked = assignment(EXAM)
    left = [attempt("a", 0, 1, mode=EXAM), attempt("b", 1, 2, mode=EXAM, stop=2)]
    nothing = submission("Learner 02", [])
    book = book_of([file_of(submission("Learner 01", left), asked), file_of(nothing, asked)], asked)
    course = sum(len(case.authors_path) for case in cases())
    assert len(book.columns) == course
    one, two = book.rows
    assert one.possible == two.possible == sum(marker().blank(asked, number).possible for number in EVERY)
    assert [row.standing for row in book.rows] == ["complete", "complete"]
    assert two.percent == "0.0"
    assert {cell.state for cell in two.cells} == {"missing"}
    assert [cell.state for cell in one.cells].count("missing") == course - one.results[0].answered - 2
    assert one.mastery is False


def test_the_sums_by_part() -> None:
    book = book_of(group_of(9), assignment())
    assert [one.n for one in book.by_case] == [9, 9, 9]
    assert all(
        0 <= one.low <= (one.mean or 0) <= one.high <= 1 for one in (*book.by_case, *book.by_dimension)
    )
    for one in book.by_rule:
        assert 0 <= one.forbidden <= one.missed <= one.n <= 9
        assert one.right <= one.decisions
        assert one.low <= one.missed / one.n <= one.high
    every = [(row.learner.code, mark) for row in book.rows for one in row.results for mark in one.marks]
    grades = [(who, grade) for who, mark in every for grade in mark.rules]
    graded = [len({grade.rule for grade in mark.rules}) for _, mark in every]
    assert sum(one.decisions for one in book.by_rule) == sum(graded) < len(grades)
    some = book.by_rule[0]
    assert some.missed == len({who for who, grade in grades if grade.rule == some.rule and not grade.right})


def test_a_marked_file_is_read_back_as_it_was() -> None:
    seen: dict[object, object] = {}
    for file in (*group_of(4), *group_of(4, EXAM), *tangled()):
        data = json.loads(canonical(file.plain()))
        assert marked_from_plain(file.file, data, seen) == file
        assert marked_from_plain(file.file, data) == file


def test_every_flag_has_its_sentence() -> None:
    for words in FLAG_WORDS.values():
        assert words.endswith(".")
        assert words.count("{}") <= 1
        assert not {"cheat", "fraud", "suspicious"} & set(words.lower().split())


def test_versions_name_cases_rules_and_scoring() -> None:
    for book in (book_of([], assignment()), book_of(group_of(2), assignment())):
        assert len(book.versions) == 5
        assert book.versions[-1] == "scoring 1"
        assert all(any(case.head.id in one for one in book.versions) for case in cases())


def test_logs_with_nothing_but_a_beginning_are_no_copies_of_each_other() -> None:
    asked = assignment()
    files = [
        file_of(submission(who, [logged(f"of {who}", 0, attempt("x", 0, 1).events[:1])]), asked)
        for who in ("Learner 01", "Learner 02")
    ]
    book = book_of(files, asked)
    assert [row.flags for row in book.rows] == [(), ()]
    assert at(0) == book.rows[0].attempts[0].started_at


@pytest.mark.parametrize(("counts", "wanted"), [("first", "one"), ("best", "two"), ("last", "three")])
def test_of_several_sittings_of_an_exam_one_counts_whole(counts: str, wanted: str) -> None:
    asked = dataclasses.replace(assignment(EXAM), counts=counts, attempts=3)

    def exam(name: str, skills: tuple[float, ...], begin: float) -> list[LoggedAttempt]:
        return [
            attempt(f"{name}-{place}", place, place, skill, EXAM, begin=begin + 900 * place)
            for place, skill in enumerate(skills)
        ]

    # The first is excellent at one case and never came to the others; the best of each would be a mixture.
    logs = [
        *exam("one", (1.0,), 0),
        *exam("two", (0.9, 0.95, 0.9), 9_000),
        *exam("three", (0.4, 0.4), 20_000),
    ]
    row = book_of([file_of(submission("Learner 01", logs), asked)], asked).rows[0]
    assert {one.attempt.split("-")[0] for one in row.results if one.attempt} == {wanted}
    assert len(row.results) == len(row.first) == 3
    assert {one.attempt.split("-")[0] for one in row.first if one.attempt} == {"one"}
    assert row.possible == sum(marker().blank(asked, number).possible for number in EVERY)


def test_a_sitting_that_came_to_nothing_counts_as_nothing() -> None:
    asked = assignment(EXAM)
    row = book_of([file_of(submission("Learner 01", []), asked)], asked).rows[0]
    assert [one.attempt for one in row.results] == ["", "", ""]
    assert not any(one.finished for one in row.first)

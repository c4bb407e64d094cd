"""The page for the committee counts what was decided, quotes word for word, and never names a level."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort.committee import FORMATIVE, calibration, committee_page
from relall_trainer.cohort.competencies import (
    COVERS,
    NOT_CHECKED,
    CompetencyTable,
    table_from_plain,
)
from relall_trainer.cohort.competency_book import load_competencies
from relall_trainer.cohort.gradebook import Gradebook
from relall_trainer.encounter import debrief as debriefing
from relall_trainer.encounter.attempt import replay
from relall_trainer.encounter.case import DIMENSIONS
from relall_trainer.encounter.play import EXAM
from relall_trainer.errors import BadFile
from relall_trainer.paths import assets_folder
from tests.cohort.marked import (
    assignment,
    attempt,
    book_of,
    cases,
    group_of,
    marker,
    memory,
    rules,
    with_id,
)

SHIPPED = assets_folder() / "competencies.yaml"


def table() -> CompetencyTable:
    return load_competencies(SHIPPED)


def books() -> list[Gradebook]:
    early = with_id(assignment(EXAM), "a", "2026-01-01T08:00:00Z")
    late = with_id(assignment(), "b", "2026-02-01T08:00:00Z")
    return [book_of(group_of(5, seed=2), late), book_of(group_of(5, EXAM, asked=early), early)]


def test_the_shipped_table_says_that_nobody_has_checked_it() -> None:
    told = table()
    assert len(told.competencies) >= 8
    assert "to be checked" in told.about
    assert {one.standing for one in told.competencies} == {NOT_CHECKED}
    assert {word for one in told.competencies for word in one.covers} == set(COVERS)
    assert "level" not in SHIPPED.read_text("utf-8").lower().replace("never a level", "")


def test_a_table_is_read_back_as_it_was_and_can_be_checked() -> None:
    told = table()
    assert table_from_plain(told.plain()) == told
    data = told.plain()
    for row in data["competencies"]:
        row["verified_by"] = "The program"
    checked = table_from_plain(data)
    assert all(one.verified_by for one in checked.competencies)
    assert checked.competencies[0].standing.endswith("checked by The program")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("about"),
        lambda data: data.update(more=1),
        lambda data: data.update(competencies={}),
        lambda data: data.update(title=3),
        lambda data: data["competencies"].append(data["competencies"][0]),
        lambda data: data["competencies"][0].update(covers=["levels"]),
        lambda data: data["competencies"][0].update(covers=[]),
        lambda data: data["competencies"][0].update(level=4),
        lambda data: data["competencies"][0].update(title=""),
        lambda data: data["competencies"][0].update(title="x" * 301),
        lambda data: data["competencies"][0].update(title="two\nlines"),
        lambda data: data["competencies"][0].pop("verified_by"),
    ],
)
def test_a_table_that_is_none(change: object) -> None:
    data = table().plain()
    change(data)  # type: ignore[operator]
    with pytest.raises(BadFile) as fault:
        table_from_plain(data)
    assert fault.value.what.startswith("The table of competencies ")
    assert fault.value.safe
    assert fault.value.todo


def test_every_number_is_the_gradebooks_own() -> None:
    page = committee_page(books(), "learner 03", table())
    rows = [book.row("Learner 03") for book in reversed(books())]
    marks = [mark for row in rows if row for one in row.results for mark in one.marks]
    assert page.decisions == len(marks) == sum(number for _, number in page.verdicts)
    assert [line.percent for line in page.trend] == [row.percent for row in rows if row]
    assert [line.title for line in page.trend] == ["Assignment a", "Assignment b"]
    assert sum(line.decisions for line in page.trend) == len(marks)
    assert len(page.critical) == sum(row.critical for row in rows if row)
    assert page.trend_note == "Fewer than three assignments: no trend can be read from them."
    for line in page.competencies:
        covers = set(line.competency.covers)
        if covers & set(DIMENSIONS):
            assert line.n == sum(any(name in covers for name, *_ in mark.dimensions) for mark in marks)
        if line.share is not None:
            assert line.low <= line.share <= line.high
    assert "scoring 1" in page.versions


def test_confidence_against_result_as_in_the_debrief() -> None:
    log = attempt("a", 0, 7, 0.7)
    own = debriefing.debrief(replay(cases()[0], rules(), log.events, memory=memory()))
    assert calibration(marker().mark(assignment(), log).marks) == own.calibration


def test_reasons_are_word_for_word_and_from_both_sides() -> None:
    for code in ("Learner 01", "Learner 02", "Learner 05"):
        page = committee_page(books(), code, table())
        assert 1 <= len(page.rationales) <= 3
        assert {one.text for one in page.rationales} == {"because the marrow says so"}
        written = {
            mark.verdict
            for book in books()
            for row in book.rows
            if row.learner.code == code
            for one in row.results
            for mark in one.marks
            if len(mark.rationale.split()) > 2
        }
        told = {one.verdict for one in page.rationales}
        assert ("recommended" in told) == ("recommended" in written)
        assert bool(told & {"contraindicated", "discouraged"}) == bool(
            written & {"contraindicated", "discouraged"}
        )


def test_somebody_who_handed_in_nothing_and_somebody_unknown() -> None:
    book = book_of([], assignment(), [])
    with pytest.raises(LookupError):
        committee_page([book], "Learner 01", table())
    from relall_trainer.cohort.roster import Learner

    page = committee_page([book_of([], assignment(), [Learner("Learner 01")])], "Learner 01", table())
    assert (page.decisions, page.critical, page.calibration, page.rationales) == (0, (), (), ())
    assert {line.told for line in page.competencies} == {"no decision bears on it"}


@given(st.integers(1, 5))
def test_never_a_level(number: int) -> None:
    page = committee_page(books()[:1], f"Learner {number:02}", table())
    assert FORMATIVE.endswith("not a milestone level.")
    told = repr(dataclasses.replace(page, table=dataclasses.replace(page.table, about="")))
    assert not re.search(r"level [1-5]", told, re.IGNORECASE)

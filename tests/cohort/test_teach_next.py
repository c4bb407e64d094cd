"""What to teach next is told with its n and interval, and never as more than nine learners can say."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest

from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.clinical.proportion import wilson
from relall_trainer.cohort.gradebook import Gradebook
from relall_trainer.cohort.tallies import RuleTally, rule_order
from relall_trainer.cohort.teach_next import Topic, caution, handout, teach_next
from relall_trainer.encounter.play import EXAM
from relall_trainer.paths import assets_folder
from tests.cohort.marked import assignment, book_of, group_of, rules


@cache
def nine() -> Gradebook:
    return book_of(group_of(9, EXAM), assignment(EXAM))


def tally(rule: str, missed: int, n: int, forbidden: int = 0) -> RuleTally:
    return RuleTally(rule, n, missed, *wilson(missed, n), n, n - missed, forbidden)


def topic(one: RuleTally) -> Topic:
    return Topic(one, "A title", "A reason.", (), ())


def test_every_count_is_the_groups_own() -> None:
    told = teach_next(nine(), rules())
    assert told.learners == 9
    assert told.topics
    for one in told.topics:
        learners = {}
        for row in nine().rows:
            for grade in (g for result in row.first for mark in result.marks for g in mark.rules):
                if grade.rule == one.rule:
                    learners[row.learner.code] = learners.get(row.learner.code, True) and grade.right
        assert (one.tally.n, one.tally.missed) == (len(learners), sum(not ok for ok in learners.values()))
        assert one.tally.missed
        assert one.title == rules().rules[one.rule].title
        assert one.evidence == rules().rules[one.rule].evidence
        assert one.examples
        places = {column.title for column in nine().columns}
        assert {example.title for example in one.examples} <= places


def test_the_order_goes_by_what_is_sure_not_by_the_bare_share() -> None:
    told = teach_next(nine(), rules())
    order = [(one.tally.n >= 5, one.tally.low) for one in told.topics]
    assert order == sorted(order, reverse=True)
    assert len({enough for enough, _low in order}) == 2, "some of these rules were met by too few"
    one_of_one, eight_of_nine = tally("R01", 1, 1), tally("R02", 8, 9)
    assert one_of_one.low < eight_of_nine.low


def test_what_is_said_of_few() -> None:
    assert teach_next(nine(), rules()).caution == (
        "With 9 learners the intervals are wide: the order is a place to begin, not a finding."
    )
    assert topic(tally("R01", 8, 9)).told == "8 of 9 learners went against it (95% interval 57–98%)"
    assert topic(tally("R01", 1, 3)).told == "1 of 3 learners went against it: too few to speak of a share"
    assert topic(tally("R01", 4, 9, 2)).told.endswith("; 2 chose what it rules out")


def test_the_first_rule_stands_apart_only_where_it_does() -> None:
    apart = [topic(tally("R01", 38, 40)), topic(tally("R02", 4, 40))]
    close = [topic(tally("R01", 20, 40)), topic(tally("R02", 18, 40))]
    assert "stands apart" in caution(apart, 40)
    assert "a place to begin" in caution(close, 40)
    assert "a place to begin" in caution(apart, 9)
    assert caution([], 9) == "No first answer went against a rule."
    assert caution([], 0) == "Nobody has handed in anything yet."


def test_a_page_has_two_patients_who_differ_in_one_fact_and_in_the_rating() -> None:
    questions = load_questions(assets_folder() / "fresh")
    with_pair = 0
    for one in teach_next(nine(), rules()).topics:
        page = handout(one, nine(), rules(), questions)
        assert page.versions == nine().versions
        if one.rule in questions.without_pair:
            assert page.sides == ()
        if not page.sides:
            continue
        with_pair += 1
        left, right = page.sides
        assert left.fact != right.fact
        assert page.fact
        assert page.question.endswith((".", "?"))
        assert len(page.chart) > 3
        assert left.steps
        assert [name for name, *_ in left.steps] == [name for name, *_ in right.steps]
        assert all(mine[1] != other[1] for mine, other in zip(left.steps, right.steps, strict=True))
        assert one.rule in f"{left.steps[0][2]} {right.steps[0][2]}"
    assert with_pair > 3


def test_the_same_page_for_the_same_seed() -> None:
    questions = load_questions(assets_folder() / "fresh")
    able = next(one for one in teach_next(nine(), rules()).topics if one.rule == "R08")
    pages = [handout(able, nine(), rules(), questions, seed) for seed in (1, 1, 2)]
    assert pages[0] == pages[1] != pages[2]


@pytest.mark.parametrize("missing", ["R999"])
def test_a_rule_that_is_no_more_is_left_out(missing: str) -> None:
    book = nine()
    row = book.rows[0]
    mark = row.first[0].marks[0]
    grade = dataclasses.replace(mark.rules[0], rule=missing, right=False)
    gone = dataclasses.replace(mark, decision=dataclasses.replace(mark.decision, rules=(grade,)))
    first = dataclasses.replace(row.first[0], marks=(gone,))
    other = dataclasses.replace(book, rows=(dataclasses.replace(row, first=(first,)),))
    assert teach_next(other, rules()).topics == ()


def test_rules_by_number() -> None:
    assert sorted(("R10", "R2", "R09"), key=rule_order) == ["R2", "R09", "R10"]

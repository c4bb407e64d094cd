"""Assignments in words: dates by the learner's clock, what is asked, how far she is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from relall_trainer.cohort import course_lines as lines
from relall_trainer.cohort.course_lines import CourseLine, DueLine, ItemLine
from relall_trainer.cohort.exam_log import Exam
from relall_trainer.cohort.exam_score import ExamScore
from relall_trainer.cohort.feedback import Feedback
from relall_trainer.cohort.receipts import Receipt
from relall_trainer.gui.assigned_words import (
    asked_words,
    due_words,
    item_words,
    left_words,
    score_words,
    size_words,
    state_words,
    today_words,
    version_words,
)
from relall_trainer.gui.hand_in_lines import practice_check, receipt_lines

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
LINE = CourseLine(
    id="a-1", version=1, title="Block 1", note="", mode="exam", state=lines.TO_DO, learner="L01", key="k",
    items=(ItemLine(0, "One", 15, 0, 1), ItemLine(1, "Two", 20, 0, 1)), opens_at=None, due_at="2026-12-04T17:00:00Z",
    late=False, used=0, allowed=1, minutes=30, release="by_teacher", release_at=None, extra_percent=0, exam=None,
    receipts=(), feedback=None,
)  # fmt: skip
PRACTICE = replace(LINE, mode="practice", minutes=None, release="at_once", allowed=2)
RECEIPT = Receipt(
    "a-1", "Block 1", "L01", 2, "2026-12-01T14:03:00.000+00:00", "block-1.relall-results", "x" * 2500
)


def test_by_when() -> None:
    assert due_words(LINE, NOW, UTC) == "Due Fri 4 Dec, 17:00 – in 3 days"
    assert due_words(replace(LINE, due_at=None), NOW, UTC) == "No due date"
    late = due_words(replace(LINE, late=True), NOW + timedelta(days=5), UTC)
    assert late == "Was due Fri 4 Dec, 17:00 – 2 days ago. You can still hand it in; it will be marked late"
    shut = replace(LINE, state=lines.NOT_OPEN, opens_at="2026-12-02T08:00:00Z")
    assert due_words(shut, NOW, UTC) == "Opens Wed 2 Dec, 08:00 – tomorrow"


def test_what_is_asked() -> None:
    assert asked_words(LINE, UTC) == (
        "Exam · 2 cases · 30 min for all of it · 1 attempt · feedback when your teacher releases it"
    )
    more = replace(LINE, minutes=45, extra_percent=50, release="on_date", release_at="2026-12-06T08:00:00Z")
    assert "45 min for all of it (50% more for you)" in asked_words(more, UTC)
    assert asked_words(more, UTC).endswith("feedback from Sun 6 Dec, 08:00")
    assert "no time limit" in asked_words(replace(LINE, minutes=None), UTC)
    assert asked_words(PRACTICE) == (
        "Practice · 2 cases · about 35 min · 2 attempts at each · feedback after each decision"
    )
    assert "any number of attempts at each" in asked_words(replace(PRACTICE, allowed=None))


def test_how_far_she_is() -> None:
    exam = Exam("e", "a-1", 1, 1, "2026-12-01T12:00:00Z", ("x",), of=14, answered=3)
    assert state_words(replace(LINE, state=lines.UNDER_WAY, exam=exam)) == "Under way: 3 of 14 decisions"
    done = replace(PRACTICE, state=lines.UNDER_WAY, items=(replace(LINE.items[0], finished=1), LINE.items[1]))
    assert state_words(done) == "Under way: 1 of 2 cases finished"
    feedback = Feedback("a-1", "2026-12-05T08:00:00Z", {"x": 14}, {"x": 14}, seen={"x": (0, 1)})
    assert (
        state_words(replace(LINE, state=lines.FEEDBACK, feedback=feedback))
        == "Feedback to read: 12 of 14 decisions"
    )
    assert state_words(replace(LINE, state=lines.HANDED_IN, receipts=(RECEIPT,)), UTC) == (
        "Handed in Tue 1 Dec, 14:03 · feedback when your teacher releases it"
    )
    assert state_words(replace(LINE, state=lines.READY)) == "Ready to hand in"


def test_how_far_a_case_is() -> None:
    item = ItemLine(0, "One", 15, used=0, allowed=2)
    assert item_words(item) == "not begun"
    assert item_words(replace(item, used=1, open="x")) == "under way"
    assert item_words(replace(item, used=1, finished=1)) == "finished once"
    assert item_words(replace(item, used=2, finished=2)) == "finished twice, no attempt left"


def test_what_waits_today() -> None:
    due = (
        DueLine("a-1", "Block 1", "2026-12-04T17:00:00Z", lines.UNDER_WAY),
        DueLine("a-2", "Block 2", None, lines.FEEDBACK),
    )
    assert today_words(due, NOW, UTC) == (
        ("Block 1", "Under way. Due Fri 4 Dec, 17:00 – in 3 days"),
        ("Block 2", "Feedback to read"),
    )


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (7_200_000, "2 h 00 min left"),
        (3_599_000, "1 h 00 min left"),
        (1_770_000, "30 min left"),
        (60_000, "1 min left"),
        (59_999, "Less than a minute left"),
        (0, "Time is up"),
    ],
)
def test_the_time_left(left: int, words: str) -> None:
    assert left_words(left) == words


def test_the_size_of_a_file() -> None:
    assert size_words(900) == "900 bytes"
    assert size_words(5_683) == "5.7 kB (5,683 bytes)"
    assert size_words(2_345_678) == "2.3 MB (2,345,678 bytes)"


def test_a_receipt_says_all_of_it() -> None:
    told = receipt_lines(replace(RECEIPT, path="/tmp/x/block-1.relall-results", late=True), LINE, UTC)
    assert dict(told.facts) == {
        "Handed in": "Tue 1 Dec, 14:03 (late)",
        "By": "L01",
        "Hand-in": "number 2",
        "File": "block-1.relall-results",
        "Size": "2.5 kB (2,500 bytes)",
    }
    assert told.fingerprint.count("-") == 4
    assert told.then == "You get the feedback as a file when your teacher releases it."
    unwritten = receipt_lines(RECEIPT, PRACTICE, UTC)
    assert "could not be written" in unwritten.heading


def test_practice_to_be_looked_over() -> None:
    half = replace(PRACTICE, items=(replace(LINE.items[0], finished=1), LINE.items[1]))
    check = practice_check(half, "")
    assert (check.heading, check.go_on, check.sure) == ("1 of 2 cases finished", "Go on with it", "")
    assert [one.heading for one in check.missing] == ["Two"]
    assert practice_check(replace(half, items=half.items[:1]), "/tmp/x").heading == "The case is finished"


def test_what_an_exam_came_to() -> None:
    score = ExamScore("71.4", 1, 18, 20, "first", 1, ("one 1.1.0", "rules 1.0.0", "scoring 1"))
    assert score_words(score) == "71.4% · 1 critical error · 18 of 20 decided; the 2 not answered count 0"
    one = replace(score, critical=0, answered=19)
    assert score_words(one) == "71.4% · no critical error · 19 of 20 decided; the one not answered counts 0"
    best = replace(score, percent=None, critical=3, answered=20, counts="best", sittings=2)
    assert score_words(best) == "not scored (the best attempt counts) · 3 critical errors · 20 of 20 decided"
    assert version_words(score) == "By one 1.1.0, rules 1.0.0 and scoring 1"


def test_handed_in_late_and_out_of_time_are_said() -> None:
    late = replace(LINE, state=lines.HANDED_IN, receipts=(replace(RECEIPT, late=True),))
    assert state_words(late, UTC).startswith("Handed in late, Tue 1 Dec, 14:03 · feedback when")
    exam = Exam("e", "a-1", 1, 1, "2026-12-01T12:00:00Z", ("x",), of=14, answered=3)
    up = state_words(replace(LINE, state=lines.READY, exam=exam))
    assert up == "Time is up, with 3 of 14 decisions made. Ready to hand in as it is"
    done = replace(exam, answered=14, over=True)
    assert state_words(replace(LINE, state=lines.READY, exam=done)) == "Ready to hand in"

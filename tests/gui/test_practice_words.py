"""The words of Today and Practice: days, intervals, what a sitting came to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from relall_trainer.encounter.mastery import Mastery, Recall, Tally
from relall_trainer.gui.practice_lines import ReviewedLine, SummaryLines, TodayLines
from relall_trainer.gui.practice_words import date_words, day_words, mastery_line, met_words, summary_lines
from relall_trainer.gui.study_lines import RuleReviewed, SittingSummary

SUNDAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (-300, "now"),
        (0, "now"),
        (1, "tomorrow"),
        (4, "on Thursday"),
        (6, "on Saturday"),
        (7, "on 29 November"),
        (60, "on 21 January 2027"),
    ],
)
def test_days_to_come(ahead: int, words: str) -> None:
    day = SUNDAY + timedelta(days=ahead)
    assert day_words(day, SUNDAY, on=True) == words
    assert day_words(day, SUNDAY) == words.removeprefix("on ")


def test_a_date() -> None:
    assert date_words(SUNDAY) == "Sunday 22 November"


def test_how_a_rule_stands_is_taken_over_unchanged() -> None:
    mastery = Mastery(
        "R01", 12, 9, 0.47, 0.91, "2026", (Tally("R01", "old", 3, 1),), Recall(0.9, 0.8, 0.5), NOW
    )
    line = mastery_line(mastery, "R01 · The marrow", 1, NOW)
    assert (line.n, line.right, line.low, line.high) == (12, 9, 0.47, 0.91)
    assert line.recall == (0.9, 0.8, 0.5)
    assert line.due == "now"
    assert line.result() == "9 of 12 right (47–91%)"
    assert mastery.older_words() == ("1 of 3 right under old",)
    never = mastery_line(Mastery("R02", 0, 0, 0.0, 1.0, ""), "R02", 2, NOW)
    assert (never.result(), never.recalled(), never.due) == ("Not met yet", "", "")


def test_a_sitting_is_told_with_when_each_rule_comes_back() -> None:
    told = summary_lines(
        SittingSummary(
            (
                RuleReviewed("R01", "The marrow", "wrong", NOW + timedelta(days=1)),
                RuleReviewed("R02", "The CNS", "sure", None),
            ),
            3,
            7.6,
            True,
        ),
        {"R01": "R01 · The marrow"},
        NOW,
        "a1",
    )
    assert told.reviewed == (
        ReviewedLine("R01", "R01 · The marrow", "wrong", "comes back tomorrow"),
        ReviewedLine("R02", "The CNS", "sure", ""),
    )
    assert (told.heading(), told.beneath()) == (
        "2 rules reviewed",
        "In 8 minutes. 1 was missed; it comes back sooner.",
    )
    assert told.unfinished == "a1"
    assert told.nothing_left


def test_one_of_each_reads_as_one() -> None:
    assert TodayLines(due=1, minutes=1, fits=1).heading() == "1 rule is due"
    assert TodayLines(due=1, minutes=0, fits=1).beneath().startswith("About 1 minute,")
    one = SummaryLines((ReviewedLine("R01", "R01", "sure"),), 1)
    assert (one.heading(), one.beneath()) == ("1 rule reviewed", "In 1 minute. None was missed.")
    two = SummaryLines((ReviewedLine("R01", "R01", "wrong"), ReviewedLine("R02", "R02", "wrong")), 2)
    assert two.beneath() == "In 2 minutes. 2 were missed; they come back sooner."


def test_a_rule_nobody_missed_needs_no_count() -> None:
    assert met_words(None) == "Read it first."

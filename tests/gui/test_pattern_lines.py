"""Shares with n and interval; versions never mixed; no claim where the intervals overlap."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.gui.pattern_lines import (
    Share,
    Stretch,
    calibration_sentence,
    certainty_lines,
    rule_lines,
    stretches,
    versions,
)
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.learner.index import ConfidenceTally, RuleTally, TrendPoint


def tally(rule: str, right: int, n: int, version: str = "v", **others: int) -> RuleTally:
    return RuleTally(
        rule, version, n, right, others.get("sure", 0), others.get("critical", 0), "2026-11-22T12:00:00Z"
    )


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval(pair: tuple[int, int]) -> None:
    share = Share.of(*pair)
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert f"{pair[0]} of {pair[1]} (" in share.words()


def test_the_surest_weakness_stands_first_and_only_of_one_version() -> None:
    tallies = [tally("R1", 0, 1), tally("R2", 4, 12), tally("R3", 12, 12), tally("R4", 0, 9, "old")]
    lines = rule_lines(tallies, {"R2": "Two"}, "v")
    assert [line.rule for line in lines] == ["R2", "R1", "R3"]
    assert [(line.missed.count, line.missed.n) for line in lines] == [(8, 12), (1, 1), (0, 12)]
    assert lines[0].title == "Two"
    assert versions(tallies) == ["v", "old"]


def test_a_rule_is_told_in_one_line() -> None:
    (line,) = rule_lines([tally("R1", 1, 4, sure=2, critical=1)], {}, "v")
    assert line.words("today") == (
        "Missed 3 of 4 (75%, 95% interval 30–95%) · 2 of these while fairly sure or certain · 1 critical error · "
        "last today"
    )


def test_a_trend_says_points_only_where_there_are_some() -> None:
    points = [TrendPoint("v", date(2026, 11, 1), date(2026, 11, 1), 4, 3, 0, 0)]
    (one,) = stretches(points, date.isoformat, of_rule=True)
    assert one.label == "2026-11-01"
    assert one.words == "Right 3 of 4 (75%, 95% interval 30–95%)"


def test_each_change_of_version_is_a_boundary() -> None:
    day = date(2026, 11, 1)
    points = [TrendPoint(version, day, day, 1, 1, 1, 1) for version in ("a", "a", "b", "a")]
    assert [one.begins for one in stretches(points, date.isoformat, of_rule=False)] == ["", "", "b", "a"]


def test_confidence_against_result() -> None:
    tallies = [
        ConfidenceTally("v", "guessing", 10, 20, 40, 3, 0),
        ConfidenceTally("v", "certain", 50, 190, 200, 48, 1),
        ConfidenceTally("old", "certain", 9, 1, 9, 0, 9),
    ]
    lines = certainty_lines(tallies, CONFIDENCE_WORDS, "v")
    assert [line.label for line in lines] == ["Guessing", "Certain"]
    assert lines[1].words == (
        "Fully right 48 of 50 (96%, 95% interval 87–99%) · 95% of the points · 1 decision with a critical error"
    )
    assert "more often" in calibration_sentence(lines)
    assert "less often" in calibration_sentence(lines[::-1])


def test_nothing_is_claimed_where_intervals_overlap_or_one_stands_alone() -> None:
    some = [Stretch(label, Share.of(count, 10), "") for label, count in (("Guessing", 4), ("Certain", 7))]
    assert "no difference is shown yet" in calibration_sentence(some)
    assert "needed" in calibration_sentence(some[:1])

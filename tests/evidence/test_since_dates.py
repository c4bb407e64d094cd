"""Dates in words, sorted by."""

from __future__ import annotations

import pytest

from relall_trainer.evidence.library import Library
from relall_trainer.evidence.since_dates import latest_date, newest_first


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("FDA 11 July 2017", (2017, 7, 11)),
        ("FDA 17 August 2017; children March 2024", (2024, 3, 0)),
        ("2020–2025", (2025, 0, 0)),
        ("2020, 2025", (2025, 0, 0)),
        ("undated label; FDA review 2015", (2015, 0, 0)),
        ("nobody knows", (0, 0, 0)),
        ("in May 2023, not 12345", (2023, 5, 0)),
    ],
)
def test_the_latest_date_counts(words: str, day: tuple[int, int, int]) -> None:
    assert latest_date(words) == day


def test_every_later_development_has_a_date_and_the_newest_is_first(shipped: Library) -> None:
    ordered = newest_first(shipped.all_since())
    days = [latest_date(item.date) for item in ordered]
    assert len(ordered) == len(shipped.all_since())
    assert days == sorted(days, reverse=True)
    assert all(year >= 2005 for year, _, _ in days)


def test_what_a_later_development_stands_beside_is_linked_both_ways(shipped: Library) -> None:
    seen = 0
    for later in shipped.all_since():
        touched = shipped.touched_by(later.id)
        for item in touched.items:
            assert later in shipped.since(item.id)
        for rule in touched.rules:
            assert later in shipped.since(rule.id)
            assert rule in shipped.cited_by(later.id)
        for step in touched.steps:
            assert later in shipped.since(step.id)
        seen += len(touched.items) + len(touched.rules) + len(touched.steps)
    assert seen > 30
    assert shipped.touched_by("S99").items == ()

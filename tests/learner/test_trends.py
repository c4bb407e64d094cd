"""Stretches of time: days, weeks or months, every day in exactly one, versions apart."""

from __future__ import annotations

import itertools
import sqlite3
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.learner import index_schema
from relall_trainer.learner.trends import trend

days = st.dates(date(2023, 1, 1), date(2027, 12, 31))


def _filled(found: dict[tuple[str, date], int]) -> sqlite3.Connection:
    connection = index_schema.in_memory()
    for (version, day), n in found.items():
        connection.execute(
            "INSERT INTO dimension_days VALUES (?, '', ?, ?, ?, ?, ?)",
            (version, day.isoformat(), n, n * 10_000, n * 40_000, n // 2),
        )
    return connection


@given(
    start=days,
    found=st.dictionaries(
        st.tuples(st.sampled_from(["a 1", "a 2"]), st.sampled_from([0, 1, 6, 20, 21, 22, 150, 201, 399])),
        st.integers(1, 50),
        max_size=8,
    ),
)
def test_each_day_stands_in_one_stretch(start: date, found: dict[tuple[str, int], int]) -> None:
    by_day = {(version, start + timedelta(days=after)): n for (version, after), n in found.items()}
    connection = _filled(by_day)
    points = trend(connection, None, None)
    connection.close()
    for version in ("a 1", "a 2"):
        mine = [point for point in points if point.version == version]
        assert sum(point.n for point in mine) == sum(n for (v, _), n in by_day.items() if v == version)
        assert [point.since for point in mine] == sorted(point.since for point in mine)
        for one, next_one in itertools.pairwise(mine):
            assert one.until < next_one.since
        for point in mine:
            inside = {
                d: n for (v, d), n in by_day.items() if v == version and point.since <= d <= point.until
            }
            assert point.n == sum(inside.values())
            assert (point.points, point.possible) == (point.n, 4 * point.n)


def test_stretches_are_days_then_weeks_then_months() -> None:
    monday = date(2026, 11, 23)
    for span, expected in ((21, 1), (22, 7), (200, 7), (201, 30)):
        connection = _filled({("a", monday): 1, ("a", monday + timedelta(days=span)): 1})
        first = trend(connection, None, None)[0]
        connection.close()
        assert (first.until - first.since).days + 1 == expected


def test_nothing_gives_nothing() -> None:
    connection = _filled({})
    assert trend(connection, "R01", None) == trend(connection, None, "cns") == ()
    connection.close()

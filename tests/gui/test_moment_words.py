"""Days and hours in words: by the reader's own clock and calendar, with the year where it is another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from relall_trainer.gui.moment_words import away_words, moment_words, short_day

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def test_a_moment_is_told_by_her_own_clock() -> None:
    assert moment_words("2026-12-04T17:00:00Z", UTC) == "Fri 4 Dec, 17:00"
    assert moment_words("2026-12-04T23:30:00Z", ZoneInfo("Europe/Berlin")) == "Sat 5 Dec, 00:30"
    assert moment_words("2027-01-04T17:00:00Z", UTC, NOW) == "Mon 4 Jan 2027, 17:00"


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(days=3, hours=5), "in 3 days"),
        (timedelta(days=1), "tomorrow"),
        (timedelta(hours=2, minutes=10), "in 2 hours"),
        (timedelta(minutes=59), "in 59 minutes"),
        (timedelta(seconds=20), "in 1 minute"),
        (timedelta(seconds=-20), "1 minute ago"),
        (timedelta(hours=-1), "1 hour ago"),
        (timedelta(days=-1), "yesterday"),
        (timedelta(days=-40), "40 days ago"),
    ],
)
def test_how_far_off_it_is(away: timedelta, words: str) -> None:
    assert away_words((NOW + away).isoformat(), NOW, UTC) == words


def test_days_are_counted_by_her_own_calendar() -> None:
    far_east = timezone(timedelta(hours=13))
    assert away_words("2026-12-03T00:30:00Z", NOW, UTC) == "in 2 days"
    assert away_words("2026-12-03T00:30:00Z", NOW, far_east) == "tomorrow"


def test_a_day_has_its_year_where_it_is_another() -> None:
    assert short_day("2026-12-04T09:30:00+00:00", UTC, NOW) == "4 Dec"
    assert short_day("2026-12-31T23:30:00+00:00", ZoneInfo("Europe/Berlin"), NOW) == "1 Jan 2027"

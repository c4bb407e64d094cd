"""Times as files write them: read with their zone only, compared, and told as stretches."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from relall_trainer.cohort.times import is_before, moment_of, seconds_between

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_a_time_is_read_with_its_zone() -> None:
    assert moment_of("2026-12-01T13:00:00+01:00") == NOON
    assert moment_of("2026-12-01T12:00:00Z").tzinfo is UTC


@pytest.mark.parametrize("text", ["2026-12-01T12:00:00", "2026-12-01", "x", ""])
def test_without_a_zone_it_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"zone|Invalid"):
        moment_of(text)


def test_no_time_is_never_still_to_come() -> None:
    assert is_before("2026-12-01T12:00:01Z", NOON)
    assert not is_before("2026-12-01T12:00:00Z", NOON)
    assert not is_before(None, NOON)


def test_seconds_run_backwards_where_the_first_is_the_later() -> None:
    assert seconds_between("2026-12-01T12:00:00Z", "2026-12-01T14:00:30+01:00") == 3_630
    assert seconds_between("2026-12-01T12:00:01Z", "2026-12-01T12:00:00Z") == -1

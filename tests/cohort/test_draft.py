"""A draft says everything that is wrong with it at once, each with its part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from relall_trainer.cohort.draft import (
    Draft,
    Extra,
    MadeCase,
    NotADraft,
    ShelfCase,
    source_from_plain,
    source_plain,
)

GOOD = Draft(title="Block 1", items=(ShelfCase("a"), MadeCase(7)), learners=("L1", "L2"))
EXAM = replace(GOOD, mode="exam", release="by_teacher", minutes=30)


def parts(draft: Draft) -> list[str]:
    return [fault.part for fault in draft.faults()]


def test_good_ones_have_no_fault() -> None:
    assert parts(GOOD) == parts(EXAM) == []
    assert parts(replace(GOOD, learners=())) == []


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"title": " "}, "title"),
        ({"title": "=x"}, "title"),
        ({"note": "x" * 4_001}, "note"),
        ({"note": "a\u202eb"}, "note"),
        ({"items": ()}, "items"),
        ({"items": (ShelfCase("a"),) * 2}, "items"),
        ({"items": tuple(MadeCase(n) for n in range(51))}, "items"),
        ({"items": (MadeCase(10**16),)}, "items"),
        ({"learners": ("L1", "l1")}, "learners"),
        ({"learners": ("+",)}, "learners"),
        ({"mode": "quiz"}, "mode"),
        ({"opens_at": "tomorrow"}, "opens_at"),
        ({"due_at": "2026-12-01T10:00:00"}, "due_at"),
        ({"opens_at": "2026-12-02T00:00:00Z", "due_at": "2026-12-01T00:00:00Z"}, "due_at"),
        ({"counts": "worst"}, "counts"),
        ({"attempts": 0}, "attempts"),
        ({"mastery_percent": 101}, "mastery_percent"),
        ({"release": "by_teacher"}, "release"),
        ({"minutes": 30}, "minutes"),
        ({"extra": {"L9": Extra(attempts=1)}, "attempts": 2}, "extra"),
        ({"extra": {"L1": Extra(percent=25)}}, "extra"),
        ({"extra": {"L1": Extra(attempts=1)}}, "extra"),
        ({"release_at": "2026-12-02T00:00:00Z"}, "release_at"),
    ],
)
def test_each_fault_of_practice_is_found(changed: dict[str, Any], part: str) -> None:
    assert part in parts(replace(GOOD, **changed))


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"release": "at_once"}, "release"),
        ({"release": "on_date"}, "release_at"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1_441}, "minutes"),
        ({"extra": {"L1": Extra(percent=-1)}}, "extra"),
        ({"extra": {"L1": Extra(percent=401)}}, "extra"),
        ({"extra": {"L1": Extra(attempts=100)}}, "extra"),
    ],
)
def test_each_fault_of_an_exam_is_found(changed: dict[str, Any], part: str) -> None:
    assert part in parts(replace(EXAM, **changed))


def test_all_are_told_at_once_in_three_parts() -> None:
    fault = NotADraft(replace(GOOD, title="", items=(), counts="x").faults())
    assert len(fault.faults) == 3
    assert fault.what
    assert fault.safe
    assert fault.todo


def test_sources_are_read_as_written() -> None:
    for source in (ShelfCase("a"), MadeCase(-3), MadeCase(3, "R25")):
        assert source_from_plain(source_plain(source)) == source

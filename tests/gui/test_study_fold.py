"""However the index changes and however often folding is left off, the schedule is that of all grades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.encounter.schedule import Answer, Schedule, grade_of
from relall_trainer.gui import study_fold
from relall_trainer.gui.study_fold import StudyFold
from relall_trainer.learner.index import Graded, HistoryIndex

START = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@dataclass
class Line:
    key: int


class FakeIndex:
    """Decisions by key; each has a grade or two."""

    def __init__(self) -> None:
        self.decisions: dict[int, tuple[Graded, ...]] = {}
        self.revision = 0

    def decide(self, key: int, right: bool, rules: tuple[str, ...] = ("R24", "R25")) -> None:
        self.revision += 1
        at = (START + timedelta(minutes=key)).isoformat()
        self.decisions[key] = tuple(
            Graded(key, at, rule, "salvage", right, "certain", "a", "n", "v") for rule in rules
        )

    def erase(self, key: int) -> None:
        self.revision += 1
        del self.decisions[key]

    def count(self) -> int:
        return len(self.decisions)

    def page(self, limit: int) -> list[Line]:
        return [Line(key) for key in sorted(self.decisions, reverse=True)[:limit]]

    def grades(self, after: int | None) -> Iterator[Graded]:
        for key in sorted(self.decisions):
            if after is None or key > after:
                yield from self.decisions[key]

    def whole(self) -> Schedule:
        return Schedule.of(
            Answer(one.rule, one.at, grade_of(one.right, one.confidence)) for one in self.grades(None)
        )


def fold(folding: StudyFold, index: FakeIndex, steps: int | None = None) -> list[tuple[int, int]]:
    told = []
    slices = folding.catch_up(cast("HistoryIndex", index), UTC)
    for place, one in enumerate(slices, start=1):
        told.append(one)
        if place == steps:
            cast("Any", slices).close()
            break
    return told


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_fold, "_AT_ONCE", 2)


def states(schedule: Schedule) -> dict[str, object]:
    return {rule: schedule.state(rule) for rule in schedule.rules}


changes = st.one_of(
    st.tuples(st.just("decide"), st.integers(0, 20_000)),
    st.tuples(st.just("erase"), st.integers(0, 30)),
    st.tuples(st.just("fold"), st.integers(1, 3)),
    st.tuples(st.just("fold all"), st.just(0)),
)


@given(st.lists(changes, max_size=40))
def test_the_schedule_is_always_that_of_all_grades(what: list[tuple[str, int]]) -> None:
    index, folding = FakeIndex(), StudyFold()
    for change, number in what:
        match change:
            case "decide":
                index.decide(number * 3, number % 3 != 0, ("R25",) if number % 2 else ("R24", "R25"))
            case "erase" if index.decisions:
                index.erase(sorted(index.decisions)[number % len(index.decisions)])
            case "fold":
                fold(folding, index, number)
            case "fold all":
                fold(folding, index)
                assert states(folding.schedule) == states(index.whole())
    fold(folding, index)
    assert states(folding.schedule) == states(index.whole())


def test_what_is_known_is_not_folded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    index, folding = FakeIndex(), StudyFold()
    for key in range(9):
        index.decide(key, True)
    assert fold(folding, index) == [(2, 9), (4, 9), (6, 9), (8, 9)]
    asked: list[int | None] = []
    grades = index.grades
    monkeypatch.setattr(index, "grades", lambda after: (asked.append(after), grades(after))[1])
    assert fold(folding, index) == []
    assert asked == []
    index.decide(20, False)
    fold(folding, index)
    assert asked == [8]
    index.decide(15, False)  # before the last: everything anew
    fold(folding, index)
    assert asked == [8, None]
    assert folding.dimension_of == {"R24": "salvage", "R25": "salvage"}


def test_two_foldings_at_once_do_not_disturb_each_other() -> None:
    index, folding = FakeIndex(), StudyFold()
    for key in range(12):
        index.decide(key * 700, key % 3 != 0)
    slices = folding.catch_up(cast("HistoryIndex", index), UTC)
    next(slices)
    index.decide(50_000, False)
    fold(folding, index)
    assert states(folding.schedule) == states(index.whole())
    for _ in slices:
        pass
    assert states(folding.schedule) == states(index.whole())


def test_another_index_or_another_zone_begins_anew() -> None:
    first, second, folding = FakeIndex(), FakeIndex(), StudyFold()
    first.decide(0, True)
    fold(folding, first)
    fold(folding, second)
    assert folding.schedule.rules == ()
    fold(folding, first)
    west = timezone(timedelta(hours=-9))
    for _ in folding.catch_up(cast("HistoryIndex", first), west):
        pass
    state = folding.schedule.state("R25")
    assert folding.schedule.zone == west
    assert state is not None
    assert state.due_at.astimezone(west).hour == 0

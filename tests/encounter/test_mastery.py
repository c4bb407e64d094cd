"""How a rule stands, in words and numbers that promise no more than there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from relall_trainer.clinical.proportion import wilson
from relall_trainer.encounter.mastery import Tally, mastery_of, percent, recall_of
from relall_trainer.encounter.schedule import SURE, WRONG, Answer, Schedule

NINE = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
NOW, OLD = "paper 1.1.0 · scoring 1", "paper 1.0.0 · scoring 1"


def schedule(*grades: str) -> Schedule:
    """R25 answered every third day, the last time today."""
    days = range(3 * (len(grades) - 1), -1, -3)
    return Schedule.of(
        Answer("R25", (NINE - timedelta(days=day)).isoformat(), grade)
        for day, grade in zip(days, grades, strict=True)
    )


def test_versions_are_never_added_up() -> None:
    tallies = [
        Tally("R25", OLD, 20, 20, "2026-10-01T09:00:00Z"),
        Tally("R25", NOW, 6, 3, "2026-11-02T09:00:00Z"),
        Tally("R24", OLD, 9, 1, "2026-09-01T09:00:00Z"),
    ]
    line, other, none = mastery_of(["R25", "R24", "R01"], tallies, NOW)
    assert (line.n, line.right, line.share) == (6, 3, 0.5)
    assert (line.low, line.high) == wilson(3, 6)
    assert line.words() == "3 of 6 right: 50% (95% interval 19–81%)"
    assert line.older_words() == (f"20 of 20 right under {OLD}",)
    assert line.last_at == "2026-11-02T09:00:00Z"
    assert (other.n, other.words(), other.last_at) == (0, "not answered yet", "2026-09-01T09:00:00Z")
    assert other.older_words() == (f"1 of 9 right under {OLD}",)
    assert (none.n, none.low, none.high, none.last_at, none.older) == (0, 0.0, 1.0, "", ())


@pytest.mark.parametrize(("n", "right"), [(1, 1), (2, 0), (4, 4)])
def test_a_few_answers_give_no_share(n: int, right: int) -> None:
    (line,) = mastery_of(["R25"], [Tally("R25", NOW, n, right)], NOW)
    assert line.share is None
    assert line.words() == f"not enough answers yet (n = {n})"
    assert "%" not in line.words()


def test_five_answers_do() -> None:
    (line,) = mastery_of(["R25"], [Tally("R25", NOW, 5, 5)], NOW)
    assert line.share == 1.0
    assert line.words() == "5 of 5 right: 100% (95% interval 57–100%)"


def test_what_will_be_left_falls_and_is_not_flattered_on_the_day_itself() -> None:
    known = schedule(SURE, SURE)
    recall = recall_of(known, "R25", NINE)
    assert recall is not None
    assert 1 > recall.now > recall.in_week > recall.in_month > 0
    assert recall.now == known.recall("R25", NINE + timedelta(days=1))
    missed = recall_of(schedule(SURE, WRONG), "R25", NINE)
    assert missed is not None
    assert missed.now < recall.now
    later = recall_of(known, "R25", NINE + timedelta(days=5))
    assert later is not None
    assert later.now == known.recall("R25", NINE + timedelta(days=5))
    assert later.in_week == known.recall("R25", NINE + timedelta(days=12))


def test_a_rule_has_its_recall_and_date_and_a_dimension_has_none() -> None:
    known = schedule(SURE)
    line, never = mastery_of(["R25", "R24"], [], NOW, known, NINE)
    state = known.state("R25")
    assert state is not None
    assert (line.recall, line.due_at) == (recall_of(known, "R25", NINE), state.due_at)
    assert (never.recall, never.due_at) == (None, None)
    (dimension,) = mastery_of(["cns"], [Tally("cns", NOW, 7, 5)], NOW)
    assert (dimension.recall, dimension.due_at) == (None, None)


def test_per_cent_is_rounded_half_up() -> None:
    assert [percent(share) for share in (0.0, 0.005, 0.125, 0.5, 0.995, 1.0)] == [0, 1, 13, 50, 100, 100]
    for n in range(1, 401):  # 23 of 40 are 58%, though 23 / 40 * 100 is less than 57.5 as a float
        assert [percent(right / n) for right in range(n + 1)] == [
            (200 * right + n) // (2 * n) for right in range(n + 1)
        ]

"""How a rule stands, in numbers that promise no more than there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from relall_trainer.clinical.proportion import wilson
from relall_trainer.encounter.mastery import Tally, mastery_of, recall_of
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
    assert (line.n, line.right) == (6, 3)
    assert (line.low, line.high) == wilson(3, 6)
    assert line.older_words() == (f"20 of 20 right under {OLD}",)
    assert line.last_at == "2026-11-02T09:00:00Z"
    assert (other.n, other.last_at) == (0, "2026-09-01T09:00:00Z")
    assert other.older_words() == (f"1 of 9 right under {OLD}",)
    assert (none.n, none.low, none.high, none.last_at, none.older) == (0, 0.0, 1.0, "", ())


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

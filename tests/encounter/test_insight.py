"""What is worth knowing: which of several things comes first, and when nothing is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from relall_trainer.encounter.insight import (
    FADING,
    FORBIDDEN,
    MISSED,
    NOT_MET,
    SURE_AND_WRONG,
    TOO_CERTAIN,
    Insight,
    Standing,
    find_insight,
)
from relall_trainer.encounter.schedule import SURE, WRONG, Answer, Schedule

NINE = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
EMPTY = Schedule()


def standing(rule: str, n: int = 4, right: int = 1, sure_wrong: int = 0, critical: int = 0) -> Standing:
    return Standing(rule, f"Title of {rule}", n, right, sure_wrong, critical)


def schedule(rule: str, *grades: str, ago: int = 0) -> Schedule:
    """One answer a day; the last so many days ago."""
    last = NINE - timedelta(days=ago)
    return Schedule.of(
        Answer(rule, (last - timedelta(days=len(grades) - 1 - day)).isoformat(), grade)
        for day, grade in enumerate(grades)
    )


def found(insight: Insight | None) -> tuple[str, str]:
    assert insight is not None
    return insight.kind, insight.rule


def test_nothing_answered_says_nothing() -> None:
    assert find_insight([], EMPTY, NINE) is None
    assert find_insight([standing("R25", 9, 9)], EMPTY, NINE) is None


def test_sure_and_wrong_comes_first_and_the_most_harmful_of_them() -> None:
    lines = [
        standing("R01", sure_wrong=3),
        standing("R25", sure_wrong=2, critical=2),
        standing("R30", sure_wrong=1),
    ]
    insight = find_insight(
        lines, schedule("R30", WRONG, WRONG), NINE, certain=(50, 1), not_met=standing("R02")
    )
    assert found(insight) == (SURE_AND_WRONG, "R25")
    assert insight is not None
    assert insight.sentence == (
        "You were sure and wrong in 2 of 4 decisions that turned on this: Title of R25 (R25)."
    )
    assert insight.n == 4


def test_once_may_happen_to_anybody() -> None:
    assert find_insight([standing("R25", 4, 3, sure_wrong=1, critical=1)], EMPTY, NINE) is None


def test_an_old_mistake_that_is_mended_is_no_news() -> None:
    line = standing("R25", 6, 3, sure_wrong=3, critical=3)
    assert find_insight([line], schedule("R25", WRONG, WRONG, SURE, SURE), NINE) is None
    assert found(find_insight([line], schedule("R25", WRONG, WRONG, SURE), NINE))[0] == SURE_AND_WRONG


def test_what_is_ruled_out_and_chosen_again_is_said_though_she_was_unsure() -> None:
    insight = find_insight([standing("R01"), standing("R25", 5, 2, critical=2)], EMPTY, NINE)
    assert found(insight) == (FORBIDDEN, "R25")
    assert insight is not None
    assert insight.sentence.startswith("In 2 of 5 decisions you chose a step that this rules out")


def test_missed_again_and_again() -> None:
    insight = find_insight([standing("R25", 5, 2)], schedule("R25", SURE, WRONG, WRONG), NINE)
    assert found(insight) == (MISSED, "R25")
    assert insight is not None
    assert insight.sentence == "You keep missing this, in 3 of 5 decisions: Title of R25 (R25)."
    # missed under another version only: nothing is said of this one
    assert find_insight([standing("R25", 1, 1)], schedule("R25", WRONG, WRONG), NINE) is None


def test_about_to_be_forgotten() -> None:
    known = schedule("R25", SURE, ago=30)
    insight = find_insight([standing("R25", 1, 1)], known, NINE)
    assert found(insight) == (FADING, "R25")
    assert insight is not None
    assert f"{round(known.recall('R25', NINE) * 100)}%" in insight.sentence
    assert find_insight([standing("R25", 1, 1)], schedule("R25", SURE, ago=1), NINE) is None


def test_too_certain_only_where_the_interval_says_so() -> None:
    lines = [standing("R01", 9, 8, sure_wrong=1), standing("R25", 9, 9)]
    insight = find_insight(lines, EMPTY, NINE, certain=(20, 8))
    assert found(insight) == (TOO_CERTAIN, "R01")
    assert insight is not None
    assert insight.sentence == (
        "When you were certain you earned all points in 8 of 20 decisions: 40% (95% interval 22–61%)."
    )
    assert find_insight(lines, EMPTY, NINE, certain=(9, 0)) is None
    assert find_insight(lines, EMPTY, NINE, certain=(20, 14)) is None
    assert found(find_insight([], EMPTY, NINE, certain=(20, 8))) == (TOO_CERTAIN, "")


def test_else_a_rule_not_met() -> None:
    insight = find_insight([standing("R01", 9, 9)], EMPTY, NINE, not_met=standing("R25", 0, 0))
    assert found(insight) == (NOT_MET, "R25")
    assert insight is not None
    assert (insight.n, insight.sentence) == (0, "You have not met this yet: Title of R25 (R25).")

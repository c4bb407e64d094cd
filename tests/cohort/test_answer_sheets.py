"""What counts as an answer, what everybody has met, and how years are put together."""

from __future__ import annotations

import pytest

from relall_trainer.cohort.answer_sheets import Answer, Group, Item, Sheet, pooled
from tests.cohort.groups import group, item, sheet

A1, A2, B1 = item("a1"), item("a2"), item("b1")


def test_a_share_is_exact_in_ten_thousandths() -> None:
    assert Answer("a1", 0.1 + 0.2, 0.9).share == Answer("a1", 0.3, 0.9).share
    assert Answer("a1", 0, 0).share is None


@pytest.mark.parametrize(
    ("points", "possible"), [(-0.5, 1), (2, 1), (0, float("inf")), (float("nan"), 1), (0, -1)]
)
def test_points_that_cannot_be_are_refused(points: float, possible: float) -> None:
    with pytest.raises(ValueError, match="points"):
        Answer("a1", points, possible)


def test_only_first_answers_count() -> None:
    with pytest.raises(ValueError, match="twice"):
        Sheet("L", (Answer("a1", 1, 1), Answer("a1", 0, 1)))


def test_a_group_holds_together() -> None:
    one = sheet("L", (A1,), (1,))
    with pytest.raises(ValueError, match="learner"):
        Group((A1,), (one, one))
    with pytest.raises(ValueError, match="decision"):
        Group((A1, A1), (one,))
    with pytest.raises(ValueError, match="not asked"):
        Group((A2,), (one,))
    with pytest.raises(ValueError, match="offer"):
        Group((item("a1", options=("b",)),), (one,))


def test_common_is_what_all_of_some_learners_have_met() -> None:
    made = group((A1, A2, B1), ((1, 1, None), (0, None, 1), (1, 1, 1)))
    assert made.common(("L000", "L001", "L002")) == (A1,)
    assert made.common(("L000", "L002")) == (A1, A2)
    assert made.common(()) == ()


def test_who_was_asked_and_finished() -> None:
    early = sheet("early", (A1,), (1,), finished=False)
    other = Sheet("other", (), asked=frozenset({"a2"}))
    made = Group((A1, A2), (sheet("L", (A1, A2), (1, 0)), early, other))
    assert made.learners_asked("a1") == ("L",)
    assert made.learners_asked("a2") == ("L", "other")
    with pytest.raises(ValueError, match="not asked of this learner"):
        Sheet("L", (Answer("a1", 1, 1),), asked=frozenset({"a2"}))


def test_years_are_pooled_and_told() -> None:
    both = pooled((group((A1,), [(1,), (0,)], "2025"), group((A1, A2), [(1, 1)], "2026", first=2)))
    assert both.years == ("2025", "2026")
    assert both.items == (A1, A2)
    assert [len(one.answers) for one in both.sheets] == [1, 1, 2]
    assert both.repeats == 0


def test_of_a_learner_in_two_years_the_first_answers_count() -> None:
    both = pooled((group((A1,), [(0,)], "2025"), group((A1, A2), [(1, 1)], "2026")))
    (one,) = both.sheets
    assert [(answer.item, answer.points, answer.year) for answer in one.answers] == [
        ("a1", 0, "2025"),
        ("a2", 1, "2026"),
    ]
    assert both.repeats == 1


def test_who_has_not_finished_one_of_two_has_not_finished() -> None:
    begun = Group((A2,), (sheet("L000", (A2,), (1,), finished=False),))
    for order in ((group((A1,), [(1,)]), begun), (begun, group((A1,), [(1,)]))):
        (one,) = pooled(order).sheets
        assert not one.finished
        assert one.asked == frozenset(("a1", "a2"))


def test_pooling_the_same_group_twice_changes_nothing() -> None:
    once = group((A1, A2), [(1, 0), (0.6, 1)])
    twice = pooled((once, once))
    assert [one.answers for one in twice.sheets] == [one.answers for one in once.sheets]
    assert twice.repeats == 4


def test_one_id_for_two_decisions_is_refused() -> None:
    other = Item("a1", "another case")
    with pytest.raises(ValueError, match="two different"):
        pooled((group((A1,), ()), Group((other,), ())))

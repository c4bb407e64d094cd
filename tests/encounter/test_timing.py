from __future__ import annotations

from relall_trainer.encounter.timing import Decided, decided
from tests.encounter.test_attempt import ALL, BACK, FORK, HOME, NOON, RIGHT, WRONG


def test_each_decision_with_its_time_and_fate() -> None:
    assert decided(ALL) == (
        Decided(NOON, 900, gone_back=True),
        Decided(NOON, None),
        Decided(NOON, None),
    )


def test_copies_are_told_from_what_was_decided_here() -> None:
    events = (FORK, WRONG, BACK, RIGHT, HOME)
    assert [one.copied for one in decided(events)] == [True, True, False]


def test_two_steps_back_leave_two_decisions_behind() -> None:
    assert [one.gone_back for one in decided((WRONG, RIGHT, BACK, BACK, HOME))] == [True, True, False]
    assert decided(()) == ()

"""The index is brought up to date in slices; trouble is told; what comes in meanwhile is taken in too."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from relall_trainer.errors import StoreError
from relall_trainer.gui import catching_up
from relall_trainer.gui.catching_up import CatchingUp
from relall_trainer.gui.desk import Desk
from tests.gui.test_desk import CASE, authors_choice, play_through


def behind(desk: Desk) -> int:
    assert desk.index is not None
    return desk.index.behind(desk.store)


def test_little_is_done_at_once(qtbot: QtBot, desk: Desk) -> None:
    made = CatchingUp(desk)
    with qtbot.waitSignal(made.caught_up):
        made.begin()
    assert behind(desk) == 0
    assert not made.under_way


def test_much_is_told_and_done_in_slices(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "_SLICE_MS", 0)
    monkeypatch.setattr(catching_up, "_TELL_AFTER_MS", 0)
    for _ in range(4):
        play_through(desk)
    made = CatchingUp(desk)
    told: list[tuple[int, int]] = []
    made.progressed.connect(lambda done, of: told.append((done, of)))
    with qtbot.waitSignal(made.caught_up):
        made.begin()
        assert made.under_way
        session = desk.start(CASE)  # comes in meanwhile
        session.commit(authors_choice(session))
        made.begin()
    assert told[:2] == [(1, 4), (2, 4)]
    assert behind(desk) == 0
    assert desk.index is not None
    assert desk.index.count() == sum(line.answers for line in desk.history())


def test_trouble_is_told_and_it_can_begin_again(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    play_through(desk)
    made = CatchingUp(desk)

    def full(*_given: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(desk.store, "events", full)
    monkeypatch.setattr(type(desk.index), "catch_up", lambda *_given: iter(full, None))
    with qtbot.waitSignal(made.failed) as failed:
        made.begin()
    assert failed.args[0].what == "The disk is full."
    assert not made.under_way
    monkeypatch.undo()
    with qtbot.waitSignal(made.caught_up):
        made.begin()
    assert behind(desk) == 0


def test_closing_the_desk_leaves_off(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "_SLICE_MS", 0)
    for _ in range(3):
        play_through(desk)
    made = CatchingUp(desk)
    made.begin()
    assert made.under_way
    desk.close()
    assert not made.under_way
    with qtbot.waitSignal(made.caught_up):
        made.begin()
    assert behind(desk) == 0

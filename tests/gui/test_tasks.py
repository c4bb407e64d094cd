from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from relall_trainer.gui.tasks import Progress, Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Tasks:
    return Tasks()


def test_work_is_done_elsewhere_and_told_here(tasks: Tasks, qtbot: QtBot) -> None:
    here, seen = QThread.currentThread(), []

    def work(_progress: Progress) -> QThread:
        return QThread.currentThread()

    tasks.run(work, lambda there: seen.append((there, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(seen))
    there, told = seen[0]
    assert there is not here
    assert told is here


def test_a_failure_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[Exception] = []

    def work(_progress: Progress) -> None:
        raise ValueError("no")

    tasks.run(work, lambda _: None, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ValueError)


def test_a_failure_nobody_waits_for_goes_where_bugs_go(tasks: Tasks, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise ValueError("bug")

    with qtbot.capture_exceptions() as caught:
        tasks.run(work, lambda _: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ValueError


def test_work_can_be_followed_and_stopped(tasks: Tasks, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []
    go_on = threading.Event()

    def work(progress: Progress) -> str:
        progress.step(1, 3)
        go_on.wait(5)
        progress.step(2, 3)
        return "never"

    done: list[str] = []
    task = tasks.run(work, done.append)
    task.signals.progressed.connect(lambda one, of: steps.append((one, of)))
    ended: list[bool] = []
    task.signals.ended.connect(lambda: ended.append(True))
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert not done
    assert (2, 3) not in steps
    assert tasks.wait()

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from relall_trainer import app as program
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.restoring import RestoreDialog
from relall_trainer.gui.upkeep import Upkeep
from relall_trainer.learner import restoring
from relall_trainer.paths import Profile
from tests.gui.test_desk import CASE, authors_choice


@pytest.fixture
def answers(profile: Profile) -> int:
    """A store with a copy and a few answers since, then damaged in the middle."""
    desk = program.build_desk(profile)
    session = desk.start(CASE)
    session.commit(authors_choice(session))
    desk.store.back_up()
    session.commit(authors_choice(session))
    desk.close()
    damage(profile.store)
    return 2


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100 : len(data) - 50] = b"\0" * (len(data) - 150)
    path.write_bytes(data)


def test_a_damaged_record_is_offered_back_with_numbers(
    qtbot: QtBot, profile: Profile, desk: Desk, answers: int, qapp: QApplication
) -> None:
    window = program.build_window(qapp, profile, desk)
    qtbot.addWidget(window)
    window.show()
    window.casework.show_cases()
    assert window.messages.shown("store")
    upkeep = Upkeep(
        window,
        desk,
        lambda: restoring.assess_damage(profile),
        lambda: restoring.restore(profile, program.now),
    )
    told: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RestoreDialog)
        told.extend(one.text() for one in dialog.findChildren(QLabel))
        dialog._restore()

    def wait_for_dialog() -> None:
        if isinstance(QApplication.activeModalWidget(), RestoreDialog):
            answer()
        else:
            QTimer.singleShot(20, wait_for_dialog)

    QTimer.singleShot(20, wait_for_dialog)
    upkeep.begin()
    qtbot.waitUntil(lambda: desk.has_store and not window.messages.shown("restoring"), timeout=20_000)
    assert f"1 attempt, {answers} answers" in told
    assert "nothing" in told, "what is lost"
    assert not window.messages.shown("store")
    assert window.messages.shown("notice")
    session = desk.open(desk.history()[0].id)
    assert len(session.encounter.path) == answers
    assert list(profile.folder.glob("set-aside/*")), "the damaged file is kept"
    window.close()


def test_what_the_journal_gave_back_is_said(
    qtbot: QtBot, profile: Profile, desk: Desk, qapp: QApplication
) -> None:
    first = program.build_desk(profile)
    session = first.start(CASE)
    first.close()
    before = profile.store.read_bytes()
    whole = program.build_desk(profile)
    again = whole.open(session.attempt)
    again.commit(authors_choice(again))
    whole.close()
    for path in profile.folder.glob("learner.db*"):
        path.unlink()
    profile.store.write_bytes(before)
    window = program.build_window(qapp, profile, desk)
    qtbot.addWidget(window)
    window.casework.show_cases()
    upkeep = Upkeep(window, desk, lambda: None, lambda: pytest.fail("nothing to restore"))
    upkeep.begin()
    assert desk.store.caught_up.answers == 1
    assert any("came back from the journal" in one.text() for one in window.messages.findChildren(QLabel))
    window.close()


def test_copies_are_made_beside_the_work(
    qtbot: QtBot, profile: Profile, desk: Desk, qapp: QApplication
) -> None:
    desk.start(CASE)
    window = program.build_window(qapp, profile, desk)
    qtbot.addWidget(window)
    upkeep = Upkeep(window, desk, lambda: None, lambda: pytest.fail("nothing to restore"))
    upkeep.begin()
    upkeep.copy_if_due()
    qtbot.waitUntil(lambda: len(list(profile.backups.glob("*.db"))) == 1)
    upkeep.copy_if_due()
    qtbot.wait(50)
    assert len(list(profile.backups.glob("*.db"))) == 1, "half an hour has not gone by"
    assert not window.messages.shown("copies")
    window.close()


def test_a_copy_that_fails_is_said_and_can_be_tried_again(
    qtbot: QtBot, profile: Profile, desk: Desk, qapp: QApplication
) -> None:
    session = desk.start(CASE)
    window = program.build_window(qapp, profile, desk)
    qtbot.addWidget(window)
    upkeep = Upkeep(window, desk, lambda: None, lambda: pytest.fail("nothing to restore"))
    desk.store._connection.execute("UPDATE events SET body = body || ' '")
    upkeep.begin()
    qtbot.waitUntil(lambda: window.messages.shown("copies"))
    assert not list(profile.backups.glob("*.db"))
    desk.store._connection.execute("UPDATE events SET body = rtrim(body)")
    upkeep.copy_if_due()
    qtbot.waitUntil(lambda: not window.messages.shown("copies"))
    assert len(list(profile.backups.glob("*.db"))) == 1
    session.commit(authors_choice(session))
    window.close()


def test_closed_while_a_copy_is_made_nothing_half_is_left(
    qtbot: QtBot, profile: Profile, desk: Desk, qapp: QApplication
) -> None:
    desk.store.put_papers([("text", str(n), f"{n} " * 2000) for n in range(1000)])
    window = program.build_window(qapp, profile, desk)
    qtbot.addWidget(window)
    upkeep = Upkeep(window, desk, lambda: None, lambda: pytest.fail("nothing to restore"))
    upkeep.begin()
    window.close()
    desk.close()
    assert not list(profile.backups.glob("*.part*"))
    assert not list(profile.backups.glob("*.db"))
    assert len(desk.store.paper_ids("text")) == 1000

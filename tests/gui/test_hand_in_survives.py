"""What goes wrong after a hand-in does not hide that it is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from relall_trainer.errors import StoreError
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import Hands
from tests.gui.course_window import opened


def test_the_receipt_is_shown_when_the_feedback_cannot_be_written(
    qtbot: QtBot, profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> tuple[str, ...]:
        raise StoreError("There is no room left.", safe="Nothing was changed.", todo="Make room.")

    with opened(profile, Hands()) as window:
        teacher = window.teacher("early-t-cell-relapse")
        window.take(teacher.file(tmp_path, teacher.assignment()))
        window.course.examwork.begin("a-1")
        window.exam.start.begin.click()
        window.answer()
        window.course.examwork.look_over("a-1")
        window.folders = [str(tmp_path)]
        monkeypatch.setattr(window.course.coursework, "give_out_due", full)
        window.course.hand_in.hand_in_button.click()
        window.course.hand_in.yes.click()
        (receipt,) = window.course.coursework.receipts("a-1")
        assert f"Handed in: {receipt.path}" in window.said

"""The pages of handing out and in, each brought up in the window with something on it."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from pytestqt.qtbot import QtBot

from relall_trainer.app import now
from relall_trainer.cohort.draft import Draft, ShelfCase
from relall_trainer.cohort.roster import Learner
from relall_trainer.cohort.sent import Sent
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.gui.pages.gradebook import DECISIONS, VIEWS
from tests.cohort.teaching_desk import hand_in, handed
from tests.gui.test_desk import CASE

GRADEBOOK_VIEWS = tuple(f"gradebook {view}" for view, _ in VIEWS)
TEACHING_PAGES = (
    "assignments", "arrival", "exam", "exam start", "hand_in", "receipt", "cohort", "assign", "written", "conference",
    "discussed", *GRADEBOOK_VIEWS,
)  # fmt: skip
_CODES = ("L01", "L02", "L03")


def open_teaching_page(window: MainWindow, page: str, qtbot: QtBot) -> None:
    """Bring a page up with something on it: its teacher's and its learner's side are the same window here."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        sent = _assign(window)
        if page in ("assignments", "arrival", "exam", "exam start", "hand_in", "receipt"):
            _as_learner(window, page, sent, folder)
        elif page.startswith("gradebook"):
            _as_marker(window, page.removeprefix("gradebook "), sent, folder, qtbot)
        else:
            _as_teacher(window, page, sent, folder)


def _assign(window: MainWindow) -> Sent:
    teaching = window.places.classroom.teaching
    cohort = teaching.cohorts.create(
        "Fellows", tuple(Learner(code, f"Learner {code[1:]}") for code in _CODES)
    )
    return teaching.create(
        Draft(
            title="Autumn",
            cohort=cohort.id,
            items=(ShelfCase(CASE),),
            learners=_CODES,
            mode="exam",
            release="by_teacher",
            minutes=60,
        )
    )


def _as_learner(window: MainWindow, page: str, sent: Sent, folder: Path) -> None:
    classroom = window.places.classroom
    (file,) = classroom.teaching.write_files(sent.assignment.id, folder)
    window.go("assignments")
    window.open_file(str(file.path))
    assigned = classroom.assigned
    arrival = assigned.assignments.arrival
    if page == "arrival":
        return
    if arrival is not None:
        arrival.choose("L01")
        arrival.take.click()
    if page == "assignments":
        return
    assigned.examwork.begin(sent.assignment.id)
    if page == "exam start":
        return
    assigned.exam.start.begin.click()
    if page == "exam":
        return
    assigned.exam.look_over()
    if page == "receipt":
        assigned.examwork._folder = folder
        assigned.hand_in.hand_in_button.click()
        assigned.hand_in.yes.click()


def _as_teacher(window: MainWindow, page: str, sent: Sent, folder: Path) -> None:
    work = window.places.classroom.teachwork
    if page in ("discussed", "written"):
        if page == "written":
            work.ask_folder = lambda _window, _title: str(folder)
            work._write_again(sent.assignment.id)
        else:
            work.present(window._desk.shelf.case(CASE))
    else:
        window.go(page)


def _as_marker(window: MainWindow, view: str, sent: Sent, folder: Path, qtbot: QtBot) -> None:
    for number, code in enumerate(_CODES[:2]):
        hand_in(folder, handed(sent.assignment, code, lots=random.Random(number), at=now()), code)
    work = window.places.classroom.gradework
    window.go("gradebook")
    work.files.take_in([folder])
    page = work.gradebook
    qtbot.waitUntil(lambda: len(page.decisions.rows) == 3 and page.decisions.rows[0].share is not None)
    if view != DECISIONS:
        page.choose(view)
    qtbot.waitUntil(lambda: not work.reading.busy)

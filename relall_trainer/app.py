"""Builds the program once and hands each part its collaborators; opens the window.

The start is quick because nothing is loaded that the first page does not show: the algorithm, the evidence library and
every other page come when they are asked for.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from relall_trainer import __version__, paths
from relall_trainer.errors import StoreError
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    from datetime import datetime

    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.evidence.library import Library
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.main_window import MainWindow
    from relall_trainer.gui.pages.help import Topic
    from relall_trainer.gui.study import Study
    from relall_trainer.learner.index import HistoryIndex
    from relall_trainer.learner.store import LearnerStore

_KNOCK_AGAIN_MS = 250
_WARM_UP_MS = 400  # after the first picture; nobody is made to wait for it
_UPKEEP_MS = 1500  # a copy of the record is made then, where one is due


def run(profile: Profile, file: str = "") -> int:
    """Open the window on a profile, and a file in it, and stay until it is closed; the exit status.

    Where a window is open on it already, that one comes to the front instead, with the file.
    """
    file = os.path.abspath(file) if file else ""
    app = QApplication([sys.argv[0]])
    app.setApplicationName("relall-trainer")
    app.setApplicationDisplayName("RelALL Trainer")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("relall-trainer")
    app.setStyle("Fusion")
    desk = build_desk(profile)
    if _is_taken(profile) and _knock(profile, file):
        return 0
    with _without_collecting():
        window = build_window(app, profile, desk)
        gc.freeze()  # it stays; looking through it once would take its time just before it is painted
    app.aboutToQuit.connect(window.tasks.wait)  # also where the window was never closed: a logout
    app.aboutToQuit.connect(desk.close)
    window.painted.connect(lambda: _begin_upkeep(window, desk, profile, file))
    window.show()
    return app.exec()


def try_window(profile: Profile) -> tuple[int, int]:
    """Build the window and paint it once, unseen; its width and height. For the self-test."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([sys.argv[0]])
    desk = build_desk(profile)
    window = build_window(app, profile, desk)
    picture = window.grab()
    window.close()
    desk.close()
    return picture.width(), picture.height()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """While the program is put together nothing it makes is garbage, and looking for some would take its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def build_desk(profile: Profile) -> Desk:
    """The desk of a profile; nothing is opened yet."""
    from relall_trainer.casefiles.shelf import Shelf
    from relall_trainer.gui.desk import Desk

    return Desk(
        Shelf(profile),
        lambda: _open_store(profile),
        _algorithm_text,
        now,
        __version__,
        open_index=lambda: _open_index(profile),
    )


@_without_collecting()
def build_window(app: QApplication, profile: Profile, desk: Desk | None = None) -> MainWindow:
    """The window with everything it works with, its first page filled, not yet shown."""
    from relall_trainer.gui.fonts import load_fonts
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.main_window import MainWindow
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.style import apply_theme
    from relall_trainer.gui.theme import Theme, read_theme

    desk = desk or build_desk(profile)
    settings = SettingsFile(profile.settings)
    assets = paths.assets_folder()
    load_fonts(assets / "fonts")
    theme = Theme(read_theme(assets / "theme.toml"), settings.now.theme, settings.now.text_scale)
    apply_theme(app, theme)
    theme.changed.connect(lambda: apply_theme(app, theme))
    icons = Icons(assets / "icons", theme)
    window = MainWindow(
        desk,
        lambda: open_library(profile, desk),
        lambda: make_study(desk),
        read_questions,
        now,
        read_help,
        theme,
        icons,
        settings,
    )
    window.begin()
    return window


def _is_taken(profile: Profile) -> bool:
    """Whether another window holds the profile. What else may be wrong with it is found when it is opened."""
    from relall_trainer.learner.lock import ProfileLock
    from relall_trainer.learner.refusals import StoreLocked

    try:
        ProfileLock.take(profile.folder).release()
    except StoreLocked:
        return True
    except StoreError:
        return False
    return False


def _knock(profile: Profile, file: str) -> bool:
    from relall_trainer.gui.front_door import door_of, knock

    return knock(door_of(profile.folder), file)


def _give_way(window: MainWindow, profile: Profile, file: str, tries: int = 20) -> None:
    """Of two starts at once, the one that came second to the record leaves, once the first has its door open."""
    from PySide6.QtCore import QTimer

    if not window.isVisible() or not _is_taken(profile):
        return
    if _knock(profile, file):
        window.close()
    elif tries:
        QTimer.singleShot(_KNOCK_AGAIN_MS, lambda: _give_way(window, profile, file, tries - 1))


def _begin_upkeep(window: MainWindow, desk: Desk, profile: Profile, file: str = "") -> None:
    """What the first picture did not wait for: the record, its upkeep, the door for a second start.

    One after the other, so that the window can be used between them.
    """
    from PySide6.QtCore import QTimer

    gc.freeze()  # what the program is made of stays; it need not be looked through again
    window.refill()
    QTimer.singleShot(0, window, lambda: _settle(window, desk, profile, file))
    QTimer.singleShot(_WARM_UP_MS, window, lambda: _explain_abbreviations(window))


def _settle(window: MainWindow, desk: Desk, profile: Profile, file: str) -> None:
    """Once the first page is filled: what is there in case something goes wrong, and for a second start.

    Then the file the program was started with is opened.
    """
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QIcon

    window.setWindowIcon(QIcon(str(paths.assets_folder() / "app-icon.svg")))
    from relall_trainer.gui.crash import CrashHook
    from relall_trainer.gui.upkeep import Upkeep
    from relall_trainer.learner import restoring

    sys.excepthook = CrashHook(lambda: window, sys.excepthook)
    upkeep = Upkeep(
        window,
        desk,
        lambda: restoring.assess_damage(profile),
        lambda: restoring.restore(profile, now),
    )
    QTimer.singleShot(_UPKEEP_MS, upkeep, upkeep.begin)
    window.places.classroom.results_taken.connect(upkeep.copy_if_due)
    _add_record_files(window, desk, profile)
    _add_reporting(window, desk)
    if desk.has_store:
        window.places.classroom.begin()
        from relall_trainer.gui.front_door import FrontDoor, door_of

        door = FrontDoor(door_of(profile.folder), window)
        door.knocked.connect(window.bring_to_front)
        door.file_brought.connect(window.open_file)
        if file:
            window.open_file(file)
    else:
        _give_way(window, profile, file)


def _add_record_files(window: MainWindow, desk: Desk, profile: Profile) -> None:
    """Export, import and deletion of the record, as actions of the window."""
    from relall_trainer.gui.record_files import RecordFiles

    def erase() -> None:
        from relall_trainer.learner.erasing import erase_record

        erase_record(profile)

    files = RecordFiles(window, desk, window.messages, erase)
    files.record_changed.connect(window.refill)
    files.record_erased.connect(window.start_afresh)
    for named, do in files.named_actions():
        window.actions_here.add(named, do)


def _add_reporting(window: MainWindow, desk: Desk) -> None:
    """Sending to a learning record store, where it is switched on."""
    from relall_trainer.gui.reporting import Reporting

    reporting = Reporting(window, desk, window.messages, window.theme)
    for named, do in reporting.named_actions():
        window.actions_here.add(named, do)
    reporting.begin()


def _explain_abbreviations(window: MainWindow) -> None:
    """Open the library; once it is, say what an abbreviation stands for where the mouse rests on one."""

    def explain(library: Library) -> None:
        from relall_trainer.evidence.glossary import Glossary
        from relall_trainer.gui.glossary import GlossaryHints

        app = QApplication.instance()
        if isinstance(app, QApplication):
            GlossaryHints(Glossary(library.glossary()), window).watch_all(app)

    window.library.give(explain)


def now() -> datetime:
    """The time, with its zone; the one clock of the program."""
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _algorithm_text() -> str:
    from relall_trainer.algorithm_files import algorithm_text

    return algorithm_text(paths.algorithm_folder())


def _open_store(profile: Profile) -> LearnerStore:
    from relall_trainer.learner.store import LearnerStore

    return LearnerStore.open(profile, now)


def _open_index(profile: Profile) -> HistoryIndex:
    from relall_trainer.learner.index import HistoryIndex

    return HistoryIndex.open(profile.history_index)


def open_library(profile: Profile, desk: Desk) -> Library:
    """The evidence library of a profile, built now where it is missing or out of date.

    For a thread beside the window: what its entries are read with is loaded here, too.
    """
    import markdown  # noqa: F401
    import nh3  # noqa: F401

    from relall_trainer.evidence.library import Library
    from relall_trainer.evidence.upkeep import ensure_library

    return Library.open(ensure_library(profile, paths.assets_folder() / "evidence", desk.algorithm))


def make_study(desk: Desk) -> Study:
    """What Today and Practice ask, over the desk's own record."""
    from relall_trainer.gui.reviews import FreshPatients
    from relall_trainer.gui.study import Study

    def index() -> HistoryIndex:
        if desk.index is None:
            raise RuntimeError("the desk was built without an index")
        return desk.index

    return Study(
        desk,
        index,
        now,
        read_questions,
        make_maker=lambda: FreshPatients(desk.algorithm_apart(), read_questions()),
    )


def read_questions() -> Questions:
    """What is asked about patients made up by the program."""
    from relall_trainer.casefiles.fresh_questions import load_questions

    return load_questions(paths.assets_folder() / "fresh")


def read_help() -> list[Topic]:
    """The help pages, in the order of their file names; each begins with its title."""
    from relall_trainer.gui.pages.help import Topic

    topics = []
    for path in sorted((paths.assets_folder() / "help").glob("*.md")):
        title, _, text = path.read_text(encoding="utf-8").partition("\n")
        topics.append(Topic(path.stem.partition("-")[2], title.removeprefix("# "), text.strip()))
    return topics

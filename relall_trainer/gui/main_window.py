"""The window: places down the side, messages on top, one page at a time.

Which pages there are, and what leads from one to another, is left to ``places``; what is done to the record beside the
work, to ``upkeep``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.gui.actions import WINDOW_ACTIONS, Actions, Named
from relall_trainer.gui.casework import Casework
from relall_trainer.gui.file_drop import files_in
from relall_trainer.gui.library_door import LibraryDoor
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.places import Places
from relall_trainer.gui.tasks import Tasks
from relall_trainer.gui.theme import CONTRAST, DARK, LIGHT, SCALES, SYSTEM
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.page import ComingPage
from relall_trainer.gui.widgets.side_bar import DISCLAIMER, LAST_PLACES, PLACES, SideBar
from relall_trainer.gui.widgets.text import label

if TYPE_CHECKING:
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.evidence.library import Library
    from relall_trainer.gui.attempt_session import Clock
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.pages.evidence import EvidencePage
    from relall_trainer.gui.pages.help import Topic
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.study import Study
    from relall_trainer.gui.taking_along import TakingAlong
    from relall_trainer.gui.theme import Theme

PageActions = Sequence[tuple[Named, Callable[[], object]]]

# Where the side bar stands while a page without a place of its own is open.
_BEGUN_AT = ("play", "sitting", "exam")  # from then on the program opens with what there is to do today
_STANDS_AT = {
    "play": "cases",
    "debrief": "history",
    "review": "history",
    "compare": "history",
    "sitting": "practice",
    "exam": "assignments",
    "hand_in": "assignments",
    "not_answered": "assignments",
    "assign": "cohort",
    "conference": "cohort",
}


class MainWindow(QMainWindow):
    """Built once, by ``app``. ``painted`` once, after it was seen for the first time."""

    painted = Signal()

    def __init__(
        self,
        desk: Desk,
        open_library: Callable[[], Library],
        make_study: Callable[[], Study],
        questions: Callable[[], Questions],
        clock: Clock,
        read_help: Callable[[], Sequence[Topic]],
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._settings = settings
        self._pages: dict[str, QWidget] = {}
        self._here = ""
        self._shown: QWidget | None = None
        self._seen = False
        self._been: list[str] = []
        self._page_actions: list[str] = []
        self.setWindowTitle("RelALL Trainer")
        self.setAcceptDrops(True)
        self.messages = Messages(icons)
        self.tasks = Tasks(self)
        self.library = LibraryDoor(open_library, self.tasks, self.messages)
        self.places = Places(
            desk, self.library, make_study, questions, clock, read_help, self.messages, theme, icons, settings
        )
        self.places.page_asked.connect(self.go)
        self._side = SideBar(theme, icons, PLACES, LAST_PLACES)
        self._side.place_chosen.connect(self.go)
        self.places.classroom.count_changed.connect(lambda number: self._side.count("assignments", number))
        self._stack = QStackedWidget()
        self._foot = label(DISCLAIMER, "note")
        self._lay_out()
        self.actions_here = Actions(self)
        self._add_actions()
        self._take_size()
        theme.changed.connect(self._fit)

    # Going places

    @property
    def here(self) -> str:
        """The page shown."""
        return self._here

    @property
    def theme(self) -> Theme:
        """The colors and sizes of the window."""
        return self._theme

    @property
    def casework(self) -> Casework:
        """Cases, attempts and history."""
        return self.places.casework

    @property
    def evidence(self) -> EvidencePage:
        """The page of the library."""
        return self.places.evidence

    def go(self, place: str) -> None:
        """Open a page (``places``), or the preferences."""
        if place == "preferences":
            self._open_preferences()
            return
        page = self.page(place)
        self.places.fill(place)
        if place in _BEGUN_AT and not self._settings.now.begun:
            self._settings.change(begun=True)
        self._show_page(place, page)

    def begin(self) -> None:
        """Show the first page with what is had at once; the rest follows when it has been seen (``refill``)."""
        first = self.first_page
        if first == "cases":
            self._show_page(first, self.page(first))
            self.casework.show_bare_cases()
        else:  # it shows nothing that is not in the record, so it is made when the record is opened
            words = next(place.words for place in PLACES if place.id == first)
            coming = ComingPage(words)
            self._stack.addWidget(coming)
            self._show_page(first, coming)

    def refill(self) -> None:
        """Bring the page shown up to the record: one just opened, or changed behind it."""
        self._show_page(self._here, self.page(self._here))
        self.places.fill(self._here)

    def start_afresh(self) -> None:
        """The record is gone: let go of what was under way and begin as the first time."""
        self.places.start_afresh()
        self._settings.change(begun=False)
        self._been.clear()
        self.go("cases")

    @property
    def first_page(self) -> str:
        """What one is met with: the cases the first time, then what there is to do today."""
        return "today" if self._settings.now.begun else "cases"

    def go_back(self) -> None:
        """Return to the page before this one."""
        if self._been:
            place = self._been.pop()
            self._show_page(place, self.page(place), remember=False)

    def page(self, place: str) -> QWidget:
        """A page by its name, made where it has not been yet."""
        if place not in self._pages:
            self._pages[place] = self.places.page(place)
            self._stack.addWidget(self._pages[place])
        return self._pages[place]

    def show_evidence(self, item: str) -> None:
        """Open the library at an item."""
        self.places.show_evidence(item)

    def open_file(self, path: str) -> None:
        """Open a file somebody sent: an assignment, results, feedback."""
        self.places.classroom.open_file(path)

    def bring_to_front(self) -> None:
        """Come before the other windows: someone started the program a second time."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def _show_page(self, place: str, page: QWidget, *, remember: bool = True) -> None:
        if remember and self._here and self._here != place:
            self._been.append(self._here)
        self._here = place
        if self._shown is not page:
            self._shown = page
            self._change_page_actions(page)
            self._stack.setCurrentWidget(page)
            page.setFocus()
        own: str = getattr(
            page, "stands_at", ""
        )  # by what it shows: a case that was assigned, or one of the shelf
        self._side.choose(own or _STANDS_AT.get(place, place))
        self.actions_here["go.back"].setEnabled(bool(self._been))

    def _change_page_actions(self, page: QWidget) -> None:
        """Take the actions of the page left away, add those of the page come to."""
        for action in self._page_actions:
            self.actions_here.remove(action)
        named: Callable[[], PageActions] | None = getattr(page, "named_actions", None)
        here = list(named()) if named is not None else []
        for one, do in here:
            self.actions_here.add(one, do)
        self._page_actions = [one.id for one, _ in here]

    # What is always there

    def choose_theme(self, mode: str) -> None:
        """Switch the colors and remember it."""
        self._theme.choose(mode=mode)
        self._settings.change(theme=mode)

    def choose_scale(self, scale: int) -> None:
        """Switch the text size (per cent) and remember it."""
        self._theme.choose(scale=scale)
        self._settings.change(text_scale=self._theme.scale)

    def choose_number_keys(self, on: bool) -> None:
        """Switch the keys 1 to 9 on or off and remember it."""
        self._settings.change(number_keys=on)
        self.places.choose_number_keys(on)

    def _step_scale(self, step: int) -> None:
        nearest = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - self._theme.scale))
        self.choose_scale(SCALES[max(0, min(len(SCALES) - 1, nearest + step))])

    def _open_preferences(self) -> None:
        from relall_trainer.gui.preferences import Preferences

        Preferences(
            self._theme,
            self._settings.now,
            self,
            choose_theme=self.choose_theme,
            choose_scale=self.choose_scale,
            choose_number_keys=self.choose_number_keys,
        ).exec()

    def _open_palette(self) -> None:
        from relall_trainer.gui.palette import CommandPalette

        CommandPalette(self._theme, self.actions_here, self).exec()

    def _open_about(self) -> None:
        from relall_trainer.gui.about import About

        About(self._theme, self).exec()

    def _show_glossary(self) -> None:
        from relall_trainer.evidence.glossary import Glossary
        from relall_trainer.gui.glossary_dialog import open_glossary

        page = self.page(self._here)
        self.library.give(
            lambda library: open_glossary(self._theme, Glossary(library.glossary()), page, self)
        )

    @cached_property
    def taking_along(self) -> TakingAlong:
        """PDFs and decks."""
        from relall_trainer.gui.taking_along import TakingAlong

        return TakingAlong(self, self._desk, self.places, self.library, self.messages, self._theme)

    def _show_notice(self) -> None:
        self.go("cases")
        self.casework.cases.show_notice()

    def _show_table(self) -> None:
        self.go("evidence")
        self.evidence.show_table()

    def _add_actions(self) -> None:
        does: dict[str, Callable[[], object]] = {
            **{f"go.{place.id}": partial(self.go, place.id) for place in PLACES},
            "go.back": self.go_back,
            "sitting": self.places.begin_sitting,
            "file.open": lambda: self.places.classroom.assigned.ask_for_file(),
            "assign": lambda: self.places.classroom.teachwork.begin_assignment(),
            "conference": lambda: self.places.classroom.teachwork.open_conference(),
            "glossary": self._show_glossary,
            "print": lambda: self.taking_along.save_page(self._here),
            "anki": lambda: self.taking_along.save_deck(),
            "continue": self.casework.continue_latest,
            "table": self._show_table,
            "palette": self._open_palette,
            "preferences": self._open_preferences,
            "theme.light": lambda: self.choose_theme(LIGHT),
            "theme.dark": lambda: self.choose_theme(DARK),
            "theme.contrast": lambda: self.choose_theme(CONTRAST),
            "theme.system": lambda: self.choose_theme(SYSTEM),
            "text.larger": lambda: self._step_scale(1),
            "text.smaller": lambda: self._step_scale(-1),
            "text.usual": lambda: self.choose_scale(100),
            "notice": self._show_notice,
            "help": lambda: self.go("help"),
            "about": self._open_about,
            "close": self.close,
        }
        for named in WINDOW_ACTIONS:
            self.actions_here.add(named, does[named.id])

    # Room

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setProperty("role", "page")
        column = QVBoxLayout(middle)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot)
        whole = QWidget()
        whole.setProperty("role", "page")
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(middle, 1)
        self.setCentralWidget(whole)

    def _take_size(self) -> None:
        self.setMinimumSize(640, 480)
        geometry = self._settings.now.geometry
        if not (geometry and self.restoreGeometry(QByteArray(geometry))):
            room = self.screen().availableGeometry()
            self.resize(min(1360, room.width()), min(860, room.height()))
        self._fit()

    def _fit(self) -> None:
        self._side.fit(self.width(), self.height())
        self._foot.setVisible(self._side.narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that the page has no use for presses the button one is on."""
        from PySide6.QtCore import Qt  # not before the first picture: see ``qt_numbers``

        on = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.isAutoRepeat() and isinstance(on, Button | QToolButton) and on.isEnabled():
            on.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files let fall anywhere are opened; a page that has a use of its own for them takes them first."""
        if paths := files_in(event.mimeData()):
            event.acceptProposedAction()
            # Not while it is still held: whoever drags it waits, and what it leads to may ask something.
            QTimer.singleShot(0, self, lambda: self.places.classroom.open_files(paths))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.change(geometry=bytes(self.saveGeometry().data()), page=self._here)
        self._settings.write()
        self.tasks.wait()
        super().closeEvent(event)

"""The window: places down the side, messages on top, one page at a time. It decides what follows what.

Pages announce what was done; the window asks the desk and shows the next thing. A page is imported when it is first
opened, so that the start stays quick.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.actions import WINDOW_ACTIONS, Actions, Named
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.pages.cases import CasesPage
from relall_trainer.gui.standing import OPEN
from relall_trainer.gui.tasks import Tasks
from relall_trainer.gui.theme import CONTRAST, DARK, LIGHT, SCALES, SYSTEM
from relall_trainer.gui.widgets.side_bar import DISCLAIMER, Place, SideBar
from relall_trainer.gui.widgets.text import label

if TYPE_CHECKING:
    from relall_trainer.evidence.library import Library
    from relall_trainer.gui.attempt_session import AttemptSession
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.pages.debrief import DebriefPage
    from relall_trainer.gui.pages.evidence import EvidencePage
    from relall_trainer.gui.pages.help import HelpPage
    from relall_trainer.gui.pages.history import HistoryPage
    from relall_trainer.gui.pages.play import PlayPage
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.theme import Theme

PageActions = Sequence[tuple[Named, Callable[[], object]]]

PLACES = (
    Place("cases", "Cases", "folder-open", "Ctrl+1"),
    Place("history", "History", "history", "Ctrl+2"),
    Place("evidence", "Evidence", "book-open", "Ctrl+3"),
)
LAST_PLACES = (
    Place("help", "Help", "circle-question-mark", "F1"),
    Place("preferences", "Preferences", "settings", "Ctrl+,"),
)
# Where the side bar stands while a page without a place of its own is open.
_STANDS_AT = {"play": "cases", "debrief": "history"}


class MainWindow(QMainWindow):
    """``theme_changed`` after the look was changed here, so that the program can be dressed in it."""

    painted = Signal()

    def __init__(
        self,
        desk: Desk,
        open_library: Callable[[], Library],
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._open_library = open_library
        self._library: Library | None = None
        self._wait_for_library: list[Callable[[Library], object]] = []
        self.tasks = Tasks(self)
        self._theme = theme
        self._icons = icons
        self._settings = settings
        self._pages: dict[str, QWidget] = {}
        self._here = ""
        self._been: list[str] = []
        self._page_actions: list[str] = []
        self._session: AttemptSession | None = None
        self.setWindowTitle("RelALL Trainer")
        self.messages = Messages(icons)
        self._side = SideBar(theme, icons, PLACES, LAST_PLACES)
        self._side.place_chosen.connect(self.go)
        self._stack = QStackedWidget()
        self._foot = label(DISCLAIMER, "note")
        self._lay_out()
        self.actions_here = Actions(self)
        self._cases = self._make_cases()
        self._add_actions()
        self._take_size()

    # Going places

    def go(self, place: str) -> None:
        """Open a place: cases, history, evidence, help; or the preferences."""
        if place == "preferences":
            self._open_preferences()
            return
        refresh = {"cases": self.refresh_cases, "history": self._refresh_history}.get(place)
        page = self._page(place)
        if refresh is not None:
            refresh()
        self._show_page(place, page)
        self._settings.change(page=place)

    def go_back(self) -> None:
        """Return to the page before this one."""
        if self._been:
            place = self._been.pop()
            self._show_page(place, self._pages[place], remember=False)

    @property
    def here(self) -> str:
        """The page shown."""
        return self._here

    def page(self, place: str) -> QWidget:
        """A page by name, made where it has not been yet."""
        return self._page(place)

    def _show_page(self, place: str, page: QWidget, *, remember: bool = True) -> None:
        if remember and self._here and self._here != place:
            self._been.append(self._here)
        self._drop_page_actions()
        self._here = place
        self._take_page_actions(page)
        self._stack.setCurrentWidget(page)
        self._side.choose(_STANDS_AT.get(place, place))
        self.actions_here["go.back"].setEnabled(bool(self._been))
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_page_actions(self, page: QWidget) -> None:
        named: Callable[[], PageActions] | None = getattr(page, "named_actions", None)
        for one, do in named() if named is not None else ():
            self.actions_here.add(one, do)
            self._page_actions.append(one.id)

    def _drop_page_actions(self) -> None:
        for action in self._page_actions:
            self.actions_here.remove(action)
        self._page_actions = []

    def _page(self, place: str) -> QWidget:
        if place not in self._pages:
            make: dict[str, Callable[[], QWidget]] = {
                "cases": lambda: self._cases,
                "history": self._make_history,
                "evidence": self._make_evidence,
                "help": self._make_help,
                "play": self._make_play,
                "debrief": self._make_debrief,
            }
            page = make[place]()
            self._pages[place] = page
            self._stack.addWidget(page)
        return self._pages[place]

    def _make_cases(self) -> CasesPage:
        page = CasesPage(self._theme, self._icons)
        page.case_chosen.connect(self.start_case)
        page.attempt_resumed.connect(self.open_attempt)
        page.notice_read.connect(lambda: self._settings.change(notice_seen=True))
        return page

    def _make_history(self) -> HistoryPage:
        from relall_trainer.gui.pages.history import HistoryPage

        page = HistoryPage(self._theme, self._icons)
        page.attempt_chosen.connect(self.open_attempt)
        page.cases_asked.connect(lambda: self.go("cases"))
        page.filter_changed.connect(self._refresh_history)
        return page

    def _make_evidence(self) -> EvidencePage:
        from relall_trainer.gui.pages.evidence import EvidencePage

        page = EvidencePage(self._theme, self._icons)
        self._with_library(page.show_library)
        return page

    def _with_library(self, use: Callable[[Library], object]) -> None:
        """Hand the library over: now, or once it has been opened (and, the first time, built) in the background."""
        if self._library is not None:
            use(self._library)
            return
        self._wait_for_library.append(use)
        if len(self._wait_for_library) == 1:
            self.tasks.run(lambda _progress: self._open_library(), self._library_opened, self._library_failed)

    def _library_opened(self, library: Library) -> None:
        self._library = library
        self.messages.settle("library")
        waiting, self._wait_for_library = self._wait_for_library, []
        for use in waiting:
            use(library)

    def _library_failed(self, error: Exception) -> None:
        waiting, self._wait_for_library = self._wait_for_library, []
        if not isinstance(error, TrainerError):
            raise error

        def again() -> None:
            for use in waiting:
                self._with_library(use)

        self.messages.trouble(error, ("Try again", again), topic="library")

    def _make_help(self) -> HelpPage:
        from relall_trainer.gui.pages.help import HelpPage

        return HelpPage(self._theme, self._icons)

    def _make_play(self) -> PlayPage:
        from relall_trainer.gui.pages.play import PlayPage

        page = PlayPage(self._theme, self._icons, self.messages)
        page.attempt_finished.connect(self._show_debrief)
        self._with_library(page.use_library)
        page.evidence_asked.connect(self.show_evidence)
        return page

    def _make_debrief(self) -> DebriefPage:
        from relall_trainer.gui.pages.debrief import DebriefPage

        page = DebriefPage(self._theme, self._icons)
        page.evidence_asked.connect(self.show_evidence)
        page.cases_asked.connect(lambda: self.go("cases"))
        page.case_chosen.connect(self.start_case)
        return page

    # Cases and attempts

    def refresh_cases(self) -> None:
        """Show the cases as they stand now; without results where the record cannot be had."""
        page = self._cases
        notice = not self._settings.now.notice_seen
        try:
            page.show_cases(self._desk.cards(), notice=notice)
        except StoreError as error:
            page.show_cases(self._desk.bare_cards(), notice=notice)
            self.messages.trouble(error, ("Try again", self.refresh_cases), topic="store")
        else:
            self.messages.settle("store")

    def start_case(self, case_id: str) -> None:
        """Begin a case."""
        self._open(lambda: self._desk.start(case_id), lambda: self.start_case(case_id))

    def open_attempt(self, attempt: str) -> None:
        """Go on with an attempt, or look back on a finished one."""
        self._open(lambda: self._desk.open(attempt), lambda: self.open_attempt(attempt))

    def continue_latest(self) -> None:
        """Go on with the attempt begun last, if one is under way."""
        try:
            under_way = [one for one in self._desk.attempts() if one.status == OPEN]
        except StoreError as error:
            self.messages.trouble(error, ("Try again", self.continue_latest))
            return
        if under_way:
            self.open_attempt(under_way[0].id)
        else:
            self.messages.tell("No case is under way. Choose one.", ("Cases", lambda: self.go("cases")))

    def _open(self, make: Callable[[], AttemptSession], again: Callable[[], None]) -> None:
        try:
            session = make()
        except TrainerError as error:
            self.messages.trouble(error, ("Try again", again))
            return
        self.messages.settle()
        self._session = session
        if session.finished:
            self._show_debrief()
            return
        page: PlayPage = self._page("play")  # type: ignore[assignment]
        page.show_session(session)
        self._show_page("play", page)

    def _show_debrief(self) -> None:
        session = self._session
        if session is None:
            return
        try:
            session.finish()
        except StoreError as error:
            self.messages.trouble(error, ("Try again", self._show_debrief))
        page: DebriefPage = self._page("debrief")  # type: ignore[assignment]
        page.show_session(session)
        self._show_page("debrief", page)

    def _refresh_history(self) -> None:
        page: HistoryPage = self._page("history")  # type: ignore[assignment]
        try:
            cases = [card.head for card in self._desk.bare_cards()]
            page.show_history(self._desk.attempts(page.wanted()), cases)
        except StoreError as error:
            self.messages.trouble(error, ("Try again", self._refresh_history), topic="store")

    def show_evidence(self, item: str) -> None:
        """Open the library at an item."""
        page: EvidencePage = self._page("evidence")
        page.show_item(item)
        self._show_page("evidence", page)

    # What is always there

    def bring_to_front(self) -> None:
        """Come before the other windows: someone started the program a second time."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def _open_preferences(self) -> None:
        from relall_trainer.gui.preferences import Preferences

        dialog = Preferences(self._theme, self._settings, self)
        dialog.exec()

    def _open_palette(self) -> None:
        from relall_trainer.gui.palette import CommandPalette

        CommandPalette(self._theme, self.actions_here, self).exec()

    def _open_about(self) -> None:
        from relall_trainer.gui.about import About

        About(self._theme, self).exec()

    def _show_notice(self) -> None:
        self.go("cases")
        self._cases.show_notice()

    def _show_table(self) -> None:
        self.go("evidence")
        page: EvidencePage = self._page("evidence")  # type: ignore[assignment]
        page.show_table()

    def choose_theme(self, mode: str) -> None:
        """Switch the colors and remember it."""
        self._theme.choose(mode=mode)
        self._settings.change(theme=mode)

    def choose_scale(self, scale: int) -> None:
        """Switch the text size (per cent) and remember it."""
        self._theme.choose(scale=scale)
        self._settings.change(text_scale=self._theme.scale)

    def _step_scale(self, step: int) -> None:
        nearest = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - self._theme.scale))
        self.choose_scale(SCALES[max(0, min(len(SCALES) - 1, nearest + step))])

    def _add_actions(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "go.cases": lambda: self.go("cases"),
            "go.history": lambda: self.go("history"),
            "go.evidence": lambda: self.go("evidence"),
            "go.back": self.go_back,
            "continue": self.continue_latest,
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
        geometry = self._settings.now.geometry
        if not (geometry and self.restoreGeometry(QByteArray(geometry))):
            room = self.screen().availableGeometry()
            self.resize(min(1360, room.width()), min(860, room.height()))
        self.setMinimumSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._side.fit(self.width())
        self._foot.setVisible(self._side.narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = self.saveGeometry().data()
        self._settings.change(geometry=bytes(geometry))
        self._settings.write()
        self.tasks.wait()
        super().closeEvent(event)

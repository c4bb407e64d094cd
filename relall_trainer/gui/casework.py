"""From the list of cases through play and debrief to the history: what follows what, and what is said when it fails.

Pages announce what was done; here the desk is asked and the next page is filled. Showing it is left to the window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.pages.cases import CasesPage
from relall_trainer.gui.standing import OPEN

if TYPE_CHECKING:
    from relall_trainer.gui.attempt_session import AttemptSession
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.debrief import DebriefPage
    from relall_trainer.gui.pages.history import HistoryPage
    from relall_trainer.gui.pages.play import PlayPage
    from relall_trainer.gui.pages.review import ReviewPage
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.standing import AttemptLine
    from relall_trainer.gui.theme import Theme
    from relall_trainer.learner.history import HistoryFilter


class Casework(QObject):
    """``page_asked`` names the page to show now; ``evidence_asked`` an item of the library.

    ``record_damaged`` when the store was found damaged.
    """

    page_asked = Signal(str)
    evidence_asked = Signal(str)
    record_damaged = Signal()

    def __init__(
        self,
        desk: Desk,
        library: LibraryDoor,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._library = library
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._settings = settings
        self._session: AttemptSession | None = None
        self._listed: list[AttemptLine] = []
        self.cases = CasesPage(theme, icons)
        self.cases.case_chosen.connect(self.start_case)
        self.cases.attempt_resumed.connect(self.open_attempt)
        self.cases.notice_read.connect(lambda: settings.change(notice_seen=True))
        self._play: PlayPage | None = None
        self._debrief: DebriefPage | None = None
        self._review: ReviewPage | None = None
        self._history: HistoryPage | None = None

    # Pages, made when they are first opened

    @property
    def play(self) -> PlayPage:
        if self._play is None:
            from relall_trainer.gui.pages.play import PlayPage

            page = PlayPage(self._theme, self._icons, self._messages)
            page.attempt_finished.connect(self.show_debrief)
            page.evidence_asked.connect(self.evidence_asked)
            page.set_number_keys(self._settings.now.number_keys)
            self._library.give(page.use_library)
            self._play = page
        return self._play

    @property
    def debrief(self) -> DebriefPage:
        if self._debrief is None:
            from relall_trainer.gui.pages.debrief import DebriefPage

            page = DebriefPage(self._theme, self._icons)
            page.evidence_asked.connect(self.evidence_asked)
            page.cases_asked.connect(lambda: self.page_asked.emit("cases"))
            page.case_chosen.connect(self.start_case)
            page.review_asked.connect(self._look_back)
            self._debrief = page
        return self._debrief

    @property
    def review(self) -> ReviewPage:
        if self._review is None:
            from relall_trainer.gui.pages.review import ReviewPage

            page = ReviewPage(self._theme, self._icons, self._messages)
            page.evidence_asked.connect(self.evidence_asked)
            page.debrief_asked.connect(lambda: self.page_asked.emit("debrief"))
            self._library.give(page.use_library)
            self._review = page
        return self._review

    @property
    def history(self) -> HistoryPage:
        if self._history is None:
            from relall_trainer.gui.pages.history import HistoryPage

            page = HistoryPage(self._theme, self._icons)
            page.attempt_chosen.connect(self.open_attempt)
            page.cases_asked.connect(lambda: self.page_asked.emit("cases"))
            page.filter_changed.connect(self.show_history)
            page.more_asked.connect(self._more_history)
            self._history = page
        return self._history

    def choose_number_keys(self, on: bool) -> None:
        """Switch the keys 1 to 9 on or off."""
        if self._play is not None:
            self._play.set_number_keys(on)

    # Cases and attempts

    def show_cases(self) -> None:
        """Show the cases as they stand now; without results where the record cannot be had."""
        notice = not self._settings.now.notice_seen
        try:
            cards = self._desk.cards()
        except StoreError as error:
            cards = self._desk.bare_cards()
            self._store_trouble(error, self.show_cases)
        else:
            self._messages.settle("store")
        self.cases.show_cases(cards, notice=notice, broken=self._desk.broken())

    def show_bare_cases(self) -> None:
        """Show the cases at once, without what was made of them: opening the record takes a moment longer."""
        notice = not self._settings.now.notice_seen
        self.cases.show_cases(self._desk.bare_cards(), notice=notice, broken=self._desk.broken())

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
            self._store_trouble(error, self.continue_latest)
            return
        if under_way:
            self.open_attempt(under_way[0].id)
        else:
            cases = ("Cases", lambda: self.page_asked.emit("cases"))
            self._messages.tell("No case is under way. Choose one.", cases)

    def show_debrief(self) -> None:
        """Close the attempt at its ending and show what it came to."""
        session = self._session
        if session is None:
            return
        try:
            session.finish()
        except StoreError as error:
            self._messages.trouble(error, ("Try again", self.show_debrief))
        self.debrief.show_session(session)
        self.page_asked.emit("debrief")

    def _look_back(self, node: str) -> None:
        if self._session is not None:
            self.review.show_session(self._session, node)
            self.page_asked.emit("review")

    def show_history(self) -> None:
        """Show the attempts the filters ask for."""
        page = self.history
        try:
            wanted = self._narrowed(page)
            self._listed = self._desk.history(wanted)
            count = self._desk.count(wanted)
        except StoreError as error:
            self._store_trouble(error, self.show_history)
            return
        self._messages.settle("store")
        titles = [(card.head.id, card.head.title) for card in self._desk.bare_cards()]
        page.show_history(self._listed, count, titles)

    def _more_history(self) -> None:
        try:
            more = self._desk.history(self._narrowed(self.history), self._listed[-1])
        except StoreError as error:
            self._store_trouble(error, self.show_history)
            return
        self._listed += more
        self.history.add_lines(more, more=bool(more))

    def _narrowed(self, page: HistoryPage) -> HistoryFilter:
        wanted = page.wanted()
        return self._desk.narrowed(wanted.case, wanted.status, wanted.days, wanted.critical, wanted.text)

    def _open(self, make: Callable[[], AttemptSession], again: Callable[[], None]) -> None:
        try:
            session = make()
        except StoreError as error:
            self._store_trouble(error, again)
            return
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", again))
            return
        self._messages.settle()
        self._messages.settle("store")
        self._session = session
        if session.finished:
            self.show_debrief()
            return
        self.page_asked.emit("play")
        self.play.show_session(session)

    def _store_trouble(self, error: StoreError, again: Callable[[], None]) -> None:
        from relall_trainer.learner.faults import StoreDamaged

        if isinstance(error, StoreDamaged):
            act = ("See what can be restored", self.record_damaged.emit)
            self._messages.trouble(error, act, topic="store")
        else:
            self._messages.trouble(error, ("Try again", again), topic="store")

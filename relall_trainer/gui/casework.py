"""From the list of cases through play to the debrief: what follows what, and what is said when it fails.

Pages announce what was done; here the desk is asked and the next page is filled. Showing it is left to the window,
looking back to ``lookback``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.standing import OPEN

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from relall_trainer.gui.attempt_session import AttemptSession
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.lookback import Lookback
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.cases import CasesPage
    from relall_trainer.gui.pages.debrief import DebriefPage
    from relall_trainer.gui.pages.play import PlayPage
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.theme import Theme


class Casework(QObject):
    """``page_asked`` names the page to show now; ``evidence_asked`` an item of the library.

    ``record_damaged`` when the store was found damaged. ``drill_asked`` names a rule to practise, ``assignment_asked``
    the assignment to go back to; ``decision_shown`` an attempt and the place of its decision looked at.
    """

    page_asked = Signal(str)
    evidence_asked = Signal(str)
    drill_asked = Signal(str)
    patient_asked = Signal(object, str)
    record_damaged = Signal()
    assignment_asked = Signal(str)
    decision_shown = Signal(str, int)

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
        self.assignment_title: Callable[[str], str] = lambda _assignment: ""
        self._play: PlayPage | None = None
        self._debrief: DebriefPage | None = None
        self._lookback: Lookback | None = None

    @property
    def session(self) -> AttemptSession | None:
        """The attempt on the desk: played on, or looked back on after its end."""
        return self._session

    # Pages, made when they are first opened

    @cached_property
    def cases(self) -> CasesPage:
        from relall_trainer.gui.pages.cases import CasesPage

        page = CasesPage(self._theme, self._icons)
        page.case_chosen.connect(self.start_case)
        page.attempt_resumed.connect(self.open_attempt)
        page.notice_read.connect(lambda: self._settings.change(notice_seen=True))
        return page

    @property
    def play(self) -> PlayPage:
        if self._play is None:
            from relall_trainer.gui.pages.play import PlayPage

            page = PlayPage(self._theme, self._icons, self._messages)
            page.attempt_finished.connect(self.show_debrief)
            page.evidence_asked.connect(self.evidence_asked)
            page.patient_asked.connect(self.patient_asked)
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
            page.practice_asked.connect(lambda: self.page_asked.emit("practice"))
            page.case_chosen.connect(self.start_case)
            page.review_asked.connect(self._look_back)
            page.assignment_asked.connect(self.assignment_asked)
            self._debrief = page
        return self._debrief

    @property
    def lookback(self) -> Lookback:
        """The history, the review, two roads side by side."""
        if self._lookback is None:
            from relall_trainer.gui.lookback import Lookback

            made = Lookback(
                self._desk, self._library, self._messages, self._theme, self._icons, self.store_trouble
            )
            made.page_asked.connect(self.page_asked)
            made.evidence_asked.connect(self.evidence_asked)
            made.drill_asked.connect(self.drill_asked)
            made.attempt_asked.connect(self.open_attempt)
            made.session_asked.connect(self.go_on_with)
            made.decision_shown.connect(self.decision_shown)
            self._lookback = made
        return self._lookback

    @property
    def history(self) -> QWidget:
        """The page of the history."""
        return self.lookback.history

    @property
    def review(self) -> QWidget:
        """The page on which one attempt is looked back on."""
        return self.lookback.review

    @property
    def comparison(self) -> QWidget:
        """The page of two roads side by side."""
        return self.lookback.comparison

    def show_history(self) -> None:
        """Fill the history with what the record holds now."""
        self.lookback.show_history()

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
            self.store_trouble(error, self.show_cases)
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
            still_open = self._desk.history(self._desk.narrowed(None, OPEN, None, None, ""))
            under_way = [one for one in still_open if not one.practice]  # a sitting goes on with its own
        except StoreError as error:
            self.store_trouble(error, self.continue_latest)
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
        if session.fork_of:
            roads = (session.fork_of, session.attempt)
            compare = ("Compare the two", lambda: self.lookback.compare(*roads))
            self._messages.tell(
                "This road left an earlier attempt; it counts nowhere.", compare, topic="fork"
            )

    def _look_back(self, node: str) -> None:
        if self._session is not None:
            self.lookback.look_back(self._session, node)

    def start_afresh(self) -> None:
        """Forget what was under way: the record is another one now, or none."""
        self._session = None
        self.show_cases()
        self.page_asked.emit("cases")

    def _open(self, make: Callable[[], AttemptSession], again: Callable[[], None]) -> None:
        try:
            session = make()
        except StoreError as error:
            self.store_trouble(error, again)
            return
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", again))
            return
        self._messages.settle()
        self._messages.settle("store")
        self.go_on_with(session)

    def go_on_with(self, session: AttemptSession) -> None:
        """Play an attempt on, or show the debrief of one that has ended."""
        self._session = session
        if session.finished:
            self.show_debrief()
            return
        started = session.started
        assigned = (started.assignment or "") if started is not None and not session.fork_of else ""
        self.play.show_assignment(assigned, self.assignment_title(assigned) if assigned else "")
        self.page_asked.emit("play")
        self.play.show_session(session)

    def store_trouble(self, error: StoreError, again: Callable[[], object]) -> None:
        """Say that the record could not be read or written, with a way on."""
        from relall_trainer.learner.faults import StoreDamaged

        if isinstance(error, StoreDamaged):
            act = ("See what can be restored", self.record_damaged.emit)
            self._messages.trouble(error, act, topic="store")
        else:
            self._messages.trouble(error, ("Try again", again), topic="store")

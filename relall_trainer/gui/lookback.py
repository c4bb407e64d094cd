"""Looking back: the history in its three views, one attempt decision by decision, two roads side by side.

Pages announce what is wanted; here desk and index are asked and the page is filled. Playing on is left to ``casework``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.local_time import when

if TYPE_CHECKING:
    from relall_trainer.gui.attempt_session import AttemptSession
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.history_filling import HistoryFilling
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.compare import ComparePage
    from relall_trainer.gui.pages.history import HistoryPage
    from relall_trainer.gui.pages.review import ReviewPage
    from relall_trainer.gui.theme import Theme

Again = Callable[[], object]
_Made = TypeVar("_Made")


class Lookback(QObject):
    """``page_asked`` names the page to show, ``evidence_asked`` an item, ``drill_asked`` a rule to practise,
    ``patient_asked`` a patient to question the algorithm about, and who she is in words.

    ``session_asked`` hands an attempt over to be played on, or its debrief shown where it has ended;
    ``attempt_asked`` names one to open, ``decision_shown`` one and the place of its decision that is being read.
    """

    page_asked = Signal(str)
    evidence_asked = Signal(str)
    drill_asked = Signal(str)
    patient_asked = Signal(object, str)
    session_asked = Signal(object)
    attempt_asked = Signal(str)
    decision_shown = Signal(str, int)

    def __init__(
        self,
        desk: Desk,
        library: LibraryDoor,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        store_trouble: Callable[[StoreError, Again], None],
    ) -> None:
        super().__init__()
        self._desk = desk
        self._library = library
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._store_trouble = store_trouble
        self._filling: HistoryFilling | None = None
        self._history: HistoryPage | None = None
        self._review: ReviewPage | None = None
        self._compare: ComparePage | None = None
        self._compared: dict[str, AttemptSession] = {}

    # Pages, made when they are first opened

    @property
    def history(self) -> HistoryPage:
        if self._history is None:
            from relall_trainer.gui.history_filling import HistoryFilling
            from relall_trainer.gui.pages.history import HistoryPage

            page = HistoryPage(self._theme, self._icons)
            page.attempts.attempt_chosen.connect(self.attempt_asked)
            page.attempts.compare_asked.connect(self.compare)
            page.decisions.decision_chosen.connect(self.look_at)
            page.patterns.decision_chosen.connect(self.look_at)
            page.patterns.drill_asked.connect(self.drill_asked)
            for view in (page.attempts, page.decisions, page.patterns):
                view.cases_asked.connect(lambda: self.page_asked.emit("cases"))
            self._history = page
            self._filling = HistoryFilling(self._desk, page, self._messages, self._store_trouble)
        return self._history

    @property
    def review(self) -> ReviewPage:
        if self._review is None:
            from relall_trainer.gui.pages.review import ReviewPage

            page = ReviewPage(self._theme, self._icons, self._messages)
            page.evidence_asked.connect(self.evidence_asked)
            page.patient_asked.connect(self.patient_asked)
            page.debrief_asked.connect(self._go_on)
            page.fork_asked.connect(self._fork)
            page.compare_asked.connect(self._compare_fork)
            page.decision_shown.connect(self.decision_shown)
            self._library.give(page.use_library)
            self._review = page
        return self._review

    @property
    def comparison(self) -> ComparePage:
        if self._compare is None:
            from relall_trainer.gui.pages.compare import ComparePage

            page = ComparePage(self._theme, self._icons)
            page.history_asked.connect(lambda: self.page_asked.emit("history"))
            page.road_asked.connect(lambda side: self.look_back(self._compared[side]))
            self._compare = page
        return self._compare

    # The history

    def show_history(self) -> None:
        """Fill the view of the history that is shown."""
        _ = self.history
        if self._filling is not None:
            self._filling.fill()

    def show_decisions(self, *, rule: str = "", text: str = "", missed: bool = False) -> None:
        """Show the decisions a rule had a part in (those it was missed in), or in which a text is found."""
        from relall_trainer.gui.decision_wishes import COUNTED, WRONG, DecisionWish

        # As many as were said where one comes from; the choice shows and can be taken away.
        source = COUNTED if rule else ""
        wish = DecisionWish(text=text, rule=rule, result=WRONG if missed else "", source=source)
        self.history.decisions.filters.show_wish(wish)
        self.history.tabs.show_chosen("decisions")
        self.page_asked.emit("history")
        self.history.choose("decisions")

    # Attempts

    def look_back(self, session: AttemptSession, node: str = "", place: int | None = None) -> None:
        """Show an attempt decision by decision, from a node or a place (from 0)."""
        self._messages.settle("fork")
        self.review.show_session(session, node, place)
        self.page_asked.emit("review")

    def look_at(self, attempt: str, place: int) -> None:
        """Show one decision of an attempt."""
        session = self._try(lambda: self._desk.open(attempt), lambda: self.look_at(attempt, place))
        if session is not None:
            self.look_back(session, place=place)

    def compare(self, left: str, right: str) -> None:
        """Show two attempts at one case side by side."""
        sessions = self._try(
            lambda: (self._desk.open(left), self._desk.open(right)), lambda: self.compare(left, right)
        )
        if sessions is None:
            return
        from relall_trainer.encounter.comparing import compare
        from relall_trainer.gui.widgets.road_parts import RoadHead

        one, other = sessions
        self._compared = {"left": one, "right": other}
        fork = other.fork_of == left
        names = ("The attempt", "The other road") if fork else ("The earlier attempt", "The later attempt")
        heads = [RoadHead(name, _begun(session)) for name, session in zip(names, sessions, strict=True)]
        case, actions = one.encounter.case, other.encounter.algorithm.actions
        labels = {action.id: action.label for action in actions.values()}
        self._messages.settle("fork")
        self.comparison.show_roads(
            case.head.title, compare(one.encounter, other.encounter), heads[0], heads[1], labels
        )
        self.page_asked.emit("compare")

    def _compare_fork(self) -> None:
        session = self.review.session
        if session is not None and session.fork_of:
            self.compare(session.fork_of, session.attempt)

    def _go_on(self) -> None:
        if self.review.session is not None:
            self.session_asked.emit(self.review.session)

    def _fork(self, place: int) -> None:
        before = self.review.session
        if before is None:
            return
        fork = self._try(lambda: self._desk.fork(before.attempt, place), lambda: self._fork(place))
        if fork is not None:
            self.session_asked.emit(fork)
            self._messages.tell(
                f"Another road from “{fork.encounter.current.title}”, with the same luck. It counts nowhere; the "
                "attempt it leaves stays as it is.",
                topic="fork",
            )

    def _try(self, ask: Callable[[], _Made], again: Again) -> _Made | None:
        try:
            made = ask()
        except StoreError as error:
            self._store_trouble(error, again)
            return None
        except LookupError:
            self._messages.trouble(
                TrainerError("This attempt is no longer in your record.", todo="Open the history anew.")
            )
            return None
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", again))
            return None
        self._messages.settle()
        self._messages.settle("store")
        return made


def _begun(session: AttemptSession) -> str:
    return f"Begun {when(session.started.at)}" if session.started else ""

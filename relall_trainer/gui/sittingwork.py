"""A sitting from its first patient to its summary: what follows what, and what is said when something fails.

Asks ``study`` for the reviews, plays each on a page of its own, and fills the sitting's page. A patient left half
way stays in the record as an open attempt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from relall_trainer.encounter.sitting import PAIR
from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui import sitting_wishes
from relall_trainer.gui.contrast_words import contrast_lines, done_with
from relall_trainer.gui.making_ahead import MakingAhead
from relall_trainer.gui.pages.play import PlayPage
from relall_trainer.gui.pages.sitting import PLAYING, WAITING, SittingPage
from relall_trainer.gui.practice_words import met_words, summary_lines
from relall_trainer.gui.sitting_wishes import SittingWish

if TYPE_CHECKING:
    from datetime import datetime

    from relall_trainer.encounter.play import Visit
    from relall_trainer.gui.attempt_session import AttemptSession
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.practice_lines import RuleLines
    from relall_trainer.gui.reviews import Review, SittingUnderWay
    from relall_trainer.gui.study import Study
    from relall_trainer.gui.theme import Theme
    from relall_trainer.gui.widgets.evidence_panel import Bookshelf

_EVERY_MS = 10_000


@dataclass(slots=True)
class _Going:
    """Where the sitting is: the review, which of its patients, the attempt, and what was decided so far."""

    under_way: SittingUnderWay
    wish: SittingWish
    review: Review | None = None
    which: int = 0
    session: AttemptSession | None = None
    visits: list[tuple[Visit, ...]] = field(default_factory=list)  # of each patient of the review
    over: bool = False


class Sittingwork(QObject):
    """``over`` when a sitting has come to its end; ``left`` to go back to Today."""

    over = Signal()
    left = Signal()
    evidence_asked = Signal(str)
    rule_asked = Signal(str)
    trouble_met = Signal(object, object)  # the error, and what tries again

    def __init__(
        self,
        desk: Desk,
        study: Study,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        *,
        about: Callable[[str], RuleLines],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._desk = desk
        self._study = study
        self._messages = messages
        self._about = about
        self._now = now
        self._library: Bookshelf | None = None
        self._going: _Going | None = None
        self.play = PlayPage(theme, icons, messages)
        self.play.attempt_finished.connect(self._patient_finished)
        self.play.steps_committed.connect(self._committed)
        self.play.evidence_asked.connect(self.evidence_asked)
        self.page = SittingPage(theme, icons, self.play)
        self.page.stopped.connect(self.stop)
        self.page.gone_on.connect(self._go_on)
        self.page.left.connect(self.left)
        self.page.more_asked.connect(self._more)
        self.page.finishing_asked.connect(self._finish_patient)
        self.page.rule_asked.connect(self.rule_asked)
        self.page.evidence_asked.connect(self.evidence_asked)
        self._ahead = MakingAhead(study, self)
        self._ahead.done.connect(self._made)
        desk.before_closing.append(self._ahead.leave_off)
        self._clock = QTimer(self.page)  # goes with what it writes on
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self._show_place)

    def use_library(self, library: Bookshelf) -> None:
        """Ask this evidence library from now on."""
        self._library = library
        self.play.use_library(library)

    @property
    def under_way(self) -> str:
        """Where the sitting is, in words; empty where there is none, or it is over."""
        going = self._going
        if going is None or going.over or going.review is None:
            return ""
        return f"Review {going.review.place} of about {going.review.of_about} is waiting."

    # -- what follows what -----------------------------------------------------------------------------------

    def begin(self, wish: SittingWish) -> bool:
        """Begin a sitting; False (and said why) where that could not be done."""
        algorithm = self._desk.algorithm
        try:
            under_way = sitting_wishes.begin(self._study, wish, algorithm.rules, algorithm.actions)
        except StoreError as error:
            self.trouble_met.emit(error, lambda: self.begin(wish))
            return False
        self._going = _Going(under_way, wish)
        self._clock.start()
        self._next()
        return True

    def stop(self) -> None:
        """End the sitting where it is. What is finished counts; a patient half way stays as she is."""
        going = self._going
        if going is None:
            return
        session = going.session
        if session is not None and session.encounter.ended and not self._close(session):
            return
        self._show_summary()

    def drop(self) -> None:
        """Let go of the sitting without a word: its record is gone."""
        self._clock.stop()
        self._going = None

    def _next(self, *, wait: bool = True) -> None:
        """Come to the next review; ``wait`` for a pair that has to be made first, with the window free."""
        going = self._going
        if going is None:
            return
        going.session, going.visits, going.which = None, [], 0
        try:
            if wait and self._ahead.takes_long(going.under_way):
                self.page.show_waiting()
                return
            going.review = self._study.next_review(going.under_way)
        except TrainerError as error:
            self.trouble_met.emit(error, self._next)
            return
        if going.review is None:
            self._show_summary()
        elif going.review.evidence_first:
            self._show_place()
            rule = going.review.rule
            state = self._study.schedule.state(rule, self._now())
            self.page.show_reading(met_words(state), self._about(rule), self._library)
        else:
            self._play()

    def _made(self) -> None:
        if self._going is not None and not self._going.over and self.page.mode == WAITING:
            self._next(wait=False)

    def _play(self) -> None:
        going = self._going
        if going is None or going.review is None:
            return
        try:
            going.session = self._study.start(going.review, going.which)
        except TrainerError as error:
            self.trouble_met.emit(error, self._play)
            return
        self._messages.settle("store")
        self._messages.settle("practice")
        self._show_place()
        self.play.show_session(going.session)
        self.page.show_playing()
        if not self._more_patients(going):
            self._ahead.look_ahead(going.under_way)

    def _committed(self, _visit: Visit) -> None:
        """The button that goes on says what comes next."""
        going = self._going
        if going is None or going.session is None or going.review is None:
            return
        words = "See what happens next"
        if going.session.encounter.ended:
            words = "Next patient"
            if going.review.kind == PAIR:
                words = "What differed" if going.which else "The second patient"
        self.play.frame.foot.onward.show_text(words)

    def _patient_finished(self) -> None:
        going = self._going
        if going is None or going.session is None or going.review is None:
            return
        if not self._close(going.session):
            return
        if self._more_patients(going):
            going.which += 1
            self._play()
        elif going.review.kind == PAIR:
            self._show_place()
            self._reveal(going.review)
        else:
            self._next()

    def _close(self, session: AttemptSession) -> bool:
        """Close the attempt at its ending and take down the review, once it is complete."""
        going = self._going
        if going is None or going.review is None:
            return True
        try:
            session.finish()
            visits = [*going.visits, session.encounter.record]
            # Taken down once, also where only what comes after it has to be tried again.
            if not self._more_patients(going) and going.under_way.current is going.review:
                self._study.answered(going.review, chain.from_iterable(visits))
        except TrainerError as error:
            self.trouble_met.emit(error, self._patient_finished)
            return False
        going.visits, going.session = visits, None
        self._messages.settle("store")
        return True

    def _more_patients(self, going: _Going) -> bool:
        return going.review is not None and going.which + 1 < len(going.review.cases)

    def _reveal(self, review: Review) -> None:
        contrast = getattr(review.fresh, "contrast", None)
        if contrast is None:
            self._next()
            return
        done = [done_with(visits) for visits in self._going.visits] if self._going else []
        self.page.show_contrast(contrast_lines(contrast, self._desk.algorithm, done, review.rule))

    def _go_on(self) -> None:
        """From what stands between: on to the patients, or to the next review."""
        going = self._going
        if going is None:
            return
        if going.review is not None and going.under_way.current is going.review:
            self._play()
        else:
            self._next()

    def _show_summary(self) -> None:
        going = self._going
        if going is None:
            return
        self._clock.stop()
        going.over = True
        unfinished = going.session.attempt if going.session is not None else ""
        rules = self._desk.algorithm.rules
        headings = {rule.id: f"{rule.id} · {rule.title}" for rule in rules.values()}
        summary = self._study.sitting_summary(going.under_way)
        self.page.show_summary(summary_lines(summary, headings, self._now(), unfinished))
        self.over.emit()

    def _finish_patient(self) -> None:
        going = self._going
        if going is None or going.session is None:
            return
        going.over = False
        self._clock.start()
        self._show_place()
        self.page.show_playing()

    def _more(self) -> None:
        if self._going is not None:
            self.begin(self._going.wish)

    def _show_place(self) -> None:
        going = self._going
        if going is None or going.review is None:
            return
        taken = self._study.sitting_summary(going.under_way).minutes
        left = max(0, ceil(going.under_way.sitting.minutes - taken))
        what = ""
        if going.review.kind == PAIR and (self.page.mode == PLAYING or going.session is not None):
            what = "second of a pair" if going.which else "first of a pair"
        self.page.show_place(going.review.place, going.review.of_about, left, what)

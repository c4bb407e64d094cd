"""Today, Practice and the sitting: asks ``study``, fills the pages, and tells what went wrong.

Pages announce what was done; showing a page is left to the window, running a sitting to ``sittingwork``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.practice_lines import MasteryLine, RuleLines
from relall_trainer.gui.slices import Slices

if TYPE_CHECKING:
    from datetime import datetime

    from relall_trainer.evidence.library import Library
    from relall_trainer.gui.attempt_session import Clock
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.practice import PracticePage
    from relall_trainer.gui.pages.sitting import SittingPage
    from relall_trainer.gui.pages.today import TodayPage
    from relall_trainer.gui.patients_met import PatientsMet
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.sitting_wishes import SittingWish
    from relall_trainer.gui.sittingwork import Sittingwork
    from relall_trainer.gui.study import Study
    from relall_trainer.gui.theme import Theme


class Practicework(QObject):
    """``page_asked`` names the page to show now; the others name a case, attempt, item or rule to open.

    ``decisions_asked``: the decisions behind a rule; ``patient_asked``: a patient, and who she is in words, to question
    the algorithm about. ``make_study`` is called when it is first needed, as it takes a moment to be imported.
    """

    page_asked = Signal(str)
    evidence_asked = Signal(str)
    case_chosen = Signal(str)
    attempt_chosen = Signal(str)
    rule_asked = Signal(str)
    decisions_asked = Signal(str)
    patient_asked = Signal(object, str)
    record_damaged = Signal()

    def __init__(
        self,
        desk: Desk,
        make_study: Callable[[], Study],
        library: LibraryDoor,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._make_study = make_study
        self._door = library
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._settings = settings
        self._clock = clock
        self._library: Library | None = None
        self._catching_up = Slices(self)
        self._covering = Slices(self)
        self._met: PatientsMet | None = None
        self._standings: dict[str, MasteryLine] = {}
        self._older: dict[str, tuple[str, ...]] = {}
        desk.before_closing.append(self.leave_off)

    # Pages and what they work with, made when they are first needed

    @cached_property
    def study(self) -> Study:
        return self._make_study()

    @cached_property
    def today(self) -> TodayPage:
        from relall_trainer.gui.pages.today import TodayPage

        page = TodayPage(self._theme, self._icons)
        page.begun.connect(lambda: self.begin())
        page.sitting_asked.connect(self.show_sitting)
        page.practice_asked.connect(lambda: self.page_asked.emit("practice"))
        page.cases_asked.connect(lambda: self.page_asked.emit("cases"))
        page.continued.connect(self.attempt_chosen)
        page.drill_asked.connect(self.drill)
        page.decisions_asked.connect(self.decisions_asked)
        return page

    @cached_property
    def practice(self) -> PracticePage:
        from relall_trainer.gui.pages.practice import PracticePage

        page = PracticePage(self._theme, self._icons)
        page.explain_with(self.about)
        page.begun.connect(lambda pairs, dimension: self.begin(pairs=pairs, dimension=dimension))
        page.sitting_asked.connect(self.show_sitting)
        page.drill_asked.connect(self.drill)
        page.decisions_asked.connect(self.decisions_asked)
        page.rule_asked.connect(self.rule_asked)
        page.evidence_asked.connect(self.evidence_asked)
        page.coverage_asked.connect(self._cover)
        self._door.give(self._use_library)
        return page

    @property
    def sitting(self) -> SittingPage:
        return self._sittings.page

    @cached_property
    def _sittings(self) -> Sittingwork:
        from relall_trainer.gui.sittingwork import Sittingwork

        made = Sittingwork(
            self._desk,
            self.study,
            self._messages,
            self._theme,
            self._icons,
            about=self.about,
            now=self._now,
        )
        made.play.set_number_keys(self._settings.now.number_keys)
        made.left.connect(lambda: self.page_asked.emit("today"))
        made.evidence_asked.connect(self.evidence_asked)
        made.rule_asked.connect(self.rule_asked)
        made.play.patient_asked.connect(self.patient_asked)
        made.trouble_met.connect(self._trouble)
        self._door.give(made.use_library)
        self._door.give(self._use_library)
        return made

    def choose_number_keys(self, on: bool) -> None:
        """Switch the keys 1 to 9 on or off."""
        if "_sittings" in self.__dict__:
            self._sittings.play.set_number_keys(on)

    def start_afresh(self) -> None:
        """Drop the sitting under way: the record is gone."""
        if "_sittings" in self.__dict__:
            self._sittings.drop()

    def leave_off(self) -> None:
        """Stop what is being read in the background: the record is about to be closed."""
        self._catching_up.stop()
        self._covering.stop()

    # What is shown

    def show_today(self) -> None:
        """Show the day as it stands, once the record has been read."""
        self._caught_up(self._show_today, self.show_today, self.today.show_progress)

    def _show_today(self) -> None:
        from relall_trainer.gui.practice_words import date_words, today_lines

        now = self._now()
        try:
            today = self.study.today()
        except StoreError as error:
            self._trouble(error, self.show_today)
            return
        self._messages.settle("store")
        self.today.show_today(today_lines(today, now, self._under_way()), date_words(now.date()))

    def show_practice(self) -> None:
        """Show where each rule stands, once the record has been read."""
        self._caught_up(self._show_practice, self.show_practice, self.practice.show_progress)

    def _show_practice(self) -> None:
        from relall_trainer.encounter.case import DIMENSION_NAMES
        from relall_trainer.gui.practice_words import mastery_line

        now = self._now()
        try:
            mastery = self.study.mastery()
        except StoreError as error:
            self._trouble(error, self.show_practice)
            return
        self._messages.settle("store")
        known = self._desk.algorithm.rules
        rules = [
            mastery_line(
                line,
                f"{line.id} · {known[line.id].title}",
                known[line.id].number,
                now,
                mastery.dimension_of.get(line.id, ""),
            )
            for line in mastery.rules
        ]
        dimensions = [
            mastery_line(line, DIMENSION_NAMES.get(line.id, line.id), place, now)
            for place, line in enumerate(mastery.dimensions)
        ]
        self._standings = {line.key: line for line in rules}
        self._older = {line.id: line.older_words() for line in mastery.rules}
        self.practice.show_mastery(rules, dimensions, sitting=self._under_way())

    def about(self, rule_id: str) -> RuleLines:
        """A rule to read, with how it stands."""
        from relall_trainer.gui.practice_words import rule_lines

        rule = self._desk.algorithm.rules[rule_id]
        return rule_lines(
            rule,
            self._title_of,
            self._standings.get(rule_id),
            self._older.get(rule_id, ()),
            "" if rule_id in self.study.asked else "No decision in practice turns on this rule.",
        )

    def _cover(self) -> None:
        """Read the patients met, then say which rows of the rules they exercised."""
        from relall_trainer.gui.patients_met import PatientsMet

        if self._met is None:
            self._met = PatientsMet(self._desk)
        self._covering.run(
            self._met.catch_up(),
            self._show_coverage,
            self._try_again(self._cover),
            self.practice.show_progress,
        )

    def _show_coverage(self) -> None:
        from relall_trainer.gui.practice_words import coverage_lines

        patients = self._met.patients if self._met is not None else ()
        self.practice.show_progress(0, 0)
        self.practice.show_coverage(coverage_lines(self._desk.algorithm, patients))

    # A sitting

    def begin(self, *, pairs: bool = False, dimension: str = "") -> None:
        """Begin ten minutes of what is due; leaving one under way."""
        from relall_trainer.gui.sitting_wishes import SittingWish

        self._begin(SittingWish(pairs=pairs, dimension=dimension))

    def drill(self, rule: str) -> None:
        """Begin a sitting on one rule, and one like it."""
        from relall_trainer.gui.sitting_wishes import SittingWish

        if rule not in self.study.asked:
            self._messages.tell(f"{rule} cannot be drilled: no decision in practice turns on it.")
            return
        self._begin(SittingWish(rule=rule))

    def _begin(self, wish: SittingWish) -> None:
        """Begin, once the record has been read; mostly that is at once."""
        self._caught_up(lambda: self._begin_now(wish), lambda: self._begin(wish), self._tell_reading)

    def _begin_now(self, wish: SittingWish) -> None:
        self._tell_reading(0, 0)
        if self._sittings.begin(wish):
            self.page_asked.emit("sitting")

    def _tell_reading(self, done: int, of: int) -> None:
        """On the pages a sitting is begun from, where they have been opened."""
        for page in ("today", "practice"):
            if page in self.__dict__:
                getattr(self, page).show_progress(done, of)

    def show_sitting(self) -> None:
        """Go on with the sitting under way."""
        self.page_asked.emit("sitting" if self._under_way() else "practice")

    def _under_way(self) -> str:
        return self._sittings.under_way if "_sittings" in self.__dict__ else ""

    # What all of it needs

    def _caught_up(
        self,
        then: Callable[[], None],
        again: Callable[[], None],
        tell: Callable[[int, int], object],
    ) -> None:
        failed = self._try_again(again)
        self._catching_up.run(self.study.catch_up(), then, failed, tell)

    def _use_library(self, library: Library) -> None:
        self._library = library
        if "practice" in self.__dict__:
            self.practice.refresh_rule()

    def _title_of(self, item: str) -> str:
        found = self._library.item(item) if self._library is not None else None
        return found.title if found is not None else ""

    def _now(self) -> datetime:
        """The time where she lives."""
        return self._clock().astimezone(self.study.zone)

    def _try_again(self, again: Callable[[], object]) -> Callable[[TrainerError], None]:
        return lambda error: self._trouble(error, again)

    def _trouble(self, error: TrainerError, again: Callable[[], object]) -> None:
        from relall_trainer.learner.faults import StoreDamaged

        if isinstance(error, StoreDamaged):
            act = ("See what can be restored", self.record_damaged.emit)
            self._messages.trouble(error, act, topic="store")
        elif isinstance(error, StoreError):
            self._messages.trouble(error, ("Try again", again), topic="store")
        else:
            self._messages.trouble(error, ("Try again", again), topic="practice")

"""The pages of the window, each made when it is first opened, and what leads from one to another.

Which page is shown, and how one gets back, is left to the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from relall_trainer.errors import StoreError
from relall_trainer.gui.casework import Casework
from relall_trainer.gui.classroom import Classroom
from relall_trainer.gui.library_door import LibraryDoor

if TYPE_CHECKING:
    from relall_trainer.clinical.patient import Patient
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.gui.attempt_session import Clock
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.algorithm import AlgorithmPage
    from relall_trainer.gui.pages.evidence import EvidencePage
    from relall_trainer.gui.pages.help import HelpPage, Topic
    from relall_trainer.gui.practicework import Practicework
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.study import Study
    from relall_trainer.gui.theme import Theme
    from relall_trainer.gui.widgets.cited_by import Met


_AT_ONCE = 20  # attempts the index may be behind and still be brought up to date while one waits


class Places(QObject):
    """``page_asked`` names the page to show now."""

    page_asked = Signal(str)

    def __init__(
        self,
        desk: Desk,
        library: LibraryDoor,
        make_study: Callable[[], Study],
        questions: Callable[[], Questions],
        clock: Clock,
        read_help: Callable[[], Sequence[Topic]],
        messages: Messages,
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._library = library
        self._make_study = make_study
        self._clock = clock
        self._read_help = read_help
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._settings = settings
        self._made: dict[str, QWidget] = {}
        self._evidence: EvidencePage | None = None
        self._algorithm: AlgorithmPage | None = None
        self._practice: Practicework | None = None
        self._help: HelpPage | None = None
        self.casework = Casework(desk, library, messages, theme, icons, settings)
        self.casework.page_asked.connect(self.page_asked)
        self.casework.evidence_asked.connect(self.show_evidence)
        self.casework.drill_asked.connect(self.drill)
        self.casework.patient_asked.connect(self.show_patient)
        self.classroom = Classroom(
            desk, self.casework, library, questions, clock, messages, theme, icons, settings
        )
        self.classroom.page_asked.connect(self.page_asked)
        self.classroom.evidence_asked.connect(self.show_evidence)
        self.classroom.rule_asked.connect(self.show_rule)

    def page(self, place: str) -> QWidget:
        """A page by its name, made where it has not been yet; KeyError where there is none."""
        casework = self.casework
        makers: dict[str, Callable[[], QWidget]] = {
            "today": lambda: self.practicework.today,
            "cases": lambda: casework.cases,
            "practice": lambda: self.practicework.practice,
            "sitting": lambda: self.practicework.sitting,
            "history": lambda: casework.history,
            "play": lambda: casework.play,
            "debrief": lambda: casework.debrief,
            "review": lambda: casework.review,
            "compare": lambda: casework.comparison,
            "evidence": lambda: self.evidence,
            "algorithm": lambda: self.algorithm,
            "help": lambda: self.help,
            **self.classroom.makers(),
        }
        if place not in self._made:
            self._made[place] = makers[place]()
        return self._made[place]

    def fill(self, place: str) -> None:
        """Bring a page up to what stands on disk now, where it shows any of it."""
        fill: dict[str, Callable[[], object]] = {
            "today": self._show_today,
            "cases": self.casework.show_cases,
            "practice": lambda: self.practicework.show_practice(),
            "history": self.casework.show_history,
            **self.classroom.fillers(),
        }
        if place in fill:
            fill[place]()

    def _show_today(self) -> None:
        with suppress(StoreError):  # filling the rest says so
            self.practicework.today.show_assigned(self.classroom.assigned.today_words())
        self.practicework.show_today()

    @property
    def practicework(self) -> Practicework:
        """Today, the practice and its sittings."""
        if self._practice is None:
            from relall_trainer.gui.practicework import Practicework

            made = Practicework(
                self._desk,
                self._make_study,
                self._library,
                self._messages,
                self._theme,
                self._icons,
                self._settings,
                self._clock,
            )
            made.page_asked.connect(self.page_asked)
            made.evidence_asked.connect(self.show_evidence)
            made.case_chosen.connect(self.casework.start_case)
            made.attempt_chosen.connect(self.casework.open_attempt)
            made.rule_asked.connect(self.show_rule)
            made.decisions_asked.connect(self.show_decisions)
            made.patient_asked.connect(self.show_patient)
            made.today.assignments_asked.connect(lambda: self.page_asked.emit("assignments"))
            made.record_damaged.connect(self.casework.record_damaged)
            self._practice = made
        return self._practice

    @property
    def evidence(self) -> EvidencePage:
        """The page of the library."""
        if self._evidence is None:
            from relall_trainer.gui.pages.evidence import EvidencePage

            page = EvidencePage(self._theme, self._icons)
            page.rule_asked.connect(self.show_rule)
            page.decisions_asked.connect(self.show_decisions)
            page.use_cases(self._desk.cases)
            page.use_history(self._how_met)
            page.use_notes(self._read_note, self._keep_note)
            self._library.give(page.show_library)
            self._evidence = page
        return self._evidence

    @property
    def algorithm(self) -> AlgorithmPage:
        """The page on which the algorithm is questioned."""
        if self._algorithm is None:
            from relall_trainer.gui.pages.algorithm import AlgorithmPage

            page = AlgorithmPage(self._theme, self._icons)
            page.evidence_asked.connect(self.show_evidence)
            page.said.connect(self._messages.announce)
            page.show_algorithm(self._desk.algorithm)
            page.offer_patients(
                [(case.head.title, case.patient) for case in self._desk.cases() if case.head.modeled_on]
            )
            self._library.give(page.use_library)
            self._algorithm = page
        return self._algorithm

    @property
    def help(self) -> HelpPage:
        """The help page."""
        if self._help is None:
            from relall_trainer.gui.pages.help import HelpPage

            self._help = HelpPage(self._theme, self._read_help())
        return self._help

    def start_afresh(self) -> None:
        """Let go of what was under way: the record is gone."""
        self.casework.start_afresh()
        self.classroom.start_afresh()
        if self._practice is not None:
            self._practice.start_afresh()

    def choose_number_keys(self, on: bool) -> None:
        """Switch the keys 1 to 9 on or off."""
        self.casework.choose_number_keys(on)
        self.classroom.choose_number_keys(on)
        if self._practice is not None:
            self._practice.choose_number_keys(on)

    def show_evidence(self, item: str) -> None:
        """Open the library at an item."""
        self.evidence.show_item(item)
        self.page_asked.emit("evidence")

    def show_rule(self, rule: str) -> None:
        """Open the rules at one of them."""
        self.algorithm.show_rule(rule)
        self.page_asked.emit("algorithm")

    def show_decisions(self, rule: str) -> None:
        """Show the decisions a rule had a part in."""
        self.casework.lookback.show_decisions(rule=rule)

    def show_patient(self, patient: Patient, told: str) -> None:
        """Question the algorithm about this patient."""
        self.algorithm.show_patient(patient, told)
        self.page_asked.emit("algorithm")

    def _how_met(self, rule: str) -> Met | None:
        """How a rule was met in the learner's own decisions; None where the record cannot be had."""
        from relall_trainer.gui.widgets.cited_by import Met

        index = self._desk.index
        try:
            if index is None or index.behind(self._desk.store) > _AT_ONCE:
                return None
            for _ in index.catch_up(self._desk.store, self._desk.replayed):
                pass
        except StoreError:
            return None  # the window has said so; the entry is read all the same
        tallies = [one for one in index.rule_tallies() if one.rule == rule]
        return Met(sum(one.n for one in tallies), sum(one.n - one.right for one in tallies))

    def _read_note(self, item: str) -> str:
        try:
            notes = self._desk.notes_on_evidence(item)
        except StoreError:
            return ""
        return notes[-1].text if notes else ""

    def _keep_note(self, item: str, text: str) -> bool:
        try:
            self._desk.note_on_evidence(item, text)
        except StoreError as error:
            self._messages.trouble(error, ("Try again", lambda: self._keep_note(item, text)), topic="note")
            return False
        self._messages.settle("note")
        return True

    def begin_sitting(self) -> None:
        """Go on with the sitting under way, or begin one of ten minutes."""
        self.practicework.begin()

    def drill(self, rule: str) -> None:
        """Practise one rule."""
        self.practicework.drill(rule)

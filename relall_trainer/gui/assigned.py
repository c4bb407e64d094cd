"""The learner's assignments: takes files in, lists what is asked, and leads to playing, handing in and feedback.

Pages announce what is wanted; here ``cohort.coursework`` is asked and the next page is filled. Exams and handing in are
left to ``examwork``; showing a page to the window.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.arriving import Arriving
from relall_trainer.gui.assigned_playing import AssignedPlaying
from relall_trainer.gui.assigned_standing import AssignedStanding

if TYPE_CHECKING:
    from relall_trainer.cohort.coursework import Coursework
    from relall_trainer.gui.attempt_session import Clock
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.examwork import Examwork
    from relall_trainer.gui.feedback_reading import FeedbackReading
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.assignments import AssignmentsPage
    from relall_trainer.gui.pages.exam import ExamPage
    from relall_trainer.gui.pages.hand_in import HandInPage
    from relall_trainer.gui.settings import SettingsFile
    from relall_trainer.gui.theme import Theme
    from relall_trainer.gui.widgets.assignment_card import Act


class Assigned(QObject):
    """``page_asked`` names the page to show, ``session_asked`` an attempt to play on, ``decision_asked`` one to read;
    ``evidence_asked`` names an item of the library.

    ``results_opened`` sends the path of a results file, which is the teacher's to take in; ``files_asked`` the paths
    of files kept while an exam was sat; ``count_changed`` how many
    assignments wait; ``record_damaged`` when the store was found damaged. ``ask_file`` and ``ask_folder`` ask for a
    path (empty: called off), by default with dialogs.
    """

    page_asked = Signal(str)
    session_asked = Signal(object)
    decision_asked = Signal(str, int)
    evidence_asked = Signal(str)
    results_opened = Signal(str)
    files_asked = Signal(list)
    count_changed = Signal(int)
    record_damaged = Signal()

    def __init__(
        self,
        desk: Desk,
        library: LibraryDoor,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
        clock: Clock,
        *,
        ask_file: Callable[[QWidget], str] | None = None,
        ask_folder: Callable[[QWidget, str, str], str] | None = None,
        ticks: Callable[[], int] | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._library = library
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._settings = settings
        self._clock = clock
        self._ticks = ticks
        self.arriving = Arriving(
            desk,
            lambda: self.coursework,
            lambda: self.assignments,
            messages,
            self._trouble,
            lambda: "examwork" in self.__dict__ and self.examwork.sat,
            ask_file,
            ask_folder,
        )
        self.arriving.page_asked.connect(self.page_asked)
        self.arriving.feedback_asked.connect(lambda assignment: self.reading.begin(assignment))
        self.arriving.results_opened.connect(self.results_opened)
        self.arriving.files_asked.connect(self.files_asked)
        self.standing = AssignedStanding(
            desk,
            lambda: self.coursework,
            lambda: self.assignments,
            lambda: "assignments" in self.__dict__,
            messages,
            clock,
            self._trouble,
        )
        self.standing.count_changed.connect(self.count_changed)
        self.playing = AssignedPlaying(
            desk,
            lambda: self.coursework,
            messages,
            theme,
            lambda: self.assignments.window(),
            self._trouble,
        )
        self.playing.page_asked.connect(self.page_asked)
        self.playing.session_asked.connect(self.session_asked)
        self.playing.changed.connect(self.standing.show_assignments)
        self.arriving.changed.connect(self.standing.refresh)
        self.standing.feedback_waits.connect(lambda line: self.reading.offer(line))
        desk.before_closing.append(self.leave_off)

    # Pages and what they work with, made when they are first needed

    @cached_property
    def coursework(self) -> Coursework:
        """What the learner does for her assignments, over the desk's record."""
        from relall_trainer.cohort.coursework import Coursework

        desk = self._desk
        return Coursework(
            lambda: desk.store,
            desk.shelf,
            lambda: desk.algorithm,
            lambda: desk.algorithm_text,
            self._clock,
            desk.app_version,
            self._ticks,
        )

    @cached_property
    def assignments(self) -> AssignmentsPage:
        from relall_trainer.gui.pages.assignments import AssignmentsPage

        page = AssignmentsPage(self._theme, self._icons)
        page.acted.connect(self.act)
        arriving = self.arriving
        page.file_brought.connect(arriving.open_file)
        page.open_asked.connect(arriving.ask_for_file)
        page.arrival_taken.connect(arriving.take_arrival)
        page.arrival_put_by.connect(arriving.put_arrival_by)
        page.folder_asked.connect(arriving.share_folder)
        page.folder_left.connect(lambda: arriving.share(None))
        page.copied.connect(lambda what: self._messages.tell(f"Copied: {what}.", topic="copied"))
        return page

    @property
    def exam(self) -> ExamPage:
        return self.examwork.exam

    @property
    def hand_in(self) -> HandInPage:
        return self.examwork.hand_in

    @cached_property
    def examwork(self) -> Examwork:
        from relall_trainer.gui.examwork import Examwork

        made = Examwork(
            lambda: self.coursework,
            self._messages,
            self._theme,
            self._icons,
            self._settings,
            self.arriving.ask_folder,
            self._trouble,
        )
        made.page_asked.connect(self.page_asked)
        made.feedback_asked.connect(lambda assignment: self.reading.begin(assignment))
        made.practice_asked.connect(self.playing.play_next)
        for over in (made.closed, made.handed_in):
            over.connect(self.arriving.offer_kept)
        made.handed_in.connect(self.standing.refresh)
        return made

    @cached_property
    def reading(self) -> FeedbackReading:
        """The feedback on exams."""
        from relall_trainer.gui.feedback_reading import FeedbackReading

        made = FeedbackReading(
            lambda: self.coursework, self._messages, self._theme, self._icons, self._library, self._trouble
        )
        made.page_asked.connect(self.page_asked)
        made.decision_asked.connect(self.decision_asked)
        made.evidence_asked.connect(self.evidence_asked)
        made.read.connect(self.standing.refresh)
        return made

    def choose_number_keys(self, on: bool) -> None:
        """Switch the keys 1 to 9 on or off."""
        if "examwork" in self.__dict__:
            self.examwork.choose_number_keys(on)

    def leave_off(self) -> None:
        """Stop what runs: the record is about to be closed."""
        self.standing.leave_off()
        self.arriving.leave_off()
        if "examwork" in self.__dict__:
            self.examwork.leave_off()

    def start_afresh(self) -> None:
        """Let go of everything: the record is gone."""
        self.arriving.start_afresh()
        if "examwork" in self.__dict__:
            self.examwork.start_afresh()
        self.count_changed.emit(0)

    # What is shown

    def begin(self) -> None:
        """Once the record is open: look into the shared folder, count what waits, offer feedback not looked at yet."""
        with suppress(StoreError):  # the window has said so, or will when a page is filled
            self.arriving.look_into_folder()
            self.standing.begin()

    def today_words(self) -> tuple[tuple[str, str], ...]:
        """What waits, for the page of the day: title, and what is said of it. Raises StoreError."""
        return self.standing.today_words()

    def show_assignments(self) -> None:
        """Fill the page with how everything stands now."""
        self.standing.show_assignments()

    def show_assignment(self, assignment: str) -> None:
        """Show the page; the assignment is one of those on it."""
        self.page_asked.emit("assignments")

    # Files

    def ask_for_file(self) -> None:
        """Let a file be chosen, and open it."""
        self.arriving.ask_for_file()

    def open_file(self, path: str) -> None:
        """Open an assignment or feedback file wherever it comes from; any other is named for what it is."""
        self.arriving.open_file(path)

    def decision_shown(self, attempt: str, place: int) -> None:
        """A decision of an attempt was looked at; kept where it is one of an exam."""
        try:
            if not self.standing.has_any:
                return
        except StoreError:
            return  # the window has said so
        self.reading.decision_shown(attempt, place)

    # What is done

    def act(self, act: Act) -> None:
        """Do what a card asks for."""
        from relall_trainer.gui.widgets import assignment_card as cards

        does: dict[str, Callable[[str], object]] = {
            cards.BEGIN: self.examwork.begin,
            cards.AGAIN: self.examwork.begin,
            cards.CONTINUE: self.examwork.go_on_with,
            cards.HAND_IN: self.examwork.look_over,
            cards.READ: self.reading.begin,
            cards.REST: self.reading.show_not_answered,
            cards.RECEIPT: self._show_receipt,
            cards.WHO: self.playing.ask_who,
        }
        if act.what == cards.PLAY:
            self.playing.play(act.assignment, act.item)
        else:
            does[act.what](act.assignment)

    def _show_receipt(self, assignment: str) -> None:
        receipts = self.coursework.receipts(assignment)
        if receipts:
            self.examwork.show_receipt(receipts[-1])

    # What went wrong

    def _trouble(self, error: TrainerError, again: Callable[[], object]) -> None:
        from relall_trainer.learner.faults import StoreDamaged

        if isinstance(error, StoreDamaged):
            self._messages.trouble(
                error, ("See what can be restored", self.record_damaged.emit), topic="store"
            )
        elif isinstance(error, StoreError):
            self._messages.trouble(error, ("Try again", again), topic="store")
        else:
            self._messages.trouble(error, topic="assigned-trouble")

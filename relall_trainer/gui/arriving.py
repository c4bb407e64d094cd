"""Files that come in for a learner: assignments, feedback, and what is neither; from a dialog, a drop, a shared folder.

An assignment whose key is not known, or that does not say who one is, waits on the page until that is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import BadFile, StoreError, TrainerError

if TYPE_CHECKING:
    from relall_trainer.cohort.coursework import Coursework
    from relall_trainer.cohort.received import Arrived
    from relall_trainer.cohort.signed_file import SignedFile
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.assignments import AssignmentsPage

_LOOK_MS = 15_000
_OF_OTHERS = frozenset(
    {"not-for-you", "older-version", "unknown-assignment", "other-assignment", "wrong-kind"}
)
"""What is said of files in a shared folder that are simply not hers, or not hers any more: nothing."""
_OUTCOMES = {"new": "is here", "newer": "is here in a newer version", "same": "is here already"}

Again = Callable[[], object]
_SHARE = "The folder you share with your teacher"


class Arriving(QObject):
    """``changed`` after anything was taken, ``page_asked`` to see it, ``feedback_asked`` to read an assignment's.

    ``results_opened`` sends the path of a results file, which is the teacher's to take in; ``files_asked`` the paths of
    those that came in while an exam was sat and are to be opened now.
    """

    changed = Signal()
    page_asked = Signal(str)
    feedback_asked = Signal(str)
    results_opened = Signal(str)
    files_asked = Signal(list)

    def __init__(
        self,
        desk: Desk,
        coursework: Callable[[], Coursework],
        page: Callable[[], AssignmentsPage],
        messages: Messages,
        trouble: Callable[[TrainerError, Again], None],
        exam_sat: Callable[[], bool],
        ask_file: Callable[[QWidget], str] | None,
        ask_folder: Callable[[QWidget, str, str], str] | None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._course = coursework
        self._page = page
        self._messages = messages
        self._trouble = trouble
        self._ask_file = ask_file or _ask_file
        self._ask_folder = ask_folder or _ask_folder
        self._exam_sat = exam_sat
        self._arrivals: list[Arrived] = []
        self._kept: list[str] = []
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self.look_into_folder)

    def leave_off(self) -> None:
        """Look into no folder any more: the record is about to be closed."""
        self._looking.stop()

    def start_afresh(self) -> None:
        """Forget what waits: the record is gone."""
        self._looking.stop()
        self._arrivals.clear()
        self._kept.clear()

    def ask_folder(self, last: str, title: str) -> str:
        """Let a folder be chosen; empty where it is called off."""
        return self._ask_folder(self._page().window(), last, title)

    def ask_for_file(self) -> None:
        """Let a file be chosen, and open it."""
        if path := self._ask_file(self._page().window()):
            self.open_file(path)

    def open_file(self, path: str) -> None:
        """Open an assignment or feedback file wherever it comes from; any other is named for what it is."""
        if not self.keep((path,)):
            self._guard(lambda: self._open(Path(path).expanduser()), lambda: self.open_file(path))

    def keep(self, paths: Sequence[str]) -> bool:
        """Keep files for later where an exam is sat now, whose page and time they must not take away; whether so."""
        if not self._exam_sat():
            return False
        self._kept += [path for path in paths if path not in self._kept]
        self._messages.tell(
            f"Kept until the exam is closed: {counted(len(self._kept), 'file')}.", topic="kept"
        )
        return True

    def offer_kept(self) -> None:
        """The exam is sat no more: offer what came in meanwhile."""
        if self._kept:
            act = ("Open it" if len(self._kept) == 1 else "Open them", self._open_kept)
            words = f"{counted(len(self._kept), 'file')} came in during the exam."
            self._messages.tell(words, act, topic="kept", stay=True)

    def _open_kept(self) -> None:
        kept, self._kept = self._kept, []
        self._messages.settle("kept")
        self.files_asked.emit(kept)

    def look_into_folder(self) -> None:
        """Take what is new in the folder shared with the teacher; what is others' is passed over.

        While an exam is sat nothing is looked at: it is found a little later.
        """
        known = self._desk.has_store and self._desk.store.paper("watched", "learner") is not None
        if self._exam_sat() or not known:
            return
        try:
            paths = self._course().shared.look()
        except TrainerError as error:
            self._messages.trouble(error, ("Choose it again", self.share_folder), topic="folder")
            self._looking.stop()
            return
        self._messages.settle("folder")
        if not self._looking.isActive() and self._course().shared.path is not None:
            self._looking.start()
        for path in paths:
            self._guard(partial(self._open, path, quiet=True), self.look_into_folder, quiet=True)

    def _open(self, path: Path, *, quiet: bool = False) -> None:
        from relall_trainer.cohort.signed_file import ASSIGNMENT, FEEDBACK

        file = self._course().read(path)
        if file.kind == ASSIGNMENT:
            self._look_at(file, quiet=quiet)
        elif file.kind == FEEDBACK:
            self._take_feedback(file, quiet=quiet)
        else:
            self._name_results(file, path)

    def _name_results(self, file: SignedFile, path: Path) -> None:
        from relall_trainer.cohort.signed_file import ASSIGNMENT, wrong_kind

        take = ("Import it as a teacher", lambda: self.results_opened.emit(str(path)))
        self._messages.trouble(wrong_kind(file.kind, ASSIGNMENT, file.name), take, topic="file")

    def _look_at(self, file: SignedFile, *, quiet: bool) -> None:
        arrived = self._course().look(file)
        if quiet and arrived.outcome == "same":
            return
        title = arrived.assignment.title
        if not quiet:
            self._messages.settle("file")
        if arrived.asks:
            waiting = {one.assignment.id for one in self._arrivals}
            if arrived.assignment.id not in waiting:
                self._arrivals.append(arrived)
            if quiet:
                look = ("Look at it", self._show_arrival)
                self._messages.tell(
                    f"An assignment has arrived: “{title}”.", look, topic="arrival", stay=True
                )
            else:
                self.page_asked.emit("assignments")
            self._page().show_arrival(self._arrivals[0])
            return
        self._course().take(arrived)
        self._taken(f"“{title}” {_OUTCOMES[arrived.outcome]}.", quiet=quiet)

    def take_arrival(self, learner: str, name: str) -> None:
        """Take the assignment that waits, its key confirmed, to work on it as this learner."""
        if not self._arrivals:
            return
        arrived = self._arrivals[0]
        try:
            line = self._course().take(arrived, learner, name)
        except StoreError as error:
            self._trouble(error, lambda: self.take_arrival(learner, name))
            return
        except TrainerError as error:
            if (waiting := self._page().arrival) is not None:
                waiting.insist(error.one_line())
            return
        self._next_arrival()
        self._taken(f"“{line.title}” is yours to do, as {line.learner}.", quiet=True)

    def put_arrival_by(self) -> None:
        """Not now: its file can be opened again."""
        self._next_arrival()

    def _next_arrival(self) -> None:
        del self._arrivals[:1]
        while self._arrivals:  # what asked before may be answered by now
            arrived = self._again(self._arrivals[0])
            if arrived is not None and arrived.asks:
                self._arrivals[0] = arrived
                break
            if arrived is not None:
                self._course().take(arrived)
            del self._arrivals[0]
        self._page().show_arrival(self._arrivals[0] if self._arrivals else None)
        if not self._arrivals:
            self._messages.settle("arrival")

    def _again(self, arrived: Arrived) -> Arrived | None:
        from relall_trainer.cohort.signed_file import parse_signed

        try:
            return self._course().look(parse_signed(arrived.text.encode(), arrived.assignment.title))
        except TrainerError:
            return None

    def _taken(self, words: str, *, quiet: bool) -> None:
        self._messages.settle("file")
        look = None if not quiet else ("Look at it", self._show_page)
        self._messages.tell(words, None if self._page().isVisible() else look, topic="assigned")
        if quiet:
            self.changed.emit()
        else:
            self.page_asked.emit("assignments")

    def share_folder(self) -> None:
        """Let a folder be chosen to share with the teacher."""
        shared = self._course().shared.path
        if folder := self.ask_folder("" if shared is None else str(shared), _SHARE):
            self.share(Path(folder))

    def share(self, folder: Path | None) -> None:
        """Share this folder with the teacher from now on; None for none."""
        try:
            self._course().shared.choose(folder)
        except StoreError as error:
            self._trouble(error, lambda: self.share(folder))
            return
        except BadFile as error:
            self._messages.trouble(error, ("Choose it again", self.share_folder), topic="folder")
            return
        self._looking.stop()
        self._messages.settle("folder")
        self._page().show_folder("" if folder is None else str(folder))
        if folder is not None:
            self.look_into_folder()
            said = f"New assignments in {folder} appear here; what you hand in goes there."
            self._messages.tell(said, topic="assigned")

    def _take_feedback(self, file: SignedFile, *, quiet: bool) -> None:
        told = self._course().take_feedback(file)
        self._messages.settle("file")
        if told is None:
            if not quiet:
                self._messages.tell(
                    "This feedback is kept, and can be read once you have handed in the exam.",
                    topic="feedback",
                )
            return
        if quiet and not told.unseen:
            return
        read = ("Read it", lambda: self.feedback_asked.emit(told.assignment))
        title = self._course().line(told.assignment).title
        words = f"Feedback on “{title}” is here: {counted(told.of, 'decision')}."
        self._messages.tell(words, read, topic="feedback", stay=True)
        self.changed.emit()
        if not quiet and not self._page().isVisible():
            self._show_page()

    def _show_arrival(self) -> None:
        self._messages.settle("arrival")
        self._show_page()

    def _show_page(self) -> None:
        self.page_asked.emit("assignments")

    def _guard(self, do: Callable[[], object], again: Callable[[], object], *, quiet: bool = False) -> None:
        from relall_trainer.cohort.file_faults import FileFault

        try:
            do()
        except FileFault as fault:
            if not (quiet and fault.code in _OF_OTHERS):
                self._messages.trouble(fault, ("Open another file", self.ask_for_file), topic="file")
        except TrainerError as error:
            self._trouble(error, again)


def _ask_file(window: QWidget) -> str:
    from relall_trainer.gui.saved_text import proposed_path

    kinds = "Assignments and feedback (*.relall-assignment *.relall-feedback);;All files (*)"
    path, _ = QFileDialog.getOpenFileName(window, "Open an assignment or feedback", proposed_path(), kinds)
    return path


def _ask_folder(window: QWidget, last: str, title: str) -> str:
    from relall_trainer.gui.saved_text import proposed_path

    return QFileDialog.getExistingDirectory(window, title, last or proposed_path())

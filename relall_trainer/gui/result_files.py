"""Results taken in, from files, folders and the shared folder; what lies aside, and keys to confirm.

Asks where from, shows how far it is, and says what became of it. Nothing is half done when it is stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from relall_trainer.errors import TrainerError
from relall_trainer.gui.slices import Slices
from relall_trainer.gui.tasks import Cancelled

if TYPE_CHECKING:
    from relall_trainer.cohort.importing import Importing, Outcome
    from relall_trainer.cohort.learner_keys import MetKey
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.gradework import Gradework
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.theme import Theme

_KIND = "Results (*.relall-results);;All files (*)"


class ResultFiles(QObject):
    """``taken_in`` after results came in that were not known.

    ``ask_files``, ``ask_folder`` (title) and ``ask_key`` ask with dialogs unless replaced.
    """

    taken_in = Signal()

    def __init__(self, work: Gradework, desk: Desk, messages: Messages, theme: Theme) -> None:
        super().__init__(work)
        self._work = work
        self._messages = messages
        self._theme = theme
        self._scanning = Slices(self)
        desk.before_closing.append(self._scanning.stop)
        self.ask_files: Callable[[], list[str]] = self._dialog_files
        self.ask_folder: Callable[[str], str] = self._dialog_folder
        self.ask_key: Callable[[MetKey], bool] = self._dialog_key

    # -- taking in -------------------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        """Ask for files of results and take them in."""
        if paths := self.ask_files():
            self.take_in(map(Path, paths))

    def ask_for_folder(self) -> None:
        """Ask for a folder and take all results in it in."""
        if path := self.ask_folder("Import a folder of results"):
            self.take_in([Path(path)])

    def take_in(self, paths: Iterable[Path]) -> None:
        """Take these files and folders in, with progress; Stop leaves everything as it was."""
        from relall_trainer.gui.waiting import Waiting

        wanted = tuple(paths)
        self._scanning.stop()
        importing = None
        try:
            importing = self._work.teaching.import_files(wanted)
            with Waiting("Reading results", self._work.gradebook) as waiting:
                for done, of in importing:
                    waiting.step(f"{done:,} of {of:,} files", done, of)
        except Cancelled:
            if importing is not None:
                importing.stop()
            self._messages.tell("Stopped. Nothing was imported.", topic="import")
            return
        except TrainerError as error:
            self._work.failed(lambda: self.take_in(wanted))(error)
            return
        self._report(importing)

    def scan(self) -> None:
        """Take in what lies new in the shared folder, beside the work; it is said only where something came."""
        if self._scanning.busy:
            return
        try:
            importing = self._work.teaching.scan()
        except TrainerError as error:
            self._work.failed(self.scan)(error)
            return
        if importing is not None:
            self._scanning.run(
                importing, lambda: self._report(importing, quiet=True), self._work.failed(self.scan), _nothing
            )

    def _report(self, importing: Importing, *, quiet: bool = False) -> None:
        from relall_trainer.gui.import_words import report_words

        told = report_words(importing.outcomes)
        new = importing.count("accepted")
        aside = importing.count("set-aside")
        if quiet and not new and not aside:
            return
        where = "From the shared folder: " if quiet else ""
        act = ("See the files", self._show_files) if aside else None
        self._messages.tell(f"{where}{told}", act, topic="import", stay=bool(aside))
        if new:
            self._come_to(importing.outcomes)
            self.taken_in.emit()
        elif aside:
            self._work.refresh()

    def _come_to(self, outcomes: Iterable[Outcome]) -> None:
        """Where everything new belongs to another assignment than the one shown, show that one."""
        met = Counter(one.assignment for one in outcomes if one.status == "accepted")
        if met and self._work.assignment not in met:
            self._work.choose(met.most_common(1)[0][0])

    def _show_files(self) -> None:
        self._work.gradebook.choose("files")

    # -- what lies aside, and keys ---------------------------------------------------------------------------

    def forget(self, file: str) -> None:
        """Forget a file that lies aside; taking it in again brings it back."""
        self._do(lambda: self._work.teaching.clear_aside([file]), lambda: self.forget(file))

    def _do(self, act: Callable[[], object], again: Callable[[], object]) -> bool:
        try:
            act()
        except TrainerError as error:
            self._work.failed(again)(error)
            return False
        self._work.refresh()
        return True

    def confirm_key(self, public: str) -> None:
        """Show a key to be compared with the learner, and keep that it is hers where she says so."""
        try:
            key = next((one for one in self._work.teaching.keys_met() if one.public == public), None)
        except TrainerError as error:
            self._work.failed(lambda: self.confirm_key(public))(error)
            return
        if key is not None and self.ask_key(key):
            self._do(
                lambda: self._work.teaching.confirm(key.public, key.learner), lambda: self.confirm_key(public)
            )

    # -- asking ----------------------------------------------------------------------------------------------

    def _dialog_files(self) -> list[str]:
        return QFileDialog.getOpenFileNames(self._work.gradebook, "Import results", "", _KIND)[0]

    def _dialog_folder(self, title: str) -> str:
        return QFileDialog.getExistingDirectory(self._work.gradebook, title)

    def _dialog_key(self, key: MetKey) -> bool:
        from relall_trainer.gui.teach_lines import KeyLine, LearnerLine
        from relall_trainer.gui.widgets.key_dialog import KeyDialog

        line = KeyLine(key.public, key.fingerprint, odd=key.note)
        learner = LearnerLine(key.learner, keys=(line,))
        return bool(KeyDialog(self._theme, learner, line, self._work.gradebook.window()).exec())


def _nothing(*_told: object) -> None:
    return None

"""The whole record as a file, back from one, and gone: what is asked first, and what is said afterwards.

What stands in the files is ``learner``'s business. A file is written whole or not at all; nothing is deleted before
a word has been typed for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.actions import Named
from relall_trainer.gui.saved_text import SavedText, proposed_path
from relall_trainer.gui.tasks import Cancelled
from relall_trainer.gui.waiting import Waiting

if TYPE_CHECKING:
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.messages import Messages
    from relall_trainer.learner.imports import Imported

JSON, CSV, HTML = "json", "csv", "html"
_KINDS = {
    JSON: "Everything, to be taken in again (*.json)",
    CSV: "One row a decision, for a spreadsheet (*.csv)",
    HTML: "A page to read or print (*.html)",
}
_MOST_REASONS = 3


class RecordFiles(QObject):
    """``record_changed`` after something was taken in, ``record_erased`` when nothing is left.

    ``erase`` deletes every file of the record; the desk has let go of it by then. ``ask_save`` and ``ask_open`` ask
    for a path (empty: called off), ``ask_erase`` whether all is really to go; by default with dialogs.
    """

    record_changed = Signal()
    record_erased = Signal()

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        messages: Messages,
        erase: Callable[[], object],
        *,
        ask_save: Callable[[QWidget], str] | None = None,
        ask_open: Callable[[QWidget], str] | None = None,
        ask_erase: Callable[[QWidget, int], bool] | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._messages = messages
        self._erase = erase
        self._ask_save = ask_save or _save_path
        self._ask_open = ask_open or _open_path
        self._ask_erase = ask_erase or _really_erase

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done with the record, for the palette."""
        return (
            (
                Named("record.export", "Export my record…", (), ("save", "csv", "json", "html", "backup")),
                self.export_record,
            ),
            (
                Named("record.import", "Import a record…", (), ("open", "restore", "take in", "merge")),
                self.import_record,
            ),
            (
                Named("record.erase", "Delete my record…", (), ("erase", "remove", "privacy", "everything")),
                self.erase_record,
            ),
        )

    # Out

    def export_record(self) -> None:
        """Write everything to a file: to be taken in again, for a spreadsheet, or to read."""
        path = self._ask_save(self._window)
        if path:
            self._guarded(lambda: self._export(path), self.export_record)

    def _export(self, path: str) -> None:
        kind = Path(path).suffix.lower().removeprefix(".")
        kind = {"htm": HTML}.get(kind, kind)
        if kind not in _KINDS:
            kind, path = JSON, f"{path}.{JSON}"
            if Path(path).exists():  # nobody was asked about that one
                raise TrainerError(
                    f"{path} is there already.",
                    safe="It was not changed.",
                    todo="Choose it by its whole name to write over it.",
                )
        of = self._desk.count()
        with Waiting("Writing your record", self._window) as waiting:
            file = SavedText(path, lambda written: waiting.step(f"{written // 1024:,} KiB written"))
            with file:
                self._write(kind, cast("IO[str]", file))
        attempts = counted(of, "attempt")
        self._messages.tell(f"Your record, {attempts}, is saved in {path}.", topic="record", stay=True)

    def _write(self, kind: str, stream: IO[str]) -> None:
        store, now = self._desk.store, self._desk.now()
        if kind == HTML:
            from relall_trainer.learner.readable import write_html

            write_html(store, stream, now, self._desk.replayed)
        elif kind == CSV:
            from relall_trainer.learner.export import write_csv

            write_csv(store, stream)
        else:
            from relall_trainer.learner.export import write_json

            write_json(store, stream, now)

    # In

    def import_record(self) -> None:
        """Take in what an export holds. What is here already stays as it is; doing it twice changes nothing."""
        path = self._ask_open(self._window)
        if path:
            self._guarded(lambda: self._import(path), self.import_record)

    def _import(self, path: str) -> None:
        from relall_trainer.gui.judging import Judging
        from relall_trainer.learner.imports import Imported, take_back

        told = Imported()
        try:
            with Waiting("Taking in a record", self._window) as waiting:
                for told in take_back(self._desk.store, Path(path), Judging(lambda: self._desk.algorithm)):
                    waiting.step(f"{told.taken + told.extended + told.known:,} attempts read")
        finally:
            if told.taken or told.extended or told.notes:
                self.record_changed.emit()
        self._messages.tell(import_words(told), topic="record", stay=True)

    # Gone

    def erase_record(self) -> None:
        """Delete everything, once the word for it has been typed."""
        try:
            attempts = self._desk.count()
        except StoreError:
            attempts = -1  # it cannot be read; it can be deleted all the same
        if self._ask_erase(self._window, attempts):
            self._guarded(self._erase_all, self.erase_record)

    def _erase_all(self) -> None:
        self._desk.close()
        self._erase()
        self.record_erased.emit()
        self._messages.tell("Your record and every copy of it here are deleted.", topic="erased")

    def _guarded(self, do: Callable[[], object], again: Callable[[], object]) -> None:
        try:
            do()
        except Cancelled:
            self._messages.tell("Stopped. What was done by then is kept.", topic="record")
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", again), topic="record-trouble")
        else:
            self._messages.settle("record-trouble")


def import_words(told: Imported) -> str:
    """What an import came to."""
    parts = [
        counted(told.taken, "new attempt"),
        f"{counted(told.extended, 'attempt')} continued" if told.extended else "",
        counted(told.notes, "note") if told.notes else "",
    ]
    words = f"Taken in: {', '.join(part for part in parts if part)}."
    if told.known:
        words += f" {counted(told.known, 'attempt')} {'was' if told.known == 1 else 'were'} here already."
    if told.set_aside:
        shown = "; ".join(one.reason.rstrip(".") for one in told.set_aside[:_MOST_REASONS])
        more = ", and more" if len(told.set_aside) > _MOST_REASONS else ""
        words += f" Not taken: {len(told.set_aside):,} ({shown}{more})."
    return words


def _save_path(window: QWidget) -> str:
    name = proposed_path("my-record.json")
    while True:
        path, kind = QFileDialog.getSaveFileName(window, "Export my record", name, ";;".join(_KINDS.values()))
        name = _with_ending(path, next((one for one, words in _KINDS.items() if words == kind), ""))
        if name == path or not Path(name).exists():
            return name
        # The dialog did not ask about the file of this name; now it will.


def _with_ending(path: str, ending: str) -> str:
    if path and ending and not Path(path).suffix:
        return f"{path}.{ending}"
    # The proposed name ends in .json; where another kind was chosen for it, the kind is meant.
    if path and ending and Path(path).name == "my-record.json" and ending != JSON:
        return str(Path(path).with_suffix(f".{ending}"))
    return path


def _open_path(window: QWidget) -> str:
    path, _ = QFileDialog.getOpenFileName(
        window, "Import a record", proposed_path(), "Exported records (*.json)"
    )
    return path


def _really_erase(window: QWidget, attempts: int) -> bool:
    from relall_trainer.gui.erase_dialog import EraseDialog

    return bool(EraseDialog(attempts, window).exec())

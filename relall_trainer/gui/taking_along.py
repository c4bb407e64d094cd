"""Taking things along: the page shown as a PDF, the evidence and missed rules as an Anki deck.

Asks where to put the file, writes it, and says what became of it. What stands in the files is made in ``prints`` and
``interop``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.saving import file_name, save_target, write_sheet

if TYPE_CHECKING:
    from relall_trainer.evidence.library import Library
    from relall_trainer.gui.attempt_session import AttemptSession
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.places import Places
    from relall_trainer.gui.prints.paper import Sheet
    from relall_trainer.gui.theme import Theme

AskPath = Callable[[str, str, str], str]  # title, proposed name, kind of file → path, or nothing
NOT_FOR_PAPER = (
    "This page is not made for paper. Debrief, history, gradebook, and an entry of the evidence are."
)


class TakingAlong:
    """Writes PDFs and decks. ``ask_path`` asks where to; by default with the system's dialog."""

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        places: Places,
        library: LibraryDoor,
        messages: Messages,
        theme: Theme,
        ask_path: AskPath | None = None,
    ) -> None:
        self._window = window
        self._desk = desk
        self._places = places
        self._library = library
        self._messages = messages
        self._theme = theme
        self.ask_path = ask_path or self._ask

    def save_page(self, place: str) -> None:
        """Save the page of that name as a PDF; says so where it is not made for paper."""
        match place:
            case "debrief":
                self._save_debrief(self._places.casework.session)
            case "review":
                self._save_debrief(self._places.casework.lookback.review.session)
            case "history":
                self._save_history()
            case "evidence":
                self._library.give(self._save_entry)
            case "gradebook" if self._places.classroom.gradework.save_shown():
                pass
            case _:
                self._messages.tell(NOT_FOR_PAPER)

    def save_deck(self) -> None:
        """Save an Anki deck of the evidence and of the rules missed so far."""
        self._library.give(self._save_deck)

    def _save_debrief(self, session: AttemptSession | None) -> None:
        from relall_trainer.gui.local_time import when
        from relall_trainer.gui.prints.debrief import debrief_sheet

        if session is None:
            self._messages.tell(NOT_FOR_PAPER)
            return
        if not session.encounter.ended:
            self._messages.tell("This attempt has not come to its end; then its debrief can be saved as PDF.")
            return
        begun = when(session.started.at) if session.started else ""
        self._save(debrief_sheet(session, begun), f"case {session.encounter.case.head.version}")

    def _save_history(self) -> None:
        from relall_trainer.gui.attempt_search import AttemptSearch
        from relall_trainer.gui.prints.history import MOST, history_sheet

        attempts = self._places.casework.lookback.history.attempts
        asked, index = attempts.wanted(), self._desk.index
        wanted = self._desk.narrowed(
            asked.case, asked.status, asked.days, asked.critical, asked.text, asked.source
        )
        try:
            if wanted.text and index is not None:
                search = AttemptSearch(index, self._desk.store, wanted)
                lines = search.page(MOST)
                count = len(lines)
            else:
                lines, count = self._desk.history(wanted, None, MOST), self._desk.count(wanted)
        except StoreError as error:
            self._messages.trouble(error, ("Try again", self._save_history), topic="store")
            return
        self._save(history_sheet(lines, count, attempts.told()), "")

    def _save_entry(self, library: Library) -> None:
        from relall_trainer.gui.prints.evidence import evidence_sheet

        sheet = evidence_sheet(library, self._places.evidence.shown)
        if sheet is None:
            self._messages.tell("Open an entry of the evidence first; then it can be saved as PDF.")
            return
        self._save(sheet, f"evidence library {library.about().get('version', '')}".strip())

    def _save_deck(self, library: Library) -> None:
        from relall_trainer.interop.anki_deck import evidence_cards, rule_cards, write_deck

        algorithm = self._desk.algorithm
        try:
            missed = self._missed()
        except StoreError as error:
            self._messages.trouble(error, ("Try again", self.save_deck), topic="store")
            return
        target = self._target("Save an Anki deck", "RelALL Trainer.apkg", "Anki deck (*.apkg)")
        if target is None:
            return
        evidence, rules = evidence_cards(library.all_items()), rule_cards(algorithm, missed)
        try:
            write_deck(target, evidence, rules)
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", self.save_deck), topic="file")
            return
        self._messages.settle("file")
        told = f"{len(evidence)} cards of evidence"
        if rules:
            told += (
                f" and {len(rules)} of rules you missed" if len(rules) > 1 else " and 1 of a rule you missed"
            )
        self._messages.tell(f"Saved {target.name}: {told}. Open it with Anki.", topic="file-kept")

    def _missed(self) -> list[str]:
        """The rules in force that were ever answered against, most often missed first."""
        index = self._desk.index
        if index is None:
            return []
        for _ in index.catch_up(self._desk.store, self._desk.replayed):
            pass
        pin = self._desk.algorithm.pin
        missed: dict[str, int] = {}
        for one in index.rule_tallies():
            if one.version.startswith(f"{pin.id} {pin.version} "):
                missed[one.rule] = missed.get(one.rule, 0) + one.n - one.right
        return sorted((rule for rule, times in missed.items() if times), key=lambda rule: -missed[rule])

    def _save(self, sheet: Sheet, content: str) -> None:
        target = self._target("Save as PDF", f"{file_name(sheet.title)}.pdf", "PDF (*.pdf)")
        if target is None:
            return
        pin = self._desk.algorithm.pin
        versions = " · ".join(part for part in (content, f"{pin.id} {pin.version}") if part)
        try:
            pages = write_sheet(sheet, target, versions, self._theme, self._desk.now())
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", lambda: self._save(sheet, content)), topic="file")
            return
        self._messages.settle("file")
        self._messages.tell(f"Saved {target.name}, {counted(pages, 'page')}.", topic="file-kept")

    def _target(self, title: str, name: str, kind: str) -> Path | None:
        """Where to: asked for, its ending added. What nobody was asked about is not written over."""
        return save_target(self.ask_path(title, name, kind), Path(name).suffix, self._messages)

    def _ask(self, title: str, name: str, kind: str) -> str:
        from relall_trainer.gui.saved_text import proposed_path

        return QFileDialog.getSaveFileName(self._window, title, proposed_path(name), kind)[0]

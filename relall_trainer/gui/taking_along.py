"""Taking things along: the page shown as a PDF, the evidence and missed rules as an Anki deck.

Asks where to put the file, writes it, and says what became of it. What stands in the files is made in ``prints`` and
``interop``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QFileDialog, QWidget

from relall_trainer.errors import TrainerError
from relall_trainer.gui.prints.paper import A4, LETTER, Footer, Sheet, write_pdf

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.evidence.library import Library
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.theme import Theme

AskPath = Callable[[str, str, str], str]  # title, proposed name, kind of file → path, or nothing


class TakingAlong:
    """Writes PDFs and decks. ``ask_path`` asks where to; by default with the system's dialog."""

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        messages: Messages,
        version: str,
        ask_path: AskPath | None = None,
    ) -> None:
        self._window = window
        self._theme = theme
        self._messages = messages
        self._version = version
        self._ask_path = ask_path or self._ask

    def save_pdf(self, sheet: Sheet, content: str) -> None:
        """Write a sheet as a PDF where she wants it; ``content`` says what versions it is made of."""
        path = self._ask_path("Save as PDF", f"{file_name(sheet.title)}.pdf", "PDF (*.pdf)")
        if not path:
            return
        target = with_ending(path, ".pdf")
        today = QLocale().toString(QDate.currentDate(), QLocale.FormatType.ShortFormat)
        footer = Footer(f"RelALL Trainer {self._version}", content, today)
        paper = LETTER if QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem else A4
        try:
            pages = write_pdf(sheet, target, footer, self._theme, paper)
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", lambda: self.save_pdf(sheet, content)))
            return
        self._messages.settle()
        self._messages.tell(f"Saved {target.name}, {pages} page{'s' if pages > 1 else ''}.")

    def save_deck(self, library: Library, algorithm: Algorithm, missed: Sequence[str]) -> None:
        """Write an Anki deck of the evidence and of the rules missed."""
        from relall_trainer.interop.anki_deck import evidence_cards, rule_cards, write_deck

        path = self._ask_path("Save an Anki deck", "RelALL Trainer.apkg", "Anki deck (*.apkg)")
        if not path:
            return
        target = with_ending(path, ".apkg")
        try:
            count = write_deck(target, evidence_cards(library.all_items()), rule_cards(algorithm, missed))
        except TrainerError as error:
            again = ("Try again", lambda: self.save_deck(library, algorithm, missed))
            self._messages.trouble(error, again)
            return
        self._messages.settle()
        rules = f", {len(missed)} of them on rules you missed" if missed else ""
        self._messages.tell(f"Saved {target.name}: {count} cards{rules}. Open it with Anki.")

    def _ask(self, title: str, name: str, kind: str) -> str:
        return QFileDialog.getSaveFileName(self._window, title, name, kind)[0]


def file_name(title: str) -> str:
    """A title as a file's name on any system."""
    kept = "".join(sign if sign.isalnum() or sign in " -_(),." else " " for sign in title)
    return " ".join(kept.split())[:80].strip(". ") or "RelALL Trainer"


def with_ending(path: str, ending: str) -> Path:
    """The path with its ending, added where it was left out."""
    given = Path(path)
    return given if given.suffix.lower() == ending else given.with_name(given.name + ending)

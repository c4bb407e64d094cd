"""Saving what somebody asked for: under what name, where to, and a sheet as PDF on the paper of the country.

Text written whole or not at all is ``saved_text``; what is saved is left to whoever asks.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.prints.paper import Sheet
    from relall_trainer.gui.theme import Theme


def file_name(title: str) -> str:
    """A title as a file's name on any system."""
    kept = "".join(sign if sign.isalnum() or sign in " -_(),." else " " for sign in title)
    return " ".join(kept.split())[:80].strip(". ") or "RelALL Trainer"


def save_target(path: str, ending: str, messages: Messages) -> Path | None:
    """The path chosen in a dialog, its ending (``.pdf``) added where it was left out; None where none was chosen.

    What the dialog did not ask about is not written over: that is told, and None comes back as well.
    """
    if not path:
        return None
    given = Path(path)
    target = given if given.suffix.lower() == ending else given.with_name(given.name + ending)
    if target != given and target.exists():
        messages.tell(f"{target.name} is there already. Choose it by its whole name to write over it.")
        return None
    return target


def write_sheet(sheet: Sheet, target: Path, content: str, theme: Theme, now: datetime) -> int:
    """Write a sheet as PDF, its versions (``content``) and the day in the footer; how many pages.

    Raises TrainerError.
    """
    from relall_trainer.gui.local_time import day_words
    from relall_trainer.gui.prints.paper import A4, LETTER, Footer, write_pdf

    program = f"RelALL Trainer {QApplication.applicationVersion()}".strip()
    american = QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    footer = Footer(program, content, day_words(now.astimezone().date()))
    return write_pdf(sheet, target, footer, theme, LETTER if american else A4)

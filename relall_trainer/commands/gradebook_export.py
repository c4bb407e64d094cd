"""``gradebook export``: a gradebook as a spreadsheet, as JSON, as xAPI statements, or on paper (PDF)."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from relall_trainer.commands.classroom import find_assignment, now
from relall_trainer.errors import TrainerError
from relall_trainer.streams import OnScreen

if TYPE_CHECKING:
    import argparse

    from relall_trainer.cohort.gradebook import Gradebook
    from relall_trainer.cohort.teaching import Teaching
    from relall_trainer.interop.xapi_cohort import MarkedAttempt


def export(options: argparse.Namespace, teaching: Teaching) -> int:
    """Exit 0: all of it is written, to stdout or to the file named. Nothing is written over."""
    form = "json" if options.json else options.format
    target = None if options.to is None else Path(options.to)
    if options.to == "" or (form == "pdf" and target is None):
        raise TrainerError("The file for it is not named.", todo="Name it with --to.")
    if target is not None and os.path.lexists(target):
        raise TrainerError(
            f"{target} is there already.", safe="It was not changed.", todo="Choose another name with --to."
        )
    book = teaching.gradebook(find_assignment(teaching, options.id).id)
    if target is None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        shown = cast("IO[str]", OnScreen(sys.stdout)) if sys.stdout.isatty() else sys.stdout
        _write(book, form, shown, teaching)
    elif form == "pdf":
        _print(book, target)
    else:
        from relall_trainer.cohort.folder import make_folder, write_whole

        stream = io.StringIO(newline="")
        _write(book, form, stream, teaching)
        make_folder(target.parent)
        write_whole(target, stream.getvalue().encode("utf-8", "replace"))
    return 0


def _write(book: Gradebook, form: str, stream: IO[str], teaching: Teaching) -> None:
    from relall_trainer.cohort.gradebook_csv import write_decisions, write_matrix
    from relall_trainer.cohort.gradebook_plain import plain_gradebook

    if form == "json":
        json.dump(plain_gradebook(book), stream, ensure_ascii=False)
        stream.write("\n")
    elif form == "xapi":
        _write_statements(book, stream, teaching)
    elif form == "decisions":
        write_decisions(book, stream)
    else:
        write_matrix(book, stream)


def _write_statements(book: Gradebook, stream: IO[str], teaching: Teaching) -> None:
    from relall_trainer.interop.xapi import Mastery, write_statements
    from relall_trainer.interop.xapi_cohort import cohort_statements

    asked = book.assignment
    wanted = asked.mastery
    # The threshold is for the whole assignment: an attempt reaches it, or not, only where that is one case.
    mastery = Mastery(wanted.percent, wanted.no_critical) if wanted and len(asked.items) == 1 else None
    write_statements(stream, cohort_statements(asked.id, _attempts(book, teaching), mastery))


def _attempts(book: Gradebook, teaching: Teaching) -> Iterator[MarkedAttempt]:
    """Every attempt that was handed in, from the file that tells most of it."""
    from relall_trainer.interop.xapi_cohort import MarkedAttempt

    for row in book.rows:
        for result in row.attempts:
            told = result.attempt, result.trail
            file = next(
                one for one in row.files if any((held.attempt, held.trail) == told for held in one.results)
            )
            events = next(
                one.events
                for one in teaching.submission(book.assignment.id, file).attempts
                if one.id == result.attempt
            )
            met = teaching.as_met(book.assignment.id, file, result.attempt)
            yield MarkedAttempt(row.learner.code, result.attempt, events, met.encounter)


def _print(book: Gradebook, target: Path) -> None:
    """Laid out without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from relall_trainer import __version__
    from relall_trainer.cohort.folder import make_folder
    from relall_trainer.gui.fonts import load_fonts
    from relall_trainer.gui.local_time import day_words
    from relall_trainer.gui.prints.gradebook import footer_content, gradebook_sheet
    from relall_trainer.gui.prints.paper import Footer, write_pdf
    from relall_trainer.gui.theme import Theme, read_theme
    from relall_trainer.paths import assets_folder

    app = QApplication.instance() or QApplication([sys.argv[0]])
    load_fonts(assets_folder() / "fonts")
    theme = Theme(read_theme(assets_folder() / "theme.toml"), "light", 100)
    day = day_words(now().astimezone().date())
    footer = Footer(f"RelALL Trainer {__version__}", footer_content(book.versions), day)
    make_folder(target.parent)
    write_pdf(gradebook_sheet(book), target, footer, theme)
    del app

"""Checking case files: every fault of a file at once, in its place, under a stable code (see ``catalogue``).

What is looked at grows with what is sound: names and texts always, the graph where every name means
something, and the walk with the algorithm where the graph can be played. So no finding merely follows
from another.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.citations import KnownEvidence, check_citations, check_draws
from relall_trainer.casefiles.completeness import check_completeness, check_images
from relall_trainer.casefiles.diagnostics import Diagnostic, found, in_order
from relall_trainer.casefiles.loader import FILE_NAME, Reading, read_file
from relall_trainer.casefiles.ratings import check_ratings
from relall_trainer.encounter.appraisals import Appraiser


def check_paths(
    paths: Iterable[Path], algorithm: Appraiser, known_evidence: KnownEvidence, on: date | None = None
) -> list[Diagnostic]:
    """Every fault of the case files at these paths: files, folders of one case, or folders of case folders.

    ``on``: the day reviews would be due by; None to leave that out.
    """
    files = [file for path in paths for file in case_files(path)]
    return [diagnostic for file in files for diagnostic in check_case(file, algorithm, known_evidence, on)]


def case_files(path: Path) -> list[Path]:
    """The case files a path stands for; the path itself where it stands for none, so that this is told."""
    if not os.path.isdir(path) or os.path.lexists(path / FILE_NAME):
        return [path]
    try:
        names = sorted(os.listdir(path))
    except OSError:
        return [path]
    folders = [path / name for name in names if not name.startswith(".")]
    return [folder for folder in folders if os.path.lexists(folder / FILE_NAME)] or [path]


def check_case(
    path: Path, algorithm: Appraiser, known_evidence: KnownEvidence, on: date | None = None
) -> list[Diagnostic]:
    """Every fault of one case file or case folder."""
    folder = os.path.isdir(path)
    if folder and not os.path.lexists(path / FILE_NAME):
        return [found(Finding.UNREADABLE, str(path), reason=f"there is no {FILE_NAME} in this folder")]
    reading = read_file(path, frozenset(algorithm.actions))
    return check_reading(reading, algorithm, known_evidence, on, path if folder else path.parent)


def check_reading(
    reading: Reading,
    algorithm: Appraiser,
    known_evidence: KnownEvidence,
    on: date | None = None,
    folder: Path | None = None,
) -> list[Diagnostic]:
    """Every fault of a text that was read; ``folder`` holds its images, None to leave them out."""
    sheet = reading.sheet
    if sheet is None:
        return list(reading.diagnostics)
    check_citations(sheet, known_evidence)
    if folder is not None:
        check_images(sheet, folder)
    if reading.case is not None:
        check_draws(reading.case, sheet.report, known_evidence)
        check_completeness(reading.case, sheet.report, on)
        check_ratings(reading.case, algorithm, sheet.report)
    return in_order(sheet.diagnostics)

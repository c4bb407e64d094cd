"""``check``: every fault of case files, as ``path:line:col: code severity message``."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.checks import check_paths
from relall_trainer.casefiles.diagnostics import Diagnostic
from relall_trainer.commands.content import known_evidence, open_algorithm, open_library
from relall_trainer.paths import Profile
from relall_trainer.streams import one_line

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 2 where a file could not be read, 1 where an error was found; warnings alone are 0."""
    algorithm = open_algorithm()
    with open_library(profile, algorithm) as library:
        known = known_evidence(library)
    found = check_paths(map(Path, options.paths), algorithm, known, on=datetime.now(UTC).date())
    if options.json:
        plain = [dataclasses.asdict(diagnostic) for diagnostic in found]
        print(json.dumps(plain, ensure_ascii=False))
    else:
        for diagnostic in found:
            print(diagnostic)
        if not found:
            print("No faults.")
    _tell_unreadable(found)
    return _status(found)


def _tell_unreadable(found: list[Diagnostic]) -> None:
    unreadable = [one for one in found if one.code == Finding.UNREADABLE.code]
    if unreadable:
        first, more = unreadable[0], len(unreadable) - 1
        line = one_line(
            f"{first.path}: {first.message}" + (f" And {more} more could not be read." if more else "")
        )
        print(f"relall-trainer: {line}", file=sys.stderr)


def _status(found: list[Diagnostic]) -> int:
    if any(diagnostic.code == Finding.UNREADABLE.code for diagnostic in found):
        return 2
    return 1 if any(diagnostic.is_error for diagnostic in found) else 0

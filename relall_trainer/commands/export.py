"""``export history``: the learner's own record as CSV, JSON or HTML, on stdout."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING

from relall_trainer.learner import export
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0, with the header alone where there is no history yet."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    with LearnerStore.open(profile, lambda: datetime.now(UTC)) as store:
        if options.json or options.format == "json":
            export.write_json(store, sys.stdout, datetime.now(UTC))
        elif options.format == "html":
            _write_html(store)
        else:
            export.write_csv(store, sys.stdout)
    return 0


def _write_html(store: LearnerStore) -> None:
    from relall_trainer.algorithm_files import load_algorithm
    from relall_trainer.gui.pinned import PinnedTexts
    from relall_trainer.learner.readable import write_html
    from relall_trainer.paths import algorithm_folder

    algorithm = load_algorithm(algorithm_folder())
    write_html(store, sys.stdout, datetime.now(UTC), PinnedTexts(store, lambda: algorithm).replayed)

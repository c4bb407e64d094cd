"""``export history``: the learner's own record as CSV, JSON, HTML or xAPI statements, on stdout."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING

from relall_trainer.errors import TrainerError
from relall_trainer.learner import export
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from relall_trainer.interop.xapi import Statement


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0, with the header alone where there is no history yet; 1 where an attempt had to be left out."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    with LearnerStore.open(profile, lambda: datetime.now(UTC)) as store:
        if options.format == "xapi":
            return _write_xapi(store)
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


def _write_xapi(store: LearnerStore) -> int:
    """All attempts as statements. One that cannot be played again is told and left out: its points are not known."""
    from relall_trainer.interop.xapi import write_statements

    left_out: list[str] = []
    write_statements(sys.stdout, _statements(store, left_out))
    return 1 if left_out else 0


def _statements(store: LearnerStore, left_out: list[str]) -> Iterator[Statement]:
    from relall_trainer.algorithm_files import load_algorithm
    from relall_trainer.gui.pinned import PinnedTexts
    from relall_trainer.interop.xapi import PlayedAttempt, statements
    from relall_trainer.interop.xapi_names import account_of_learner, account_of_record
    from relall_trainer.learner.log import events_of
    from relall_trainer.paths import algorithm_folder
    from relall_trainer.streams import one_line

    algorithm = load_algorithm(algorithm_folder())
    pinned = PinnedTexts(store, lambda: algorithm)
    oldest = ""
    for record in export.attempts(store):
        oldest = record.id
    for record in export.attempts(store):
        label = record.head.learner
        account = account_of_learner(label) if label else account_of_record(oldest)
        try:
            events = events_of(store, record.id)
            said = statements(PlayedAttempt(record.id, events, pinned.replayed(record, events)), account)
        except TrainerError as error:
            left_out.append(record.id)
            what = one_line(f"{record.id} is left out: {error.what}")
            print(f"relall-trainer: {what}", file=sys.stderr)
            continue
        yield from said

"""``import FILE``: takes back what ``export history --format json`` wrote, in this profile or another."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.commands.content import open_algorithm
from relall_trainer.gui.judging import Judging
from relall_trainer.learner.imports import Imported, take_back
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from relall_trainer.streams import one_line

if TYPE_CHECKING:
    import argparse

MOST_TOLD = 100


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0, or 1 where something of the file was set aside."""
    told = Imported()
    with LearnerStore.open(profile, lambda: datetime.now(UTC)) as store:
        for so_far in take_back(store, Path(options.file), Judging(open_algorithm)):
            told = so_far
    if options.json:
        answer = {
            "taken": told.taken,
            "extended": told.extended,
            "known": told.known,
            "notes": told.notes,
            "set_aside": [{"id": one.id, "reason": one.reason} for one in told.set_aside],
        }
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(
            f"Taken in: {told.taken} attempts, {told.extended} more continued, {told.notes} notes;"
            f" {told.known} were here already."
        )
        for one in told.set_aside[:MOST_TOLD]:
            print(f"Set aside: {one_line(f'{one.id}: {one.reason}')}")
        if len(told.set_aside) > MOST_TOLD:
            print(f"And {len(told.set_aside) - MOST_TOLD:,} more; --json names all of them.")
    return 1 if told.set_aside else 0

"""A program that files papers until it is killed, and says each call aloud only after it was saved.

``python -m tests.learner.filing FOLDER``: prints the number of each call. Call n files papers, then
takes one of call n - 1 away.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile

EACH = 9


def filed_by(call: int) -> list[tuple[str, str, str]]:
    """The papers of one call."""
    return [("file", f"{call:06}/{n}", f'{{"call":{call},"n":{n}}}' * (1 + n * 90)) for n in range(EACH)]


def file_until_killed(folder: Path) -> None:
    store = LearnerStore.open(Profile(folder), lambda: datetime.now(UTC))
    call = len({paper_id.split("/")[0] for paper_id in store.paper_ids("file")})
    while True:
        store.put_papers([*filed_by(call), ("newest", "call", str(call))])
        if call:
            store.drop_papers("file", [f"{call - 1:06}/0"])
        os.write(1, f"{call}\n".encode())
        call += 1
        if call % 10 == 0:
            store.back_up()


if __name__ == "__main__":
    file_until_killed(Path(sys.argv[1]))

"""A program that answers until it is killed, and says each answer aloud only after it was saved.

``python -m tests.learner.answering FOLDER``: prints ``<attempt> <n>`` a line.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import answer, begin, summary_after


def answer_until_killed(folder: Path) -> None:
    store = LearnerStore.open(Profile(folder), lambda: datetime.now(UTC))
    while True:
        attempt_id = begin(store)
        os.write(1, f"{attempt_id} 0\n".encode())
        for n in range(1, 30):
            store.append(attempt_id, answer(n), summary_after(n))
            os.write(1, f"{attempt_id} {n}\n".encode())
            if n % 10 == 0:
                store.back_up()


if __name__ == "__main__":
    answer_until_killed(Path(sys.argv[1]))

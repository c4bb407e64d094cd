"""A program that answers until it is killed, and says each answer aloud only after it was saved.

``python -m tests.learner.answering FOLDER``: prints ``<attempt> <n>`` a line. With ``--beside`` a thread makes one copy
of the record after the other meanwhile.
"""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import answer, begin, summary_after


def answer_until_killed(folder: Path, *, beside: bool = False) -> None:
    days = count()
    # Each time the clock is looked at, so much has passed that a copy is due.
    store = LearnerStore.open(Profile(folder), lambda: datetime.now(UTC) + timedelta(hours=next(days)))
    while True:
        attempt_id = begin(store)
        os.write(1, f"{attempt_id} 0\n".encode())
        for n in range(1, 30):
            store.append(attempt_id, answer(n), summary_after(n))
            os.write(1, f"{attempt_id} {n}\n".encode())
            if beside:
                copy = store.copy_beside_if_due()
                if copy is not None:
                    threading.Thread(target=copy.work, daemon=True).start()
            elif n % 10 == 0:
                store.back_up()


if __name__ == "__main__":
    answer_until_killed(Path(sys.argv[1]), beside="--beside" in sys.argv)

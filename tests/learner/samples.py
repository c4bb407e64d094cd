"""Small stores to test with: a clock that can be set, pins, answers; and the maker of the old sample files.

``python -m tests.learner.samples FOLDER`` writes ``schema-<version>.db`` as the program makes it today; such a file
is kept in ``old`` for each version that was ever released.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from relall_trainer.learner import schema
from relall_trainer.learner.records import FINISHED, Note, Pin, Summary
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile

CASE = Pin("early-t-relapse", "1.0.0", "a" * 64, '{"case": "blasts, fever"}', "Early T-lineage relapse")
OTHER_CASE = Pin("late-b-relapse", "1.2.0", "c" * 64, '{"case": "late"}', "Late B-lineage relapse")
ALGORITHM = Pin("frey-luger-2015", "1.0.0", "b" * 64, '{"rules": []}', "The algorithm")
STARTED = {"kind": "started", "at": "2026-11-22T10:00:00.000Z", "seed": None}


@dataclass
class Clock:
    """Stands still until it is moved."""

    time: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **by: float) -> None:
        self.time += timedelta(**by)


def answer(n: int, rationale: str = "") -> dict[str, Any]:
    """The n-th answer of an attempt."""
    return {
        "kind": "committed",
        "at": f"2026-11-22T10:{n % 60:02}:00.000Z",
        "node": f"node-{n}",
        "chosen": ["wu-marrow", "wu-csf"],
        "confidence": "leaning",
        "rationale": rationale or f"Reason {n}: “fever”",
        "elapsed_ms": 1000 + n,
    }


def begin(store: LearnerStore, case: Pin = CASE, **more: Any) -> str:
    return store.begin(STARTED, case, ALGORITHM, Summary(node="node-0"), scoring_version="1", **more)


def attempt(store: LearnerStore, answers: int, case: Pin = CASE, **more: Any) -> str:
    """An attempt with so many answers."""
    attempt_id = begin(store, case, **more)
    for n in range(1, answers + 1):
        store.append(attempt_id, answer(n), summary_after(n))
    return attempt_id


def summary_after(n: int, **more: Any) -> Summary:
    return Summary(node=f"node-{n + 1}", points=n * 1.5, possible=n * 2.0, percent="75.0", **more)


@dataclass(frozen=True)
class Everything:
    """All that can be read from a store."""

    attempts: tuple[Any, ...]
    events: tuple[Any, ...]
    texts: tuple[str, ...]
    notes: tuple[Note, ...]


def everything(store: LearnerStore) -> Everything:
    records = store.summaries(limit=1000)
    return Everything(
        records,
        tuple(store.events(record.id) for record in records),
        tuple(
            store.content(sha256)
            for record in records
            for sha256 in (record.head.case_content, record.head.algorithm_content)
        ),
        store.notes(),
    )


def fill(store: LearnerStore, clock: Clock) -> None:
    """Three attempts, one finished, one with a critical error, two notes."""
    first = attempt(store, 4, learner="R2", seed=7)
    store.append(
        first,
        {"kind": "finished", "at": "2026-11-22T11:00:00.000Z", "ending": "remission"},
        summary_after(4, status=FINISHED, ending="remission", finished_at="2026-11-22T11:00:00.000Z"),
    )
    clock.pass_by(days=1)
    second = attempt(store, 2, OTHER_CASE)
    store.append(second, answer(3, "nelarabine despite neuropathy"), summary_after(3, critical=1))
    store.add_note("Ask about 100% of her donors_", attempt_id=second, node="node-2")
    store.add_note("Small cohort.", evidence="ev-t1-nel-126")
    clock.pass_by(days=1)
    begin(store)


def file_papers(store: LearnerStore) -> None:
    """Three papers of two kinds, one of them replaced, and one taken away again."""
    store.put_papers([("cohort", "a", '{"name":"2026"}'), ("cohort", "b", "{}"), ("key", "own", "K\n")])
    store.put_papers([("cohort", "a", '{"name":"2026, night float"}'), ("text", "gone", "x")])
    store.drop_papers("text", ["gone"])


def make_old_sample(folder: Path) -> Path:
    with tempfile.TemporaryDirectory() as place:
        profile, clock = Profile(Path(place) / "profile"), Clock()
        with LearnerStore.open(profile, clock) as store:
            fill(store, clock)
            file_papers(store)
            copy = store.back_up().path
        return Path(shutil.copyfile(copy, folder / f"schema-{schema.VERSION}.db"))


if __name__ == "__main__":
    print(make_old_sample(Path(sys.argv[1])))

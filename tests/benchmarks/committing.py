"""Committing a decision: through the pure encounter, onto the disk, and to painted feedback."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from relall_trainer.algorithm_files import algorithm_text, load_algorithm
from relall_trainer.casefiles.loader import load_case
from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.attempt import started
from relall_trainer.encounter.events import Committed
from relall_trainer.learner import chain
from relall_trainer.learner.records import Pin, Summary
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder, cases_folder
from tests.benchmarks.ratio import Ratio

FRAME = 1 / 60


def ratios(quick: bool) -> Iterator[Ratio]:
    yield from _pure(quick)
    yield _durable(quick)
    yield _painted(quick)


def _pure(quick: bool) -> Iterator[Ratio]:
    """The authors' walk of the largest case, again and again."""
    algorithm = load_algorithm(algorithm_folder())
    file = max(cases_folder().glob("*/case.yaml"), key=lambda path: path.stat().st_size)
    case = load_case(file, frozenset(algorithm.actions))
    rounds = 200 if quick else 1000
    for remembered in (True, False):
        memory = Appraisals(algorithm)
        runs = []
        for _ in range(5):
            spent = 0.0
            for _ in range(rounds if remembered else rounds // 10):
                encounter = play.start(
                    case, algorithm, memory=memory if remembered else Appraisals(algorithm)
                )
                begun = time.perf_counter()
                for step in case.authors_path:
                    encounter, _ = play.commit(encounter, step.chosen)
                spent += time.perf_counter() - begun
            runs.append(len(case.authors_path) * (rounds if remembered else rounds // 10) / spent)
        rate = statistics.median(runs)
        words = "remembered" if remembered else "made anew"
        goal, held = ("≥ 20,000", rate >= 20_000) if remembered else ("", True)
        yield Ratio(f"pure commits a second, appraisal {words}", rate, goal, held, case.head.id)


def _durable(quick: bool) -> Ratio:
    """Commits through the store (journal line included) beside raw sqlite3 writing the same rows as durably."""
    algorithm = load_algorithm(algorithm_folder())
    case = load_case(min(cases_folder().glob("*/case.yaml")), frozenset(algorithm.actions))
    count = 200 if quick else 1000
    chosen = tuple(case.authors_path[0].chosen)
    event = Committed(at=_now_text(), node=case.start, chosen=chosen, confidence="certain", elapsed_ms=20_000)
    body = chain.canonical(event.plain())
    with (
        tempfile.TemporaryDirectory() as folder,
        LearnerStore.open(Profile(Path(folder) / "ours"), lambda: datetime.now(UTC)) as store,
    ):
        pins = (
            Pin(case.head.id, case.head.version, case.sha256, case_to_text(case), case.head.title),
            Pin(
                algorithm.pin.id,
                algorithm.pin.version,
                algorithm.pin.sha256,
                algorithm_text(algorithm_folder()),
            ),
        )
        begin = started(case, algorithm, at=_now_text()).plain()
        attempt = store.begin(begin, *pins, Summary(node=case.start), scoring_version="1")
        raw = _raw_store(Path(folder))
        ours, theirs = [], []
        for number in range(count):
            begun = time.perf_counter()
            store.append(attempt, event.plain(), Summary(node=case.start, points=number))
            ours.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            _raw_write(raw, number, body)
            theirs.append(time.perf_counter() - begun)
        raw.close()
    mine, other = statistics.median(ours), statistics.median(theirs)
    detail = f"{mine * 1000:.2f} ms ÷ {other * 1000:.2f} ms; ours writes its journal line too"
    return Ratio(
        "durable commit ÷ the same bytes with raw sqlite3", mine / other, "≤ 1.5", mine / other <= 1.5, detail
    )


def _raw_store(folder: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "locking_mode=EXCLUSIVE", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")
    raw.execute(
        "CREATE TABLE attempts (id INTEGER PRIMARY KEY, node TEXT, points REAL, events INTEGER, hash TEXT)"
    )
    raw.execute(
        "CREATE TABLE events (attempt INTEGER REFERENCES attempts, n INTEGER, kind TEXT, body TEXT, hash TEXT,"
        " PRIMARY KEY (attempt, n)) WITHOUT ROWID"
    )
    raw.execute("INSERT INTO attempts VALUES (1, '', 0, 0, '')")
    return raw


def _raw_write(raw: sqlite3.Connection, number: int, body: str) -> None:
    digest = "0" * 64
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO events VALUES (1, ?, 'committed', ?, ?)", (number, body, digest))
    raw.execute(
        "UPDATE attempts SET node = ?, points = ?, events = ?, hash = ? WHERE id = 1", ("", 0, number, digest)
    )
    raw.execute("COMMIT")


def _painted(quick: bool) -> Ratio:
    from tests.benchmarks.commit_to_feedback import measure

    times = sorted(measure(30 if quick else 100))
    p95 = times[int(len(times) * 0.95) - 1]
    detail = (
        f"median {times[len(times) // 2] * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, frame {FRAME * 1000:.1f} ms"
    )
    return Ratio(
        "commit to painted feedback, p95 ÷ one 60 Hz frame", p95 / FRAME, "≤ 1", p95 <= FRAME, detail
    )


def _now_text() -> str:
    return datetime.now(UTC).isoformat()

"""Taking in what a cohort handed in, beside reading, verifying and inserting the same bytes with the bare libraries."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from relall_trainer.cohort.draft import Draft, MadeCase, ShelfCase
from relall_trainer.cohort.sent import Sent
from tests.benchmarks.ratio import Ratio, seconds
from tests.cohort.teaching_desk import NOW, Desk, handed, open_desk

LEARNERS, DECISIONS = 300, 40
CASES = ("early-t-cell-relapse", "headaches-on-maintenance", "relapse-after-allograft")


def ratios(quick: bool) -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _importing(Path(folder), 1_000 if quick else 10_000)
    with tempfile.TemporaryDirectory() as folder:
        yield from _gradebook(Path(folder), 60 if quick else LEARNERS)


def _importing(folder: Path, files: int) -> Iterator[Ratio]:
    """So many files, each of somebody else, three cases each; every one new to the record."""
    desk = open_desk(folder / "teacher")
    sent = desk.teaching.create(Draft(title="Block 1", items=tuple(map(ShelfCase, CASES))))
    inbox = _written(folder / "inbox", sent, files)
    bare = min(_bare(inbox, folder / f"bare-{time}.db") for time in range(2))
    slowest, spent = 0.0, 0.0
    importing = desk.teaching.import_files([inbox])
    steps, done = iter(importing), False
    slices = []
    while not done:
        start = seconds_of(steps)
        done = start is None
        if start is not None:
            slices.append(start)
    spent = sum(slices)
    slowest = max(slices[:-1]) * 1000
    desk.store.close()
    value = spent / bare
    detail = f"{files:,} files, {spent:.2f} s ÷ {bare:.2f} s; {files / spent:,.0f} a second"
    yield Ratio("import of results ÷ read, verify, insert bare", value, "≤ 2", value <= 2, detail)
    yield Ratio(
        "longest slice of it but the last, ms", slowest, "≤ 50", slowest <= 50, f"last {slices[-1]:.2f} s"
    )


def seconds_of(steps: Iterator[tuple[int, int]]) -> float | None:
    """How long the next slice takes; None where there is none left."""
    left: list[tuple[int, int]] = []
    spent = seconds(lambda: left.extend(_next(steps)))
    return spent if left else None


def _next(steps: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    found = next(steps, None)
    return [] if found is None else [found]


def _written(folder: Path, sent: Sent, files: int) -> Path:
    folder.mkdir()
    for number in range(files):
        learner = f"Learner {number + 1:05d}"
        text = handed(
            sent.assignment, learner, lots=random.Random(number), at=NOW + timedelta(minutes=number % 500)
        )
        (folder / f"{number:05d}.relall-results").write_text(text, encoding="utf-8")
    return folder


def _bare(inbox: Path, database: Path) -> float:
    """What nobody can do without: read each file, parse it, verify its signature, insert it, commit once."""
    connection = sqlite3.connect(database)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE papers (id, body);"
    )

    def work() -> None:
        connection.execute("BEGIN")
        for path in sorted(inbox.iterdir()):
            data = path.read_bytes()
            file = json.loads(data)
            body = data[data.index(b'"body":') + 7 : data.rindex(b',"format"')]
            signed = b"RelALL Trainer file 1\n%s\n%s" % (file["about"].encode(), body)
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(file["key"]))
            key.verify(bytes.fromhex(file["signature"]), signed)
            row = (sha256(data).hexdigest(), data.decode())
            connection.execute("INSERT INTO papers VALUES (?, ?)", row)
        connection.execute("COMMIT")

    spent = seconds(work)
    connection.close()
    return spent


def _gradebook(folder: Path, learners: int) -> Iterator[Ratio]:
    """The gradebook of a large cohort: just after taking the files in, and on another day."""
    desk = open_desk(folder / "teacher")
    sent = _long_one(desk)
    inbox = _written(folder / "inbox", sent, learners)
    desk.teaching.import_files([inbox]).run()
    book = desk.teaching.gradebook(sent.assignment.id)
    warm = seconds(lambda: desk.teaching.gradebook(sent.assignment.id))
    desk.store.close()
    desk = open_desk(folder / "teacher")
    cold = seconds(lambda: desk.teaching.gradebook(sent.assignment.id))
    desk.store.close()
    detail = f"{len(book.rows)} learners × {len(book.columns)} decisions"
    yield Ratio("gradebook read from the record, seconds", cold, "≤ 2", cold <= 2, detail)
    yield Ratio("gradebook once more ÷ 200 ms", warm / 0.2, "≤ 1", warm <= 0.2, f"{warm * 1000:.0f} ms")


def _long_one(desk: Desk) -> Sent:
    """About forty decisions, the same for everybody: an exam over the shipped cases and fresh patients."""
    items = (*map(ShelfCase, CASES), *(MadeCase(seed) for seed in range(12)))
    return desk.teaching.create(Draft(title="Long", items=items, mode="exam", release="by_teacher"))

"""Taking in what a cohort handed in, beside reading, verifying and inserting the same bytes with the bare libraries."""

from __future__ import annotations

import gc
import json
import math
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from relall_trainer.cohort.draft import Draft, MadeCase, ShelfCase
from relall_trainer.cohort.sent import Sent
from tests.benchmarks.ratio import Ratio, seconds
from tests.cohort.teaching_desk import NOW, Desk, handed, open_desk

LEARNERS, DECISIONS = 300, 40
CASES = ("early-t-cell-relapse", "headaches-on-maintenance", "relapse-after-allograft")


def ratios(quick: bool) -> Iterator[Ratio]:
    many, fewer = (1_000, 500) if quick else (10_000, 3_000)
    for what, files, terms, answers in (
        ("practice", many, {}, {}),
        ("an exam", fewer, {"mode": "exam", "release": "by_teacher"}, {}),
        ("scattered answers", fewer, {}, {"skill": 0.4, "ways": 100}),
    ):
        with tempfile.TemporaryDirectory() as folder:
            yield from _importing(Path(folder), what, files, terms, answers)
    with tempfile.TemporaryDirectory() as folder:
        yield from _gradebook(Path(folder), 60 if quick else LEARNERS)


def _importing(
    folder: Path, what: str, files: int, terms: dict[str, Any], answers: dict[str, Any]
) -> Iterator[Ratio]:
    """So many files, each of somebody else, three cases each; every one new to the record.

    Both are done in turn and the quicker time of each is taken, so that a busy moment of the machine hits neither.
    """
    desk = open_desk(folder / "teacher")
    sent = desk.teaching.create(Draft(title="Block 1", items=tuple(map(ShelfCase, CASES)), **terms))
    desk.store.close()
    inbox = _written(folder / "inbox", sent, files, answers)
    bare, slices = math.inf, [math.inf]
    for turn in range(3):
        bare = min(bare, _bare(inbox, folder / f"bare-{turn}.db"))
        slices = min(slices, _slices(folder / "teacher", folder / f"teacher-{turn}", inbox, files), key=sum)
    spent = sum(slices)
    value, slowest = spent / bare, max(slices) * 1000
    detail = f"{files:,} files, {spent:.2f} s ÷ {bare:.2f} s; {files / spent:,.0f} a second"
    yield Ratio(f"import of {what} ÷ read, verify, insert bare", value, "≤ 2", value <= 2, detail)
    yield Ratio("longest slice of it, ms", slowest, "≤ 50", slowest <= 50, f"of {len(slices):,}")


def _slices(teacher: Path, copy: Path, inbox: Path, files: int) -> list[float]:
    """How long each slice of an import takes, the last included; into a fresh copy of the teacher's profile."""
    shutil.copytree(teacher, copy)
    desk = open_desk(copy)
    importing = desk.teaching.import_files([inbox])
    gc.collect()
    gc.freeze()  # as at the program's start
    slices = []
    while not importing.done:
        slices.append(seconds(lambda: next(importing)))
    slices.append(seconds(lambda: next(importing, None)))
    gc.unfreeze()
    if importing.count("accepted") != files:
        raise RuntimeError(f"{importing.count('accepted')} of {files} files were taken in")
    desk.store.close()
    shutil.rmtree(copy)
    return slices


def _written(folder: Path, sent: Sent, files: int, answers: dict[str, Any]) -> Path:
    folder.mkdir()
    for number in range(files):
        learner = f"Learner {number + 1:05d}"
        at = NOW + timedelta(minutes=number % 500)
        text = handed(sent.assignment, learner, lots=random.Random(number), at=at, **answers)
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
    inbox = _written(folder / "inbox", sent, learners, {})
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
    items: tuple[ShelfCase | MadeCase, ...] = (*map(ShelfCase, CASES), *map(MadeCase, range(12)))
    return desk.teaching.create(Draft(title="Long", items=items, mode="exam", release="by_teacher"))

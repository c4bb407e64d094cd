"""Many papers kept in portions: all of them or none, whatever happens between."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from relall_trainer.cohort import portions
from relall_trainer.cohort.paper_kinds import ARRIVING, ASIDE, SUBMISSION
from relall_trainer.errors import StoreError
from tests.cohort.teaching_desk import Desk, assigned, hand_in, handed, open_desk

PAPERS = [("k", f"{n:03}", f"text {n}") for n in range(7)] + [("other", "x", "y")]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(portions, "_MOST", 3)
    made = open_desk(tmp_path / "teacher")
    made.store.put_papers([("k", "before", "there")])
    yield made
    made.store.close()


def kept(desk: Desk) -> list[str]:
    """What is there of all this, notes included."""
    return [f"{kind} {name}" for kind in ("k", "other", ARRIVING) for name in desk.store.paper_ids(kind)]


def test_all_are_there_at_the_end_and_no_note(desk: Desk) -> None:
    steps = list(portions.keep(desk.store, PAPERS))
    assert len(steps) == 3
    assert kept(desk) == [*(f"k {n:03}" for n in range(7)), "k before", "other x"]
    assert list(portions.keep(desk.store, [])) == []


def test_few_are_kept_at_once(desk: Desk) -> None:
    assert list(portions.keep(desk.store, PAPERS[:3])) == []
    assert kept(desk) == ["k 000", "k 001", "k 002", "k before"]


@pytest.mark.parametrize("after", [1, 2, 3])
def test_leaving_off_leaves_nothing(desk: Desk, after: int) -> None:
    keeping = portions.keep(desk.store, PAPERS)
    for _ in range(after):
        next(keeping)
    assert len(kept(desk)) > 1
    keeping.close()  # type: ignore[attr-defined]
    assert kept(desk) == ["k before"]


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_disk_that_refuses_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    calls, put = [], desk.store.put_papers

    def refusing(rows: list[tuple[str, str, str]]) -> None:
        calls.append(rows)
        if len(calls) == at:
            raise StoreError("full", safe="", todo="")
        put(rows)

    monkeypatch.setattr(desk.store, "put_papers", refusing)
    with pytest.raises(StoreError, match="full"):
        list(portions.keep(desk.store, PAPERS))
    assert kept(desk) == ["k before"]


def test_two_at_once_take_back_their_own(desk: Desk) -> None:
    one = portions.keep(desk.store, PAPERS)
    next(one)
    two = portions.keep(desk.store, [("k", f"two-{n}", "t") for n in range(5)])
    next(two)
    one.close()  # type: ignore[attr-defined]
    assert list(two) == [None]
    assert kept(desk) == ["k before", *(f"k two-{n}" for n in range(5))]


KILLED = """
import os, sys
from pathlib import Path
from relall_trainer.cohort import portions
from tests.cohort.teaching_desk import open_desk

portions._MOST = 2
desk = open_desk(Path(sys.argv[1]))
left, put, drop = int(sys.argv[3]), desk.store.put_papers, desk.store.drop_papers

def counting(act):
    def acting(*told):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        act(*told)
    return acting

desk.store.put_papers, desk.store.drop_papers = counting(put), counting(drop)
desk.teaching.import_files([Path(sys.argv[2])]).run()
os._exit(0)
"""


@pytest.mark.parametrize("left", [0, 1, 2, 3, 99])
def test_killed_at_any_portion_an_import_leaves_all_or_nothing(tmp_path: Path, left: int) -> None:
    desk = open_desk(tmp_path / "teacher")
    sent = assigned(desk, learners=())
    (tmp_path / "inbox").mkdir()
    for number in range(5):
        text = handed(sent.assignment, f"Learner {number:02}")
        hand_in(tmp_path / "inbox", text, f"{number}")
    hand_in(tmp_path / "inbox", "{}", "foreign")
    desk.store.close()
    command = [sys.executable, "-c", KILLED, str(tmp_path / "teacher"), str(tmp_path / "inbox"), str(left)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
    assert done.returncode == (0 if left == 99 else 9)
    desk = open_desk(tmp_path / "teacher")
    half = len(desk.store.paper_ids(SUBMISSION)) + len(desk.store.paper_ids(ASIDE))
    assert half == {0: 0, 1: 2, 2: 4, 3: 6, 99: 6}[left]
    there = desk.teaching.handed_in(sent.assignment.id)  # whatever the teacher asks first
    assert there == (5 if left == 99 else 0)
    assert len(desk.teaching.aside()) == (1 if left == 99 else 0)
    assert desk.store.paper_ids(ARRIVING) == ()
    assert desk.teaching.import_files([tmp_path / "inbox"]).run().done
    assert desk.teaching.handed_in(sent.assignment.id) == 5
    desk.store.close()

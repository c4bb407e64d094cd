from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from relall_trainer.learner import chain
from relall_trainer.learner.journal import Journal, newest_first, read_journal


def _entry(n: int) -> str:
    return chain.canonical({"do": "event", "n": n, "text": "ä" * 20})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def _write(path: Path, *numbers: int) -> None:
    journal = Journal(path)
    for n in numbers:
        journal.write(_entry(n))
    journal.close()
    assert journal.fault is None


def _numbers(path: Path) -> list[int]:
    return [entry["n"] for entry in read_journal(path).entries]


def test_lines_read_back_and_are_json_each(path: Path) -> None:
    _write(path, 1, 2)
    _write(path, 3)
    assert _numbers(path) == [1, 2, 3]
    for line in path.read_text().splitlines():
        assert set(json.loads(line)) == {"check", "entry"}
    assert next(newest_first(path)) == json.loads(_entry(3))


def test_a_missing_journal_is_empty(path: Path) -> None:
    assert read_journal(path).entries == ()
    assert next(newest_first(path), None) is None
    _write(path)
    assert not path.exists()


def test_half_a_last_line_is_told_and_what_follows_stands_alone(path: Path) -> None:
    _write(path, 1, 2)
    path.write_bytes(path.read_bytes()[:-30])
    reading = read_journal(path)
    assert (len(reading.entries), reading.unreadable, reading.half_line) == (1, 0, True)
    assert next(newest_first(path)) == json.loads(_entry(1))
    _write(path, 3)
    reading = read_journal(path)
    assert (_numbers(path), reading.unreadable, reading.half_line) == ([1, 3], 0, False)


def test_a_last_line_without_its_newline_counts(path: Path) -> None:
    _write(path, 1, 2)
    path.write_bytes(path.read_bytes()[:-1])
    assert _numbers(path) == [1, 2]
    _write(path, 3)
    assert _numbers(path) == [1, 2, 3]


@pytest.mark.parametrize("place", [3, 20, 80, 100])
def test_a_changed_line_is_noticed(path: Path, place: int) -> None:
    _write(path, 1, 2, 3)
    data = bytearray(path.read_bytes())
    second = data.index(b"\n") + 1
    data[second + place] ^= 1
    path.write_bytes(data)
    reading = read_journal(path)
    if reading.unreadable:
        assert [entry["n"] for entry in reading.entries] == [1, 3]
    else:
        assert [entry["n"] for entry in reading.entries] == [1, 2, 3]  # a sign of the frame, not of the entry


def test_a_bit_changed_in_an_entry_is_noticed_wherever_it_is(path: Path) -> None:
    _write(path, 1)
    data = path.read_bytes()
    start = data.index(b'"entry":') + len(b'"entry":')
    for place in range(start, len(data) - 2):
        changed = bytearray(data)
        changed[place] ^= 4
        path.write_bytes(changed)
        assert read_journal(path).entries == ()


def test_a_line_longer_than_the_tail_does_not_hide_the_last(path: Path) -> None:
    journal = Journal(path)
    journal.write(chain.canonical({"n": 1, "text": "x" * 200_000}))
    journal.close()
    assert next(newest_first(path), None) is not None
    _write(path, 2)
    assert next(newest_first(path)) == json.loads(_entry(2))


def test_rotating_moves_all_lines_away(path: Path, tmp_path: Path) -> None:
    journal = Journal(path)
    journal.write(_entry(1))
    journal.rotate(tmp_path / "old.jsonl")
    journal.rotate(tmp_path / "never.jsonl")
    journal.write(_entry(2))
    journal.close()
    assert _numbers(tmp_path / "old.jsonl") == [1]
    assert _numbers(path) == [2]
    assert not (tmp_path / "never.jsonl").exists()


def test_lines_are_synced_soon_without_being_asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr("relall_trainer.learner.journal._sync_data", synced.append)
    journal = Journal(path)
    journal.write(_entry(1))
    for _ in range(500):  # a watchdog, not a goal
        if synced:
            break
        time.sleep(0.02)
    assert synced
    journal.close()


def test_closing_while_a_sync_begins_does_not_hang(path: Path) -> None:
    journal = Journal(path)

    class Late(threading.Event):
        """Is cleared by the syncing thread only after closing has rung it."""

        def clear(self) -> None:
            if threading.current_thread().name == "journal-sync":
                journal._closing.wait()
                rung.wait()
            super().clear()

        def set(self) -> None:
            super().set()
            if journal._closing.is_set():
                rung.set()

    rung = threading.Event()
    journal._dirty = Late()
    journal._closing.wait = lambda timeout=None: real_wait(None if timeout is None else 0.0)  # type: ignore[method-assign]
    real_wait = threading.Event.wait.__get__(journal._closing)
    journal.write(_entry(1))
    time.sleep(0.2)  # the syncing thread now stands before its clear
    closing = threading.Thread(target=journal.close, daemon=True)
    closing.start()
    closing.join(timeout=20)
    assert not closing.is_alive()
    assert _numbers(path) == [1]


def test_a_failing_sync_is_not_silent(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("relall_trainer.learner.journal._sync_data", fail)
    journal = Journal(path)
    journal.write(_entry(1))
    journal.close()
    assert journal.fault is not None
    assert "Input/output error" in journal.fault.what


@pytest.mark.parametrize("length", [10, 40_000, 300_000])
def test_from_the_last_one_back_it_is_the_same(path: Path, length: int) -> None:
    journal = Journal(path)
    journal.write_all(json.dumps({"n": n, "x": "x" * (length if n % 3 else 1)}) for n in range(40))
    journal.write_all(())
    journal.close()
    with path.open("ab") as file:
        file.write(b"scribble\n" * 3 + b'{"check":"half')
    entries = read_journal(path).entries
    assert len(entries) == 40
    assert tuple(newest_first(path)) == entries[::-1]


def test_a_last_line_that_only_lacks_its_end_is_kept(path: Path) -> None:
    _write(path, 1, 2)
    path.write_bytes(path.read_bytes()[:-1])
    _write(path, 3)
    reading = read_journal(path)
    assert (_numbers(path), reading.unreadable, reading.half_line) == ([1, 2, 3], 0, False)

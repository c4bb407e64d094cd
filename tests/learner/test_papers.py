"""Papers beside the attempts: filed durably, found in order, sealed, journaled, and brought back after every damage."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.learner import entries, faults, papers, schema, verification
from relall_trainer.learner.arrivals import TAKEN, Arrival
from relall_trainer.learner.chain import canonical, digest
from relall_trainer.learner.doctor import examine
from relall_trainer.learner.erasing import erase_record
from relall_trainer.learner.journal import read_journal
from relall_trainer.learner.papers import Paper
from relall_trainer.learner.records import AttemptHead, Summary
from relall_trainer.learner.restoring import assess_damage, restore
from relall_trainer.learner.store import LearnerStore
from relall_trainer.learner.verification import Tally
from relall_trainer.paths import Profile
from tests.learner.filing import EACH, filed_by
from tests.learner.samples import STARTED, Clock, attempt, everything, file_papers, fill

OLD = Path(__file__).parent / "old"


def _all(store: LearnerStore) -> list[Paper]:
    return [paper for kind in ("cohort", "key", "text", "file", "newest") for paper in store.papers(kind)]


def _bodies(store: LearnerStore, kind: str) -> dict[str, str]:
    return {paper.id: paper.body for paper in store.papers(kind)}


def _journaled(profile: Profile) -> list[str]:
    return [entry["do"] for entry in read_journal(profile.journal).entries]


# Filing and finding


def test_what_was_filed_is_found_and_what_was_not_is_none(store: LearnerStore, clock: Clock) -> None:
    store.put_papers([("cohort", "a", "{}"), ("key", "a", "K")])
    assert store.paper("cohort", "a") == Paper("cohort", "a", "{}", "2026-11-22T10:00:00.000Z")
    assert store.paper("key", "a") == Paper("key", "a", "K", "2026-11-22T10:00:00.000Z")
    assert store.paper("cohort", "b") is None
    assert store.paper("nothing", "a") is None
    clock.pass_by(hours=1)
    store.put_papers([("cohort", "a", "[]")])
    assert store.paper("cohort", "a") == Paper("cohort", "a", "[]", "2026-11-22T11:00:00.000Z")
    assert store.paper("key", "a") == Paper("key", "a", "K", "2026-11-22T10:00:00.000Z")


def test_they_come_in_the_order_of_their_ids_also_over_many_pages(store: LearnerStore) -> None:
    ids = [f"{n % 7}/{n:04}" for n in range(300)]
    random.Random(1).shuffle(ids)
    store.put_papers([("k", paper_id, paper_id) for paper_id in ids] + [("l", "3/x", "other kind")])
    assert [paper.id for paper in store.papers("k")] == sorted(ids)
    assert store.paper_ids("k") == tuple(sorted(ids))
    third = sorted(paper_id for paper_id in ids if paper_id.startswith("3/"))
    assert [paper.id for paper in store.papers("k", "3/")] == third
    assert store.paper_ids("k", "3/") == tuple(third)
    assert store.paper_ids("k", "3/") != store.paper_ids("k", "3")[:1]
    assert store.paper_ids("k", "9") == store.paper_ids("m") == ()


def test_papers_can_be_filed_and_dropped_while_others_are_read(store: LearnerStore) -> None:
    store.put_papers([("k", f"{n:04}", str(n)) for n in range(200)])
    seen = []
    for paper in store.papers("k"):
        seen.append(paper.id)
        store.drop_papers("k", [paper.id])
        store.put_papers([("done", paper.id, paper.body)])
    assert len(seen) == 200
    assert store.paper_ids("k") == ()
    assert len(store.paper_ids("done")) == 200


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("kl"),
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4),
            st.text(st.characters(exclude_categories=["Cs"])),
        ),
        max_size=12,
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=2),
)
def test_any_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], prefix: str
) -> None:
    profile = Profile(tmp_path_factory.mktemp("any") / "profile")
    expected = {(kind, paper_id): body for kind, paper_id, body in rows}
    with LearnerStore.open(profile, Clock()) as store:
        store.put_papers(rows)
    with LearnerStore.open(profile, Clock()) as store:
        for (kind, paper_id), body in expected.items():
            found = store.paper(kind, paper_id)
            assert found is not None
            assert found.body == body
        for kind in "kl":
            ids = sorted((i for k, i in expected if k == kind and i.startswith(prefix)), key=str.encode)
            assert list(store.paper_ids(kind, prefix)) == ids
            assert [paper.id for paper in store.papers(kind, prefix)] == ids
        assert store.examine().findings == ()
    profile.store.unlink()
    restore(profile, Clock())
    with LearnerStore.open(profile, Clock()) as store:
        assert {(kind, paper.id): paper.body for kind in "kl" for paper in store.papers(kind)} == expected


def test_the_last_of_one_call_counts(store: LearnerStore) -> None:
    store.put_papers([("k", "a", "1"), ("k", "a", "2"), ("k", "a", "3")])
    assert _bodies(store, "k") == {"a": "3"}
    assert store.examine().findings == ()


def test_the_same_text_again_writes_nothing(store: LearnerStore, profile: Profile, clock: Clock) -> None:
    rows = [("k", str(n), f"body {n}") for n in range(5)]
    store.put_papers(rows)
    before = list(store.papers("k"))
    journal, changes = profile.journal.read_bytes(), store._connection.total_changes
    clock.pass_by(hours=1)
    store.put_papers(rows)
    store.put_papers([])
    store.drop_papers("k", ["unknown"])
    store.drop_papers("k", [])
    assert list(store.papers("k")) == before
    assert store._connection.total_changes == changes
    assert profile.journal.read_bytes() == journal
    store.put_papers([*rows, ("k", "5", "new")])
    assert store._connection.total_changes == changes + 1
    (*_, last) = read_journal(profile.journal).entries
    assert [row[1] for row in last["rows"]] == ["5"]


def test_all_or_nothing(store: LearnerStore, profile: Profile) -> None:
    store.put_papers([("k", "a", "old")])

    def breaking() -> Iterator[tuple[str, str, str]]:
        yield "k", "a", "new"
        yield "k", "b", "new"
        raise RuntimeError("the file could not be read")

    with pytest.raises(RuntimeError):
        store.put_papers(breaking())
    with pytest.raises(ValueError, match="surrogates"):
        store.put_papers([("k", "a", "new"), ("k", "b", "half a sign: \ud800")])
    assert _bodies(store, "k") == {"a": "old"}
    assert _journaled(profile) == ["papers"]
    store.put_papers([("k", "b", "later")])
    assert _bodies(store, "k") == {"a": "old", "b": "later"}


def test_dropping_takes_away_only_what_is_named(store: LearnerStore, profile: Profile) -> None:
    store.put_papers([("k", "a", "1"), ("k", "b", "2"), ("l", "a", "3")])
    store.drop_papers("k", ["a", "unknown"])
    assert _bodies(store, "k") == {"b": "2"}
    assert _bodies(store, "l") == {"a": "3"}
    assert read_journal(profile.journal).entries[-1]["ids"] == ["a"]


def test_a_time_is_never_before_that_of_the_paper_replaced(store: LearnerStore, clock: Clock) -> None:
    store.put_papers([("k", "a", "1")])
    first = store.paper("k", "a")
    clock.pass_by(hours=-5)
    store.put_papers([("k", "a", "2")])
    second = store.paper("k", "a")
    assert first is not None
    assert second is not None
    assert (second.body, second.at) == ("2", first.at)
    store.drop_papers("k", ["a"])
    entry = read_journal(store.profile.journal).entries[-1]
    assert entry["at"] == first.at


def test_attempts_and_papers_are_taken_in_together_or_not_at_all(store: LearnerStore) -> None:
    arrival = _arrival()

    def breaking() -> Iterator[tuple[str, str, str]]:
        yield "released", "x", "{}"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.take_in([arrival], breaking())
    assert (store.count(), store.paper_ids("released")) == (0, ())
    (taken,) = store.take_in([arrival], [("released", "x", "{}")])
    assert taken.outcome == TAKEN
    assert (store.count(), store.paper_ids("released")) == (1, ("x",))
    assert store.examine().findings == ()


def _arrival() -> Arrival:
    head = AttemptHead(
        id="a-1", learner="", case_id="c", case_version="1.0.0", case_sha256="a" * 64, case_title="C",
        case_content=digest("case"), algorithm_id="f", algorithm_version="1", algorithm_sha256="b" * 64,
        algorithm_content=digest("rules"), scoring_version="1", seed=None, mode="exam",
        started_at="2026-11-22T10:00:00.000Z",
    )  # fmt: skip
    return Arrival(head, Summary(), (canonical(STARTED),), (), "case", "rules")


def test_opening_asks_nothing_of_the_papers(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    from relall_trainer.learner import connection

    with LearnerStore.open(profile, Clock()) as store:
        store.put_papers([("k", f"{n:03}", "x" * 500) for n in range(500)])
        attempt(store, 1)
    asked: list[str] = []
    take_hold = connection._take_hold

    def traced(opened: sqlite3.Connection) -> None:
        take_hold(opened)
        opened.set_trace_callback(asked.append)

    monkeypatch.setattr(connection, "_take_hold", traced)
    with LearnerStore.open(profile, Clock()) as store:
        assert store.caught_up == entries.Replayed()
        assert asked
        assert not [sql for sql in asked if "papers" in sql]


# The journal


def test_many_papers_stand_in_lines_of_bearable_length(store: LearnerStore, profile: Profile) -> None:
    store.put_papers([("k", f"{n:04}", f"{n}" * 2000) for n in range(100)])
    lines = profile.journal.read_bytes().splitlines()
    assert 10 < len(lines) < 50
    assert max(map(len, lines)) < 50_000
    assert sum(len(entry["rows"]) for entry in read_journal(profile.journal).entries) == 100


def test_doing_the_journal_again_changes_nothing_and_builds_the_same(
    store: LearnerStore, profile: Profile, clock: Clock, tmp_path: Path
) -> None:
    fill(store, clock)
    file_papers(store)
    lines = read_journal(profile.journal).entries
    before = _all(store)
    assert len(before) == 3
    assert entries.replay(store._connection, lines) == entries.Replayed(0, 0, 0, 0)
    assert _all(store) == before
    assert entries.missing(store._connection, lines) == 0
    with LearnerStore.open(Profile(tmp_path / "empty"), Clock()) as empty:
        assert entries.missing(empty._connection, lines) > 3
        assert entries.replay(empty._connection, lines).papers == 3
        assert _all(empty) == before
        assert entries.replay(empty._connection, lines).papers == 0
        assert _all(empty) == before
        assert everything(empty) == everything(store)


def test_lines_of_long_ago_do_not_come_over_later_papers(store: LearnerStore, clock: Clock) -> None:
    store.put_papers([("k", "a", "1"), ("k", "b", "1")])
    store.drop_papers("k", ["b"])
    lines = read_journal(store.profile.journal).entries
    clock.pass_by(seconds=1)
    store.put_papers([("k", "a", "2"), ("k", "b", "2")])
    entries.replay(store._connection, lines)
    assert _bodies(store, "k") == {"a": "2", "b": "2"}


@pytest.mark.parametrize(
    "useless",
    [
        {"do": "papers"},
        {"do": "papers", "rows": [["k", "a"]]},
        {"do": "papers", "rows": 7},
        {"do": "papers", "rows": [["k", "a", None, "t"]]},
        {"do": "drop", "kind": "k"},
        {"do": "drop", "kind": "k", "ids": 5, "at": "t"},
    ],
)
def test_entries_of_another_make_are_left_out_and_counted(
    store: LearnerStore, useless: dict[str, object]
) -> None:
    store.put_papers([("k", "b", "1")])
    assert entries.replay(store._connection, [useless]).unusable == 1
    assert papers.left_by([useless]) == {}
    assert _bodies(store, "k") == {"b": "1"}


@pytest.mark.parametrize("last", ["put", "replace", "drop"])
def test_an_old_file_put_back_catches_up(profile: Profile, clock: Clock, tmp_path: Path, last: str) -> None:
    with LearnerStore.open(profile, clock) as store:
        store.put_papers([("k", "a", "1"), ("k", "b", "1")])
    shutil.copyfile(profile.store, tmp_path / "old.db")
    with LearnerStore.open(profile, clock) as store:
        store.put_papers([("k", "c", "2")])
        if last == "replace":
            store.put_papers([("k", "a", "3")])
        if last == "drop":
            store.drop_papers("k", ["b"])
        before = _bodies(store, "k")
    shutil.copyfile(tmp_path / "old.db", profile.store)
    Path(f"{profile.store}-wal").unlink(missing_ok=True)
    with LearnerStore.open(profile, clock) as store:
        assert store.caught_up.papers == (0 if last == "drop" else 1)
        assert _bodies(store, "k") == before
        assert store.examine().findings == ()


def test_a_journal_that_cannot_be_written_owes_all_lines(
    store: LearnerStore, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    store.put_papers([("k", f"{n}", f"{n}" * 9000) for n in range(20)])
    assert isinstance(store.second_copy_fault, faults.StoreFull)
    monkeypatch.undo()
    store.put_papers([("k", "z", "last")])
    assert store.second_copy_fault is None
    reading = read_journal(profile.journal)
    assert (reading.unreadable, reading.half_line) == (0, False)
    assert sum(len(entry["rows"]) for entry in reading.entries) == 21
    assert store.examine().findings == ()


def test_a_full_database_files_nothing_and_files_it_later(store: LearnerStore) -> None:
    store.put_papers([("k", "a", "1")])
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    rows = [("k", "a", "2"), *(("k", f"b{n}", "long " * 2000) for n in range(40))]
    with pytest.raises(faults.StoreFull):
        store.put_papers(rows)
    assert _bodies(store, "k") == {"a": "1"}
    store._connection.execute("PRAGMA max_page_count = 100000")
    store.put_papers(rows)
    assert len(store.paper_ids("k")) == 41
    assert store.examine().findings == ()


# Damage


@pytest.fixture
def filed(profile: Profile, clock: Clock) -> list[Paper]:
    """A closed store with a backup in its middle; the papers it holds."""
    with LearnerStore.open(profile, clock) as store:
        fill(store, clock)
        file_papers(store)
        store.put_papers(filed_by(0))
        store.back_up()
        clock.pass_by(hours=1)
        store.put_papers([*filed_by(1), ("cohort", "b", '{"since":"the backup"}')])
        store.drop_papers("file", ["000000/3"])
        store.put_papers([("newest", "call", "1")])
        return _all(store)


def _told_again(profile: Profile) -> list[Paper]:
    with LearnerStore.open(profile, Clock()) as store:
        return _all(store)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE papers SET body = body || ' ' WHERE kind = 'cohort' AND id = 'a'",
        "UPDATE papers SET body = replace(body, 'float', 'fl0at')",
        "UPDATE papers SET at = replace(at, '2026', '2027') WHERE kind = 'key'",
        "UPDATE papers SET id = 'c' WHERE id = 'b'",
        "UPDATE papers SET kind = 'cahort' WHERE id = 'b'",
        "UPDATE papers SET seal = 'x' WHERE kind = 'key'",
        "UPDATE papers SET body = (SELECT body FROM papers WHERE kind = 'key') WHERE id = 'b'",
        "UPDATE papers SET body = CAST(CAST(body AS BLOB) || x'ff' AS TEXT) WHERE id = 'b'",
    ],
)
def test_each_change_behind_our_back_is_noticed(filed: list[Paper], profile: Profile, change: str) -> None:
    changing = sqlite3.connect(profile.store, isolation_level=None)
    changing.execute(change)
    changing.close()
    report = examine(profile)
    assert {finding.code for finding in report.findings} & {verification.PAPER, verification.UNREADABLE}
    if "cahort" not in change:
        with LearnerStore.open(profile, Clock()) as store, pytest.raises(faults.StoreDamaged):
            _all(store)
    damage = assess_damage(profile)
    assert damage is not None
    restore(profile, Clock())
    again = _told_again(profile)
    assert [paper for paper in again if paper.kind != "cohort" or paper.id in "ab"] == filed
    assert examine(profile).findings == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("DELETE FROM papers WHERE id = 'newest'", [verification.JOURNAL_MISSING]),
        ("UPDATE papers SET body = '1', seal = '{seal}' WHERE id = 'a'", [verification.JOURNAL_MISSING]),
        # As a kill leaves it that came between a paper's being taken away and the journal's line about it.
        ("DELETE FROM papers WHERE id = 'a'", []),
    ],
)
def test_what_the_journal_has_and_the_database_has_not(
    profile: Profile, clock: Clock, change: str, found: list[str]
) -> None:
    with LearnerStore.open(profile, clock) as store:
        store.put_papers([("k", "a", "1")])
        first = store.paper("k", "a")
        assert first is not None
        store.put_papers([("k", "a", "2")])
        store.put_papers([("k", "newest", "1")])
    changing = sqlite3.connect(profile.store, isolation_level=None)
    changing.execute(change.format(seal=papers.seal(first)))
    changing.close()
    assert [finding.code for finding in examine(profile).findings] == found


def test_the_doctor_counts_them(filed: list[Paper], profile: Profile) -> None:
    report = examine(profile)
    assert report.findings == ()
    assert (report.papers, report.tally) == (len(filed), Tally(3, 7, len(filed)))


def test_a_lost_file_comes_back_from_backup_and_journal(filed: list[Paper], profile: Profile) -> None:
    profile.store.unlink()
    damage = assess_damage(profile)
    assert damage is not None
    assert damage.in_backup == Tally(3, 7, 3 + EACH)
    assert damage.by_journal == Tally(0, 0, EACH)
    assert damage.restored == Tally(3, 7, len(filed))
    assert damage.lost == Tally()
    restore(profile, Clock())
    assert _told_again(profile) == filed


def test_without_the_journal_the_damaged_file_gives_what_is_newer(
    filed: list[Paper], profile: Profile
) -> None:
    profile.journal.unlink()
    changing = sqlite3.connect(profile.store, isolation_level=None)
    changing.execute("UPDATE papers SET body = 'other' WHERE id = '000001/2'")
    changing.close()
    damage = assess_damage(profile)
    assert damage is not None
    assert damage.readable == Tally(3, 7, len(filed) - 1)
    assert damage.lost == Tally(0, 0, 1)
    restore(profile, Clock())
    again = {paper.key: paper for paper in _told_again(profile)}
    wanted = {paper.key: paper for paper in filed if paper.id != "000001/2"}
    # What the backup holds and nobody says was dropped is there again; nothing that was readable is missing.
    assert {key: again.get(key) for key in wanted} == wanted
    assert set(again) - set(wanted) == {("file", "000000/3")}


def test_what_was_dropped_does_not_come_back_from_an_older_file(
    profile: Profile, clock: Clock, tmp_path: Path
) -> None:
    with LearnerStore.open(profile, clock) as store:
        store.put_papers([("k", "a", "1"), ("k", "b", "1")])
    shutil.copyfile(profile.store, tmp_path / "old.db")
    with LearnerStore.open(profile, clock) as store:
        store.drop_papers("k", ["a"])
        store.put_papers([("k", "b", "2")])
    shutil.copyfile(tmp_path / "old.db", profile.store)
    changing = sqlite3.connect(profile.store, isolation_level=None)
    changing.execute("UPDATE papers SET seal = 'x' WHERE id = 'b'")
    changing.close()
    restore(profile, clock)
    with LearnerStore.open(profile, clock) as store:
        assert _bodies(store, "k") == {"b": "2"}


def _flip(data: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(flipped))
        flipped[place] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _damage_often(profile: Profile, expected: list[Paper], times: int) -> None:
    chance = random.Random(20261122)
    for turn in range(times):
        profile.store.write_bytes(_flip(profile.store.read_bytes(), chance))
        damage = assess_damage(profile)
        if damage is not None:
            restore(profile, Clock())
        assert _told_again(profile) == expected, turn
        assert examine(profile).findings == ()


def test_flipped_bits_are_noticed_and_mended(filed: list[Paper], profile: Profile) -> None:
    _damage_often(profile, filed, 15)


@pytest.mark.long
def test_many_flipped_bits_are_noticed_and_mended(filed: list[Paper], profile: Profile) -> None:
    _damage_often(profile, filed, 400)


def test_after_erasing_nothing_is_left_of_them(profile: Profile, clock: Clock) -> None:
    word = "sentinelword4711"
    with LearnerStore.open(profile, clock) as store:
        store.put_papers([("key", "own", word), ("cohort", word, "x" * 9000)])
        store.back_up()
        store.put_papers([("text", "t", word * 2000)])
        store.drop_papers("text", ["t"])
    erase_record(profile)
    assert [
        path for path in profile.folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()
    ] == []


def test_a_dropped_paper_leaves_no_trace_in_the_database(store: LearnerStore, profile: Profile) -> None:
    store.put_papers([("text", "t", "sentinelword4711" * 2000), ("text", "u", "stays")])
    store.put_papers([("text", "u", "sentinelword4711")])
    store.drop_papers("text", ["t", "u"])
    store.back_up()
    store.close()
    assert b"sentinelword4711" not in profile.store.read_bytes()


# Killed


def _file_and_kill(folder: Path, after: float) -> int:
    """The last call acknowledged before the kill; -1 for none."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.learner.filing", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stderr is not None
    first = child.stdout.readline()
    time.sleep(after)
    os.kill(child.pid, signal.SIGKILL)
    lines = (first + child.stdout.read()).decode().splitlines(keepends=True)
    problem = child.stderr.read().decode()
    child.stdout.close()
    child.stderr.close()
    assert child.wait() == -signal.SIGKILL, problem
    return max((int(line) for line in lines if line.endswith("\n")), default=-1)


def _check_whole_calls(store: LearnerStore, acknowledged: int) -> int:
    """Every call is there whole or not at all, all acknowledged ones are; the last that is."""
    newest = store.paper("newest", "call")
    assert newest is not None
    last = int(newest.body)
    assert last >= acknowledged
    kept = _bodies(store, "file")
    wanted = {paper_id: body for call in range(last + 1) for _, paper_id, body in filed_by(call)}
    dropped = {f"{call:06}/0" for call in range(last)}
    unsure = {f"{last - 1:06}/0"} if last > acknowledged else set()
    assert {key: body for key, body in kept.items() if key not in unsure} == {
        key: body for key, body in wanted.items() if key not in dropped
    }
    return last


def _kill_often(folder: Path, times: int) -> None:
    chance = random.Random(20261122)
    profile = Profile(folder / "profile")
    acknowledged = -1
    for _ in range(times):
        acknowledged = max(acknowledged, _file_and_kill(profile.folder, chance.uniform(0, 0.05)))
        with LearnerStore.open(profile, Clock()) as store:
            acknowledged = _check_whole_calls(store, acknowledged)
            if acknowledged:  # what the kill left undone
                store.drop_papers("file", [f"{acknowledged - 1:06}/0"])
    assert examine(profile).findings == ()


def test_killed_twenty_times_nothing_filed_is_lost(tmp_path: Path) -> None:
    _kill_often(tmp_path, 20)


@pytest.mark.long
def test_killed_two_hundred_times_nothing_filed_is_lost(tmp_path: Path) -> None:
    _kill_often(tmp_path, 200)


def _check_acknowledged(store: LearnerStore, acknowledged: int) -> None:
    """All acknowledged calls are there; of those after them the journal may have only the beginning."""
    kept = _bodies(store, "file")
    wanted = {i: body for call in range(acknowledged + 1) for _, i, body in filed_by(call)}
    dropped = {f"{call:06}/0" for call in range(acknowledged)}
    unsure = f"{acknowledged:06}/0"
    old = {i: body for i, body in kept.items() if i <= f"{acknowledged:06}/9" and i != unsure}
    assert old == {i: body for i, body in wanted.items() if i not in dropped and i != unsure}
    later = {i: body for call in (1, 2) for _, i, body in filed_by(acknowledged + call)}
    assert {i: body for i, body in kept.items() if i not in old and i != unsure}.items() <= later.items()


@pytest.mark.parametrize("loss", ["database", "log", "half the database", "noise"])
def test_killed_and_then_damaged_nothing_filed_is_lost(tmp_path: Path, loss: str) -> None:
    profile = Profile(tmp_path / "profile")
    acknowledged = _file_and_kill(profile.folder, 0.15)
    log = Path(f"{profile.store}-wal")
    if loss == "database":
        profile.store.unlink()
    if loss == "log":
        log.unlink(missing_ok=True)
    if loss == "half the database":
        os.truncate(profile.store, max(4096, profile.store.stat().st_size // 2))
        log.unlink()
    if loss == "noise":
        profile.store.write_bytes(random.Random(1).randbytes(9000))
    if loss != "log":
        restore(profile, Clock())
    with LearnerStore.open(profile, Clock()) as store:
        _check_acknowledged(store, acknowledged)
    assert examine(profile).findings == ()


# The first version


@pytest.fixture
def first(profile: Profile) -> Profile:
    profile.folder.mkdir()
    shutil.copyfile(OLD / "schema-1.db", profile.store)
    return profile


def _version(path: Path) -> int:
    return path.read_bytes()[63]


def test_a_store_of_the_first_version_is_copied_then_takes_papers(first: Profile) -> None:
    with LearnerStore.open(first, Clock()) as store:
        before = everything(store)
        file_papers(store)
        assert store.examine().findings == ()
        papers_filed = _all(store)
    (copy,) = first.backups.glob("*.db")
    assert (_version(copy), _version(first.store)) == (1, schema.VERSION)
    first.store.write_bytes(b"lost")
    restore(first, Clock())
    with LearnerStore.open(first, Clock()) as store:
        assert everything(store) == before
        assert _all(store) == papers_filed


def test_the_doctor_leaves_a_store_of_the_first_version_as_it_is(first: Profile) -> None:
    assert examine(first).tally == Tally(3, 7)
    assert _version(first.store) == 1
    assert not first.backups.exists()


def test_a_damaged_store_of_the_first_version_is_not_brought_forward(first: Profile) -> None:
    with sqlite3.connect(first.store) as changing:
        changing.execute("UPDATE notes SET text = 'other'")
    changing.close()
    with pytest.raises(faults.StoreDamaged):
        LearnerStore.open(first, Clock())
    assert _version(first.store) == 1
    assert restore(first, Clock()).damage.restored == Tally(3, 7)


def test_the_sample_of_this_version_holds_papers(profile: Profile) -> None:
    profile.folder.mkdir()
    shutil.copyfile(OLD / "schema-2.db", profile.store)
    with LearnerStore.open(profile, Clock()) as store:
        assert _bodies(store, "cohort") == {"a": '{"name":"2026, night float"}', "b": "{}"}
        assert _bodies(store, "key") == {"own": "K\n"}
        assert store.paper_ids("text") == ()


_KILLED_AT = """
import os, shutil, sys
from pathlib import Path
from tests.learner.samples import Clock
from relall_trainer.learner import connection, migrations
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
old, place = Path(sys.argv[1]), Path(sys.argv[2])
real = connection._take_hold
steps = 0
while True:
    profile = Profile(place / f"{steps:03}")
    profile.folder.mkdir()
    shutil.copyfile(old, profile.store)
    child = os.fork()
    if child == 0:
        left = steps
        def step(sql):
            global left
            left -= 1
            if left < 0:
                os._exit(9)
        def take_hold(c):
            real(c)
            c.set_trace_callback(step)
        connection._take_hold = take_hold
        LearnerStore.open(profile, Clock()).close()
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
    steps += 1
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_each_step_of_the_migration_the_store_is_old_or_new(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED_AT, OLD / "schema-1.db", tmp_path], check=True, timeout=120)
    killed = [Profile(folder) for folder in sorted(tmp_path.iterdir())]
    assert len(killed) > 12
    versions = set()
    for profile in killed:
        reading = sqlite3.connect(profile.store)
        (version,) = reading.execute("PRAGMA user_version").fetchone()
        assert schema.differences(reading, version) == []
        reading.close()
        versions.add(version)
        with LearnerStore.open(profile, Clock()) as store:
            assert store.count() == 3
            store.put_papers([("k", "a", "1")])
            assert store.examine().findings == ()
    assert versions == {1, schema.VERSION}

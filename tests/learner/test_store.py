from __future__ import annotations

import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from relall_trainer.learner import faults
from relall_trainer.learner.connection import open_copy
from relall_trainer.learner.history import HistoryFilter
from relall_trainer.learner.records import ABANDONED, FINISHED, OPEN, Pin, Summary
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import (
    ALGORITHM,
    CASE,
    OTHER_CASE,
    STARTED,
    Clock,
    answer,
    attempt,
    begin,
    everything,
    fill,
    summary_after,
)


def test_an_attempt_reads_back_as_it_was_saved(store: LearnerStore, profile: Profile, clock: Clock) -> None:
    attempt_id = attempt(store, 3, learner="R2", seed=2**70)
    before = everything(store)
    store.close()
    with LearnerStore.open(profile, clock) as again:
        assert everything(again) == before
        assert again.events(attempt_id) == (STARTED, answer(1), answer(2), answer(3))
        record = again.summary(attempt_id)
        assert (record.events, record.answers, record.head.seed) == (4, 3, str(2**70))
        assert record.summary == summary_after(3)
        assert again.content(record.head.case_content) == CASE.text
        assert again.content(record.head.algorithm_content) == ALGORITHM.text


def test_what_was_saved_is_in_the_files_when_append_returns(store: LearnerStore, tmp_path: Path) -> None:
    attempt_id = begin(store)
    store.append(attempt_id, answer(1), summary_after(1))
    # Copied by another process: closing a file of the store in this one would drop its lock.
    subprocess.run(["cp", "-r", store.profile.folder, tmp_path / "copy"], check=True)
    with LearnerStore.open(Profile(tmp_path / "copy"), Clock()) as copy:
        assert copy.events(attempt_id) == (STARTED, answer(1))
        assert copy.caught_up.answers == 0


def test_the_commit_comes_before_the_journal_and_syncs(
    store: LearnerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt_id = begin(store)
    order: list[str] = []
    store._connection.set_trace_callback(lambda sql: order.append(sql.split()[0]))
    monkeypatch.setattr(store._journal, "write", lambda entry: order.append("journal"))
    store.append(attempt_id, answer(1), summary_after(1))
    store._connection.set_trace_callback(None)
    assert order == ["BEGIN", "INSERT", "UPDATE", "COMMIT", "journal"]
    settings = {
        name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in (
            "journal_mode",
            "synchronous",
            "locking_mode",
            "foreign_keys",
            "trusted_schema",
            "busy_timeout",
        )
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "locking_mode": "exclusive",
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 0,
    }


def test_the_same_answer_again_is_not_added_twice(store: LearnerStore) -> None:
    attempt_id = attempt(store, 2)
    store.append(attempt_id, answer(2), summary_after(2), n=2)
    assert store.summary(attempt_id).events == 3
    with pytest.raises(ValueError, match="cannot be event 2"):
        store.append(attempt_id, answer(9), summary_after(2), n=2)
    with pytest.raises(ValueError, match="cannot be event 5"):
        store.append(attempt_id, answer(5), summary_after(5), n=5)
    assert len(store.events(attempt_id)) == 3


def test_an_unknown_attempt_is_a_mistake_of_the_program(store: LearnerStore) -> None:
    with pytest.raises(LookupError):
        store.append("nobody", answer(1), Summary())


def test_old_attempts_keep_the_text_they_were_played_on(store: LearnerStore) -> None:
    old = attempt(store, 1)
    changed = Pin(CASE.id, "1.1.0", "d" * 64, CASE.text + " changed", CASE.title)
    new = begin(store, changed)
    assert store.content(store.summary(old).head.case_content) == CASE.text
    assert store.content(store.summary(new).head.case_content) == changed.text
    texts = store._connection.execute("SELECT kind FROM contents ORDER BY kind").fetchall()
    assert texts == [("algorithm",), ("case",), ("case",)]


def test_history_pages_by_key_newest_first(store: LearnerStore, clock: Clock) -> None:
    made = []
    for _ in range(7):
        made.append(begin(store))
        clock.pass_by(seconds=0 if len(made) % 2 else 1)
    seen: list[str] = []
    page = store.summaries(limit=3)
    while page:
        seen += [record.id for record in page]
        page = store.summaries(after=page[-1].key, limit=3)
    assert sorted(seen) == sorted(made)
    assert [store.summary(one).head.started_at for one in seen] == sorted(
        (store.summary(one).head.started_at for one in made), reverse=True
    )


def test_history_filters(store: LearnerStore, clock: Clock) -> None:
    start = clock()
    fill(store, clock)

    def cases(**wanted: object) -> list[str]:
        found = HistoryFilter(**wanted)  # type: ignore[arg-type]
        records = store.summaries(found)
        assert store.count(found) == len(records)
        return [record.head.case_id for record in records]

    assert cases() == [CASE.id, OTHER_CASE.id, CASE.id]
    assert cases(case_id=OTHER_CASE.id) == [OTHER_CASE.id]
    assert cases(status=FINISHED) == [CASE.id]
    assert len(cases(status=OPEN)) == 2
    assert cases(since=start + timedelta(hours=1)) == [CASE.id, OTHER_CASE.id]
    assert cases(until=start + timedelta(hours=1)) == [CASE.id]
    assert cases(critical=True) == [OTHER_CASE.id]
    assert len(cases(critical=False)) == 2
    assert cases(text="NELARABINE") == [OTHER_CASE.id]
    assert cases(text="late b-") == [OTHER_CASE.id]
    assert cases(text="100%") == [OTHER_CASE.id]
    assert cases(text="donors_") == [OTHER_CASE.id]
    assert cases(text="10_%") == []
    assert cases(text="“fever”", status=FINISHED) == [CASE.id]


def test_history_pages_use_an_index(store: LearnerStore) -> None:
    for clause in ("", "WHERE case_id = 'x' AND", "WHERE status = 'open' AND"):
        clause = (
            clause + " (started_at, id) < ('2', 'x')" if clause else "WHERE (started_at, id) < ('2', 'x')"
        )
        plan = store._connection.execute(
            f"EXPLAIN QUERY PLAN SELECT * FROM attempts {clause} ORDER BY started_at DESC, id DESC LIMIT 50"
        ).fetchall()
        assert "USING INDEX attempts_by" in str(plan)
        assert "TEMP B-TREE" not in str(plan)


def test_notes_are_kept_replaced_and_removed(store: LearnerStore) -> None:
    attempt_id = begin(store)
    note = store.add_note("first \ud800", attempt_id=attempt_id, node="node-1")
    assert note.text == "first ?"
    store.add_note("second", note_id=note.id, attempt_id=attempt_id, node="node-1")
    other = store.add_note("on evidence", evidence="I-04")
    assert [one.text for one in store.notes(attempt_id=attempt_id)] == ["second"]
    assert store.notes(evidence="I-04") == (other,)
    store.add_note("", note_id=note.id, attempt_id=attempt_id, node="node-1")
    assert store.notes() == (other,)


def test_an_attempt_can_be_put_aside(store: LearnerStore, profile: Profile, clock: Clock) -> None:
    attempt_id = attempt(store, 1)
    store.set_summary(attempt_id, Summary(status=ABANDONED))
    store.close()
    with LearnerStore.open(profile, clock) as again:
        assert again.summary(attempt_id).summary.status == ABANDONED
        assert again.examine().findings == ()


def test_texts_no_disk_can_spell_are_kept(store: LearnerStore) -> None:
    attempt_id = begin(store)
    strange = answer(1, "lone \ud800, NUL \0, emoji 🩸, العربية")
    store.append(attempt_id, strange, summary_after(1))
    assert store.events(attempt_id)[1] == strange
    assert store.examine().findings == ()


def test_the_folder_is_for_its_owner_only(store: LearnerStore, profile: Profile) -> None:
    assert stat.S_IMODE(profile.folder.stat().st_mode) == 0o700


def test_a_second_opening_is_refused_here_and_elsewhere(store: LearnerStore, profile: Profile) -> None:
    with pytest.raises(faults.StoreLocked) as refused:
        LearnerStore.open(profile, Clock())
    assert str(profile.folder) in refused.value.what
    assert refused.value.todo
    script = (
        "import sys\nfrom pathlib import Path\nfrom relall_trainer.learner.store import LearnerStore\n"
        "from relall_trainer.learner.faults import StoreLocked\nfrom relall_trainer.paths import Profile\n"
        "from tests.learner.samples import Clock\n"
        "try:\n    LearnerStore.open(Profile(Path(sys.argv[1])), Clock())\n"
        "except StoreLocked:\n    sys.exit(7)\n"
    )
    outcome = subprocess.run([sys.executable, "-c", script, profile.folder], timeout=60)
    assert outcome.returncode == 7
    with pytest.raises(faults.StoreLocked):
        open_copy(profile.store)
    attempt(store, 1)  # the first one still holds it


def test_opening_does_not_load_what_only_a_migration_needs(store: LearnerStore, profile: Profile) -> None:
    attempt(store, 1)
    store.close()
    script = (
        "import sys\nfrom pathlib import Path\nfrom relall_trainer.learner.store import LearnerStore\n"
        "from relall_trainer.paths import Profile\nfrom datetime import datetime, UTC\n"
        "store = LearnerStore.open(Profile(Path(sys.argv[1])), lambda: datetime.now(UTC))\n"
        "assert store.count() == 1\nstore.close()\n"
        "print([name for name in ('sqlite_utils', 'csv', 'uuid', 'PySide6') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, profile.folder], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "text", ["\ud800", "\0", "%_!" * 20_000, "x" * 200_000, "'; DROP TABLE attempts; --", '"NEAR(', "\u202e*"]
)
def test_nothing_typed_breaks_a_search(store: LearnerStore, text: str) -> None:
    attempt(store, 2)
    wanted = HistoryFilter(text=text)
    assert (store.summaries(wanted), store.count(wanted)) == ((), 0)
    assert store.count() == 1

from __future__ import annotations

import sqlite3

import pytest

from relall_trainer.learner import verification as v
from relall_trainer.learner.doctor import examine
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import Clock, fill


@pytest.fixture
def made(profile: Profile, clock: Clock) -> Profile:
    with LearnerStore.open(profile, clock) as store:
        fill(store, clock)
    return profile


def test_a_sound_profile(made: Profile) -> None:
    report = examine(made)
    assert report.findings == ()
    assert report.exit_status == 0
    assert (report.tally, report.events, report.texts, report.notes) == (v.Tally(3, 7), 11, 3, 2)
    assert report.journal_entries == 3 + 3 + 11 + 2


def test_a_profile_without_a_record_stays_without(profile: Profile) -> None:
    assert examine(profile).exit_status == 0
    assert not profile.folder.exists()
    profile.folder.mkdir()
    assert examine(profile).exit_status == 0
    assert not profile.store.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE attempts SET points = 99 WHERE number = 1", v.ATTEMPT),
        ("UPDATE attempts SET learner = 'R3' WHERE number = 1", v.ATTEMPT),
        ("UPDATE attempts SET seal = 'x' WHERE number = 2", v.ATTEMPT),
        ("UPDATE events SET body = replace(body, 'wu-csf', 'wu-cns') WHERE attempt = 1 AND n = 2", v.EVENTS),
        ("UPDATE events SET body = CAST(body AS BLOB) || x'ff' WHERE n = 1", v.UNREADABLE),
        ("UPDATE events SET hash = 'x' WHERE attempt = 2 AND n = 3", v.EVENTS),
        ("UPDATE events SET rationale = 'other' WHERE attempt = 2 AND n = 3", v.EVENTS),
        ("UPDATE events SET kind = 'noted' WHERE attempt = 2 AND n = 3", v.EVENTS),
        ("DELETE FROM events WHERE attempt = 1 AND n = 5", v.EVENTS),
        ("DELETE FROM events WHERE attempt = 1 AND n = 2", v.EVENTS),
        ("DELETE FROM events WHERE attempt = 3", v.EVENTS),
        ("UPDATE events SET n = n + 10 WHERE attempt = 1 AND n = 5", v.EVENTS),
        ("UPDATE contents SET text = text || ' '", v.CONTENT),
        ("UPDATE contents SET kind = 'cafe' WHERE kind = 'case'", v.CONTENT),
        ("UPDATE notes SET text = 'other' WHERE attempt IS NULL", v.NOTE),
        ("UPDATE notes SET attempt = 1 WHERE attempt = 2", v.NOTE),
        ("UPDATE notes SET evidence = 'I-02' WHERE attempt IS NULL", v.NOTE),
        ("DELETE FROM attempts WHERE number = 3", v.FOREIGN_KEY),
        ("DELETE FROM contents WHERE kind = 'algorithm'", v.FOREIGN_KEY),
    ],
)
def test_each_change_behind_our_back_is_found(made: Profile, change: str, code: str) -> None:
    changing = sqlite3.connect(made.store, isolation_level=None)
    changing.execute(change)
    changing.close()
    report = examine(made)
    assert code in {finding.code for finding in report.findings}
    assert report.exit_status == 1
    assert all(finding.code in v.CODES and finding.message for finding in report.findings)


def test_a_file_of_another_kind_is_a_finding(made: Profile) -> None:
    made.store.write_text("a letter")
    assert [finding.code for finding in examine(made).findings] == [v.REFUSED]
    assert made.store.read_text() == "a letter"


def test_journal_and_backups_are_looked_at(made: Profile) -> None:
    with LearnerStore.open(made, Clock()) as store:
        backup = store.back_up()
        store.add_note("after the backup", evidence="I-01")
        assert store.examine().findings == ()
    backup.path.write_bytes(backup.path.read_bytes()[:8192])
    with made.journal.open("ab") as journal:
        journal.write(b"scribble\n")
    report = examine(made)
    assert {finding.code for finding in report.findings} == {v.BACKUP, v.JOURNAL_LINE}
    assert backup.path.name in " ".join(finding.message for finding in report.findings)

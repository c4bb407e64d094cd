"""Only ordinary files are read; a pipe or a device in a profile is told, never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from relall_trainer.learner.doctor import examine
from relall_trainer.learner.faults import StoreTrouble
from relall_trainer.learner.journal import newest_first, read_journal
from relall_trainer.learner.plain_file import open_plain
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import Clock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no pipes among the files there")


@pytest.mark.parametrize("name", ["learner.db", "journal.jsonl"])
def test_a_pipe_in_the_place_of_a_file_is_refused(name: str, profile: Profile, clock: Clock) -> None:
    profile.folder.mkdir()
    os.mkfifo(profile.folder / name)
    with pytest.raises(StoreTrouble, match="not an ordinary file"):
        LearnerStore.open(profile, clock)
    with pytest.raises(StoreTrouble, match="not an ordinary file"):
        examine(profile)


def test_a_device_has_no_end_and_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.symlink_to("/dev/zero")
    for read in (read_journal, lambda path: next(newest_first(path)), open_plain):
        with pytest.raises((StoreTrouble, OSError), match="not an ordinary file"):
            read(path)


def test_a_folder_name_no_disk_can_hold_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match="too long"):
        examine(Profile(tmp_path / ("n" * 300)))

"""A profile in a fresh folder, a clock, an open store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.samples import Clock


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(profile: Profile, clock: Clock) -> Iterator[LearnerStore]:
    with LearnerStore.open(profile, clock) as opened:
        yield opened

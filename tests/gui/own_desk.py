"""A desk on a profile of its own, with a clock the test turns: what the window has, without the window."""

from __future__ import annotations

from relall_trainer.algorithm_files import algorithm_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.gui.attempt_session import Clock
from relall_trainer.gui.desk import Desk
from relall_trainer.learner.index import HistoryIndex
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder


def desk_of_its_own(profile: Profile, clock: Clock) -> Desk:
    """Store, index and shipped cases of the profile. To be closed by the test."""
    return Desk(
        Shelf(profile),
        lambda: LearnerStore.open(profile, clock),
        lambda: algorithm_text(algorithm_folder()),
        clock,
        open_index=lambda: HistoryIndex.open(profile.history_index),
    )

"""Copies of the open store: made in one go, or beside the work.

The part of ``store.LearnerStore`` that makes them; how is said in ``backups`` and ``copying``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from relall_trainer.learner import backups
from relall_trainer.learner.filing import Filing
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    from relall_trainer.learner.copying import CopyBeside


class Copied(Filing):
    """What is copied, and when. Every method raises a StoreError when the disk refuses."""

    def __init__(self, connection: sqlite3.Connection, profile: Profile, now: Callable[[], datetime]) -> None:
        super().__init__(connection, profile, now)
        self.profile = profile
        self._copy: CopyBeside | None = None

    def back_up(self) -> backups.Backup:
        """Make a verified copy now, in one go, and start a new journal."""
        self.leave_copy_off()
        return backups.back_up(self._connection, self._journal, self.profile, self._now())

    def back_up_if_due(self) -> backups.Backup | None:
        """Make a copy when something changed and the newest one is old enough; cheap to ask often."""
        if not backups.is_due(self.profile, self._now()):
            return None
        return self.back_up()

    @property
    def copying(self) -> bool:
        """Whether a copy is being made beside the work."""
        return self._copy is not None and self._copy.under_way

    def copy_beside_if_due(self) -> CopyBeside | None:
        """Begin a copy for another thread to ``work`` at; None where none is due, or one is under way."""
        from relall_trainer.learner.copying import CopyBeside

        if self.copying:
            return None
        if not backups.is_due(self.profile, self._now()):
            return None
        backup = backups.next_backup(self.profile, self._now())
        self._copy = CopyBeside.begin(self._connection, self._journal, self.profile, backup)
        return self._copy

    def leave_copy_off(self) -> None:
        """Stop the copy that is under way, if there is one; when this returns, nothing of it is left."""
        copy, self._copy = self._copy, None
        if copy is not None:
            copy.leave_off()

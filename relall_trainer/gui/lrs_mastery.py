"""What passing an assignment asks for, where an attempt can be said to pass it: for statements of what was assigned.

A threshold is for the whole of an assignment. Only where that is one case does an attempt reach it or not; of longer
ones nothing is said to be passed or failed, as no one attempt is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.interop.xapi import Mastery

if TYPE_CHECKING:
    from relall_trainer.cohort.received import Received
    from relall_trainer.learner.store import LearnerStore


class AssignedMastery:
    """Looks assignments up among those received in a store."""

    def __init__(self, store: LearnerStore) -> None:
        self._store = store
        self._received: Received | None = None

    def of(self, assignment: str) -> Mastery | None:
        """By its id; None where there is no such threshold, or no such assignment here. Raises StoreError."""
        from relall_trainer.cohort.received import Received

        self._received = self._received or Received()
        try:
            found = self._received.packet(self._store, assignment).assignment
        except LookupError:
            return None
        except StoreError:
            raise
        except TrainerError:  # of a later make than this program
            return None
        if found.mastery is None or len(found.items) != 1:
            return None
        return Mastery(found.mastery.percent, spotless=found.mastery.no_critical)

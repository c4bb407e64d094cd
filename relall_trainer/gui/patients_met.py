"""Every patient met so far, read back from the record a little at a time; what is new is added the next time.

Knows no Qt. Roads tried out afterwards (forks) do not count. What the patients have exercised of the rules is left
to ``clinical.coverage``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relall_trainer.clinical.fingerprint import fingerprint
from relall_trainer.encounter.attempt import ReplayFault
from relall_trainer.errors import BadFile
from relall_trainer.gui.standing import line_of
from relall_trainer.learner.history import EVERYTHING

if TYPE_CHECKING:
    from relall_trainer.clinical.patient import Patient
    from relall_trainer.gui.desk import Desk
    from relall_trainer.learner.records import AttemptRecord

_PAGE = 200


class PatientsMet:
    """The patients by their fingerprint. A patient counts once a decision has been made about her."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read: dict[str, int] = {}  # how many answers of each attempt have been read
        self._patients: dict[str, Patient] = {}

    @property
    def patients(self) -> tuple[Patient, ...]:
        """Those read so far."""
        return tuple(self._patients.values())

    def catch_up(self) -> Iterator[tuple[int, int]]:
        """Read what is new, an attempt at a time; after each (done, of). Raises StoreError."""
        new = list(self._unread())
        for done, stored in enumerate(new, start=1):
            self._take_in(stored)
            yield done, len(new)

    def _unread(self) -> Iterator[AttemptRecord]:
        after = None
        while True:
            page = self._desk.store.summaries(EVERYTHING, after, _PAGE)
            for stored in page:
                fork = line_of(stored).fork
                if stored.answers and not fork and self._read.get(stored.id) != stored.answers:
                    yield stored
            if len(page) < _PAGE:
                return
            after = page[-1].key

    def _take_in(self, stored: AttemptRecord) -> None:
        self._read[stored.id] = stored.answers
        try:
            encounter = self._desk.replayed(stored)
        except (BadFile, ReplayFault):
            return  # an attempt that cannot be read back is told of where attempts are listed
        for visit in encounter.record:
            self._patients.setdefault(fingerprint(visit.patient), visit.patient)

"""Attempts read back on the very case and algorithm they were begun on, whatever has become of either since.

Knows no Qt. Texts come from the store; what was read last is kept, as attempts at one case come in swarms.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.attempt import Event, replay
from relall_trainer.gui.record import from_stored
from relall_trainer.learner.records import Pin

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.encounter.case import Case
    from relall_trainer.encounter.play import Encounter
    from relall_trainer.learner.records import AttemptRecord
    from relall_trainer.learner.store import LearnerStore

_CASES_KEPT = 24
_PATIENTS_KEPT = 512


class PinnedTexts:
    """Cases and algorithms by the hash attempts are pinned to. ``current`` is the algorithm in force."""

    def __init__(self, store: LearnerStore, current: Callable[[], Algorithm]) -> None:
        self._store = store
        self._current = current
        self._cases: OrderedDict[str, Case] = OrderedDict()
        self._earlier: dict[str, Algorithm] = {}
        self._memories: dict[str, Appraisals] = {}

    def case(self, stored: AttemptRecord) -> Case:
        """The case of an attempt. Raises StoreError or BadFile."""
        wanted = stored.head.case_content
        if wanted in self._cases:
            self._cases.move_to_end(wanted)
        else:
            self._cases[wanted] = case_from_text(self._store.content(wanted))
            if len(self._cases) > _CASES_KEPT:
                self._cases.popitem(last=False)
        return self._cases[wanted]

    def algorithm(self, stored: AttemptRecord) -> Algorithm:
        """The algorithm of an attempt. Raises StoreError or BadFile."""
        from relall_trainer.algorithm_files import algorithm_from_text

        current = self._current()
        if stored.head.algorithm_sha256 == current.pin.sha256:
            return current
        wanted = stored.head.algorithm_content
        if wanted not in self._earlier:
            self._earlier[wanted] = algorithm_from_text(self._store.content(wanted))
        return self._earlier[wanted]

    def pins(self, stored: AttemptRecord) -> tuple[Pin, Pin]:
        """Case and algorithm of an attempt, to begin another on the same."""
        head = stored.head
        title = self.algorithm(stored).title
        return (
            Pin(
                head.case_id,
                head.case_version,
                head.case_sha256,
                self._store.content(head.case_content),
                head.case_title,
            ),
            Pin(
                head.algorithm_id,
                head.algorithm_version,
                head.algorithm_sha256,
                self._store.content(head.algorithm_content),
                title,
            ),
        )

    def replayed(self, stored: AttemptRecord, events: Iterable[Event] | None = None) -> Encounter:
        """The attempt played again from its events (asked of the store unless they are at hand).

        Raises StoreError, BadFile, or ReplayFault for events that do not fit.
        """
        if events is None:
            events = [from_stored(data) for data in self._store.events(stored.id)]
        algorithm = self.algorithm(stored)
        wanted = stored.head.algorithm_content
        if wanted not in self._memories:
            self._memories[wanted] = Appraisals(algorithm, keep=_PATIENTS_KEPT)
        return replay(self.case(stored), algorithm, events, memory=self._memories[wanted])

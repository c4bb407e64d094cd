"""Attempts by what was said and shown in them, found through the index of decisions, a page at a time.

Knows no Qt. Newest decision first; an attempt stands once, where its newest decision found stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relall_trainer.gui.standing import AttemptLine, line_of

if TYPE_CHECKING:
    from relall_trainer.learner.history import HistoryFilter
    from relall_trainer.learner.index import DecisionFilter, HistoryIndex
    from relall_trainer.learner.store import LearnerStore

_DECISIONS_AT_ONCE = 200


class AttemptSearch:
    """One search. ``page`` goes on where the page before ended; ``done`` when there is no more."""

    def __init__(self, index: HistoryIndex, store: LearnerStore, wanted: HistoryFilter) -> None:
        from relall_trainer.learner.index import DecisionFilter
        from relall_trainer.learner.records import moment

        self._index = index
        self._store = store
        self._wanted = wanted
        self._since = moment(wanted.since) if wanted.since else ""
        self._asked: DecisionFilter = DecisionFilter(
            text=wanted.text, case_id=wanted.case_id, source=wanted.source
        )
        self._after: int | None = None
        self._met: set[str] = set()
        self.done = False

    def page(self, limit: int) -> list[AttemptLine]:
        """The next attempts, at least ``limit`` of them where there are so many. Raises StoreError."""
        found: list[AttemptLine] = []
        while len(found) < limit and not self.done:
            decisions = self._index.page(self._asked, self._after, _DECISIONS_AT_ONCE)
            self.done = len(decisions) < _DECISIONS_AT_ONCE
            for decision in decisions:
                self._after = decision.key
                if decision.attempt not in self._met:
                    self._met.add(decision.attempt)
                    found += self._fitting(decision.attempt)
        return found

    def _fitting(self, attempt: str) -> list[AttemptLine]:
        try:
            record = self._store.summary(attempt)
        except LookupError:  # the index is a step behind
            return []
        wanted, summary = self._wanted, record.summary
        fits = (
            wanted.status in (None, summary.status)
            and wanted.critical in (None, summary.critical > 0)
            and record.head.started_at >= self._since
        )
        return [line_of(record)] if fits else []

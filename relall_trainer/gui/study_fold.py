"""The schedule of the rules, kept in step with the index of the history.

Knows no Qt. What is already folded is gone on from; everything is folded anew where something came in before it, or
went: a clock set back, a record brought in, an attempt erased. That is told by how many decisions there are and which
is the newest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from relall_trainer.encounter.schedule import Answer, Gathering, Schedule, grade_of

if TYPE_CHECKING:
    from relall_trainer.learner.index import HistoryIndex

_AT_ONCE = 200  # decisions
_Seen = tuple[
    int, int | None, int
]  # decisions in the index, the newest of them, and how often it was written to


class StudyFold:
    """``schedule`` as of the last folding; ``dimension_of``: in which dimension each rule was last asked."""

    def __init__(self) -> None:
        self._begin(None, UTC)

    def _begin(self, index: HistoryIndex | None, zone: tzinfo) -> None:
        self._index = index
        self.schedule = Schedule(zone)
        self._gathering = Gathering(self.schedule)
        self.dimension_of: dict[str, str] = {}
        self._key: int | None = None  # of the last decision folded
        self._seen: _Seen = (0, None, -1)
        self._whole = False

    def catch_up(self, index: HistoryIndex, zone: tzinfo) -> Iterator[tuple[int, int]]:
        """Fold in what is new, decision by decision; now and then (done, of). Left off early it is gone on with.

        Raises StoreError.
        """
        seen = _seen(index)
        if not self._can_go_on(index, zone, seen):
            self._begin(index, zone)
        elif self._whole and seen == self._seen:
            return
        self._seen, self._whole = seen, False
        decisions = groupby(index.grades(self._key), key=attrgetter("key"))
        for done, (key, grades) in enumerate(decisions, start=1):
            for grade in grades:
                answered = grade_of(grade.right, grade.confidence)
                self._gathering.add(Answer(grade.rule, grade.at, answered))
                self.dimension_of[grade.rule] = grade.dimension
            self._key = key
            if done % _AT_ONCE == 0:
                yield done, max(done, seen[0])
        self.schedule = self._gathering.schedule()
        self._gathering = Gathering(self.schedule)
        self._whole = True

    def _can_go_on(self, index: HistoryIndex, zone: tzinfo, seen: _Seen) -> bool:
        """Whether all that is new lies after the last key, where going on finds it, and nothing older went."""
        if index is not self._index or zone != self.schedule.zone:
            return False
        if seen == self._seen:
            return True
        count, last, _ = self._seen
        more = seen[0] - count
        if more <= 0:
            return False
        newest = index.page(limit=more + 1)
        return all(last is None or line.key > last for line in newest[:more]) and (
            last is None or (len(newest) > more and newest[more].key == last)
        )


def _seen(index: HistoryIndex) -> _Seen:
    newest = index.page(limit=1)
    return index.count(), newest[0].key if newest else None, index.revision

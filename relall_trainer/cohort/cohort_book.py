"""The cohorts of a teacher as they are kept: made, changed, taken away, put back.

Every change gives back the cohort as it was before, so that it can be undone with ``put_back``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from relall_trainer.cohort.paper_kinds import COHORT, PaperStore
from relall_trainer.cohort.roster import (
    Cohort,
    Learner,
    RosterFault,
    alike,
    cohort_from_plain,
    sound_title,
)
from relall_trainer.learner.chain import canonical
from relall_trainer.learner.records import new_id


class CohortBook:
    """Reads and keeps cohorts. Every method raises a StoreError where the store refuses."""

    def __init__(self, store: Callable[[], PaperStore]) -> None:
        self._store = store

    def all(self) -> tuple[Cohort, ...]:
        """Every cohort, by name."""
        found = [cohort_from_plain(json.loads(paper.body)) for paper in self._store().papers(COHORT)]
        return tuple(sorted(found, key=lambda cohort: (alike(cohort.name), cohort.id)))

    def find(self, cohort: str) -> Cohort | None:
        """One cohort by its id; None where it has gone."""
        paper = self._store().paper(COHORT, cohort)
        return None if paper is None else cohort_from_plain(json.loads(paper.body))

    def get(self, cohort: str) -> Cohort:
        """One cohort by its id; raises RosterFault where it has gone."""
        found = self.find(cohort)
        if found is None:
            raise RosterFault("That cohort is not here any more.", safe="Nothing was changed.")
        return found

    def create(self, name: str, learners: Iterable[Learner] = ()) -> Cohort:
        """A new cohort; raises RosterFault for a name another one has."""
        made = Cohort(new_id(), self._free(name, "")).with_learners(learners)
        self.put_back(made)
        return made

    def rename(self, cohort: str, name: str) -> Cohort:
        """Give it another name; the cohort as it was."""
        before = self.get(cohort)
        self.put_back(replace(before, name=self._free(name, cohort)))
        return before

    def remove(self, cohort: str) -> Cohort:
        """Take it away; the cohort as it was. What was assigned and handed in stays."""
        before = self.get(cohort)
        self._store().drop_papers(COHORT, [cohort])
        return before

    def put_back(self, cohort: Cohort) -> None:
        """Keep the cohort as it is here: to undo, or after a change to its learners."""
        self._store().put_papers([(COHORT, cohort.id, canonical(cohort.plain()))])

    def add(self, cohort: str, learners: Iterable[Learner]) -> Cohort:
        """Add learners, or give those that are here another name; the cohort as it was."""
        before = self.get(cohort)
        self.put_back(before.with_learners(learners))
        return before

    def change(self, cohort: str, code: str, new: Learner) -> Cohort:
        """Give a learner another code or name; the cohort as it was."""
        before = self.get(cohort)
        self.put_back(before.renamed(code, new))
        return before

    def take_out(self, cohort: str, code: str) -> Cohort:
        """Take a learner out; the cohort as it was."""
        before = self.get(cohort)
        self.put_back(before.without(code))
        return before

    def _free(self, name: str, cohort: str) -> str:
        good = sound_title(name, "name")
        if any(alike(one.name) == alike(good) and one.id != cohort for one in self.all()):
            raise RosterFault(f"There is a cohort {good!r} already.", safe="Nothing was changed.")
        return good

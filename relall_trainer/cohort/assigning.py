"""Making assignments: from a draft to an edition that is kept, and to its files in a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.cohort.assignment import Assignment, assignment_file
from relall_trainer.cohort.draft import Draft
from relall_trainer.cohort.folder import Written, file_name, write_new
from relall_trainer.cohort.keys import own_key
from relall_trainer.cohort.sent import Sent, SentBook, kept_papers
from relall_trainer.cohort.signed_file import ASSIGNMENT

if TYPE_CHECKING:
    from relall_trainer.cohort.cohort_book import CohortBook
    from relall_trainer.cohort.composing import Content
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class Assigning:
    """Makes editions of assignments for one store. ``at`` is when they are issued, in UTC."""

    store: LearnerStore
    book: SentBook
    cohorts: CohortBook
    content: Content
    at: str
    app_version: str

    def make(self, draft: Draft, name: str, version: int) -> Sent:
        """The edition of a draft, kept. Raises NotADraft, BadFile, or CannotAsk for a patient; then nothing is."""
        from relall_trainer.cohort.composing import Issue, compose

        cohort = self.cohorts.get(draft.cohort) if draft.cohort else None
        if cohort is not None and not draft.learners:
            draft = replace(draft, learners=cohort.codes)
        issue = Issue(name, version, self.at, cohort.name if cohort else "", self.app_version)
        composed = compose(draft, self.content, issue)
        for edition in composed.sent.editions:
            assignment_file(edition, own_key(self.store))  # what could not be sent is not kept
        self.store.put_papers(kept_papers(composed.sent, composed.texts))
        return composed.sent


def write_edition(edition: Assignment, store: LearnerStore, folder: Path) -> Written:
    """The file of an edition in a folder: the one for everybody, or that of one learner. Raises TrainerError."""
    whom = ("for", edition.for_learner) if edition.for_learner else ()
    names = [
        file_name(edition.title, f"v{edition.version}", *whom, *more, kind=ASSIGNMENT, without="assignment")
        for more in ((), (edition.id[:8],))
    ]
    text = assignment_file(edition, own_key(store))
    return write_new(folder, names[0], text, otherwise=names[1], learner=edition.for_learner)

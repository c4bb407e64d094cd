"""The teacher's side, without a window: assigning, taking results in, giving feedback out, what a gradebook is made of.

Everything it works with comes in by constructor, and what is dear is asked for only when it is needed. Each part is
done by a module of its own; here they meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.cohort import keys
from relall_trainer.cohort.assigning import write_edition
from relall_trainer.cohort.cohort_book import CohortBook
from relall_trainer.cohort.draft import Draft
from relall_trainer.cohort.folder import Written
from relall_trainer.cohort.learner_keys import MetKey, confirmed_keys, met_keys
from relall_trainer.cohort.roster import Learner, alike
from relall_trainer.cohort.sent import Sent, SentBook, SentHead
from relall_trainer.cohort.shared_folder import TEACHER, SharedFolder
from relall_trainer.cohort.signature import fingerprint
from relall_trainer.learner.records import moment, new_id

if TYPE_CHECKING:
    from relall_trainer.casefiles.shelf import Shelf
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.cohort.as_met import AsMet
    from relall_trainer.cohort.composing import Content
    from relall_trainer.cohort.correcting import Correction
    from relall_trainer.cohort.gradebook import Gradebook
    from relall_trainer.cohort.importing import Aside, Importing
    from relall_trainer.cohort.looking import Looked
    from relall_trainer.cohort.marked_file import MarkedFile
    from relall_trainer.cohort.marking import Marker
    from relall_trainer.cohort.scorer import Scorer
    from relall_trainer.cohort.submission import Submission
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.learner.store import LearnerStore


class Teaching:
    """What a teacher does. Methods raise a StoreError where the store refuses, a TrainerError for what cannot be.

    ``store`` and ``algorithm`` are asked for each time, ``algorithm_text`` and ``questions`` when an assignment is
    made. ``scan`` and ``import_files`` are done in slices: see ``importing``.
    """

    def __init__(
        self,
        store: Callable[[], LearnerStore],
        shelf: Shelf,
        algorithm: Callable[[], Algorithm],
        algorithm_text: Callable[[], str],
        clock: Callable[[], datetime],
        app_version: str,
        questions: Callable[[], Questions],
    ) -> None:
        self._open_store = store
        self._shelf = shelf
        self._algorithm = algorithm
        self._algorithm_text = algorithm_text
        self._clock = clock
        self._app_version = app_version
        self._questions = questions
        self._held: tuple[LearnerStore, SentBook, Scorer] | None = None

    @cached_property
    def cohorts(self) -> CohortBook:
        """The cohorts, to be read and changed."""
        return CohortBook(lambda: self._store)

    @property
    def own_fingerprint(self) -> str:
        """The key of this profile as people compare it; learners confirm it once."""
        return fingerprint(keys.own_key(self._store).public)

    # Assigning

    def create(self, draft: Draft) -> Sent:
        """Make the assignment of a draft and keep it; raises NotADraft, BadFile, or CannotAsk for a patient."""
        return self._make(draft, new_id(), 1)

    def revise(self, assignment: str, draft: Draft) -> Sent:
        """Make a new version of an assignment, which takes the place of the one before."""
        newest = self.sent(assignment)
        return self._make(draft, assignment, newest.assignment.version + 1)

    def draft_of(self, assignment: str) -> Draft:
        """The draft its newest version could have been made from: to begin another, or a new version, with."""
        return self.sent(assignment).draft()

    def assignments(self) -> tuple[SentHead, ...]:
        """The newest version of each assignment, the one issued last first."""
        return self._book.heads()

    def sent(self, assignment: str, version: int | None = None) -> Sent:
        """An assignment as it was sent, by default its newest version; raises BadFile where there is none."""
        return self._book.get(assignment, version)

    def write_files(self, assignment: str, folder: Path, *, own: bool = True) -> tuple[Written, ...]:
        """Write the newest version into a folder: the file for everybody and, with ``own``, those for one learner each.

        Those with a ``learner`` are for her alone: what they say is nobody else's business.
        """
        sent = self.sent(assignment)
        editions = sent.editions if own else (sent.assignment,)
        return tuple(write_edition(one, self._store, folder) for one in editions)

    # Results

    def import_files(self, paths: Iterable[Path]) -> Importing:
        """Take results in, from files and folders: iterate over what this returns."""
        from relall_trainer.cohort.importing import Importing

        return Importing(self._store, self._scorer, paths, self._now)

    def look(self, path: Path) -> Looked:
        """Look at a results file without taking it in; raises FileFault for one that is no whole results file."""
        from relall_trainer.cohort.looking import look_at

        return look_at(path, self._store, self._scorer)

    def aside(self) -> tuple[Aside, ...]:
        """Files that were not taken in, with the reason."""
        from relall_trainer.cohort.importing import aside

        return aside(self._store)

    def clear_aside(self, files: Iterable[str]) -> None:
        """Forget files that lie aside, by their SHA-256."""
        from relall_trainer.cohort.paper_kinds import ASIDE

        self._store.drop_papers(ASIDE, files)

    def handed_in(self, assignment: str) -> int:
        """How many learners handed something in."""
        return len({alike(one.learner) for one in self.marked_files(assignment)})

    def marked_files(self, assignment: str) -> tuple[MarkedFile, ...]:
        """Everything that was handed in for an assignment, as marked by the rules it was written with."""
        return self._scorer.marked_files(self._store, assignment)

    def reading(self, assignment: str) -> Iterator[tuple[int, int]]:
        """Mark what was handed in and is not marked yet, a file at a time: then its gradebook is had quickly."""
        return self._scorer.reading(self._store, assignment)

    def learners_of(self, assignment: str) -> tuple[Learner, ...]:
        """Those it was assigned to, with their names where the cohort still knows them."""
        sent = self.sent(assignment)
        cohort = self.cohorts.find(sent.cohort) if sent.cohort else None
        named = {alike(one.code): one for one in cohort.learners} if cohort else {}
        return tuple(named.get(alike(code), Learner(code)) for code in sent.assignment.learners)

    def gradebook(self, assignment: str) -> Gradebook:
        """The gradebook of the newest version, of all that was handed in so far, with what it was before."""
        from relall_trainer.cohort.earlier import earlier_books
        from relall_trainer.cohort.gradebook import gradebook

        sent, learners = self.sent(assignment), self.learners_of(assignment)
        found = gradebook(
            sent.assignment,
            learners,
            self.marked_files(assignment),
            self._scorer.outline(sent),
            confirmed_keys(self.keys_met(assignment), keys.trusted_keys(self._store)),
        )
        return replace(found, earlier=earlier_books(*self._parts(), learners, found))

    def marker(self, assignment: str) -> Marker:
        """What marks attempts at the newest version: its full cases, its own rules."""
        return self._scorer.marker(self.sent(assignment))

    def submission(self, assignment: str, file: MarkedFile) -> Submission:
        """What a file that was taken in holds, event by event."""
        return self._scorer.submission(self._store, assignment, file.file)

    def as_met(self, assignment: str, file: MarkedFile, attempt: str) -> AsMet:
        """An attempt of a file that was taken in, to be looked at; LookupError where the file does not hold it."""
        from relall_trainer.cohort.as_met import as_met

        sent = self.sent(assignment, file.version)
        submission = self.submission(assignment, file)
        return as_met(sent.assignment, submission, attempt, self._scorer.marker_of(sent, file, attempt))

    # Corrections

    def correction(self, assignment: str) -> Correction:
        """What the cases on the shelf and the rules in force now would change in results that are here."""
        from relall_trainer.cohort.correcting import look

        store, book, scorer = self._parts()
        return look(store, book, scorer, self._content(), assignment)

    def accept(self, correction: Correction) -> None:
        """Have it so: new results are kept beside the old ones, and what comes later is marked like them."""
        from relall_trainer.cohort.correcting import accept

        accept(self._store, self._scorer, correction, self._now())

    # Feedback

    def release(self, assignment: str, folder: Path) -> tuple[Written, ...]:
        """Give the feedback of an exam out: write its file, and keep that it was done. Again gives the same file."""
        from relall_trainer.cohort.feedback_out import release_feedback

        own = keys.own_key(self._store)
        return release_feedback(self._store, self._book, own, assignment, folder, self._now())

    def released_at(self, assignment: str) -> str | None:
        """When feedback was given out; None while it was not."""
        return self._book.released_at(assignment)

    # Keys

    def keys_met(self, assignment: str | None = None) -> tuple[MetKey, ...]:
        """The keys results came with, learner by learner, of one assignment or of all."""
        wanted = (assignment,) if assignment else tuple(head.id for head in self.assignments())
        return met_keys(
            ((one.learner, one.key) for name in wanted for one in self.marked_files(name)),
            keys.trusted_keys(self._store),
        )

    def keys_to_confirm(self, assignment: str | None = None) -> tuple[MetKey, ...]:
        """Those nobody has confirmed yet."""
        return tuple(key for key in self.keys_met(assignment) if not key.confirmed_at)

    def confirm(self, public: str, learner: str) -> None:
        """Keep that the key was compared with the learner and is hers."""
        keys.trust(self._store, public, keys.learner_words(learner), self._now())

    def unconfirm(self, public: str) -> None:
        """Take that back."""
        keys.distrust(self._store, public)

    # The shared folder

    @cached_property
    def shared(self) -> SharedFolder:
        """The folder that is shared with the learners, to be read and chosen."""
        return SharedFolder(lambda: self._store, TEACHER)

    def share(self, assignment: str) -> tuple[Written, ...]:
        """Put the file for everybody into the shared folder, and the feedback once it was given out."""
        folder = self.shared.needed()
        written = self.write_files(assignment, folder, own=False)
        return written + (self.release(assignment, folder) if self.released_at(assignment) else ())

    def scan(self) -> Importing | None:
        """Take in what is new in the shared folder: iterate over it. None where there is nothing, or no folder."""
        found = self.shared.look()
        return self.import_files(found) if found else None

    # Parts

    @property
    def _store(self) -> LearnerStore:
        return self._parts()[0]

    @property
    def _book(self) -> SentBook:
        return self._parts()[1]

    @property
    def _scorer(self) -> Scorer:
        return self._parts()[2]

    def _parts(self) -> tuple[LearnerStore, SentBook, Scorer]:
        """What goes with the store that is open now; another one knows nothing of what was read from the one before."""
        from relall_trainer.cohort.portions import take_back
        from relall_trainer.cohort.scorer import Scorer

        store = self._open_store()
        if self._held is None or self._held[0] is not store:
            take_back(store)
            book = SentBook(store)
            self._held = store, book, Scorer(book, self._algorithm)
        return self._held

    def _now(self) -> str:
        return moment(self._clock())

    def _content(self) -> Content:
        from relall_trainer.cohort.composing import Content

        return Content(self._shelf, self._algorithm, self._algorithm_text, self._questions)

    def _make(self, draft: Draft, name: str, version: int) -> Sent:
        from relall_trainer.cohort.assigning import Assigning

        store, book, scorer = self._parts()
        making = Assigning(store, book, self.cohorts, self._content(), self._now(), self._app_version)
        sent = making.make(draft, name, version)
        scorer.forget()
        return sent

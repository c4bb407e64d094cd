"""Marks what was handed in by the cases and rules kept with its assignment, and keeps what it came to.

Which file belongs to which edition is found here; reading the file is left to ``submission``, the marks to ``marking``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from relall_trainer.algorithm_files import algorithm_from_text
from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.assignment import Assignment
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.cohort.flags import OTHER_VERSION, Flag
from relall_trainer.cohort.marked_file import MarkedFile, mark_file
from relall_trainer.cohort.marking import CaseDiffers, Marker
from relall_trainer.cohort.marking_basis import Basis
from relall_trainer.cohort.outline import Outline, outline_of
from relall_trainer.cohort.paper_kinds import SUBMISSION, submission_id, versions_of
from relall_trainer.cohort.results_file import read_results
from relall_trainer.cohort.sent import Sent, SentBook
from relall_trainer.cohort.signed_file import Sealed
from relall_trainer.cohort.submission import Submission
from relall_trainer.encounter.attempt import ReplayFault

if TYPE_CHECKING:
    from relall_trainer.cohort.marks import Pins
    from relall_trainer.encounter.case import Case
    from relall_trainer.learner.store import LearnerStore

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Handed:
    """A results file that fits an assignment kept here, as marked."""

    sent: Sent
    assignment: Assignment
    submission: Submission
    marked: MarkedFile


class Scorer:
    """Marks results files; keeps the cases and rules it has read. Not for two threads at once.

    ``algorithm`` is the one in force: editions pinned to it need no other.
    """

    def __init__(self, book: SentBook, algorithm: Callable[[], Algorithm]) -> None:
        self._book = book
        self._algorithm = algorithm
        self._algorithms: dict[str, Algorithm] = {}
        self._cases: dict[str, Case] = {}
        self._markers: dict[tuple[str, int], Marker] = {}
        self._bases: dict[tuple[str, int], Basis] = {}
        self._editions: dict[tuple[str, int], dict[str, Assignment]] = {}
        self._rolls: dict[str, frozenset[str]] = {}
        self._read: dict[str, tuple[Sealed, Submission]] = {}
        self._marked: dict[str, MarkedFile] = {}

    def handed(self, file: Sealed, submission: Submission) -> Handed:
        """The file as marked; raises FileFault where it belongs to no assignment here or cannot be played again."""
        sent, assignment = self._edition(file, submission)

        def mark(marker: Marker) -> MarkedFile:
            return mark_file(
                marker, assignment, submission, file.sha256, file.key, lambda: self._earlier(sent)
            )

        return Handed(sent, assignment, submission, self._played(sent, file, mark))

    def _earlier(self, sent: Sent) -> Iterator[Marker]:
        """What an edition was marked by before it was corrected, the last first."""
        return (self.marker_on(basis) for basis in self._book.earlier_bases(sent))

    def check(self, file: Sealed, submission: Submission) -> None:
        """See to it that the file could be marked: raises as ``handed`` does, and makes nothing of it."""
        sent, assignment = self._edition(file, submission)

        def check(marker: Marker) -> None:
            for attempt in submission.attempts:
                marker.check(assignment, attempt)  # what was played fits the first cases, if any

        self._played(sent, file, check)

    def _played(self, sent: Sent, file: Sealed, play: Callable[[Marker], _T]) -> _T:
        """By the cases as corrected last where she can have played them, else as they were before."""
        try:
            try:
                return play(self.marker(sent))
            except ReplayFault:
                for earlier in self._earlier(sent):
                    with suppress(ReplayFault):
                        return play(earlier)
                raise
        except CaseDiffers as fault:
            raise file_fault("case-differs", file.name, case=fault.what) from None
        except ReplayFault as fault:
            raise file_fault("does-not-replay", file.name, attempt=fault.place, reason=fault.what) from None

    def marked_files(self, store: LearnerStore, assignment: str) -> tuple[MarkedFile, ...]:
        """Everything handed in for an assignment, each marked by the cases and rules of its own version.

        Items are counted as in the newest version. What was marked before is kept at hand.
        """
        versions = {one: self._book.get(assignment, one) for one in self._book.versions(assignment)}
        if not versions:
            return ()
        newest = versions[max(versions)]
        return tuple(as_in(newest, versions[one.version], one) for one in self.own_files(store, assignment))

    def own_files(self, store: LearnerStore, assignment: str) -> tuple[MarkedFile, ...]:
        """The same, items counted as in the version each file is for; in the order of their hashes."""
        return tuple(
            self._marked.get(name) or self._mark_again(store, name)
            for name in store.paper_ids(SUBMISSION, versions_of(assignment))
        )

    def reading(self, store: LearnerStore, assignment: str) -> Iterator[tuple[int, int]]:
        """Mark what is not at hand yet, a file at a time: (done, of so many)."""
        names = list(store.paper_ids(SUBMISSION, versions_of(assignment)))
        yield 0, len(names)
        for done, name in enumerate(names, start=1):
            if name not in self._marked:
                self._mark_again(store, name)
                yield done, len(names)

    def _mark_again(self, store: LearnerStore, name: str) -> MarkedFile:
        read = self._read.pop(name, None) or _kept_file(store, name)
        self._marked[name] = self.handed(*read).marked
        return self._marked[name]

    def submission(self, store: LearnerStore, assignment: str, file: str) -> Submission:
        """What was handed in with a file that was taken in, by its SHA-256."""
        return _kept_file(store, submission_id(assignment, file))[1]

    def remember(self, file: Sealed, submission: Submission) -> None:
        """Keep at hand what was just read and is kept, so that it need not be read again to be marked."""
        self._read[submission_id(submission.assignment, file.sha256)] = file, submission

    def forget(self) -> None:
        """Read anew by what editions are marked, and who they are for; and mark anew."""
        self._marked.clear()
        self._cases.clear()
        self._markers.clear()
        self._bases.clear()
        self._editions.clear()
        self._rolls.clear()

    def outline(self, sent: Sent) -> Outline:
        """The decisions an edition can ask."""
        return outline_of(self.marker(sent), sent.assignment)

    def basis(self, sent: Sent) -> Basis:
        """By which cases and rules an edition is marked."""
        key = sent.assignment.id, sent.assignment.version
        if key not in self._bases:
            self._bases[key] = self._book.basis(sent)
        return self._bases[key]

    def marker(self, sent: Sent) -> Marker:
        """What marks attempts at an edition."""
        key = sent.assignment.id, sent.assignment.version
        if key not in self._markers:
            self._markers[key] = self.marker_on(self.basis(sent))
        return self._markers[key]

    def marker_of(self, sent: Sent, file: MarkedFile, attempt: str) -> Marker:
        """What an attempt of a file was marked by: the edition's, or an earlier one where it fits that alone."""
        now = self.marker(sent)
        pins = next((one.pins for one in file.results if one.attempt == attempt), None)
        return next((one for one in (now, *self._earlier(sent)) if pins and _made(one, pins)), now)

    def prepare(self, assignment: str, version: int) -> Iterator[None]:
        """Read what an edition is marked by, a piece at a time, so that nothing takes long when it is marked."""
        if (assignment, version) in self._markers:
            return
        sent = self._book.find(assignment, version)
        if sent is not None:
            yield
            for name in self.basis(sent).cases.values():
                self._case(name)
                yield
            self.marker(sent)
            yield

    def _case(self, name: str, text: str | None = None) -> Case:
        """A case by the hash of its text."""
        if name not in self._cases:
            self._cases[name] = case_from_text(text or self._book.text(name))
        return self._cases[name]

    def marker_on(self, basis: Basis, texts: Mapping[str, str] = MappingProxyType({})) -> Marker:
        """What marks on a basis; ``texts`` are those not kept yet, by their hash."""

        def text(name: str) -> str:
            return texts.get(name) or self._book.text(name)

        cases = {case: self._case(name, texts.get(name)) for case, name in basis.cases.items()}
        if basis.rules_sha256 not in self._algorithms:
            now = self._algorithm()
            same = now.pin.sha256 == basis.rules_sha256
            self._algorithms[basis.rules_sha256] = now if same else algorithm_from_text(text(basis.rules))
        return Marker(cases, self._algorithms[basis.rules_sha256])

    def _edition(self, file: Sealed, submission: Submission) -> tuple[Sent, Assignment]:
        wanted, version = submission.assignment, submission.assignment_version
        sent = self._book.find(wanted, version)
        if sent is None:
            raise file_fault("unknown-assignment", file.name)
        editions = self._editions.get((wanted, version))
        if editions is None:
            editions = self._editions[wanted, version] = {one.sha256: one for one in sent.editions}
        edition = editions.get(submission.assignment_sha256)
        if edition is None:
            raise file_fault("other-assignment", file.name, wanted=f"“{sent.assignment.title}” as kept here")
        if edition.for_learner not in ("", submission.learner):
            raise file_fault("contradicts", file.name, reason=f"the assignment was {edition.for_learner}'s")
        roll = self._roll(wanted)
        if roll and submission.learner not in roll:
            raise file_fault("unknown-learner", file.name, learner=submission.learner)
        return sent, edition

    def _roll(self, assignment: str) -> frozenset[str]:
        """Everybody any version was meant for; empty where one was for anybody."""
        if assignment not in self._rolls:
            versions = self._book.versions(assignment)
            rolls = [self._book.get(assignment, version).assignment.learners for version in versions]
            self._rolls[assignment] = frozenset() if () in rolls else frozenset().union(*rolls)
        return self._rolls[assignment]


def _made(marker: Marker, pins: Pins) -> bool:
    cases = {case.sha256 for case in marker.cases.values()}
    return pins.case_sha256 in cases and marker.algorithm.pin.sha256 == pins.algorithm_sha256


def as_in(newest: Sent, own: Sent, marked: MarkedFile) -> MarkedFile:
    """A file for an earlier version, its items counted as in the newest; of cases that are gone nothing is left."""
    if own is newest:
        return marked
    places = {item.sha256: place for place, item in enumerate(newest.assignment.items)}
    asked = [places.get(item.sha256) for item in own.assignment.items]
    results = tuple(
        replace(one, item=place) for one in marked.results if (place := asked[one.item]) is not None
    )
    return replace(marked, results=results, flags=(*marked.flags, Flag(OTHER_VERSION, str(marked.version))))


def _kept_file(store: LearnerStore, name: str) -> tuple[Sealed, Submission]:
    paper = store.paper(SUBMISSION, name)
    text = "" if paper is None else paper.body
    return read_results(text.encode(), "a results file of the record")

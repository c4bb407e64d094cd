"""Makes the file a learner hands in: her attempts event by event, signed with her key, and the receipt for it.

What may be handed in when is left to ``coursework``; keeping and writing the file to ``receipts``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from relall_trainer.cohort.course_lines import CourseLine, Played
from relall_trainer.cohort.exam_log import Entry, Exam, ExamLog, entries_in
from relall_trainer.cohort.paper_kinds import Papers
from relall_trainer.cohort.receipts import Receipt, receipts
from relall_trainer.cohort.times import is_before
from relall_trainer.encounter.events import Started
from relall_trainer.encounter.play import PRACTICE
from relall_trainer.encounter.scoring import exact_points
from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.learner.log import events_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from relall_trainer.cohort.received import Packet
    from relall_trainer.cohort.shared_folder import SharedFolder
    from relall_trainer.cohort.sittings import Sittings
    from relall_trainer.cohort.submission import Claim, LoggedAttempt
    from relall_trainer.learner.store import LearnerStore


def practice_attempts(
    store: LearnerStore, packet: Packet, played: Sequence[Sequence[Played]]
) -> tuple[tuple[LoggedAttempt, ...], tuple[Claim, ...]]:
    """Every attempt begun at each case, and what those finished came to by the learner's own rules."""
    from relall_trainer.cohort.submission import Claim, log_attempt

    asked = packet.assignment
    logged, claims = [], []
    for place, tries in enumerate(played):
        for one in tries:
            events = events_of(store, one.attempt)
            logged.append(log_attempt(asked.id, packet.learner, one.attempt, place, PRACTICE, events))
            if one.finished:
                sums = store.summary(one.attempt).summary
                points, possible = exact_points(sums.points), exact_points(sums.possible)
                claims.append(Claim(one.attempt, points, possible, sums.critical))
    return tuple(logged), tuple(claims)


def exam_attempts(packet: Packet, exams: Sequence[tuple[Exam, Sequence[Entry]]]) -> tuple[LoggedAttempt, ...]:
    """Every case begun in these exams, wherever the assignment has it now; one it asks for no more is left out.

    Nothing is claimed: nobody here knows what they came to.
    """
    from relall_trainer.cohort.submission import log_attempt

    asked = packet.assignment
    places = {item.sha256: place for place, item in enumerate(asked.items)}
    logged = []
    for exam, entries in exams:
        for item, attempt in enumerate(exam.attempts):
            events = tuple(entry.event for entry in entries if entry.item == item)
            begun = events[0] if events else None
            if isinstance(begun, Started) and begun.case_sha256 in places:
                place = places[begun.case_sha256]
                logged.append(log_attempt(asked.id, packet.learner, attempt, place, asked.mode, events))
    return tuple(logged)


class NotNow(TrainerError):
    """What cannot be done with an assignment as it stands; nothing was changed."""

    def __init__(self, what: str, todo: str = "") -> None:
        super().__init__(what, safe="Nothing was changed.", todo=todo)


class HandingIn:
    """Hands in for one learner; what is handed in is kept with its receipt before any file is written."""

    def __init__(
        self,
        store: Callable[[], LearnerStore],
        sittings: Sittings,
        shared: SharedFolder,
        clock: Callable[[], datetime],
        app_version: str,
    ) -> None:
        self._store = store
        self._sittings = sittings
        self._shared = shared
        self._clock = clock
        self._app_version = app_version

    def hand_in(
        self, packet: Packet, line: CourseLine, played: Sequence[Sequence[Played]], folder: Path | None
    ) -> Receipt:
        """Hand in what there is, into ``folder`` or else the folder shared with the teacher; ``played`` in practice.

        Raises NotNow where there is nothing to hand in, or no folder.
        """
        folder = folder or self._shared.path
        if folder is None:
            raise NotNow("No folder is chosen for the file.", "Choose where it goes.")
        kept = self._exam(packet, line.exam) if line.is_exam else self._practice(packet, played)
        try:
            return self.write_again(kept, folder)
        except TrainerError as error:
            if isinstance(error, StoreError):
                raise
            return kept

    def write_again(self, receipt: Receipt, folder: Path) -> Receipt:
        """Put the very file of a hand-in into a folder; the receipt with its place. Raises TrainerError."""
        written = receipt.written(folder)
        self._store().put_papers(written.papers())
        self._shared.remember(folder)
        return written

    def _practice(self, packet: Packet, played: Sequence[Sequence[Played]]) -> Receipt:
        if not any(one.finished for tries in played for one in tries):
            raise NotNow("No case has been played to its end yet.", "Finish one, then hand in.")
        return self._keep(packet, *practice_attempts(self._store(), packet, played), ())

    def _exam(self, packet: Packet, standing: Exam | None) -> Receipt:
        if standing is None:
            raise NotNow("There is nothing new to hand in.", "The last file can be saved once more.")
        by = self._sittings.packet(standing, packet)
        exam, closing = self._sittings.go_on(standing, packet).closing()
        log = ExamLog(self._store())
        before = [(one, log.entries(one.id)) for one in log.exams(packet.id) if one.handed_in]
        now = (exam, (*log.entries(exam.id), *entries_in(closing)))
        return self._keep(by, exam_attempts(by, (*before, now)), (), closing)

    def _keep(
        self, packet: Packet, logged: tuple[LoggedAttempt, ...], claims: tuple[Claim, ...], besides: Papers
    ) -> Receipt:
        before = receipts(self._store(), packet.id)
        number = before[-1].number + 1 if before else 1
        receipt = receipt_for(self._store(), packet, number, logged, claims, self._clock(), self._app_version)
        self._store().put_papers((*besides, *receipt.papers()))
        return receipt


def receipt_for(
    store: LearnerStore,
    packet: Packet,
    number: int,
    logged: tuple[LoggedAttempt, ...],
    claims: tuple[Claim, ...],
    now: datetime,
    app_version: str,
) -> Receipt:
    """The signed file with its receipt; nothing is kept or written yet. Raises StoreError, FileFault."""
    from relall_trainer.cohort.folder import file_name
    from relall_trainer.cohort.keys import own_key
    from relall_trainer.cohort.signed_file import RESULTS
    from relall_trainer.cohort.submission import Submission, submission_file

    asked = packet.assignment
    made_at = now.isoformat(timespec="milliseconds")
    submission = Submission(
        assignment=asked.id,
        assignment_version=asked.version,
        assignment_sha256=asked.sha256,
        learner=packet.learner,
        name=packet.name,
        number=number,
        made_at=made_at,
        app_version=app_version,
        attempts=logged,
        claims=claims,
    )
    return Receipt(
        assignment=asked.id,
        title=asked.title,
        learner=packet.learner,
        number=number,
        made_at=made_at,
        name=file_name(asked.title, packet.learner, str(number), kind=RESULTS, without="results"),
        text=submission_file(submission, own_key(store)),
        attempts=tuple((one.id, len(one.events)) for one in logged),
        late=asked.due_at is not None and not is_before(asked.due_at, now),
    )

"""The feedback on an exam, once it may be read: the exam's log becomes ordinary attempts on the full cases.

From then on history, review and debrief have them like any other attempt; what was not answered is kept to be read
besides (``not_answered``), and what the exam came to is reckoned (``exam_score``). Full cases and rules come from a
feedback file, or, where the assignment lets the learner read at once or from a day on, from her own copy of the
program if it holds the very same ones. Which decisions were read is kept, so that the others can be offered again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from relall_trainer.cohort import paper_kinds as kinds
from relall_trainer.cohort.exam_log import Entry, Exam, ExamLog
from relall_trainer.cohort.feedback import Feedback, feedback_of
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.cohort.receipts import receipts
from relall_trainer.cohort.times import is_before
from relall_trainer.encounter.attempt import Committed, Event, Finished, Started, replay
from relall_trainer.encounter.play import EXAM
from relall_trainer.errors import BadFile, StoreError, TrainerError
from relall_trainer.learner.chain import canonical, digest
from relall_trainer.learner.log import plain_of
from relall_trainer.learner.records import AttemptHead, moment
from relall_trainer.learner.standing import summary_of

if TYPE_CHECKING:
    from relall_trainer.casefiles.shelf import Shelf
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.paper_kinds import Papers
    from relall_trainer.cohort.received import Packet
    from relall_trainer.cohort.signed_file import SignedFile
    from relall_trainer.cohort.sittings import Sittings
    from relall_trainer.encounter.case import Case
    from relall_trainer.learner.arrivals import Arrival
    from relall_trainer.learner.store import LearnerStore

Texts = Mapping[str, str]
"""Full case texts by the hash of their case files."""


def texts_of(file: SignedFile, asked: Assignment, teacher: str) -> tuple[Texts, str]:
    """The full cases of a feedback file by the hash of their case files, and its rules; all of it checked.

    Raises FileFault.
    """
    from relall_trainer.cohort.packet import opened_release

    opened = opened_release(file, asked, teacher)
    texts = zip(opened.cases, opened.release.cases, strict=True)
    return {case.sha256: text for case, text in texts}, opened.release.rules_text


def own_texts(shelf: Shelf, algorithm: Algorithm, asked: Assignment) -> Texts | None:
    """The same from her own copy of the program; None where it holds other cases or other rules."""
    if algorithm.pin.sha256 != asked.rules.sha256:
        return None
    entries = {entry.sha256: entry for entry in shelf.heads() if entry.sha256 and not entry.fault}
    try:
        return {item.sha256: shelf.case_text(entries[item.sha256].id) for item in asked.items}
    except (KeyError, BadFile):
        return None


def give_out(
    store: LearnerStore,
    assignment: str,
    exams: Sequence[tuple[Exam, Assignment]],
    texts: Texts,
    rules_text: str,
    clock: Callable[[], datetime],
    besides: Papers = (),
) -> Feedback:
    """Take the exams handed in into the record as attempts, and keep that they may be read; all of it or nothing.

    Each exam comes with the assignment it was begun on. Raises StoreError, or TrainerError where one does not fit.
    """
    from relall_trainer.casefiles.prepared import case_from_text
    from relall_trainer.cohort.exam_score import exam_score
    from relall_trainer.cohort.marking import Marker

    known = feedback_of(store, assignment) or Feedback(assignment, moment(clock()))
    log = ExamLog(store)
    algorithm = _algorithm(rules_text)
    marker = Marker({sha256: case_from_text(text) for sha256, text in texts.items()}, algorithm)
    arrivals: list[Arrival] = []
    counts, answered, unread = dict(known.attempts), dict(known.answered), dict(known.texts)
    kept: dict[str, str] = {}
    for exam, asked in exams:
        entries = log.entries(exam.id)
        for place, (attempt, item) in enumerate(zip(exam.attempts, asked.items, strict=True)):
            if attempt in counts or item.sha256 not in texts:
                continue
            events, text = events_at(entries, place), texts[item.sha256]
            if events:
                arrivals.append(_arrival(attempt, events, text, rules_text, algorithm))
            counts[attempt] = len(marker.blank(asked, place).marks)
            answered[attempt] = sum(isinstance(event, Committed) for event in events)
            if answered[attempt] < counts[attempt]:
                unread[attempt] = digest(text)
                kept |= {digest(text): text, digest(rules_text): rules_text}
    asked_for = [asked for _, asked in exams]
    whole = all(item.sha256 in texts for asked in asked_for for item in asked.items)
    after = replace(
        known,
        attempts=counts,
        answered=answered,
        texts=unread,
        rules=digest(rules_text),
        score=exam_score(marker, asked_for, receipts(store, assignment)) if whole else None,
    )
    papers = (*after.papers(), *((kinds.TEXT, name, text) for name, text in kept.items()), *besides)
    refused = [one.reason for one in store.take_in(arrivals, papers) if one.reason]
    if refused:
        raise TrainerError(
            f"A case of the exam could not be taken into your record: {refused[0]}.",
            safe="The exam itself is as it was.",
            todo="Report this to whoever gave you the program.",
        )
    return after


def events_at(entries: Sequence[Entry], item: int) -> tuple[Event, ...]:
    """The events of an exam at one of its items, in order."""
    return tuple(entry.event for entry in entries if entry.item == item)


def _arrival(
    attempt: str,
    events: tuple[Event, ...],
    case_text: str,
    rules_text: str,
    algorithm: Algorithm,
) -> Arrival:
    from relall_trainer.casefiles.prepared import case_from_text
    from relall_trainer.learner.arrivals import Arrival

    case: Case = case_from_text(case_text)
    encounter = replay(case, algorithm, events)
    begun = events[0]
    if not isinstance(begun, Started):
        raise TypeError("an attempt begins with started")
    finished = next((event.at for event in events if isinstance(event, Finished)), None)
    head = AttemptHead(
        id=attempt,
        learner="",
        case_id=case.head.id,
        case_version=case.head.version,
        case_sha256=case.sha256,
        case_title=case.head.title,
        case_content=digest(case_text),
        algorithm_id=algorithm.pin.id,
        algorithm_version=algorithm.pin.version,
        algorithm_sha256=algorithm.pin.sha256,
        algorithm_content=digest(rules_text),
        scoring_version=begun.scoring,
        seed=None,
        mode=begun.mode,
        started_at=moment(datetime.fromisoformat(begun.at)),
    )
    bodies = tuple(canonical(plain_of(event)) for event in events)
    return Arrival(head, summary_of(encounter, finished), bodies, (), case_text, rules_text)


def _algorithm(rules_text: str) -> Algorithm:
    from relall_trainer.algorithm_files import algorithm_from_text

    return algorithm_from_text(rules_text)


class FeedbackIn:
    """Takes feedback in for one learner: from a file, or from what her own program holds."""

    def __init__(
        self,
        store: Callable[[], LearnerStore],
        shelf: Shelf,
        algorithm: Callable[[], Algorithm],
        algorithm_text: Callable[[], str],
        clock: Callable[[], datetime],
        sittings: Sittings,
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._algorithm_now = algorithm
        self._algorithm_text = algorithm_text
        self._clock = clock
        self._sittings = sittings

    def take(self, file: SignedFile, version: int, packet: Packet) -> Feedback | None:
        """Take a feedback file on this version of an assignment; None where it is kept until the exam is handed in.

        Raises FileFault.
        """
        exams = self._exams(packet)
        begun = next((one for _, one in exams if one.version == version), packet.assignment)
        if begun.mode != EXAM:
            raise file_fault("other-assignment", file.name, wanted="an exam of yours")
        texts, rules_text = texts_of(file, begun, packet.key)
        kept = ((kinds.FEEDBACK_FILE, packet.id, file.text),)
        ready = [one for one in exams if one[0].handed_in]
        if not ready:
            self._store().put_papers(kept)
            return None
        if not any(item.sha256 in texts for _, asked in ready for item in asked.items):
            sat = ready[-1][1]
            raise file_fault("other-assignment", file.name, wanted=f"“{sat.title}”, version {sat.version}")
        return give_out(self._store(), packet.id, ready, texts, rules_text, self._clock, kept)

    def give_out_due(self, packet: Packet) -> bool:
        """Make readable what may be read by now; whether anything became so.

        A file that was kept and turns out not to fit what was handed in is let go of: opened again it says why.
        """
        if packet.assignment.mode != EXAM:
            return False
        ready = [one for one in self._exams(packet) if one[0].handed_in]
        known = feedback_of(self._store(), packet.id)
        told = known.attempts if known is not None else {}
        if all(exam.attempts[0] in told for exam, _ in ready):
            return False
        try:
            found = self._texts(packet, ready[-1][1])
            if found is not None:
                give_out(self._store(), packet.id, ready, *found, self._clock)
        except StoreError:
            raise
        except TrainerError:
            self._store().drop_papers(kinds.FEEDBACK_FILE, [packet.id])
            return False
        return found is not None

    def _texts(self, packet: Packet, begun: Assignment) -> tuple[Texts, str] | None:
        """Full cases and rules for an exam handed in, where it may be read; else None."""
        from relall_trainer.cohort.signed_file import FEEDBACK, parse_signed
        from relall_trainer.cohort.terms import ON_DATE, ON_HAND_IN

        kept = self._store().paper(kinds.FEEDBACK_FILE, packet.id)
        if kept is not None:
            file = parse_signed(kept.body.encode(), "the feedback", FEEDBACK)
            return texts_of(file, begun, packet.key)
        terms = packet.assignment
        on_day = terms.release == ON_DATE and not is_before(terms.release_at, self._clock())
        if terms.release != ON_HAND_IN and not on_day:
            return None
        texts = own_texts(self._shelf, self._algorithm_now(), begun)
        return None if texts is None else (texts, self._algorithm_text())

    def _exams(self, packet: Packet) -> list[tuple[Exam, Assignment]]:
        exams = ExamLog(self._store()).exams(packet.id)
        return [(exam, self._sittings.packet(exam, packet).assignment) for exam in exams]

"""Exams on disk and at the table: begin one, go on with one, and on which packet each was begun.

What happens while one is sat is left to ``exam_sitting``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from relall_trainer.cohort.exam_log import (
    Entry,
    Exam,
    ExamLog,
    Time,
    entry_papers,
    packet_papers,
    time_papers,
)
from relall_trainer.cohort.exam_sitting import ExamSitting
from relall_trainer.cohort.received import Packet, packet_of
from relall_trainer.encounter.events import Started
from relall_trainer.encounter.play import EXAM
from relall_trainer.encounter.unrated import Unrated
from relall_trainer.learner.records import new_id

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.learner.store import LearnerStore


class Sittings:
    """The exams of one learner."""

    def __init__(
        self,
        store: Callable[[], LearnerStore],
        algorithm: Callable[[], Algorithm],
        clock: Callable[[], datetime],
        ticks: Callable[[], int] | None,
        app_version: str,
    ) -> None:
        self._store = store
        self._algorithm = algorithm
        self._clock = clock
        self._ticks = ticks or _monotonic_ms
        self._app_version = app_version

    def begin(self, packet: Packet, number: int) -> ExamSitting:
        """Begin an exam, the ``number``-th of its assignment; on disk when this returns, its time not running yet."""
        asked = packet.assignment
        at = self._clock().isoformat(timespec="milliseconds")
        attempts = tuple(new_id() for _ in asked.items)
        exam = Exam(new_id(), asked.id, asked.version, number, at, attempts, of=0)
        exam = replace(exam, of=self._sit(exam, packet).of)
        first = Entry(0, replace(starts_of(asked, self._app_version)[0], at=at))
        self._store().put_papers(
            (
                *exam.papers(),
                *packet_papers(exam.id, packet.text),
                *entry_papers(exam.id, 0, (first,)),
                *time_papers(exam.id, Time()),
            )
        )
        return self._sit(exam, packet)

    def go_on(self, exam: Exam, newest: Packet) -> ExamSitting:
        """An exam as it was left."""
        return self._sit(exam, self.packet(exam, newest))

    def packet(self, exam: Exam, newest: Packet) -> Packet:
        """What an exam is sat by: the newest packet where it asks for the same, else the one it was begun on."""
        if newest.assignment.version == exam.version:
            return newest
        begun = packet_of(ExamLog(self._store()).packet_text(exam.id), newest.learner, newest.received_at)
        same = begun.assignment.items == newest.assignment.items
        same = same and begun.assignment.rules == newest.assignment.rules
        return newest if same else begun

    def time_is_up(self, exam: Exam, newest: Packet) -> bool:
        """Whether no time is left of an exam."""
        seconds = self.packet(exam, newest).assignment.seconds_allowed
        return seconds is not None and ExamLog(self._store()).time(exam.id).used_ms >= seconds * 1000

    def _sit(self, exam: Exam, packet: Packet) -> ExamSitting:
        from relall_trainer.casefiles.prepared import case_from_text

        asked = packet.assignment
        return ExamSitting(
            self._store(),
            exam,
            [case_from_text(item.text) for item in asked.items],
            Unrated(self._algorithm()),
            asked.seconds_allowed,
            self._clock,
            self._ticks,
            starts_of(asked, self._app_version),
        )


def starts_of(asked: Assignment, app_version: str) -> tuple[Started, ...]:
    """How each case of an exam begins, but for its time; pinned to the rules it will be rated by, not to those here."""
    rules = asked.rules
    return tuple(
        Started(
            at="",
            case=item.case,
            case_version=item.version,
            case_sha256=item.sha256,
            algorithm=rules.id,
            algorithm_version=rules.version,
            algorithm_sha256=rules.sha256,
            scoring=asked.scoring,
            app_version=app_version,
            mode=EXAM,
            assignment=asked.id,
        )
        for item in asked.items
    )


def _monotonic_ms() -> int:
    import time

    return time.monotonic_ns() // 1_000_000

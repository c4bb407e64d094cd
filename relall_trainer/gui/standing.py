"""What the pages show of cases and attempts: plain values, gathered by ``desk`` from the shelf and the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.clinical.plain_words import counted
from relall_trainer.gui.moment_words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relall_trainer.casefiles.shelf import ShelfEntry
    from relall_trainer.encounter.case import CaseHead
    from relall_trainer.learner.records import AttemptRecord

OPEN, FINISHED, ABANDONED = "open", "finished", "abandoned"
FRESH = "fresh-"
"""What the ids of cases begin with that were made for practice."""
FORK = "fork"
"""The mode of an attempt that takes another road from a decision of an earlier one."""
EXAM = "exam"
STATUS_WORDS = {OPEN: "Under way", FINISHED: "Finished", ABANDONED: "Given up"}


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt in a list. ``started_at`` is ISO 8601 in UTC; ``percent`` the text shown, without the sign."""

    id: str
    case: str
    case_title: str
    case_version: str
    started_at: str
    status: str
    answers: int
    percent: str | None
    points: float
    possible: float
    critical: int
    ending: str
    mode: str = "practice"

    @property
    def fork(self) -> bool:
        """Whether it takes another road from a decision of an earlier attempt; such a one never counts."""
        return self.mode == FORK

    @property
    def apart(self) -> str:
        """What sets it apart from an attempt of one's own accord, in words; empty where nothing does."""
        if self.fork:
            return "another road, counts nowhere"
        return "exam" if self.mode == EXAM else ""

    @property
    def practice(self) -> bool:
        """Whether it is at a patient made for practice."""
        return self.case.startswith(FRESH)

    @property
    def status_words(self) -> str:
        return "At its ending" if self._at_its_ending else STATUS_WORDS.get(self.status, self.status)

    @property
    def _at_its_ending(self) -> bool:
        """Whether all is decided but it was left before its debrief."""
        return self.status == OPEN and bool(self.ending)

    def where(self) -> str:
        """Where one left it. Decisions stepped back over were made too, so no number of the next one is told."""
        if self._at_its_ending:
            return "The ending is reached; the debrief is waiting."
        if not self.answers:
            return "The first decision is waiting."
        return f"{counted(self.answers, 'decision')} made so far."

    def result(self) -> str:
        """The result in words: per cent, and critical errors apart from it."""
        from relall_trainer.encounter.scoring import percent_words  # not for the first page, which shows none

        score = percent_words(self.percent) if self.percent is not None else "no score yet"
        if not self.critical:
            return score
        errors = counted(self.critical, "critical error")
        return f"{score}, {errors}"


def line_of(record: AttemptRecord) -> AttemptLine:
    """A stored attempt as the lists show it."""
    head, summary = record.head, record.summary
    return AttemptLine(
        id=record.id,
        case=head.case_id,
        case_title=head.case_title or head.case_id,
        case_version=head.case_version,
        started_at=head.started_at,
        status=summary.status,
        answers=record.answers,
        percent=summary.percent,
        points=summary.points,
        possible=summary.possible,
        critical=summary.critical,
        ending=summary.ending or "",
        mode=head.mode,
    )


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case with what the learner made of it: the attempt under way, the best and the last finished one."""

    head: CaseHead
    decisions: int = 0
    under_way: AttemptLine | None = None
    best: AttemptLine | None = None
    last: AttemptLine | None = None
    known: bool = True  # whether the record has been asked

    def results(self) -> str:
        """Best and last result on one line; blank while the record has not been asked."""
        if not self.known:
            return "\N{NO-BREAK SPACE}"
        if self.last is None or self.best is None:
            return "Not finished yet" if self.under_way else "Not played yet"
        if self.best == self.last:
            return f"Result: {self.last.result()}"
        return f"Best: {self.best.result()} · last: {self.last.result()}"

    def modeled_on(self) -> str:
        """Whom the case is modeled on, in words; empty where it is on no one."""
        source = self.head.modeled_on
        return f"Modeled on {source.replace('-', ' ')}" if source else ""


def card_of(entry: ShelfEntry, attempts: Sequence[AttemptLine]) -> CaseCard:
    """A case of the shelf with what was made of it; ``attempts`` newest first."""
    if entry.head is None:
        raise ValueError(f"the case {entry.id} cannot be read: {entry.fault}")
    finished = [one for one in attempts if one.status == FINISHED]
    return CaseCard(
        entry.head,
        decisions=entry.decisions,
        under_way=next((one for one in attempts if one.status == OPEN), None),
        best=max(finished, key=_merit, default=None),
        last=next(iter(finished), None),
    )


def _merit(attempt: AttemptLine) -> tuple[float, int]:
    """Better is a higher share of the points; of two alike, the one with fewer critical errors."""
    share = attempt.points / attempt.possible if attempt.possible else 0.0
    return share, -attempt.critical


def month_of(day: str) -> str:
    """``July 2015`` for ``2015-07-30``; the text itself where it is no such date."""
    parts = day.split("-")
    if len(parts) != 3 or not parts[1].isdecimal() or not 1 <= int(parts[1]) <= 12:
        return day
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"

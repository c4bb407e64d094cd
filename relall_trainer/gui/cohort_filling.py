"""A cohort read from what teaching knows into the lines its page shows. Knows no Qt; nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from relall_trainer.cohort.terms import BY_TEACHER, EXAM
from relall_trainer.gui.assign_words import RELEASE_WORDS
from relall_trainer.gui.moment_words import moment_words, short_day
from relall_trainer.gui.teach_lines import (
    KNOWN,
    NEW,
    REFUSED,
    RENAMED,
    CohortLines,
    GivenLine,
    KeyLine,
    LearnerLine,
    RosterLine,
)

if TYPE_CHECKING:
    from relall_trainer.cohort.learner_keys import MetKey
    from relall_trainer.cohort.roster import Cohort
    from relall_trainer.cohort.roster_csv import RosterPreview
    from relall_trainer.cohort.sent import SentHead
    from relall_trainer.cohort.teaching import Teaching


class CohortFilling:
    """Reads one cohort; what was handed in is read assignment by assignment (``steps``), as it may be much."""

    def __init__(self, teaching: Teaching, now: datetime, zone: tzinfo | None = None) -> None:
        self._teaching = teaching
        self._now = now
        self._zone = zone
        self._heads: tuple[SentHead, ...] = ()
        self._handed: dict[str, int] = {}
        self._keys: dict[str, dict[str, MetKey]] = {}
        self._cohort: Cohort | None = None
        self._codes_only = False

    def begin(self, cohort: Cohort, *, codes_only: bool) -> None:
        """Read this cohort. Raises StoreError."""
        self._cohort = cohort
        self._codes_only = codes_only
        self._heads = tuple(one for one in self._teaching.assignments() if one.cohort_id == cohort.id)
        self._handed = {}
        self._keys = {}

    def steps(self) -> Iterator[tuple[int, int]]:
        """What was handed in for each assignment; (done, of). Raises StoreError."""
        for done, head in enumerate(self._heads):
            yield done, len(self._heads)
            self._handed[head.id] = self._teaching.handed_in(head.id)
            for key in self._teaching.keys_met(head.id):
                self._keys.setdefault(_alike(key.learner), {})[key.public] = key
        yield len(self._heads), len(self._heads)

    def lines(self) -> CohortLines | None:
        """The cohort as far as it was read; None where none was begun."""
        cohort = self._cohort
        if cohort is None:
            return None
        watched = self._teaching.shared.path
        return CohortLines(
            cohort.id,
            cohort.name,
            tuple(self._learner(one.code, one.name) for one in cohort.learners),
            self._codes_only,
            tuple(self._given(head) for head in self._heads),
            "" if watched is None else str(watched),
        )

    def _learner(self, code: str, name: str) -> LearnerLine:
        met = self._keys.get(_alike(code), {})
        keys = tuple(
            KeyLine(
                key.public,
                key.fingerprint,
                short_day(key.confirmed_at, self._zone, self._now) if key.confirmed_at else "",
                key.note,
            )
            for key in sorted(met.values(), key=lambda key: (not key.confirmed_at, key.confirmed_at))
        )
        return LearnerLine(code, name, keys)

    def _given(self, head: SentHead) -> GivenLine:
        exam = head.mode == EXAM
        released = self._teaching.released_at(head.id) if exam else None
        feedback = ""
        if released:
            feedback = f"feedback released {short_day(released, self._zone, self._now)}"
        elif exam:
            feedback = RELEASE_WORDS[head.release]
            if head.release_at:
                feedback = f"feedback from {moment_words(head.release_at, self._zone, self._now)}"
        return GivenLine(
            id=head.id,
            title=head.title,
            version=head.version,
            exam=exam,
            dates=self._dates(head),
            handed_in=self._handed.get(head.id),
            of=len(head.learners),
            feedback=feedback,
            can_release=exam and head.release == BY_TEACHER and released is None,
        )

    def _dates(self, head: SentHead) -> str:
        parts = []
        if head.opens_at:
            opened = datetime.fromisoformat(head.opens_at) <= self._now
            parts.append(
                f"{'opened' if opened else 'opens'} {moment_words(head.opens_at, self._zone, self._now)}"
            )
        if head.due_at:
            due = datetime.fromisoformat(head.due_at) <= self._now
            parts.append(f"{'was due' if due else 'due'} {moment_words(head.due_at, self._zone, self._now)}")
        return " · ".join(parts or [f"given {short_day(head.issued_at, self._zone, self._now)}"])


def roster_lines(preview: RosterPreview) -> Sequence[RosterLine]:
    """What becomes of each row of a list."""
    lines = []
    for row in preview.rows:
        state = REFUSED if row.fault else KNOWN if row.note == "is here already" else RENAMED
        line = RosterLine(row.line, row.code, row.name, state, _sentence(row.fault or row.note))
        lines.append(line if row.fault or row.note else replace(line, state=NEW))
    return lines


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _alike(code: str) -> str:
    from relall_trainer.cohort.roster import alike

    return alike(code)

"""What the matrix of the gradebook shows, in plain values and words: learners, decisions, marks, scores.

Knows no Qt and asks nobody; filling these from a gradebook is left to ``gradebook_words``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from relall_trainer.clinical.wording import RATING_WORDS, counted
from relall_trainer.cohort.gradebook import (
    COMPLETE,
    LATE,
    NOT_HANDED_IN,
    NOT_MET,
    NOTHING,
    STANDING_WORDS,
    UNDER_WAY,
)
from relall_trainer.cohort.marks import MISSING

UNMARKED_WORDS = {MISSING: "not answered", NOT_MET: "not met on this road", NOTHING: "nothing handed in yet"}
EVERYBODY, IS_MISSING, IS_LATE, IS_CRITICAL, IS_FLAGGED = "", "missing", "late", "critical", "flagged"
FILTERS = (
    (EVERYBODY, "Everybody"),
    (IS_MISSING, "Missing or incomplete"),
    (IS_LATE, "Late"),
    (IS_CRITICAL, "With critical errors"),
    (IS_FLAGGED, "With flags"),
)
EVERY_DECISION, ON_COURSE = "", "course"
COLUMNS = ((EVERY_DECISION, "Every decision"), (ON_COURSE, "On the authors' course"))
BY_NAME, LOWEST, HIGHEST = "name", "lowest", "highest"
ORDERS = ((BY_NAME, "By learner"), (LOWEST, "Lowest score first"), (HIGHEST, "Highest score first"))


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One decision: a node of a case. ``course``: it is on the authors' course, so every road could come by."""

    key: str
    title: str
    case: str
    case_title: str
    course: bool = True


@dataclass(frozen=True, slots=True)
class CellLine:
    """How one learner decided once. ``verdict`` is a rating, or why there is none; ``chosen`` the steps by name."""

    verdict: str
    result: str = ""
    critical: bool = False
    confidence: str = ""
    took: str = ""
    chosen: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether there is a decision to look at."""
        return self.verdict not in UNMARKED_WORDS

    def words(self) -> str:
        """``acceptable, 3 of 4 points, certain, 42 s``."""
        if not self.marked:
            return UNMARKED_WORDS[self.verdict]
        parts = (
            RATING_WORDS[self.verdict].lower(),
            "critical error" if self.critical else "",
            self.result,
            self.confidence.lower(),
            self.took,
        )
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One learner's row. ``share`` is what is sorted by, None where nothing was scored.

    ``flags`` are whole sentences, one a flag; ``earlier`` say what the score was before it was worked out again.
    """

    key: str
    name: str
    cells: tuple[CellLine, ...]
    score: str
    share: float | None = None
    critical: int = 0
    standing: str = COMPLETE
    standing_note: str = ""
    flags: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    def score_words(self) -> str:
        """Score and critical errors, which are never averaged into it."""
        if self.share is None:
            return "no score yet"
        return f"{self.score}, {counted(self.critical, 'critical error')}"

    def standing_words(self) -> str:
        """How the learner stands, with its note."""
        words = STANDING_WORDS[self.standing]
        return f"{words}: {self.standing_note}" if self.standing_note else words


@dataclass(frozen=True, slots=True)
class MatrixLines:
    """The whole matrix, learners by name. ``summary`` is the line above it."""

    columns: tuple[ColumnLine, ...] = ()
    rows: tuple[LearnerLine, ...] = ()
    summary: str = ""

    def on_course(self) -> MatrixLines:
        """The same with the decisions of the authors' course only."""
        kept = [place for place, column in enumerate(self.columns) if column.course]
        return MatrixLines(
            tuple(self.columns[place] for place in kept),
            tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in self.rows),
            self.summary,
        )

    def unmarked_words(self) -> str:
        """What stands where there is no rating, as far as it occurs."""
        found = {cell.verdict for row in self.rows for cell in row.cells}
        signs = ((NOT_MET, "·"), (MISSING, "–"))
        return "   ".join(f"{sign} {UNMARKED_WORDS[why]}" for why, sign in signs if why in found)

    def spoken(self, row: LearnerLine, column: int) -> str:
        """One cell for a screen reader: ``Learner 03, Restage: acceptable, 3 of 4 points, certain, 42 s``."""
        return f"{row.name}, {self.columns[column].title}: {row.cells[column].words()}"


def narrowed(rows: Iterable[LearnerLine], only: str, typed: str, order: str) -> tuple[LearnerLine, ...]:
    """The rows to show: those that fit the filter and hold all words typed, in the order asked for."""
    words = typed.casefold().split()
    fitting = [row for row in rows if _fits(row, only) and _holds(row, words)]
    return tuple(ordered(fitting, order))


def ordered(rows: Sequence[LearnerLine], order: str) -> list[LearnerLine]:
    """By name as they come, or by score; who has none stands last either way."""
    if order == BY_NAME:
        return list(rows)
    sign = 1 if order == LOWEST else -1
    return sorted(rows, key=lambda row: (row.share is None, sign * (row.share or 0.0)))


def _fits(row: LearnerLine, only: str) -> bool:
    match only:
        case "missing":
            return row.standing in (NOT_HANDED_IN, UNDER_WAY)
        case "late":
            return row.standing == LATE
        case "critical":
            return row.critical > 0
        case "flagged":
            return bool(row.flags)
        case _:
            return True


def _holds(row: LearnerLine, words: Sequence[str]) -> bool:
    name = row.name.casefold()
    return all(word in name for word in words)


@dataclass(frozen=True, slots=True)
class TallyLine:
    """What one case, dimension or rule came to. ``bar``: the share with its interval, each between 0 and 1."""

    key: str
    heading: str
    words: str
    facts: str = ""
    bar: tuple[float, float, float] | None = None

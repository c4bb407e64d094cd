"""A page about one learner for the people who judge progress: what was decided, in numbers with their n, and verbatim.

Evidence, never a level: what it amounts to is for the committee. Built from gradebooks, from the attempts that count
there; putting it on paper is left to the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from relall_trainer.clinical.appraisal import CONTRAINDICATED, DISCOURAGED, RATINGS, RECOMMENDED
from relall_trainer.clinical.proportion import percent, wilson_of_mean
from relall_trainer.clinical.wording import counted
from relall_trainer.cohort.competencies import CONFIDENCE as SURENESS
from relall_trainer.cohort.competencies import REASONS, Competency, CompetencyTable
from relall_trainer.cohort.gradebook import Gradebook, Row
from relall_trainer.cohort.marks import MISSING, Mark, Result, dimensions_of
from relall_trainer.cohort.roster import Learner
from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.encounter.debrief import CalibrationLine

FORMATIVE = "Formative: evidence from practice with made-up patients, not a milestone level."
MOST_RATIONALES = 3
_LEAST_WORDS = 3  # a shorter reason says too little to be read out
_TREND = 3


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One assignment: the score, over so many decisions. ``percent`` is None where nothing was scored."""

    title: str
    date: str
    mode: str
    decisions: int
    percent: str | None
    critical: int
    standing: str


@dataclass(frozen=True, slots=True)
class CriticalLine:
    """A contraindicated step that was chosen: where, when, and how sure she was."""

    case_title: str
    title: str
    step: str
    date: str
    confidence: str | None


@dataclass(frozen=True, slots=True)
class Rationale:
    """What she wrote as her reason, word for word, and how that decision was rated."""

    case_title: str
    title: str
    verdict: str
    text: str


@dataclass(frozen=True, slots=True)
class CompetencyLine:
    """What there is on one competency: ``n`` decisions that bear on it, the share of the points, critical errors.

    ``share`` is the mean over ``scored`` decisions, None where nothing could be scored; ``low`` and ``high`` are its
    95% interval, as though each decision stood by itself.
    """

    competency: Competency
    n: int
    share: float | None
    low: float
    high: float
    critical: int
    scored: int = 0

    @property
    def told(self) -> str:
        """The evidence in a line."""
        if not self.n:
            return "no decision bears on it"
        decisions = counted(self.n, "decision")
        if self.share is None:
            return decisions
        n = "" if self.scored == self.n else f"n = {self.scored}, "
        told = f"{decisions}, {percent(self.share)}% of the points on average"
        told += f" ({n}95% interval {percent(self.low)}–{percent(self.high)}%)"
        return f"{told}, {counted(self.critical, 'critical error')}" if self.critical else told


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """Everything on the page. ``verdicts``: rating word (or missing) → decisions, those that occur only."""

    learner: Learner
    trend: tuple[TrendLine, ...]
    decisions: int
    verdicts: tuple[tuple[str, int], ...]
    critical: tuple[CriticalLine, ...]
    calibration: tuple[CalibrationLine, ...]
    rationales: tuple[Rationale, ...]
    competencies: tuple[CompetencyLine, ...]
    table: CompetencyTable
    versions: tuple[str, ...]

    @property
    def trend_note(self) -> str:
        """What the trend can and cannot say."""
        if len(self.trend) < _TREND:
            return "Fewer than three assignments: no trend can be read from them."
        return "Assignments differ in cases and difficulty: a rise or a fall may be theirs rather than the learner's."


def committee_page(books: Sequence[Gradebook], code: str, table: CompetencyTable) -> CommitteePage:
    """The page of one learner over some gradebooks; raises LookupError where she is in none of them."""
    found = [(book, row) for book in books if (row := book.row(code)) is not None]
    if not found:
        raise LookupError(f"{code} is in none of these gradebooks")
    found.sort(key=lambda pair: (pair[0].assignment.issued_at, pair[0].assignment.id))
    decided = [(one, mark) for _, row in found for one in row.results for mark in one.marks]
    marks = [mark for _, mark in decided]
    counts = {word: sum(mark.verdict == word for mark in marks) for word in (*RATINGS, MISSING)}
    return CommitteePage(
        learner=found[-1][1].learner,
        trend=tuple(_trend(book, row) for book, row in found),
        decisions=len(marks),
        verdicts=tuple((word, number) for word, number in counts.items() if number),
        critical=tuple(_critical(decided)),
        calibration=calibration(marks),
        rationales=_rationales(decided),
        competencies=tuple(_line(one, marks) for one in table.competencies),
        table=table,
        versions=tuple(dict.fromkeys(words for book, _ in found for words in book.versions)),
    )


def calibration(marks: Iterable[Mark]) -> tuple[CalibrationLine, ...]:
    """Confidence against result, least sure first; answers with a confidence and points to earn only."""
    lines = []
    answered = [mark for mark in marks if mark.answered and mark.possible]
    for word in CONFIDENCE:
        sure = [mark for mark in answered if mark.confidence == word]
        if sure:
            lines.append(
                CalibrationLine(
                    confidence=word,
                    n=len(sure),
                    share=sum(mark.points / mark.possible for mark in sure) / len(sure),
                    full=sum(mark.points == mark.possible for mark in sure),
                    critical=sum(bool(mark.critical) for mark in sure),
                )
            )
    return tuple(lines)


def _trend(book: Gradebook, row: Row) -> TrendLine:
    date = (row.handed_in_at or book.assignment.issued_at)[:10]
    decisions = sum(len(one.marks) for one in row.results)
    asked = book.assignment
    return TrendLine(asked.title, date, asked.mode, decisions, row.percent, row.critical, row.standing)


def _critical(decided: Iterable[tuple[Result, Mark]]) -> Iterable[CriticalLine]:
    for result, mark in decided:
        for step in mark.critical:
            label = mark.labels[mark.chosen.index(step)]
            yield CriticalLine(result.pins.case_title, mark.title, label, mark.at[:10], mark.confidence)


def _rationales(decided: Iterable[tuple[Result, Mark]]) -> tuple[Rationale, ...]:
    """One from a decision that went wrong, one from one that went right, then the longest: both sides are heard."""
    written = [pair for pair in decided if len(pair[1].rationale.split()) >= _LEAST_WORDS]
    written.sort(key=lambda pair: (-len(pair[1].rationale), pair[1].at, pair[1].node))
    chosen: list[tuple[Result, Mark]] = []
    for wanted in ((CONTRAINDICATED, DISCOURAGED), (RECOMMENDED,)):
        chosen += [pair for pair in written if pair[1].verdict in wanted][:1]
    chosen += [pair for pair in written if pair not in chosen][: MOST_RATIONALES - len(chosen)]
    return tuple(
        Rationale(result.pins.case_title, mark.title, mark.verdict, mark.rationale) for result, mark in chosen
    )


def _line(one: Competency, marks: Sequence[Mark]) -> CompetencyLine:
    shares = []
    n = critical = 0
    for mark in marks:
        dimensions = dimensions_of((mark,))
        bears = {name: pair for name, pair in dimensions.items() if name in one.covers}
        by_the_way = (SURENESS in one.covers and mark.confidence) or (
            REASONS in one.covers and mark.rationale
        )
        if not bears and not by_the_way:
            continue
        n += 1
        points = sum(pair[0] for pair in (bears or dimensions).values())
        possible = sum(pair[1] for pair in (bears or dimensions).values())
        if possible:
            shares.append(points / possible)
        critical += len(mark.critical)
    mean = min(1.0, sum(shares) / len(shares)) if shares else None
    low, high = wilson_of_mean(mean or 0.0, len(shares))
    return CompetencyLine(one, n, mean, low, high, critical, len(shares))

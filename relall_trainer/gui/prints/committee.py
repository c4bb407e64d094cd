"""A learner's page for the committee on paper: one page, evidence with its numbers, and no level anywhere."""

from __future__ import annotations

from relall_trainer.clinical.proportion import percent, wilson_of_mean
from relall_trainer.clinical.wording import RATING_WORDS, counted
from relall_trainer.cohort.committee import (
    FORMATIVE,
    CommitteePage,
    CompetencyLine,
    CriticalLine,
    Rationale,
    TrendLine,
)
from relall_trainer.cohort.competencies import NOT_CHECKED
from relall_trainer.cohort.gradebook import COMPLETE, STANDING_WORDS
from relall_trainer.cohort.plain_text import plain_line
from relall_trainer.encounter.choice import LONGEST_RATIONALE
from relall_trainer.encounter.debrief import CalibrationLine
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.gui.prints.paper import Sheet
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.gui.widgets.debrief_parts import calibration_words

# What fits on one page, whatever there is.
_MOST_TREND, _MOST_CRITICAL, _MOST_COMPETENCIES = 5, 4, 12
_LONGEST_REASON, _LONGEST_TITLE, _LONGEST_STEP = 230, 48, 60


def committee_sheet(page: CommitteePage) -> Sheet:
    """The page of a learner, by name where there is one."""
    sheet = Sheet(_cut(page.learner.shown, 60), one_page=True)
    sheet.line(FORMATIVE, "strong")
    verdicts = ", ".join(
        f"{number} {RATING_WORDS.get(word, 'not answered').lower()}" for word, number in page.verdicts
    )
    sheet.line(f"{_decisions(page)} in the attempts that count: {verdicts}." if verdicts else _NOTHING)
    _trend(sheet, page)
    _critical(sheet, page)
    _confidence(sheet, page)
    _competencies(sheet, page)
    _reasons(sheet, page)
    sheet.line("; ".join(page.versions), "small")
    return sheet


_NOTHING = "Nothing handed in yet."
INTERVALS = (
    "One decision may bear on several competencies. Intervals are reckoned as though each decision stood by itself; "
    "those of one case hang together, so less is known than they say."
)


def _decisions(page: CommitteePage) -> str:
    return counted(page.decisions, "decision")


def _trend(sheet: Sheet, page: CommitteePage) -> None:
    sheet.heading("Assignments")
    shown = page.trend[-_MOST_TREND:]
    sheet.table(
        ("Date", "Assignment", "Decisions", "Score", "Critical errors"),
        map(_assignment, shown),
        (13, 54, 11, 9, 13),
    )
    earlier = len(page.trend) - len(shown)
    more = f"{earlier} earlier not shown. " if earlier else ""
    sheet.line(f"{more}{page.trend_note}", "small")


def _assignment(line: TrendLine) -> tuple[str, ...]:
    standing = "" if line.standing == COMPLETE else f", {STANDING_WORDS[line.standing].lower()}"
    score = percent_words(line.percent) if line.decisions else ""
    critical = str(line.critical) if line.decisions else ""
    title = f"{_cut(line.title, _LONGEST_TITLE)} ({line.mode}{standing})"
    return line.date, title, str(line.decisions or ""), score, critical


def _critical(sheet: Sheet, page: CommitteePage) -> None:
    sheet.heading(f"Critical errors: {len(page.critical) or 'none'}")
    shown = page.critical[-_MOST_CRITICAL:]
    lines = [_error(line) for line in shown]
    if len(page.critical) > len(shown):
        lines.append(f"and {len(page.critical) - len(shown)} earlier")
    sheet.points(lines)


def _error(line: CriticalLine) -> str:
    sure = f"; {CONFIDENCE_WORDS[line.confidence].lower()}" if line.confidence else ""
    return f"{line.date} · {_cut(line.title, _LONGEST_TITLE)}: {_cut(line.step, _LONGEST_STEP)}{sure}"


def _confidence(sheet: Sheet, page: CommitteePage) -> None:
    sheet.heading("Confidence and result")
    _, note = calibration_words(page.calibration)
    told = "; ".join(map(_sure, page.calibration))
    sheet.line(f"{told}. {note}" if told else note)


def _sure(line: CalibrationLine) -> str:
    low, high = wilson_of_mean(line.share, line.n)
    told = f"{CONFIDENCE_WORDS[line.confidence]}: {percent(line.share)}% of the points on average"
    return f"{told} (n = {line.n}, 95% interval {percent(low)}–{percent(high)}%)"


def _competencies(sheet: Sheet, page: CommitteePage) -> None:
    sheet.heading("By competency")
    shown = page.competencies[:_MOST_COMPETENCIES]
    sheet.table(("Competency", "Evidence here"), map(_competency, shown), (50, 50))
    unchecked = sum(not line.competency.verified_by for line in shown)
    if unchecked:
        every = "These titles are" if unchecked == len(shown) else f"{unchecked} of these titles (*) are"
        sheet.line(f"{every} {NOT_CHECKED}.", "strong")
    sheet.line(INTERVALS, "small")


def _competency(line: CompetencyLine) -> tuple[str, ...]:
    star = "" if line.competency.verified_by else " *"
    return f"{line.competency.id} {_cut(line.competency.title, 70)}{star}", line.told


def _reasons(sheet: Sheet, page: CommitteePage) -> None:
    if page.rationales:
        sheet.heading("In the learner's own words")
        sheet.points(map(_reason, page.rationales))


def _reason(one: Rationale) -> str:
    rating = RATING_WORDS.get(one.verdict, "not answered").lower()
    text = plain_line(one.text, LONGEST_RATIONALE)
    return f"“{_cut(text, _LONGEST_REASON)}” ({_cut(one.title, _LONGEST_TITLE)}; {rating})"


def _cut(text: str, longest: int) -> str:
    """On one line, and where it is longer than there is room for, cut where all can see it."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()} […]"

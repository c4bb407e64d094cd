"""A learner's page for the committee on paper: one page, evidence with its numbers, and no level anywhere."""

from __future__ import annotations

from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.cohort.committee import FORMATIVE, CommitteePage, CriticalLine, Rationale, TrendLine
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.gui.prints.gradebook import STANDING_WORDS
from relall_trainer.gui.prints.paper import Sheet
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.gui.widgets.debrief_parts import calibration_words

# What fits on one page, whatever there is.
_MOST_TREND, _MOST_CRITICAL, _MOST_COMPETENCIES = 6, 5, 12
_LONGEST_REASON = 420


def committee_sheet(page: CommitteePage) -> Sheet:
    """The page of a learner, by name where there is one."""
    sheet = Sheet(page.learner.shown)
    sheet.line(FORMATIVE, "strong")
    verdicts = ", ".join(
        f"{number} {RATING_WORDS.get(word, 'not answered').lower()}" for word, number in page.verdicts
    )
    decisions = "1 decision" if page.decisions == 1 else f"{page.decisions} decisions"
    sheet.line(
        f"{decisions} in the attempts that count: {verdicts}." if verdicts else "Nothing handed in yet."
    )
    _trend(sheet, page)
    _critical(sheet, page)
    _confidence(sheet, page)
    _competencies(sheet, page)
    _reasons(sheet, page)
    sheet.line("; ".join(page.versions), "small")
    return sheet


def _trend(sheet: Sheet, page: CommitteePage) -> None:
    sheet.heading("Assignments")
    shown = page.trend[-_MOST_TREND:]
    sheet.table(
        ("Date", "Assignment", "State", "Decisions", "Score", "Critical errors"),
        map(_assignment, shown),
        (12, 40, 16, 11, 9, 12),
    )
    earlier = len(page.trend) - len(shown)
    more = f"{earlier} earlier not shown. " if earlier else ""
    sheet.line(f"{more}{page.trend_note}", "small")


def _assignment(line: TrendLine) -> tuple[str, ...]:
    score = percent_words(line.percent) if line.decisions else ""
    return (
        line.date,
        f"{_cut(line.title, 70)} ({line.mode})",
        STANDING_WORDS[line.standing],
        str(line.decisions or ""),
        score,
        str(line.critical or ""),
    )


def _critical(sheet: Sheet, page: CommitteePage) -> None:
    sheet.heading(f"Critical errors: {len(page.critical) or 'none'}")
    shown = page.critical[-_MOST_CRITICAL:]
    lines = [_error(line) for line in shown]
    if len(page.critical) > len(shown):
        lines.append(f"and {len(page.critical) - len(shown)} earlier")
    sheet.points(lines)


def _error(line: CriticalLine) -> str:
    sure = f"; {CONFIDENCE_WORDS[line.confidence].lower()}" if line.confidence else ""
    return f"{line.date} · {line.case_title}, {line.title}: {_cut(line.step, 90)}{sure}"


def _confidence(sheet: Sheet, page: CommitteePage) -> None:
    sheet.heading("Confidence and result")
    lines, note = calibration_words(page.calibration)
    sheet.points(f"{heading}; {words}" for heading, words in lines)
    sheet.line(note, "small")


def _competencies(sheet: Sheet, page: CommitteePage) -> None:
    sheet.heading("By competency")
    rows = [
        (line.competency.id, line.competency.title, line.told, line.competency.standing)
        for line in page.competencies[:_MOST_COMPETENCIES]
    ]
    sheet.table(("", "Competency", "Evidence here", "The title"), rows, (12, 33, 35, 20))
    sheet.line(f"{page.table.about} One decision may bear on several competencies.", "small")


def _reasons(sheet: Sheet, page: CommitteePage) -> None:
    if page.rationales:
        sheet.heading("In the learner's own words")
        sheet.points(map(_reason, page.rationales))


def _reason(one: Rationale) -> str:
    rating = RATING_WORDS.get(one.verdict, "not answered").lower()
    return f"“{_cut(one.text, _LONGEST_REASON)}” ({one.case_title}, {one.title}; {rating})"


def _cut(text: str, longest: int) -> str:
    """On one line, and where it is longer than there is room for, cut where all can see it."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()} […]"

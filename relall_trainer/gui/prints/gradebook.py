"""The gradebook on paper: who stands how, then each case's decisions as a matrix with letters for ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relall_trainer.clinical.appraisal import ACCEPTABLE, CONTRAINDICATED, DISCOURAGED, RECOMMENDED, UNRATED
from relall_trainer.clinical.proportion import percent
from relall_trainer.clinical.wording import RATING_WORDS, counted
from relall_trainer.cohort.earlier import earlier_scores
from relall_trainer.cohort.gradebook import NOT_MET, NOTHING, STANDING_WORDS, Gradebook, Row
from relall_trainer.cohort.marks import MISSING
from relall_trainer.cohort.outline import Column
from relall_trainer.cohort.tallies import RuleTally, ShareTally
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.gui.local_time import when
from relall_trainer.gui.prints.paper import Sheet

LETTERS = {
    RECOMMENDED: "R",
    ACCEPTABLE: "A",
    DISCOURAGED: "D",
    CONTRAINDICATED: "X",
    UNRATED: "u",
    MISSING: "–",
    NOT_MET: "·",
    NOTHING: "",
}
_AT_ONCE = 200  # rows of one table: very long ones take long to lay out
_ABREAST = 16  # decisions beside one another


def gradebook_sheet(book: Gradebook) -> Sheet:
    """The whole gradebook, learners by their codes."""
    asked = book.assignment
    sheet = Sheet(f"Gradebook: {asked.title}")
    due = f"due {when(asked.due_at)}" if asked.due_at else "no due date"
    sheet.line(f"{asked.cohort or 'No cohort'} · {asked.mode} · {due}", "muted")
    sheet.line(_summary(book), "strong")
    _standings(sheet, book.rows)
    _earlier(sheet, book)
    sheet.line(legend(), "small")
    for item, asked_item in enumerate(asked.items):
        columns = [(place, one) for place, one in enumerate(book.columns) if one.item == item]
        _case(sheet, f"{asked_item.title} (version {asked_item.version})", columns, book.rows)
    _tallies(sheet, book)
    sheet.line("Every score was worked out anew from the learner's choices.", "small")
    sheet.line("; ".join(book.versions), "small")
    return sheet


def legend() -> str:
    """What the letters stand for."""
    words = [f"{LETTERS[word]} {RATING_WORDS[word].lower()}" for word in RATING_WORDS]
    return " · ".join(
        (*words, f"{LETTERS[MISSING]} not answered", f"{LETTERS[NOT_MET]} not met on this road")
    )


def footer_content(versions: Sequence[str]) -> str:
    """The versions for the foot of a page, where the room is small: rules and scoring, then cases that fit."""
    rest = [one for one in versions if not one.startswith("scoring ")]
    scoring = [one for one in versions if one.startswith("scoring ")]
    whole = " · ".join((*rest, *scoring))
    return (
        whole
        if len(whole) <= 90
        else " · ".join((*rest[-1:], *scoring, f"{len(rest) - 1} cases, named above"))
    )


def _summary(book: Gradebook) -> str:
    parts = [f"{len(book.whole)} of {len(book.rows)} complete"]
    if book.median is not None:
        parts.append(f"median {percent_words(book.median)} (n = {len(book.averaged)})")
    errors = counted(book.critical, "critical error")
    return " · ".join((*parts, errors))


def _standings(sheet: Sheet, rows: Sequence[Row]) -> None:
    sheet.heading("Learners")
    for first in range(0, len(rows), _AT_ONCE):
        sheet.table(
            ("Learner", "State", "Score", "Critical errors", "Mastery", "Flags"),
            (_standing(row) for row in rows[first : first + _AT_ONCE]),
            (17, 27, 8, 9, 10, 29),
        )


def _standing(row: Row) -> tuple[str, ...]:
    state = STANDING_WORDS[row.standing].lower()
    if row.handed_in_at:
        state = f"{state}, {when(row.handed_in_at)}"
    scored = bool(row.results)
    return (
        row.learner.code,
        state,
        percent_words(row.percent) if scored else "",
        str(row.critical) if scored else "",
        {None: "", True: "met", False: "not met"}[row.mastery],
        " ".join(dict.fromkeys(flag.words for flag in row.flags)),
    )


def _earlier(sheet: Sheet, book: Gradebook) -> None:
    """What scores were before results were scored again."""
    told = [
        f"{row.learner.code}: {one.told(when(one.until))}"
        for row in book.rows
        for one in earlier_scores(row, book.earlier)
    ]
    if told:
        sheet.heading("Scored again")
        sheet.points(told)


def _case(sheet: Sheet, title: str, columns: Sequence[tuple[int, Column]], rows: Sequence[Row]) -> None:
    sheet.heading(title)
    sheet.line(" · ".join(f"{number} {one.title}" for number, (_, one) in enumerate(columns, 1)), "small")
    for start in range(0, len(columns), _ABREAST):
        abreast = columns[start : start + _ABREAST]
        headings = ("Learner", *(str(start + number) for number in range(1, len(abreast) + 1)))
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            sheet.table(headings, _letters(some, [place for place, _ in abreast]), _widths(len(abreast)))


def _letters(rows: Sequence[Row], places: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield (row.learner.code, *(LETTERS[row.cells[place].state] for place in places))


def _widths(columns: int) -> tuple[int, ...]:
    each = min(8, 76 // max(1, columns))
    return (100 - each * columns, *(each for _ in range(columns)))


def _tallies(sheet: Sheet, book: Gradebook) -> None:
    headings = ("", "Learners", "Mean share of points", "95% interval", "With a critical error")
    cases = [one for one in book.by_case if one.n]
    if cases:
        sheet.heading("By case")
        sheet.table(headings, map(_share, cases), (40, 12, 18, 15, 15))
    if book.by_dimension:
        sheet.heading("By dimension")
        sheet.table(headings[:-1], (_share(one)[:-1] for one in book.by_dimension), (50, 15, 20, 15))
    if book.by_rule:
        sheet.heading("By rule")
        sheet.table(
            ("Rule", "Learners graded on it", "Went against it", "95% interval", "Chose what it rules out"),
            map(_rule, book.by_rule),
            (12, 22, 22, 22, 22),
        )


def _share(one: ShareTally) -> tuple[str, ...]:
    mean = "" if one.mean is None else f"{percent(one.mean)}%"
    critical = str(one.critical) if one.critical else ""
    return one.title, str(one.n), mean, f"{percent(one.low)}–{percent(one.high)}%", critical


def _rule(one: RuleTally) -> tuple[str, ...]:
    interval = f"{percent(one.low)}–{percent(one.high)}%"
    return one.rule, str(one.n), str(one.missed), interval, str(one.forbidden) if one.forbidden else ""

"""A gradebook put into the words and values its page shows: the matrix, what parts of it came to, where a group errs.

Knows no Qt. What the numbers are is left to ``cohort.gradebook``; nothing is reckoned here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from relall_trainer.clinical.proportion import percent
from relall_trainer.clinical.wording import RATING_WORDS, counted
from relall_trainer.cohort.earlier import earlier_marks, earlier_scores
from relall_trainer.cohort.flags import UNCONFIRMED
from relall_trainer.cohort.tallies import FEW
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.gui.gradebook_lines import CellLine, ColumnLine, LearnerLine, MatrixLines, TallyLine
from relall_trainer.gui.verdicts import out_of
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.gui.widgets.decision_words import duration
from relall_trainer.gui.widgets.files_view import ASIDE, KEY, TAKEN, FileLine

if TYPE_CHECKING:
    from relall_trainer.clinical.rule import Rule
    from relall_trainer.cohort.gradebook import Cell, Gradebook, Row
    from relall_trainer.cohort.importing import Aside
    from relall_trainer.cohort.learner_keys import MetKey
    from relall_trainer.cohort.outline import Column
    from relall_trainer.cohort.sent import SentHead
    from relall_trainer.cohort.tallies import RuleTally, ShareTally
    from relall_trainer.cohort.teach_next import TeachNext

_MOST_ERRORS = 3


def column_key(item: int, node: str) -> str:
    """The name of a decision in the window."""
    return f"{item}/{node}"


def matrix_lines(book: Gradebook, called: Callable[[str], str], when: Callable[[str], str]) -> MatrixLines:
    """The matrix. ``called`` is what a learner is called by her code, ``when`` a time as people read it."""
    columns = tuple(_column(one) for one in book.columns)
    return MatrixLines(columns, tuple(_row(one, called, when, book) for one in book.rows), summary(book))


def summary(book: Gradebook) -> str:
    """The line above the matrix."""
    parts = [f"{len(book.whole)} of {len(book.rows)} complete"]
    if book.median is not None:
        parts.append(f"median {percent_words(book.median)} (n = {len(book.averaged)})")
    parts.append(counted(book.critical, "critical error"))
    keys = sum(flag.code == UNCONFIRMED for row in book.rows for flag in row.flags)
    if keys:
        parts.append(f"{counted(keys, 'key')} to confirm")
    parts.append("every score recomputed from the learner's choices")
    return " · ".join(parts)


def _column(one: Column) -> ColumnLine:
    return ColumnLine(column_key(one.item, one.node), one.title, str(one.item), one.case_title, one.always)


def _row(row: Row, called: Callable[[str], str], when: Callable[[str], str], book: Gradebook) -> LearnerLine:
    share = row.share
    return LearnerLine(
        key=row.learner.code,
        name=called(row.learner.code),
        cells=tuple(_cell(cell) for cell in row.cells),
        score="–" if share is None else percent_words(row.percent),
        share=None if share is None else float(share),
        critical=row.critical,
        standing=row.standing,
        standing_note=_standing_note(row, when),
        flags=tuple(dict.fromkeys(flag.words for flag in row.flags if flag.code != UNCONFIRMED)),
        earlier=tuple(one.told(when(one.until)) for one in earlier_scores(row, book.earlier)),
    )


def _standing_note(row: Row, when: Callable[[str], str]) -> str:
    handed_in = f"handed in {when(row.handed_in_at)}" if row.handed_in_at else ""
    threshold = {None: "", True: "threshold met", False: "threshold not met"}[row.mastery]
    return ", ".join(part for part in (handed_in, threshold) if part)


def _cell(cell: Cell) -> CellLine:
    mark = cell.mark
    if mark is None or not mark.answered:
        return CellLine(cell.state)
    return CellLine(
        verdict=cell.state,
        result=out_of(mark.points, mark.possible),
        critical=bool(mark.critical),
        confidence=CONFIDENCE_WORDS[mark.confidence] if mark.confidence else "",
        took=duration(mark.elapsed_ms) if mark.elapsed_ms is not None else "",
        chosen=mark.labels,
    )


def earlier_words(
    book: Gradebook, row: Row, attempt: str, node: str, when: Callable[[str], str]
) -> tuple[str, ...]:
    """What one decision came to before it was scored again, a sentence each."""
    told = []
    for one in earlier_marks(row, attempt, node, book.earlier):
        was = "not met"
        if one.mark is not None:
            errors = ", a critical error" if one.mark.critical else ""
            rating = RATING_WORDS.get(one.mark.verdict, "not answered").lower()
            was = f"{rating}, {out_of(one.mark.points, one.mark.possible)}{errors},"
        rules = f"{one.pins.algorithm} {one.pins.algorithm_version}"
        told.append(f"Was {was} under {rules}; scored again on {when(one.until)}: {one.why}.")
    return tuple(told)


def versions_words(row: Row, attempt: str) -> str:
    """What an attempt was scored by: case, rules and scoring, each with its version."""
    pins = next(one.pins for one in row.attempts if one.attempt == attempt)
    return (
        f"Case {pins.case} {pins.case_version} · rules {pins.algorithm} {pins.algorithm_version} · "
        f"scoring {pins.scoring}"
    )


# -- parts of it ---------------------------------------------------------------------------------------------


def share_lines(tallies: Sequence[ShareTally]) -> tuple[TallyLine, ...]:
    """Cases, or dimensions: what share of the points was earned on average, of so many learners."""
    return tuple(_share_line(one) for one in tallies)


def _share_line(one: ShareTally) -> TallyLine:
    if one.mean is None:
        return TallyLine(one.id, one.title, "Nothing to go by yet (n = 0).")
    words = f"{percent(one.mean)}% of the points on average ({_n_and_interval(one.n, one.low, one.high)})"
    harmed = f"{counted(one.critical, 'learner')} with a critical error" if one.critical else ""
    return TallyLine(one.id, one.title, words, harmed, (one.mean, one.low, one.high))


def rule_lines(tallies: Sequence[RuleTally], rules: Mapping[str, Rule]) -> tuple[TallyLine, ...]:
    """Rules, the surest to be a weakness first: by the lower end of the interval."""
    ranked = sorted(tallies, key=lambda one: (one.n < FEW, -one.low, -one.n))
    return tuple(_rule_line(one, rules) for one in ranked)


def _rule_line(one: RuleTally, rules: Mapping[str, Rule]) -> TallyLine:
    decisions = f"{one.right} of {counted(one.decisions, 'decision')} agreed with it"
    chose = f"{counted(one.forbidden, 'learner')} chose what it rules out" if one.forbidden else ""
    facts = " · ".join(part for part in (decisions, chose) if part)
    return TallyLine(
        one.rule,
        rule_heading(one.rule, rules),
        f"Missed by {_missed(one)}",
        facts,
        (one.missed / one.n, one.low, one.high),
    )


def error_sentences(next_: TeachNext) -> tuple[str, ...]:
    """Where the group errs, the surest first, each with its n and interval, and how far that can be relied on."""
    told = tuple(f"{one.rule} · {one.title}: {one.told}." for one in next_.topics[:_MOST_ERRORS])
    return (*told, next_.caution)


def rule_heading(rule: str, rules: Mapping[str, Rule]) -> str:
    """A rule with its title, where it is one in force."""
    return f"{rule} · {rules[rule].title}" if rule in rules else rule


def _missed(one: RuleTally) -> str:
    interval = f"95% interval {percent(one.low)}–{percent(one.high)}%"
    return f"{one.missed} of {counted(one.n, 'learner')} ({interval})"


def _n_and_interval(n: int, low: float, high: float) -> str:
    return f"n = {n}, 95% interval {percent(low)}–{percent(high)}%"


# -- assignments and files -----------------------------------------------------------------------------------


def assignment_words(head: SentHead, day: Callable[[str], str]) -> str:
    """An assignment as it is chosen: ``Fellows 2026 · CNS relapse · due 4 Dec``."""
    due = f"due {day(head.due_at)}" if head.due_at else ""
    return " · ".join(part for part in (head.cohort, head.title, due) if part)


def file_lines(
    book: Gradebook,
    keys: Sequence[MetKey],
    aside: Sequence[Aside],
    called: Callable[[str], str],
    when: Callable[[str], str],
) -> list[FileLine]:
    """What came in: keys to confirm, what was set aside, what was taken in, learner by learner."""
    lines = [
        FileLine(
            KEY,
            one.public,
            called(one.learner),
            f"Key {one.fingerprint}",
            one.note and f"Note: {one.note}.",
        )
        for one in keys
    ]
    lines += [FileLine(ASIDE, one.sha256, one.name, one.reason, when(one.at)) for one in aside]
    for row in book.rows:
        flags = tuple(dict.fromkeys(flag.words for flag in row.flags))
        for place, file in enumerate(row.files):
            last = place == len(row.files) - 1
            words = (
                f"Hand-in {file.number}, made {when(file.made_at)}, {counted(len(file.results), 'attempt')}"
            )
            lines.append(
                FileLine(TAKEN, file.file, called(row.learner.code), words, flags=flags if last else ())
            )
    return lines


# -- taking it further ---------------------------------------------------------------------------------------


def topic_lines(next_: TeachNext) -> tuple[TallyLine, ...]:
    """What to teach next, in the order found."""
    lines = []
    for one in next_.topics:
        where = "; ".join(dict.fromkeys(f"{place.case_title}, {place.title}" for place in one.examples[:2]))
        bar = (one.tally.missed / one.tally.n, one.tally.low, one.tally.high)
        lines.append(TallyLine(one.rule, f"{one.rule} · {one.title}", one.told, where, bar))
    return tuple(lines)


def learner_lines(
    book: Gradebook, called: Callable[[str], str], when: Callable[[str], str]
) -> tuple[LearnerLine, ...]:
    """The learners without their cells."""
    return tuple(_row(replace(row, cells=()), called, when, book) for row in book.rows)

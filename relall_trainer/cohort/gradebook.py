"""The gradebook: learners by decisions, what each came to, how each stands, and what is odd.

A pure value of an assignment, its learners and their marked files: the same whatever the order the files came in and
however often. How it looks is left to the window, files of it to ``gradebook_csv`` and ``gradebook_plain``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from relall_trainer.cohort.counting import (
    Known,
    complete_with,
    copied,
    counting,
    counting_sitting,
    known,
)
from relall_trainer.cohort.flags import NOT_ON_ROSTER, UNCONFIRMED, Flag
from relall_trainer.cohort.marked_file import MarkedFile
from relall_trainer.cohort.marks import Mark, Result, dimensions_of
from relall_trainer.cohort.outline import Column, Outline
from relall_trainer.cohort.roster import Learner, alike
from relall_trainer.cohort.series import apart, named
from relall_trainer.cohort.signature import fingerprint, is_public_key
from relall_trainer.cohort.tallies import Results, RuleTally, ShareTally, by_case, by_dimension, by_rule
from relall_trainer.cohort.terms import FIRST
from relall_trainer.cohort.times import seconds_between
from relall_trainer.encounter.play import EXAM
from relall_trainer.encounter.scoring import add, exact_points, percent

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment, Mastery
    from relall_trainer.cohort.earlier import EarlierBook

COMPLETE, LATE, UNDER_WAY, NOT_HANDED_IN = "complete", "late", "under_way", "missing"
STANDING_WORDS = {
    COMPLETE: "Complete",
    LATE: "Late",
    UNDER_WAY: "Not all of it",
    NOT_HANDED_IN: "Not handed in",
}
# What a cell says where there is no mark.
NOT_MET, NOTHING = "not_met", ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One decision of one learner. ``state`` is the mark's verdict, ``NOT_MET`` (her road did not come by) or
    ``NOTHING`` (no attempt of hers counts here yet).

    ``attempt`` is the attempt it is from.
    """

    state: str
    mark: Mark | None = None
    attempt: str = ""


_NOTHING, _NOT_MET = Cell(NOTHING), Cell(NOT_MET)


@dataclass(frozen=True, slots=True)
class Row:
    """One learner. ``results`` are the attempts that count, ``first`` her first at each item, ``all`` every attempt.

    ``mastery`` is None where none was asked for or not all is there. ``handed_in_at`` is that of the file with which
    all was there, or else of her last one. ``apart``: scored under other versions than the group, so in no average.
    """

    learner: Learner
    standing: str
    cells: tuple[Cell, ...]
    results: tuple[Result, ...]
    first: tuple[Result, ...]
    attempts: tuple[Result, ...]
    mastery: bool | None
    flags: tuple[Flag, ...]
    handed_in_at: str
    files: tuple[MarkedFile, ...]
    apart: bool = False

    @property
    def whole(self) -> bool:
        """Whether all that was asked is there, in time or late."""
        return self.standing in (COMPLETE, LATE)

    @property
    def points(self) -> float:
        return add(one.points for one in self.results)

    @property
    def possible(self) -> float:
        return add(one.possible for one in self.results)

    @property
    def percent(self) -> str | None:
        return percent(self.points, self.possible)

    @property
    def share(self) -> Fraction | None:
        """Points over points possible, exactly."""
        possible = exact_points(self.possible)
        return Fraction(exact_points(self.points), possible) if possible else None

    @property
    def critical(self) -> int:
        return sum(one.critical for one in self.results)

    @property
    def elapsed_ms(self) -> int:
        return sum(one.elapsed_ms for one in self.results)

    @property
    def dimensions(self) -> dict[str, tuple[float, float]]:
        return dimensions_of(mark for one in self.results for mark in one.marks)


@dataclass(frozen=True, slots=True)
class Gradebook:
    """An assignment's gradebook. ``by_…`` are over the attempts that count, of those scored under the same versions.

    ``earlier`` are the gradebooks as they stood before results were scored again.
    """

    assignment: Assignment
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    by_case: tuple[ShareTally, ...]
    by_rule: tuple[RuleTally, ...]
    by_dimension: tuple[ShareTally, ...]
    earlier: tuple[EarlierBook, ...] = ()

    @property
    def whole(self) -> tuple[Row, ...]:
        """Those of whom all is there."""
        return tuple(row for row in self.rows if row.whole)

    @property
    def averaged(self) -> tuple[Row, ...]:
        """Those the median is of: all is there, scored under the versions of the group."""
        return tuple(row for row in self.whole if not row.apart)

    @property
    def median(self) -> str | None:
        """The median score of ``averaged``, in per cent; None where there is none."""
        shares = sorted(row.share for row in self.averaged if row.share is not None)
        if not shares:
            return None
        middle = (shares[(len(shares) - 1) // 2] + shares[len(shares) // 2]) / 2
        return percent(middle.numerator, middle.denominator)

    @property
    def critical(self) -> int:
        """Critical errors in all attempts that count."""
        return sum(row.critical for row in self.rows)

    @property
    def first_answers(self) -> Results:
        """Learner → her first attempts: what teaching goes by."""
        return {row.learner.code: row.first for row in self.rows if not row.apart}

    def row(self, code: str) -> Row | None:
        """One learner's row."""
        return next((row for row in self.rows if alike(row.learner.code) == alike(code)), None)

    @property
    def versions(self) -> tuple[str, ...]:
        """Every case with its version, the rules and the scoring: what each export carries."""
        pins = {one.pins for row in self.rows for one in row.results}
        marked = {one.item for row in self.rows for one in row.results}
        asked = self.assignment
        cases = {(one.case, one.case_version, one.case_sha256) for one in pins}
        cases |= {
            (one.case, one.version, one.sha256)
            for place, one in enumerate(asked.items)
            if place not in marked
        }
        rules = {(one.algorithm, one.algorithm_version, one.algorithm_sha256) for one in pins}
        rules = rules or {(asked.rules.id, asked.rules.version, asked.rules.sha256)}
        scoring = {one.scoring for one in pins} or {asked.scoring}
        return (*named(cases), *named(rules), *(f"scoring {one}" for one in sorted(scoring)))


def gradebook(
    assignment: Assignment,
    learners: Sequence[Learner],
    files: Iterable[MarkedFile],
    outline: Outline,
    confirmed: Collection[str] | None = None,
) -> Gradebook:
    """The gradebook of an assignment. ``learners`` in the order of the rows; who is not among them comes after.

    ``confirmed`` are the keys the teacher has confirmed; None: she is not asked to.
    """
    every = {file.file: file for file in files}.values()
    of: dict[str, list[MarkedFile]] = {}
    for file in every:
        of.setdefault(alike(file.learner), []).append(file)
    copies = copied(every)
    listed = {alike(one.code) for one in learners}
    strangers = [Learner(min(file.learner for file in of[who])) for who in sorted(of.keys() - listed)]
    parts = []
    for one in (*learners, *strangers):
        who = alike(one.code)
        own = known(of.get(who, ()))
        odd = {*own.flags, *copies.get(who, ()), *_of_keys(own, confirmed)}
        if listed and who not in listed:  # without a list it is for whoever gets the file
            odd.add(Flag(NOT_ON_ROSTER))
        parts.append((one, own, _counted(assignment, own, outline, assignment.counts), tuple(sorted(odd))))
    met = {(one.item, mark.node) for *_, results, _ in parts for one in results for mark in one.marks}
    columns = tuple(column for column in outline.columns if column.always or column.key in met)
    rows = apart(_row(assignment, outline, *part, columns) for part in parts)
    results = {row.learner.code: row.results for row in rows if not row.apart}
    titles = {place: item.title for place, item in enumerate(assignment.items)}
    return Gradebook(
        assignment, columns, rows, by_case(results, titles), by_rule(results), by_dimension(results)
    )


def mastered(asked: Mastery | None, row_share: Fraction | None, critical: int) -> bool | None:
    """Whether what was asked is reached; None where nothing was asked or nothing could be scored."""
    if asked is None or row_share is None:
        return None
    return row_share * 100 >= asked.percent and not (asked.no_critical and critical)


def _of_keys(own: Known, confirmed: Collection[str] | None) -> Iterable[Flag]:
    if confirmed is not None:
        for key in {file.key for file in own.files}.difference(confirmed):
            yield Flag(UNCONFIRMED, fingerprint(key) if is_public_key(key) else key[:8])


def _counted(assignment: Assignment, own: Known, outline: Outline, counts: str) -> tuple[Result, ...]:
    """The attempt that counts at each item; of an exam that was handed in, one whole sitting."""
    if not own.files:
        return ()
    if assignment.mode == EXAM:
        return counting_sitting(own.attempts, counts, outline.blanks)
    found = (counting(own.at(item), counts) for item in range(len(assignment.items)))
    return tuple(one for one in found if one is not None)


def _row(
    assignment: Assignment,
    outline: Outline,
    learner: Learner,
    own: Known,
    results: tuple[Result, ...],
    flags: tuple[Flag, ...],
    columns: Sequence[Column],
) -> Row:
    whole = complete_with(assignment, own.files)
    last = whole or (own.files[-1] if own.files else None)
    row = Row(
        learner=learner,
        standing=_standing(assignment, own, whole),
        cells=tuple(_cells(results, columns)),
        results=results,
        first=_counted(assignment, own, outline, FIRST),
        attempts=own.attempts,
        mastery=None,
        flags=flags,
        handed_in_at=last.made_at if last else "",
        files=own.files,
    )
    return replace(row, mastery=mastered(assignment.mastery, row.share, row.critical)) if row.whole else row


def _standing(assignment: Assignment, own: Known, whole: MarkedFile | None) -> str:
    if not own.files:
        return NOT_HANDED_IN
    if whole is None:
        return UNDER_WAY
    late = assignment.due_at is not None and seconds_between(assignment.due_at, whole.made_at) > 0
    return LATE if late else COMPLETE


def _cells(results: Sequence[Result], columns: Sequence[Column]) -> Iterable[Cell]:
    marks = {
        (one.item, mark.node): Cell(mark.verdict, mark, one.attempt) for one in results for mark in one.marks
    }
    items = {one.item for one in results}
    for column in columns:
        yield marks.get(column.key) or (_NOT_MET if column.item in items else _NOTHING)

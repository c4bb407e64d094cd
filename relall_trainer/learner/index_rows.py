"""What the index keeps of an attempt: its decisions as rows, taken from the attempt played again.

Pure: an encounter, its events and notes come in, rows go out. Ratings, points and grades are asked of ``encounter``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import CONTRAINDICATED
from relall_trainer.clinical.population import fingerprint
from relall_trainer.encounter.debrief import labels_at
from relall_trainer.encounter.events import Committed, Event, Finished, Noted, Started
from relall_trainer.encounter.grading import rule_grades
from relall_trainer.encounter.play import EXAM, Encounter, Visit
from relall_trainer.encounter.scoring import GroupScore, ScoreLine
from relall_trainer.errors import TrainerError
from relall_trainer.learner.index_words import document, sign, step_sign
from relall_trainer.learner.records import AttemptRecord, Note, is_plausible, moment

CASE, PRACTICE, FORK = SOURCES = ("case", "practice", "fork")
"""Where a decision was made: in a case from the shelf, with a fresh patient, on another road tried afterwards."""
FRESH = "fresh-"
CERTAIN = "certain"
SURE = ("fairly_sure", CERTAIN)
_EXACT = 10_000


class StepRow(NamedTuple):
    """A step by its name in the case, its rating, and the rule that decided it (empty: none)."""

    action: str
    label: str
    rating: str
    rule: str


class GradeRow(NamedTuple):
    """A rule graded in a decision; ``forbade``: it decided that a step chosen was contraindicated."""

    rule: str
    dimension: str
    right: bool
    forbade: bool


class DimensionRow(NamedTuple):
    """What a decision earned in one dimension, in ten-thousandths."""

    dimension: str
    points: int
    possible: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision. ``n`` counts from 1, copies at the head of a fork too; points are in ten-thousandths."""

    n: int
    node: str
    title: str
    at: str
    confidence: str | None
    elapsed_ms: int | None
    points: int
    possible: int
    critical: int
    first: bool
    counted: bool
    noted: bool
    chosen: tuple[StepRow, ...]
    missed: tuple[StepRow, ...]
    graded: tuple[GradeRow, ...]
    dimensions: tuple[DimensionRow, ...]
    words: str


@dataclass(frozen=True, slots=True)
class AttemptRows:
    """One attempt. ``events``, ``hash`` and ``notes`` say how far it is indexed; ``fault`` why it has no rows."""

    id: str
    events: int
    hash: str
    notes: str
    case_id: str
    case_title: str
    source: str
    mode: str
    version: str
    fault: str | None = None
    decisions: tuple[DecisionRow, ...] = ()
    patients: tuple[str, ...] = ()


class UnusableTime(TrainerError):
    """A decision whose time is none."""


def version_of(record: AttemptRecord) -> str:
    """What decisions are never compared across: algorithm with its version, and the scoring."""
    head = record.head
    return f"{head.algorithm_id} {head.algorithm_version} · scoring {head.scoring_version}"


def unusable(record: AttemptRecord, notes: str, fault: str) -> AttemptRows:
    """An attempt that cannot be played again."""
    return _attempt(record, notes, CASE, (), (), fault.encode("utf-8", "replace").decode())


def attempt_rows(
    record: AttemptRecord, events: Sequence[Event], encounter: Encounter, notes: Sequence[Note], stamp: str
) -> AttemptRows:
    """The rows of an attempt. Decisions of an exam under way are withheld; copies at the head of a fork left out.

    Raises UnusableTime.
    """
    started = events[0]
    fork_of = started.fork_of if isinstance(started, Started) else None
    copies = started.fork_at if isinstance(started, Started) else 0
    source = FORK if fork_of else PRACTICE if record.head.case_id.startswith(FRESH) else CASE
    patients = tuple(dict.fromkeys(fingerprint_of(visit) for visit in encounter.record))
    withheld = encounter.mode == EXAM and not any(isinstance(event, Finished) for event in events)
    rows: list[DecisionRow] = []
    if not withheld:
        made = [event for event in events if isinstance(event, Committed)]
        context = _Context(record, encounter, source, _notes_by_node(events, notes))
        met: set[str] = set()
        for n, (event, visit) in enumerate(zip(made, encounter.record, strict=True), start=1):
            first = visit.node not in met
            met.add(visit.node)
            if n > copies:
                rows.append(context.row(n, event, visit, first))
    return _attempt(record, stamp, source, tuple(rows), patients)


def fingerprint_of(visit: Visit) -> str:
    """What tells the patient of a decision from every other."""
    return fingerprint(visit.patient)


def _attempt(
    record: AttemptRecord,
    notes: str,
    source: str,
    decisions: tuple[DecisionRow, ...],
    patients: tuple[str, ...],
    fault: str | None = None,
) -> AttemptRows:
    head = record.head
    return AttemptRows(
        id=head.id,
        events=record.events,
        hash=record.hash,
        notes=notes,
        case_id=head.case_id,
        case_title=head.case_title,
        source=source,
        mode=EXAM if head.mode == EXAM else "practice",
        version=version_of(record),
        fault=fault,
        decisions=decisions,
        patients=patients,
    )


def _notes_by_node(events: Sequence[Event], notes: Sequence[Note]) -> Mapping[str, str]:
    """The note on each node, the store's before the log's; one on the attempt as a whole under no node."""
    found: dict[str, str] = {event.node: event.text for event in events if isinstance(event, Noted)}
    found.update({note.node or "": note.text for note in notes})
    return {node: text for node, text in found.items() if text}


class _Context:
    """What all decisions of an attempt share."""

    def __init__(
        self, record: AttemptRecord, encounter: Encounter, source: str, notes: Mapping[str, str]
    ) -> None:
        self._record = record
        self._encounter = encounter
        self._source = source
        self._notes = notes
        algorithm = encounter.algorithm
        self._rules = algorithm.rules if isinstance(algorithm, Algorithm) else {}

    def row(self, n: int, event: Committed, visit: Visit, first: bool) -> DecisionRow:
        title = self._encounter.case.nodes[visit.node].title
        labels = labels_at(self._encounter, visit.node)
        lines = {line.action: line for group in visit.score.groups for line in group.lines}
        chosen = tuple(_step(lines[action], labels) for action in visit.chosen)
        forbidding = {step.rule for step in chosen if step.rating == CONTRAINDICATED}
        graded = tuple(
            GradeRow(grade.rule, grade.dimension, grade.right, grade.rule in forbidding)
            for grade in rule_grades(visit.score)
        )
        rules = tuple(dict.fromkeys([*(grade.rule for grade in graded), *(s.rule for s in chosen if s.rule)]))
        note = self._notes.get(visit.node, "")
        texts = [
            self._record.head.case_title,
            title,
            *(step.label for step in chosen),
            *(self._rules[rule].title for rule in rules if rule in self._rules),
            event.rationale,
            note,
        ]
        if n == 1:
            texts.append(self._notes.get("", ""))
        row = DecisionRow(
            n=n,
            node=visit.node,
            title=title,
            at=_moment(event.at),
            confidence=event.confidence,
            elapsed_ms=event.elapsed_ms,
            points=exact(visit.score.points),
            possible=exact(visit.score.possible),
            critical=len(visit.score.critical),
            first=first,
            counted=first and self._source != FORK,
            noted=bool(note),
            chosen=chosen,
            missed=tuple(_step(line, labels) for group in visit.score.groups for line in missed_lines(group)),
            graded=graded,
            dimensions=_dimensions(visit.score.groups),
            words="",
        )
        return _with_words(row, document(texts, self._signs(row, rules)))

    def _signs(self, row: DecisionRow, rules: Sequence[str]) -> list[str]:
        wrong = dict.fromkeys(grade.rule for grade in row.graded if not grade.right)
        return [
            sign("c", self._record.head.case_id),
            sign("o", self._source),
            sign("k", "1" if row.critical else "0"),
            sign("w", "1" if wrong else "0"),
            sign("n", "1" if row.noted else "0"),
            sign("t", "1" if row.counted else "0"),
            *([sign("s", row.confidence)] if row.confidence else ()),
            *([sign("h", "1")] if row.critical and row.confidence == CERTAIN and row.counted else ()),
            *(sign("r", rule) for rule in rules),
            *(sign("x", rule) for rule in wrong),
            *(sign("a", step.action) for step in row.chosen),
            *(step_sign(step.action, step.rating) for step in row.chosen),
            *(sign("g", step.rating) for step in row.chosen),
            *(sign("d", dimension.dimension) for dimension in row.dimensions),
        ]


def missed_lines(group: GroupScore) -> tuple[ScoreLine, ...]:
    """The best steps left out: each recommended order, or the best answers where one was to be picked."""
    if group.basis == "order_set":
        return tuple(line for line in group.lines if not line.chosen and line.worth > 0)
    best = max((line.worth for line in group.lines), default=0)
    if group.basis not in ("best", "best_acceptable") or group.points >= best:
        return ()
    return tuple(line for line in group.lines if line.worth == best)


def exact(points: float) -> int:
    """Points in ten-thousandths."""
    return round(points * _EXACT)


def _dimensions(groups: Sequence[GroupScore]) -> tuple[DimensionRow, ...]:
    sums: dict[str, tuple[int, int]] = {}
    for group in groups:
        points, possible = sums.get(group.dimension, (0, 0))
        sums[group.dimension] = points + exact(group.points), possible + exact(group.possible)
    return tuple(DimensionRow(name, *pair) for name, pair in sums.items())


def _step(line: ScoreLine, labels: Mapping[str, str]) -> StepRow:
    return StepRow(line.action, labels[line.action], line.rating, line.rule or "")


def _with_words(row: DecisionRow, words: str) -> DecisionRow:
    from dataclasses import replace

    return replace(row, words=words)


def _moment(at: str) -> str:
    try:
        time = datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnusableTime(f"There is no such time as {at[:40]}.") from None
    if not is_plausible(time):
        raise UnusableTime(f"It was decided at {at[:40]}, which no clock can have said.")
    return moment(time)

"""Marking again when a case or a rule was corrected: first only to see whose score would change, by how much, and why.

No score changes by itself. What was found before stays as it is; accepting adds the new results beside it, which is
left to ``teaching``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import RATING_WORDS, counted
from relall_trainer.cohort.marked_file import MarkedFile
from relall_trainer.cohort.marks import Mark, Result
from relall_trainer.encounter.attempt import ReplayFault
from relall_trainer.encounter.debrief import labels_at
from relall_trainer.encounter.play import Encounter
from relall_trainer.encounter.scoring import exact_points, percent_words, plain_points

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.marking import Marker
    from relall_trainer.cohort.submission import LoggedAttempt, Submission

_GONE = "it cannot be played again on the corrected case ({})"


@dataclass(frozen=True, slots=True)
class StepRating:
    """How a step is rated (nothing where it is not on offer), and the rule that decides it; None where none does."""

    rating: str
    rule: str | None

    @property
    def told(self) -> str:
        if not self.rating:
            return "not on offer"
        rating = RATING_WORDS[self.rating].lower()
        return f"{rating} by {self.rule}" if self.rule else rating


@dataclass(frozen=True, slots=True)
class StepChange:
    """One step on offer that is rated otherwise: from what, by which rule, to what, by which; a rule may be None."""

    step: str
    label: str
    chosen: bool
    before: StepRating
    after: StepRating

    @property
    def told(self) -> str:
        """``HLA typing (left out): acceptable by R08, now recommended by R28``."""
        done = "chosen" if self.chosen else "left out"
        return f"{self.label} ({done}): {self.before.told}, now {self.after.told}"


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """One decision of one learner that comes to something else; a mark is None where it is not met there any more.

    ``steps`` say why; none where the patient is the same and only how points are counted changed.
    """

    node: str
    title: str
    before: Mark | None
    after: Mark | None
    steps: tuple[StepChange, ...]

    @property
    def points(self) -> float:
        """By how much the points change."""
        return _difference(self.before, self.after)


@dataclass(frozen=True, slots=True)
class ResultChange:
    """One attempt that comes to something else. ``fault`` says why it cannot be played any more (``after`` is None)."""

    learner: str
    attempt: str
    item: int
    before: Result
    after: Result | None
    decisions: tuple[DecisionChange, ...]
    fault: str = ""

    @property
    def points(self) -> float:
        return _difference(self.before, self.after)

    @property
    def told(self) -> str:
        """``Learner 03: 78.2% before, 81% now``."""
        if self.after is None:
            return f"{self.learner}: {percent_words(self.before.percent)} before; {self.fault}"
        now = percent_words(self.after.percent)
        told = f"{self.learner}: {percent_words(self.before.percent)} before, {now} now"
        if self.before.critical != self.after.critical:
            told += f"; critical errors {self.before.critical} before, {self.after.critical} now"
        return told


@dataclass(frozen=True, slots=True)
class DryRun:
    """What marking again would change. ``same`` counts the attempts that come to just what they did.

    ``files`` are the results to add where it is accepted; in them an attempt that cannot be played any more keeps its
    score.
    """

    changes: tuple[ResultChange, ...]
    same: int
    files: tuple[MarkedFile, ...]

    @property
    def learners(self) -> tuple[str, ...]:
        """Whose score would change."""
        return tuple(dict.fromkeys(one.learner for one in self.changes))

    @property
    def told(self) -> str:
        attempts = counted(self.same, "attempt")
        if not self.changes:
            return f"No score would change: {attempts} would come to what they did."
        who = counted(len(self.learners), "learner")
        return f"The score of {who} would change; {attempts} would come to what they did."


def dry_run(
    assignment: Assignment, files: Iterable[tuple[MarkedFile, Submission]], old: Marker, new: Marker
) -> DryRun:
    """What marking these files by ``new`` would change; nothing is kept.

    ``old`` holds the cases and rules the files were marked by. ``new`` holds, under the SHA-256 of each case that was
    assigned, the case as corrected (or the same), and the rules as corrected (or the same).
    """
    changes: dict[str, ResultChange] = {}
    same: set[str] = set()
    again = []
    for file, submission in files:
        logs = {attempt.id: attempt for attempt in submission.attempts}
        results = []
        for before in file.results:
            change = _marked_again(assignment, file.learner, before, logs[before.attempt], old, new)
            results.append(change.after or before)
            if change.decisions or change.fault:
                changes[before.attempt] = change
                same.discard(before.attempt)
            else:
                same.add(before.attempt)
                changes.pop(before.attempt, None)
        again.append(replace(file, results=tuple(results)))
    return DryRun(tuple(changes.values()), len(same), tuple(again))


def _marked_again(
    assignment: Assignment, learner: str, before: Result, log: LoggedAttempt, old: Marker, new: Marker
) -> ResultChange:
    try:
        after = new.mark(assignment, log)
        decisions = tuple(_decisions(assignment, before, after, log, old, new))
        return ResultChange(learner, log.id, log.item, before, after, decisions)
    except ReplayFault as fault:
        return ResultChange(learner, log.id, log.item, before, None, (), _GONE.format(fault.what))


def _decisions(
    assignment: Assignment, before: Result, after: Result, log: LoggedAttempt, old: Marker, new: Marker
) -> Iterable[DecisionChange]:
    were = {mark.node: mark for mark in before.marks}
    are = {mark.node: mark for mark in after.marks}
    changed = [
        node
        for node in {**were, **are}
        if node not in were or node not in are or _worth(were[node]) != _worth(are[node])
    ]
    if not changed:
        return
    then, now = old.moments(assignment, log), new.moments(assignment, log)
    for node in changed:
        mark = are.get(node) or were[node]
        steps = tuple(_steps(then[node], now[node], mark)) if node in then and node in now else ()
        yield DecisionChange(node, mark.title, were.get(node), are.get(node), steps)


def _worth(mark: Mark) -> tuple[object, ...]:
    return mark.verdict, mark.points, mark.possible, mark.critical


def _steps(then: Encounter, now: Encounter, mark: Mark) -> Iterable[StepChange]:
    """The steps on offer, then or now, that are rated otherwise, those chosen first."""
    before, after = _rated(then), _rated(now)
    labels = {**labels_at(then, then.node), **labels_at(now, now.node)}
    changed = [step for step in labels if before.get(step, _UNOFFERED) != after.get(step, _UNOFFERED)]
    for step in sorted(changed, key=lambda step: step not in mark.chosen):
        yield StepChange(
            step,
            labels[step],
            step in mark.chosen,
            before.get(step, _UNOFFERED),
            after.get(step, _UNOFFERED),
        )


_UNOFFERED = StepRating("", None)


def _rated(encounter: Encounter) -> dict[str, StepRating]:
    steps = encounter.appraisal.steps
    return {
        option.action: StepRating(steps[option.action].rating, steps[option.action].decided_by)
        for group in encounter.current.groups
        for option in group.options
    }


def _difference(before: Mark | Result | None, after: Mark | Result | None) -> float:
    now, then = after.points if after else 0, before.points if before else 0
    return plain_points(exact_points(now) - exact_points(then))

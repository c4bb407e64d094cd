"""What is odd about something handed in: said in plain words, never held against anybody by the program.

Clocks are wrong, computers get changed, files are sent twice; nothing here blocks, and what to make of it is for the
teacher. What a single file shows is found here, what several say together in ``counting``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from relall_trainer.cohort.marks import Result
from relall_trainer.cohort.times import moment_of, seconds_between, span_words
from relall_trainer.encounter.events import Committed, Event, Finished, Noted, Resumed, Started
from relall_trainer.encounter.play import EXAM
from relall_trainer.encounter.scoring import exact_points, plain_points

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.submission import Claim, LoggedAttempt, Submission

LATE, EARLY, BEFORE_OPENING, CLOCK_BACK = "late", "before-issue", "before-opening", "clock-back"
LONGER_THAN_CLOCK, OVER_TIME, OPEN_LONGER, CLOSED = "elapsed-longer", "over-time", "open-longer", "closed"
MADE_BEFORE, CLAIM, OTHER_RULES = "made-before", "claim-differs", "other-rules"
OTHER_VERSION, TOO_MANY = "other-version", "too-many"
UNCONFIRMED, TWO_KEYS, CONTRADICTS = "unconfirmed-key", "two-keys", "contradicts"
DROPPED, COPIED, TWO_NAMES, NOT_ON_ROSTER = "dropped", "copied", "two-names", "not-on-roster"
OTHER_SERIES = "other-series"

FLAG_WORDS: Mapping[str, str] = {
    LATE: "Handed in {} after it was due, by the learner's clock.",
    EARLY: "Begun {} before the assignment was issued, by the learner's clock.",
    BEFORE_OPENING: "Begun {} before it opened, by the learner's clock.",
    CLOCK_BACK: "The clock went back by {} while it was played.",
    LONGER_THAN_CLOCK: "The time given for the decisions is {} longer than the clock allows.",
    OVER_TIME: "The time counted by the program is {} longer than allowed.",
    OPEN_LONGER: "By the computer's clock, {} more than allowed passed between beginning and last decision; "
    "a computer asleep meanwhile counts in that.",
    CLOSED: "Closed and opened again: {}.",
    MADE_BEFORE: "The file was made {} before the last thing in it was done.",
    CLAIM: "The learner's copy reckoned {}.",
    OTHER_RULES: "Played under other rules: {}. Scored by yours.",
    OTHER_VERSION: "Done on version {} of the assignment.",
    TOO_MANY: "More attempts than allowed: {}.",
    UNCONFIRMED: "The key {} has not been confirmed.",
    TWO_KEYS: "Handed in with {} different keys; every computer and profile has its own.",
    CONTRADICTS: "Two files tell the same attempt differently: {}.",
    DROPPED: "A later file leaves out what an earlier one held: {}.",
    COPIED: "The same attempt was handed in by {}.",
    TWO_NAMES: "Handed in under different names: {}.",
    NOT_ON_ROSTER: "Not among those it was assigned to.",
    OTHER_SERIES: "Scored under other versions than the group, so in none of its averages: {}.",
}
SLACK_S = 60  # clocks are set right by so much without anybody noticing


@dataclass(frozen=True, slots=True, order=True)
class Flag:
    """Something odd. ``code`` is a key of ``FLAG_WORDS``, ``note`` what its sentence leaves open.

    ``attempt`` is the id of the attempt it is about; empty: the whole file, or all of the learner's.
    """

    code: str
    note: str = ""
    attempt: str = ""

    @property
    def words(self) -> str:
        """One sentence."""
        return FLAG_WORDS[self.code].format(self.note)

    def plain(self) -> list[str]:
        """As plain data."""
        return [self.code, self.note, self.attempt]


def file_flags(assignment: Assignment, submission: Submission, results: Sequence[Result]) -> tuple[Flag, ...]:
    """All that is odd about one results file, its attempts marked."""
    claims = {claim.attempt: claim for claim in submission.claims}
    found = [*_of_file(assignment, submission)]
    for attempt, result in zip(submission.attempts, results, strict=True):
        found += _of_attempt(assignment, attempt)
        found += _of_result(assignment, attempt, result, claims.get(attempt.id))
    if assignment.mode == EXAM:
        for events in _sittings(submission.attempts):
            found += _of_sitting(assignment, events)
    return tuple(dict.fromkeys(found))


def _of_file(assignment: Assignment, submission: Submission) -> Iterable[Flag]:
    if assignment.due_at and (late := seconds_between(assignment.due_at, submission.made_at)) > 0:
        yield Flag(LATE, span_words(late))
    if submission.assignment_version != assignment.version:
        yield Flag(OTHER_VERSION, str(submission.assignment_version))
    last = max((moment_of(attempt.events[-1].at) for attempt in submission.attempts), default=None)
    if last and (before := (last - moment_of(submission.made_at)).total_seconds()) > SLACK_S:
        yield Flag(MADE_BEFORE, span_words(before))
    allowed = assignment.allowed_attempts
    if allowed is not None:
        for place, item in enumerate(assignment.items):
            number = sum(attempt.item == place for attempt in submission.attempts)
            if number > allowed:
                yield Flag(TOO_MANY, f"{number} of {allowed} at {item.title}")


def _of_attempt(assignment: Assignment, attempt: LoggedAttempt) -> Iterable[Flag]:
    begun = attempt.events[0].at
    early = seconds_between(begun, assignment.issued_at)
    if early > 0:
        yield Flag(EARLY, span_words(early), attempt.id)
    elif assignment.opens_at and (early := seconds_between(begun, assignment.opens_at)) > 0:
        yield Flag(BEFORE_OPENING, span_words(early), attempt.id)
    times = [moment_of(event.at) for event in attempt.events]
    back = max(((one - two).total_seconds() for one, two in pairwise(times)), default=0)
    if back > SLACK_S:
        yield Flag(CLOCK_BACK, span_words(back), attempt.id)
    looked = sum(event.elapsed_ms or 0 for event in attempt.events if isinstance(event, Committed)) / 1000
    wall = (times[-1] - times[0]).total_seconds()
    if back <= SLACK_S and looked > wall + SLACK_S:
        yield Flag(LONGER_THAN_CLOCK, span_words(looked - wall), attempt.id)


def _of_result(
    assignment: Assignment, attempt: LoggedAttempt, result: Result, claim: Claim | None
) -> Iterable[Flag]:
    begun, rules, item = attempt.events[0], assignment.rules, assignment.items[attempt.item]
    as_asked = isinstance(begun, Started) and (begun.algorithm_sha256, begun.scoring) == (
        rules.sha256, assignment.scoring,
    )  # fmt: skip
    corrected = bool(result.played_under) or result.pins.case_sha256 != item.sha256
    if as_asked and corrected:
        return  # it was the teacher who had it scored again: nothing is odd about what was played, or claimed
    if result.played_under:
        yield Flag(OTHER_RULES, result.played_under, result.attempt)
    if claim is None:
        return
    found = exact_points(result.points), exact_points(result.possible), result.critical
    claimed = claim.points, claim.possible, claim.critical
    if claimed != found:
        other = ", by other rules" if result.played_under else ""
        yield Flag(CLAIM, f"{_score(*claimed)}; yours, {_score(*found)}{other}", result.attempt)


def _score(points: int, possible: int, critical: int) -> str:
    told = f"{plain_points(points)} of {plain_points(possible)} points"
    return f"{told}, {critical} critical" if critical else told


def _sittings(attempts: Sequence[LoggedAttempt]) -> list[list[Event]]:
    """The events of each exam sat, all items in a row; an item met again begins the next."""
    found: list[list[Event]] = []
    met: set[int] = set()
    for attempt in sorted(attempts, key=lambda one: (moment_of(one.events[0].at), one.item)):
        if not found or attempt.item in met:
            found.append([])
            met.clear()
        met.add(attempt.item)
        found[-1] += attempt.events
    return found


def _of_sitting(assignment: Assignment, events: Sequence[Event]) -> Iterable[Flag]:
    """An exam is one sitting over all items: its time, and how often it was closed."""
    gaps = [
        max(0.0, seconds_between(before.at, event.at))
        for before, event in pairwise(events)
        if isinstance(event, Resumed)
    ]
    if gaps:
        times = "once" if len(gaps) == 1 else f"{len(gaps)} times"
        yield Flag(CLOSED, f"{times}, for at most {span_words(sum(gaps))} in all")
    allowed = assignment.seconds_allowed
    if allowed is None:
        return
    looked = sum(event.elapsed_ms or 0 for event in events if isinstance(event, Committed)) / 1000
    used = max((event.used_ms / 1000 for event in events if isinstance(event, Resumed)), default=0.0)
    over = max(looked, used) - allowed
    if over > SLACK_S:
        yield Flag(OVER_TIME, span_words(over))
        return
    # When it was handed in says nothing: its time may have been up long before.
    decided = [moment_of(event.at) for event in events if not isinstance(event, Finished | Noted)]
    passed = (max(decided) - min(decided)).total_seconds() - sum(gaps)
    if passed - allowed > SLACK_S:
        yield Flag(OPEN_LONGER, span_words(passed - allowed))

"""Which attempt of a learner counts, whatever the order her files came in, however often, signed with whichever key.

Everything she ever handed in stays known: a later file can add to an attempt, never take one away. What the attempts
come to was found by ``marking``; what looks odd between files is told here as flags.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import counted
from relall_trainer.cohort.flags import CONTRADICTS, COPIED, DROPPED, TWO_KEYS, TWO_NAMES, Flag
from relall_trainer.cohort.marked_file import MarkedFile
from relall_trainer.cohort.marks import Result
from relall_trainer.cohort.roster import alike
from relall_trainer.cohort.terms import BEST, LAST
from relall_trainer.cohort.times import moment_of
from relall_trainer.cohort.trail import DIGITS
from relall_trainer.encounter.play import EXAM
from relall_trainer.encounter.scoring import exact_points

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment


@dataclass(frozen=True, slots=True)
class Known:
    """All attempts a learner handed in, each once. ``files`` in the order they were made."""

    files: tuple[MarkedFile, ...]
    attempts: tuple[Result, ...]
    flags: tuple[Flag, ...]

    def at(self, item: int) -> tuple[Result, ...]:
        """The attempts at one item, in the order they were begun."""
        return tuple(one for one in self.attempts if one.item == item)


def known(files: Iterable[MarkedFile]) -> Known:
    """What one learner's files say together."""
    ordered = sorted({one.file: one for one in files}.values(), key=_made)
    attempts: dict[str, Result] = {}
    contradicted: set[str] = set()
    for file in ordered:
        for result in file.results:
            before = attempts.setdefault(result.attempt, result)
            if result.trail.startswith(before.trail):
                attempts[result.attempt] = result
            elif not before.trail.startswith(result.trail):
                contradicted.add(result.attempt)
    flags = {flag for file in ordered for flag in file.flags}
    flags |= {Flag(CONTRADICTS, attempt, attempt) for attempt in contradicted}
    flags |= set(_between(ordered))
    return Known(tuple(ordered), tuple(sorted(attempts.values(), key=_begun)), tuple(sorted(flags)))


def counting(results: Sequence[Result], counts: str) -> Result | None:
    """The attempt at a case practised that counts; None where none is finished."""
    able = [one for one in results if one.finished]
    if not able:
        return None
    if counts == BEST:
        return min(able, key=lambda one: (*_worst_last((one,)), *_begun(one)))
    if counts == LAST:
        return max(able, key=lambda one: (moment_of(one.finished_at or one.started_at), one.attempt))
    return min(able, key=_begun)


def counting_sitting(
    attempts: Sequence[Result], counts: str, blanks: Mapping[int, Result]
) -> tuple[Result, ...]:
    """The sitting of an exam that counts, whole: an item it did not come to is in it with nothing earned.

    Items of different sittings are never put together, not for the best either.
    """
    every = [
        tuple(own.get(item, blank) for item, blank in sorted(blanks.items())) for own in _sittings(attempts)
    ]
    if not every:
        return tuple(blank for _, blank in sorted(blanks.items()))
    if counts == BEST:
        return min(every, key=_worst_last)  # of several as good, the first
    return every[-1] if counts == LAST else every[0]


def _sittings(attempts: Sequence[Result]) -> list[dict[int, Result]]:
    """The sittings of an exam, each item → attempt. An item met again begins the next."""
    found: list[dict[int, Result]] = []
    for one in sorted(attempts, key=lambda one: (moment_of(one.started_at), one.item, one.attempt)):
        if not found or one.item in found[-1]:
            found.append({})
        found[-1][one.item] = one
    return found


def complete_with(assignment: Assignment, files: Sequence[MarkedFile]) -> MarkedFile | None:
    """The file with which all that was asked was there; None where it is not yet. An exam is handed in once, whole."""
    done: set[int] = set()
    for file in files:
        done |= {one.item for one in file.results if one.finished}
        if assignment.mode == EXAM or len(done) == len(assignment.items):
            return file
    return None


def copied(files: Iterable[MarkedFile]) -> Mapping[str, tuple[Flag, ...]]:
    """Learner → flags for attempts that somebody else handed in too: by their id, or event by event."""
    owners: dict[str, dict[str, str]] = {}
    attempts: dict[tuple[str, str], set[str]] = {}
    for file in files:
        who = alike(file.learner)
        for result in file.results:
            signs = [result.attempt]
            if len(result.trail) > DIGITS:
                signs.append(f"trail {result.trail}")
            for sign in signs:
                shown = owners.setdefault(sign, {})
                shown[who] = min(file.learner, shown.get(who, file.learner))
                attempts.setdefault((sign, who), set()).add(result.attempt)
    found: dict[str, set[Flag]] = {}
    for sign, shown in owners.items():
        if len(shown) > 1:
            flag_note = ", ".join(sorted(shown.values()))
            for who in shown:
                found.setdefault(who, set()).update(
                    Flag(COPIED, flag_note, attempt) for attempt in attempts[sign, who]
                )
    return {who: tuple(sorted(flags)) for who, flags in found.items()}


def _between(files: Sequence[MarkedFile]) -> Iterable[Flag]:
    """What the files of one learner show only side by side."""
    by_key: dict[str, list[MarkedFile]] = {}
    for file in files:
        by_key.setdefault(file.key, []).append(file)
    if len(by_key) > 1:
        yield Flag(TWO_KEYS, str(len(by_key)))
    names = sorted({file.name for file in files if file.name})
    if len({alike(name) for name in names}) > 1:
        yield Flag(TWO_NAMES, ", ".join(names))
    dropped: set[str] = set()
    for own in by_key.values():
        held: set[str] = set()
        for file in sorted(own, key=lambda one: (one.number, *_made(one))):
            here = {result.attempt for result in file.results}
            dropped |= held - here
            held |= here
    if dropped:
        yield Flag(DROPPED, counted(len(dropped), "attempt"))


def _made(file: MarkedFile) -> tuple[object, ...]:
    return moment_of(file.made_at), file.number, file.file


def _begun(result: Result) -> tuple[object, ...]:
    return moment_of(result.started_at), result.attempt


def _worst_last(results: Sequence[Result]) -> tuple[object, ...]:
    """Sorts what is best to the front: by the exact share of the points, then by critical errors."""
    points = sum(exact_points(one.points) for one in results)
    possible = sum(exact_points(one.possible) for one in results)
    share = Fraction(points, possible) if possible else Fraction(0)
    return -share, sum(one.critical for one in results)

"""What results came to before they were scored again: the gradebook as it stood then, until when, and why no longer.

Accepting a correction keeps what was found before; here it is read back. Nothing is marked anew but the cases of an
exam that nobody began. Keeping it is left to ``correcting``, saying it to whoever shows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import counted
from relall_trainer.cohort.gradebook import Gradebook, Row, gradebook
from relall_trainer.cohort.marked_file import MarkedFile, marked_from_plain
from relall_trainer.cohort.marking_basis import Basis, bases_of
from relall_trainer.cohort.marks import Mark, Pins
from relall_trainer.cohort.outline import outline_of
from relall_trainer.cohort.paper_kinds import RESULT
from relall_trainer.cohort.roster import Learner
from relall_trainer.cohort.scorer import as_in
from relall_trainer.encounter.scoring import percent_words

if TYPE_CHECKING:
    from relall_trainer.cohort.scorer import Scorer
    from relall_trainer.cohort.sent import Sent, SentBook
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class EarlierBook:
    """The gradebook as it stood ``until`` it was scored again. ``why`` says what was corrected then."""

    until: str
    book: Gradebook
    why: str

    def row(self, learner: str) -> Row | None:
        """A learner's row then; None where she had handed nothing in."""
        row = self.book.row(learner)
        return row if row is not None and row.files else None


@dataclass(frozen=True, slots=True)
class EarlierScore:
    """What a learner's row came to before: ``until`` then, and why no longer."""

    until: str
    row: Row
    why: str

    def told(self, on: str) -> str:
        """``Was 81.3%, 1 critical error, under … 1.0.0; scored again on 3 Dec: …``; ``on`` is that day in words."""
        errors = counted(self.row.critical, "critical error")
        score = percent_words(self.row.percent)
        return f"Was {score}, {errors}, under {rules_of(self.row)}; scored again on {on}: {self.why}."


@dataclass(frozen=True, slots=True)
class EarlierMark:
    """What one decision came to before; ``mark`` is None where it was not met then."""

    until: str
    mark: Mark | None
    pins: Pins
    why: str


def earlier_books(
    store: LearnerStore,
    book: SentBook,
    scorer: Scorer,
    learners: Sequence[Learner],
    now: Gradebook,
) -> tuple[EarlierBook, ...]:
    """The gradebook as it stood before each time it was scored again, the oldest first."""
    assignment = now.assignment.id
    editions = [book.get(assignment, version) for version in book.versions(assignment)]
    bases = {sent.assignment.version: bases_of(store, sent) for sent in editions}
    moments = sorted({at for every in bases.values() for at, _ in every if at})
    if not moments:
        return ()
    files = scorer.own_files(store, assignment)
    stood = [
        _stood(
            store,
            scorer,
            editions,
            learners,
            files,
            {v: _before(every, at) for v, every in bases.items()},
            bases,
        )
        for at in moments
    ]
    return tuple(
        EarlierBook(at, then, because(then, after))
        for at, then, after in zip(moments, stood, (*stood[1:], now), strict=True)
    )


def earlier_scores(row: Row, earlier: Iterable[EarlierBook]) -> tuple[EarlierScore, ...]:
    """What a learner's row came to before, where that was something else than the next time; the oldest first."""
    known = [(one, then) for one in earlier if (then := one.row(row.learner.code)) is not None]
    following = [*(then for _, then in known), row][1:]
    return tuple(
        EarlierScore(one.until, then, one.why)
        for (one, then), after in zip(known, following, strict=True)
        if _score(then) != _score(after)
    )


def earlier_marks(
    row: Row, attempt: str, node: str, earlier: Iterable[EarlierBook]
) -> tuple[EarlierMark, ...]:
    """What one decision of an attempt came to before, where that was something else; the oldest first."""
    found: list[EarlierMark] = []
    for one in earlier:
        then = one.row(row.learner.code)
        for result in then.attempts if then is not None else ():
            if result.attempt == attempt:
                mark = next((mark for mark in result.marks if mark.node == node), None)
                found.append(EarlierMark(one.until, mark, result.pins, one.why))
    now = next(
        (m for one in row.attempts if one.attempt == attempt for m in one.marks if m.node == node), None
    )
    following = [*(one.mark for one in found), now][1:]
    return tuple(
        one for one, after in zip(found, following, strict=True) if _worth(one.mark) != _worth(after)
    )


def because(then: Gradebook, after: Gradebook) -> str:
    """What was corrected between two gradebooks of the same results."""
    rules, cases = _pins(then), _pins(after)
    told = [
        *_changed("the rules", _of_rules(rules), _of_rules(cases)),
        *_changed("the case", _of_cases(rules), _of_cases(cases)),
    ]
    return "; ".join(dict.fromkeys(told)) or "cases or rules were corrected"


def _changed(
    what: str, then: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> Iterable[str]:
    for name, (version, sha256) in sorted(then.items()):
        now, now_sha256 = after.get(name, (version, sha256))
        if now_sha256 == sha256:
            continue
        became = (
            f"became {now}"
            if now != version
            else "were corrected"
            if what == "the rules"
            else "was corrected"
        )
        yield f"{what} {name} {version} {became}"


def _pins(book: Gradebook) -> tuple[Pins, ...]:
    return tuple(dict.fromkeys(one.pins for row in book.rows for one in row.attempts))


def _of_rules(pins: Iterable[Pins]) -> dict[str, tuple[str, str]]:
    return {one.algorithm: (one.algorithm_version, one.algorithm_sha256) for one in pins}


def _of_cases(pins: Iterable[Pins]) -> dict[str, tuple[str, str]]:
    return {one.case: (one.case_version, one.case_sha256) for one in pins}


def rules_of(row: Row) -> str:
    """The rules a row was scored by."""
    return ", ".join(
        dict.fromkeys(f"{one.pins.algorithm} {one.pins.algorithm_version}" for one in row.results)
    )


def _score(row: Row) -> tuple[object, ...]:
    return row.points, row.possible, row.critical


def _worth(mark: Mark | None) -> tuple[object, ...] | None:
    return None if mark is None else (mark.verdict, mark.points, mark.possible, mark.critical)


def _before(bases: Sequence[tuple[str, Basis]], at: str) -> Basis:
    """By what an edition was marked just before a moment; the first basis has no moment."""
    return [basis for since, basis in bases if since < at][-1]


def _stood(
    store: LearnerStore,
    scorer: Scorer,
    editions: Sequence[Sent],
    learners: Sequence[Learner],
    files: Sequence[MarkedFile],
    then: Mapping[int, Basis],
    bases: Mapping[int, Sequence[tuple[str, Basis]]],
) -> Gradebook:
    newest = editions[-1]
    by_version = {sent.assignment.version: sent for sent in editions}
    kept = []
    for file in files:
        basis = then[file.version]
        if basis == bases[file.version][-1][1]:
            kept.append(file)
        else:
            paper = store.paper(RESULT, basis.result(newest.assignment.id, file.file))
            if paper is not None:  # else it came later
                kept.append(marked_from_plain(file.file, json.loads(paper.body)))
    outline = outline_of(scorer.marker_on(then[newest.assignment.version]), newest.assignment)
    return gradebook(
        newest.assignment, learners, [as_in(newest, by_version[one.version], one) for one in kept], outline
    )

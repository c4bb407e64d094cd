"""What a learner's exam came to once its feedback was given out: by the very reckoning of her teacher's gradebook.

It is reckoned from the files she handed in, so that both sides say the same number; a decision not answered earns
nothing of what was possible. Words for it are left to the window.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.marked_file import MarkedFile
    from relall_trainer.cohort.marking import Marker
    from relall_trainer.cohort.receipts import Receipt


@dataclass(frozen=True, slots=True)
class ExamScore:
    """``percent`` is of all that was possible, None where nothing was; ``answered`` of ``of`` decisions.

    ``counts`` says which of ``sittings`` it is; ``versions`` names cases, rules and scoring.
    """

    percent: str | None
    critical: int
    answered: int
    of: int
    counts: str
    sittings: int
    versions: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As plain data, for a paper."""
        return {name: getattr(self, name) for name in self.__slots__} | {"versions": list(self.versions)}

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> ExamScore:
        """The score of such data."""
        return cls(**{**data, "versions": tuple(data["versions"])})


def exam_score(marker: Marker, asked: Sequence[Assignment], receipts: Sequence[Receipt]) -> ExamScore | None:
    """What all that was handed in comes to, by the last of the assignments its exams were begun on.

    None where nothing was handed in, or where the cases are not those.
    """
    from relall_trainer.cohort.gradebook import gradebook
    from relall_trainer.cohort.outline import outline_of
    from relall_trainer.cohort.roster import Learner
    from relall_trainer.encounter.attempt import ReplayFault

    if not receipts:
        return None
    last, editions = asked[-1], {one.sha256: one for one in asked}
    try:
        files = [_marked(marker, last, editions, receipt) for receipt in receipts]
    except ReplayFault:
        return None
    book = gradebook(last, (Learner(receipts[-1].learner),), files, outline_of(marker, last))
    row = book.rows[0]
    return ExamScore(
        percent=row.percent,
        critical=row.critical,
        answered=sum(one.answered for one in row.results),
        of=sum(len(one.marks) for one in row.results),
        counts=last.counts,
        sittings=len(asked),
        versions=book.versions,
    )


def _marked(
    marker: Marker, last: Assignment, editions: Mapping[str, Assignment], receipt: Receipt
) -> MarkedFile:
    """A file as marked; its cases counted as in the last edition, those asked for no more left out."""
    from relall_trainer.cohort.marked_file import mark_file
    from relall_trainer.cohort.signed_file import RESULTS, parse_signed
    from relall_trainer.cohort.submission import submission_from_plain

    file = parse_signed(receipt.text.encode(), receipt.name, RESULTS)
    submission = submission_from_plain(file.body, file.name)
    own = editions.get(submission.assignment_sha256, last)
    marked = mark_file(marker, own, submission, file.sha256, file.key)
    places = {item.sha256: place for place, item in enumerate(last.items)}
    now = [places.get(item.sha256) for item in own.items]
    results = tuple(replace(one, item=at) for one in marked.results if (at := now[one.item]) is not None)
    return replace(marked, results=results)

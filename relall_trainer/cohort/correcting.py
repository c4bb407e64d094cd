"""When a case or a rule was corrected: what that would change in results that are here, and having it so.

First it is only shown (``look``); accepted, later results are marked in the new way as well. The scores found before
stay in the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relall_trainer.cohort.draft import ShelfCase
from relall_trainer.cohort.marked_file import MarkedFile
from relall_trainer.cohort.marking_basis import Basis, accepted
from relall_trainer.cohort.paper_kinds import RESULT, NewPaper
from relall_trainer.cohort.rescoring import DryRun, ResultChange, dry_run
from relall_trainer.cohort.scorer import Scorer
from relall_trainer.cohort.sent import Sent, SentBook
from relall_trainer.cohort.signed_file import canonical_bytes
from relall_trainer.errors import BadFile
from relall_trainer.learner.chain import digest

if TYPE_CHECKING:
    from relall_trainer.cohort.composing import Content
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class _Part:
    """What marking one edition's results again would change."""

    sent: Sent
    before: Basis
    files: tuple[MarkedFile, ...]
    basis: Basis
    texts: Mapping[str, str]
    dry: DryRun


@dataclass(frozen=True, slots=True)
class Correction:
    """What marking again would change: nothing is kept until it is accepted. ``parts`` are for whoever accepts it."""

    parts: tuple[_Part, ...] = field(repr=False)

    @property
    def changes(self) -> tuple[ResultChange, ...]:
        """The attempts that would come to something else."""
        return tuple(change for part in self.parts for change in part.dry.changes)

    @property
    def dry(self) -> DryRun:
        """All of it as one dry run."""
        runs = [part.dry for part in self.parts]
        return DryRun(
            self.changes, sum(run.same for run in runs), tuple(file for run in runs for file in run.files)
        )

    @property
    def told(self) -> str:
        """In one sentence."""
        return self.dry.told


def look(
    store: LearnerStore, book: SentBook, scorer: Scorer, content: Content, assignment: str
) -> Correction:
    """What the cases on the shelf and the rules in force now would change. Nothing is kept."""
    return Correction(tuple(_parts(store, book, scorer, content, assignment)))


def accept(store: LearnerStore, scorer: Scorer, correction: Correction, at: str) -> None:
    """Have it so, all in one: what was found before and what is now, and later results marked like them."""
    papers: list[NewPaper] = []
    for part in correction.parts:
        papers += accepted(store, part.sent, part.basis, part.texts, at)
        name = part.sent.assignment.id
        papers += [_result(part.before, name, file) for file in part.files]
        papers += [_result(part.basis, name, file) for file in part.dry.files]
    store.put_papers(papers)
    scorer.forget()


def _result(basis: Basis, assignment: str, marked: MarkedFile) -> NewPaper:
    return RESULT, basis.result(assignment, marked.file), canonical_bytes(marked.plain()).decode()


def _parts(
    store: LearnerStore, book: SentBook, scorer: Scorer, content: Content, assignment: str
) -> Iterator[_Part]:
    files = scorer.own_files(store, assignment)
    for version in book.versions(assignment):
        sent = book.get(assignment, version)
        now = scorer.basis(sent)
        basis, texts = _corrected(sent, now, content)
        if basis == now:
            continue
        handed = [
            (one, scorer.submission(store, assignment, one.file)) for one in files if one.version == version
        ]
        new = scorer.marker_on(basis, texts)
        dry = dry_run(sent.assignment, handed, scorer.marker(sent), new)
        yield _Part(sent, now, tuple(one for one, _ in handed), basis, texts, dry)


def _corrected(sent: Sent, now: Basis, content: Content) -> tuple[Basis, dict[str, str]]:
    """Each case as it is on the shelf now (or as it was, where it has gone), and the rules in force."""
    rules = content.algorithm_text()
    texts = {digest(rules): rules}
    cases = dict(now.cases)
    for item, source in zip(sent.assignment.items, sent.sources, strict=True):
        if isinstance(source, ShelfCase):
            try:
                text = content.shelf.case_text(source.case)
            except BadFile:
                continue
            texts[digest(text)] = text
            cases[item.sha256] = digest(text)
    return Basis(digest(rules), content.algorithm().pin.sha256, cases), texts

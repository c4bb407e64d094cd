"""Taking in results files, however many, in any order, as often as one likes: each by itself, all kept at the end.

A file is read, verified, played again and rated; that it was taken, or why it is set aside, is kept once the last has
been looked at: all or nothing. What it comes to is put together when the gradebook is read. The same files lead to the
same record on every computer.
"""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.folder import files_in
from relall_trainer.cohort.paper_kinds import ASIDE, SUBMISSION, NewPaper, submission_id
from relall_trainer.cohort.plain_text import plain_name
from relall_trainer.cohort.portions import keep
from relall_trainer.cohort.results_file import read_results
from relall_trainer.cohort.scorer import Scorer
from relall_trainer.cohort.signed_file import LARGEST_FILE, RESULTS, Sealed, digest_of, file_bytes
from relall_trainer.cohort.submission import Submission
from relall_trainer.errors import TrainerError
from relall_trainer.learner.chain import canonical

if TYPE_CHECKING:
    from relall_trainer.learner.store import LearnerStore

ACCEPTED, KNOWN, SET_ASIDE = "accepted", "known", "set-aside"
_MAY_FIT_LATER = ("unknown-assignment", "unknown-learner")
_TIDY_EVERY = 128
_AT_HAND = 400
"""What stands in so many files is kept at hand for the gradebook; of more, it is read again when asked for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``code`` and ``reason`` say why it was set aside; ``sha256`` is empty for no file.

    Of a file that was taken: the assignment's id, the learner's code, the number of her hand-in.
    """

    name: str
    path: str
    status: str
    sha256: str = ""
    code: str = ""
    reason: str = ""
    assignment: str = ""
    learner: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that lies aside: what it was called, why it was not taken, since when."""

    sha256: str
    name: str
    code: str
    reason: str
    at: str


class Importing:
    """One import, done a slice at a time: iterate over it for (files done, of so many); nothing is kept before the end.

    ``stop`` (or just leaving off) leaves everything as it was. When the iteration has come to its end, ``outcomes``
    holds what became of each file, and everything is on disk.
    """

    def __init__(
        self, store: LearnerStore, scorer: Scorer, paths: Iterable[Path], now: Callable[[], str]
    ) -> None:
        self._store = store
        self._scorer = scorer
        self._now = now
        self._paths = tuple(paths)
        self._papers: list[NewPaper] = []
        self._taken: dict[str, Outcome] = {}
        self._aside: dict[str, NewPaper] = {}
        self._read: list[tuple[Sealed, Submission]] = []
        self._steps = self._work()
        self.outcomes: list[Outcome] = []
        self.done = False

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return self

    def __next__(self) -> tuple[int, int]:
        return next(self._steps)

    def run(self) -> Importing:
        """All of it at once."""
        for _ in self:
            pass
        return self

    def stop(self) -> None:
        """Leave off; nothing was kept."""
        self._steps.close()

    close = stop

    def count(self, status: str) -> int:
        """How many files ended so."""
        return Counter(outcome.status for outcome in self.outcomes)[status]

    def _work(self) -> Generator[tuple[int, int], None, None]:
        with _nothing_cleared_away():
            yield from self._take_all()

    def _take_all(self) -> Generator[tuple[int, int], None, None]:
        store = self._store
        files = files_in(self._paths, (RESULTS,))
        of = len(files)
        yield 0, of
        known = {name.rpartition("/")[2]: name for name in store.paper_ids(SUBMISSION)}
        lying = {paper.id: paper.body for paper in store.papers(ASIDE)}
        yield 0, of
        for number, path in enumerate(files, start=1):
            for _ in self._take(path, known):
                yield number - 1, of
            if not number % _TIDY_EVERY:
                gc.collect(1)
            yield number, of
        for name, body in lying.items():
            if name not in self._taken and name not in self._aside:
                for _ in self._try_again(json.loads(body)):
                    yield of, of
                yield of, of
        for _ in self._keep(lying):
            yield of, of
        self.done = True
        yield of, of

    def _take(self, path: str, known: dict[str, str]) -> Iterator[None]:
        shown = plain_name(path)
        data = b""
        try:
            data = file_bytes(Path(path))
            digest = digest_of(data)
            if digest in known:
                assignment = known[digest].partition("/")[0]
                self.outcomes.append(Outcome(shown, path, KNOWN, digest, assignment=assignment))
            elif digest in self._taken:
                self.outcomes.append(replace(self._taken[digest], name=shown, path=path, status=KNOWN))
            else:
                yield from self._accept(data, shown, path, digest)
        except FileFault as fault:
            self.outcomes.append(self._set_aside(shown, path, data, fault))

    def _accept(self, data: bytes, shown: str, path: str, digest: str) -> Iterator[None]:
        file, submission = read_results(data, shown, digest)
        yield from self._scorer.prepare(submission.assignment, submission.assignment_version)
        self._scorer.check(file, submission)
        if len(self._read) < _AT_HAND:
            self._read.append((replace(file, written=b"", text=""), submission))
        self._papers.append((SUBMISSION, submission_id(submission.assignment, file.sha256), file.text))
        outcome = Outcome(
            shown,
            path,
            ACCEPTED,
            file.sha256,
            assignment=submission.assignment,
            learner=submission.learner,
            number=submission.number,
        )
        self._taken[file.sha256] = outcome
        self.outcomes.append(outcome)

    def _set_aside(self, shown: str, path: str, data: bytes, fault: FileFault) -> Outcome:
        reason = fault.one_line()
        digest = ""
        if data and len(data) <= LARGEST_FILE:
            digest = digest_of(data)
            body = {"name": shown, "code": fault.code, "reason": reason, "at": self._now()}
            if fault.code in _MAY_FIT_LATER:
                body["text"] = data.decode()  # it was read as UTF-8 before anything was found wanting
            self._aside[digest] = (ASIDE, digest, canonical(body))
        return Outcome(shown, path, SET_ASIDE, digest, fault.code, reason)

    def _try_again(self, body: dict[str, str]) -> Iterator[None]:
        """A file that lies aside because its assignment, or its learner, was not known."""
        if "text" in body:
            with suppress(TrainerError):  # else as before
                data = body["text"].encode()
                yield from self._accept(data, body["name"], "", digest_of(data))

    def _keep(self, lying: dict[str, str]) -> Iterator[None]:
        fresh = [paper for name, paper in self._aside.items() if name not in lying]
        settled = [name for name in lying if name in self._taken]
        yield from keep(self._store, [*self._papers, *fresh])
        for file, submission in self._read:
            self._scorer.remember(file, submission)
        if settled:
            self._store.drop_papers(ASIDE, settled)


@contextmanager
def _nothing_cleared_away() -> Iterator[None]:
    """Nearly all that is made stays: what could go is looked for among the newest only, and by the import itself.

    Looking through everything time and again would take long, and long at once.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def aside(store: LearnerStore) -> tuple[Aside, ...]:
    """The files that lie aside, the newest first."""
    found = []
    for paper in store.papers(ASIDE):
        body = json.loads(paper.body)
        found.append(Aside(paper.id, body["name"], body["code"], body["reason"], body["at"]))
    return tuple(sorted(found, key=lambda one: (one.at, one.sha256), reverse=True))

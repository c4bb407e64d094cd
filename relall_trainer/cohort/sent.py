"""The teacher's own copies of what she assigned: kept as papers, the long texts apart, so that a list is had quickly.

A copy holds what no learner gets: the full cases of an exam, from what seed a patient was made, who has extra time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relall_trainer.cohort.assignment import Assignment, assignment_from_plain
from relall_trainer.cohort.draft import Draft, Extra, Source, source_from_plain, source_plain
from relall_trainer.cohort.marking_basis import Basis, bases_of, basis_of
from relall_trainer.cohort.paper_kinds import ASSIGNMENT, RELEASED, TEXT, NewPaper, assignment_id, versions_of
from relall_trainer.errors import BadFile, StoreError
from relall_trainer.learner.chain import canonical, digest

if TYPE_CHECKING:
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class Sent:
    """One edition of an assignment. ``cases``: the hash of each case to that of its full text; ``rules``: likewise.

    ``cohort`` is the id of the cohort it was made for; it may have gone since.
    """

    assignment: Assignment
    cases: Mapping[str, str]
    rules: str
    cohort: str
    extra: Mapping[str, Extra]
    sources: tuple[Source, ...]

    def edition(self, learner: str = "") -> Assignment:
        """The assignment as everybody gets it, or as the learner with extra time does."""
        extra = self.extra.get(learner)
        if extra is None:
            return self.assignment
        return self.assignment.for_one(learner, extra.percent, extra.attempts)

    def draft(self) -> Draft:
        """The draft it could have been made from."""
        one = self.assignment
        return Draft(
            title=one.title,
            items=self.sources,
            note=one.note,
            cohort=self.cohort,
            learners=one.learners,
            mode=one.mode,
            opens_at=one.opens_at,
            due_at=one.due_at,
            attempts=one.attempts,
            counts=one.counts,
            mastery_percent=one.mastery.percent if one.mastery else None,
            no_critical=bool(one.mastery and one.mastery.no_critical),
            release=one.release,
            release_at=one.release_at,
            minutes=one.minutes,
            extra=dict(self.extra),
        )

    @property
    def editions(self) -> tuple[Assignment, ...]:
        """The one for everybody, then those for one learner each."""
        return self.assignment, *(self.edition(code) for code in self.extra)


@dataclass(frozen=True, slots=True)
class SentHead:
    """What a list shows of an assignment's newest edition, read without its cases."""

    id: str
    version: int
    title: str
    cohort: str
    cohort_id: str
    mode: str
    issued_at: str
    opens_at: str | None
    due_at: str | None
    release: str
    release_at: str | None
    learners: tuple[str, ...]
    items: int


def kept_papers(sent: Sent, texts: Mapping[str, str]) -> list[NewPaper]:
    """The papers of an edition; ``texts`` are the full cases and the rules by their hash."""
    plain = sent.assignment.plain()
    papers = [(TEXT, name, text) for name, text in texts.items()]
    for item in plain["items"]:
        name = digest(item["text"])
        papers.append((TEXT, name, item["text"]))
        item["text"] = name
    body = {
        "assignment": plain,
        "cases": dict(sent.cases),
        "rules": sent.rules,
        "cohort": sent.cohort,
        "extra": {code: [extra.percent, extra.attempts] for code, extra in sent.extra.items()},
        "sources": [source_plain(one) for one in sent.sources],
    }
    name = assignment_id(sent.assignment.id, sent.assignment.version)
    return [*dict.fromkeys(papers), (ASSIGNMENT, name, canonical(body))]


class SentBook:
    """Reads those copies; an edition is read once."""

    def __init__(self, store: LearnerStore) -> None:
        self._store = store
        self._known: dict[str, Sent] = {}

    def versions(self, assignment: str) -> tuple[int, ...]:
        """The versions kept of an assignment, oldest first."""
        names = self._store.paper_ids(ASSIGNMENT, versions_of(assignment))
        return tuple(sorted(int(name.rpartition("/")[2]) for name in names))

    def find(self, assignment: str, version: int) -> Sent | None:
        """One edition; None where it was not written here."""
        name = assignment_id(assignment, version)
        if name not in self._known:
            paper = self._store.paper(ASSIGNMENT, name)
            if paper is None:
                return None
            self._known[name] = self._read(paper.body)
        return self._known[name]

    def get(self, assignment: str, version: int | None = None) -> Sent:
        """One edition, by default the newest; raises BadFile where there is none."""
        versions = self.versions(assignment) if version is None else (version,)
        found = self.find(assignment, versions[-1]) if versions else None
        if found is None:
            raise BadFile(
                f"There is no assignment {assignment[:60]!r} here.",
                safe="Nothing was changed.",
                todo="Choose one from the list of assignments.",
            )
        return found

    def heads(self) -> tuple[SentHead, ...]:
        """The newest edition of each assignment, the one issued last first."""
        newest: dict[str, SentHead] = {}
        for paper in self._store.papers(ASSIGNMENT):
            head = _head(json.loads(paper.body))
            before = newest.get(head.id)
            if before is None or before.version < head.version:
                newest[head.id] = head
        return tuple(sorted(newest.values(), key=lambda head: (head.issued_at, head.id), reverse=True))

    def basis(self, sent: Sent) -> Basis:
        """By which cases and rules an edition is marked now."""
        return basis_of(self._store, sent)

    def earlier_bases(self, sent: Sent) -> tuple[Basis, ...]:
        """By which it was marked before, the last first."""
        return tuple(basis for _, basis in reversed(bases_of(self._store, sent)[:-1]))

    def text(self, name: str) -> str:
        """A kept text by its hash; raises StoreError where it has gone."""
        paper = self._store.paper(TEXT, name)
        if paper is None:
            raise StoreError(
                "A text that an assignment needs is missing from the record.",
                safe="Nothing was changed.",
                todo="Restore a backup (relall-trainer restore).",
            )
        return paper.body

    def released_at(self, assignment: str) -> str | None:
        """When its feedback was given out; None while it was not."""
        paper = self._store.paper(RELEASED, assignment)
        return None if paper is None else str(json.loads(paper.body)["at"])

    def _read(self, body: str) -> Sent:
        data = json.loads(body)
        plain = data["assignment"]
        for item in plain["items"]:
            item["text"] = self.text(item["text"])
        return Sent(
            assignment=assignment_from_plain(plain),
            cases=dict(data["cases"]),
            rules=str(data["rules"]),
            cohort=str(data["cohort"]),
            extra={code: Extra(*values) for code, values in data["extra"].items()},
            sources=tuple(source_from_plain(one) for one in data["sources"]),
        )


def _head(data: Mapping[str, Any]) -> SentHead:
    plain = data["assignment"]
    return SentHead(
        id=plain["id"],
        version=plain["version"],
        title=plain["title"],
        cohort=plain["cohort"],
        cohort_id=data["cohort"],
        mode=plain["mode"],
        issued_at=plain["issued_at"],
        opens_at=plain["opens_at"],
        due_at=plain["due_at"],
        release=plain["release"],
        release_at=plain["release_at"],
        learners=tuple(plain["learners"]),
        items=len(plain["items"]),
    )

"""By which cases and rules an edition is marked: those it was written with, or corrected ones its teacher accepted.

Accepting adds a basis, and results beside those found before; nothing is taken away. What a correction would change is
left to ``rescoring``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from relall_trainer.cohort.paper_kinds import RESCORED, TEXT, assignment_id, result_id
from relall_trainer.learner.chain import canonical

if TYPE_CHECKING:
    from relall_trainer.cohort.paper_kinds import NewPaper, PaperStore
    from relall_trainer.cohort.sent import Sent


@dataclass(frozen=True, slots=True)
class Basis:
    """``rules`` is the hash of the rules' text, ``rules_sha256`` that of the rules as released.

    ``cases``: the SHA-256 of each case as it was assigned, to the hash of the text it is marked by.
    """

    rules: str
    rules_sha256: str
    cases: Mapping[str, str]

    def result(self, assignment: str, file: str) -> str:
        """The id of what a results file came to on this basis."""
        told = json.dumps(sorted(self.cases.items())).encode()
        return result_id(assignment, file, self.rules_sha256, sha256(told).hexdigest())


def own_basis(sent: Sent) -> Basis:
    """What the edition was written with."""
    return Basis(sent.rules, sent.assignment.rules.sha256, sent.cases)


def basis_of(store: PaperStore, sent: Sent) -> Basis:
    """What the edition is marked by now: the basis accepted last, or else its own."""
    return bases_of(store, sent)[-1][1]


def bases_of(store: PaperStore, sent: Sent) -> tuple[tuple[str, Basis], ...]:
    """What the edition was marked by in turn, each with since when: its own, for which that is empty, comes first."""
    found = [("", own_basis(sent))]
    for paper in store.papers(RESCORED, f"{assignment_id(sent.assignment.id, sent.assignment.version)}/"):
        told = json.loads(paper.body)
        basis = Basis(str(told["rules"]), str(told["rules_sha256"]), dict(told["cases"]))
        found.append((str(told["at"]), basis))
    return tuple(found)


def accepted(
    store: PaperStore, sent: Sent, basis: Basis, texts: Mapping[str, str], at: str
) -> list[NewPaper]:
    """The papers that make a basis the edition's; ``texts`` are those it names, by their hash."""
    name = assignment_id(sent.assignment.id, sent.assignment.version)
    number = sum(1 for _ in store.papers(RESCORED, f"{name}/")) + 1
    body = {"at": at, "rules": basis.rules, "rules_sha256": basis.rules_sha256, "cases": dict(basis.cases)}
    return [
        *((TEXT, digest, text) for digest, text in texts.items()),
        (RESCORED, f"{name}/{number:04d}", canonical(body)),
    ]

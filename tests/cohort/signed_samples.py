"""Signed files made for tests: an assignment, a results file and feedback on one small sound case, by fixed keys."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from relall_trainer.algorithm_files import algorithm_text
from relall_trainer.casefiles.loader import load_case
from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.cohort.assignment import Assignment, Item, Mastery, RulesPin, assignment_file
from relall_trainer.cohort.feedback_file import Release
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.signed_file import RESULTS, canonical_bytes, parse_signed, seal
from relall_trainer.cohort.submission import (
    Claim,
    LoggedAttempt,
    Submission,
    chain_of,
    head_of,
    log_attempt,
    submission_file,
)
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.events import Committed, Event, Finished, Noted, Started
from relall_trainer.learner.papers import Paper
from relall_trainer.paths import algorithm_folder

TEACHER = SigningKey.from_seed("11" * 32)
LEARNER = SigningKey.from_seed("22" * 32)
STRANGER = SigningKey.from_seed("33" * 32)
SOUND = Path(__file__).parent.parent / "casefiles" / "sound.yaml"
CODE = "Learner 01"
MADE_AT = "2026-11-22T14:03:00.000Z"
RULES = RulesPin("some-rules", "1.0.0", "ab" * 32)

Body = dict[str, Any]
Change = Callable[[Body], object]


@cache
def sound_case() -> Case:
    """The smallest case there is."""
    return load_case(SOUND)


def bare_form(case: Case) -> Case:
    """The case as an exam hands it out: nothing that tells."""
    nodes = {
        name: dataclasses.replace(
            node,
            groups=tuple(
                dataclasses.replace(
                    group,
                    weight=None,
                    options=tuple(
                        dataclasses.replace(option, feedback=None, weight=None) for option in group.options
                    ),
                )
                for group in node.groups
            ),
            next=tuple(dataclasses.replace(way, when=None) for way in node.next[-1:]),
            ending=node.ending and dataclasses.replace(node.ending, take_away=("Later.",) * 3),
        )
        for name, node in case.nodes.items()
    }
    steps = tuple(dataclasses.replace(step, chosen=()) for step in case.authors_path)
    head = dataclasses.replace(
        case.head, summary=case.head.title, modeled_on=None, learning_goals=(), competencies=()
    )
    return dataclasses.replace(case, head=head, nodes=nodes, authors_path=steps, draws={})


def item_of(case: Case) -> Item:
    head = case.head
    return Item(head.id, head.version, case.sha256, head.title, head.minutes, case_to_text(case))


@cache
def rules_text() -> str:
    return algorithm_text(algorithm_folder())


@cache
def rules_pin() -> RulesPin:
    """Those the program ships with; the other samples do not change with them."""
    data = json.loads(rules_text())
    return RulesPin(data["algorithm"]["id"], data["algorithm"]["version"], data["sha256"])


def assignment(**changes: Any) -> Assignment:
    """Practice on the sound case, for two learners."""
    parts: dict[str, Any] = {
        "id": "relapse-week",
        "version": 2,
        "title": "Relapse, second week",
        "note": "Take your time.\nAsk if a case is unclear.",
        "cohort": "Fellows 2026",
        "issued_at": "2026-11-01T08:00:00Z",
        "opens_at": None,
        "due_at": "2026-11-30T22:00:00Z",
        "mode": "practice",
        "attempts": None,
        "counts": "first",
        "mastery": Mastery(80, True),
        "release": "at_once",
        "release_at": None,
        "minutes": None,
        "learners": (CODE, "Learner 02"),
        "items": (item_of(sound_case()),),
        "rules": RULES,
        "scoring": "1",
        "app_version": "1.0.0",
    }
    return Assignment(**{**parts, **changes})


def exam(**changes: Any) -> Assignment:
    """The same case as an exam of 30 minutes."""
    parts: dict[str, Any] = {
        "id": "relapse-exam",
        "mode": "exam",
        "attempts": 1,
        "release": "by_teacher",
        "minutes": 30,
        "items": (item_of(bare_form(sound_case())),),
    }
    return assignment(**{**parts, **changes})


def began(**changes: Any) -> Started:
    case, rules = sound_case(), RULES
    parts: dict[str, Any] = {
        "at": "2026-11-05T18:00:00.000Z",
        "case": case.head.id,
        "case_version": case.head.version,
        "case_sha256": case.sha256,
        "algorithm": rules.id,
        "algorithm_version": rules.version,
        "algorithm_sha256": rules.sha256,
        "assignment": "relapse-week",
    }
    return Started(**{**parts, **changes})


def events(decisions: int = 3) -> tuple[Event, ...]:
    """A log of the right shape; whether it can be played is not asked here."""
    middle = tuple(
        Committed(
            at=f"2026-11-05T18:{number:02}:30.125Z",
            node=f"node-{number}",
            chosen=("examine-marrow", "examine-csf"),
            confidence="leaning",
            rationale=f"Because of what was found before ({number}); näher besehen ≥ 5 %.",
            elapsed_ms=31_250,
        )
        for number in range(1, decisions + 1)
    )
    noted = Noted(at="2026-11-05T18:58:00Z", node="node-1", text="Ask about this.\nTomorrow.")
    return (began(), *middle, noted, Finished(at="2026-11-05T18:59:00Z", ending="end"))


def attempt(id: str = "at-1", decisions: int = 3, learner: str = CODE, **changes: Any) -> LoggedAttempt:
    made = log_attempt("relapse-week", learner, id, 0, "practice", events(decisions))
    return dataclasses.replace(made, **changes)


def submission(**changes: Any) -> Submission:
    """What Learner 01 hands in for ``assignment()``: one attempt and a claim about it."""
    parts: dict[str, Any] = {
        "assignment": "relapse-week",
        "assignment_version": 2,
        "assignment_sha256": assignment().sha256,
        "learner": CODE,
        "name": "",
        "number": 1,
        "made_at": "2026-11-05T19:00:00.000Z",
        "app_version": "1.0.0",
        "attempts": (attempt(),),
        "claims": (Claim("at-1", 21_500, 30_000, 1),),
    }
    return Submission(**{**parts, **changes})


def release(**changes: Any) -> Release:
    parts: dict[str, Any] = {
        "assignment": "relapse-exam",
        "version": 2,
        "released_at": "2026-12-01T08:00:00Z",
        "cases": (case_to_text(sound_case()),),
        "rules_text": rules_text(),
    }
    return Release(**{**parts, **changes})


@cache
def results_bytes() -> bytes:
    return submission_file(submission(), LEARNER).encode()


@cache
def assignment_bytes() -> bytes:
    return assignment_file(assignment(), TEACHER).encode()


def changed(body: Mapping[str, Any], change: Change) -> Body:
    """A deep copy of the body, changed."""
    copy: Body = json.loads(json.dumps(body))
    change(copy)
    return copy


def resigned(change: Change, key: SigningKey = LEARNER) -> bytes:
    """The results file changed and signed anew, as its owner can; the chain is left as it was."""
    return seal(RESULTS, changed(submission().plain(), change), key).encode()


def rechained(body: Body) -> None:
    """Make every chain fit again, as somebody can who writes a program for it."""
    for held in body["attempts"]:
        head = head_of(body["assignment"], body["learner"], held["id"], held["item"], held["mode"])
        held["chain"] = list(chain_of(head, map(canonical_bytes, held["events"])))


def envelope(body: bytes, kind: str = RESULTS, key: SigningKey = LEARNER) -> bytes:
    """Any bytes as a body, rightly signed: what somebody with a key can make."""
    signature = key.sign(b"RelALL Trainer file 1\n%s\n%s" % (kind.encode(), body))
    head = f'{{"about":"{kind}","body":'.encode()
    return head + body + f',"format":1,"key":"{key.public}","signature":"{signature}"}}\n'.encode()


def body_of(data: bytes) -> Body:
    return parse_signed(data, "sample").body


class Drawer:
    """The papers of a store, in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def put_papers(self, papers: Iterable[tuple[str, str, str]]) -> None:
        self.held |= {(kind, id): body for kind, id, body in papers}

    def paper(self, kind: str, id: str) -> Paper | None:
        body = self.held.get((kind, id))
        return None if body is None else Paper(kind, id, body, MADE_AT)

    def papers(self, kind: str, prefix: str = "") -> Iterator[Paper]:
        for held, id in sorted(self.held):
            if held == kind and id.startswith(prefix):
                yield Paper(kind, id, self.held[held, id], MADE_AT)

    def paper_ids(self, kind: str, prefix: str = "") -> tuple[str, ...]:
        return tuple(paper.id for paper in self.papers(kind, prefix))

    def paper_seal(self, kind: str, id: str) -> str | None:
        return self.held.get((kind, id))

    def paper_seals(self, kind: str) -> tuple[tuple[str, str], ...]:
        return tuple((id, self.held[kind, id]) for id in self.paper_ids(kind))

    def drop_papers(self, kind: str, ids: Iterable[str]) -> None:
        for id in ids:
            self.held.pop((kind, id), None)

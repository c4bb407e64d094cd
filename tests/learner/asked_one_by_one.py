"""The history without an index: every decision of every attempt as plain facts, and each filter asked of each of them.

Written apart from the index on purpose; slow, and plain to read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from relall_trainer.encounter.attempt import Committed, Started
from relall_trainer.encounter.debrief import labels_at
from relall_trainer.encounter.grading import RuleGrade, rule_grades
from relall_trainer.learner.decisions import DecisionFilter
from relall_trainer.learner.log import events_of
from tests.learner.played import Played, algorithm


@dataclass(frozen=True)
class Fact:
    """One decision."""

    attempt: str
    n: int
    node: str
    case_id: str
    source: str
    at: datetime
    confidence: str | None
    points: float
    possible: float
    critical: int
    first: bool
    noted: bool
    chosen: tuple[tuple[str, str, str | None], ...]
    grades: tuple[RuleGrade, ...]
    dimensions: tuple[tuple[str, float, float], ...]
    words: tuple[str, ...]

    @property
    def counts(self) -> bool:
        return self.first and self.source != "fork"

    @property
    def wrong(self) -> set[str]:
        return {grade.rule for grade in self.grades if not grade.right}

    @property
    def rules(self) -> set[str]:
        return {grade.rule for grade in self.grades} | {rule for _, _, rule in self.chosen if rule}


def facts(played: Played) -> list[Fact]:
    """Every decision that may be shown, newest first."""
    found = []
    for record in played.store.summaries(limit=10_000):
        events = events_of(played.store, record.id)
        encounter = played.replayed(record, events)
        start = events[0]
        assert isinstance(start, Started)
        if encounter.mode == "exam" and record.summary.status != "finished":
            continue
        notes = {note.node: note.text for note in played.store.notes(attempt_id=record.id)}
        source = (
            "fork" if start.fork_of else "practice" if record.head.case_id.startswith("fresh-") else "case"
        )
        made = [event for event in events if isinstance(event, Committed)]
        for n, (event, visit) in enumerate(zip(made, encounter.record, strict=True), start=1):
            if n <= start.fork_at:
                continue
            node = encounter.case.nodes[visit.node]
            labels = labels_at(encounter, visit.node)
            lines = {line.action: line for group in visit.score.groups for line in group.lines}
            chosen = tuple((action, lines[action].rating, lines[action].rule) for action in visit.chosen)
            grades = rule_grades(visit.score)
            rules = {grade.rule for grade in grades} | {rule for _, _, rule in chosen if rule}
            texts = [
                encounter.case.head.title, node.title, event.rationale, notes.get(visit.node, ""),
                *(labels[action] for action in visit.chosen), *(algorithm()[0].rules[rule].title for rule in rules),
            ]  # fmt: skip
            found.append(
                Fact(
                    attempt=record.id, n=n, node=visit.node, case_id=record.head.case_id, source=source,
                    at=datetime.fromisoformat(event.at), confidence=event.confidence, points=visit.score.points,
                    possible=visit.score.possible, critical=len(visit.score.critical),
                    first=all(other.node != visit.node for other in encounter.record[: n - 1]),
                    noted=visit.node in notes, chosen=chosen, grades=grades,
                    dimensions=tuple((g.dimension, g.points, g.possible) for g in visit.score.groups),
                    words=tuple(words(" ".join(texts))),
                )
            )  # fmt: skip
    return sorted(found, key=lambda fact: fact.at, reverse=True)


def words(text: str) -> list[str]:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", bare.casefold())


def holds(fact: Fact, wanted: DecisionFilter) -> bool:
    """Whether a filter finds a decision."""
    steps = [step for step in fact.chosen if wanted.action in (None, step[0])]
    wrong = wanted.rule in fact.wrong if wanted.rule is not None else bool(fact.wrong)
    typed = words(wanted.text)
    return all(
        (
            not wanted.text.strip() or typed != [],
            all(any(_begins(word, part) for word in fact.words) for part in typed),
            wanted.case_id in (None, fact.case_id),
            wanted.rule is None or wanted.rule in fact.rules,
            wanted.wrong is None or wrong == wanted.wrong,
            wanted.action is None or bool(steps),
            wanted.rating is None or any(step[1] == wanted.rating for step in steps),
            wanted.dimension is None or any(part[0] == wanted.dimension for part in fact.dimensions),
            wanted.critical is None or (fact.critical > 0) == wanted.critical,
            wanted.confidence in (None, fact.confidence),
            wanted.noted is None or fact.noted == wanted.noted,
            wanted.source in (None, fact.source),
            wanted.counted is None or (fact.first and fact.source != "fork") == wanted.counted,
            wanted.since is None or fact.at >= wanted.since,
            wanted.until is None or fact.at < wanted.until,
            wanted.attempt in (None, fact.attempt),
        )
    )


def _begins(word: str, part: str) -> bool:
    return word.startswith(part) if len(part) >= 3 else word == part

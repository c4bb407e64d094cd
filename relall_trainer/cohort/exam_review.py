"""An exam looked over before it is handed in: every decision in order, and what was chosen there, in words.

Tells nothing of how a decision was; playing is left to ``exam_sitting``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relall_trainer.encounter.appraisals import Appraiser
    from relall_trainer.encounter.case import Case, Node
    from relall_trainer.encounter.play import Encounter


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One decision of the exam, for looking over before it is handed in. ``chosen`` are the words of the steps.

    ``title`` is empty where she has not come to the decision: later ones tell how the case goes on.
    """

    number: int
    case: str
    title: str
    answered: bool
    chosen: tuple[str, ...] = ()
    confidence: str | None = None
    rationale: str = ""


def decisions_of(form: Case) -> Iterator[Node]:
    """The decisions of a bare form, in the order they are met."""
    node = form.nodes[form.start]
    while node.ending is None:
        yield node
        node = form.nodes[node.next[-1].to]


def review_lines(plays: Sequence[Encounter]) -> tuple[ReviewLine, ...]:
    """Every decision of an exam in order, answered or not; ``plays`` are its bare forms as far as they were played."""
    lines: list[ReviewLine] = []
    for encounter in plays:
        met = {visit.node: visit for visit in encounter.path}
        title = encounter.case.head.title
        for node in decisions_of(encounter.case):
            visit = met.get(node.id)
            number = len(lines) + 1
            if visit is None:
                come_to = all(line.answered for line in lines)
                lines.append(ReviewLine(number, title, node.title if come_to else "", answered=False))
            else:
                words = _labels(node, encounter.algorithm, visit.chosen)
                lines.append(
                    ReviewLine(number, title, node.title, True, words, visit.confidence, visit.rationale)
                )
    return tuple(lines)


def _labels(node: Node, algorithm: Appraiser, chosen: Sequence[str]) -> tuple[str, ...]:
    words = {
        option.action: option.label or algorithm.actions[option.action].label
        for group in node.groups
        for option in group.options
    }
    return tuple(words[action] for action in chosen)

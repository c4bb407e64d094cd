"""Which decisions of the shipped cases rest on an item of the library: where its texts, findings or draws name it.

The cases are asked for once, when somebody first wants to know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from relall_trainer.encounter.case import Case, Node

_CITATION = re.compile(r"\[(ev-[a-z0-9-]+|S\d{2}|I-\d{2})\]")

LoadCases = Callable[[], Iterable[Case]]


@dataclass(frozen=True, slots=True)
class CitingDecision:
    """A moment of a case that names an item; ``draws`` where its outcome is drawn with the item's count."""

    case_id: str
    case_title: str
    node: str
    title: str
    draws: bool = False


class CitingDecisions:
    """Answers by item, out of the cases that ``load`` gives."""

    def __init__(self, load: LoadCases) -> None:
        self._load = load
        self._by_item: Mapping[str, tuple[CitingDecision, ...]] | None = None

    def of(self, item: str) -> tuple[CitingDecision, ...]:
        """The moments that name this item, case by case in the order they come."""
        if self._by_item is None:
            self._by_item = citing_decisions(self._load())
        return self._by_item.get(item, ())


def citing_decisions(cases: Iterable[Case]) -> dict[str, tuple[CitingDecision, ...]]:
    """By item, every moment of these cases that names it."""
    found: dict[str, list[CitingDecision]] = {}
    for case in cases:
        for node in case.nodes.values():
            drawn = set(_drawn_items(case, node))
            for item in dict.fromkeys((*_named_items(node), *drawn)):
                one = CitingDecision(case.head.id, case.head.title, node.id, node.title, item in drawn)
                found.setdefault(item, []).append(one)
    return {item: tuple(decisions) for item, decisions in found.items()}


def _named_items(node: Node) -> Iterator[str]:
    yield from _CITATION.findall(node.narrative)
    for entry in node.chart:
        yield from entry.evidence
        yield from _CITATION.findall(entry.text)
    for group in node.groups:
        for option in group.options:
            yield from _CITATION.findall(option.feedback or "")
    for way in node.next:
        yield from way.evidence
        yield from _CITATION.findall(way.text)
    for lesson in node.ending.take_away if node.ending else ():
        yield from _CITATION.findall(lesson)


def _drawn_items(case: Case, node: Node) -> Iterator[str]:
    for way in node.next:
        for name in way.when.draw if way.when is not None else ():
            if name in case.draws:
                yield case.draws[name].evidence

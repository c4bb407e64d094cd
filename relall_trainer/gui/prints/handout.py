"""A page to hand out about one rule: what the group did, why the rule is so, and two patients it tells apart."""

from __future__ import annotations

from collections.abc import Mapping

from relall_trainer.cohort.teach_next import Example, Handout
from relall_trainer.evidence.reference import EvidenceItem
from relall_trainer.gui.prints.paper import Sheet

# What fits on one page, whatever there is.
_MOST_PLACES, _MOST_EVIDENCE, _LONGEST_ITEM = 3, 3, 220
_NO_PAIR = "No two patients who differ in one fact alone turn on this rule."


def handout_sheet(page: Handout, evidence: Mapping[str, EvidenceItem]) -> Sheet:
    """The page. ``evidence``: items of the library by their ids; those not there are named only."""
    topic = page.topic
    sheet = Sheet(f"{topic.rule} · {topic.title}", one_page=True)
    sheet.line(topic.why)
    sheet.heading("What happened")
    sheet.line(f"{topic.told}.")
    sheet.points(map(_place, topic.examples[:_MOST_PLACES]))
    _pair(sheet, page)
    sheet.heading("Evidence")
    named = topic.evidence[:_MOST_EVIDENCE]
    sheet.points(_cited(evidence[name]) if name in evidence else name for name in named)
    known = [name for name in named if name in evidence]
    if known:
        sheet.line(f"In the library: {', '.join(known)}.", "small")
    if len(topic.evidence) > len(named):
        sheet.line(f"{len(topic.evidence) - len(named)} more in the program.", "small")
    sheet.line("The patients are made up.", "small")
    sheet.line("; ".join(page.versions), "small")
    return sheet


def _place(example: Example) -> str:
    steps = "; ".join(f"{words}: {number}" for words, number in example.steps)
    return f"{example.case_title}, {example.title}. {steps}"


def _cited(item: EvidenceItem) -> str:
    """What it says, where that stands in the paper, and the paper's own numbers of what it rests on."""
    numbers = ", ".join(map(str, item.references))
    many = "reference" if len(item.references) == 1 else "references"
    source = "; ".join(part for part in (item.place, f"{many} {numbers}" if numbers else "") if part)
    return f"{_cut(item.statement)} ({source or item.title})"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_ITEM else f"{text[:_LONGEST_ITEM].rstrip()} […]"


def _pair(sheet: Sheet, page: Handout) -> None:
    sheet.heading("Two patients, one fact")
    if not page.sides:
        sheet.line(_NO_PAIR, "muted")
        return
    sheet.line("\n".join(page.chart))
    sheet.line(page.question, "strong")
    left, right = page.sides
    rows = [
        (one[0], f"{one[1]}\n{one[2]}", f"{other[1]}\n{other[2]}")
        for one, other in zip(left.steps, right.steps, strict=True)
    ]
    if max(len(left.chart), len(right.chart)) > 1:  # one line would only say the heading again
        rows.insert(0, ("Chart", "\n".join(left.chart), "\n".join(right.chart)))
    sheet.table(
        (page.fact, f"First patient: {left.fact}", f"Second patient: {right.fact}"), rows, (24, 38, 38)
    )

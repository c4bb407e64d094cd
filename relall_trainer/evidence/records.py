"""The texts as rows of the library's tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relall_trainer.evidence.numbers import numbers_of
from relall_trainer.evidence.reader import Texts
from relall_trainer.evidence.reference import EvidenceItem, Figure, SinceItem

Record = dict[str, Any]


def text_records(texts: Texts) -> dict[str, list[Record]]:
    """Every table's rows, that the texts fill."""
    figures, numbers = _figures_and_numbers(texts.items, "evidence_id")
    later_figures, later_numbers = _figures_and_numbers(texts.since, "since_id")
    return {
        "evidence": [_item(position, item) for position, item in enumerate(texts.items, 1)],
        "figures": figures,
        "numbers_in_text": numbers,
        "evidence_references": [
            {"evidence_id": item.id, "number": number, "position": position}
            for item in texts.items
            for position, number in enumerate(item.references, 1)
        ],
        "since_2015": [_since(position, item) for position, item in enumerate(texts.since, 1)],
        "since_figures": later_figures,
        "since_numbers_in_text": later_numbers,
        "evidence_since": linked(((item.id, item.since) for item in texts.items), "evidence_id", "since_id"),
        "inconsistencies": [
            {
                "id": one.id,
                "position": position,
                "title": one.title,
                "what": one.what,
                "resolution": one.resolution,
            }
            for position, one in enumerate(texts.inconsistencies, 1)
        ],
        "inconsistency_items": _inconsistency_items(texts),
        "reference_list": _references(texts),
        "glossary": [
            {"position": position, "term": term.term, "meaning": term.meaning, "line": term.line}
            for position, term in enumerate(texts.glossary, 1)
        ],
    }


def _item(position: int, item: EvidenceItem) -> Record:
    return {
        "id": item.id,
        "position": position,
        "topic": item.topic,
        "topic_title": item.topic_title,
        "title": item.title,
        "statement": item.statement,
        "section": item.section,
        "page": item.page,
        "page_certain": int(item.page_certain),
        "study": item.study,
        "status": item.status,
        "caveat": item.caveat,
        "source_note": item.source_note,
        "terms": "\n".join(item.terms),
        "table_row": item.row,
        "regimen_group": item.group,
        "regimen": item.regimen,
        "doses": "\n".join(item.doses),
        "population": item.population,
        "month": item.month,
        "month_inferred": int(item.month_inferred),
    }


def _since(position: int, item: SinceItem) -> Record:
    names = ("id", "title", "topic", "statement", "citation", "date", "status", "caveat")
    return {"position": position, **{name: getattr(item, name) for name in names}}


def _figure(figure: Figure) -> Record:
    worded = isinstance(figure.value, str)
    return {
        "name": figure.name,
        "label": figure.label,
        "shown": figure.shown(),
        "value": None if worded else figure.value,
        "value_text": figure.value if worded else None,
        "percent": figure.percent,
        "low": figure.low,
        "high": figure.high,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "as_printed": figure.as_printed,
        "unit": figure.unit,
    }


def _figures_and_numbers(
    items: Iterable[EvidenceItem | SinceItem], owner: str
) -> tuple[list[Record], list[Record]]:
    """The figures, and each number the texts show with the figure that covers it (or none)."""
    figures: list[Record] = []
    numbers: list[Record] = []
    for item in items:
        first = len(figures) + 1
        for position, figure in enumerate(item.figures, 1):
            figures.append({"id": len(figures) + 1, owner: item.id, "position": position, **_figure(figure)})
        for written, covering in numbers_of(item):
            figure_id = None if covering is None else first + covering
            numbers.append(
                {"id": len(numbers) + 1, owner: item.id, "as_written": written, "figure_id": figure_id}
            )
    return figures, numbers


def linked(pairs: Iterable[tuple[str, tuple[str, ...]]], left: str, right: str) -> list[Record]:
    return [
        {left: one, right: other, "position": position}
        for one, others in pairs
        for position, other in enumerate(others, 1)
    ]


def _inconsistency_items(texts: Texts) -> list[Record]:
    """The link may be written on either side."""
    pairs = {(one.id, item) for one in texts.inconsistencies for item in one.items}
    pairs |= {(name, item.id) for item in texts.items for name in item.inconsistencies}
    return [{"inconsistency_id": one, "evidence_id": item} for one, item in sorted(pairs)]


def _references(texts: Texts) -> list[Record]:
    """Every number the texts know; the citation only where that is verified."""
    verified = {reference.number: reference.citation for reference in texts.references}
    return [
        {"number": number, "citation": verified.get(number), "verified": int(number in verified)}
        for number in texts.numbers
    ]

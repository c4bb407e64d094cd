"""The library in words for a terminal, and as plain data for ``--json``.

What is verified, beyond the paper, or since 2015 is said wherever it is shown. Leaves finding to ``library``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from relall_trainer.errors import TrainerError
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import EvidenceItem, Figure, Hit, Inconsistency, SinceItem
from relall_trainer.textfile import nearest

WIDTH = 88
STATUS_WORDS = {
    "paper": "from the paper",
    "beyond": "beyond the paper",
    "simulated-basis": "beyond the paper; only makes an invented course plausible",
}
SINCE_WORDS = "since 2015: context, never scored"
KIND_WORDS = {
    "evidence": "evidence",
    "since": "since 2015",
    "inconsistency": "inconsistency",
    "glossary": "glossary",
}


def show_text(library: Library, id: str) -> str:
    """What ``evidence show`` prints for an id of any kind; raises TrainerError for an unknown one."""
    found = _find(library, id)
    if isinstance(found, EvidenceItem):
        return _item_text(library, found)
    if isinstance(found, SinceItem):
        return _since_text(library, found)
    return _inconsistency_text(library, found)


def show_data(library: Library, id: str) -> dict[str, Any]:
    """The same as plain data."""
    found = _find(library, id)
    if isinstance(found, EvidenceItem):
        return _item_data(library, found)
    if isinstance(found, SinceItem):
        return {
            "kind": "since",
            **asdict(found),
            "figures": _figures_data(found.figures),
            "cited_by": _cited_by(library, found.id),
        }
    return {"kind": "inconsistency", **asdict(found)}


def search_text(library: Library, query: str, limit: int = 20) -> str:
    """What ``evidence search`` prints; found words stand between asterisks."""
    hits = library.search(query, limit)
    if not hits:
        return f"Nothing found for “{query}”. Try fewer words, or the beginning of one."
    lines = [f"{len(hits)} found for “{query}”" + (", the best first" if len(hits) > 1 else "")]
    for hit in hits:
        kind = "" if hit.kind == "evidence" else f"  ({KIND_WORDS[hit.kind]})"
        lines += ["", f"{hit.id}  {_marked(hit.title_pieces)}{kind}", *_wrapped(_marked(hit.snippet))]
    return "\n".join(lines)


def search_data(library: Library, query: str, limit: int = 20) -> dict[str, Any]:
    """The same as plain data."""
    return {"query": query, "hits": [_hit_data(hit) for hit in library.search(query, limit)]}


def _find(library: Library, id: str) -> EvidenceItem | SinceItem | Inconsistency:
    wanted = id.strip()
    for name in (wanted, wanted.lower(), wanted.upper()):
        found = library.item(name) or library.since_item(name) or library.inconsistency(name)
        if found:
            return found
    known = [item.id for item in library.all_items()]
    known += [later.id for later in library.all_since()]
    known += [one.id for one in library.all_inconsistencies()]
    close = nearest(wanted, known)
    raise TrainerError(
        f"There is no evidence called {wanted!r}.",
        todo=f"Did you mean {close}?" if close else "Look for it with: evidence search WORDS",
    )


def _item_text(library: Library, item: EvidenceItem) -> str:
    about = [item.topic_title, item.study, STATUS_WORDS[item.status]]
    if item.month:
        about.append(item.month + (" (inferred)" if item.month_inferred else ""))
    lines = [f"{item.id}  {item.title}", " · ".join(about), "", *_wrapped(item.statement, "")]
    if item.row:
        lines += ["", *_table_lines(item)]
    lines += _figure_lines(item.figures)
    lines += ["", f"Place: {item.place}", *_reference_lines(library, item)]
    lines += _part("Keep in mind", item.caveat) + _part("The source behind it", item.source_note)
    for one in library.inconsistencies(item.id):
        lines += _part(f"Does not fit ({one.id})", f"{one.what} {one.resolution}")
    lines += _later_lines(library.since(item.id))
    return "\n".join([*lines, *_citing_lines(library, item.id)])


def _since_text(library: Library, item: SinceItem) -> str:
    lines = [f"{item.id}  {item.title}", f"{SINCE_WORDS} · {item.date}", "", *_wrapped(item.statement, "")]
    lines += _figure_lines(item.figures)
    lines += ["", *_wrapped(f"Source: {item.citation}", "")]
    lines += _part("Keep in mind", item.caveat)
    return "\n".join([*lines, *_citing_lines(library, item.id)])


def _inconsistency_text(library: Library, one: Inconsistency) -> str:
    lines = [f"{one.id}  {one.title}".rstrip(), "what does not fit in the paper", "", *_wrapped(one.what, "")]
    lines += _part("How it is dealt with here", one.resolution)
    lines += [f"  {item.id}  {item.title}" for item in library.items(one.items)]
    return "\n".join(lines)


def _table_lines(item: EvidenceItem) -> list[str]:
    doses = "; ".join(item.doses)
    said = [
        f"Table 1, row {item.row} ({item.group})",
        f"Regimen: {item.regimen}",
        f"As reported, not a prescription: {doses}" if doses else "",
        f"Patients: {item.population}",
    ]
    return [line for part in said if part for line in _wrapped(part, "")]


def _figure_lines(figures: Sequence[Figure]) -> list[str]:
    if not figures:
        return []
    return ["", *(line for figure in figures for line in _wrapped(f"{figure.label}: {figure.shown()}"))]


def _reference_lines(library: Library, item: EvidenceItem) -> list[str]:
    """The paper's numbers; a citation only where it is verified."""
    if not item.references:
        return []
    lines = [f"The paper's references: {', '.join(map(str, item.references))}"]
    for number in item.references:
        known = library.reference(number)
        if known:
            lines += _wrapped(f"{number}: {known.citation}")
    return lines


def _later_lines(later: Iterable[SinceItem]) -> list[str]:
    lines = [line for item in later for line in _wrapped(f"{item.id}  {item.title} ({item.date})")]
    return ["", f"{SINCE_WORDS[0].upper()}{SINCE_WORDS[1:]}", *lines] if lines else []


def _citing_lines(library: Library, id: str) -> list[str]:
    lines = [line for rule in library.cited_by(id) for line in _wrapped(f"{rule.id}  {rule.title}")]
    return ["", "Cited by", *lines] if lines else []


def _part(title: str, text: str) -> list[str]:
    return ["", *_wrapped(f"{title}: {text}", "")] if text else []


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        filled = textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent)
        lines += [*([""] if lines else []), *filled]
    return lines


def _marked(pieces: Sequence[tuple[str, bool]]) -> str:
    return "".join(f"*{text}*" if found else text for text, found in pieces)


def _item_data(library: Library, item: EvidenceItem) -> dict[str, Any]:
    references = []
    for number in item.references:
        known = library.reference(number)
        references.append({"number": number, "citation": known.citation if known else None})
    return {
        "kind": "evidence",
        **asdict(item),
        "place": item.place,
        "figures": _figures_data(item.figures),
        "references": references,
        "inconsistencies": [asdict(one) for one in library.inconsistencies(item.id)],
        "since": [
            {"id": later.id, "title": later.title, "date": later.date} for later in library.since(item.id)
        ],
        "cited_by": _cited_by(library, item.id),
    }


def _cited_by(library: Library, id: str) -> list[dict[str, str]]:
    return [{"id": rule.id, "title": rule.title} for rule in library.cited_by(id)]


def _figures_data(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    return [{**asdict(figure), "shown": figure.shown()} for figure in figures]


def _hit_data(hit: Hit) -> dict[str, Any]:
    snippet = [{"text": text, "found": found} for text, found in hit.snippet]
    return {"id": hit.id, "kind": hit.kind, "topic": hit.topic, "title": hit.title, "snippet": snippet}

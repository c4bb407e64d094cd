"""One entry of the evidence library on paper: what the page says of it, in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from relall_trainer.evidence.reference import (
    Citing,
    EvidenceItem,
    Figure,
    Inconsistency,
    Reference,
    SinceItem,
    Term,
)
from relall_trainer.gui.prints.paper import Sheet
from relall_trainer.gui.widgets.evidence_view import MISFIT, SINCE, SOURCE_WORDS, STATUS_WORDS, STUDY_WORDS


class Entries(Protocol):
    """What is asked of the library."""

    def item(self, id: str) -> EvidenceItem | None: ...
    def since_item(self, id: str) -> SinceItem | None: ...
    def since(self, id: str) -> tuple[SinceItem, ...]: ...
    def inconsistency(self, id: str) -> Inconsistency | None: ...
    def inconsistencies(self, id: str) -> tuple[Inconsistency, ...]: ...
    def cited_by(self, id: str) -> tuple[Citing, ...]: ...
    def reference(self, number: int) -> Reference | None: ...
    def glossary(self) -> tuple[Term, ...]: ...


def evidence_sheet(library: Entries, name: str) -> Sheet | None:
    """The entry of that name (``ev-…``, ``S01``, ``I-01``); None where the library has none."""
    if (item := library.item(name)) is not None:
        return _item(library, item)
    if (since := library.since_item(name)) is not None:
        return _since(library, since)
    if (misfit := library.inconsistency(name)) is not None:
        return _misfit(library, misfit)
    return None


def _item(library: Entries, item: EvidenceItem) -> Sheet:
    sheet = Sheet(item.title)
    sheet.line(f"{STATUS_WORDS.get(item.status, item.status)} · {item.id}", "muted")
    sheet.markdown(item.statement)
    _figures(sheet, item.figures)
    _facts(
        sheet,
        ("Place in the paper", item.place),
        ("Kind of study", STUDY_WORDS.get(item.study, item.study)),
        ("References of the paper", _references(library, item.references)),
        ("Population", item.population),
        ("Doses, as evidence", "; ".join(item.doses)),
        ("When", _month(item)),
        ("Note", item.source_note),
        ("Mind the limits", item.caveat),
    )
    misfits = library.inconsistencies(item.id)
    if misfits:
        sheet.heading("The paper does not quite fit itself here")
        sheet.points(f"{one.id} {one.title}" for one in misfits)
    _rules(sheet, library.cited_by(item.id), "Rules that rest on it")
    later = library.since(item.id)
    if later:
        sheet.heading(SINCE)
        sheet.points(f"{one.id} {one.title} ({one.date})" for one in later)
    return sheet


def _since(library: Entries, since: SinceItem) -> Sheet:
    sheet = Sheet(since.title)
    sheet.line(f"{SINCE} · {since.id}", "muted")
    sheet.markdown(since.statement)
    _figures(sheet, since.figures)
    _facts(
        sheet,
        ("Source", since.citation),
        ("Date", since.date),
        ("How sure", SOURCE_WORDS.get(since.status, since.status)),
        ("Mind the limits", since.caveat),
    )
    _rules(sheet, library.cited_by(since.id), "Stands beside these rules")
    return sheet


def _misfit(library: Entries, misfit: Inconsistency) -> Sheet:
    sheet = Sheet(misfit.title)
    sheet.line(f"{MISFIT} · {misfit.id}", "muted")
    sheet.markdown(misfit.what)
    _facts(sheet, ("How it is dealt with here", misfit.resolution))
    touched = [item for name in misfit.items if (item := library.item(name)) is not None]
    if touched:
        sheet.heading("Touches")
        sheet.points(f"{item.id} {item.title}" for item in touched)
    return sheet


def _figures(sheet: Sheet, figures: Sequence[Figure]) -> None:
    sheet.table(("Figure", "As the source gives it"), ((one.label, one.shown()) for one in figures), (60, 40))


def _facts(sheet: Sheet, *facts: tuple[str, str]) -> None:
    for what, text in facts:
        if text:
            sheet.line(what, "strong")
            sheet.line(text)


def _rules(sheet: Sheet, rules: Sequence[Citing], heading: str) -> None:
    if rules:
        sheet.heading(heading)
        sheet.points(f"{rule.id} · {rule.title}" for rule in rules)


def _references(library: Entries, numbers: Sequence[int]) -> str:
    """The numbers; what stands behind one only where that is verified."""
    known = ((number, library.reference(number)) for number in numbers)
    return "; ".join(f"{number}: {found.citation}" if found else str(number) for number, found in known)


def _month(item: EvidenceItem) -> str:
    if not item.month:
        return ""
    words = f"{item.month[0].upper()}{item.month[1:]} after diagnosis"
    return f"{words} (inferred)" if item.month_inferred else words

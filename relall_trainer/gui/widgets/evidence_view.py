"""One entry of the library in full: statement, figures, place, limits, what it touches and what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.evidence.reference import (
    Citing,
    EvidenceItem,
    Figure,
    Inconsistency,
    Reference,
    SinceItem,
    Term,
)
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.figure_bars import FigureBars
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import badge, card, label, line

STATUS_WORDS = {
    "paper": "From the paper",
    "beyond": "Beyond the paper",
    "simulated-basis": "From the paper; basis of simulated courses",
}
STUDY_WORDS = {
    "approval": "Approval cited by the paper",
    "phase-1": "Phase 1 study",
    "phase-2": "Phase 2 study",
    "trial": "Prospective study",
    "series": "Series of patients",
    "retrospective": "Retrospective series",
    "review": "Evidence-based review",
    "expert": "The authors' practice",
    "background": "Background knowledge",
    "preclinical": "Laboratory work",
    "case": "One of the three patients",
    "label": "Product label",
    "guideline": "Guideline",
    "survey": "Survey",
}
SOURCE_WORDS = {
    "verified": "Seen at its source",
    "partly-verified": "Seen at its source in part; what was not is left out",
}
SINCE = "Since 2015: context, never scored"
MISFIT = "An inconsistency of the paper itself"


class Entries(Protocol):
    """What the view asks of the library."""

    def item(self, id: str) -> EvidenceItem | None: ...
    def since_item(self, id: str) -> SinceItem | None: ...
    def since(self, id: str) -> tuple[SinceItem, ...]: ...
    def inconsistency(self, id: str) -> Inconsistency | None: ...
    def inconsistencies(self, id: str) -> tuple[Inconsistency, ...]: ...
    def cited_by(self, id: str) -> tuple[Citing, ...]: ...
    def reference(self, number: int) -> Reference | None: ...
    def glossary(self) -> tuple[Term, ...]: ...


class EvidenceView(Scrolled):
    """``item_asked`` names another entry that was asked for from this one."""

    item_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._library: Entries | None = None
        self._shown = ""
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self._body = QWidget()
        self._fill = QVBoxLayout(self._body)
        self.column.addWidget(self._body)
        self.column.addStretch(1)

    @property
    def shown(self) -> str:
        """The id of what is shown."""
        return self._shown

    def show_library(self, library: Entries) -> None:
        """Ask this library from now on."""
        self._library = library

    def show_entry(self, name: str) -> bool:
        """Show an entry: ``ev-…``, ``S01``, ``I-01``, or ``term:…``; False where there is none of that name."""
        library = self._library
        if library is None:
            return False
        self._start_anew()
        self._shown = name
        self.verticalScrollBar().setValue(0)
        if name.startswith("term:"):
            return self._show_term(library, name.removeprefix("term:"))
        if (item := library.item(name)) is not None:
            self._show_item(library, item)
        elif (since := library.since_item(name)) is not None:
            self._show_since(library, since)
        elif (misfit := library.inconsistency(name)) is not None:
            self._show_misfit(library, misfit)
        else:
            self._head(name, "Not in the library", name)
            self._text("The library holds nothing under this name. An earlier version may have.")
            return False
        return True

    def _show_item(self, library: Entries, item: EvidenceItem) -> None:
        self._head(item.title, STATUS_WORDS.get(item.status, item.status), item.id)
        self._text(item.statement)
        self._figures(item.figures)
        self._facts(
            ("Place in the paper", item.place),
            ("Kind of study", STUDY_WORDS.get(item.study, item.study)),
            ("References of the paper", _references(library, item.references)),
            ("Population", item.population),
            ("Doses, as evidence", "; ".join(item.doses)),
            ("When", _month(item)),
            ("Note", item.source_note),
        )
        if item.caveat:
            self._boxed("discouraged", "Mind the limits", item.caveat)
        self._links("The paper does not quite fit itself here", _titles(library.inconsistencies(item.id)))
        self._rules(library.cited_by(item.id))
        self._later(library.since(item.id))

    def _show_since(self, library: Entries, since: SinceItem) -> None:
        self._head(since.title, SINCE, since.id)
        self._text(since.statement)
        self._figures(since.figures)
        self._facts(
            ("Source", since.citation),
            ("Date", since.date),
            ("How sure", SOURCE_WORDS.get(since.status, since.status)),
        )
        self._rules(library.cited_by(since.id), "Stands beside these rules")

    def _show_misfit(self, library: Entries, misfit: Inconsistency) -> None:
        self._head(misfit.title, MISFIT, misfit.id)
        self._text(misfit.what)
        self._facts(("How it is dealt with here", misfit.resolution))
        touched = [(name, item.title) for name in misfit.items if (item := library.item(name)) is not None]
        self._links("Touches", touched)

    def _show_term(self, library: Entries, term: str) -> bool:
        found = next((one for one in library.glossary() if one.term == term), None)
        if found is None:
            return False
        self._head(found.term, "Glossary", "")
        self._text(found.meaning)
        self._text(found.line)
        return True

    # Parts

    def _start_anew(self) -> None:
        old = self._body
        self._body = QWidget()
        self._body.setProperty("role", "plain")
        self._fill = QVBoxLayout(self._body)
        self._fill.setContentsMargins(0, 0, 0, 0)
        self._fill.setSpacing(10)
        self.column.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()

    def _head(self, title: str, kind: str, name: str) -> None:
        self._fill.addWidget(label(title, "section"))
        tags = QWidget()
        tags.setProperty("role", "plain")
        flow = Flow(tags)
        flow.addWidget(badge(kind))
        if name:
            flow.addWidget(badge(name))
        self._fill.addWidget(tags)

    def _text(self, text: str) -> None:
        document = SafeDocument(self._theme, "Statement")
        document.show_markdown(text)
        document.evidence_asked.connect(self.item_asked)
        self._fill.addWidget(document)

    def _figures(self, figures: Sequence[Figure]) -> None:
        if figures:
            bars = FigureBars(self._theme)
            bars.show_figures(figures)
            self._fill.addWidget(bars)

    def _facts(self, *facts: tuple[str, str]) -> None:
        for what, text in facts:
            if text:
                self._fill.addWidget(label(what, "note"))
                self._fill.addWidget(label(text))
                self._fill.addSpacing(2)

    def _boxed(self, role: str, heading: str, text: str) -> None:
        frame, inside = _frame(role)
        inside.addWidget(label(heading, "strong"))
        inside.addWidget(label(text))
        self._fill.addWidget(frame)

    def _links(self, heading: str, links: Sequence[tuple[str, str]]) -> None:
        if not links:
            return
        self._fill.addWidget(line())
        self._fill.addWidget(label(heading, "strong"))
        for name, title in links:
            self._fill.addLayout(self._link(name, title))

    def _link(self, name: str, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(
            Button(name, "link", name=f"Open {name}: {title}", done=lambda: self.item_asked.emit(name))
        )
        row.addWidget(label(title), 1)
        return row

    def _rules(self, rules: Sequence[Citing], heading: str = "Rules that rest on it") -> None:
        if rules:
            self._fill.addWidget(line())
            self._fill.addWidget(label(heading, "strong"))
            for rule in rules:
                self._fill.addWidget(label(f"{rule.id} · {rule.title}"))

    def _later(self, later: Sequence[SinceItem]) -> None:
        if not later:
            return
        frame, inside = _frame("banner")
        inside.addWidget(label(SINCE, "strong"))
        for one in later:
            inside.addLayout(self._link(one.id, one.title))
        self._fill.addWidget(frame)


def _frame(role: str) -> tuple[QFrame, QVBoxLayout]:
    frame = card(role)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(12, 10, 12, 10)
    inside.setSpacing(6)
    return frame, inside


def _titles(misfits: Sequence[Inconsistency]) -> list[tuple[str, str]]:
    return [(one.id, one.title) for one in misfits]


def _references(library: Entries, numbers: Sequence[int]) -> str:
    """The numbers; what stands behind one only where that is verified."""
    known = ((number, library.reference(number)) for number in numbers)
    return "; ".join(f"{number}: {found.citation}" if found else str(number) for number, found in known)


def _month(item: EvidenceItem) -> str:
    if not item.month:
        return ""
    words = f"{item.month[0].upper()}{item.month[1:]} after diagnosis"
    return f"{words} (inferred)" if item.month_inferred else words

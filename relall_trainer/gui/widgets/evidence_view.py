"""One entry of the library in full: statement, figures, place, limits, what it touches and what rests on it.

Who asks for more than the library (the cases, the learner's own record) is told by whoever holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.evidence.reference import (
    Citing,
    EvidenceItem,
    Figure,
    Inconsistency,
    Reference,
    SinceItem,
    Term,
    Touched,
)
from relall_trainer.gui.citing_decisions import CitingDecision
from relall_trainer.gui.evidence_words import MISFIT as MISFIT
from relall_trainer.gui.evidence_words import SINCE as SINCE
from relall_trainer.gui.evidence_words import SOURCE_WORDS as SOURCE_WORDS
from relall_trainer.gui.evidence_words import STATUS_WORDS as STATUS_WORDS
from relall_trainer.gui.evidence_words import STUDY_WORDS as STUDY_WORDS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.cited_by import CitedBy, HowMet
from relall_trainer.gui.widgets.doubt_links import DoubtLinks
from relall_trainer.gui.widgets.entry_foot import EntryFoot
from relall_trainer.gui.widgets.entry_parts import fact_grid, framed, month_words, references_of, tags
from relall_trainer.gui.widgets.figure_bars import FigureBars
from relall_trainer.gui.widgets.outcome_view import OutcomeView
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import label, line

_AFTER_PAINT_MS = 20
Decisions = Callable[[str], Sequence[CitingDecision]]


class Entries(Protocol):
    """What the view asks of the library."""

    def item(self, id: str) -> EvidenceItem | None: ...
    def since_item(self, id: str) -> SinceItem | None: ...
    def since(self, id: str) -> tuple[SinceItem, ...]: ...
    def inconsistency(self, id: str) -> Inconsistency | None: ...
    def inconsistencies(self, id: str) -> tuple[Inconsistency, ...]: ...
    def cited_by(self, id: str) -> tuple[Citing, ...]: ...
    def reference(self, number: int) -> Reference | None: ...
    def steps_on(self, id: str) -> tuple[Citing, ...]: ...
    def touched_by(self, id: str) -> Touched: ...
    def glossary(self) -> tuple[Term, ...]: ...


class EvidenceView(Scrolled):
    """``item_asked`` names another entry, ``rule_asked`` a rule, ``decisions_asked`` a rule one's decisions met."""

    item_asked = Signal(str)
    rule_asked = Signal(str)
    decisions_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._library: Entries | None = None
        self._decisions: Decisions | None = None
        self._how_met: HowMet | None = None
        self._shown = ""
        self._title = ""
        self.outcome: OutcomeView | None = None
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self._body = QWidget()
        self._fill = QVBoxLayout(self._body)
        self.foot = EntryFoot(theme)
        self.foot.hide()
        self.column.addWidget(self._body)
        self.column.addWidget(self.foot)
        self.column.addStretch(1)

    @property
    def shown(self) -> str:
        """The id of what is shown."""
        return self._shown

    @property
    def title(self) -> str:
        """The title of what is shown."""
        return self._title

    @property
    def statement(self) -> str:
        """The text of what is shown, without its figures."""
        return "\n".join(one.toPlainText() for one in self._body.findChildren(SafeDocument))

    def show_library(self, library: Entries) -> None:
        """Ask this library from now on."""
        self._library = library

    def use_decisions(self, decisions: Decisions) -> None:
        """Ask this, from now on, which decisions of the cases name an entry."""
        self._decisions = decisions

    def use_how_met(self, how_met: HowMet) -> None:
        """Ask this, from now on, how often the learner met a rule."""
        self._how_met = how_met

    def show_entry(self, name: str) -> bool:
        """Show an entry: ``ev-…``, ``S01``, ``I-01``, or ``term:…``; False where there is none of that name."""
        library = self._library
        if library is None:
            return False
        self._start_anew()
        self._shown = name
        self.verticalScrollBar().setValue(0)
        found = True
        if name.startswith("term:"):
            found = self._show_term(library, name.removeprefix("term:"))
        elif (item := library.item(name)) is not None:
            self._show_item(library, item)
        elif (since := library.since_item(name)) is not None:
            self._show_since(library, since)
        elif (misfit := library.inconsistency(name)) is not None:
            self._show_misfit(library, misfit)
        else:
            found = False
        if not found:
            self._head(name, "Not in the library", name)
            self._text("The library holds nothing under this name. An earlier version may have.")
        self.foot.setVisible(found and not name.startswith("term:"))
        return found

    def _show_item(self, library: Entries, item: EvidenceItem) -> None:
        self._head(item.title, STATUS_WORDS.get(item.status, item.status), item.id)
        self._text(item.statement)
        self._figures(item.figures)
        self._misfits(library.inconsistencies(item.id))
        self._patients(item.figures)
        self._facts(
            ("Place in the paper", item.place),
            ("Kind of study", STUDY_WORDS.get(item.study, item.study)),
            ("References of the paper", references_of(library, item.references)),
            ("Population", item.population),
            ("Doses, as evidence", "; ".join(item.doses)),
            ("When", month_words(item)),
            ("Note", item.source_note),
        )
        self._limits(item.caveat)
        self._later(library.since(item.id))
        cited = self._cited()
        cited.show_rules(library.cited_by(item.id), "Rules that rest on it", self._how_met)
        cited.show_steps(library.steps_on(item.id))
        self._named(cited, item.id)

    def _show_since(self, library: Entries, since: SinceItem) -> None:
        self._head(since.title, SINCE, since.id)
        self._text(since.statement)
        self._figures(since.figures)
        self._patients(since.figures)
        self._facts(
            ("Source", since.citation),
            ("Date", since.date),
            ("How sure", SOURCE_WORDS.get(since.status, since.status)),
        )
        self._limits(since.caveat)
        cited = self._cited()
        cited.show_rules(library.cited_by(since.id), "Stands beside these rules", self._how_met)
        cited.show_touched(library.touched_by(since.id))
        self._named(cited, since.id)

    def _show_misfit(self, library: Entries, misfit: Inconsistency) -> None:
        self._head(misfit.title, MISFIT, misfit.id)
        self._text(misfit.what)
        self._facts(("How it is dealt with here", misfit.resolution))
        touched = [(name, item.title) for name in misfit.items if (item := library.item(name)) is not None]
        self._links("Touches", touched)
        self._named(self._cited(), misfit.id)

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
        self.outcome = None
        self.column.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()

    def _head(self, title: str, kind: str, name: str) -> None:
        self._title = title
        self._fill.addWidget(label(title, "section"))
        self._fill.addWidget(tags(kind, name))

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

    def _misfits(self, doubts: Sequence[Inconsistency]) -> None:
        if doubts:
            links = DoubtLinks(self._theme, self._icons)
            links.show_doubts(doubts)
            links.item_asked.connect(self.item_asked)
            self._fill.addWidget(links)

    def _patients(self, figures: Sequence[Figure]) -> None:
        view = OutcomeView(self._theme)
        if not view.show_figures(figures):
            return
        self._fill.addWidget(line())
        self._fill.addWidget(label("As so many patients", "strong"))
        self._fill.addWidget(view)
        self._fill.addWidget(line())
        self.outcome = view

    def _facts(self, *facts: tuple[str, str]) -> None:
        self._fill.addLayout(fact_grid(self._theme, facts))

    def _limits(self, caveat: str) -> None:
        if caveat:
            frame, inside = framed("discouraged")
            inside.addWidget(label("Mind the limits", "strong"))
            inside.addWidget(label(caveat))
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

    def _cited(self) -> CitedBy:
        cited = CitedBy(self._theme)
        cited.rule_asked.connect(self.rule_asked)
        cited.decisions_asked.connect(self.decisions_asked)
        cited.item_asked.connect(self.item_asked)
        self._fill.addWidget(cited)
        return cited

    def _named(self, cited: CitedBy, name: str) -> None:
        """Looking through the cases takes a moment the first time; the entry itself does not wait for it."""
        decisions = self._decisions
        if decisions is not None:
            QTimer.singleShot(_AFTER_PAINT_MS, cited, lambda: cited.show_decisions(decisions(name)))

    def _later(self, later: Sequence[SinceItem]) -> None:
        if not later:
            return
        frame, inside = framed("banner")
        inside.addWidget(label(SINCE, "strong"))
        for one in later:
            inside.addLayout(self._link(one.id, f"{one.title} ({one.date})"))
        self._fill.addWidget(frame)

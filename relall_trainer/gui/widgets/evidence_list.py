"""What the library holds, as a list: searched as one types, with the found words marked."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from relall_trainer.evidence.reference import EvidenceItem, Hit, Inconsistency, SinceItem, Term, Topic
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.markdown import without_citations
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label

KIND_WORDS = {
    "evidence": "Evidence",
    "since": "Since 2015",
    "inconsistency": "Inconsistency",
    "glossary": "Glossary",
}
_TYPING_MS = 60
_MOST = 200
_ALL = ""


class Catalogue(Protocol):
    """What the list asks of the library."""

    def search(
        self, query: str, limit: int = ..., topic: str | None = ..., kind: str | None = ...
    ) -> tuple[Hit, ...]: ...
    def topics(self) -> tuple[Topic, ...]: ...
    def all_items(self) -> tuple[EvidenceItem, ...]: ...
    def all_since(self) -> tuple[SinceItem, ...]: ...
    def all_inconsistencies(self) -> tuple[Inconsistency, ...]: ...
    def glossary(self) -> tuple[Term, ...]: ...


class EvidenceList(QWidget):
    """``item_chosen`` names what was opened (a glossary term by its own words, with ``term:`` before)."""

    item_chosen = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._library: Catalogue | None = None
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("Search: nelarabine, CNS, transplant …")
        self.typed.setAccessibleName("Search the evidence")
        filters = QWidget()
        filters.setProperty("role", "plain")
        flow = Flow(filters)
        self._kind = Choice("Kind", icons)
        self._kind.offer(((_ALL, "Everything"), *KIND_WORDS.items()))
        self._topic = Choice("Topic", icons)
        self._topic.offer(((_ALL, "All topics"),))
        self._count = label("", "note")
        for choice in (self._kind, self._topic):
            choice.picked.connect(lambda _value: self.search())
            flow.addWidget(choice)
        self._list = RowList(theme, "Evidence found")
        self._list.row_opened.connect(self.item_chosen)
        column.addWidget(self.typed)
        column.addWidget(filters)
        column.addWidget(self._count)
        column.addWidget(self._list, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.search)
        self.typed.textChanged.connect(lambda _text: self._typing.start())
        self.typed.returnPressed.connect(self._list.setFocus)

    def show_library(self, library: Catalogue) -> None:
        """List this library."""
        self._library = library
        self._topic.offer(((_ALL, "All topics"), *((topic.id, topic.title) for topic in library.topics())))
        self.search()

    def search(self) -> None:
        """Show what fits what is typed and chosen now; everything where nothing is typed."""
        if self._library is None:
            return
        typed = self.typed.text().strip()
        kind, topic = self._kind.value or None, self._topic.value or None
        rows = self._found(typed, kind, topic) if typed else self._everything(kind, topic)
        self._list.rows.show_rows(rows)
        self._count.setText(_count_words(len(rows), typed))

    def come_to(self, name: str) -> None:
        """Make this item the current one of the list, if it is there."""
        self._list.come_to(name)

    def _found(self, typed: str, kind: str | None, topic: str | None) -> list[tuple[str, Row]]:
        if self._library is None:
            return []
        hits = self._library.search(typed, _MOST, topic=topic, kind=kind)
        return [(_key(hit.kind, hit.id), _hit_row(hit)) for hit in hits]

    def _everything(self, kind: str | None, topic: str | None) -> list[tuple[str, Row]]:
        library = self._library
        if library is None:
            return []
        rows: list[tuple[str, Row]] = []
        if kind in (None, "evidence"):
            rows += [
                (
                    item.id,
                    _plain_row(item.title, item.statement, f"{item.topic_title} · {item.place}", "evidence"),
                )
                for item in library.all_items()
                if topic in (None, item.topic)
            ]
        if kind in (None, "since"):
            rows += [
                (one.id, _plain_row(one.title, one.statement, one.citation, "since"))
                for one in library.all_since()
                if topic in (None, one.topic)
            ]
        if kind in (None, "inconsistency") and topic is None:
            rows += [
                (one.id, _plain_row(one.title, one.what, "The paper's own inconsistency", "inconsistency"))
                for one in library.all_inconsistencies()
            ]
        if kind in (None, "glossary") and topic is None:
            rows += [
                (
                    _key("glossary", term.term),
                    _plain_row(term.term, term.meaning, term.line, "glossary"),
                )
                for term in library.glossary()
            ]
        return rows


def _key(kind: str, name: str) -> str:
    return f"term:{name}" if kind == "glossary" else name


def _hit_row(hit: Hit) -> Row:
    return Row(hit.title_pieces, hit.snippet, hit.id, KIND_WORDS.get(hit.kind, hit.kind))


def _plain_row(title: str, text: str, facts: str, kind: str) -> Row:
    short = without_citations(text)
    short = short if len(short) <= 160 else f"{short[:160].rsplit(' ', 1)[0]} …"
    return Row(((title, False),), ((short, False),), facts, KIND_WORDS[kind])


def _count_words(count: int, typed: str) -> str:
    if not typed:
        return f"{count:,} entries"
    if not count:
        return "Nothing found. Try fewer or other words."
    return "1 found" if count == 1 else f"{count:,} found"

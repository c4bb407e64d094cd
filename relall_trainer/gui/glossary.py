"""Explains abbreviations wherever they stand: the one under the mouse, and by key those of the page shown.

What has something of its own to say under the mouse says that. Finding words in a text is left to the evidence's
``Glossary``, what stands where to ``page_text``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from relall_trainer.evidence.glossary import Glossary
from relall_trainer.evidence.reference import Term
from relall_trainer.gui.page_text import shown_texts, text_at

MOST_SHOWN = 8
_COLUMNS = 64
_NEAR = 24  # px around the mouse within which the explanation stays


class GlossaryHints(QObject):
    """Watches windows for the moment the mouse rests; one filter a window, not one for every event there is.

    A question for a tool tip climbs from the part under the mouse to its window until someone answers; so what comes
    here nobody else had anything to say to.
    """

    def __init__(self, glossary: Glossary, parent: QObject) -> None:
        super().__init__(parent)
        self._glossary = glossary

    def watch(self, window: QWidget) -> None:
        """Explain in this window."""
        window.installEventFilter(self)

    def watch_all(self, app: QApplication) -> None:
        """Explain in every window there is, and in each that comes."""
        app.focusWindowChanged.connect(self._watch_open)  # a method of ours: let go of when this goes
        self._watch_open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QHelpEvent)
            and event.type() == QEvent.Type.ToolTip
            and isinstance(watched, QWidget)
        ):
            return self._explain(watched, event.globalPos())
        return False

    def _watch_open(self, _window: object = None) -> None:
        for window in QApplication.topLevelWidgets():
            self.watch(window)  # a filter that is there already only moves to the front

    def _explain(self, window: QWidget, at: QPoint) -> bool:
        found = text_at(window, at)
        if found is None:
            return False
        here = self._glossary.at(found.text, found.place) if found.place is not None else None
        terms = (here,) if here is not None else self._glossary.in_text(found.text)
        if not terms:
            return False
        part = window.childAt(window.mapFromGlobal(at)) or window
        middle = part.mapFromGlobal(at)
        near = QRect(middle.x() - _NEAR, middle.y() - _NEAR, 2 * _NEAR, 2 * _NEAR)
        QToolTip.showText(at, explained(terms), part, near if here is not None else part.rect())
        return True


def explained(terms: Sequence[Term]) -> str:
    """The terms as plain text in lines, the first eight of them."""
    lines = [textwrap.fill(_told(term), _COLUMNS, subsequent_indent="    ") for term in terms[:MOST_SHOWN]]
    more = len(terms) - MOST_SHOWN
    if more > 0:
        lines.append(f"and {more} more: Ctrl+G")
    # A tool tip that looks like markup would be read as such, and open what it names.
    return "\n".join(lines).replace("<", "‹").replace(">", "›")


def terms_on(page: QWidget, glossary: Glossary) -> tuple[Term, ...]:
    """The abbreviations that stand on a page now, by name."""
    found: dict[str, Term] = {}
    for text in shown_texts(page):
        for term in glossary.in_text(text):
            found[term.term] = term
    return tuple(sorted(found.values(), key=lambda term: term.term.casefold()))


def _told(term: Term) -> str:
    return f"{term.term}: {term.meaning}. {term.line}"

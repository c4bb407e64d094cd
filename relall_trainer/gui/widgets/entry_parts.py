"""Parts of an entry of the library: its tags, its facts side by side, framed texts; and facts in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from relall_trainer.evidence.reference import EvidenceItem, Reference
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.text import badge, card, label


class References(Protocol):
    """What is asked of the library."""

    def reference(self, number: int) -> Reference | None: ...


def tags(*words: str) -> QWidget:
    """Short words in frames, one after the other; empty ones are left out."""
    made = QWidget()
    made.setProperty("role", "plain")
    flow = Flow(made)
    for one in words:
        if one:
            flow.addWidget(badge(one))
    return made


def fact_grid(theme: Theme, facts: Sequence[tuple[str, str]]) -> QGridLayout:
    """Facts as (what, text), the texts beneath one another; empty ones are left out."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    for place, (what, text) in enumerate(fact for fact in facts if fact[1]):
        grid.addWidget(label(what, "note"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text), place, 1, Qt.AlignmentFlag.AlignTop)
    return grid


def framed(role: str) -> tuple[QFrame, QVBoxLayout]:
    """A frame, and the column inside it."""
    frame = card(role)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(12, 10, 12, 10)
    inside.setSpacing(6)
    return frame, inside


def references_of(library: References, numbers: Sequence[int]) -> str:
    """The numbers; what stands behind one only where that is verified."""
    known = ((number, library.reference(number)) for number in numbers)
    return "; ".join(f"{number}: {found.citation}" if found else str(number) for number, found in known)


def month_words(item: EvidenceItem) -> str:
    """When in the course it was, as far as the paper says."""
    if not item.month:
        return ""
    words = f"{item.month[0].upper()}{item.month[1:]} after diagnosis"
    return f"{words} (inferred)" if item.month_inferred else words

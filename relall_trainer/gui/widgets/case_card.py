"""A case on a card: what it is about, how long it takes, how it went, and the button that opens it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from relall_trainer.gui.standing import CaseCard, month_of
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import badge, label

NOT_REVIEWED = "Not yet reviewed by a physician"


class CaseFrame(QFrame):
    """``started`` names the case to begin anew, ``resumed`` the attempt to go on with."""

    started = Signal(str)
    resumed = Signal(str)

    def __init__(self, card: CaseCard) -> None:
        super().__init__()
        self._card = card
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head = card.head
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        if card.modeled_on():
            column.addWidget(badge(card.modeled_on()))
        column.addWidget(label(head.title, "section"))
        column.addWidget(label(head.summary))
        column.addStretch(1)
        column.addWidget(label(facts_of(card), "note"))
        if not head.reviewers:
            column.addWidget(label(NOT_REVIEWED, "discouraged_note"))
        column.addWidget(label(card.results(), "strong"))
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        head, attempt = self._card.head, self._card.under_way
        if attempt is not None:
            go_on = Button("Continue", "primary", name=f"Continue {head.title}")
            go_on.clicked.connect(lambda: self.resumed.emit(attempt.id))
            row.addWidget(go_on)
        words = "Play again" if self._card.last is not None else "Start over" if attempt else "Start"
        begin = Button(words, "" if attempt else "primary", name=f"{words}: {head.title}")
        begin.clicked.connect(lambda: self.started.emit(head.id))
        row.addWidget(begin)
        row.addStretch(1)
        return row


def facts_of(card: CaseCard) -> str:
    """Minutes, date of the evidence, version."""
    head = card.head
    return (
        f"About {head.minutes} minutes · evidence as of {month_of(head.evidence_as_of)} · case {head.version}"
    )

"""Many cases as a list with a field to find one; five hundred stay quick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.standing import CaseCard
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.case_card import NOT_REVIEWED, facts_of
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label


class CaseList(QWidget):
    """``case_chosen`` begins a case, ``attempt_resumed`` goes on with the one under way."""

    case_chosen = Signal(str)
    attempt_resumed = Signal(str)

    def __init__(self, theme: Theme, cards: Sequence[CaseCard]) -> None:
        super().__init__()
        self._cards = {card.head.id: card for card in cards}
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._typed = QLineEdit()
        self._typed.setPlaceholderText("Find a case by its title or summary")
        self._typed.setAccessibleName("Find a case")
        self._typed.textChanged.connect(self._show)
        self._none = label("No case fits. Try another word.", "muted")
        self._list = RowList(theme, "More cases")
        self._list.row_opened.connect(self._open)
        self._list.setMinimumHeight(theme.px(360))
        column.addWidget(self._typed)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        self._show("")

    def _show(self, typed: str) -> None:
        words = typed.casefold().split()
        rows = [(name, _row(card)) for name, card in self._cards.items() if _fits(card, words)]
        self._list.rows.show_rows(rows)
        self._none.setVisible(not rows)

    def _open(self, case_id: str) -> None:
        attempt = self._cards[case_id].under_way
        if attempt is None:
            self.case_chosen.emit(case_id)
        else:
            self.attempt_resumed.emit(attempt.id)


def _fits(card: CaseCard, words: Sequence[str]) -> bool:
    text = f"{card.head.title} {card.head.summary} {card.head.id}".casefold()
    return all(word in text for word in words)


def _row(card: CaseCard) -> Row:
    facts = [facts_of(card)]
    if not card.head.reviewers:
        facts.append(NOT_REVIEWED.lower())
    tag = "Continue" if card.under_way else card.results()
    return Row(((card.head.title, False),), ((card.head.summary, False),), " · ".join(facts), tag)

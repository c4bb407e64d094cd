"""Cases to take, each with how long it is: a card each, and a list to find one in where there are many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.teach_lines import CaseOffer
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.form_part import come_before
from relall_trainer.gui.widgets.option_card import CheckCard
from relall_trainer.gui.widgets.picker import Picker

_CARDS = 8


class CaseChecks(QWidget):
    """``changed`` after a case was taken or left. Cases are taken in the order they are chosen in."""

    changed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._offers: dict[str, CaseOffer] = {}
        self._chosen: list[str] = []
        self._cards: dict[str, CheckCard] = {}
        self.setProperty("role", "plain")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        self.more = Picker("Another case…", theme, icons)
        self.more.picked.connect(self._add)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the cases taken, in the order they were chosen in."""
        return tuple(self._chosen)

    @property
    def cards(self) -> dict[str, CheckCard]:
        return self._cards

    def show_cases(self, offers: Sequence[CaseOffer], chosen: Sequence[str]) -> None:
        """Offer these, with those taken; a case that is no longer on offer is left out."""
        self._offers = {offer.id: offer for offer in offers}
        self._chosen = [one for one in chosen if one in self._offers]
        for card in self._cards.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        first = [offer.id for offer in offers[:_CARDS]]
        for one in (*first, *(one for one in self._chosen if one not in first)):
            self._card(one)
        self._offer_more()

    def focus_first(self) -> None:
        """Put the keyboard on the first case."""
        for card in self._cards.values():
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _card(self, case: str) -> None:
        offer = self._offers[case]
        card = CheckCard(self._theme, self)
        card.setChecked(case in self._chosen)
        card.face.numbered = False
        card.face.show(offer.title, offer.facts())
        card.toggled.connect(lambda on, case=case: self._toggle(case, on=on))
        card.move_asked.connect(lambda step, card=card: self._move(card, step))
        self._theme.changed.connect(card.updateGeometry)
        self._column.insertWidget(len(self._cards), card)
        self._cards[case] = card

    def _move(self, card: CheckCard, step: int) -> None:
        cards = list(self._cards.values())
        place = cards.index(card) + step
        if 0 <= place < len(cards):
            cards[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self, case: str, *, on: bool) -> None:
        if on and case not in self._chosen:
            self._chosen.append(case)
        elif not on and case in self._chosen:
            self._chosen.remove(case)
        self.changed.emit()

    def _add(self, case: str) -> None:
        if case:
            self._card(case)
            self._cards[case].setChecked(True)
            self._cards[case].setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer_more()

    def _offer_more(self) -> None:
        left = [offer for offer in self._offers.values() if offer.id not in self._cards]
        come_before(self.more, tuple(self._cards.values()))
        self.more.setVisible(bool(left))
        words = [(offer.id, f"{offer.title} · {offer.facts()}") for offer in left]
        self.more.offer([("", "Another case…"), *words], "")

"""Cards and headings made once and used again from decision to decision: making widgets is what takes time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.option_card import Card, CheckCard, RadioCard
from relall_trainer.gui.widgets.text import label


class CardPool:
    """Hands out parts of ``owner``; ``made`` is told of each new card once."""

    def __init__(self, owner: QWidget, theme: Theme, made: Callable[[Card], None]) -> None:
        self._owner = owner
        self._theme = theme
        self._made = made
        self._headings: list[tuple[QLabel, QLabel]] = []
        self._checks: list[CheckCard] = []
        self._radios: list[RadioCard] = []
        self._used = [0, 0, 0]

    def start_anew(self) -> None:
        """Everything handed out so far may be handed out again."""
        self._used = [0, 0, 0]

    def heading(self) -> tuple[QLabel, QLabel]:
        """A caption and a question."""
        place = self._next(0)
        if place == len(self._headings):
            caption = label("", "caption", parent=self._owner)
            prompt = label("", "strong", parent=self._owner)
            self._headings.append((caption, prompt))
        return self._headings[place]

    def card(self, *, one: bool) -> Card:
        """A card for a group of which ``one`` is chosen, or any number."""
        place = self._next(1 if one else 2)
        known: list[RadioCard] | list[CheckCard] = self._radios if one else self._checks
        if place == len(known):
            card: Card
            if one:
                card = RadioCard(self._theme, self._owner)
                self._radios.append(card)
            else:
                card = CheckCard(self._theme, self._owner)
                self._checks.append(card)
            self._made(card)
        return known[place]

    def _next(self, kind: int) -> int:
        self._used[kind] += 1
        return self._used[kind] - 1

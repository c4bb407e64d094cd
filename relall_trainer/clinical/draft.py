"""A patient being drawn: values field by field, each by lot, wishes heeded where a field's own choices allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.wishes import Wishes

Item = TypeVar("Item")


@dataclass(slots=True)
class Draft:
    """The values settled so far. A value is asked for by its field's name; KeyError where it is not settled yet.

    ``running`` holds the drugs of a regimen just begun: nobody began it against what is known today.
    """

    lots: Lots
    wishes: Wishes
    values: dict[str, Any] = field(default_factory=dict)
    running: frozenset[str] | None = None

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def settle(self, name: str, value: Any) -> None:
        """What follows from the rest and is not drawn."""
        self.values[name] = value

    def pick(self, name: str, pairs: Sequence[tuple[Any, int]]) -> Any:
        """Draw a field's value by weight among those the wishes allow; among all where they allow none."""
        value = self.lots.weighted(name, self.fitting(name, pairs))
        self.values[name] = value
        return value

    def flag(self, name: str, percent: int) -> bool:
        """Draw a yes or no that is yes in so many per cent."""
        return bool(self.pick(name, ((True, percent), (False, 100 - percent))))

    def words(self, name: str, pairs: Sequence[tuple[str, int]]) -> frozenset[str]:
        """Draw a set, each word in so many per cent; wishes for words in it, or not in it, are heeded."""
        drawn: set[str] = set()
        for word, percent in pairs:
            if self.lots.chance(f"{name} {word}", percent / 100):
                drawn.add(word)
        chosen = frozenset(drawn)
        if self.wishes.about(name) and not self.wishes.allow(name, chosen):
            chosen = self._mended(name, chosen, [word for word, percent in pairs if percent])
        self.values[name] = chosen
        return chosen

    def fitting(self, name: str, pairs: Sequence[tuple[Item, int]]) -> Sequence[tuple[Item, int]]:
        """The pairs whose item the wishes of this name allow; all of them where none is allowed."""
        if not self.wishes.about(name):
            return pairs
        allowed = [pair for pair in pairs if pair[1] and self.wishes.allow(name, pair[0])]
        return allowed or pairs

    def patient(self) -> Patient:
        """The patient, once every field that differs from its default is settled."""
        return Patient(**self.values)

    def _mended(self, name: str, chosen: frozenset[str], words: Sequence[str]) -> frozenset[str]:
        """The nearest set the wishes allow: nothing in it, or the drawn one with one word more or fewer."""
        near = [chosen ^ {word} for word in self.lots.shuffled(f"{name} mended", words)]
        near += [frozenset(), frozenset(words), *(frozenset({word}) for word in words)]
        return next((one for one in near if self.wishes.allow(name, one)), chosen)

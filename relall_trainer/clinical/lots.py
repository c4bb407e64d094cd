"""Drawing lots that fall the same for ever: a seed and a label decide, and nothing else does.

Each draw is read from the SHA-256 of seed and label, so it is the same on every machine and every Python, and a
draw added later leaves all others as they were. What is drawn for is the caller's business.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")

_BITS = 256
_SHARE_BITS = 53  # a share is a float; scaled by this power of two it is a whole number, exactly


@dataclass(frozen=True, slots=True)
class Lots:
    """Draws by label. The same label asked twice gives the same answer; give each draw a label of its own."""

    seed: int

    def number(self, label: str, n: int) -> int:
        """A whole number from 0 to below ``n``, each as likely; ValueError where there is none."""
        if n < 1:
            raise ValueError(f"{label}: there is nothing to draw from")
        return self._drawn(label) % n

    def chance(self, label: str, share: float) -> bool:
        """Yes in this share of seeds: never for 0, always for 1."""
        return self._drawn(label) >> (_BITS - _SHARE_BITS) < int(share * (1 << _SHARE_BITS))

    def one(self, label: str, choices: Sequence[Item]) -> Item:
        """One of the choices, each as likely; ValueError where there is none."""
        return choices[self.number(label, len(choices))]

    def weighted(self, label: str, pairs: Sequence[tuple[Item, int]]) -> Item:
        """One of the items, each as likely as its whole-number weight says; ValueError where all weigh nothing."""
        whole = 0
        for _, weight in pairs:
            whole += weight
        left = self.number(label, whole)
        for item, weight in pairs:
            left -= weight
            if left < 0:
                return item
        raise AssertionError("a number below the sum lies in one of its parts")  # pragma: no cover

    def shuffled(self, label: str, items: Sequence[Item]) -> tuple[Item, ...]:
        """The items in an order in which every one is as likely as any other."""
        order = sorted(range(len(items)), key=lambda place: self._drawn(f"{label}#{place}"))
        return tuple(items[place] for place in order)

    def child(self, label: str) -> Lots:
        """Lots of their own under this label: what is drawn there never meets a label drawn here."""
        digest = hashlib.sha256(f"{self.seed}/{label}".encode()).digest()
        return Lots(int.from_bytes(digest[:8], "big"))

    def _drawn(self, label: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self.seed}:{label}".encode()).digest(), "big")

"""Whose key results came with: which a teacher has confirmed, which not yet, and where it is another than before.

That a key is hers, only the learner can tell, by its fingerprint; keeping that she did is left to ``keys``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relall_trainer.cohort.keys import TrustedKey, learner_words
from relall_trainer.cohort.signature import fingerprint


@dataclass(frozen=True, slots=True)
class MetKey:
    """A key results came with. ``confirmed_at`` is empty while nobody confirmed it as this learner's.

    ``note`` says of a key to confirm that another one was confirmed for her before, or this one for somebody else.
    """

    learner: str
    public: str
    confirmed_at: str = ""
    note: str = ""

    @property
    def fingerprint(self) -> str:
        """The key as people compare it."""
        return fingerprint(self.public)


def met_keys(met: Iterable[tuple[str, str]], trusted: Iterable[TrustedKey]) -> tuple[MetKey, ...]:
    """The keys of those (learner, key), learner by learner, beside what was confirmed."""
    known = {key.public: key for key in trusted}
    return tuple(_met(learner, public, known) for learner, public in sorted(set(met)))


def _met(learner: str, public: str, known: dict[str, TrustedKey]) -> MetKey:
    key = known.get(public)
    if key is not None and key.who == learner_words(learner):
        return MetKey(learner, public, confirmed_at=key.at)
    if key is not None:
        return MetKey(learner, public, note=f"was confirmed as that of {key.who}")
    other = any(one.who == learner_words(learner) for one in known.values())
    return MetKey(learner, public, note=f"another key was confirmed for {learner} before" if other else "")


def confirmed_keys(met: Iterable[MetKey], trusted: Iterable[TrustedKey]) -> frozenset[str]:
    """The confirmed keys. One that also signed for somebody else than it was confirmed for is none."""
    return frozenset({key.public for key in trusted} - {key.public for key in met if not key.confirmed_at})

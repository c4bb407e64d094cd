"""One sentence of a story with the patient's fields it states, and the words it takes to speak of her or him.

What is said is left to ``telling_disease``, ``telling_past`` and ``telling_person``, and which sentences are told to
``telling``.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole sentence. ``states`` names the fields whose values it tells."""

    text: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Teller:
    """Who is told of, with what draws.

    ``must``: fields to be stated even where there is little to say of them; ``given``: how a step reads once it has
    been given, where its label will not do.
    """

    patient: Patient
    actions: Mapping[str, Action]
    lots: Lots
    must: Container[str] = NOTHING
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def he(self) -> str:
        return "he" if self.patient.sex == "male" else "she"

    @property
    def him(self) -> str:
        return "him" if self.patient.sex == "male" else "her"

    @property
    def man(self) -> str:
        return "man" if self.patient.sex == "male" else "woman"

    def one(self, label: str, *wordings: str) -> str:
        """One of several wordings that say the same."""
        return self.lots.one(f"wording {label}", wordings)

    def asked(self, *fields: str) -> bool:
        """Whether one of these fields has to be stated."""
        return any(each in self.must for each in fields)


def sentence(text: str, *states: str) -> Sentence:
    """A sentence begun with a capital and ended with a full stop."""
    return Sentence(f"{text[:1].upper()}{text[1:]}.", states)


def joined(parts: Sequence[Sentence | None]) -> Sentence | None:
    """Sentences as one, parted by semicolons; None where there is none."""
    told = [part for part in parts if part is not None]
    if len(told) < 2:
        return told[0] if told else None
    texts = [told[0].text.rstrip("."), *(inner_name(part.text.rstrip(".")) for part in told[1:])]
    return Sentence(f"{'; '.join(texts)}.", tuple(each for part in told for each in part.states))


def inner_name(name: str) -> str:
    """Words that go on in a sentence: FLAG-IDA and BFM-like stay, Hyper-CVAD becomes hyper-CVAD."""
    begins_small = len(name) > 1 and (name[1].islower() or name[1] == " ")
    return name[:1].lower() + name[1:] if begins_small else name

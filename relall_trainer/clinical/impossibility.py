"""What one check of plausibility is: a name, a plain sentence, and when it applies.

The checks stand in ``impossible_disease``, ``impossible_past`` and ``impossible_setting``; ``plausible`` asks all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.patient import Patient

Catalogue = Mapping[str, Action]


@dataclass(frozen=True, slots=True)
class Impossibility:
    """Something no patient can be. ``says`` tells it in one sentence; ``applies`` finds it in the stored fields."""

    name: str
    says: str
    applies: Callable[[Patient], bool]


@dataclass(frozen=True, slots=True)
class CatalogueImpossibility:
    """The same, where one has to know what the regimens hold."""

    name: str
    says: str
    applies: Callable[[Patient, Catalogue], bool]

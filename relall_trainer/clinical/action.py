"""A step one can take: work-up, systemic therapy, CNS therapy, transplantation, supportive care.

The catalogue (81 steps) is data; no step is known to the program by name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One step of the catalogue.

    ``kind`` is workup, systemic, cns, transplant or support. ``components`` are the exposures it brings (words of
    the patient's ``exposures``). ``backbone`` names a family of regimens built on the same drugs. ``intensive``
    marks combinations a frail patient is not given. ``stands_for_frontline`` marks the step that repeats the last
    frontline regimen. ``synonyms`` are for finding it by typing.
    """

    id: str
    kind: str
    label: str
    detail: str
    components: frozenset[str] = frozenset()
    backbone: str | None = None
    intensive: bool = False
    stands_for_frontline: bool = False
    distractor: bool = False
    synonyms: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    since: tuple[str, ...] = ()

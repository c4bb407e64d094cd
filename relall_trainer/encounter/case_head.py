"""What a list of cases shows of one, apart from the case itself so that a list is had without reading cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What a list of cases shows, without the case itself."""

    id: str
    version: str
    title: str
    summary: str
    modeled_on: str | None
    authors: tuple[str, ...]
    reviewers: tuple[str, ...]
    evidence_as_of: str
    released: str
    review_by: str
    minutes: int
    license: str
    learning_goals: tuple[str, ...]
    competencies: tuple[str, ...]


def plain_head(head: CaseHead) -> dict[str, Any]:
    """The head as plain data, key by key as in a case file."""
    values = {name: getattr(head, name) for name in CaseHead.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}

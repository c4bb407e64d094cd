"""A batch of statements brought to a store until each is known to be there, or known not to be wanted.

A statement counts as stored when the store has named it in its answer, or shown it and it is the same. Knows no
network: it asks a ``Door``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from relall_trainer.interop.lrs_compare import same_statement
from relall_trainer.interop.lrs_troubles import Answer, Trouble, not_a_store, trouble_of

Statement = Mapping[str, Any]

OTHER_THERE = "the store holds something else under its id"
NOT_TAKEN = "the store does not take it"
_ABOUT_A_STATEMENT = (400, 409, 413, 422)


class Door(Protocol):
    """Where a store is asked; raises Trouble, or Stopped where it was switched off."""

    def post(self, statements: Sequence[str]) -> Answer: ...

    def fetch(self, statement_id: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is known once no more can be done now. ``refused``: reasons by id; ``trouble``: why it ended early."""

    stored: frozenset[str] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)
    trouble: Trouble | None = None

    @property
    def settled(self) -> frozenset[str]:
        """Of these nothing more is to be sent."""
        return self.stored | set(self.refused)


def deliver(
    door: Door, host: str, texts: Iterable[str], step: Callable[[], object] = lambda: None
) -> Delivery:
    """Bring statements (their JSON texts) to the store. Never raises for what happens on the way.

    ``step`` is called between questions; what it raises goes through. So does Stopped.
    """
    bearer = _Bearer(door, host, step)
    try:
        bearer.bring({str(json.loads(text)["id"]): text for text in texts})
    except Trouble as trouble:
        return Delivery(frozenset(bearer.stored), dict(bearer.refused), trouble)
    return Delivery(frozenset(bearer.stored), dict(bearer.refused))


class _Bearer:
    def __init__(self, door: Door, host: str, step: Callable[[], object]) -> None:
        self._door = door
        self._host = host
        self._step = step
        self.stored: set[str] = set()
        self.refused: dict[str, str] = {}

    def bring(self, texts: Mapping[str, str]) -> None:
        """All at once; where that does not settle it, those that are left one by one."""
        if not texts:
            return
        answer = self._door.post(list(texts.values()))
        if answer.status == 200:
            self.stored |= self._named(answer) & set(texts)
        elif answer.status != 204 and answer.status not in _ABOUT_A_STATEMENT:
            raise trouble_of(answer, self._host)
        for statement_id, text in texts.items():
            if statement_id not in self.stored:
                self._step()
                self._settle(statement_id, text)

    def _settle(self, statement_id: str, text: str) -> None:
        """See whether it is there already; hand it over alone where it is not."""
        if self._there(statement_id, text):
            return
        answer = self._door.post([text])
        if answer.status == 200 and statement_id in self._named(answer):
            self.stored.add(statement_id)
        elif answer.status in (200, 204, 409):
            # It came in between, by an earlier try that had seemed to fail.
            if self._there(statement_id, text):
                return
            if answer.status != 409:
                raise not_a_store(self._host)
            self.refused[statement_id] = OTHER_THERE  # it was there and was withdrawn
        elif answer.status in _ABOUT_A_STATEMENT:
            self.refused[statement_id] = NOT_TAKEN
        else:
            raise trouble_of(answer, self._host)

    def _there(self, statement_id: str, text: str) -> bool:
        """Whether the store shows something under the id; whether that is the same is written down."""
        answer = self._door.fetch(statement_id)
        if answer.status == 404:
            return False
        if answer.status != 200:
            raise trouble_of(answer, self._host)
        held = _parsed(answer.body)
        if isinstance(held, Mapping) and isinstance(held.get("statements"), list):
            # The specification wants the statement itself; some stores (Ralph) answer with a list of one, or none.
            if not held["statements"]:
                return False
            held = held["statements"][0]
        if not isinstance(held, Mapping) or str(held.get("id", "")).lower() != statement_id:
            raise not_a_store(self._host)
        if same_statement(json.loads(text), held):
            self.stored.add(statement_id)
        else:
            self.refused[statement_id] = OTHER_THERE
        return True

    def _named(self, answer: Answer) -> set[str]:
        ids = _parsed(answer.body)
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise not_a_store(self._host)
        return {one.lower() for one in ids}


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None

"""The log of an attempt as the encounter knows it: events as the plain data the store keeps, and read back from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relall_trainer.encounter.events import Event, EventFault, event_from_plain

if TYPE_CHECKING:
    from relall_trainer.learner.reading import Reading


def events_of(store: Reading, attempt_id: str) -> tuple[Event, ...]:
    """All events of an attempt, the chain checked. Raises a StoreError, or EventFault for an event of another make."""
    return tuple(event_of(data) for data in store.events(attempt_id))


def plain_of(event: Event) -> dict[str, Any]:
    """An event as the store keeps it: its kind stands under ``kind``."""
    data = event.plain()
    data["kind"] = data.pop("event")
    return data


def event_of(data: Mapping[str, Any]) -> Event:
    """The event of plain data; its kind stands under ``kind``. Raises EventFault."""
    if "event" in data:
        raise EventFault("event", "does not belong to a stored event")
    plain = {name: value for name, value in data.items() if name != "kind"}
    return event_from_plain({**plain, "event": data.get("kind")})

"""When each decision of an attempt was made, how long it took, and whether it was gone back over. From the events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relall_trainer.encounter.events import Committed, Event, Started, SteppedBack


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, in the order they were made (as ``Encounter.record`` has them).

    ``at`` is ISO 8601 in UTC, ``elapsed_ms`` how long it was looked at (None: not measured). ``copied``: taken over
    from the attempt this one forks; ``gone_back``: stepped back over later.
    """

    at: str
    elapsed_ms: int | None
    copied: bool = False
    gone_back: bool = False


def decided(events: Iterable[Event]) -> tuple[Decided, ...]:
    """The decisions of an attempt, one for every commit."""
    copies = 0
    made: list[Committed] = []
    road: list[int] = []
    left: set[int] = set()
    for event in events:
        if isinstance(event, Started):
            copies = event.fork_at
        elif isinstance(event, Committed):
            road.append(len(made))
            made.append(event)
        elif isinstance(event, SteppedBack) and road:
            left.add(road.pop())
    return tuple(
        Decided(event.at, event.elapsed_ms, copied=place < copies, gone_back=place in left)
        for place, event in enumerate(made)
    )

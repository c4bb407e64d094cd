"""A short mark of a log, event by event: tells logs apart, and whether one goes on from where another ends.

It is for comparing what was handed in, not for proving anything: that is for the chain in the file itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from operator import attrgetter

from relall_trainer.encounter.events import Committed, Event
from relall_trainer.learner.chain import canonical

DIGITS = 8  # for one event
_DECISION = attrgetter("at", "node", "chosen", "confidence", "rationale", "elapsed_ms")


def trail_of(events: Iterable[Event]) -> str:
    """``DIGITS`` for each event, of it and of all before it."""
    running = hashlib.sha256()
    pieces = []
    for event in events:
        # Most events are decisions, and putting one into JSON takes longer than marking it.
        said = repr(_DECISION(event)) if isinstance(event, Committed) else canonical(event.plain())
        running.update(said.encode("utf-8", "surrogatepass"))
        pieces.append(running.hexdigest()[:DIGITS])
    return "".join(pieces)

"""The outcome of a draw: the default, or with a seed one that comes up as often as the cited count says.

The same seed gives the same luck on any road: an outcome hangs on seed, case and draw alone.
"""

from __future__ import annotations

import hashlib

from relall_trainer.encounter.case import Draw

YES = "yes"
NO = "no"


def outcome(draw: Draw, case_id: str, seed: int | None) -> str:
    """``yes`` or ``no``: yes where the hash, read as a fraction of one, lies below successes / of."""
    if seed is None:
        return draw.default
    digest = hashlib.sha256(f"{seed}:{case_id}:{draw.id}".encode()).digest()
    drawn = int.from_bytes(digest, "big")
    return YES if drawn * draw.of < draw.successes << (8 * len(digest)) else NO

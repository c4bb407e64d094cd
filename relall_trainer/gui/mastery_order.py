"""The orders in which rules and dimensions can be listed. What has not been met comes last, in the rules' own order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from relall_trainer.gui.practice_lines import MasteryLine

DUE, WEAKEST, FADING, MOST, OWN = "due", "weakest", "fading", "most", "own"
ORDERS = (
    (DUE, "Due first"),
    (WEAKEST, "Least right first"),
    (FADING, "Least recalled first"),
    (MOST, "Most answers first"),
    (OWN, "In order of number"),
)
_NEVER = "9999"  # after every date
_KEYS: dict[str, Callable[[MasteryLine], tuple[float | str, ...]]] = {
    DUE: lambda line: (line.due_at or _NEVER, line.number),
    WEAKEST: lambda line: (not line.enough, line.share, line.number),
    FADING: lambda line: (not line.recall, *line.recall[:1], line.number),
    MOST: lambda line: (-line.n, line.number),
    OWN: lambda line: (line.number,),
}


def ordered(lines: Sequence[MasteryLine], by: str) -> list[MasteryLine]:
    """The lines in the order asked for."""
    if by == OWN:
        return sorted(lines, key=lambda line: line.number)
    met = sorted((line for line in lines if line.n), key=_KEYS[by])
    rest = sorted((line for line in lines if not line.n), key=lambda line: line.number)
    return [*met, *rest]

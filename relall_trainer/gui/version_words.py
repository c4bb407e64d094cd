"""The versions a score rests on, on one line: cases, rules, scoring. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence

_MOST, _FIRST = 8, 4


def versions_line(versions: Sequence[str]) -> str:
    """All of them, as they are; of very many, the first and the last with how many lie between."""
    every = tuple(versions)
    if len(every) <= _MOST:
        return " · ".join(every)
    return " · ".join((*every[:_FIRST], f"{len(every) - _MOST} more", *every[_FIRST - _MOST :]))

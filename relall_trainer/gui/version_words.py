"""The versions a score rests on, on one line: cases, rules, scoring. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 90


def versions_line(versions: Sequence[str]) -> str:
    """All of them; where the room is too small, the rules and the scoring, and how many cases there are."""
    rest = [one for one in versions if not one.startswith("scoring ")]
    scoring = [one for one in versions if one.startswith("scoring ")]
    whole = " · ".join((*rest, *scoring))
    return whole if len(whole) <= _MOST else " · ".join((*rest[-1:], *scoring, f"{len(rest) - 1} cases"))

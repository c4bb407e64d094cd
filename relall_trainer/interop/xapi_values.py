"""Points and times as xAPI writes them: scores with their scale, durations and moments in ISO 8601, texts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from relall_trainer.encounter.scoring import plain_points
from relall_trainer.errors import TrainerError
from relall_trainer.learner.index_rows import exact
from relall_trainer.learner.records import moment

LANGUAGE = "en"
_SCALE = 10_000
_LONGEST = (
    366 * 24 * 3_600_000
)  # ms; no decision takes longer, and some stores refuse what no clock has measured


def score(points: float, possible: float) -> dict[str, Any] | None:
    """Points as raw out of max, scaled to four decimals (half up); None where nothing was possible."""
    reached, best = exact(points), exact(possible)
    if best <= 0:
        return None
    scaled = (2 * _SCALE * reached + best) // (2 * best)
    return {
        "scaled": scaled / _SCALE,
        "raw": plain_points(reached),
        "min": 0,
        "max": plain_points(best),
    }


def reaches(points: float, possible: float, percent: int) -> bool:
    """Whether at least so many percent were earned, without rounding."""
    return exact(points) * 100 >= exact(possible) * percent


def duration(milliseconds: Iterable[int | None]) -> str | None:
    """The sum in seconds, to the hundredth; None where any of it was not measured, or cannot be."""
    total = 0
    for each in milliseconds:
        if each is None:
            return None
        total += each
    if total > _LONGEST:
        return None
    seconds, hundredths = divmod((total + 5) // 10, 100)
    return f"PT{seconds}.{hundredths:02}S" if hundredths else f"PT{seconds}S"


def timestamp(at: str) -> str:
    """The moment of an event in UTC. Raises TrainerError for one there is not."""
    try:
        return moment(datetime.fromisoformat(at))
    except (ValueError, OverflowError):
        raise TrainerError(f"There is no such time as {at[:40]}.") from None


def language_map(text: str) -> dict[str, str] | None:
    """The text with its language; None where there is none."""
    return {LANGUAGE: text} if text.strip() else None


def only_given(**parts: Any) -> dict[str, Any]:
    """The parts that are there: a statement may hold nothing that is empty."""
    return {name: value for name, value in parts.items() if value is not None and value != {}}


def without_half_characters(text: str) -> str:
    """The text with � for each half of a character, which UTF-8 cannot hold; halves that belong together are joined."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

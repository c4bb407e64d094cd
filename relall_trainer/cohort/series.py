"""Scores under other versions of a case, the rules or the scoring are another series: never averaged with the group's.

Which learners stand apart is found here; leaving them out of the averages is for ``gradebook``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from relall_trainer.cohort.flags import OTHER_SERIES, Flag

if TYPE_CHECKING:
    from relall_trainer.cohort.gradebook import Row
    from relall_trainer.cohort.marks import Pins, Result


def apart(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, those flagged that were scored under other versions than most; of as many, the newest are the group's.

    Whoever was scored at one case under others is apart as a whole.
    """
    every = tuple(rows)
    found: dict[int, Counter[Pins]] = {}
    for row in every:
        for one in row.results:
            found.setdefault(one.item, Counter())[one.pins] += 1
    ours = {item: max(pins, key=lambda one: (pins[one], *_newest(one))) for item, pins in found.items()}
    return tuple(_set_apart(row, [one for one in row.results if one.pins != ours[one.item]]) for row in every)


def named(versions: Collection[tuple[str, str, str]]) -> tuple[str, ...]:
    """Id and version of each (id, version, SHA-256); with a piece of the hash where two texts go by one version."""
    texts = Counter((name, version) for name, version, _ in versions)
    return tuple(
        sorted(
            f"{name} {version}" if texts[name, version] == 1 else f"{name} {version} ({sha256[:8]})"
            for name, version, sha256 in versions
        )
    )


def _newest(pins: Pins) -> tuple[object, ...]:
    numbers = (*pins.algorithm_version.split("."), *pins.case_version.split("."))
    return [int(part) if part.isdecimal() else 0 for part in numbers], pins.algorithm_sha256, pins.case_sha256


def _set_apart(row: Row, others: Sequence[Result]) -> Row:
    if not others:
        return row
    told = dict.fromkeys(_told(one.pins) for one in others)
    return replace(row, apart=True, flags=tuple(sorted({*row.flags, Flag(OTHER_SERIES, "; ".join(told))})))


def _told(pins: Pins) -> str:
    case = f"{pins.case} {pins.case_version} ({pins.case_sha256[:8]})"
    return f"{case} by {pins.algorithm} {pins.algorithm_version} ({pins.algorithm_sha256[:8]})"

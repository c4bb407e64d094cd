"""The events an attempt is made of, and their plain form as it is stored and sent.

What they lead to is left to ``attempt``; writing them down to the learner's store.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from relall_trainer.encounter.choice import CONFIDENCE, LONGEST_RATIONALE
from relall_trainer.encounter.play import MODES, PRACTICE
from relall_trainer.encounter.scoring import SCORING_VERSION
from relall_trainer.errors import TrainerError

LONGEST_NOTE = 8_000
_LONGEST_WORD = 200
_MOST_CHOSEN = 200
_LARGEST = 2**63 - 1
_COMMITTED_PARTS = 7  # with the word for what it is
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class EventFault(TrainerError):
    """An event that is not written as events are: names the part and what is wrong with it."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(f"An event's part {part!r} {message}.")
        self.part = part


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The attempt begins, pinned to what it is played on. ``at`` is UTC in ISO 8601, as in every event.

    A fork takes another road from a decision of an earlier attempt: ``fork_of`` is that attempt's id, ``fork_at``
    how many of its decisions are copied before this one's own. Both stand in the plain form of forks only, as
    ``assignment`` (the id of the one it was done for) does in that of assigned attempts only.
    """

    KIND: ClassVar[str] = "started"

    at: str
    case: str
    case_version: str
    case_sha256: str
    algorithm: str
    algorithm_version: str
    algorithm_sha256: str
    scoring: str = SCORING_VERSION
    seed: int | None = None
    app_version: str = ""
    mode: str = PRACTICE
    fork_of: str | None = None
    fork_at: int = 0
    assignment: str | None = None

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        data = _plain(self)
        if self.fork_of is None:
            del data["fork_of"], data["fork_at"]
        if self.assignment is None:
            del data["assignment"]
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A decision; ``elapsed_ms`` is how long it was looked at (ms, by a clock that only goes forward)."""

    KIND: ClassVar[str] = "committed"

    at: str
    node: str
    chosen: tuple[str, ...]
    confidence: str | None = None
    rationale: str = ""
    elapsed_ms: int | None = None

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return _plain(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppedBack:
    """One decision back."""

    KIND: ClassVar[str] = "stepped_back"

    at: str

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return _plain(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The learner's note on a node; a later one replaces it, an empty one takes it away."""

    KIND: ClassVar[str] = "noted"

    at: str
    node: str
    text: str

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return _plain(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The attempt is closed at ``ending``, or given up (None): only notes may follow."""

    KIND: ClassVar[str] = "finished"

    at: str
    ending: str | None = None

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return _plain(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """An exam opened again after it was closed; ``used_ms`` is how much of its time was used by then (ms)."""

    KIND: ClassVar[str] = "resumed"

    at: str
    used_ms: int

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return _plain(self)


Event = Started | Committed | SteppedBack | Noted | Finished | Resumed
KINDS: Mapping[str, type[Event]] = {
    kind.KIND: kind for kind in (Started, Committed, SteppedBack, Noted, Finished, Resumed)
}


def event_from_plain(data: object) -> Event:
    """An event from plain data, as strict as a stranger's file deserves; raises EventFault naming the part.

    Every part that has no default must be there, none besides, each of its own type.
    """
    if type(data) is dict and data.get("event") == Committed.KIND and (sound := _sound_committed(data)):
        return sound
    if not isinstance(data, Mapping):
        raise EventFault("event", "is not an object")
    kind = data.get("event")
    if not isinstance(kind, str) or kind not in KINDS:
        raise EventFault("event", f"is one of {', '.join(KINDS)}, not {str(kind)[:40]!r}")
    made, parts, needed = _parts_of(kind)
    values: dict[str, Any] = {}
    for name, value in data.items():
        read = parts.get(name)
        if read is not None:
            reason = read(value)
            if reason:
                raise EventFault(name, reason)
            values[name] = tuple(value) if isinstance(value, list) else value
        elif name != "event":
            raise EventFault(str(name)[:40], f"does not belong to {kind!r}")
    for name in needed:
        if name not in values:
            raise EventFault(name, f"is missing from {kind!r}")
    return made(**values)


def _sound_committed(data: Mapping[Any, Any]) -> Committed | None:
    """A decision whose every part is sound, read at once: files hold few other events. None: see what is wrong."""
    if len(data) != _COMMITTED_PARTS:
        return None
    try:
        at, node, chosen = data["at"], data["node"], data["chosen"]
        confidence, rationale, elapsed = data["confidence"], data["rationale"], data["elapsed_ms"]
    except KeyError:
        return None
    if (
        type(at) is type(node) is type(rationale) is str
        and _UTC.fullmatch(at)
        and 0 < len(node) <= _LONGEST_WORD
        and len(rationale) <= LONGEST_RATIONALE
        and type(chosen) is list
        and len(chosen) <= _MOST_CHOSEN
        and all([type(step) is str and 0 < len(step) <= _LONGEST_WORD for step in chosen])  # noqa: C419 - a list is quicker, and this is asked of every answer
        and (confidence is None or (type(confidence) is str and confidence in CONFIDENCE))
        and (elapsed is None or (type(elapsed) is int and 0 <= elapsed <= _LARGEST))
    ):
        return Committed(
            at=at,
            node=node,
            chosen=tuple(chosen),
            confidence=confidence,
            rationale=rationale,
            elapsed_ms=elapsed,
        )
    return None


@cache
def _parts_of(kind: str) -> tuple[type[Event], dict[str, Callable[[object], str]], tuple[str, ...]]:
    """The type of an event, what reads each of its parts, and the parts that have no default."""
    fields = dataclasses.fields(KINDS[kind])
    readers = {part.name: _READERS[part.name] for part in fields}
    return KINDS[kind], readers, tuple(part.name for part in fields if part.default is dataclasses.MISSING)


def _plain(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = {"event": event.KIND}
    for name in _names_of(event.KIND):
        value = getattr(event, name)
        data[name] = list(value) if isinstance(value, tuple) else value
    return data


@cache
def _names_of(kind: str) -> tuple[str, ...]:
    return tuple(part.name for part in dataclasses.fields(KINDS[kind]))


def _text(longest: int, *, empty: bool = True) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str):
            return "is not a text"
        if not value and not empty:
            return "is empty"
        return f"is longer than {longest} characters" if len(value) > longest else ""

    return check


def _word_of(allowed: tuple[str, ...], *, none: bool = False) -> Callable[[object], str]:
    def check(value: object) -> str:
        if (value is None and none) or (isinstance(value, str) and value in allowed):
            return ""
        return f"is one of {', '.join(allowed)}{' or null' if none else ''}"

    return check


def _pattern(pattern: re.Pattern[str], what: str) -> Callable[[object], str]:
    return lambda value: "" if isinstance(value, str) and pattern.fullmatch(value) else f"is not {what}"


def _whole_or_none(lowest: int) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= _LARGEST:
            return f"is not a whole number from {lowest} to {_LARGEST}, or null"
        return ""

    return check


def _whole(value: object) -> str:
    return "is not a whole number" if value is None else _whole_or_none(0)(value)


def _chosen(value: object) -> str:
    if not isinstance(value, list) or len(value) > _MOST_CHOSEN:
        return f"is not a list of at most {_MOST_CHOSEN} steps"
    for step in value:
        reason = _WORD(step)
        if reason:
            return f"holds a step that {reason}"
    return ""


def _text_or_none(value: object) -> str:
    return "" if value is None else _WORD(value)


_WORD = _text(_LONGEST_WORD, empty=False)
_READERS: Mapping[str, Callable[[object], str]] = {
    "at": _pattern(_UTC, "a time in UTC such as 2026-11-22T14:03:00Z"),
    "case": _WORD,
    "case_version": _WORD,
    "case_sha256": _pattern(_SHA256, "a SHA-256 in hexadecimal"),
    "algorithm": _WORD,
    "algorithm_version": _WORD,
    "algorithm_sha256": _pattern(_SHA256, "a SHA-256 in hexadecimal"),
    "scoring": _WORD,
    "seed": _whole_or_none(-_LARGEST),
    "app_version": _text(_LONGEST_WORD),
    "mode": _word_of(MODES),
    "fork_of": _text_or_none,
    "fork_at": _whole,
    "assignment": _text_or_none,
    "node": _WORD,
    "chosen": _chosen,
    "confidence": _word_of(CONFIDENCE, none=True),
    "rationale": _text(LONGEST_RATIONALE),
    "elapsed_ms": _whole_or_none(0),
    "text": _text(LONGEST_NOTE),
    "ending": _text_or_none,
    "used_ms": _whole,
}

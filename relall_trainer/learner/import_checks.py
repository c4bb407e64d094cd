"""What an exported attempt must be like to be believed: its parts, their types, its log and its notes.

Each function raises a BadFile that says what is wrong. Whether the log can be played is asked in ``imports``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from relall_trainer.encounter.events import Event, Started
from relall_trainer.errors import BadFile
from relall_trainer.learner import chain
from relall_trainer.learner.log import event_of
from relall_trainer.learner.records import (
    HEAD_COLUMNS,
    STATUSES,
    SUMMARY_COLUMNS,
    AttemptHead,
    Note,
    Summary,
    is_plausible,
    moment,
)

MOST_EVENTS = 100_000
LONGEST_NOTE = 20_000
_LONGEST_TITLE = 500
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_SEED = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_MODES = ("practice", "exam", "fork")


def an_object(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BadFile("It is not an object of JSON.")
    return data


def a_list(data: object) -> list[Any]:
    if not isinstance(data, list) or len(data) > MOST_EVENTS:
        raise BadFile(f"It has something that is no list of at most {MOST_EVENTS:,}.")
    return data


def only(data: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in data:
        if name not in names:
            raise BadFile(f"It has the unknown part {name[:40]!r}.")
    for name in names:
        if name not in data:
            raise BadFile(f"Its part {name!r} is missing.")


def head_of(data: Mapping[str, Any]) -> AttemptHead:
    for name in HEAD_COLUMNS:
        value = data[name]
        if name == "seed" and value is None:
            continue
        if not isinstance(value, str) or len(value) > _LONGEST_TITLE or not _shaped(name, value):
            raise BadFile(f"Its part {name!r} is not as an attempt has it.")
    return AttemptHead(**{name: data[name] for name in HEAD_COLUMNS})


def _shaped(name: str, value: str) -> bool:
    if name == "id":
        return _ID.fullmatch(value) is not None
    if name == "seed":
        return _SEED.fullmatch(value) is not None
    if name == "mode":
        return value in _MODES
    if name == "started_at":
        return _is_time(value)
    if name.endswith(("_sha256", "_content")):
        return _SHA256.fullmatch(value) is not None
    return is_storable(value)


def is_storable(text: str) -> bool:
    """Whether a database can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character
        return False
    return "\0" not in text


def _is_time(text: str, *, sorted_by: bool = True) -> bool:
    """Whether it is a time with its zone; ``sorted_by``: written as the store writes it, since it sorts by that."""
    try:
        time = datetime.fromisoformat(text)
        known = time.tzinfo is not None and is_plausible(time)
        return known and (not sorted_by or moment(time) == text)
    except (ValueError, OverflowError):
        return False


def events_of(data: object) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    events, bodies = [], []
    for place, plain in enumerate(a_list(data), start=1):
        event = an_object(plain)
        read = event_of(event)
        if not _is_time(read.at, sorted_by=False):
            raise BadFile(f"Its event {place} is at no time there is.")
        events.append(read)
        bodies.append(chain.canonical(event))
    return tuple(events), tuple(bodies)


def refuse_misfit(head: AttemptHead, events: tuple[Event, ...]) -> None:
    """The first event says the same as the head."""
    first = events[0] if events else None
    if not isinstance(first, Started):
        raise BadFile("Its log does not begin with its start.")
    said = (
        first.case, first.case_version, first.case_sha256, first.algorithm, first.algorithm_version,
        first.algorithm_sha256, first.scoring, None if first.seed is None else str(first.seed),
        "fork" if first.fork_of else first.mode,
    )  # fmt: skip
    pinned = (
        head.case_id, head.case_version, head.case_sha256, head.algorithm_id, head.algorithm_version,
        head.algorithm_sha256, head.scoring_version, head.seed, head.mode,
    )  # fmt: skip
    if said != pinned:
        raise BadFile("Its head and the first event of its log do not say the same.")


def standing(derived: Summary, stated: Mapping[str, Any]) -> Summary:
    """Where it stands, as played again; only whether it was put aside is believed."""
    only(stated, SUMMARY_COLUMNS)
    status = stated["status"]
    if status not in STATUSES:
        raise BadFile("Its part 'status' is not as an attempt has it.")
    put_aside = status == "abandoned" and derived.status == "open"
    return replace(derived, status=status) if put_aside else derived


def note_of(data: Mapping[str, Any], attempt_id: str | None) -> Note:
    only(data, ("id", "node", "evidence", "text", "at"))
    for name, longest in (("id", 64), ("node", 200), ("evidence", 200), ("text", LONGEST_NOTE), ("at", 40)):
        value = data[name]
        if value is None and name in ("node", "evidence"):
            continue
        if not isinstance(value, str) or not 0 < len(value) <= longest or not is_storable(value):
            raise BadFile(f"A note's part {name!r} is not as a note has it.")
    if not _ID.fullmatch(data["id"]) or not _is_time(data["at"]):
        raise BadFile("A note's id or time is not as a note has it.")
    return Note(attempt_id=attempt_id, **data)

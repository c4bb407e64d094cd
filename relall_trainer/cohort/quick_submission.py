"""The submission of a body read quickly, where it is written just as this program writes it; anything else is None.

What is found here the thorough reader (``plain_json``, ``submission``) finds as well; what is wrong with a body, and
what is only unusual, is left to it. Each event stays a piece of the file's own bytes until it has been hashed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal, TypedDict

from msgspec import Meta, MsgspecError, Raw, Struct, convert
from msgspec.json import Decoder, Encoder

from relall_trainer.cohort.fields import Fields, is_time
from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.submission import Submission, submission_from_plain
from relall_trainer.encounter import events
from relall_trainer.encounter.choice import LONGEST_RATIONALE
from relall_trainer.encounter.events import Event

_LARGEST_BODY = 200_000  # longer ones are first looked over for bombs
_Word = Annotated[str, Meta(min_length=1, max_length=200)]
_Short = Annotated[str, Meta(max_length=200)]
_Whole = Annotated[int, Meta(ge=0, le=2**63 - 1)]
_Seed = Annotated[int, Meta(ge=-(2**63) + 1, le=2**63 - 1)]
_SHA256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_ALL_DIGITS_ALIKE = str.maketrans("0123456789", "0" * 10)
_TIME_SHAPES = frozenset(
    f"0000-00-00T00:00:00{part}{zone}"
    for part in ("", *("." + "0" * n for n in range(1, 7)))
    for zone in ("Z", "+00:00")
)
_Mode = Literal["practice", "exam"]
_Sure = Literal["guessing", "leaning", "fairly_sure", "certain"]


class _Unusual(Exception):
    """Not written as this program writes it."""


class _Event(Struct, tag_field="event", forbid_unknown_fields=True, gc=False):
    at: str


class _Started(_Event, tag=events.Started.KIND, omit_defaults=True):
    case: _Word
    case_version: _Word
    case_sha256: _SHA256
    algorithm: _Word
    algorithm_version: _Word
    algorithm_sha256: _SHA256
    scoring: _Word
    seed: _Seed | None
    app_version: _Short
    mode: _Mode
    assignment: _Word | None = None


class _Committed(_Event, tag=events.Committed.KIND):
    node: _Word
    chosen: Annotated[tuple[_Word, ...], Meta(max_length=200)]
    confidence: _Sure | None
    rationale: Annotated[str, Meta(max_length=LONGEST_RATIONALE)]
    elapsed_ms: _Whole | None


class _SteppedBack(_Event, tag=events.SteppedBack.KIND):
    pass


class _Noted(_Event, tag=events.Noted.KIND):
    node: _Word
    text: Annotated[str, Meta(max_length=events.LONGEST_NOTE)]


class _Finished(_Event, tag=events.Finished.KIND):
    ending: _Word | None


class _Resumed(_Event, tag=events.Resumed.KIND):
    used_ms: _Whole


_AnyEvent = _Started | _Committed | _SteppedBack | _Noted | _Finished | _Resumed


class _Attempt(TypedDict):
    chain: list[str]
    events: list[Raw]
    id: str
    item: int
    mode: str


class _Body(TypedDict):
    app_version: str
    assignment: str
    assignment_sha256: str
    assignment_version: int
    attempts: list[_Attempt]
    claims: list[dict[str, int | str]]
    learner: str
    made_at: str
    name: str
    number: int


_read_body = Decoder(_Body).decode
_read_events = Decoder(list[_AnyEvent]).decode
_written = Encoder(order="sorted").encode


def quick_submission(body: bytes, file: object) -> Submission | None:
    """The submission these bytes hold; None where it takes a thorough reading to tell."""
    if len(body) > _LARGEST_BODY:
        return None
    try:
        data = _read_body(body)
        if _written(data) != body:
            return None
        return submission_from_plain(data, file, _events)
    except (MsgspecError, ValueError, OverflowError, RecursionError, FileFault, _Unusual):
        return None


def _events(pieces: Sequence[Raw], _fields: Fields) -> tuple[tuple[Event, ...], Sequence[Raw]]:
    """The events, and the bytes each is written in."""
    text = b"[%b]" % b",".join(pieces)
    found = _read_events(text)
    if _written(found) != text:
        raise _Unusual
    _check_times([one.at for one in found])
    course = found[1:-1]
    if {_Committed}.issuperset(map(type, course)):  # files hold few other events: these are made all at once
        answers = convert(course, list[events.Committed], from_attributes=True)
        return (_event(found[0]), *answers, *map(_event, found[1:][-1:])), pieces
    return tuple(map(_event, found)), pieces


def _check_times(times: list[str]) -> None:
    """Raises _Unusual or ValueError unless each is a time as ``fields.is_time`` has it; asks of all at once."""
    if not _TIME_SHAPES.issuperset(" ".join(times).translate(_ALL_DIGITS_ALIKE).split(" ")):
        raise _Unusual
    for _ in map(datetime.fromisoformat, times):
        pass  # there is such a day and such an hour, or it raises
    if not (
        is_time(min(times)) and is_time(max(times))
    ):  # of texts of these shapes these have the outermost years
        raise _Unusual


def _event(one: _AnyEvent) -> Event:
    return convert(one, _KIND_OF[type(one)], from_attributes=True)


_KIND_OF: Mapping[type[Struct], type[Event]] = {
    _Started: events.Started,
    _Committed: events.Committed,
    _SteppedBack: events.SteppedBack,
    _Noted: events.Noted,
    _Finished: events.Finished,
    _Resumed: events.Resumed,
}

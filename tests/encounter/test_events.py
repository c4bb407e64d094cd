"""Events are read as strictly by the quick way as by the thorough one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.encounter import events
from relall_trainer.encounter.events import Committed, Event, EventFault, Started, event_from_plain

DECIDED = Committed(
    at="2026-11-22T14:03:00Z",
    node="counts",
    chosen=("wu-marrow", "wu-csf"),
    confidence="leaning",
    rationale="Because.",
    elapsed_ms=31_000,
)
BEGUN = Started(
    at="2026-11-22T14:03:00Z",
    case="base",
    case_version="1.0.0",
    case_sha256="a" * 64,
    algorithm="rules",
    algorithm_version="1.0.0",
    algorithm_sha256="b" * 64,
)

odd = (
    st.none()
    | st.booleans()
    | st.integers(-1, 2**63)
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from(
        ("2026-11-22T14:03:00.5+00:00", "2026-11-22 14:03:00Z", "certain", "x" * 200, "x" * 201, "x" * 2_001)
    )
    | st.lists(st.text(max_size=2) | st.integers(), max_size=3)
    | st.just(["x"] * 201)
    | st.just(("a",))
)


def read(data: object) -> Event | str:
    try:
        return event_from_plain(data)
    except EventFault as fault:
        return fault.part


def thoroughly(data: Any) -> Event | str:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(events, "_sound_committed", lambda data: None)
        return read(data)


@given(st.sampled_from([*DECIDED.plain(), "more"]), odd, st.booleans())
def test_both_ways_agree_on_a_decision(part: str, value: Any, taken_out: bool) -> None:
    data = {**DECIDED.plain(), part: value}
    if taken_out:
        del data[part]
    assert read(data) == thoroughly(data)


@pytest.mark.parametrize("event", [DECIDED, BEGUN])
def test_what_is_written_is_read_back_and_every_part_without_a_default_is_needed(event: Event) -> None:
    plain = event.plain()
    assert read(plain) == event
    needed = {"event", "at", *(("node", "chosen") if event is DECIDED else set(plain) - OPTIONAL)}
    for name in plain:
        fewer = {key: value for key, value in plain.items() if key != name}
        assert isinstance(read(fewer), str) == (name in needed)
    assert read({**plain, "more": 1}) == "more"


OPTIONAL = {"event", "scoring", "seed", "app_version", "mode"}

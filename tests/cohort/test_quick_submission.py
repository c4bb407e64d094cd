"""What is read quickly is what a thorough reading finds; whatever is unusual or wrong is left to that."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort import quick_submission as quick
from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.plain_json import read_canonical
from relall_trainer.cohort.signed_file import canonical_bytes
from relall_trainer.cohort.submission import Submission, log_attempt, submission_from_plain
from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.encounter.events import KINDS, Finished, Noted, Resumed, SteppedBack
from relall_trainer.encounter.play import MODES
from tests.cohort.signed_samples import CODE, attempt, began, rechained, submission

FILE = "week.relall-results"


def samples() -> tuple[Submission, ...]:
    """Plain ones, empty ones, an exam opened again, and one with every kind of event there is."""
    at = "2026-11-05T18:30:00Z"
    exam = (began(mode="exam", assignment="relapse-exam"), Resumed(at=at, used_ms=7))
    every = (
        *attempt("at-1").events[:-1],
        SteppedBack(at=at),
        Noted(at=at, node="first", text='ein "Wort"\n\t– 語\U0001f600'),
        Finished(at="2026-11-05T18:31:00.5+00:00", ending=None),
    )
    return (
        submission(),
        submission(name="Ána", attempts=(), claims=()),
        submission(attempts=(attempt("at-1"), attempt("at-2", decisions=40)), claims=()),
        submission(
            assignment="relapse-exam",
            attempts=(log_attempt("relapse-exam", CODE, "at-1", 0, "exam", exam),),
            claims=(),
        ),
        submission(attempts=(log_attempt("relapse-week", CODE, "at-1", 0, "practice", every),), claims=()),
    )


def thoroughly(body: bytes) -> Submission | str:
    """The submission, or the code of what is wrong with it."""
    try:
        return submission_from_plain(read_canonical(body, FILE), FILE)
    except FileFault as fault:
        return fault.code


@pytest.mark.parametrize("made", samples())
def test_what_this_program_writes_is_read_quickly(made: Submission) -> None:
    body = canonical_bytes(made.plain())
    found = quick.quick_submission(body, FILE)
    assert found is not None
    assert found == thoroughly(body)
    assert [type(event) for one in found.attempts for event in one.events] == [
        type(event) for one in made.attempts for event in one.events
    ]
    assert all(type(link) is str for one in found.attempts for link in one.chain)


VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**63, 10**30, "", "x", "x" * 201, "x" * 2001, "x" * 8001, "\u200b", "\ud7ff", " a",
    "2026-11-05T18:30:00Z", "2026-02-30T18:30:00Z", "1500-01-01T00:00:00Z", "2026-11-05T18:30:00Z\n",
    "20261105T183000Z",
    "f" * 64, "f" * 64 + "\n", "F" * 64, "exam", "practice", "certain", "sure", [], ["x"], [""], [1], ["x"] * 201, {},
    {"event": "started"}, {"event": "noted", "at": "2026-11-05T18:30:00Z", "node": "n", "text": "t"},
)  # fmt: skip


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(found for key, part in held for found in _places(part, (*at, key)))]


@given(st.data())
def test_whatever_is_put_there_is_read_as_thoroughly_or_not_at_all(data: st.DataObject) -> None:
    """Any part replaced, left out or added to; the chain made anew, so that the fault is looked for behind it."""
    body = data.draw(st.sampled_from(samples())).plain()
    place = data.draw(st.sampled_from(_places(body)[1:]))
    act = data.draw(st.sampled_from(("put", "leave out", "add")))
    held = body
    for step in place[:-1]:
        held = held[step]
    if act == "put":
        held[place[-1]] = data.draw(st.sampled_from(VALUES))
    elif act == "leave out":
        del held[place[-1]]
    elif isinstance(held, dict):
        held[data.draw(st.sampled_from(("fork_of", "fork_at", "more", "event", "assignment", "a")))] = (
            data.draw(st.sampled_from(VALUES))
        )
    if data.draw(st.booleans()):
        with suppress(LookupError, TypeError, AttributeError, ValueError, OverflowError):
            rechained(body)
    try:
        text = canonical_bytes(body)
    except (ValueError, OverflowError):
        return
    found, whole = quick.quick_submission(text, FILE), thoroughly(text)
    assert found is None or found == whole
    if isinstance(whole, str):
        assert found is None


@given(st.integers(0, 2**32))
def test_bytes_that_were_changed_are_read_as_thoroughly_or_not_at_all(seed: int) -> None:
    lots = random.Random(seed)
    text = bytearray(canonical_bytes(lots.choice(samples()).plain()))
    for _ in range(lots.randrange(1, 4)):
        at = lots.randrange(len(text))
        piece = lots.choice(
            (b" ", b'"', b"\\", b",", b"\\u0041", b"1.0", b"\xff", b"\xed\xa0\x80", b"]", b"{}", b"0")
        )
        text[at : at + lots.choice((0, 1, len(piece)))] = piece
    found = quick.quick_submission(bytes(text), FILE)
    assert found is None or found == thoroughly(bytes(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"mode":"practice"', b'"mode": "practice"'),
        (b'"number":1', b'"number":1.0'),
        (b'"number":1', b'"number":1,"number":1'),
        (b'"rationale":', b'"rationale":"","rationale":'),
        (b'"event":"committed"', b'"event":"\\u0063ommitted"'),
        (b'"elapsed_ms":', b'"elapsed_ms":0'),
    ],
)
def test_the_same_written_otherwise_is_left_to_the_thorough_reading(old: bytes, new: bytes) -> None:
    text = canonical_bytes(submission().plain())
    assert old in text
    assert quick.quick_submission(text.replace(old, new, 1), FILE) is None


def test_a_long_body_is_first_looked_over_for_bombs() -> None:
    many = tuple(attempt(f"at-{number}", decisions=40) for number in range(30))
    text = canonical_bytes(submission(attempts=many, claims=()).plain())
    assert len(text) > 200_000
    assert quick.quick_submission(text, FILE) is None
    assert isinstance(thoroughly(text), Submission)


def test_it_knows_every_event_every_word_and_every_limit() -> None:
    assert {str(one.__struct_config__.tag) for one in get_args(quick._AnyEvent)} == set(KINDS)
    assert get_args(quick._Sure) == CONFIDENCE
    assert get_args(quick._Mode) == MODES


def test_the_samples_hold_every_kind_of_event() -> None:
    kinds = {type(event) for one in samples() for held in one.attempts for event in held.events}
    assert kinds == set(KINDS.values())

"""What is handed in holds together: shape, chain, one attempt once; later hand-ins go on from earlier ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.signed_file import RESULTS, canonical_bytes, parse_signed
from relall_trainer.cohort.submission import (
    Claim,
    Submission,
    chain_of,
    head_of,
    log_attempt,
    submission_file,
    submission_from_plain,
)
from relall_trainer.encounter.events import Committed, Noted, Resumed, event_from_plain
from tests.cohort.signed_samples import (
    CODE,
    LEARNER,
    Body,
    attempt,
    began,
    changed,
    events,
    rechained,
    submission,
)

FILE = "week.relall-results"


def fault_of(body: object) -> FileFault:
    with pytest.raises(FileFault) as caught:
        submission_from_plain(body, FILE)
    assert caught.value.what.startswith(FILE)
    return caught.value


def with_attempt(**changes: Any) -> Body:
    """The body with its attempt changed and its chains fitting again."""
    body = submission().plain()
    body["attempts"][0] |= changes
    rechained(body)
    return body


@pytest.mark.parametrize(
    "made",
    [
        submission(),
        submission(name="Ána", attempts=(), claims=()),
        submission(attempts=(attempt("at-1"), attempt("at-2", decisions=40)), claims=()),
    ],
)
def test_what_is_written_is_read_back(made: Submission) -> None:
    file = parse_signed(submission_file(made, LEARNER).encode(), FILE, RESULTS)
    assert file.key == LEARNER.public
    assert submission_from_plain(file.body) == made


def test_an_exam_that_was_opened_again_is_read_back() -> None:
    log = (began(mode="exam", assignment="relapse-exam"), Resumed(at="2026-11-05T18:30:00Z", used_ms=7))
    made = submission(
        assignment="relapse-exam",
        attempts=(log_attempt("relapse-exam", CODE, "at-1", 0, "exam", log),),
    )
    assert submission_from_plain(made.plain()) == made


def test_every_part_is_needed_and_none_besides() -> None:
    whole = submission().plain()
    for name in whole:
        assert fault_of({key: value for key, value in whole.items() if key != name}).code == "bad-shape"
    assert fault_of({**whole, "more": 1}).code == "bad-shape"
    for inner in ("attempts", "claims"):
        for name in whole[inner][0]:
            assert (
                fault_of(changed(whole, lambda body, i=inner, n=name: body[i][0].pop(n))).code == "bad-shape"
            )


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("assignment", "../x"), ("assignment_version", 0), ("assignment_sha256", "a" * 63), ("learner", ""),
        ("learner", "a\u200bb"), ("learner", "L\u0301"), ("learner", None), ("name", "a\nb"), ("name", "x" * 101),
        ("number", 0), ("number", True), ("number", 2**63), ("made_at", "2026-13-01T00:00:00Z"),
        ("app_version", "\u202e"), ("attempts", None), ("attempts", [{}] * 201), ("claims", [{}] * 201),
        ("claims", [1]),
    ],
)  # fmt: skip
def test_what_a_part_cannot_be(part: str, value: Any) -> None:
    assert fault_of({**submission().plain(), part: value}).code == "bad-shape"


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("id", "", "attempt 1.id"),
        ("id", "a/b", "attempt 1.id"),
        ("item", -1, "attempt 1.item"),
        ("item", 50, "attempt 1.item"),
        ("mode", "exam", "attempt 1.mode"),
        ("mode", "fork", "attempt 1.mode"),
        ("events", [], "attempt 1.events"),
        ("events", [began().plain()] * 2_001, "attempt 1.events"),
        ("events", [began().plain()] * 2, "begin twice"),
        ("events", [events()[1].plain()], "do not begin"),
        ("events", [began(fork_of="at-0", fork_at=1).plain()], "another road"),
        ("events", [{}], "event 1"),
        ("events", [began().plain(), 7], "event 2"),
        ("events", [{**began().plain(), "more": 1}], "event 1"),
        ("events", [{**began().plain(), "at": "2026-02-30T10:00:00Z"}], "at no time there is"),
        ("events", [{**began().plain(), "seed": 2**63}], "event 1"),
    ],
)
def test_what_an_attempt_cannot_be(part: str, value: Any, said: str) -> None:
    fault = fault_of(with_attempt(**{part: value}))
    assert fault.code == "bad-shape"
    assert said in fault.what


@pytest.mark.parametrize(
    ("part", "value"),
    [("attempt", "at-9"), ("points", -1), ("points", 1.5), ("possible", None), ("critical", 2_001)],
)
def test_what_a_claim_cannot_be(part: str, value: Any) -> None:
    body = submission().plain()
    body["claims"][0][part] = value
    assert fault_of(body).code == "bad-shape"


def test_an_attempt_and_a_claim_stand_there_once() -> None:
    twice = (attempt(), attempt(decisions=1))
    assert "same attempt twice" in fault_of(submission(attempts=twice).plain()).what
    claims = (Claim("at-1", 1, 2, 0), Claim("at-1", 2, 2, 0))
    assert "twice" in fault_of(submission(claims=claims).plain()).what


def test_an_attempt_made_for_another_assignment_is_seen() -> None:
    body = with_attempt(events=[began(assignment="another").plain()])
    assert fault_of(body).code == "other-assignment"


def test_one_that_would_be_refused_is_not_written() -> None:
    with pytest.raises(FileFault) as caught:
        submission_file(submission(learner="a\u200bb"), LEARNER)
    assert caught.value.what.startswith("The new results file holds")


# The chain


def test_each_link_is_over_all_before_it() -> None:
    bodies = [canonical_bytes(event.plain()) for event in events()]
    head = head_of("relapse-week", CODE, "at-1", 0, "practice")
    chain = chain_of(head, bodies)
    assert len(set(chain)) == len(bodies)
    assert chain_of(head, bodies[:3]) == chain[:3]
    assert attempt().chain == chain


HEADS = [
    ("relapse-week", CODE, "at-1", 0, "practice"), ("relapse-exam", CODE, "at-1", 0, "practice"),
    ("relapse-week", "Learner 02", "at-1", 0, "practice"), ("relapse-week", CODE, "at-2", 0, "practice"),
    ("relapse-week", CODE, "at-1", 1, "practice"), ("relapse-week", CODE, "at-1", 0, "exam"),
    ("a", 'b","x":"', "at-1", 0, "practice"),
]  # fmt: skip


def test_the_chain_hangs_on_who_what_and_where() -> None:
    assert len({chain_of(head_of(*head), [b"{}"]) for head in HEADS}) == len(HEADS)


@settings(max_examples=60)
@given(st.data())
def test_no_change_of_the_log_fits_the_chain(data: st.DataObject) -> None:
    """Dropped, doubled, swapped, or with one text changed: the chain as it was does not fit."""
    body = submission().plain()
    held = body["attempts"][0]
    log: list[Any] = held["events"]
    place = data.draw(st.integers(0, len(log) - 1))
    act = data.draw(st.sampled_from(("drop", "double", "swap", "change", "drop both", "change link")))
    if act.startswith("drop"):
        del log[place]
    if act == "drop both":
        del held["chain"][place]
    if act == "double":
        log.insert(place, dict(log[place]))
    if act == "swap":
        other = (place + 1) % len(log)
        log[place], log[other] = log[other], log[place]
    if act == "change":
        log[place]["at"] = "2026-11-05T18:00:01Z"
    if act == "change link":
        held["chain"][place] = "0" * 64
    ends = act == "drop both" and place == len(log)
    if ends:  # a log that only ends earlier is a log: the signature and the next hand-in tell
        assert submission_from_plain(body).attempts[0].events == events()[:-1]
    else:
        assert fault_of(body).code == "broken-chain"


def test_half_a_character_that_was_typed_is_replaced() -> None:
    log = (
        began(),
        Committed(at="2026-11-05T18:01:00Z", node="n", chosen=("a",), rationale="so\ud83d"),
        Noted(at="2026-11-05T18:02:00Z", node="n", text="\udc00!"),
    )
    made = submission(attempts=(log_attempt("relapse-week", CODE, "at-1", 0, "practice", log),))
    read = submission_from_plain(parse_signed(submission_file(made, LEARNER).encode(), FILE).body)
    _, decided, noted = read.attempts[0].events
    assert isinstance(decided, Committed)
    assert isinstance(noted, Noted)
    assert (decided.rationale, noted.text) == ("so\ufffd", "\ufffd!")


@given(st.sampled_from(events()))
def test_events_keep_their_one_form(event: Any) -> None:
    assert event_from_plain(event.plain()) == event

"""Attacks on files: every changed bit, every meaningful edit without the key, mutants, bombs.

Edits by the learner herself, who has her key, are brought to a teacher's desk in ``test_edits_at_the_desk``.
"""

from __future__ import annotations

import copy
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relall_trainer.cohort.assignment import assignment_from_plain
from relall_trainer.cohort.file_faults import FILE_CODES, FileFault
from relall_trainer.cohort.packet import opened_assignment, opened_release
from relall_trainer.cohort.signed_file import (
    ASSIGNMENT,
    FEEDBACK,
    KINDS,
    RESULTS,
    SignedFile,
    canonical_bytes,
    parse_signed,
    seal,
)
from relall_trainer.cohort.submission import submission_from_plain
from tests.cohort.signed_samples import (
    CODE,
    LEARNER,
    STRANGER,
    TEACHER,
    Body,
    Change,
    assignment,
    assignment_bytes,
    attempt,
    changed,
    envelope,
    exam,
    rechained,
    release,
    results_bytes,
    rules_pin,
    submission,
)

ROOT = Path(__file__).parent.parent.parent


def refused(data: bytes, name: object = "sample") -> str:
    with pytest.raises(FileFault) as caught:
        parse_signed(data, name)
    assert caught.value.code in FILE_CODES
    return caught.value.code


# Changed bits


def flipped(data: bytes, bit: int) -> bytes:
    other = bytearray(data)
    other[bit // 8] ^= 1 << bit % 8
    return bytes(other)


def flip_many(count: int) -> None:
    chance = random.Random(count)
    for data in (results_bytes(), assignment_bytes()):
        for _ in range(count // 2):
            refused(flipped(data, chance.randrange(8 * len(data))))


def test_600_changed_bits_are_noticed() -> None:
    flip_many(600)


@pytest.mark.long
def test_every_changed_bit_is_noticed() -> None:
    """10,000 at random, then each bit of both files."""
    flip_many(10_000)
    for data in (results_bytes(), assignment_bytes()):
        for bit in range(8 * len(data)):
            refused(flipped(data, bit))


def test_bytes_put_in_taken_out_or_swapped_are_noticed() -> None:
    chance = random.Random(7)
    data = results_bytes().rstrip()
    for _ in range(300):
        at = chance.randrange(len(data))
        refused(data[:at] + bytes([chance.randrange(256)]) + data[at:])
        refused(data[:at] + data[at + 1 :])
        if at and data[at] != data[at - 1]:
            refused(data[: at - 1] + data[at : at + 1] + data[at - 1 : at] + data[at + 1 :])


# Meaningful edits


def edit_score(body: Body) -> None:
    body["claims"][0]["points"] = 30_000


def edit_answer(body: Body) -> None:
    body["attempts"][0]["events"][1]["chosen"] = ["examine-marrow"]


def drop_event(body: Body) -> None:
    del body["attempts"][0]["events"][2]


def reorder_events(body: Body) -> None:
    log = body["attempts"][0]["events"]
    log[1], log[2] = log[2], log[1]


def duplicate_event(body: Body) -> None:
    log = body["attempts"][0]["events"]
    log.insert(2, dict(log[1]))


def swap_learner(body: Body) -> None:
    body["learner"] = "Learner 02"


def swap_case(body: Body) -> None:
    body["attempts"][0]["events"][0]["case_sha256"] = "0" * 64


def edit_time(body: Body) -> None:
    body["attempts"][0]["events"][-1]["at"] = "2026-11-29T18:59:00Z"


def hand_in_old(body: Body) -> None:
    """An older file under a new number: the attempt ends where it ended then."""
    body["number"] = 2
    log = body["attempts"][0]
    del log["events"][3:], log["chain"][3:]


def swap_assignment(body: Body) -> None:
    body["assignment"] = "another-week"


def merge_other(body: Body) -> None:
    """An attempt out of somebody else's file."""
    body["attempts"].append(attempt("at-7", learner="Learner 02").plain())


def make_up_time(body: Body) -> None:
    body["made_at"] = "2026-11-02T00:00:00Z"


EDITS: dict[str, Change] = {
    "score": edit_score,
    "answer": edit_answer,
    "dropped event": drop_event,
    "reordered events": reorder_events,
    "duplicated event": duplicate_event,
    "another learner": swap_learner,
    "another case": swap_case,
    "another time": edit_time,
    "an old result again": hand_in_old,
    "another assignment": swap_assignment,
    "two files merged": merge_other,
}


@pytest.mark.parametrize("name", EDITS)
def test_without_the_key_every_edit_is_refused(name: str) -> None:
    """The edit in the file, laid out to the byte, under the signature that was there."""
    body = submission().plain()
    before, after = canonical_bytes(body), canonical_bytes(changed(body, EDITS[name]))
    assert before != after
    edited = results_bytes().replace(before, after)
    assert edited != results_bytes()
    assert refused(edited) == "altered"


def test_a_file_without_its_signature_is_refused() -> None:
    data = json.loads(results_bytes())
    for change in ({"signature": ""}, {"signature": "0" * 128}, {"signature": None}):
        assert refused(canonical_bytes({**data, **change})) in ("altered", "not-canonical")
    del data["signature"]
    assert refused(canonical_bytes(data)) == "not-canonical"


@pytest.mark.parametrize("number", [0, -1, None, "1", 1.0, True])
def test_a_file_of_an_older_or_made_up_format_is_refused(number: object) -> None:
    data = {**json.loads(results_bytes()), "format": number}
    assert refused(json.dumps(data, sort_keys=True, separators=(",", ":")).encode()) in (
        "not-canonical",
        "bad-number",
    )


def test_a_swapped_key_is_refused_and_a_file_signed_anew_shows_its_key() -> None:
    swapped = results_bytes().replace(LEARNER.public.encode(), STRANGER.public.encode())
    assert refused(swapped) == "altered"
    anew = parse_signed(seal(RESULTS, submission().plain(), STRANGER).encode(), "sample")
    assert anew.key == STRANGER.public != LEARNER.public  # a key nobody confirmed: the gradebook says so


def test_two_files_in_one_are_refused() -> None:
    for between in (b"", b"\n", b","):
        assert refused(results_bytes().rstrip() + between + results_bytes()) == "altered"


def test_a_signature_of_another_file_does_not_fit() -> None:
    one = results_bytes()
    other = seal(RESULTS, submission(number=2).plain(), LEARNER).encode()
    assert refused(one[:-131] + other[-131:]) == "altered"


def test_the_very_same_file_again_is_known_by_its_hash() -> None:
    one, again = (parse_signed(results_bytes() + after, "sample") for after in (b"", b"\r\n\r\n"))
    assert one.sha256 == again.sha256
    other = parse_signed(seal(RESULTS, submission(number=2).plain(), LEARNER).encode(), "sample")
    assert other.sha256 != one.sha256


# Mutants: structures that are nearly right, rightly signed

HOSTILE: tuple[Any, ...] = (
    None, True, 0, -1, 2**63 - 1, -(2**63), 10**12, "", " ", "a", "\u202e", "\u200b", "\0", "x" * 9_000, "..", "/",
    "CON", "=1+1", "<img src=x>", "{", "[" * 300, "🧬", "2026-11-05T18:00:00Z", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z", "0" * 64, "started", "finished", "exam", "fork", "best", "on_date", [], {}, [[]], [{}],
    {"": ""}, ["a", "a"], ["wu-marrow"], [None], {"percent": 50, "no_critical": True},
)  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where every part of some plain data stands."""
    found = [at] if at else []
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        found += places(value[key], (*at, key))
    return found


def mutate(value: Any, chance: random.Random, words: tuple[str, ...] = ()) -> None:
    """One change somewhere inside: replaced, taken out, put in, doubled, moved."""
    every = places(value)
    if not every:
        return
    at = chance.choice(every)
    holder = value
    for key in at[:-1]:
        holder = holder[key]
    act, last = chance.randrange(6), at[-1]
    if act == 0:
        holder[last] = copy.deepcopy(chance.choice(HOSTILE))
    elif act == 1:
        del holder[last]
    elif act == 2 and isinstance(holder, dict):
        holder[chance.choice(words or ("more", "", "mode"))] = copy.deepcopy(chance.choice(HOSTILE))
    elif act == 3 and isinstance(holder, list):
        holder.insert(last, copy.deepcopy(holder[last]))
    elif act == 4:
        inside = value
        for key in (other := chance.choice(every))[:-1]:
            inside = inside[key]
        holder[last] = copy.deepcopy(inside[other[-1]])
    elif isinstance(holder[last], str):
        text = holder[last]
        cut = chance.randrange(len(text) + 1)
        holder[last] = text[:cut] + chance.choice(("", "\u202e", "\ufeff", "ä", "9", "]", '"')) + text[cut:]
    elif isinstance(holder[last], int) and not isinstance(holder[last], bool):
        holder[last] += chance.choice((-1, 1, 10**9))
    else:
        holder[last] = None


def sample_of(kind: str, chance: random.Random) -> Body:
    if kind == ASSIGNMENT:
        return chance.choice((assignment(), exam(), exam().for_one(CODE, 50, 1))).plain()
    if kind == RESULTS:
        return submission().plain()
    return release(rules_text="{}").plain()


def read_whole(file: SignedFile) -> object:
    if file.kind == ASSIGNMENT:
        return opened_assignment(file).assignment.plain()
    if file.kind == RESULTS:
        return submission_from_plain(file.body, file.name).plain()
    return opened_release(file, exam(rules=rules_pin()), TEACHER.public)


def try_mutant(kind: str, seed: int) -> str:
    """Ends as opened (and then says the same again), or with one of the codes."""
    chance = random.Random(seed)
    body = sample_of(kind, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        if kind != RESULTS and chance.random() < 0.6:
            mutate_case(body, chance)
        else:
            mutate(body, chance)
    if kind == RESULTS and chance.random() < 0.5:
        try_to_rechain(body)
    data = envelope(canonical_bytes(body), kind, TEACHER)
    if chance.random() < 0.1:
        data = flipped(data, chance.randrange(8 * len(data)))
    try:
        file = parse_signed(data, "mutant")
        said = told_apart(read_whole(file))
    except FileFault as fault:
        return told(fault)
    assert kind == FEEDBACK or said == told_apart(file.body)
    return "opened"


def told(fault: FileFault) -> str:
    """The code of a fault that is told in full."""
    assert fault.code in FILE_CODES
    assert fault.safe
    assert fault.todo
    return fault.code


def told_apart(body: Any) -> Any:
    """What a body says but for its events, which may leave out what goes without saying."""
    if not isinstance(body, dict) or not isinstance(body.get("attempts"), list):
        return body
    return {**body, "attempts": [{**held, "events": len(held["events"])} for held in body["attempts"]]}


def mutate_case(body: Body, chance: random.Random) -> None:
    """A change inside the text of a case."""
    try:
        holder, key = (body["cases"], 0) if "cases" in body else (body["items"][0], "text")
        case = json.loads(holder[key])
        mutate(case, chance, ("feedback", "weight", "next", "patient"))
        holder[key] = json.dumps(case, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    except (KeyError, IndexError, TypeError, ValueError):  # an earlier mutation took it away
        mutate(body, chance)


def try_to_rechain(body: Body) -> None:
    try:
        rechained(body)
    except (KeyError, IndexError, TypeError, ValueError):  # nothing left to chain
        return


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(KINDS), st.integers(0, 2**32))
def test_a_mutant_is_opened_or_named(kind: str, seed: int) -> None:
    try_mutant(kind, seed)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_7000_mutants_of_each_kind_are_opened_or_named(kind: str) -> None:
    """And most get past the parser: otherwise nothing behind it would be tried."""
    ends = [try_mutant(kind, seed) for seed in range(7_000)]
    early = {"not-text", "not-json", "not-ours", "not-canonical", "altered", "bad-number", "half-character"}
    assert sum(end not in early for end in ends) > len(ends) / 2
    assert len(set(ends)) >= 3


@settings(max_examples=300)
@given(
    st.binary(max_size=400),
    st.sampled_from([None, *KINDS]),
    st.sampled_from((b"", b"{", b'{"about":"relall-results",')),
)
def test_noise_is_named(noise: bytes, expected: str | None, before: bytes) -> None:
    with pytest.raises(FileFault):
        parse_signed(before + noise, "noise", expected)


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_signed_noise_is_named(noise: bytes) -> None:
    with pytest.raises(FileFault):
        submission_from_plain(parse_signed(envelope(noise), "noise", RESULTS).body)


# Bombs

BOMBS: dict[str, Callable[[int], bytes]] = {
    "brackets": lambda size: b"[" * size,
    "braces": lambda size: b'{"a":' * (size // 5),
    "brackets and back": lambda size: b"[" * (size // 2) + b"]" * (size // 2),
    "empty lists": lambda size: b"[" + b"[]," * (size // 3) + b"[]]",
    "empty objects": lambda size: b"[" + b"{}," * (size // 3) + b"{}]",
    "objects": lambda size: b"[" + b'{"a":0},' * (size // 8) + b"0]",
    "numbers": lambda size: b"[" + b"777," * (size // 4) + b"0]",
    "a number": lambda size: b"9" * size,
    "ten thousand digits": lambda _: b'{"a":' + b"9" * 10_000 + b"}",
    "floats": lambda size: b"[" + b"1.5," * (size // 4) + b"0]",
    "exponents": lambda size: b"[" + b"1e999999999," * (size // 12) + b"0]",
    "a string": lambda size: b'"' + b"x" * size + b'"',
    "an open string": lambda size: b'"' + b"x" * size,
    "backslashes": lambda size: b'"' + b"\\" * size,
    "quotes": lambda size: b'"' * size,
    "escapes": lambda size: b'"' + b"\\u0041" * (size // 6) + b'"',
    "half characters": lambda size: b'"' + b"\\ud800" * (size // 6) + b'"',
    "repeated keys": lambda size: b"{" + b'"a":0,' * (size // 6) + b'"a":0}',
    "different keys": lambda size: b"{" + b",".join(b'"%x":0' % n for n in range(size // 12)) + b"}",
    "a long key": lambda size: b'{"' + "ä\u202e".encode() * (size // 5) + b'":0}',
    "nothing": lambda size: b"\0" * size,
    "spaces": lambda size: b" " * size,
    "commas": lambda size: b"," * size,
    "not text": lambda size: b"\xff" * size,
}
LARGE, SMALLER = 19_000_000, 400_000
LIMIT_KB = 300_000


def as_files(held: bytes) -> Iterator[bytes]:
    """The bomb by itself, in an object, and signed: as results, cut to their size, and as an assignment."""
    yield held
    yield b'{"a":' + held + b"}"
    yield envelope(held[:3_900_000])
    yield envelope(b'{"a":' + held[:3_900_000] + b"}")
    yield envelope(b'{"a":' + held + b"}", ASSIGNMENT)


def is_refused(data: bytes) -> bool:
    """What is only large is parsed, and then refused for what it is not."""
    try:
        assignment_from_plain(parse_signed(data, "bomb").body, "bomb")
    except FileFault:
        return True
    return False


def run_bombs(size: int) -> None:
    """In a process of its own, so that its memory can be looked at."""
    for name, make in BOMBS.items():
        assert all(map(is_refused, as_files(make(size)))), name
        most = most_memory_kb()
        assert most < LIMIT_KB, f"{name}: {most} kB"


def run_case_bombs(size: int) -> None:
    """Bombs inside the text of a case."""
    for make in BOMBS.values():
        try:
            text = make(min(size, 1_990_000))[:1_990_000].decode()
            made = replace(assignment(), items=(replace(assignment().items[0], text=text),))
            data = envelope(canonical_bytes(made.plain()), ASSIGNMENT, TEACHER)
            opened_assignment(parse_signed(data, "bomb"))
        except (FileFault, UnicodeDecodeError):
            continue
        raise AssertionError("a bomb was opened")
    most = most_memory_kb()
    assert most < LIMIT_KB, f"{most} kB"


def most_memory_kb() -> int:
    """The most memory this process ever held. Not ``ru_maxrss``: that begins with what its parent held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0  # another system: there the time alone is looked at
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
    assert found
    return int(found[1])


def refused_in_a_process(which: Callable[[int], None], size: int) -> None:
    program = f"import tests.cohort.test_attacks as attacks; attacks.{which.__name__}({size})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2_000:]


@pytest.mark.parametrize("which", [run_bombs, run_case_bombs])
def test_bombs_are_refused_in_little_time_and_memory(which: Callable[[int], None]) -> None:
    refused_in_a_process(which, SMALLER)


@pytest.mark.long
@pytest.mark.parametrize("which", [run_bombs, run_case_bombs])
def test_the_largest_bombs_are_refused_in_little_time_and_memory(which: Callable[[int], None]) -> None:
    refused_in_a_process(which, LARGE)

"""A file is one line laid out to the byte; whatever else it is, it is named for what it is."""

from __future__ import annotations

import json
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.cohort.file_faults import FILE_CODES, FileFault, file_fault
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.signed_file import (
    ASSIGNMENT,
    FEEDBACK,
    KINDS,
    LIMITS,
    RESULTS,
    canonical_bytes,
    parse_signed,
    read_signed,
    seal,
)
from tests.cohort import signed_samples as samples

KEY = samples.LEARNER
BODY: dict[str, Any] = {"b": [1, None, True, 'ä\u2028\n"\\/'], "a": {"z": -1, "y": []}}

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


def code_of(data: bytes, expected: str | None = None) -> str:
    with pytest.raises(FileFault) as caught:
        parse_signed(data, "sample", expected)
    return caught.value.code


@given(plain)
def test_there_is_one_way_of_writing_and_two_libraries_agree_on_it(value: object) -> None:
    written = canonical_bytes(value)
    assert (
        written
        == json.dumps(
            value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        ).encode()
    )
    assert json.loads(written) == value


@settings(max_examples=50)
@given(st.dictionaries(st.text(max_size=10), plain, max_size=5), st.sampled_from(KINDS))
def test_what_was_sealed_is_read_back(body: dict[str, Any], kind: str) -> None:
    text = seal(kind, body, KEY)
    file = parse_signed(text.encode(), "sample", kind)
    assert (file.kind, file.body, file.key, file.text) == (kind, body, KEY.public, text)
    assert file.sha256 == sha256(text.encode()).hexdigest()


def test_the_file_is_one_object_that_any_program_reads() -> None:
    text = seal(RESULTS, BODY, KEY)
    assert text.count("\n") == 1
    data = json.loads(text)
    assert list(data) == ["about", "body", "format", "key", "signature"]
    assert data["about"] == RESULTS
    assert data["body"] == BODY
    assert data["format"] == 1
    assert data["key"] == KEY.public


@pytest.mark.parametrize("after", [b"", b"\n", b"\r\n", b"\n\n \t\r\n"])
def test_white_space_after_the_end_changes_nothing(after: bytes) -> None:
    line = seal(RESULTS, BODY, KEY).encode().rstrip()
    assert parse_signed(line + after, "sample") == parse_signed(line + b"\n", "sample")


@pytest.mark.parametrize("before", [b" ", b"\n", b"\xef\xbb\xbf", b"x"])
def test_nothing_may_stand_before(before: bytes) -> None:
    assert code_of(before + samples.results_bytes()) in ("not-canonical", "not-json")


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), 2**63, -(2**63) - 1, b"x", {1: 2}, {"a"}, object(), {"a": {"b": [0.0]}}]
)
def test_only_plain_data_is_sealed(value: Any) -> None:
    with pytest.raises(ValueError, match="plain data"):
        seal(RESULTS, {"a": value}, KEY)


def test_half_a_character_is_not_sealed() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        seal(RESULTS, {"a": "\ud800"}, KEY)


def test_too_deep_is_not_sealed_and_the_deepest_is_read_back() -> None:
    deep: Any = 1
    for _ in range(30):  # with the body and the file around it, 32
        deep = [deep]
    body = {"a": deep}
    assert parse_signed(seal(RESULTS, body, KEY).encode(), "sample").body == body
    with pytest.raises(ValueError, match="32 levels"):
        seal(RESULTS, {"a": [deep]}, KEY)


def test_too_much_is_not_sealed() -> None:
    with pytest.raises(FileFault) as caught:
        seal(RESULTS, {"a": "x" * LIMITS[RESULTS]}, KEY)
    assert caught.value.code == "too-large"
    assert "4 MB" in caught.value.what


def test_a_signature_holds_for_one_kind_of_file_only() -> None:
    """The same body, said to be of another kind."""
    text = seal(RESULTS, BODY, KEY)
    assert code_of(text.replace(RESULTS, ASSIGNMENT, 1).encode()) == "altered"
    assert code_of(text.replace(RESULTS, FEEDBACK, 1).encode()) == "altered"


def test_another_kind_than_expected_is_named_even_when_it_was_changed() -> None:
    data = samples.results_bytes()
    for wrong in (
        data,
        data.replace(b"leaning", b"certain"),
        json.dumps(json.loads(data), indent=1).encode(),
    ):
        with pytest.raises(FileFault) as caught:
            parse_signed(wrong, "week.relall-results", ASSIGNMENT)
        assert caught.value.code == "wrong-kind"
        assert caught.value.what == "week.relall-results is a results file, not an assignment."
        assert "gradebook" in caught.value.todo


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_every_shortening_is_refused(kind: str | None) -> None:
    data = samples.results_bytes().rstrip()
    for length in range(len(data)):
        with pytest.raises(FileFault):
            parse_signed(data[:length], "sample", kind)


def test_what_is_signed_is_still_read_with_care() -> None:
    bodies = {
        b'{"a":1,"a":2}': "repeated-key",
        b'{"a":1.0}': "bad-number",
        b'{"a":1e3}': "bad-number",
        b'{"a":NaN}': "bad-number",
        b'{"a":' + b"9" * 10_000 + b"}": "bad-number",
        b'{"a":"\\ud800"}': "half-character",
        b'{"a":"\xff"}': "not-text",
        b'{"a": 1}': "not-canonical",
        b'{"b":1,"a":1}': "not-canonical",
        b'{"a":"\\u0041"}': "not-canonical",
        b'{"a":-0}': "not-canonical",
        b"{": "not-json",
        b"": "not-json",
        b"[]": "bad-shape",
        b"null": "bad-shape",
        b'{"a":' + b"[" * 31 + b"]" * 31 + b"}": "too-deep",
        b"[" * 100_000: "too-deep",
        b'{},"body":{}': "not-canonical",
    }
    found = {body: code_of(samples.envelope(body)) for body in bodies}
    assert found[b'{},"body":{}'] == "not-json"
    assert {**found, b'{},"body":{}': "not-canonical"} == bodies


def test_only_an_ordinary_file_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.relall-results"
    os.mkfifo(pipe)
    closed = tmp_path / "closed.relall-results"
    closed.write_bytes(samples.results_bytes())
    closed.chmod(0)
    missing = tmp_path / "missing.relall-results"
    refused = [pipe, tmp_path, missing, Path("/dev/zero"), tmp_path / "x\0y"]
    if os.getuid() != 0:
        refused.append(closed)
    for path in refused:
        with pytest.raises(FileFault) as caught:
            read_signed(path)
        assert caught.value.code == "not-a-file"
        assert "/" not in caught.value.what


def test_a_file_is_read_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "week.relall-results"
    path.write_bytes(samples.results_bytes())
    file = read_signed(path, RESULTS)
    assert file == parse_signed(samples.results_bytes(), path, RESULTS)
    (tmp_path / "linked").symlink_to(path)
    assert read_signed(tmp_path / "linked").sha256 == file.sha256


def test_a_new_key_makes_another_file() -> None:
    assert seal(RESULTS, BODY, SigningKey.new()) != seal(RESULTS, BODY, KEY)


def test_every_code_is_told_in_three_plain_sentences() -> None:
    names = {
        name for words in FILE_CODES.values() for name in re.findall(r"{(\w+)}", words.what + words.todo)
    }
    blanks = dict.fromkeys(names - {"name"}, "Something.")
    for code in FILE_CODES:
        fault = file_fault(code, "/a/week.relall-results", **blanks)
        assert fault.code == code
        assert fault.what.startswith("week.relall-results ")
        for sentence in (fault.what, fault.safe):
            assert sentence.endswith(".")
            assert "{" not in sentence
        assert fault.todo
        assert not {"secure", "cheat", "invalid", "illegal", "error"} & set(fault.one_line().lower().split())


def test_a_word_for_the_file_begins_a_sentence() -> None:
    assert file_fault("altered", "the assignment").what.startswith("The assignment was changed")


def test_a_long_blank_is_cut() -> None:
    assert len(file_fault("bad-case", "x", reason="y" * 10_000).what) < 400

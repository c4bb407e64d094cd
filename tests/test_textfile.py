"""Texts from somewhere: limits first, then meaning, every fault with its place."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.errors import BadFile
from relall_trainer.textfile import (
    MAX_DEPTH,
    TextFault,
    nearest,
    parse_json,
    parse_yaml,
    read_bytes,
    read_text,
)

# -- reading ---------------------------------------------------------------------------------------------------


def test_reads_utf8_and_drops_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfcaf\xc3\xa9\r\n")
    assert read_text(tmp_path / "a") == "café\r\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"caf\xe9", "byte 3"),
        ("x".encode("utf-16"), "UTF-16"),
        (b"a\0b", "not a text file"),
        (b"\xed\xa0\x80", "UTF-8"),
    ],
)
def test_refuses_other_encodings(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(BadFile, match=said):
        read_text(tmp_path / "a")


def test_limit_is_of_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 10)
    assert len(read_bytes(tmp_path / "a", 10)) == 10
    with pytest.raises(BadFile, match="larger than the limit of 9 bytes"):
        read_bytes(tmp_path / "a", 9)


def test_20_mb_are_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(20_000_000)
    with pytest.raises(BadFile, match="larger than the limit of 2,000,000 bytes"):
        read_text(tmp_path / "a")


def test_a_folder_a_missing_file_and_no_name(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", tmp_path / "none" / "none", Path("a\0b")):
        with pytest.raises(BadFile):
            read_bytes(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_fifo_and_a_device_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", Path("/dev/zero")):
        with pytest.raises(BadFile, match="not an ordinary file"):
            read_bytes(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch(mode=0)
    with pytest.raises(BadFile, match="cannot be opened"):
        read_bytes(tmp_path / "a")


# -- YAML ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("010", "010"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("=", "="),
        ("2026-11-22", "2026-11-22"),
        ("1.0.0", "1.0.0"),
        ("9999999999999999999", "9999999999999999999"),
        ("7", 7),
        ("-7", -7),
        ("1.50", 1.5),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ('"7"', "7"),
        ("'true'", "true"),
        ('""', ""),
    ],
)
def test_words_stay_words(text: str, value: object) -> None:
    data = parse_yaml(f"a: {text}\n").data["a"]
    assert data == value
    assert type(data) is type(value)


def test_a_key_without_a_value_is_nothing() -> None:
    assert parse_yaml("a:\nb: x\n").data == {"a": None, "b": "x"}


def test_keys_are_words() -> None:
    assert parse_yaml("no: 1\n010: 2\n<<: {a: 3}\n").data == {"no": 1, "010": 2, "<<": {"a": 3}}


def test_places_count_from_one() -> None:
    document = parse_yaml("a: 1\nb:\n  - c: x\n  - {d: y}\n")
    assert document.place(("a",)) == (1, 1)
    assert document.place(("b", 0, "c")) == (3, 5)
    assert document.place(("b", 1)) == (4, 5)
    assert document.place(("b", 1, "d")) == (4, 6)
    assert document.place(("b", 1, "d", "beyond")) == (4, 6), "the nearest known part above"
    assert document.place(("nowhere",)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("", "empty", (1, 1)),
        ("# only\n", "empty", (1, 1)),
        ("a: [", "not readable as YAML", None),
        ("a: b: c", "not readable as YAML", (1, 5)),
        ("a: 1\n\tb: 2\n", "not readable as YAML", (2, 1)),
        ("a: 1\na: 2\n", "twice", (2, 1)),
        ("a: &x 1\nb: *x\n", "aliases", (2, 4)),
        ("a: &x [*x]\n", "aliases", (1, 8)),
        ("a: !!int '1'\n", "tags", (1, 4)),
        ("a: !!str 1\n", "tags", (1, 4)),
        ("a: !mine 1\n", "tags", (1, 4)),
        ("a: !!python/object/apply:os.getcwd []\n", "tags", (1, 4)),
        ("!!map {a: 1}\n", "tags", (1, 1)),
        ("[1]: 2\n", "a key must be a word", (1, 1)),
        ("? {a: 1}\n: 2\n", "a key must be a word", (1, 3)),
        ("!x a: 2\n", "a key must be a word", (1, 1)),
        ("a: 1\n---\nb: 2\n", "another document", (2, 1)),
        ("a: b\nc: d\x07e\n", "not readable as YAML", (2, 5)),
        ("a: b\nc: \ud800\n", "not readable as YAML", (2, 4)),
    ],
)
def test_yaml_faults_with_their_place(text: str, said: str, place: tuple[int, int] | None) -> None:
    with pytest.raises(TextFault, match=said) as raised:
        parse_yaml(text)
    assert place is None or (raised.value.line, raised.value.column) == place


def test_a_billion_laughs_are_refused_at_the_first_alias() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(TextFault, match="aliases"):
        parse_yaml("\n".join(lines))


def test_depth_up_to_the_limit() -> None:
    assert parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(TextFault, match="nested deeper than 32 levels"):
        parse_yaml("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2))


@pytest.mark.parametrize(
    "unit", ["[", "{a: ", "- ", "? ", "- ? ", "[[{", "!a ", "&a ", "'", '"\\"', "|\n", "a: |\n "]
)
def test_deep_nesting_neither_kills_nor_hangs(unit: str) -> None:
    # PyYAML's own composer ends the process on some of these.
    fault = _fault_of(parse_yaml, unit * 100_000)
    assert fault is None or fault.what


def test_brackets_in_prose_are_not_nesting() -> None:
    text = "a: |\n" + "  [ [ [ [ [ [ [ [\n" * 100
    assert parse_yaml(text).data["a"].count("[") == 800


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_place(text: str) -> None:
    for parse in (parse_yaml, parse_json):
        fault = _fault_of(parse, text)
        assert fault is None or (fault.line >= 1 and fault.column >= 1 and "\n" not in fault.what)


def _fault_of(parse: Callable[[str], object], text: str) -> TextFault | None:
    try:
        parse(text)
    except TextFault as fault:
        return fault
    return None


_PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_PLAIN)
def test_json_reads_back_what_was_written(value: object) -> None:
    assert parse_json(json.dumps(value)) == value
    assert parse_json(json.dumps(value, ensure_ascii=False)) == value


# -- JSON ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("{", "not readable as JSON"),
        ('{"a": 1} x', "not readable as JSON"),
        ("{'a': 1}", "not readable as JSON"),
        ('{"a": 1, "a": 2}', "twice"),
        ("NaN", "not a number"),
        ("[Infinity]", "not a number"),
        ("-Infinity", "not a number"),
        ("1e999", "too large"),
        ("0." + "1" * 60, "40 digits"),
        ("1" * 5000, "18 digits"),
        ("[" * 33 + "]" * 33, "deeper"),
        ("[" * 100_000, "deeper"),
        ('"\\ud800"', "lone surrogate"),
        ('["\\udc00\\ud800"]', "lone surrogate"),
        ('"\ud800"', "lone surrogate"),
        ('"\\\\\\ud800"', "lone surrogate"),
    ],
)
def test_json_faults(text: str, said: str) -> None:
    with pytest.raises(TextFault, match=said):
        parse_json(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\\\ud800"', "\\ud800"),
        ('"[[[{{{"', "[[[{{{"),
        ('"\\"[\\\\"', '"[\\'),
        ("[" * 32 + "]" * 32, None),
        ("1.5e3", 1500.0),
    ],
)
def test_json_that_is_fine(text: str, value: object) -> None:
    data = parse_json(text)
    assert value is None or data == value


def test_json_fault_has_its_place() -> None:
    with pytest.raises(TextFault) as raised:
        parse_json('{"a": 1,\n "b": }')
    assert (raised.value.line, raised.value.column) == (2, 7)


@pytest.mark.parametrize("unit", ['"', '\\"', '"\\', "\\", "[]", '{"a":', '""', "\\u"])
def test_broken_json_is_looked_at_once(unit: str) -> None:
    # A search that began anew at every quote would take hours over these.
    with pytest.raises(TextFault):
        parse_json('"' + unit * 300_000)


def test_nearest() -> None:
    assert nearest("licence", ["license", "title"]) == "license"
    assert nearest("xyz", ["license", "title"]) is None
    assert nearest("titel", lambda: ["license", "title"]) == "title"

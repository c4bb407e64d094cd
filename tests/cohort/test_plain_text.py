"""Sixty names that would deceive: shown without what hides, refused in codes, cut where they are long."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort.plain_text import (
    LONGEST_CODE,
    code_fault,
    is_plain_line,
    is_plain_text,
    is_whole,
    plain_line,
    plain_name,
    whole_characters,
)

HIDDEN = (
    *range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x180E,
    *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x3164, 0xFE0F, 0xFEFF, 0xFFA0,
    0xFFFE, 0xD800, 0xDFFF, 0xE0001, 0xE0041,
)  # fmt: skip


@pytest.mark.parametrize("number", HIDDEN)
def test_what_hides_is_in_no_text_that_is_shown_or_written(number: int) -> None:
    sign = chr(number)
    deceiving = f"Learner{sign} 01"
    assert not is_plain_line(deceiving)
    assert is_plain_line(plain_line(deceiving))
    assert code_fault(deceiving)
    if sign != "\r":
        assert not is_plain_text(deceiving)


@pytest.mark.parametrize(
    "code",
    [
        "Learner 01",
        "7",
        "ä",
        "Ἀθηνᾶ",
        "山田",
        "R2-D2",
        "=1+1",
        "<b>1</b>",
        "x" * LONGEST_CODE,
        "😀",
    ],
)
def test_codes_that_may_be(code: str) -> None:
    assert code_fault(code) == ""


@pytest.mark.parametrize(
    "code",
    ["", " ", " 1", "1 ", "a  b", "a\tb", "a\nb", "x" * (LONGEST_CODE + 1), "a\u00a0b", "a\u2003b", "\ue000",
     "a\u0308", "L\u0301x", "\u1100\u1161", "A\u200dB", "x\u202eab", None, 7, ["a"], "\u0378"],
)  # fmt: skip
def test_codes_that_may_not_be(code: object) -> None:
    assert code_fault(code)


def test_a_file_is_named_by_its_last_part_without_tricks() -> None:
    assert plain_name("/home/somebody/handed in/week.relall-results") == "week.relall-results"
    assert plain_name(r"C:\Users\somebody\week.relall-results") == "week.relall-results"
    assert plain_name("invoice\u202eslr.exe") == "invoiceslr.exe"
    assert plain_name("two\nlines\t.x") == "two lines .x"
    assert plain_name("<b>bold</b>") == "b>"
    assert plain_name("../..") == ".."
    assert plain_name("\u200b\u200c") == "(a name that cannot be shown)"
    assert plain_name("") == "(a name that cannot be shown)"


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    shown = plain_name("a" * 10_000 + ".relall-results")
    assert len(shown) == 80
    assert shown.startswith("aaa")
    assert shown.endswith("…" + "a" * 5 + ".relall-results")


@given(st.text())
def test_what_is_made_plain_is_plain_and_stays_so(text: str) -> None:
    line = plain_line(text)
    assert is_plain_line(line)
    assert plain_line(line) == line
    assert unicodedata.is_normalized("NFC", line)


@given(st.text(alphabet=st.characters(), max_size=40))
def test_half_characters_are_replaced_and_nothing_else(text: str) -> None:
    whole = whole_characters(text)
    whole.encode()
    assert is_whole(whole)
    assert len(whole) == len(text)
    assert is_whole(text) == (whole == text)

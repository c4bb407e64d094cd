"""Lists of learners as spreadsheets write them: understood, and every row that cannot be taken with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort.roster import Cohort, Learner, code_fault
from relall_trainer.cohort.roster_csv import MAX_BYTES, read_roster, roster_of
from relall_trainer.errors import BadFile


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("heading", ["", "Code{}Name", "ID{}Full name"])
def test_every_way_of_writing_it(separator: str, newline: str, heading: str) -> None:
    lines = [
        heading.format(separator),
        f"L1{separator}One",
        f"L2{separator}",
        "",
        f'"L 3"{separator}"Two, 2; b"',
    ]
    preview = roster_of(newline.join(line for line in lines if line or heading))
    assert preview.learners == (Learner("L1", "One"), Learner("L2"), Learner("L 3", "Two, 2; b"))
    assert preview.heading is bool(heading)
    assert preview.separator == separator


def test_columns_in_any_order_and_more_of_them() -> None:
    preview = roster_of("year,name,code\n2,One,L1\n3,Two,L2\n")
    assert preview.learners == (Learner("L1", "One"), Learner("L2", "Two"))


def test_names_alone_become_codes_or_get_made_up_ones() -> None:
    preview = roster_of("Name\nFirst\nSecond\n")
    assert [one.code for one in preview.learners] == ["First", "Second"]
    coded = preview.as_codes(["Learner 01"])
    assert coded.learners == (Learner("Learner 02", "First"), Learner("Learner 03", "Second"))
    assert [one.name for one in preview.as_codes(keep_names=False).learners] == ["", ""]


def test_each_bad_row_has_its_line_and_reason() -> None:
    preview = roster_of("code,name\nL1,\n=cmd,\n,nobody\nl1,again\nL2,+x\nL\u202e3,\nL4,fine\n")
    assert preview.learners == (Learner("L1"), Learner("L4", "fine"))
    assert [(row.line, bool(row.fault)) for row in preview.rows if row.fault] == [
        (3, True), (4, True), (5, True), (6, True), (7, True),
    ]  # fmt: skip
    assert "line 2" in preview.faults[2].fault


def test_beside_a_cohort_each_row_says_what_it_changes() -> None:
    cohort = Cohort("c", "C", (Learner("L1", "Old"), Learner("L2", "Same")))
    notes = [row.note for row in roster_of("L1,New\nL2,Same\nL3,\n").beside(cohort).rows]
    assert notes == ["was Old (L1)", "is here already", ""]


def test_what_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        roster_of("")
    with pytest.raises(BadFile):
        roster_of("code,name\n")
    with pytest.raises(BadFile):
        roster_of("\n".join(f"L{n}" for n in range(1_001)))
    big = tmp_path / "big.csv"
    big.write_text("x" * (MAX_BYTES + 1), encoding="utf-8")
    with pytest.raises(BadFile):
        read_roster(big)
    with pytest.raises(BadFile):
        read_roster(tmp_path)
    utf16 = tmp_path / "excel.csv"
    utf16.write_bytes("L1;One".encode("utf-16"))
    with pytest.raises(BadFile, match="UTF-16"):
        read_roster(utf16)


def test_a_byte_order_mark_is_no_part_of_the_first_code(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_bytes(b"\xef\xbb\xbfL1;One\r\n")
    assert read_roster(path).learners == (Learner("L1", "One"),)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_no_bad_code_gets_through(text: str) -> None:
    try:
        preview = roster_of(text.replace("\0", ""))
    except BadFile:
        return
    assert all(not code_fault(one.code) for one in preview.learners)
    codes = [one.code.casefold() for one in preview.learners]
    assert len(set(codes)) == len(codes)

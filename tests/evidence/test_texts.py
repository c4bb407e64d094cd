from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent

import pytest

from relall_trainer.errors import BadFile
from relall_trainer.evidence.files import fingerprint, stamp
from relall_trainer.evidence.shape import FaultyTexts
from relall_trainer.evidence.texts import read_texts

from .conftest import TEXTS, write_texts

CNS = dedent(TEXTS["cns.yaml"])


def faults(folder: Path) -> list[str]:
    with pytest.raises(FaultyTexts) as raised:
        read_texts(folder)
    return [fault.text().removeprefix(f"{folder}/") for fault in raised.value.faults]


def test_sound_texts_are_read(texts: Path) -> None:
    read = read_texts(texts)
    assert [item.id for item in read.items] == ["ev-t1-some-23", "ev-cns-rate"]
    (table, cns) = read.items
    assert cns.statement.startswith(
        "The CNS was involved in 20% of relapses, and an Ommaya reservoir was placed"
    )
    assert (cns.page, cns.page_certain, cns.references) == ("592", False, (9, 46))
    assert table.doses == ("fludarabine 30 mg/m²", "G-CSF")
    assert [term.term for term in read.glossary] == ["SCT"]


def test_what_is_not_verified_goes_no_further(texts: Path) -> None:
    read = read_texts(texts)
    assert [reference.number for reference in read.references] == [9]
    assert read.numbers == (9, 46)
    assert "never checked" not in repr(read)


# What is changed in the CNS text, and the one fault that must be reported, with its line.
BROKEN = {
    "unknown key": (
        "caveat: One",
        "cavaet: One",
        "18:5: ev-cns-rate has an unknown key 'cavaet'; did you mean",
    ),
    "missing key": ("    study: retrospective\n", "", "5:5: ev-cns-rate lacks 'study'"),
    "wrong type": ("title: One in five at relapse", "title: 5", "6:5: ev-cns-rate: title must be a text"),
    "empty text": ("caveat: One series.", 'caveat: " "', "18:5: ev-cns-rate: caveat is empty"),
    "unknown study": ("retrospective", "hearsay", "14:5: ev-cns-rate: study must be one of"),
    "unknown status": ("status: paper", "status: gospel", "21:5: ev-cns-rate: status must be one of"),
    "not a flag": (
        "page_certain: false",
        "page_certain: no",
        "12:5: ev-cns-rate: page_certain must be true or",
    ),
    "not a list": ("[meningeal, hyper-CVAD]", "meningeal", "22:5: ev-cns-rate: terms must be a list"),
    "number twice": ("[9, 46]", "[9, 9]", "13:5: ev-cns-rate: reference names a number twice"),
    "wrong id": ("id: ev-cns-rate", "id: CNS rate", "5:5: CNS rate: id must look like ev-gmall-547"),
    "dangling since": ("[S01]", "[S99]", "20:13: S99 is not known to the library"),
    "dangling inconsistency": ("[I-01]", "[I-99]", "19:23: I-99 is not known to the library"),
    "dangling reference": ("[9, 46]", "[9, 47]", "13:20: reference 47 is not known to the library"),
    "wrong link": ("[S01]", "[I-01]", "20:5: ev-cns-rate: since holds an entry that must look like S13"),
    "figure without label": ("label: CNS involvement, ", "", "16:9: rate lacks 'label'"),
    "figure twice": ("name: reservoirs", "name: rate", "17:9: figure 'rate' stands here twice"),
    "percent does not fit": (
        "numerator: 4",
        "numerator: 9",
        "16:9: figure 'rate': 20 % does not go with 9/20",
    ),
    "half a fraction": (", denominator: 20", "", "16:9: figure 'rate': numerator and denominator belong"),
    "more than the whole": (
        "numerator: 4, d",
        "numerator: 40, d",
        "figure 'rate': 40/20 is not a part of a whole",
    ),
    "no number": (", value: 3}", "}", "17:9: figure 'reservoirs': says no number"),
    "two numbers": ("value: 3}", "value: 3, percent: 3}", "17:9: figure 'reservoirs': has more than one of"),
    "not a percentage": ("value: 3}", "percent: 300}", "17:9: figure 'reservoirs': 300 is not a percentage"),
    "range upside down": (
        "value: 3}",
        "low: 3, high: 2}",
        "17:9: figure 'reservoirs': low 3 is above high 2",
    ),
    "bound that cannot be shown": ("value: 3}", "low: 3}", "17:9: figure 'reservoirs': one bound alone"),
    "hidden character": (
        "One series",
        '"One\\u202Eseries"',
        "18:5: ev-cns-rate: caveat holds a hidden character",
    ),
    "items not a list": (CNS[CNS.index("items:") :], "items: none\n", "4:1: items is a list, not a text"),
    "key twice": (
        "    page: 592\n",
        "    page: 592\n    page: 593\n",
        "12:5: the key 'page' stands here twice",
    ),
    "not YAML": ("title: CNS disease", "title: [", "not readable as YAML"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_reported_with_its_place(tmp_path: Path, name: str) -> None:
    old, new, expected = BROKEN[name]
    assert old in CNS
    folder = write_texts(
        tmp_path, cns=CNS.replace(old, new, 1).replace('"One\\u202Eseries".', '"One\\u202Eseries"')
    )
    assert any(expected in fault for fault in faults(folder)), faults(folder)


@pytest.mark.parametrize("name", BROKEN)
def test_no_fault_brings_others_with_it(tmp_path: Path, name: str) -> None:
    """One mistake is one line, except where a whole item is gone that others point to."""
    old, new, _ = BROKEN[name]
    folder = write_texts(
        tmp_path, cns=CNS.replace(old, new, 1).replace('"One\\u202Eseries".', '"One\\u202Eseries"')
    )
    assert len(faults(folder)) == 1


def test_all_faults_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    cns = CNS.replace("study: retrospective", "study: hearsay").replace("status: paper", "status: gospel")
    folder = write_texts(tmp_path, cns=cns, table="topic: t\n", extra="topic: x\ntitle: X\nitems: [1]\n")
    (tmp_path / "glossary.yaml").write_text("terms: [{term: SCT}]\n")
    found = faults(folder)
    assert len([fault for fault in found if fault.startswith("cns.yaml")]) == 2
    assert any(fault.startswith("table.yaml") and "the file lacks 'items'" in fault for fault in found)
    assert any(
        "extra.yaml:3:9: an item is written as key: value, not as a number" in fault for fault in found
    )
    assert any("glossary.yaml:1:9: SCT lacks 'meaning'" in fault for fault in found)


def test_an_id_is_taken_once_over_all_files(tmp_path: Path) -> None:
    folder = write_texts(tmp_path, more=CNS.replace("topic: cns", "topic: more"))
    assert faults(folder) == ["more.yaml:5:5: the id ev-cns-rate is taken already (cns.yaml:5)"]


def test_a_table_row_is_taken_once(tmp_path: Path) -> None:
    other = dedent(TEXTS["table.yaml"]).replace("ev-t1-some-23", "ev-t1-other")
    folder = write_texts(tmp_path, table2=other)
    assert faults(folder) == ["table2.yaml:6:5: row T1-07 of the table is taken already (ev-t1-some-23)"]


def test_the_message_has_three_parts(tmp_path: Path) -> None:
    with pytest.raises(FaultyTexts) as raised:
        read_texts(write_texts(tmp_path, cns="topic: cns\n"))
    assert raised.value.what.startswith("The evidence texts hold")
    assert raised.value.safe
    assert raised.value.todo


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"a\x00b", b"[" * 5000, b"x" * 2_000_001, b"a: &a 1\nb: *a"]
)
def test_files_that_are_no_texts_are_faults_like_others(tmp_path: Path, content: bytes) -> None:
    folder = write_texts(tmp_path)
    (folder / "odd.yaml").write_bytes(content)
    (fault,) = faults(folder)
    assert fault.startswith("odd.yaml:")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_fifo_does_not_hang(tmp_path: Path) -> None:
    folder = write_texts(tmp_path)
    os.mkfifo(folder / "pipe.yaml")
    (fault,) = faults(folder)
    assert "is not an ordinary file" in fault


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="holds no evidence texts"):
        read_texts(tmp_path)


def test_the_fingerprint_sees_contents_and_the_stamp_sees_touches(tmp_path: Path) -> None:
    folder = write_texts(tmp_path)
    before = fingerprint(folder), stamp(folder)
    os.utime(folder / "cns.yaml", (1, 1))
    assert fingerprint(folder) == before[0]
    assert stamp(folder) != before[1]
    (tmp_path / "glossary.yaml").write_text("title: Glossary\nterms: []\n")
    assert fingerprint(folder) != before[0]


def test_the_fingerprint_sees_names(tmp_path: Path) -> None:
    folder = write_texts(tmp_path)
    before = fingerprint(folder)
    (folder / "cns.yaml").rename(folder / "brain.yaml")
    assert fingerprint(folder) != before

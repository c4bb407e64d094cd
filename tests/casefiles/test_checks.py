"""Files that are no cases get one clear line each; folders are looked through."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from relall_trainer.casefiles.checks import case_files, check_paths
from relall_trainer.casefiles.citations import KnownEvidence
from relall_trainer.casefiles.diagnostics import Diagnostic
from relall_trainer.clinical.algorithm import Algorithm
from tests.casefiles.conftest import TODAY, Check, codes, replaced

CheckPath = Callable[[Path], list[Diagnostic]]


@pytest.fixture
def check_path(algorithm: Algorithm, known_evidence: KnownEvidence) -> CheckPath:
    return lambda path: check_paths([path], algorithm, known_evidence, TODAY)


def _png_renamed(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")


def _latin(path: Path) -> None:
    path.write_bytes("title: café\n".encode("latin-1"))


def _utf16(path: Path) -> None:
    path.write_bytes("title: x\n".encode("utf-16"))


BAD: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "not there": (lambda path: None, "C101", "no such file"),
    "empty": (lambda path: path.write_text(""), "C103", "empty"),
    "only comments": (lambda path: path.write_text("# nothing\n"), "C103", "empty"),
    "20 MB": (lambda path: path.write_text("x: 1\n" * 4_000_000), "C101", "larger than the limit"),
    "deep flow": (lambda path: path.write_text("[" * 100_000), "C102", "deeper"),
    "deep block": (
        lambda path: path.write_text("".join(" " * n + "a:\n" for n in range(300))),
        "C102",
        "deeper",
    ),
    "deep keys": (lambda path: path.write_text("? " * 100_000), "C102", "a key must be a word"),
    "deep lists": (lambda path: path.write_text("- " * 100_000), "C102", "deeper"),
    "aliases": (lambda path: path.write_text("a: &a [x]\nb: [*a, *a]\n"), "C102", "aliases"),
    "tag": (lambda path: path.write_text("a: !!python/object/apply:os.getcwd []\n"), "C102", "tags"),
    "repeated key": (lambda path: path.write_text("id: a\nid: b\n"), "C102", "twice"),
    "latin-1": (_latin, "C101", "UTF-8"),
    "utf-16": (_utf16, "C101", "UTF-8"),
    "png": (_png_renamed, "C101", "UTF-8"),
    "NUL": (lambda path: path.write_bytes(b"id: a\0b\n"), "C101", "not a text file"),
    "one word": (lambda path: path.write_text("hello"), "C104", "not a text"),
    "a folder": (lambda path: path.mkdir(), "C101", "no case.yaml"),
    "two documents": (lambda path: path.write_text("id: a\n---\nid: b\n"), "C102", "another document"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_line(name: str, tmp_path: Path, check_path: CheckPath) -> None:
    make, code, said = BAD[name]
    path = tmp_path / "a.yaml"
    make(path)
    (diagnostic,) = check_path(path)
    assert diagnostic.code == code
    assert said in diagnostic.message
    assert diagnostic.path == str(path)
    assert "\n" not in str(diagnostic)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_fifo_gets_one_clear_line(tmp_path: Path, check_path: CheckPath) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    (diagnostic,) = check_path(tmp_path / "a.yaml")
    assert (diagnostic.code, diagnostic.line) == ("C101", 1)
    assert "not an ordinary file" in diagnostic.message


def test_a_name_no_file_can_have(check_path: CheckPath) -> None:
    assert codes(check_path(Path("a\0b"))) == ["C101"]


def test_a_broken_link_is_told(tmp_path: Path, check_path: CheckPath) -> None:
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "case.yaml").symlink_to(tmp_path / "nowhere")
    assert codes(check_path(tmp_path)) == ["C101"]


def test_a_folder_of_cases_is_looked_through(tmp_path: Path, sound_text: str, check_path: CheckPath) -> None:
    for name in ("base", "other", ".hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "case.yaml").write_text(sound_text)
    (tmp_path / "notes").mkdir()
    (tmp_path / "readme.txt").write_text("x")
    assert case_files(tmp_path) == [tmp_path / "base", tmp_path / "other"]
    (diagnostic,) = check_path(tmp_path)
    assert diagnostic.code == "C106"
    assert diagnostic.path == str(tmp_path / "other" / "case.yaml")


def test_names_and_texts_are_looked_at_beside_faults_of_shape(check: Check, sound_text: str) -> None:
    text = replaced(
        sound_text,
        ("minutes: 5\n", ""),
        ("feedback: It tells.", "feedback: It works in 36 %."),
        ("ev-p1-relapse", "ev-p1-relaps"),
    )
    assert codes(check(text)) == ["C111", "C230", "C211"]


def test_a_list_of_evidence_covers_the_text_beside_it(check: Check, sound_text: str) -> None:
    text = "text: It works in 36 %."
    covered = replaced(sound_text, ("text: The marrow is looked at.", text))
    assert check(covered) == []
    assert codes(check(replaced(covered, (", evidence: [ev-p1-relapse]", "")))) == ["C506", "C230"]


def test_an_invented_finding_needs_no_citation(check: Check, sound_text: str) -> None:
    chart = "    chart:\n      - {label: Dose so far, text: 300 mg/m², origin: %s}\n    groups:"
    assert check(replaced(sound_text, ("    groups:", chart % "simulated"))) == []
    assert codes(check(replaced(sound_text, ("    groups:", chart % "paper")))) == ["C230"]


def test_an_inline_citation_has_to_exist(check: Check, sound_text: str) -> None:
    text = replaced(sound_text, ("feedback: It tells.", "feedback: 'It tells [ev-nowhere].'"))
    assert codes(check(text)) == ["C211"]

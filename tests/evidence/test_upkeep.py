from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.reading import read_algorithm
from relall_trainer.errors import BadFile, TrainerError
from relall_trainer.evidence import build, upkeep, version
from relall_trainer.evidence.library import Library, NotALibrary, ensure_library
from relall_trainer.paths import Profile

from .conftest import RULES, write_texts


def identity(path: Path) -> tuple[int, int]:
    kind = path.stat()
    return kind.st_ino, kind.st_mtime_ns


def test_it_is_built_once_and_then_left_alone(profile: Profile, texts: Path, small: Algorithm) -> None:
    path = ensure_library(profile, texts, small)
    assert path == profile.library
    before = identity(path)
    assert ensure_library(profile, texts, small) == path
    assert identity(path) == before


def test_changed_texts_are_built_in(profile: Profile, texts: Path, small: Algorithm) -> None:
    ensure_library(profile, texts, small)
    file = texts / "cns.yaml"
    file.write_text(file.read_text("utf-8").replace("One series", "Two series"), "utf-8")
    with Library.open(ensure_library(profile, texts, small)) as library:
        item = library.item("ev-cns-rate")
        assert item
        assert item.caveat == "Two series."


def test_a_changed_glossary_is_built_in(profile: Profile, texts: Path, small: Algorithm) -> None:
    ensure_library(profile, texts, small)
    (texts.parent / "glossary.yaml").write_text(
        "terms: [{term: CR, meaning: complete remission, line: Gone.}]\n"
    )
    with Library.open(ensure_library(profile, texts, small)) as library:
        assert [term.term for term in library.glossary()] == ["CR"]


def test_a_changed_algorithm_is_built_in(profile: Profile, texts: Path, small: Algorithm) -> None:
    ensure_library(profile, texts, small)
    changed = read_algorithm(RULES, "b" * 64)
    with Library.open(ensure_library(profile, texts, changed)) as library:
        assert library.about()["algorithm_sha256"] == "b" * 64


def test_another_version_of_the_program_builds_anew(
    profile: Profile, texts: Path, small: Algorithm, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_library(profile, texts, small)
    monkeypatch.setattr(version, "__version__", "9.9.9")
    with Library.open(ensure_library(profile, texts, small)) as library:
        assert library.about()["built_by"] == "9.9.9"


def test_a_touch_alone_builds_nothing_and_is_remembered(
    profile: Profile, texts: Path, small: Algorithm, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_library(profile, texts, small)
    os.utime(texts / "cns.yaml", (1, 1))
    monkeypatch.setattr(build, "build_library", None)
    assert ensure_library(profile, texts, small) == profile.library
    monkeypatch.setattr(upkeep, "fingerprint", None)
    assert ensure_library(profile, texts, small) == profile.library
    with Library.open(profile.library) as library:
        assert library.item("ev-cns-rate")


@pytest.mark.parametrize("content", [b"", b"not a database at all", b"SQLite format 3\0" + b"x" * 5000])
def test_another_kind_of_file_is_refused_and_replaced(
    profile: Profile, texts: Path, small: Algorithm, content: bytes
) -> None:
    profile.cache.mkdir(parents=True)
    profile.library.write_bytes(content)
    with pytest.raises(NotALibrary) as raised:
        Library.open(profile.library)
    assert raised.value.what
    assert raised.value.safe
    assert raised.value.todo
    with Library.open(ensure_library(profile, texts, small)) as library:
        assert library.item("ev-cns-rate")


@pytest.mark.parametrize(
    ("pragma", "why"), [("application_id", "another kind of file"), ("user_version", "format 77")]
)
def test_another_application_or_format_is_refused_and_replaced(
    profile: Profile, texts: Path, small: Algorithm, pragma: str, why: str
) -> None:
    path = ensure_library(profile, texts, small)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {pragma} = 77")
    with pytest.raises(NotALibrary, match=why):
        Library.open(path)
    Library.open(ensure_library(profile, texts, small)).close()


def test_a_library_without_its_tables_is_replaced(profile: Profile, texts: Path, small: Algorithm) -> None:
    path = ensure_library(profile, texts, small)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE meta")
    with Library.open(ensure_library(profile, texts, small)) as library:
        assert library.about()


def test_a_missing_library_is_an_error_of_opening(tmp_path: Path) -> None:
    with pytest.raises(NotALibrary):
        Library.open(tmp_path / "nowhere" / "evidence.db")


def test_faulty_texts_are_told_even_if_an_old_library_is_there(
    profile: Profile, texts: Path, small: Algorithm
) -> None:
    ensure_library(profile, texts, small)
    write_texts(texts.parent, cns="topic: cns\n")
    with pytest.raises(BadFile, match=r"cns\.yaml"):
        ensure_library(profile, texts, small)


@pytest.fixture
def nowhere(tmp_path: Path) -> Profile:
    """A profile that cannot be written to, for any user: its cache is a file."""
    profile = Profile(tmp_path / "profile")
    profile.folder.mkdir()
    profile.cache.write_bytes(b"")
    return profile


def test_where_it_cannot_be_kept_it_is_built_for_this_session(
    nowhere: Profile, texts: Path, small: Algorithm
) -> None:
    told: list[TrainerError] = []
    path = ensure_library(nowhere, texts, small, told.append)
    assert nowhere.folder not in path.parents
    with Library.open(path) as library:
        assert library.item("ev-cns-rate")
    (error,) = told
    assert str(nowhere.cache) in error.what
    assert "for this session only" in error.safe
    assert error.todo


def test_where_it_can_be_written_nowhere_that_is_said(
    nowhere: Profile, texts: Path, small: Algorithm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(TrainerError) as raised:
        ensure_library(nowhere, texts, small)
    assert raised.value.what.startswith("The evidence library cannot be built")
    assert raised.value.safe
    assert raised.value.todo


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere"
)
def test_a_library_opens_from_a_folder_one_cannot_write_to(
    profile: Profile, texts: Path, small: Algorithm
) -> None:
    path = ensure_library(profile, texts, small)
    profile.cache.chmod(0o500)
    try:
        with Library.open(path) as library:
            assert library.item("ev-cns-rate")
    finally:
        profile.cache.chmod(0o700)


def test_odd_names_of_folders_are_no_matter(tmp_path: Path, texts: Path, small: Algorithm) -> None:
    profile = Profile(tmp_path / "a ?mode=rw#x%20 ü")
    with Library.open(ensure_library(profile, texts, small)) as library:
        assert library.item("ev-cns-rate")

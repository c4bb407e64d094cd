"""The shelf: nothing unchanged is parsed, every change is seen, and no cache is ever needed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from relall_trainer.casefiles import loader
from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.errors import BadFile
from relall_trainer.paths import Profile
from tests.casefiles.conftest import replaced

Put = Callable[..., Path]


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return tmp_path / "shipped"


@pytest.fixture
def put(shipped: Path, sound_text: str) -> Put:
    def write(name: str, *pairs: tuple[str, str], place: Path | None = None) -> Path:
        file = (place or shipped) / name / "case.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(replaced(sound_text, ("id: base", f"id: {name}"), *pairs))
        return file

    return write


@pytest.fixture
def shelf(profile: Profile, shipped: Path) -> Callable[[], Shelf]:
    return lambda: Shelf(profile, shipped=shipped)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The case files that were read and parsed."""
    names: list[str] = []
    real = loader.read_file

    def counted(path: Path, known: frozenset[str] | None = None) -> object:
        names.append(path.parent.name)
        return real(path, known)

    monkeypatch.setattr(loader, "read_file", counted)
    return names


def test_lists_shipped_and_added_cases(put: Put, profile: Profile, shelf: Callable[[], Shelf]) -> None:
    put("b-case", ("modeled_on: null", "modeled_on: patient-2"))
    put("a-case", ("modeled_on: null", "modeled_on: patient-3"))
    put("my-case", place=profile.extra_cases)
    entries = shelf().heads()
    assert [(entry.id, entry.shipped, entry.fault) for entry in entries] == [
        ("b-case", True, ""),
        ("a-case", True, ""),
        ("my-case", False, ""),
    ]
    first = entries[0]
    assert first.head is not None
    assert (first.head.title, first.decisions, first.endings) == ("A base", 1, 1)


def test_nothing_there(shelf: Callable[[], Shelf]) -> None:
    assert shelf().heads() == ()
    with pytest.raises(BadFile, match="no case 'x'"):
        shelf().case("x")


def test_unchanged_cases_are_not_parsed_again(
    put: Put, shelf: Callable[[], Shelf], parsed: list[str]
) -> None:
    put("one")
    put("two")
    before = shelf().heads()
    assert sorted(parsed) == ["one", "two"]
    parsed.clear()
    again = shelf()
    assert again.heads() == before
    assert again.case("one").head.id == "one"
    assert again.case_text("two")
    assert parsed == []


def test_only_what_changed_is_parsed(put: Put, shelf: Callable[[], Shelf], parsed: list[str]) -> None:
    put("one")
    file = put("two")
    shelf().heads()
    parsed.clear()
    file.write_text(replaced(file.read_text(), ("title: A base", "title: Another title")))
    titles = [entry.head and entry.head.title for entry in shelf().heads()]
    assert titles == ["A base", "Another title"]
    assert parsed == ["two"]


def test_a_change_that_hides_is_seen_when_the_case_is_opened(put: Put, shelf: Callable[[], Shelf]) -> None:
    file = put("one")
    ours = shelf()
    old = ours.case_text("one")
    kind = file.stat()
    file.write_text(replaced(file.read_text(), ("title: A base", "title: A vase")))
    os.utime(file, ns=(kind.st_atime_ns, kind.st_mtime_ns))
    assert file.stat().st_size == kind.st_size
    assert ours.case("one").head.title == "A vase"
    assert ours.case_text("one") != old
    assert [entry.head and entry.head.title for entry in ours.heads()] == ["A vase"]


def test_case_and_text_agree_with_the_file(put: Put, shelf: Callable[[], Shelf]) -> None:
    file = put("one")
    ours = shelf()
    case = ours.case("one")
    assert case.sha256 == hashlib.sha256(file.read_bytes()).hexdigest() == ours.entry("one").sha256
    assert case_from_text(ours.case_text("one")) == case
    assert ours.case("one") is case


def test_unreadable_cases_are_listed_with_the_reason(
    put: Put, shipped: Path, shelf: Callable[[], Shelf]
) -> None:
    put("good")
    put("bad", ("minutes: 5", "minutes: x"), ("day: 0", "day: x"))
    (shipped / "empty-folder").mkdir()
    (shipped / "folder" / "case.yaml").mkdir(parents=True)
    (shipped / ".git").mkdir()
    (shipped / "notes.txt").write_text("x")
    ours = shelf()
    for entries in (ours.heads(), shelf().heads()):
        faults = {entry.id: entry.fault for entry in entries}
        assert faults == {
            "good": "",
            "bad": "line 12: minutes is a whole number, not a text (and 1 more)",
            "empty-folder": "there is no case.yaml in this folder",
            "folder": "line 1: is a folder, not a file.",
        }
    with pytest.raises(BadFile, match="minutes is a whole number"):
        ours.case("bad")


def test_a_repaired_case_opens(put: Put, shelf: Callable[[], Shelf]) -> None:
    put("one", ("minutes: 5", "minutes: long"))
    ours = shelf()
    assert ours.heads()[0].fault
    put("one")
    assert ours.heads()[0].fault == ""
    assert ours.case("one").head.minutes == 5


def test_a_case_broken_since_it_was_listed(put: Put, shelf: Callable[[], Shelf]) -> None:
    file = put("one")
    ours = shelf()
    ours.heads()
    file.write_text("no: case\n")
    with pytest.raises(BadFile, match="cannot be opened"):
        ours.case("one")
    shutil.rmtree(file.parent)
    with pytest.raises(BadFile):
        ours.case("one")


def test_the_shipped_case_keeps_an_id_two_cases_claim(
    put: Put, profile: Profile, shelf: Callable[[], Shelf]
) -> None:
    put("one")
    put("one", ("title: A base", "title: Mine"), place=profile.extra_cases)
    ours = shelf()
    entries = ours.heads()
    assert [(entry.shipped, bool(entry.fault)) for entry in entries] == [(True, False), (False, True)]
    assert "same id" in entries[1].fault
    assert ours.case("one").head.title == "A base"


def test_an_unreadable_case_does_not_keep_its_name_from_another(
    put: Put, profile: Profile, shelf: Callable[[], Shelf]
) -> None:
    put("one", ("minutes: 5", "minutes: long"))
    put("one", place=profile.extra_cases)
    assert shelf().case("one").head.minutes == 5


def test_a_case_with_an_unknown_action_is_not_opened(put: Put, profile: Profile, shipped: Path) -> None:
    put("one")
    assert Shelf(profile, {"wu-marrow", "wu-watch"}, shipped).heads()[0].fault == ""
    assert "wu-watch" in Shelf(profile, {"wu-marrow"}, shipped).heads()[0].fault
    assert Shelf(profile, {"wu-marrow", "wu-watch"}, shipped).heads()[0].fault == ""


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[1]", b"null\nnull", b"[" * 10_000])
def test_a_damaged_list_is_made_again(
    put: Put, profile: Profile, shelf: Callable[[], Shelf], damage: bytes
) -> None:
    put("one")
    before = shelf().heads()
    listed = (profile.cache / "cases.json").read_bytes()
    (profile.cache / "cases.json").write_bytes(damage)
    assert shelf().heads() == before
    assert (profile.cache / "cases.json").read_bytes() == listed


def test_every_changed_bit_of_the_cache_is_noticed(
    put: Put, profile: Profile, shelf: Callable[[], Shelf]
) -> None:
    put("one")
    before = shelf().heads()
    case = shelf().case("one")
    for file in (profile.cache / "cases.json", *(profile.cache / "cases").iterdir()):
        whole = file.read_bytes()
        for at in range(0, len(whole), 41):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
            assert shelf().heads() == before
            assert shelf().case("one") == case
        file.write_bytes(whole)


def test_a_missing_text_is_made_again(put: Put, profile: Profile, shelf: Callable[[], Shelf]) -> None:
    put("one")
    text = shelf().case_text("one")
    shutil.rmtree(profile.cache / "cases")
    assert shelf().case_text("one") == text
    assert len(list((profile.cache / "cases").iterdir())) == 1


def test_a_cache_that_cannot_be_written_costs_only_time(
    put: Put, profile: Profile, shelf: Callable[[], Shelf]
) -> None:
    put("one")
    profile.folder.mkdir()
    profile.cache.write_text("a file is in the way")
    for _ in range(2):
        ours = shelf()
        assert ours.heads()[0].fault == ""
        assert ours.case("one").head.id == "one"
        assert case_from_text(ours.case_text("one")) == ours.case("one")


def test_gone_cases_leave_the_cache(put: Put, profile: Profile, shelf: Callable[[], Shelf]) -> None:
    put("one")
    file = put("two")
    shelf().heads()
    shutil.rmtree(file.parent)
    assert [entry.id for entry in shelf().heads()] == ["one"]
    assert b"two" not in (profile.cache / "cases.json").read_bytes()
    assert len(list((profile.cache / "cases").iterdir())) == 1


def test_nothing_is_written_where_nothing_changed(
    put: Put, profile: Profile, shelf: Callable[[], Shelf]
) -> None:
    put("one")
    shelf().heads()
    stamp = (profile.cache / "cases.json").stat().st_mtime_ns
    ours = shelf()
    ours.heads()
    ours.case("one")
    assert (profile.cache / "cases.json").stat().st_mtime_ns == stamp
    assert not list(profile.cache.rglob("*.part"))

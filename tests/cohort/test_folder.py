"""Names that are safe everywhere, files that are whole or not there, and a shared folder looked into cheaply."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort import folder as folders
from relall_trainer.cohort.folder import Watch, file_name, files_in, slug, write_new, write_whole
from relall_trainer.errors import BadFile, TrainerError

KIND = "relall-results"
ENDS = tuple(f"-{end}.{KIND}" for end in ("v1", "v2", "v2-a1b2c3d4", "learner-03-1"))
RESERVED = {"con", "prn", "aux", "nul", "com1", "lpt9"}


@given(st.lists(st.text(max_size=200), max_size=4))
def test_a_name_of_anything_is_safe_on_three_systems(parts: list[str]) -> None:
    name = file_name(*parts, kind=KIND)
    stem = name.removesuffix(f".{KIND}")
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", stem)
    assert len(name) <= 120
    assert stem not in RESERVED


@pytest.mark.parametrize(
    "bad", ["CON", "nul", "Com1", "LPT9", "../..", "...", "", "…", "a" * 400, "x.", "\u202egpj"]
)
def test_names_others_would_choke_on(bad: str) -> None:
    stem = file_name(bad, kind=KIND, without="results").partition(".")[0]
    assert stem
    assert stem not in RESERVED
    assert slug("Rückfall: Übung 3") == "ruckfall-ubung-3"


def test_of_a_long_title_what_tells_two_files_apart_is_kept() -> None:
    title = "Everything about a first relapse, and what comes after it " * 3
    names = [
        file_name(title, *rest, kind=KIND)
        for rest in (("v1",), ("v2",), ("v2", "a1b2c3d4"), ("Learner 03", "1"))
    ]
    assert [name[-len(end) :] for name, end in zip(names, ENDS, strict=True)] == list(ENDS)
    assert all(name.startswith("everything-about-a-first-relapse") for name in names)
    assert max(map(len, names)) <= 80 + len(f".{KIND}")


def test_written_once_known_the_second_time_never_over_another(tmp_path: Path) -> None:
    first = write_new(tmp_path / "new" / "deep", "a.x", "one")
    assert not first.already
    assert write_new(first.path.parent, "a.x", "one").already
    other = write_new(first.path.parent, "a.x", "two", otherwise="a-2.x")
    assert other.path.name == "a-2.x"
    with pytest.raises(TrainerError):
        write_new(first.path.parent, "a.x", "three", otherwise="a-2.x")
    assert first.path.read_text() == "one"
    assert sorted(path.name for path in first.path.parent.iterdir()) == ["a-2.x", "a.x"]


def test_a_link_is_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("precious")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.x").symlink_to(outside)
    (folder / "b.x").symlink_to(tmp_path / "nowhere")
    for name in ("a.x", "b.x"):
        with pytest.raises(TrainerError):
            write_new(folder, name, "new")
    assert outside.read_text() == "precious"
    assert not (tmp_path / "nowhere").exists()


def test_a_refusing_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.x"
    path.write_text("old")

    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(TrainerError):
        write_whole(path, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["a.x"]
    assert path.read_text() == "old"


def settle(path: Path) -> None:
    long_ago = 1_000_000_000.0
    os.utime(path, (long_ago, long_ago))


def test_new_files_are_told_once_and_again_when_they_change(tmp_path: Path) -> None:
    watch = Watch(tmp_path, (KIND,))
    (tmp_path / f"b.{KIND}").write_text("1")
    (tmp_path / "a.pdf").write_text("1")
    (tmp_path / f".hidden.{KIND}").write_text("1")
    (tmp_path / f"folder.{KIND}").mkdir()
    (tmp_path / f"link.{KIND}").symlink_to(tmp_path / f"b.{KIND}")
    settle(tmp_path / f"b.{KIND}")
    assert [path.name for path in watch.look()] == [f"b.{KIND}"]
    assert watch.look() == ()
    (tmp_path / f"b.{KIND}").write_text("12")
    settle(tmp_path / f"b.{KIND}")
    assert len(watch.look()) == 1
    watch.forget(tmp_path / f"b.{KIND}")
    assert len(watch.look()) == 1


def test_a_file_still_being_copied_is_left_for_a_later_look(tmp_path: Path) -> None:
    watch = Watch(tmp_path, (KIND,))
    path = tmp_path / f"a.{KIND}"
    path.write_text("half")
    assert watch.look() == ()  # it changed a moment ago
    path.write_text("half and whole")
    assert watch.look() == ()
    assert watch.look() == (path,)  # the same twice


def test_an_empty_file_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / f"a.{KIND}"
    path.touch()
    settle(path)
    assert Watch(tmp_path, (KIND,)).look() == ()


def test_a_folder_that_has_gone(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        Watch(tmp_path / "gone", (KIND,)).look()


def test_folders_give_their_files_each_once(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.{KIND}").write_text(name)
    (tmp_path / "c.txt").write_text("")
    found = files_in((tmp_path / f"b.{KIND}", tmp_path, tmp_path / "c.txt"), (KIND,))
    assert [Path(path).name for path in found] == [f"b.{KIND}", f"a.{KIND}", "c.txt"]


def test_a_path_too_long_for_any_file_is_no_folder() -> None:
    far = Path("x" * 5_000)
    assert files_in((far,), (KIND,)) == (str(far),)


def test_of_two_that_write_at_once_none_goes_over_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one's file comes there between the look and the writing."""
    look = folders._is_there

    def late(path: Path, data: bytes) -> bool | None:
        found = look(path, data)
        if path.name == "a.x" and found is None:
            path.write_text("hers")
        return found

    monkeypatch.setattr(folders, "_is_there", late)
    assert write_new(tmp_path, "a.x", "mine", otherwise="a-2.x").path.name == "a-2.x"
    assert (tmp_path / "a.x").read_text() == "hers"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-2.x", "a.x"]


def test_on_a_disk_without_links_it_is_moved_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    assert write_new(tmp_path, "a.x", "mine").path.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["a.x"]


def test_other_files_hide_none_and_too_many_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST_FILES", 3)
    for number in range(9):
        (tmp_path / f"{number}.txt").touch()
    for number in range(3):
        (tmp_path / f"{number}.{KIND}").touch()
    assert len(files_in((tmp_path,), (KIND,))) == 3
    (tmp_path / f"9.{KIND}").touch()
    with pytest.raises(BadFile):
        files_in((tmp_path,), (KIND,))

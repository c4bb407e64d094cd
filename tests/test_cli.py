"""The command line itself: the profile on either side, usage, one line for an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from relall_trainer import __version__
from relall_trainer.cli import build_parser, main
from relall_trainer.paths import Profile, default_profile


def test_the_profile_may_stand_before_or_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    assert main(["--profile", str(before), "backup"]) == 0
    assert main(["backup", "--profile", str(after)]) == 0
    assert (before / "learner.db").is_file()
    assert (after / "learner.db").is_file()
    capsys.readouterr()


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"relall-trainer {__version__}\n"


@pytest.mark.parametrize("arguments", [["nonsense"], ["play"], ["appraise", "--colour"], ["evidence"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.endswith("--help.\n")


@pytest.mark.parametrize(
    ("given", "profile", "file"),
    [
        ([], None, ""),
        (["--profile", "here"], "here", ""),
        (["a b.relall-assignment"], None, "a b.relall-assignment"),
        (["--profile", "here", "/x/1.relall-results"], "here", "/x/1.relall-results"),
    ],
)
def test_a_file_of_ours_is_opened_in_the_window(
    given: list[str], profile: str | None, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Profile, str]] = []

    class App:
        @staticmethod
        def run(where: Profile, what: str) -> int:
            opened.append((where, what))
            return 7

    monkeypatch.setattr("relall_trainer.cli.load_app", lambda: App)
    assert main(given) == 7
    assert opened == [(Profile(Path(profile)) if profile else default_profile(), file)]


@pytest.mark.parametrize("given", [["other.txt"], ["--file.relall-results"], ["doctor", "x.relall-results"]])
def test_what_is_no_file_of_ours_is_not(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(given) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_every_command_has_help() -> None:
    parser = build_parser()
    for action in parser._subparsers._group_actions:  # type: ignore[union-attr]
        for name, command in action.choices.items():  # type: ignore[union-attr]
            assert command.description, name


def test_a_profile_that_is_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert main(["--profile", str(file), "backup"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert str(file) in error

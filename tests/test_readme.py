"""The README is held to the code: its tree, its commands, its pictures, its two commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from relall_trainer.cli import build_parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def tree() -> dict[str, set[str]]:
    """Folder → module names, as the README's tree has them."""
    block = re.search(r"```text\nrelall_trainer/\n(.*?)```", README, re.DOTALL)
    assert block
    found: dict[str, set[str]] = {"": set()}
    here, parent = "", ""
    for line in block.group(1).splitlines():
        if not line.startswith(" "):
            break
        if folder := re.match(r"( {4}| {8})([a-z_]+)/ ", line):
            here = f"{parent}/{folder.group(2)}" if len(folder.group(1)) == 8 else folder.group(2)
            parent = here if len(folder.group(1)) == 4 else parent
            found[here] = set()
        else:
            found[here] |= {name.strip() for name in line.split("·") if name.strip()}
    return found


def test_the_tree_is_the_packages_own() -> None:
    package = ROOT / "relall_trainer"
    real: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        folder = path.parent.relative_to(package).as_posix().removeprefix(".")
        if path.stem != "__init__":
            real.setdefault(folder, set()).add(path.stem)
    assert tree() == real


def test_the_command_table_names_every_command() -> None:
    table = README.split("## Command line")[1].split("##")[0]
    named = set(re.findall(r"`([a-z-]+)[ `]", table))
    for action in build_parser()._subparsers._group_actions:  # type: ignore[union-attr]
        assert set(action.choices) <= named  # type: ignore[arg-type]


def test_what_it_points_to_is_there() -> None:
    for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / path).is_file(), path
    for path in re.findall(r"\| `([a-z_./0-9-]+)`", README.split("## Where do I change")[1]):
        assert (ROOT / path).exists(), path


def test_the_two_commands_can_be_run() -> None:
    for command in re.findall(r"```sh\nsh (\S+)\n```", README):
        assert os.access(ROOT / command, os.X_OK), command


def test_the_top_level_holds_what_it_may() -> None:
    allowed = {
        "relall_trainer", "cases", "assets", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md",
        "CONTRIBUTING.md", ".gitignore", ".ci", ".git",
    }  # fmt: skip
    if shutil.which("git") is None:
        pytest.skip("git is not there to list the files")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= allowed


def test_the_changelog_names_this_version_or_what_is_coming() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(r"^## \[(Unreleased|\d+\.\d+\.\d+)\]", text, re.MULTILINE)


def test_no_pin_names_a_host() -> None:
    for path in (ROOT / ".ci").glob("*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text

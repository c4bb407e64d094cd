"""``generate`` as a person runs it: the same seed the same bytes, files that check clean, faults in one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from relall_trainer.casefiles.loader import load_case
from tests.commands.conftest import Run


def test_for_people_the_answers_come_last(run: Run) -> None:
    done = run("generate", "--seed", 4711)
    assert done.status == 0
    assert done.out.startswith("Fresh patient: ")
    story, answers = done.out.split("\nAnswers\n")
    assert "Recommended" not in story
    assert "Recommended ·" in answers or "Acceptable ·" in answers
    assert "To take away:" in answers


def test_the_same_seed_gives_the_same_bytes(run: Run) -> None:
    for extra in ((), ("--json",), ("--focus", "R25")):
        assert (
            run("generate", "--seed", 7, "--count", 3, *extra).out
            == run("generate", "--seed", 7, "--count", 3, *extra).out
        )


def test_seed_i_of_count_is_that_seed_alone(run: Run) -> None:
    several = run("generate", "--seed", 10, "--count", 3, "--json").json
    assert [case["id"] for case in several["cases"]] == [
        run("generate", "--seed", 10 + number, "--json").json["cases"][0]["id"] for number in range(3)
    ]


def test_json_holds_cases_of_format_1(run: Run) -> None:
    answer = run("generate", "--seed", 1, "--count", 2, "--json", "--focus", "R38").json
    assert set(answer) == {"generator", "seed", "cases"}
    assert answer["seed"] == 1
    for case in answer["cases"]:
        assert case["format"] == 1
        assert case["version"] == answer["generator"]
        assert "-r38-" in case["id"]
        assert "sha256" not in case


def test_written_cases_check_clean_and_play(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    done = run("generate", "--seed", 1, "--count", 4, "--to", folder)
    assert done.status == 0
    paths = sorted(folder.glob("*/case.yaml"))
    assert len(paths) == 4
    assert run("check", folder).status in (0, 1)
    assert "error" not in run("check", folder).out
    for path in paths:
        case = load_case(path)
        assert case.head.id == path.parent.name
        assert f"{path} written" in done.out


def test_what_is_there_is_left_and_what_differs_is_not_written_over(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    run("generate", "--seed", 1, "--count", 2, "--to", folder)
    again = run("generate", "--seed", 1, "--count", 2, "--to", folder)
    assert again.status == 0
    assert again.out.count("was there already") == 2
    first = sorted(folder.glob("*/case.yaml"))[0]
    first.write_text("mine")
    refused = run("generate", "--seed", 1, "--count", 3, "--to", folder)
    assert refused.status == 2
    assert "holds something else" in refused.err
    assert first.read_text() == "mine"
    assert len(list(folder.glob("*/case.yaml"))) == 2


@pytest.mark.parametrize("what", ["file", "link", "pipe"])
def test_what_stands_in_the_place_of_a_case_is_left_and_nothing_is_written(
    run: Run, tmp_path: Path, what: str
) -> None:
    ids = [one["id"] for one in run("generate", "--seed", 1, "--count", 2, "--json").json["cases"]]
    folder, elsewhere = tmp_path / "made", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    taken = folder / ids[1]
    if what == "file":
        taken.write_text("mine")
    elif what == "link":
        taken.symlink_to(elsewhere)
    else:
        os.mkfifo(taken)
    refused = run("generate", "--seed", 1, "--count", 2, "--to", folder)
    assert refused.status == 2
    assert "is not a folder" in refused.err
    assert list(folder.iterdir()) == [taken]
    assert list(elsewhere.iterdir()) == []


def test_json_and_files_together(run: Run, tmp_path: Path) -> None:
    answer = run("generate", "--seed", 3, "--to", tmp_path / "made", "--json").json
    assert (tmp_path / "made" / answer["cases"][0]["id"] / "case.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--seed", "1", "--focus", "R99"), "There is no rule 'R99'"),
        (("--seed", "1", "--focus", "R58"), "rule R58 decides"),
        (("--seed", "1", "--count", "0"), "--count is 1 to"),
        (("--seed", "1", "--count", "1000000"), "--count is 1 to"),
        (("--seed", str(10**18)), "--seed is at most"),
        (("--seed", "1", "--to", ""), "--to is empty"),
        (("--seed", "many"), "invalid int value"),
        ((), "--seed"),
    ],
)
def test_faults_are_one_line(run: Run, arguments: tuple[str, ...], says: str) -> None:
    done = run("generate", *arguments)
    assert done.status == 2
    assert says in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""

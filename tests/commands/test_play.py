"""``play``: from a plan, by hand, and what it answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

PLANS = Path(__file__).resolve().parent.parent / "playthroughs" / "headaches-on-maintenance"
CASE = "headaches-on-maintenance"


def test_the_answer_has_the_shape_of_the_contract(run: Run) -> None:
    done = run("play", CASE, "--plan", PLANS / "progressive-disease-authors.json", "--json")
    assert done.status == 0
    answer = done.json
    assert set(answer) == {
        "case", "case_version", "case_sha256", "algorithm", "path", "points", "possible", "percent",
        "critical_errors", "dimensions", "ending",
    }  # fmt: skip
    assert answer["ending"] == "progressive-disease"
    assert answer["critical_errors"] == 0
    for step in answer["path"]:
        assert set(step) == {"node", "chosen", "ratings", "points", "possible", "critical", "next"}
        assert set(step["chosen"]) <= set(step["ratings"])
    assert sum(step["points"] for step in answer["path"]) == answer["points"]


def test_the_score_sheet_names_rules_and_evidence(run: Run) -> None:
    done = run("play", CASE, "--plan", PLANS / "progressive-disease-authors.json")
    assert "R38" in done.out
    assert "ev-cns-it-first" in done.out
    assert "To take away:" in done.out


def test_a_plan_that_stops_early_ends_with_1(run: Run, tmp_path: Path) -> None:
    plan = json.loads((PLANS / "progressive-disease-authors.json").read_text("utf-8"))
    plan["choices"] = plan["choices"][:2]
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan))
    done = run("play", CASE, "--plan", file, "--json")
    assert (done.status, done.json["ending"]) == (1, None)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ('{"choices": [{"node": "elsewhere", "chosen": []}]}', "elsewhere"),
        ('{"choices": [{"node": "new-headaches", "chosen": ["sx-blina"]}]}', "sx-blina"),
        ('{"choices": [{"node": "new-headaches"}]}', "chosen"),
        ("{}", "choices"),
        ("[", "JSON"),
        ("", "empty"),
    ],
)
def test_a_wrong_plan_is_one_line_and_status_2(run: Run, tmp_path: Path, plan: str, said: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(plan)
    done = run("play", CASE, "--plan", file, "--json")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_an_unknown_case_is_named(run: Run) -> None:
    done = run("play", "headache", "--plan", "x")
    assert done.status == 2
    assert "headache" in done.err


def test_by_hand_with_numbers(run: Run) -> None:
    done = run("play", CASE, stdin="99\n1 2\n\n")
    assert done.status == 1
    assert "Numbers from 1 to" in done.out
    assert "The case goes on at" in done.out


def test_the_same_seed_plays_the_same(run: Run) -> None:
    plan = PLANS / "progressive-disease-authors.json"
    first = run("play", CASE, "--plan", plan, "--json")
    assert run("play", CASE, "--plan", plan, "--json").out == first.out


def test_a_name_too_long_for_a_file_is_no_case(run: Run) -> None:
    done = run("play", "n" * 5000)
    assert done.status == 2
    assert done.err.count("\n") == 1

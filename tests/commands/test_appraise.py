"""``appraise``: the contract, field for field, and every kind of bad input in one clear line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from tests.commands.conftest import Run


def test_every_action_in_catalogue_order(run: Run, algorithm: Algorithm) -> None:
    done = run("appraise", "--json", stdin="{}")
    assert done.status == 0
    assert done.err == ""
    assert set(done.json) == {"algorithm", "scope", "ratings"}
    assert done.json["algorithm"] == {
        "id": "frey-luger-2015",
        "version": algorithm.pin.version,
        "sha256": algorithm.pin.sha256,
    }
    assert done.json["scope"] == "inside"
    assert [rating["action"] for rating in done.json["ratings"]] == list(algorithm.actions)


def test_one_action_with_its_reasons(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "patient.json"
    file.write_text(json.dumps({"csf": "positive", "marrow": "remission", "cd19": "positive"}))
    done = run("appraise", file, "--action", "sx-blina", "--json")
    assert done.json["ratings"] == [
        {
            "action": "sx-blina",
            "rating": "contraindicated",
            "decided_by": "R25",
            "rules": [
                {"id": "R24", "rating": "recommended", "overruled": True},
                {"id": "R25", "rating": "contraindicated", "overruled": False},
            ],
            "because": [{"field": "csf", "value": "positive"}],
            "evidence": ["ev-blina-cns"],
            "cautions": [],
        }
    ]


def test_outside_the_papers_scope(run: Run) -> None:
    done = run("appraise", "--json", stdin='{"ph": "positive"}')
    assert done.status == 0
    assert done.json["scope"] == "outside"
    assert {rating["rating"] for rating in done.json["ratings"]} == {"unrated"}


def test_text_for_people(run: Run) -> None:
    done = run("appraise", stdin='{"csf": "positive", "marrow": "remission"}')
    assert "Recommended (" in done.out
    assert "R38" in done.out


def test_lines_go_on_after_a_bad_one(run: Run) -> None:
    text = '{"ecog": 1}\n{"csf": "positve"}\nnot json\n\n[]\n{"ph": "positive"}\n'
    done = run("appraise", "--lines", "--action", "wu-marrow", stdin=text)
    assert done.status == 1
    assert len(done.lines) == 6
    assert done.lines[0]["ratings"][0]["rating"] == "recommended"
    assert done.lines[1]["error"] == {
        "field": "csf",
        "value": "positve",
        "message": "csf is one of not_done, negative, positive, not 'positve'; did you mean positive?",
    }
    assert all(set(line["error"]) == {"field", "value", "message"} for line in done.lines[2:5])
    assert done.lines[5]["scope"] == "outside"


def test_good_lines_end_well(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "patients.jsonl"
    file.write_text("{}\n" * 3)
    done = run("appraise", "--lines", file)
    assert (done.status, len(done.lines)) == (0, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"colour": "red"}', "no field 'colour'"),
        (b'{"age_years": "40"}', "whole number"),
        (b'{"age_years": 17}', "the nearest is 18"),
        (b"age: 40", "not readable as JSON"),
        (b"", "empty"),
        (b"{" + b" " * 1_000_001 + b"}", "larger than the limit"),
        (b"[" * 100_000, "nested deeper"),
        ('{"csf": "négative"}'.encode("latin-1"), "not UTF-8"),
        (b'{"ecog": NaN}', "NaN is not a number"),
        (b'{"ecog": 1, "ecog": 2}', "stands there twice"),
        (b'{"age_years": 99999999999999999999}', "18 digits"),
        (b"SQLite format 3\0", "not a text file"),
        (b"[]", "a patient is an object"),
    ],
)
def test_bad_input_is_one_line_and_status_2(run: Run, text: bytes, said: str) -> None:
    done = run("appraise", "--json", stdin=text)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_bad_files_are_one_line_and_status_2(run: Run, tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    for path, said in (
        (tmp_path, "is a folder"),
        (fifo, "not an ordinary file"),
        (tmp_path / "none", "no such file"),
    ):
        for lines in ((), ("--lines",)):
            done = run("appraise", path, *lines)
            assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
            assert said in done.err


def test_an_unknown_action_is_named_with_the_nearest(run: Run) -> None:
    done = run("appraise", "--action", "sx-blinna", stdin="{}")
    assert done.status == 2
    assert "sx-blina?" in done.err

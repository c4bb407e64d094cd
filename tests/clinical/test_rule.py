"""The rules as data: complete, cited, and refused where they do not fit."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from relall_trainer.algorithm_files import algorithm_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.reading import read_algorithm
from relall_trainer.clinical.rule import RuleFault
from relall_trainer.paths import algorithm_folder
from relall_trainer.textfile import parse_json


def test_there_are_58_rules_and_81_steps(algorithm: Algorithm) -> None:
    assert list(algorithm.rules) == [f"R{number:02d}" for number in range(1, 59)]
    assert len(algorithm.actions) == 81


def test_every_rule_cites_evidence_but_the_one_of_conduct(algorithm: Algorithm) -> None:
    assert [rule.id for rule in algorithm.rules.values() if not rule.evidence] == ["R58"]
    assert [rule.id for rule in algorithm.rules.values() if not rule.rows] == ["R58"]
    assert "do not rank" in algorithm.rules["R19"].note.lower()


def test_every_step_is_rated_by_some_row(algorithm: Algorithm) -> None:
    rated = {step for row in algorithm.rows.values() if row.rating for step in row.steps}
    assert rated == set(algorithm.actions)


def test_rows_beyond_the_paper_stand_in_rules_that_say_so(algorithm: Algorithm) -> None:
    whole = {rule.id for rule in algorithm.rules.values() if rule.origin == "beyond"}
    assert whole == {"R18", "R47", "R52", "R54", "R56"}
    for rule in algorithm.rules.values():
        if rule.origin == "beyond":
            assert any(item.startswith("ev-beyond-") for item in rule.evidence)
            assert rule.place.startswith("beyond the paper")


def test_a_distractor_is_never_recommended(algorithm: Algorithm) -> None:
    for row in algorithm.rows.values():
        if row.rating in ("recommended", "acceptable") and row.relation is None:
            assert not any(algorithm.actions[step].distractor for step in row.steps)


def test_the_conditions_can_be_read(algorithm: Algorithm) -> None:
    assert algorithm.rows["R15.1"].when_text == (
        "diseased is yes; frontline_response is CR; months_induction_to_relapse more than 12"
    )
    assert algorithm.rows["R43.1"].when_text == "always"


def broken(**changes: Any) -> dict[str, Any]:
    """The shipped algorithm with one rule's or row's parts changed."""
    data = copy.deepcopy(parse_json(algorithm_text(algorithm_folder())))
    rule = next(rule for rule in data["rules"] if rule["id"] == "R25")
    for key, value in changes.items():
        if key.startswith("row_"):
            rule["rows"][0][key.removeprefix("row_")] = value
        else:
            rule[key] = value
    return data  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"row_when": {"csf": "postive"}}, "cannot be asked"),
        ({"row_when": {"cfs": "positive"}}, "no field, history value or fact"),
        ({"row_when": {"cns_active": "yes"}}, "true or false"),
        ({"row_when": {"csf": {"roughly": 3}}}, "not one of"),
        ({"row_when": {"csf": {"more_than": 3}}}, "cannot be asked"),
        ({"row_when": {"exposures": "asparaginase"}}, "cannot be asked"),
        ({"row_when": {"months_induction_to_relapse": {"more_than": "12"}}}, "takes a number"),
        ({"row_steps": ["sx-blinatumomab"]}, "unknown steps"),
        ({"row_steps": []}, "rates no step"),
        ({"row_steps": {"kind": "cns", "intensive": True}}, "selects no step"),
        ({"row_steps": {"history": "liked"}}, "unknown relation"),
        ({"row_rating": "excellent"}, "not a rating"),
        ({"row_rating": None}, "either a rating or a caution"),
        ({"row_tier": "acceptable"}, "does not hold rows"),
        ({"row_colour": "red"}, "unknown part"),
        ({"origin": "rumour"}, "not one of the known words"),
        ({"title": ""}, "title is missing"),
        ({"evidence": "ev-blina-cns"}, "list of words"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RuleFault, match=message):
        read_algorithm(broken(**changes), "")


def test_no_drug_or_regimen_is_named_in_code() -> None:
    """The program knows steps by their data only: no id of the catalogue stands in the package."""
    from pathlib import Path

    import relall_trainer

    data = parse_json(algorithm_text(algorithm_folder()))
    ids = [action["id"] for action in data["actions"]]
    for path in Path(relall_trainer.__file__).parent.rglob("*.py"):
        text = path.read_text("utf-8")
        assert [name for name in ids if f'"{name}"' in text or f"'{name}'" in text] == [], path

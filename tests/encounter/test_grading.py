"""Which rules a decision tests, spelled out letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.encounter.case import Group, Node, Option
from relall_trainer.encounter.grading import RuleGrade, rule_grades
from relall_trainer.encounter.scoring import NodeScore, score_node

WORD = {"R": "recommended", "A": "acceptable", "D": "discouraged", "X": "contraindicated", "U": "unrated"}
LETTERS = "abcdefgh"


def score(
    pick: str, rated: str, chosen: str, rules: dict[str, str | None] | None = None, second: str = ""
) -> NodeScore:
    """Steps a, b, c … with these ratings; each decided by the rule of its own capital letter unless told otherwise."""
    names = LETTERS[: len(rated)]
    groups = [Group("all", "", "salvage", pick, tuple(Option(name) for name in names if name not in second))]
    if second:
        groups.append(Group("more", "", "safety", "any", tuple(Option(name) for name in second)))
    ratings = {name: WORD[letter] for name, letter in zip(names, rated, strict=True)}
    known = {name: None if ratings[name] == "unrated" else name.upper() for name in names}
    return score_node(Node("here", "", 0, "", groups=tuple(groups)), ratings, chosen, known | (rules or {}))


def signs(result: tuple[RuleGrade, ...]) -> str:
    return " ".join(f"{'+' if grade.right else '-'}{grade.rule}" for grade in result)


@pytest.mark.parametrize(
    ("rated", "chosen", "expected"),
    [
        ("RADXU", "a", "+A +C +D"),
        ("RADXU", "", "-A +C +D"),
        ("RADXU", "abcde", "+A -C -D"),
        ("RADXU", "b", "-A +C +D"),
        ("RADXU", "ad", "+A +C -D"),
        ("ADX", "", "+B +C"),
        ("ADX", "ab", "-B +C"),
        ("AUU", "a", ""),
        ("UU", "a", ""),
    ],
)
def test_an_order_set_tests_what_is_recommended_and_what_harms(
    rated: str, chosen: str, expected: str
) -> None:
    assert signs(rule_grades(score("any", rated, chosen))) == expected


@pytest.mark.parametrize(
    ("rated", "chosen", "expected"),
    [
        ("RADXU", "a", "+A +C +D"),
        ("RADXU", "b", "-A -B"),
        ("RADXU", "c", "-A -C"),
        ("RADXU", "d", "-A -D"),
        ("RRAD", "a", "+A +D"),
        ("RRAD", "c", "-A -B -C"),
        ("ADX", "a", "+A +B +C"),
        ("AAD", "c", "-A -B -C"),
        ("RADXU", "e", ""),  # not rated here: nothing is counted, so nothing is learnt about her
        ("DX", "b", ""),  # nothing on offer was right
        ("UU", "a", ""),
    ],
)
def test_picking_one_tests_its_rule_and_those_of_the_best(rated: str, chosen: str, expected: str) -> None:
    assert signs(rule_grades(score("one", rated, chosen))) == expected


def test_right_and_wrong_at_once_is_wrong_and_names_what_went_wrong() -> None:
    graded = rule_grades(score("any", "RRX", "ac", {"a": "Z", "b": "Z", "c": "Z"}))
    assert graded == (RuleGrade("Z", "salvage", False, ("b", "c")),)
    graded = rule_grades(score("any", "RRX", "ab", {"a": "Z", "b": "Z", "c": "Z"}))
    assert graded == (RuleGrade("Z", "salvage", True, ("a", "b", "c")),)


def test_one_rule_in_two_dimensions_has_two_grades() -> None:
    graded = rule_grades(score("one", "RDR", "ac", {"c": "A"}, second="c"))
    assert graded == (
        RuleGrade("A", "salvage", True, ("a",)),
        RuleGrade("B", "salvage", True, ("b",)),
        RuleGrade("A", "safety", True, ("c",)),
    )


def test_a_step_no_rule_decided_is_never_graded() -> None:
    assert rule_grades(score("any", "RD", "b", {"a": None, "b": None})) == ()


@given(st.data())
def test_full_points_have_no_wrong_rule_and_lost_points_have_one(data: st.DataObject) -> None:
    """The grades never say otherwise than the points."""
    rated = data.draw(st.text("RADXU", min_size=1, max_size=6))
    pick = data.draw(st.sampled_from(["one", "any"]))
    names = LETTERS[: len(rated)]
    fewest, most = (1, 1) if pick == "one" else (0, len(names))
    chosen = "".join(data.draw(st.sets(st.sampled_from(names), min_size=fewest, max_size=most)))
    result = score(pick, rated, chosen)
    graded = rule_grades(result)
    wrong = [grade for grade in graded if not grade.right]
    assert len({(grade.rule, grade.dimension) for grade in graded}) == len(graded)
    assert all(grade.steps for grade in graded)
    if result.critical and result.possible and result.groups[0].basis != "none_good":
        assert wrong
    if result.groups[0].basis in ("none_good", "left_out", "unrated"):
        assert graded == ()
    elif result.points < result.possible:
        assert wrong
    elif pick == "one":
        assert not wrong

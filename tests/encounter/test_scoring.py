"""Points, line by line, as the scoring rules say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.encounter.case import Group, Node, Option
from relall_trainer.encounter.scoring import BASES, NodeScore, add, percent, score_node, total

BuildNode = Callable[..., Node]
WORD = {"R": "recommended", "A": "acceptable", "D": "discouraged", "X": "contraindicated", "U": "unrated"}


def score(pick: str, rated: str, chosen: str, weight: float | None = None, **weights: float) -> NodeScore:
    """Options a, b, c … with these ratings, in one group; ``chosen`` names the letters picked."""
    names = "abcdefghijkl"[: len(rated)]
    offered = tuple(Option(name, weight=weights.get(name)) for name in names)
    node = Node("here", "", 0, "", groups=(Group("all", "", "salvage", pick, offered, weight),))
    return score_node(node, {name: WORD[letter] for name, letter in zip(names, rated, strict=True)}, chosen)


@pytest.mark.parametrize(
    ("rated", "chosen", "points", "possible", "basis"),
    [
        ("RADXU", "a", 4, 4, "best"),
        ("RADXU", "b", 2.4, 4, "best"),
        ("RADXU", "c", 0, 4, "best"),
        ("RADXU", "d", 0, 4, "best"),
        ("RADXU", "e", 0, 0, "left_out"),
        ("RR", "b", 4, 4, "best"),
        ("ADX", "a", 4, 4, "best_acceptable"),
        ("AAU", "b", 4, 4, "best_acceptable"),
        ("ADX", "b", 0, 4, "best_acceptable"),
        ("ADU", "c", 0, 0, "left_out"),
        ("DX", "a", 0, 4, "none_good"),
        ("DXU", "c", 0, 0, "left_out"),
        ("UU", "a", 0, 0, "unrated"),
    ],
)
def test_pick_one(rated: str, chosen: str, points: float, possible: float, basis: str) -> None:
    result = score("one", rated, chosen)
    assert (result.points, result.possible, result.groups[0].basis) == (points, possible, basis)
    assert result.critical == (("d",) if chosen == "d" else ())


@pytest.mark.parametrize(
    ("rated", "chosen", "points", "possible", "basis"),
    [
        ("RRADX", "", 0, 2, "order_set"),
        ("RRADX", "ab", 2, 2, "order_set"),
        ("RRADX", "abc", 2, 2, "order_set"),
        ("RRADX", "abd", 1.5, 2, "order_set"),
        ("RRADX", "abe", 1, 2, "order_set"),
        ("RRADX", "abcde", 0.5, 2, "order_set"),
        ("RDXX", "abcd", 0, 1, "order_set"),
        ("RU", "b", 0, 1, "order_set"),
        ("RU", "ab", 1, 1, "order_set"),
        ("ADX", "", 1, 1, "nothing_wrong"),
        ("ADX", "a", 1, 1, "nothing_wrong"),
        ("ADX", "ab", 0, 1, "nothing_wrong"),
        ("ADX", "c", 0, 1, "nothing_wrong"),
        ("DU", "b", 1, 1, "nothing_wrong"),
        ("DD", "", 1, 1, "nothing_wrong"),
        ("UU", "", 0, 0, "unrated"),
        ("UU", "ab", 0, 0, "unrated"),
    ],
)
def test_pick_any(rated: str, chosen: str, points: float, possible: float, basis: str) -> None:
    result = score("any", rated, chosen)
    assert (result.points, result.possible, result.groups[0].basis) == (points, possible, basis)
    assert result.critical == tuple(
        name for name, letter in zip("abcdef", rated, strict=False) if letter == "X" and name in chosen
    )


def test_a_weight_changes_what_a_pick_is_worth() -> None:
    assert score("one", "RA", "b", weight=0.5).points == 0.3
    assert score("one", "RA", "b", weight=0.5).possible == 0.5
    assert score("one", "A", "a", weight=6).points == 6


def test_an_option_weight_counts_in_an_order_set_only() -> None:
    result = score("any", "RRD", "ac", a=2.5, c=9)
    assert (result.points, result.possible) == (2, 3.5)
    assert score("one", "RA", "a", a=9).points == 4


def test_a_group_weight_is_the_point_for_nothing_wrong_only() -> None:
    assert score("any", "AD", "", weight=3).points == 3
    assert score("any", "AD", "b", weight=3).points == 0
    assert score("any", "RD", "a", weight=3).possible == 1


def test_the_sheet_adds_up_and_names_the_rule(one_node: BuildNode) -> None:
    node = one_node("any", Option("a"), Option("b"), Option("c"))
    ratings = {"a": "recommended", "b": "contraindicated", "c": "unrated"}
    group = score_node(node, ratings, ["b"], {"a": "R05", "b": "R25", "c": None}).groups[0]
    assert [tuple(line) for line in group.lines] == [
        ("a", False, "recommended", 0, 1, "R05"),
        ("b", True, "contraindicated", -1, -1, "R25"),
        ("c", False, "unrated", 0, 0, None),
    ]
    assert (group.points, group.adjustment) == (0, 1)


def test_worth_says_what_an_acceptable_pick_would_earn() -> None:
    assert [line.worth for line in score("one", "RADXU", "a").groups[0].lines] == [4, 2.4, 0, 0, 0]
    assert [line.worth for line in score("one", "ADX", "a").groups[0].lines] == [4, 0, 0]
    assert [line.points for line in score("one", "RADXU", "b").groups[0].lines] == [0, 2.4, 0, 0, 0]
    assert score("one", "RADXU", "b").groups[0].adjustment == 0


def test_points_are_summed_without_drift() -> None:
    assert add([0.1] * 3 + [2.4] * 3) == 7.5
    assert score("one", "RA", "b").points == 2.4
    many = {str(number): score("one", "RA", "b", weight=1) for number in range(3)}
    assert total(many).points == 1.8
    assert isinstance(total({"n": score("one", "R", "a")}).points, int)


def test_an_unrounded_comparison() -> None:
    assert score("one", "RA", "b", weight=7).reaches(60)
    assert not score("one", "RA", "b", weight=7).reaches(61)
    assert score("one", "RA", "a").reaches(100)
    assert not score("any", "R" * 12, "abcdefghijk").reaches(92)


@pytest.mark.parametrize(
    ("points", "possible", "shown"),
    [
        (0, 0, None),
        (0, 4, "0.0"),
        (4, 4, "100.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 16, "6.3"),  # 6.25
        (0.5, 1000, "0.1"),  # 0.05
        (0.4999, 1000, "0.0"),
        (1999.5, 2000, "100.0"),
    ],
)
def test_percent_is_half_up_to_one_decimal(points: float, possible: float, shown: str | None) -> None:
    assert percent(points, possible) == shown


def test_the_total_lists_dimensions_in_their_order_and_critical_errors_apart() -> None:
    node = Node(
        "n1",
        "",
        0,
        "",
        groups=(
            Group("g1", "", "goals", "any", (Option("a"),)),
            Group("g2", "", "workup", "one", (Option("b"), Option("c"))),
            Group("g3", "", "goals", "any", (Option("d"),)),
        ),
    )
    ratings = {"a": "recommended", "b": "recommended", "c": "contraindicated", "d": "recommended"}
    sums = total({"n1": score_node(node, ratings, ["a", "c"])})
    assert list(sums.dimensions.items()) == [("workup", (0, 4)), ("goals", (1, 2))]
    assert sums.critical == (("n1", "c"),)
    assert (sums.points, sums.possible, sums.percent) == (1, 6, "16.7")


def test_a_dimension_of_another_guideline_comes_last() -> None:
    groups = tuple(Group(name, "", name, "any", (Option(name),)) for name in ("fertility", "goals"))
    node = Node("n1", "", 0, "", groups=groups)
    sums = total({"n1": score_node(node, {"fertility": "recommended", "goals": "recommended"}, ["goals"])})
    assert list(sums.dimensions.items()) == [("goals", (1, 1)), ("fertility", (0, 1))]


def test_nothing_met_has_no_percent() -> None:
    assert total({}).percent is None


rated_groups = st.text("RADXU", min_size=1, max_size=12)


@given(rated_groups, st.data())
def test_points_lie_between_nothing_and_all(rated: str, data: st.DataObject) -> None:
    names = "abcdefghijkl"[: len(rated)]
    weights = data.draw(
        st.fixed_dictionaries({name: st.floats(0.001, 50).map(lambda w: round(w, 3)) for name in names})
    )
    several = score("any", rated, "".join(data.draw(st.sets(st.sampled_from(names)))), **weights)
    single = score("one", rated, data.draw(st.sampled_from(names)), weight=data.draw(st.integers(1, 9)))
    for result in (several, single):
        assert 0 <= result.points <= result.possible
        assert result.groups[0].basis in BASES


@given(rated_groups, st.data())
def test_a_wrong_step_never_helps_and_a_recommended_one_never_hurts(rated: str, data: st.DataObject) -> None:
    names = "abcdefghijkl"[: len(rated)]
    chosen = data.draw(st.sets(st.sampled_from(names)))
    extra = data.draw(st.sampled_from(names))
    without, with_it = (
        score("any", rated, "".join(sorted(picked))).points for picked in (chosen - {extra}, chosen | {extra})
    )
    letter = rated[names.index(extra)]
    if letter == "R":
        assert with_it >= without
    elif letter in "DX":
        assert with_it <= without
    else:
        assert with_it == without

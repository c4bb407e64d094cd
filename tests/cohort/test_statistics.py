"""What is said of a whole group: nine fellows, a branched case, several years, and that order changes nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.cohort.answer_sheets import Answer, Group, Sheet, pooled
from relall_trainer.cohort.estimates import HIDDEN, correlation
from relall_trainer.cohort.reliability import cronbach
from relall_trainer.cohort.statistics import REVIEW, Analysis, analyse
from tests.cohort.groups import group, item, sheet
from tests.cohort.test_reliability import FIFTEEN

A1, A2, B1, B2, C1 = items = (
    item("a1", ("R1",)),
    item("a2", ("R2",)),
    item("b1", ("R1", "R3")),
    item("b2", ("R4",)),
    item("c1", ("R2",)),
)
FOUR = (A1, A2, B1, B2)
SHARES = st.sampled_from([0.0, 0.6, 1.0])


def made(n: int, seed: int = 1) -> list[list[float]]:
    """So many learners of different ability, five decisions each."""
    draw = random.Random(seed)
    rows = []
    for _ in range(n):
        ability = draw.random()
        rows.append([1.0 if draw.random() < ability else draw.choice((0.0, 0.6)) for _ in items])
    return rows


def against(n: int) -> Group:
    """A decision at which all who do well elsewhere fail."""
    rows = [[float(k % 2), 1.0 - k % 2, 1.0 - (k % 2) * (k % 3 != 0), 1.0 - k % 2] for k in range(n)]
    return group(FOUR, rows)


def test_nine_fellows_get_counts_and_intervals_and_no_correlation() -> None:
    result = analyse(group(items, made(9)))
    assert result.alpha.footing == HIDDEN
    assert not result.alpha.needed
    for one in result.items:
        assert one.item_rest.footing == HIDDEN
        assert one.difficulty.n == 9
        assert "n = 9" in one.told
        assert "95% interval" in one.told
        assert not one.flag
    assert result.told == (
        "9 learners, 9 finished, from 2026. "
        "Correlations and alpha rest on those who finished and on decisions they all met."
    )


def test_the_rest_is_everything_but_the_decision_itself() -> None:
    rows = made(14)
    result = analyse(group(items, rows))
    for place, one in enumerate(result.items):
        pairs = [(row[place], sum(row) - row[place]) for row in rows]
        assert one.item_rest.r == pytest.approx(correlation(pairs), abs=1e-9)
        assert (one.item_rest.n, one.item_rest.rest) == (14, 4)


def test_a_whole_group_against_an_independent_implementation() -> None:
    """Fifteen people, ten marks out of seven, two to a case.

    Got once with scipy 1.17.1 (``pearsonr`` of a column and the sum of the others, with ``confidence_interval()``; F
    quantiles) and pingouin 0.7.0 (``cronbach_alpha`` of the sums of each two columns).
    """
    asked = tuple(item(f"{'abcde'[n // 2]}{n}") for n in range(10))
    result = analyse(group(asked, [[mark / 7 for mark in row] for row in FIFTEEN]))
    expected = {
        0: (0.6095238095238095, 0.574766791984491, 0.08858666910711228, 0.8397736704715474),
        4: (0.4857142857142857, 0.4176058241286149, -0.12041712688619845, 0.7660024091901032),
        9: (0.6857142857142857, 0.4433727459958403, -0.08913466456417851, 0.778760801525414),
    }
    for place, (mean, r, low, high) in expected.items():
        one = result.items[place]
        # shares are counted to the ten-thousandth of a point
        assert one.difficulty.mean == pytest.approx(mean, abs=1e-4)
        assert (one.item_rest.r, one.item_rest.low, one.item_rest.high) == pytest.approx(
            (r, low, high), abs=1e-3
        )
    alpha = result.alpha
    assert (alpha.value, alpha.low, alpha.high) == pytest.approx(
        (0.5130515508955877, -0.02736858910612372, 0.8143444530076804), abs=1e-3
    )
    assert alpha.cases == 5


def test_alpha_takes_cases_as_its_parts() -> None:
    rows = made(16)
    result = analyse(group(items, rows))
    by_case = [(row[0] + row[1], row[2] + row[3], row[4]) for row in rows]
    assert result.alpha.cases == 3
    assert result.alpha.value == pytest.approx(cronbach(by_case), abs=1e-9)


def test_points_that_fell_away_do_not_count_against_a_learner() -> None:
    """Nothing rated was chosen: neither difficulty nor rest nor alpha takes it for a nought."""
    rows = made(12)
    sheets = list(group(items, rows).sheets)
    answers = (Answer("a1", 0, 0, ("c",), "2026"), *sheets[0].answers[1:])
    sheets[0] = Sheet(sheets[0].learner, answers)
    result = analyse(Group(items, tuple(sheets)))
    first, second = result.items[:2]
    assert (first.difficulty.n, first.difficulty.uncounted, first.item_rest.n) == (11, 1, 11)
    pairs = [(row[1], (sum(row) - row[1]) / 4) for row in rows[1:]]
    pairs.append((rows[0][1], sum(rows[0][2:]) / 3))
    assert second.item_rest.r == pytest.approx(correlation(pairs), abs=1e-9)
    by_case = [(row[0] + row[1], row[2] + row[3], row[4]) for row in rows[1:]]
    by_case.append((2 * rows[0][1], rows[0][2] + rows[0][3], rows[0][4]))
    assert result.alpha.value == pytest.approx(cronbach(by_case), abs=1e-9)


def test_a_branch_is_said_and_its_decision_held_against_nothing() -> None:
    rows: list[list[float | None]] = [[*row] for row in made(12)]
    for row in rows[:7]:
        row[1] = None
    result = analyse(group(items, rows))
    branched = result.items[1]
    assert (branched.reach.met, branched.reach.finished, branched.reach.all_met) == (5, 12, False)
    assert branched.reach.told.startswith("Reached by 5 of 12 who finished.")
    assert "not missing at random" in branched.reach.told
    assert branched.difficulty.n == 5
    assert branched.item_rest.r is None
    assert branched.item_rest.why == "not everybody who finished has met this decision"
    assert not branched.choices.split
    # And it is in nobody else's rest, nor in alpha.
    pairs = [(row[0], sum(share or 0 for share in (row[2], row[3], row[4]))) for row in rows]
    assert result.items[0].item_rest.r == pytest.approx(
        correlation([(a or 0, b) for a, b in pairs]), abs=1e-9
    )
    assert result.items[0].item_rest.rest == 3


def test_who_has_not_finished_counts_for_difficulty_only() -> None:
    rows = made(11)
    late = sheet("late", items, (1, 0, None, None, None), finished=False)
    result = analyse(Group(items, (*group(items, rows).sheets, late)))
    assert (result.learners, result.finished) == (12, 11)
    first = result.items[0]
    assert (first.reach.met, first.reach.finished, first.reach.unfinished) == (11, 11, 1)
    assert first.reach.told == "Reached by 11 of 11 who finished."
    assert first.difficulty.n == 12
    assert first.item_rest.n == 11
    assert result.alpha.n == 11


def test_nobody_has_finished() -> None:
    result = analyse(Group(items, (sheet("late", items, (1, 0, None, None, None), finished=False),)))
    assert result.items[0].reach.told == "Nobody who was asked this has finished; answered by 1 so far."
    assert result.items[0].item_rest.why == "nobody has finished"
    assert result.alpha.value is None
    assert result.told.startswith("1 learner, 0 finished")


def test_a_group_without_anybody() -> None:
    result = analyse(Group(items, ()))
    assert result.items[0].difficulty.told == "no answer to count (n = 0)"
    assert result.alpha.value is None
    assert [one.difficulty.n for one in result.rules] == [0, 0, 0, 0]


def test_nothing_is_flagged_below_thirty_however_bad() -> None:
    bad = analyse(against(29)).items[0]
    assert bad.item_rest.high is not None
    assert bad.item_rest.high < 0
    assert not bad.flag
    worse = analyse(against(30)).items[0]
    assert worse.flag == REVIEW
    assert "look at how the decision is put" in worse.told


def test_a_weak_decision_is_not_flagged_where_its_interval_reaches_nought() -> None:
    rows = [[float(k % 2), float(k // 2 % 2 or k == 0), 1, 0, 1] for k in range(40)]
    first = analyse(group(items, rows)).items[0]
    assert first.item_rest.r is not None
    assert first.item_rest.high is not None
    assert first.item_rest.r < 0 < first.item_rest.high
    assert not first.flag


def test_a_decision_is_drawn_toward_others_on_its_rules_alone() -> None:
    rows = [[0.0, 0.6, 1.0, 0.0, 0.0]] * 5
    a1, a2, _, b2, _ = analyse(group(items, rows)).items
    assert a1.drawn is not None
    assert (a1.drawn.others, a1.drawn.answers, a1.drawn.weight, a1.drawn.value) == (1.0, 5, 5, 0.5)
    assert a2.drawn is not None
    assert a2.drawn.others == 0.0
    assert b2.drawn is None


def test_by_rule_and_case_each_learner_counts_once() -> None:
    rows = [[1.0, 0.0, 0.6, 0.0, 1.0]] * 6
    result = analyse(group(items, rows))
    rules = {one.id: one for one in result.rules}
    assert list(rules) == ["R1", "R2", "R3", "R4"]
    assert (rules["R1"].difficulty.n, rules["R1"].decisions) == (6, 2)
    assert rules["R1"].difficulty.mean == pytest.approx(0.8)
    assert rules["R2"].difficulty.mean == pytest.approx(0.5)
    assert rules["R3"].told.endswith("over 1 decision")
    cases = {one.id: one.difficulty.mean for one in result.cases}
    assert cases == pytest.approx({"a": 0.5, "b": 0.3, "c": 1.0})


def test_a_rule_named_twice_at_a_decision_counts_once() -> None:
    (rule,) = analyse(group((item("a1", ("R1", "R1")),), [(1,)])).rules
    assert rule.decisions == 1


def test_years_are_pooled_and_stand_beside_one_another() -> None:
    years = [group(items, made(9, seed), str(2020 + seed), first=9 * seed) for seed in (4, 5, 6)]
    result = analyse(pooled(years))
    assert result.years == ("2024", "2025", "2026")
    assert ", from 2024, 2025 and 2026." in result.told
    first = result.items[0]
    assert [(year, one.n) for year, one in first.by_year] == [("2024", 9), ("2025", 9), ("2026", 9)]
    assert first.difficulty.n == first.item_rest.n == 27
    assert first.item_rest.r is not None
    assert analyse(years[0]).items[0].by_year == ()


def test_what_a_year_was_not_asked_is_no_branch() -> None:
    """One decision was put anew between the years: each form stands for those who had it."""
    anew = item("a3", ("R1",))
    before, after = made(12, 4), made(12, 5)
    both = pooled((group(items, before, "2025"), group((anew, *items[1:]), after, "2026", first=12)))
    result = {one.item.id: one for one in analyse(both).items}
    for id_, rows in (("a1", before), ("a3", after)):
        one = result[id_]
        assert (one.reach.met, one.reach.finished, one.item_rest.n, one.item_rest.rest) == (12, 12, 12, 4)
        assert one.item_rest.r == pytest.approx(
            correlation([(row[0], sum(row[1:])) for row in rows]), abs=1e-9
        )
    assert (result["a2"].reach.met, result["a2"].item_rest.n, result["a2"].item_rest.rest) == (24, 24, 3)
    by_case = [(row[1], row[2] + row[3], row[4]) for row in before + after]
    assert analyse(both).alpha.value == pytest.approx(cronbach(by_case), abs=1e-9)


def test_who_repeats_is_counted_once_and_that_is_said() -> None:
    result = analyse(pooled((group(items, made(3), "2025"), group(items, made(3, 2), "2026"))))
    assert result.learners == 3
    assert result.items[0].difficulty.n == 3
    assert result.told.endswith("15 answers were left out: the learner had met the decision before.")


def values(result: Analysis) -> list[float | None]:
    of_items = [
        value
        for one in sorted(result.items, key=lambda one: one.item.id)
        for value in (
            one.difficulty.mean,
            one.item_rest.r,
            one.item_rest.low,
            one.drawn.value if one.drawn else None,
        )
    ]
    return [*of_items, result.alpha.value, result.alpha.low]


@given(
    st.lists(st.lists(SHARES, min_size=5, max_size=5), min_size=1, max_size=25),
    st.randoms(use_true_random=False),
)
def test_neither_the_order_of_learners_nor_of_decisions_matters(
    rows: list[list[float]], order: random.Random
) -> None:
    one = group(items, rows)
    sheets = [Sheet(each.learner, tuple(order.sample(each.answers, 5))) for each in one.sheets]
    order.shuffle(sheets)
    other = Group(tuple(order.sample(items, 5)), tuple(sheets))
    assert values(analyse(other)) == pytest.approx(values(analyse(one)), abs=1e-9)


@given(st.lists(st.lists(SHARES | st.none(), min_size=5, max_size=5), max_size=25))
def test_whatever_is_answered_nothing_is_said_without_its_n(rows: list[list[float | None]]) -> None:
    result = analyse(group(items, rows))
    for one in result.items:
        assert f"(n = {one.difficulty.n}" in one.difficulty.told
        assert f"(n = {one.item_rest.n}" in one.item_rest.told
        assert one.item_rest.r is None or (one.item_rest.n >= 10 and one.reach.all_met)
        assert not one.flag
        assert sum(row.n for row in one.choices.rows) == one.choices.n
    assert f"(n = {result.alpha.n}" in result.alpha.told
    assert result.alpha.value is None or result.alpha.n >= 10

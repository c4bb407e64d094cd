"""Figures as shares of a hundred: what has an interval, what has none and why."""

from __future__ import annotations

import pytest

from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import Figure
from relall_trainer.evidence.shares import (
    COUNTED,
    NOT_GIVEN,
    PRINTED,
    RANGE,
    interval_words,
    possible_counts,
    share_of,
)
from relall_trainer.evidence.table_filter import OUTCOMES

# Table 1 as it is printed: patients, CR, to SCT, TRM in per cent; None where the table has nothing, or no percentage.
PRINTED_TABLE = {
    "T1-01": (29, 38, 14, 3),
    "T1-02": (135, 55, 40, 12),
    "T1-03": (31, 23, None, 16),
    "T1-04": (11, 53, None, 6),
    "T1-05": (40, 40, 10, None),
    "T1-06": (12, 83, None, 8),
    "T1-07": (23, 39, 30, 4),
    "T1-08": (22, 42, None, None),
    "T1-09": (66, 44, None, None),
    "T1-10": (88, 47, 32, 9),
    "T1-11": (12, 17, None, None),
    "T1-12": (31, 31, 19, 23),
    "T1-13": (37, 17, 21, 19),
    "T1-14": (4, 50, None, 9),
    "T1-15": (50, 58, None, None),
    "T1-16": (11, 73, None, None),
    "T1-17": (45, 74, 31, 4),
    "T1-18": (65, 20, 19, None),
    "T1-19": (26, 31, None, None),
    "T1-20": (126, 36, 29, None),
}
# What is printed without a percentage.
WORDS = {("T1-03", "to_sct"): "1 patient (1/31)", ("T1-20", "trm"): "≤1% (1/126)"}
# Percentages that no whole number of the row's patients makes.
IMPOSSIBLE = {
    ("T1-04", "cr"), ("T1-04", "trm"), ("T1-08", "cr"), ("T1-12", "cr"), ("T1-13", "cr"), ("T1-13", "to_sct"),
    ("T1-17", "cr"), ("T1-18", "to_sct"),
}  # fmt: skip
# Percentages of which a count could be made, but not the one behind them.
UNCERTAIN = {("T1-02", "cr"), ("T1-02", "to_sct"), ("T1-14", "trm"), ("T1-19", "cr")}


def test_every_share_of_table_1_is_what_is_printed(shipped: Library) -> None:
    rows = {row.row: row for row in shipped.table_1()}
    assert rows.keys() == PRINTED_TABLE.keys()
    for name, (patients, *percents) in PRINTED_TABLE.items():
        row = rows[name]
        assert row.n is not None
        assert row.n.value == patients
        for (outcome, (_, _, figure_of)), percent in zip(OUTCOMES.items(), percents, strict=True):
            share = share_of(figure_of(row), patients)
            key = (name, outcome)
            if key in WORDS:
                assert share.printed == WORDS[key]
            elif percent is None:
                assert share.kind == NOT_GIVEN
            else:
                assert share.printed.startswith(f"{percent}%")
                assert share.percent == pytest.approx(percent, abs=0.5)


def test_an_interval_stands_only_where_the_count_is_certain(shipped: Library) -> None:
    impossible, uncertain = set(), set()
    for row in shipped.table_1():
        patients = int(row.n.value) if row.n is not None and isinstance(row.n.value, int) else 0
        for outcome, (_, _, figure_of) in OUTCOMES.items():
            share = share_of(figure_of(row), patients)
            if share.kind == COUNTED:
                assert share.low is not None
                assert share.high is not None
                assert share.percent is not None
                assert 0 <= share.low <= share.percent <= share.high <= 100
                assert share.n == patients
                assert not share.why
            else:
                assert share.low is None
                assert share.n is None
                if share.impossible:
                    impossible.add((row.row, outcome))
                elif "not certain" in share.why:
                    uncertain.add((row.row, outcome))
    assert impossible == IMPOSSIBLE
    assert uncertain == UNCERTAIN


def test_a_certain_count_of_the_library_is_one_its_percentage_allows(shipped: Library) -> None:
    for item in (*shipped.all_items(), *shipped.all_since()):
        for figure in item.figures:
            if figure.certain and figure.percent is not None:
                counts = possible_counts(figure.percent, figure.denominator or 1)
                assert figure.numerator in counts, f"{item.id} {figure.name}"


def test_a_share_in_words() -> None:
    counted = Figure("cr", "CR", percent=39, numerator=9, denominator=23)
    assert share_of(counted).words() == "39% (9/23), 95% interval 22–59%"
    alone = Figure("cr", "CR", percent=42)
    assert share_of(alone, 22).words() == "42%; no interval: no whole number of 22 patients makes 42%"
    assert share_of(alone).words() == "42%; no interval: the count behind it is not certain"
    assert share_of(Figure("r", "range", low=20, high=83, as_printed="20–83%")).kind == RANGE
    assert share_of(Figure("r", "range", low=20, high=83, unit="%")).words() == "20–83%, a range as printed"
    assert share_of(Figure("age", "age", low=20, high=83)).kind == NOT_GIVEN
    assert share_of(Figure("n", "patients", value=12)).kind == NOT_GIVEN
    assert share_of(None).words() == "not given"
    assert share_of(alone, 22).kind == PRINTED


def test_a_bound_near_an_end_keeps_its_decimal() -> None:
    assert interval_words(0.14, 4.4) == "0.1–4%"
    assert interval_words(0, 12.2) == "0–12%"
    assert interval_words(64.6, 99.6) == "65–99.6%"
    assert interval_words(64.6, 100) == "65–100%"
